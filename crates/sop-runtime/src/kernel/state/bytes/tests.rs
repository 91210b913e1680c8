//! States of older formats are read; and parked ones are the same when they wake.

use super::*;
use crate::kernel::state::marks::Mark;
use crate::kernel::state::{Status, Token};
use crate::kernel::step::tests::laws::{BOOKS, Draws, moment, some_input};
use crate::kernel::{NodeIx, Parked, advance};
use crate::value::Moment;
use proptest::prelude::*;

/// As formats 1 and 2 were written.
pub(in crate::kernel) fn encode_old(state: &State, marks: &[Mark]) -> Vec<u8> {
    let mut bytes = vec![if marks.is_empty() { WITHOUT_RULES } else { WITH_RULES }];
    bytes.extend(state.core.tag.to_le_bytes());
    bytes = postcard::to_extend(&Old::of(&state.core), bytes).unwrap();
    if marks.is_empty() { bytes } else { postcard::to_extend(&marks, bytes).unwrap() }
}

pub(in crate::kernel) fn marks_of(state: &State) -> Vec<Mark> {
    let mut marks: Vec<_> = state.core.marks.iter().collect();
    marks.sort_unstable_by_key(|m| m.law);
    marks
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_state_comes_back_from_old_bytes_and_from_its_place(
        which in 0usize..720,
        draws in prop::collection::vec(any::<Draws>(), 1..60),
    ) {
        let (book, settings) = &BOOKS[which % BOOKS.len()];
        let program = Program::build(book, settings).unwrap();
        let mut state = State::new(&program);
        // One place and one awake state for all.
        let (mut parked, mut woken) = (state.park(), State::new(&program));
        for draw in &draws {
            let input = some_input(book, &program, &state, *draw);
            let at = moment(state.last().unwrap_or(Moment(0)), &state.timers(), draw.0, draw.3);
            let _ = advance(&program, &mut state, at, &input, &mut vec![]);
            let old = encode_old(&state, &marks_of(&state));
            prop_assert!(State::decode(&old, &program).as_ref() == Ok(&state));
            state.park_into(&mut parked);
            prop_assert_eq!(&parked, &state.park());
            parked.wake_into(&program, &mut woken).unwrap();
            prop_assert_eq!(&woken, &state);
            prop_assert!(parked.wake(&program).as_ref() == Ok(&state));
        }
    }
}

#[test]
fn a_parked_state_of_another_program_is_refused() {
    let (book, settings) = &BOOKS[0];
    let (other, _) = &BOOKS[1];
    let (one, two) = (Program::build(book, settings).unwrap(), Program::build(other, settings).unwrap());
    let parked: Parked = State::new(&one).park();
    let mut state = State::new(&two);
    assert!(parked.is_of(&one) && !parked.is_of(&two));
    assert_eq!(parked.wake_into(&two, &mut state), Err(DecodeError::OtherProgram));
    assert_eq!(state, State::new(&two));
}

#[test]
fn a_state_with_more_of_something_than_a_byte_counts_comes_back() {
    let (book, settings) = &BOOKS[0];
    let program = Program::build(book, settings).unwrap();
    let mut state = State::new(&program);
    state.core.status = Status::Ended { outcome: NodeIx(7) };
    state.core.counter = 1000;
    state.core.last = Moment(5);
    state.core.facts = vec![None; program.flows[0].facts.len()].into();
    for count in [0, 1, 255, 256, 600] {
        state.core.tokens = (0..count).map(|n| Token { visit: n, node: NodeIx(1) }).collect();
        assert_eq!(state.park().wake(&program).as_ref(), Ok(&state), "{count} tokens");
    }
}
