//! All rows that are whole in a damaged store, out of its file and its log.

use super::carve::{self, Cell, Layout, Value};
use super::fault::Fault;
use super::image::Image;
use super::log::Frame;
use super::recent;
use super::rows::{self, CaseColumns, CaseRecord};
use super::schema::PAGE_BYTES;
use super::totals::{Sum, Totals};
use sop_runtime::Moment;
use sop_runtime::host::store::{Applied, Change, TaskChange, TimerChange};
use sop_runtime::kernel::{TaskId, TimerId};
use std::collections::{BTreeMap, BTreeSet};

/// What was found. Rows that are never changed are taken wherever they lie; of a case's row the latest.
#[derive(Debug, Default)]
pub(super) struct Salvage {
    pub(super) cases: BTreeMap<i64, Found>,
    pub(super) editions: BTreeMap<[u8; 16], Vec<u8>>,
    pub(super) journal: BTreeMap<i64, BTreeMap<i64, Vec<u8>>>,
    pub(super) requests: BTreeSet<(i64, i64)>,
    /// By key, with their checksums; only those that were not removed, as far as pages tell.
    pub(super) outbox: BTreeMap<(i64, i64, u16), (Vec<u8>, i64)>,
    pub(super) timers: BTreeMap<(i64, TimerId), (Moment, i64)>,
    pub(super) tasks: BTreeMap<(i64, TaskId), (Place, i64)>,
    /// The row of totals, if it is whole: the latest.
    pub(super) totals: Option<Totals>,
    /// Changes that waited to be brought into the tables, by number, with their checksums; those that still did.
    waiting: BTreeMap<i64, (Change, i64)>,
    /// What was written of them.
    waited: Option<Sum>,
    /// What was found in the tables alone.
    pub(super) tables: Sums,
}

/// Rows that were found in some tables.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub(super) cases: Sum,
    pub(super) outbox: Sum,
    pub(super) tasks: Sum,
    pub(super) timers: Sum,
    /// Whether all changes that waited were found; `None` if that can't be told.
    pub(super) waiting: Option<bool>,
}

/// A task's node and lane.
type Place = (u16, Option<u16>);

/// A case's row.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) record: CaseRecord,
    /// Its state, if that is whole.
    pub(super) snapshot: Option<Vec<u8>>,
}

const PAGE: usize = PAGE_BYTES as usize;

/// Reads all of it.
pub(super) fn read(image: &Image) -> Result<Salvage, Fault> {
    let (file, log) = (image.bytes()?, image.log_bytes()?);
    let frames: &[Frame] = image.log().map_or(&[], |log| &log.loose);
    let in_file = |number: u32| {
        let at = usize::try_from(number).ok()?.checked_sub(1)?.checked_mul(PAGE)?;
        file.get(at..at.checked_add(PAGE)?)
    };
    let in_log = |frame: &Frame| {
        let at = usize::try_from(frame.at).ok()?;
        log.get(at..at.checked_add(PAGE)?)
    };
    let newest: BTreeMap<u32, (u64, &[u8])> =
        frames.iter().filter_map(|frame| Some((frame.page, (frame.at, in_log(frame)?)))).collect();
    let now = |number: u32| newest.get(&number).map(|(_, page)| *page).or_else(|| in_file(number));
    let free = free_pages(&now);
    let mut salvage = Salvage::default();
    let pages = u32::try_from(file.len().div_ceil(PAGE)).unwrap_or(u32::MAX);
    for number in 1..=pages {
        if let Some(page) = in_file(number) {
            let current = !newest.contains_key(&number) && !free.contains(&number);
            carve::cells(number, page, &in_file, |cell| salvage.take(&cell, current));
            // The rest of a row may have been written to the log since.
            carve::cells(number, page, &now, |cell| salvage.take(&cell, current));
        }
    }
    for frame in frames {
        let Some(page) = in_log(frame) else { continue };
        let last = newest.get(&frame.page).is_some_and(|(at, _)| *at == frame.at);
        let current = last && !free.contains(&frame.page);
        carve::cells(frame.page, page, &now, |cell| salvage.take(&cell, current));
    }
    salvage.bring_in(now(1).is_some_and(|first| first.get(60..64) == Some(&FIRST_FORMAT)));
    Ok(salvage)
}

/// What the header of a store of the first format says, in which nothing waited.
const FIRST_FORMAT: [u8; 4] = [0, 0, 0, 1];

/// Pages that are in no table any more, as far as that can be read: their rows were removed.
fn free_pages<'p>(page: &dyn Fn(u32) -> Option<&'p [u8]>) -> BTreeSet<u32> {
    let word = |page: &[u8], at: usize| {
        let bytes = page.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u32::from_be_bytes)
    };
    let mut free = BTreeSet::new();
    let mut trunk = page(1).map_or(0, |first| word(first, 32));
    while trunk != 0 && free.insert(trunk) {
        let Some(content) = page(trunk) else { break };
        let count = usize::try_from(word(content, 4)).unwrap_or(0).min(PAGE / 4 - 2);
        free.extend((0..count).map(|index| word(content, 8 + 4 * index)));
        trunk = word(content, 0);
    }
    free
}

impl Salvage {
    /// Takes a cell if it is a row of some table.
    fn take(&mut self, cell: &Cell<'_>, current: bool) {
        let Some(values) = carve::values(&cell.payload) else { return };
        let current = current && cell.listed;
        let _ = match cell.layout {
            Layout::Numbered => self
                .case(cell.number, &values)
                .or_else(|| self.totals(&values, current))
                .or_else(|| self.recent(cell.number, &values, current)),
            Layout::Keyed => match values.len() {
                3 => self.edition(&values),
                4 => self.four(&values, current),
                5 => self.five(&values, current),
                _ => None,
            },
        };
    }

    fn case(&mut self, id: i64, values: &[Value<'_>]) -> Option<()> {
        use Value::{Blob, Int, Null, Text};
        let [
            Null,
            Text(flow),
            Blob(edition),
            parent,
            child,
            Int(status),
            outcome,
            Int(began),
            Int(last),
            Int(inputs),
            Int(requests),
            Int(snapshot_crc),
            Int(crc),
            Blob(snapshot),
        ] = values
        else {
            return None;
        };
        let columns = CaseColumns {
            id,
            flow,
            edition,
            parent: maybe(parent)?,
            parent_child: maybe(child)?.map(u32::try_from).transpose().ok()?,
            status: *status,
            outcome: match outcome {
                Null => None,
                Text(outcome) => Some(outcome),
                _ => return None,
            },
            began: *began,
            last: *last,
            inputs: *inputs,
            requests: *requests,
            snapshot_crc: *snapshot_crc,
        };
        let record = columns.record(*crc)?;
        let whole = rows::snapshot_crc(record.row.id, record.row.inputs, snapshot) == record.snapshot_crc;
        let better = self.cases.get(&id).is_none_or(|old| {
            let (old_inputs, inputs) = (old.record.row.inputs, record.row.inputs);
            inputs > old_inputs || inputs == old_inputs && old.snapshot.is_none()
        });
        if better {
            self.cases.insert(id, Found { record, snapshot: whole.then(|| snapshot.to_vec()) });
        }
        Some(())
    }

    fn totals(&mut self, values: &[Value<'_>], current: bool) -> Option<()> {
        let [Value::Null, rest @ ..] = values else { return None };
        let numbers: Vec<i64> = rest.iter().map(|value| maybe(value)?).collect::<Option<_>>()?;
        let totals = Totals::of(&numbers)?;
        if current {
            self.totals = Some(totals);
        }
        Some(())
    }

    fn edition(&mut self, values: &[Value<'_>]) -> Option<()> {
        let [Value::Blob(id), Value::Blob(content), Value::Int(crc)] = values else { return None };
        if rows::edition_crc(id, content) == *crc {
            self.editions.insert((*id).try_into().ok()?, content.to_vec());
        }
        Some(())
    }

    fn four(&mut self, values: &[Value<'_>], current: bool) -> Option<()> {
        use Value::{Blob, Int, Text};
        match values {
            [Int(owner), Int(position), Blob(entry), Int(crc)]
                if rows::entry_crc(*owner, *position, entry) == *crc =>
            {
                self.journal.entry(*owner).or_default().insert(*position, entry.to_vec());
            }
            [Int(owner), Text(request), Int(position), Int(crc)]
                if current && rows::request_crc(*owner, request, *position) == *crc =>
            {
                self.requests.insert((*owner, *position));
            }
            [Int(owner), Int(timer), Int(due), Int(crc)] => {
                let (timer, due) = (TimerId(u32::try_from(*timer).ok()?), Moment(*due));
                if current && rows::timer_crc(*owner, timer, due) == *crc {
                    self.timers.insert((*owner, timer), (due, *crc));
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn five(&mut self, values: &[Value<'_>], current: bool) -> Option<()> {
        use Value::{Blob, Int};
        match values {
            [Int(owner), Int(input), Int(number), Blob(effect), Int(crc)] => {
                let number = u16::try_from(*number).ok()?;
                if current && rows::effect_crc(*owner, *input, number, effect) == *crc {
                    self.outbox.insert((*owner, *input, number), (effect.to_vec(), *crc));
                }
            }
            [Int(owner), Int(task), Int(node), lane, Int(crc)] => {
                let (task, node) = (TaskId(u32::try_from(*task).ok()?), u16::try_from(*node).ok()?);
                let lane = maybe(lane)?.map(u16::try_from).transpose().ok()?;
                if current && rows::task_crc(*owner, task, node, lane) == *crc {
                    self.tasks.insert((*owner, task), ((node, lane), *crc));
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn recent(&mut self, number: i64, values: &[Value<'_>], current: bool) -> Option<()> {
        let [Value::Null, Value::Blob(change), Value::Int(crc)] = values else { return None };
        match recent::found(number, change, *crc)? {
            recent::Found::Head(sum) if current => self.waited = Some(sum),
            recent::Found::Change(change) => {
                // An input stays what it is, wherever it lies.
                if let Change::Applied(input) = &change {
                    let (owner, position) = place(input)?;
                    self.journal
                        .entry(owner)
                        .or_default()
                        .entry(position)
                        .or_insert_with(|| input.entry.clone());
                }
                if current {
                    self.waiting.insert(number, (change, *crc));
                }
            }
            recent::Found::Head(_) => {}
        }
        Some(())
    }

    /// Brings into what was found in the tables what waited for that.
    fn bring_in(&mut self, first_format: bool) {
        let waiting = Sum::of(self.waiting.values().map(|(_, crc)| *crc));
        self.tables = Sums {
            cases: Sum::of(self.cases.values().map(|found| found.record.crc)),
            outbox: Sum::of(self.outbox.values().map(|(_, crc)| *crc)),
            tasks: Sum::of(self.tasks.values().map(|(_, crc)| *crc)),
            timers: Sum::of(self.timers.values().map(|(_, crc)| *crc)),
            waiting: if first_format { Some(true) } else { self.waited.map(|written| written == waiting) },
        };
        for (change, _) in std::mem::take(&mut self.waiting).into_values() {
            match change {
                Change::Applied(input) => _ = self.applied(&input),
                Change::Delivered(id) => {
                    self.outbox.remove(&(id.case.0.cast_signed(), id.input.cast_signed(), id.index));
                }
                Change::Edition(..) => {}
            }
        }
    }

    fn applied(&mut self, input: &Applied) -> Option<()> {
        let (owner, position) = place(input)?;
        let before = self.cases.get(&owner).map(|found| &found.record);
        if before.is_some_and(|before| before.row.inputs >= input.row.inputs) {
            return None;
        }
        let requests = before.map_or(0, |before| before.requests);
        let named = u64::from(input.request.is_some());
        let snapshot_crc = rows::snapshot_crc(input.row.id, input.row.inputs, &input.snapshot);
        let record = CaseRecord {
            row: input.row.clone(),
            requests: requests.saturating_add(named),
            snapshot_crc,
            crc: 0,
        };
        self.cases.insert(owner, Found { record, snapshot: Some(input.snapshot.clone()) });
        if named > 0 {
            self.requests.insert((owner, position));
        }
        for change in &input.timers {
            match change {
                TimerChange::Arm(timer, due) => _ = self.timers.insert((owner, *timer), (*due, 0)),
                TimerChange::Disarm(timer) => _ = self.timers.remove(&(owner, *timer)),
            }
        }
        for change in &input.tasks {
            match change {
                TaskChange::Open(task, node, lane) => {
                    self.tasks.insert((owner, *task), ((*node, *lane), 0));
                }
                TaskChange::Close(task) => _ = self.tasks.remove(&(owner, *task)),
            }
        }
        for (index, effect) in &input.outbox {
            self.outbox.insert((owner, position, *index), (effect.clone(), 0));
        }
        Some(())
    }

    /// Whether nothing at all was found.
    pub(super) fn is_empty(&self) -> bool {
        self.cases.is_empty() && self.journal.is_empty() && self.editions.is_empty() && self.totals.is_none()
    }
}

/// Whose input it is, and its position in the journal.
fn place(input: &Applied) -> Option<(i64, i64)> {
    let position = input.row.inputs.checked_sub(1)?;
    Some((i64::try_from(input.row.id.0).ok()?, i64::try_from(position).ok()?))
}

/// A number or none; `None` if it is something else.
#[expect(clippy::option_option, reason = "no number is a value, too")]
fn maybe(value: &Value<'_>) -> Option<Option<i64>> {
    match value {
        Value::Null => Some(None),
        Value::Int(value) => Some(Some(*value)),
        _ => None,
    }
}
