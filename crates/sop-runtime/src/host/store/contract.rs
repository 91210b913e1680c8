//! The store's contract as tests that every store can run. For tests only: it panics where a store breaks the contract.
//!
//! The bytes here mean nothing: a store must not look into them.
#![expect(clippy::expect_used, reason = "this is a test suite; to panic is its way to tell")]

use super::{
    Applied, CaseCount, CaseFilter, CaseId, CaseRow, CaseStatus, Change, EditionId, EffectId, Store,
    StoreError, StoredTask, TaskChange, TimerChange,
};
use crate::kernel::{ChildId, TaskId, TimerId};
use crate::value::Moment;

const EDITION: EditionId = EditionId([7; 16]);

/// Runs everything that one open store must do. `make` gives an empty store each time.
pub fn run_all(mut make: impl FnMut() -> Box<dyn Store>) {
    let tests: [fn(&mut dyn Store); 12] = [
        empty,
        one_case,
        journal_in_chunks,
        timers_and_tasks,
        outbox,
        editions,
        requests,
        conflicts_change_nothing,
        batches_see_themselves,
        filters,
        census,
        children,
    ];
    for test in tests {
        test(&mut *make());
    }
}

/// What was committed is there after the store was closed and opened again. `open` opens the same store each time.
pub fn run_reopen(mut open: impl FnMut() -> Box<dyn Store>) {
    let mut first = open();
    fill(&mut *first);
    let before = all(&mut *first);
    drop(first);
    let mut second = open();
    assert_eq!(all(&mut *second), before, "a store holds the same after it was opened again");
    commit(&mut *second, &[applied(1, 4)]);
    drop(second);
    assert_eq!(case(&mut *open(), 1).0.inputs, 4, "a store that was opened again takes inputs");
}

fn empty(store: &mut dyn Store) {
    assert_eq!(store.last_case().expect("last_case"), None);
    assert_eq!(store.case(CaseId(1)).expect("case"), None);
    assert_eq!(store.cases(&CaseFilter::default()).expect("cases"), []);
    assert_eq!(store.children(CaseId(1)).expect("children"), []);
    assert_eq!(store.journal(CaseId(1), 0, 10).expect("journal"), Vec::<Vec<u8>>::new());
    assert_eq!(store.request(CaseId(1), "r").expect("request"), None);
    assert_eq!(store.started("r").expect("started"), None);
    assert_eq!(store.timers().expect("timers"), []);
    assert_eq!(store.tasks().expect("tasks"), []);
    assert_eq!(store.outbox().expect("outbox"), []);
    assert_eq!(store.edition(EDITION).expect("edition"), None);
    commit(store, &[]);
}

fn one_case(store: &mut dyn Store) {
    commit(store, &[applied(1, 1)]);
    commit(store, &[applied(1, 2)]);
    assert_eq!(case(store, 1), (row(1, 2), snapshot(1, 2)), "the last input's row and snapshot");
    assert_eq!(store.last_case().expect("last_case"), Some(CaseId(1)));
    commit(store, &[applied(9, 1)]);
    assert_eq!(store.last_case().expect("last_case"), Some(CaseId(9)), "gaps are no fault");
    let mut ended = row(1, 3);
    ended.status = CaseStatus::Ended("handled \u{2713}".to_owned());
    commit(store, &[change(Applied { row: ended.clone(), ..content(1, 3) })]);
    assert_eq!(case(store, 1).0, ended);
    let mut cancelled = row(9, 2);
    cancelled.status = CaseStatus::Cancelled;
    commit(store, &[change(Applied { row: cancelled.clone(), ..content(9, 2) })]);
    assert_eq!(case(store, 9).0, cancelled);
}

fn journal_in_chunks(store: &mut dyn Store) {
    commit(store, &(1..=5).map(|n| applied(1, n)).chain([applied(2, 1)]).collect::<Vec<_>>());
    let all: Vec<_> = (1..=5).map(|n| entry(1, n)).collect();
    assert_eq!(store.journal(CaseId(1), 0, 100).expect("journal"), all);
    assert_eq!(store.journal(CaseId(1), 1, 3).expect("journal"), all[1..4]);
    assert_eq!(store.journal(CaseId(1), 4, 3).expect("journal"), all[4..]);
    assert_eq!(store.journal(CaseId(1), 5, 3).expect("journal"), Vec::<Vec<u8>>::new());
    assert_eq!(store.journal(CaseId(1), u64::MAX, 3).expect("journal"), Vec::<Vec<u8>>::new());
    assert_eq!(store.journal(CaseId(1), 0, 0).expect("journal"), Vec::<Vec<u8>>::new());
}

fn timers_and_tasks(store: &mut dyn Store) {
    let (t1, t2, t3) = (TimerId(1), TimerId(2), TimerId(3));
    let first = Applied {
        timers: vec![
            TimerChange::Arm(t1, Moment(500)),
            TimerChange::Arm(t2, Moment(-5)),
            TimerChange::Arm(t3, Moment(500)),
        ],
        tasks: vec![TaskChange::Open(TaskId(4), 8, Some(2)), TaskChange::Open(TaskId(3), 7, None)],
        ..content(2, 1)
    };
    let second = Applied {
        timers: vec![TimerChange::Arm(t1, Moment(500))],
        tasks: vec![TaskChange::Open(TaskId(1), u16::MAX, Some(u16::MAX))],
        ..content(1, 1)
    };
    commit(store, &[change(first), change(second)]);
    let (one, two) = (CaseId(1), CaseId(2));
    let armed =
        [(two, t2, Moment(-5)), (one, t1, Moment(500)), (two, t1, Moment(500)), (two, t3, Moment(500))];
    assert_eq!(store.timers().expect("timers"), armed, "by moment, then case, then number");
    timers_in_pages(store, &armed);
    let open = [
        StoredTask { case: one, task: TaskId(1), node: u16::MAX, lane: Some(u16::MAX) },
        StoredTask { case: two, task: TaskId(3), node: 7, lane: None },
        StoredTask { case: two, task: TaskId(4), node: 8, lane: Some(2) },
    ];
    assert_eq!(store.tasks().expect("tasks"), open, "by case and number");

    // Changes count in order: what fired may be armed again, what was armed may be disarmed, in one input.
    let third = Applied {
        timers: vec![
            TimerChange::Disarm(t1),
            TimerChange::Arm(t1, Moment(900)),
            TimerChange::Arm(TimerId(9), Moment(1)),
            TimerChange::Disarm(TimerId(9)),
            TimerChange::Disarm(TimerId(77)),
            TimerChange::Arm(t2, Moment(600)),
        ],
        tasks: vec![
            TaskChange::Close(TaskId(3)),
            TaskChange::Open(TaskId(5), 1, None),
            TaskChange::Close(TaskId(5)),
            TaskChange::Close(TaskId(77)),
        ],
        ..content(2, 2)
    };
    commit(store, &[change(third)]);
    let armed =
        [(one, t1, Moment(500)), (two, t3, Moment(500)), (two, t2, Moment(600)), (two, t1, Moment(900))];
    assert_eq!(store.timers().expect("timers"), armed);
    assert_eq!(store.tasks().expect("tasks"), [open[0], open[2]]);
}

/// Armed timers by the two other ways to read them.
fn timers_in_pages(store: &mut dyn Store, armed: &[(CaseId, TimerId, Moment)]) {
    for limit in 0..=armed.len() {
        for by in armed.iter().flat_map(|(.., due)| [Moment(due.0 - 1), *due]) {
            let due: Vec<_> = armed.iter().filter(|(.., due)| *due <= by).take(limit).copied().collect();
            assert_eq!(store.timers_due(by, limit).expect("timers_due"), due, "the first {limit} by {by:?}");
        }
    }
    let mut by_key = armed.to_vec();
    by_key.sort_unstable();
    for limit in 1..=armed.len() + 1 {
        let (mut read, mut after) = (Vec::<(CaseId, TimerId, Moment)>::new(), None);
        loop {
            let page = store.timers_after(after, limit).expect("timers_after");
            after = page.last().map(|(case, timer, _)| (*case, *timer)).or(after);
            read.extend(&page);
            if page.len() < limit {
                break;
            }
        }
        assert_eq!(read, by_key, "in pages of {limit}");
    }
}

fn outbox(store: &mut dyn Store) {
    let effects = vec![(0, vec![1]), (3, Vec::new()), (u16::MAX, vec![2, 3])];
    commit(store, &[change(Applied { outbox: effects, ..content(2, 1) })]);
    commit(store, &[change(Applied { outbox: vec![(1, vec![9])], ..content(1, 1) })]);
    let id = |case, input, index| EffectId { case: CaseId(case), input, index };
    let waiting = [
        (id(1, 0, 1), vec![9]),
        (id(2, 0, 0), vec![1]),
        (id(2, 0, 3), Vec::new()),
        (id(2, 0, u16::MAX), vec![2, 3]),
    ];
    assert_eq!(store.outbox().expect("outbox"), waiting, "in order of their names");
    commit(store, &[Change::Delivered(id(2, 0, 3)), Change::Delivered(id(5, 5, 5))]);
    commit(store, &[Change::Delivered(id(2, 0, 3))]);
    let waiting = [waiting[0].clone(), waiting[1].clone(), waiting[3].clone()];
    assert_eq!(store.outbox().expect("outbox"), waiting);
    // An effect may be delivered in the batch in which it came about.
    let after = |store: &mut dyn Store, after, limit| store.outbox_after(after, limit).expect("outbox_after");
    assert_eq!(after(store, None, 10), waiting, "all of them");
    assert_eq!(after(store, None, 2), waiting[..2], "the first");
    assert_eq!(after(store, Some(id(1, 0, 1)), 10), waiting[1..], "those behind one");
    assert_eq!(after(store, Some(id(1, u64::MAX, u16::MAX)), 1), waiting[1..2], "those of later cases");
    assert_eq!(after(store, Some(id(2, 0, 0)), 10), waiting[2..], "of the same input");
    assert_eq!(after(store, Some(id(2, 0, u16::MAX)), 10), [], "behind the last");
    let own = change(Applied { outbox: vec![(0, vec![4])], ..content(1, 2) });
    commit(store, &[own, Change::Delivered(id(1, 1, 0))]);
    assert_eq!(store.outbox().expect("outbox"), waiting);
}

fn editions(store: &mut dyn Store) {
    let book = vec![0xff; 100_000];
    commit(store, &[Change::Edition(EDITION, book.clone())]);
    commit(store, &[Change::Edition(EDITION, book.clone()), Change::Edition(EditionId([0; 16]), vec![1])]);
    assert_eq!(store.edition(EDITION).expect("edition"), Some(book));
    assert_eq!(store.edition(EditionId([0; 16])).expect("edition"), Some(vec![1]));
    assert_eq!(store.edition(EditionId([1; 16])).expect("edition"), None);
}

fn requests(store: &mut dyn Store) {
    let named = |case, inputs, name: &str| {
        change(Applied { request: Some(name.to_owned()), ..content(case, inputs) })
    };
    commit(store, &[named(1, 1, "begin"), applied(1, 2), named(1, 3, "more")]);
    assert_eq!(store.request(CaseId(1), "begin").expect("request"), Some(0));
    assert_eq!(store.request(CaseId(1), "more").expect("request"), Some(2));
    assert_eq!(store.request(CaseId(2), "more").expect("request"), None, "names are a case's own");
    assert_eq!(store.started("begin").expect("started"), Some(CaseId(1)));
    assert_eq!(store.started("more").expect("started"), None, "only first inputs count as starts");

    let before = all(store);
    refused(store, &[named(1, 4, "more")], CaseId(1), "used before in the case");
    refused(store, &[named(2, 1, "begin")], CaseId(1), "used before for another start");
    let twice = vec![named(2, 1, "x"), named(3, 1, "x")];
    refused(store, &twice, CaseId(2), "used twice for starts of one batch");
    let twice = vec![applied(2, 1), named(2, 2, "y"), named(2, 3, "y")];
    refused(store, &twice, CaseId(2), "used twice for a case in one batch");
    assert_eq!(all(store), before, "a refused batch changes nothing");

    commit(store, &[named(2, 1, "more"), named(2, 2, "begin")]);
    assert_eq!(
        store.request(CaseId(2), "begin").expect("request"),
        Some(1),
        "the names of starts and of other inputs are apart"
    );
    assert_eq!(store.started("more").expect("started"), Some(CaseId(2)));
    assert_eq!(store.started("begin").expect("started"), Some(CaseId(1)));
}

fn conflicts_change_nothing(store: &mut dyn Store) {
    commit(store, &[applied(1, 1)]);
    let before = all(store);
    for (batch, case, expected, found) in [
        (vec![applied(1, 1)], 1, 0, 1),
        (vec![applied(1, 3)], 1, 2, 1),
        (vec![applied(2, 2)], 2, 1, 0),
        (vec![applied(1, 2), applied(2, 1), applied(1, 2)], 1, 1, 2),
    ] {
        let mut batch = batch;
        batch.insert(0, Change::Edition(EDITION, vec![1]));
        let result = store.commit(&batch);
        let Err(StoreError::Conflict { case: c, expected: e, found: f }) = &result else {
            panic_with(&format!("a conflict must be told, not {result:?}"));
        };
        assert_eq!((c.0, *e, *f), (case, expected, found));
        assert_eq!(all(store), before, "a refused batch changes nothing");
        assert_eq!(store.edition(EDITION).expect("edition"), None, "a refused batch changes nothing");
    }
    commit(store, &[applied(1, 2)]);
}

fn batches_see_themselves(store: &mut dyn Store) {
    commit(store, &(1..=3).map(|n| applied(4, n)).collect::<Vec<_>>());
    assert_eq!(case(store, 4), (row(4, 3), snapshot(4, 3)));
    assert_eq!(store.journal(CaseId(4), 0, 9).expect("journal").len(), 3);
}

fn filters(store: &mut dyn Store) {
    fill(store);
    let found = |store: &mut dyn Store, filter: CaseFilter| {
        store.cases(&filter).expect("cases").iter().map(|r| r.id.0).collect::<Vec<_>>()
    };
    let filter = CaseFilter::default;
    assert_eq!(found(store, filter()), [1, 2, 3, 5]);
    assert_eq!(found(store, CaseFilter { open_only: true, ..filter() }), [1, 3, 5]);
    assert_eq!(found(store, CaseFilter { flow: Some("other".to_owned()), ..filter() }), [3]);
    assert_eq!(found(store, CaseFilter { flow: Some("oth".to_owned()), ..filter() }), Vec::<u64>::new());
    assert_eq!(found(store, CaseFilter { after: Some(CaseId(2)), ..filter() }), [3, 5]);
    assert_eq!(found(store, CaseFilter { limit: Some(2), ..filter() }), [1, 2]);
    assert_eq!(found(store, CaseFilter { limit: Some(0), ..filter() }), Vec::<u64>::new());
    let both = CaseFilter { open_only: true, after: Some(CaseId(1)), limit: Some(1), ..filter() };
    assert_eq!(found(store, both), [3]);
}

fn census(store: &mut dyn Store) {
    assert_eq!(store.census().expect("census"), []);
    fill(store);
    let mut found = store.census().expect("census");
    found.sort_unstable_by_key(|count| format!("{count:?}"));
    let count = |flow: &str, status: CaseStatus, cases| CaseCount { flow: flow.to_owned(), status, cases };
    let ended = CaseStatus::Ended("done".to_owned());
    let expected =
        [count("flow", ended, 1), count("flow", CaseStatus::Open, 2), count("other", CaseStatus::Open, 1)];
    assert_eq!(found, expected);
}

fn children(store: &mut dyn Store) {
    fill(store);
    let found = store.children(CaseId(1)).expect("children");
    assert_eq!(found.iter().map(|r| r.id.0).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(found[0].parent, Some((CaseId(1), ChildId(11))));
    assert_eq!(store.children(CaseId(3)).expect("children"), []);
}

// What the tests are made of.

/// Cases 1, 2, 3 and 5: the second is over, the third is of another flow, the last two are children of the first.
fn fill(store: &mut dyn Store) {
    let mut over = row(2, 1);
    over.status = CaseStatus::Ended("done".to_owned());
    let mut other = row(3, 1);
    "other".clone_into(&mut other.flow);
    other.parent = Some((CaseId(1), ChildId(11)));
    let mut child = row(5, 1);
    child.parent = Some((CaseId(1), ChildId(12)));
    let rich = Applied {
        request: Some("r".to_owned()),
        timers: vec![TimerChange::Arm(TimerId(1), Moment(5))],
        tasks: vec![TaskChange::Open(TaskId(2), 3, Some(0))],
        outbox: vec![(2, vec![5])],
        ..content(1, 3)
    };
    commit(
        store,
        &[
            Change::Edition(EDITION, vec![1, 2]),
            applied(1, 1),
            applied(1, 2),
            change(rich),
            change(Applied { row: over, ..content(2, 1) }),
            change(Applied { row: other, ..content(3, 1) }),
            change(Applied { row: child, ..content(5, 1) }),
        ],
    );
}

fn row(case: u64, inputs: u64) -> CaseRow {
    let number = i64::try_from(inputs).unwrap_or(0);
    CaseRow {
        id: CaseId(case),
        flow: "flow".to_owned(),
        edition: EDITION,
        parent: None,
        status: CaseStatus::Open,
        began: Moment(-1),
        last: Moment(number * 10),
        inputs,
    }
}

fn entry(case: u64, inputs: u64) -> Vec<u8> {
    format!("entry {case} {inputs}").into_bytes()
}

fn snapshot(case: u64, inputs: u64) -> Vec<u8> {
    format!("snapshot {case} {inputs}").into_bytes()
}

fn content(case: u64, inputs: u64) -> Applied {
    Applied {
        row: row(case, inputs),
        entry: entry(case, inputs),
        snapshot: snapshot(case, inputs),
        request: None,
        timers: Vec::new(),
        tasks: Vec::new(),
        outbox: Vec::new(),
    }
}

fn change(applied: Applied) -> Change {
    Change::Applied(Box::new(applied))
}

fn applied(case: u64, inputs: u64) -> Change {
    change(content(case, inputs))
}

fn commit(store: &mut dyn Store, batch: &[Change]) {
    store.commit(batch).expect("a batch that fits is committed");
}

fn refused(store: &mut dyn Store, batch: &[Change], by: CaseId, why: &str) {
    let result = store.commit(batch);
    let Err(StoreError::RequestTwice { case, .. }) = &result else {
        panic_with(&format!("{why}: must be refused, not {result:?}"));
    };
    assert_eq!(*case, by, "{why}");
}

#[expect(clippy::panic, reason = "this is a test suite; to panic is its way to tell")]
fn panic_with(words: &str) -> ! {
    panic!("{words}")
}

fn case(store: &mut dyn Store, id: u64) -> (CaseRow, Vec<u8>) {
    store.case(CaseId(id)).expect("case").expect("the case is there")
}

/// All that can be read.
fn all(store: &mut dyn Store) -> String {
    let rows = store.cases(&CaseFilter::default()).expect("cases");
    let of = |store: &mut dyn Store, row: CaseRow| {
        let journal = store.journal(row.id, 0, 1000).expect("journal");
        let case = store.case(row.id).expect("case");
        (row, journal, case)
    };
    let rows: Vec<_> = rows.into_iter().map(|row| of(store, row)).collect();
    let (timers, tasks) = (store.timers().expect("timers"), store.tasks().expect("tasks"));
    let outbox = store.outbox().expect("outbox");
    let request = store.request(CaseId(1), "r").expect("request");
    let started = store.started("begin").expect("started");
    let edition = store.edition(EDITION).expect("edition");
    format!("{rows:?} {timers:?} {tasks:?} {outbox:?} {request:?} {started:?} {edition:?}")
}
