//! Books as text, through the whole language.

use crate::kernel::testing::*;
use crate::kernel::{ChildEnd, NodeIx, Settings};
use crate::value::{DAY_MS, Value};
use insta::assert_snapshot;
use sop_core::model::{Book, FactId};

/// Monday 2 October 2023, 00:00 WIB.
const MONDAY: i64 = 1_696_179_600_000;

pub(super) const EVERYTHING: &str = include_str!("everything.sop");

pub(super) fn book_of(text: &str) -> Book {
    let mut sources = sop_core::source::Sources::new();
    sources.add("book.sop", text);
    let compiled = sop_core::compile(&sources);
    compiled.book.unwrap_or_else(|| panic!("{:?}", compiled.findings))
}

/// The book of this repository, if it is there and can be read, with a value for every setting that has none.
pub(super) fn real_book() -> Option<(Book, Settings)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sop/customer-handling");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).ok()? {
            let path = entry.ok()?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "sop") {
                files.push(path);
            }
        }
    }
    files.sort();
    let mut sources = sop_core::source::Sources::new();
    for file in &files {
        let name = file.strip_prefix(&root).ok()?.to_string_lossy().replace('\\', "/");
        sources.add_bytes(name, &std::fs::read(file).ok()?);
    }
    let book = sop_core::compile(&sources).book?;
    let missing = book.settings.iter().filter(|s| s.default.is_none());
    let settings = missing.map(|s| (s.name.clone(), super::laws::some_value(&s.ty, 16))).collect();
    Some((book, settings))
}

fn visit(at: i64) -> Case {
    Case::start_at(
        book_of(EVERYTHING),
        at,
        vec!["Budi".into(), Value::Moment(crate::Moment(MONDAY + i64::from(DAY_MS)))],
    )
}

#[test]
fn the_closing_words_come_from_the_table() {
    let closing = |at: i64| {
        let mut case = visit(at);
        case.done("greet").answer("kind", 1).done("close");
        case.log.lines().find(|l| l.contains("closing_")).unwrap().trim().to_owned()
    };
    let day = i64::from(DAY_MS);
    let all = [
        ("Monday noon", MONDAY + 12 * HOUR),
        ("Monday night", MONDAY + 20 * HOUR),
        ("a holiday that touches no weekend", MONDAY + 2 * day + 12 * HOUR),
        ("a holiday on Friday", MONDAY + 4 * day + 12 * HOUR),
        ("Sunday", MONDAY + 6 * day + 12 * HOUR),
    ];
    assert_snapshot!(all.map(|(when, at)| format!("{when}: {}", closing(at))).join("\n"));
}

#[test]
fn a_deadline_in_working_hours_counts_open_hours_only() {
    let mut case = visit(MONDAY + 16 * HOUR + 30 * MINUTE);
    // Half an hour on Monday, three and a half from eight on Tuesday.
    case.done("greet").answer("kind", 0);
    assert_snapshot!(case.log);
}

#[test]
fn the_ticket_is_started_beside_and_awaited() {
    let mut case = visit(MONDAY + 9 * HOUR);
    case.done("greet").answer("kind", 0).fill("note_down", vec![(FactId(2), "card".into())]);
    let raised = case.state.children().next().unwrap().child.0;
    let resolved = case.node_of("ticket", "resolved");
    case.child(raised, ChildEnd::Ended { outcome: NodeIx(resolved), gives: vec![Some("fixed".into())] });
    assert_snapshot!(case.log);
}

#[test]
fn a_handler_inside_its_stage_goes_back_without_leaving_it() {
    let mut case = visit(MONDAY + 9 * HOUR);
    case.done("greet").pass(MINUTE).event("customer_replied", vec!["here".into()]);
    assert_snapshot!(case.log);
}

#[test]
fn a_visit_starts_at_its_moment() {
    let mut case = visit(MONDAY + 9 * HOUR);
    case.done("greet").answer("kind", 2).pass(48 * HOUR);
    assert_snapshot!(case.log);
}

#[test]
fn a_stage_in_a_branch_is_interrupted_and_resumed_while_the_other_branch_works() {
    let mut case = visit(MONDAY + 9 * HOUR);
    case.done("greet").answer("kind", 0).fill("note_down", vec![(FactId(2), "card".into())]);
    let raised = case.state.children().next().unwrap().child.0;
    let resolved = ChildEnd::Ended { outcome: NodeIx(case.node_of("ticket", "resolved")), gives: vec![None] };
    case.child(raised, resolved.clone()).done("inform");
    case.log.clear();
    case.event("customer_left", vec![]).action_failed("survey_it").done("stop_recording").done("record_it");
    let second = case.visit("second");
    case.event("customer_left", vec![]).child(second, resolved).done("stop_recording");
    case.done("by_hand").fill("by_hand", vec![(FactId(5), true.into())]).done("survey_done").done("recorded");
    assert_snapshot!(case.log);
}

#[test]
fn a_late_step_of_a_branch_comes_back_at_the_moment_of_the_visit() {
    let mut case = visit(MONDAY + 9 * HOUR);
    case.done("greet").answer("kind", 0).fill("note_down", vec![(FactId(2), "card".into())]);
    let raised = case.state.children().next().unwrap().child.0;
    let resolved = ChildEnd::Ended { outcome: NodeIx(case.node_of("ticket", "resolved")), gives: vec![None] };
    case.child(raised, resolved).done("inform");
    case.log.clear();
    case.pass(20 * HOUR);
    assert_snapshot!(case.log);
}

/// Random runs of the real book, on which the laws hold, come nearly everywhere.
#[test]
fn the_real_book_is_run_in_all_its_parts() {
    let Some((book, settings)) = real_book() else { return };
    let program = crate::kernel::Program::build(&book, &settings).unwrap();
    for (flow, id) in book.flows.iter().zip(0..) {
        let never = super::laws::never_stood_on(&book, &program, sop_core::model::FlowId(id), 400);
        println!("{}: never stood on {never:?} of {} nodes", flow.name, flow.graph.node_count());
        assert!(never.len() * 4 <= flow.graph.node_count(), "{}: {never:?}", flow.name);
    }
}
