//! What is stored: batches that are always the same, and all that can be read of a store.

use super::Random;
use sop::host::store::{Applied, Change, EditionId, TaskChange, TimerChange};
use sop::kernel::{ChildId, TimerId};
use sop::{
    CaseFilter, CaseId, CaseRow, CaseStatus, EffectId, MemoryStore, Moment, Store, StoreError, TaskId,
};
use std::collections::BTreeMap;

/// Batches for a store, as an engine might give them. The greater states are `large` bytes.
pub fn batches(seed: u64, count: usize, large: usize) -> Vec<Vec<Change>> {
    let mut random = Random(seed);
    let mut inputs: BTreeMap<u64, u64> = BTreeMap::new();
    let mut waiting: Vec<EffectId> = Vec::new();
    let mut batches = vec![vec![Change::Edition(EditionId([7; 16]), vec![9; 3_000])]];
    for _ in 1..count {
        let mut batch = Vec::new();
        for _ in 0..=random.below(3) {
            let case = 1 + random.below(inputs.len() as u64 + 2).min(inputs.len() as u64);
            let count = inputs.entry(case).or_default();
            *count += 1;
            let applied = input(&mut random, case, *count, large);
            for (index, _) in &applied.outbox {
                waiting.push(EffectId { case: CaseId(case), input: *count - 1, index: *index });
            }
            batch.push(Change::Applied(Box::new(applied)));
        }
        while waiting.len() > 5 {
            let at = usize::try_from(random.below(waiting.len() as u64)).unwrap();
            batch.push(Change::Delivered(waiting.remove(at)));
        }
        batches.push(batch);
    }
    batches
}

fn input(random: &mut Random, case: u64, inputs: u64, large: usize) -> Applied {
    let moment = Moment(i64::try_from(1_000 * case + inputs).unwrap());
    let number = u32::try_from(inputs).unwrap();
    let size = if random.below(4) == 0 { large } else { 60 };
    let fill = |random: &mut Random| u8::try_from(random.below(256)).unwrap();
    Applied {
        row: CaseRow {
            id: CaseId(case),
            flow: if case.is_multiple_of(2) { "refund" } else { "billing dispute" }.to_owned(),
            edition: EditionId([7; 16]),
            parent: (case > 1).then_some((CaseId(case / 2), ChildId(u32::try_from(case).unwrap()))),
            status: CaseStatus::Open,
            began: Moment(1_000),
            last: moment,
            inputs,
        },
        entry: vec![fill(random); 20 + usize::try_from(random.below(200)).unwrap()],
        snapshot: vec![fill(random); size],
        request: random.coin().then(|| format!("request {case}.{inputs}")),
        timers: vec![TimerChange::Arm(TimerId(number), moment), TimerChange::Disarm(TimerId(number / 2))],
        tasks: vec![
            TaskChange::Open(TaskId(number), 3, random.coin().then_some(1)),
            TaskChange::Close(TaskId(number / 3)),
        ],
        outbox: (0..u16::try_from(random.below(3)).unwrap())
            .map(|index| (index, vec![fill(random); 30]))
            .collect(),
    }
}

/// All that can be read of a store, in words.
pub fn content(store: &mut dyn Store) -> Result<String, StoreError> {
    use std::fmt::Write;
    let mut said = format!("{:?}\n", store.last_case()?);
    for listed in store.cases(&CaseFilter::default())? {
        let id = listed.id;
        let (row, state) = store.case(id)?.unwrap_or_else(|| panic!("case {} is listed", id.0));
        assert_eq!(listed, row);
        let journal = store.journal(id, 0, usize::MAX)?;
        // Large states would make long words.
        let state = (state.len(), state.first(), crc32fast::hash(&state));
        let edition = store.edition(row.edition)?.map(|content| crc32fast::hash(&content));
        writeln!(said, "{row:?} {edition:?}\n  {state:?}\n  {journal:?}\n  {:?}", store.children(id)?)
            .unwrap();
        for inputs in 1..=row.inputs {
            let request = format!("request {}.{inputs}", id.0);
            write!(said, "{:?} {:?}; ", store.request(id, &request)?, store.started(&request)?).unwrap();
        }
    }
    let (timers, tasks, outbox) = (store.timers()?, store.tasks()?, store.outbox()?);
    writeln!(said, "{timers:?}\n{tasks:?}\n{outbox:?}").unwrap();
    Ok(said)
}

/// What a store holds after each number of batches.
pub fn contents(batches: &[Vec<Change>]) -> Vec<String> {
    let mut memory = MemoryStore::new();
    let mut contents = vec![content(&mut memory).unwrap()];
    for batch in batches {
        memory.commit(batch).unwrap();
        contents.push(content(&mut memory).unwrap());
    }
    contents
}
