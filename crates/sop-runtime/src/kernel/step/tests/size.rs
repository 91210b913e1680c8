//! A hundred thousand parked cases must fit into memory, and into a store.

use super::books;
use crate::kernel::testing::*;
use crate::kernel::{Effect, Input, State, TaskId, advance};
use crate::value::{Moment, Value};
use sop_core::model::FactId;

/// Bytes of a state at work, with what it points to.
fn resident(state: &State) -> usize {
    let facts = &state.core.facts;
    let text = |v: &Option<Value>| match v {
        Some(Value::Text(t)) if t.is_heap_allocated() => t.capacity(),
        _ => 0,
    };
    let spilled = |yes: bool, bytes: usize| if yes { bytes } else { 0 };
    let core = &state.core;
    size_of::<State>()
        + spilled(facts.spilled(), facts.capacity() * size_of::<Option<Value>>())
        + facts.iter().map(text).sum::<usize>()
        + spilled(core.tokens.spilled(), core.tokens.capacity() * 8)
        + spilled(core.timers.spilled(), core.timers.capacity() * 24)
        + spilled(core.stages.spilled(), core.stages.capacity() * 2)
        + core.marks.others.as_ref().map_or(0, |others| size_of_val(&**others) + others.capacity() * 8)
        + core.rare.as_deref().map_or(0, |rare| {
            let inside = rare.points.iter().map(|p| p.tokens.capacity() * 8 + p.timers.capacity() * 24);
            let inside =
                inside.sum::<usize>() + rare.points.capacity() * size_of::<crate::kernel::state::Point>();
            size_of_val(rare) + inside + rare.children.capacity() * 40
        })
}

#[test]
fn a_parked_chat_is_small() {
    let mut case = Case::start(books::chat(), vec!["Ani Lestari".into()]);
    case.now = 1_696_212_000_000;
    case.done("greet").fill("identify", vec![(FactId(1), "the card was swallowed by the machine".into())]);
    let encoded = case.state.encode().len();
    let resident = resident(&case.state);
    let parked = case.state.park().resident();
    println!(
        "{encoded} bytes encoded, {parked} parked; {resident} at work, {} of them the struct",
        size_of::<State>()
    );
    assert!(encoded <= 96, "{encoded} bytes encoded");
    assert!(parked <= 144, "{parked} bytes parked");
    // With four timers, of which one lies in the struct; most chats have one.
    assert!(resident <= 384, "{resident} bytes resident");
}

/// The live chat of the real book, with all its facts known, in every place where it can wait.
#[test]
fn the_real_chat_is_small_wherever_it_waits() {
    let Some((book, settings)) = super::texts::real_book() else { return };
    let Some(flow) = book.flows.iter().position(|f| f.name == "live_chat") else { return };
    let program = crate::kernel::Program::build(&book, &settings).unwrap();
    let flow = sop_core::model::FlowId(u16::try_from(flow).unwrap());
    let (encoded, resident) = super::laws::largest(&book, &program, flow, resident);
    println!("at most {encoded} bytes encoded, {resident} resident");
    assert!(encoded <= 256, "{encoded} bytes encoded");
    // With what it remembers of the rules of its book.
    assert!(resident <= 896, "{resident} bytes resident");
}

/// The same with ten rules, of which each has something to remember.
#[test]
fn the_real_chat_is_small_with_ten_rules() {
    let Some((book, settings)) = super::texts::real_book() else { return };
    let Some(flow) = book.flows.iter().position(|f| f.name == "live_chat") else { return };
    let book = super::rules::law::with_ten_rules(&book);
    let program = crate::kernel::Program::build(&book, &settings).unwrap();
    let flow = sop_core::model::FlowId(u16::try_from(flow).unwrap());
    let (encoded, resident) = super::laws::largest(&book, &program, flow, resident);
    println!("at most {encoded} bytes encoded, {resident} resident");
    assert!(encoded <= 256, "{encoded} bytes encoded");
    assert!(resident <= 800, "{resident} bytes resident");
}

/// Not a test of speed, which debug builds don't have; run it by name in a release build to see the figure.
#[test]
#[ignore = "prints a figure"]
fn steps_a_second() {
    let case = Case::start(books::chat(), vec!["Ani".into()]);
    let program = &case.program;
    let need = [(FactId(1), Value::from("a card"))];
    let mut steps = 0u32;
    let mut effects: Vec<Effect> = Vec::with_capacity(64);
    let args: Vec<Value> = vec!["Ani".into()];
    let began = std::time::Instant::now();
    for _ in 0..100_000 {
        let mut state = State::new(program);
        let mut go = |state: &mut State, input: Input| {
            effects.clear();
            advance(program, state, Moment(0), &input, &mut effects).unwrap();
            steps += 1;
            let assigned = effects.iter().rev().find_map(|e| match e {
                Effect::Assign { task, .. } => Some(*task),
                _ => None,
            });
            assigned.unwrap_or(TaskId(0))
        };
        let task = go(&mut state, Input::Start { flow: sop_core::model::FlowId(0), args: args.clone() });
        let task = go(&mut state, Input::Complete { task, filled: vec![] });
        for _ in 0..6 {
            go(&mut state, Input::Event { event: sop_core::model::EventId(0), data: vec!["hm".into()] });
        }
        let task = go(&mut state, Input::Complete { task, filled: need.to_vec() });
        let task = go(&mut state, Input::Answer { task, answer: 0 });
        let task = go(&mut state, Input::Complete { task, filled: vec![] });
        go(&mut state, Input::Complete { task, filled: vec![] });
    }
    let spent = began.elapsed().as_secs_f64();
    println!("{:.0} steps a second", f64::from(steps) / spent);
}
