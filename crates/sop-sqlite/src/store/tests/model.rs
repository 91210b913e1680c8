//! Any batches, with a store in memory as the model; the file is closed and opened again after each.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use sop_runtime::host::memory::MemoryStore;

fn timers() -> impl Strategy<Value = Vec<TimerChange>> {
    let one = (0..4_u32, proptest::option::of(-3..3_i64)).prop_map(|(timer, due)| match due {
        Some(due) => TimerChange::Arm(TimerId(timer), Moment(due)),
        None => TimerChange::Disarm(TimerId(timer)),
    });
    vec(one, 0..4)
}

fn tasks() -> impl Strategy<Value = Vec<TaskChange>> {
    let one = (0..4_u32, any::<bool>(), proptest::option::of(0..2_u16)).prop_map(|(task, open, lane)| {
        if open { TaskChange::Open(TaskId(task), 5, lane) } else { TaskChange::Close(TaskId(task)) }
    });
    vec(one, 0..4)
}

fn status() -> impl Strategy<Value = CaseStatus> {
    prop_oneof![
        4 => Just(CaseStatus::Open),
        1 => Just(CaseStatus::Cancelled),
        1 => "[a-z\\x00é]{0,3}".prop_map(CaseStatus::Ended),
    ]
}

/// A change; 0 for the number of inputs stands for the right one.
fn change() -> impl Strategy<Value = Change> {
    let row = (1..5_u64, prop_oneof![8 => Just(0), 1 => 1..4_u64], status(), proptest::option::of(1..5_u64));
    let sizes = prop_oneof![9 => 0..40_usize, 1 => 4_000..9_000_usize];
    let rest =
        (proptest::option::of(0..4_u8), timers(), tasks(), vec((0..3_u16, vec(any::<u8>(), 0..4)), 0..3));
    let applied = (row, sizes, rest).prop_map(|((case, inputs, status, parent), size, rest)| {
        let (request, timers, tasks, outbox) = rest;
        let mut applied = input(case, inputs);
        applied.row.status = status;
        applied.row.parent = parent.map(|parent| (CaseId(parent), ChildId(u32::MAX)));
        applied.snapshot = vec![1; size];
        applied.request = request.map(|n| format!("r{n}"));
        Change::Applied(Box::new(Applied { timers, tasks, outbox, ..applied }))
    });
    let id = (1..5_u64, 0..4_u64, 0..3_u16);
    prop_oneof![
        6 => applied,
        1 => (0..2_u8, 0..2_u8).prop_map(|(n, content)| Change::Edition(EditionId([n; 16]), vec![content; 3])),
        1 => id.prop_map(|(case, input, index)| Change::Delivered(effect(case, input, index))),
    ]
}

/// Gives each input that has no number yet the one that follows.
fn number(batch: &mut [Change], memory: &mut MemoryStore) {
    let mut counts = std::collections::BTreeMap::new();
    for change in batch {
        let Change::Applied(applied) = change else { continue };
        let stored = memory.case(applied.row.id).unwrap().map_or(0, |(row, _)| row.inputs);
        let count = counts.entry(applied.row.id).or_insert(stored);
        if applied.row.inputs == 0 {
            *count += 1;
            applied.row.inputs = *count;
        }
    }
}

/// All that is asked of single cases.
fn of_cases(store: &mut dyn Store, from: u64, limit: usize) -> Vec<String> {
    let mut told = Vec::new();
    for id in (0..6).map(CaseId) {
        told.push(format!("{:?}", store.case(id)));
        told.push(format!("{:?}", store.children(id)));
        told.push(format!("{:?}", store.journal(id, from, limit)));
        told.extend((0..4).map(|n| format!("{:?}", store.request(id, &format!("r{n}")))));
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn does_what_a_store_in_memory_does(batches in vec(vec(change(), 1..6), 1..6)) {
        let (_folder, path) = place();
        let mut memory = MemoryStore::new();
        for mut batch in batches {
            number(&mut batch, &mut memory);
            let mut store = SqliteStore::open(&path).unwrap();
            let (here, there) = (store.commit(&batch), memory.commit(&batch));
            prop_assert_eq!(format!("{here:?}"), format!("{there:?}"));
            prop_assert_eq!(read(&mut store).unwrap(), read(&mut memory).unwrap());
            store.verify().unwrap();
            store.close().unwrap();
            prop_assert_eq!(read(&mut SqliteStore::open(&path).unwrap()).unwrap(), read(&mut memory).unwrap());
        }
    }

    #[test]
    fn cases_are_read_with_what_waits_of_them(
        batches in vec((vec(change(), 1..6), 0..5_u64, 0..5_usize, prop_oneof![3 => Just(false), 1 => Just(true)]), 1..12),
    ) {
        let (_folder, path) = place();
        let (mut store, mut memory) = (SqliteStore::open(&path).unwrap(), MemoryStore::new());
        for (mut batch, from, limit, folds) in batches {
            number(&mut batch, &mut memory);
            let (here, there) = (store.commit(&batch), memory.commit(&batch));
            prop_assert_eq!(format!("{here:?}"), format!("{there:?}"));
            let waits = store.pending.sum;
            prop_assert_eq!(of_cases(&mut store, from, limit), of_cases(&mut memory, from, limit));
            prop_assert_eq!(of_cases(&mut store, 0, 100), of_cases(&mut memory, 0, 100));
            prop_assert_eq!(store.pending.sum, waits, "a look at a case writes nothing");
            if folds {
                prop_assert_eq!(store.tasks().unwrap(), memory.tasks().unwrap());
                prop_assert!(store.pending.is_empty());
            }
        }
        drop(store);
        let mut store = SqliteStore::open(&path).unwrap();
        prop_assert_eq!(of_cases(&mut store, 0, 100), of_cases(&mut memory, 0, 100));
    }
}
