//! Inputs in any order to cases of several books.
//!
//! Beside "no panic": what is rejected changes nothing; the pure form and the form in place agree; a state is the same
//! after it was written and read; the journal, written and read, leads to the same state and the same effects.

use super::draw::Draws;
use super::programs::{START, programs};
use sop_core::model::{Book, FlowId};
use sop_runtime::Moment;
use sop_runtime::journal::{self, Entry, replay};
use sop_runtime::kernel::{Effect, Input, Program, State, advance, advance_traced, step};

/// Inputs to one case at most: a run without an end tells no more.
const INPUTS_MAX: usize = 200;

/// Takes any bytes as inputs: the first ones choose the book and the flow.
pub fn kernel_inputs(bytes: &[u8]) {
    let mut draws = Draws::new(bytes);
    let all = programs();
    let Some((book, program)) = all.get(draws.below(all.len())) else { return };
    let flow = FlowId(u16::try_from(draws.below(book.flows.len())).unwrap_or_default());
    run(book, program, flow, &mut draws, INPUTS_MAX);
}

/// One case of a flow, from its beginning until the bytes or its inputs are used up.
pub fn run(book: &Book, program: &Program, flow: FlowId, draws: &mut Draws<'_>, inputs: usize) {
    let mut case = Case {
        program,
        state: State::new(program),
        journal: Vec::new(),
        effects: Vec::new(),
        last: Moment(START),
    };
    case.take(Moment(START), draws.start(book, flow));
    for _ in 0..inputs {
        if draws.is_empty() {
            break;
        }
        let at = draws.moment(case.last, &case.state);
        case.take(at, draws.input(book, program, &case.state));
    }
    case.replayed();
}

struct Case<'p> {
    program: &'p Program,
    state: State,
    journal: Vec<Entry>,
    effects: Vec<Vec<Effect>>,
    last: Moment,
}

impl Case<'_> {
    fn take(&mut self, at: Moment, input: Input) {
        let before = self.state.encode();
        let pure = step(self.program, &self.state, at, &input);
        let mut effects = Vec::new();
        let told = advance(self.program, &mut self.state, at, &input, &mut effects);
        match (pure, told) {
            (Ok((state, told)), Ok(())) => {
                assert_eq!((&state, &told), (&self.state, &effects), "pure and in place differ: {input:?}");
                self.last = at;
                self.journal.push(Entry { at, input, request: None, actor: None });
                self.effects.push(effects);
                let bytes = self.state.encode();
                match State::decode(&bytes, self.program) {
                    Ok(read) => assert_eq!(read, self.state, "written and read"),
                    Err(e) => panic!("a state can't be read again: {e}: {:?}", self.state),
                }
            }
            (Err(a), Err(b)) => {
                assert_eq!(a, b);
                assert_eq!(self.state.encode(), before, "a rejected input changed the state: {input:?}");
                assert!(effects.is_empty(), "a rejected input had effects: {input:?}");
                // To say why is part of rejecting.
                assert!(!a.to_string().is_empty());
            }
            (pure, told) => panic!("pure {pure:?}, in place {told:?}: {input:?}"),
        }
    }

    fn replayed(&self) {
        let written: Vec<Entry> = self
            .journal
            .iter()
            .map(|entry| match journal::decode(&journal::encode(entry)) {
                Ok(read) => read,
                Err(e) => panic!("an entry can't be read again: {e}: {entry:?}"),
            })
            .collect();
        assert_eq!(written, self.journal);
        match replay(self.program, &written) {
            Ok((state, effects)) => {
                assert_eq!((&state, &effects), (&self.state, &self.effects), "replayed");
            }
            Err(e) => panic!("the journal can't be replayed: {e}"),
        }
        // To tell what tokens do changes nothing.
        let mut state = State::new(self.program);
        for (entry, told) in self.journal.iter().zip(&self.effects) {
            let (mut effects, mut trace) = (Vec::new(), Vec::new());
            let done =
                advance_traced(self.program, &mut state, entry.at, &entry.input, &mut effects, &mut trace);
            assert!(done.is_ok() && effects == *told, "traced");
        }
        assert_eq!(state, self.state, "traced");
    }
}
