//! Rows and their checksums: each is checked as it is read.

use super::checks::Checksum;
use super::fault::Fault;
use rusqlite::Row;
use sop_runtime::Moment;
use sop_runtime::host::store::{CaseId, CaseRow, CaseStatus, EditionId, EffectId, StoredTask};
use sop_runtime::kernel::{ChildId, TaskId, TimerId};

/// Where a case stands, from its two columns.
pub(super) fn status(status: i64, outcome: Option<&str>) -> Option<CaseStatus> {
    match (status, outcome) {
        (0, None) => Some(CaseStatus::Open),
        (1, Some(outcome)) => Some(CaseStatus::Ended(outcome.to_owned())),
        (2, None) => Some(CaseStatus::Cancelled),
        _ => None,
    }
}

/// A number as SQLite has it.
pub(super) fn number(value: u64) -> Result<i64, Fault> {
    i64::try_from(value).map_err(|_| Fault::Other(format!("number {value} is beyond what a store can hold")))
}

/// The same back: what was written was never below 0.
fn back(value: i64) -> Option<u64> {
    u64::try_from(value).ok()
}

/// A column that was never below 0.
pub(super) fn unsigned(row: &Row<'_>, at: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(at)?.cast_unsigned())
}

/// Such a column, or none.
pub(super) fn maybe_unsigned(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<u64>> {
    Ok(row.get::<_, Option<i64>>(at)?.map(i64::cast_unsigned))
}

fn damaged(table: &str, key: impl std::fmt::Display) -> Fault {
    Fault::Damaged(format!("table `{table}`, row {key}: it isn't what was written"))
}

/// Reads one row; what can't be decoded is damage and names the table.
fn decode<T>(
    table: &str,
    row: &Row<'_>,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<T, Fault> {
    read(row).map_err(|error| {
        let key = row.get_ref(0).ok().and_then(|key| key.as_i64().ok());
        let key = key.map_or_else(|| "of unknown key".to_owned(), |key| format!("{key}.."));
        Fault::Damaged(format!("table `{table}`, row {key}: {error}"))
    })
}

/// A case's row with what the store adds.
#[derive(Debug)]
pub(super) struct CaseRecord {
    /// The row.
    pub(super) row: CaseRow,
    /// How many of its inputs a client named.
    pub(super) requests: u64,
    /// Checksum of the snapshot.
    pub(super) snapshot_crc: i64,
    /// Checksum of the row.
    pub(super) crc: i64,
}

/// The columns of a case's row, in the order in which they are read and bound.
pub(super) const CASE_COLUMNS: &str = "id, flow, edition, parent, parent_child, status, outcome, began, last, inputs, requests, snapshot_crc, crc";

/// A case's row as SQLite has it.
#[derive(Debug)]
pub(super) struct CaseColumns<'r> {
    pub(super) id: i64,
    pub(super) flow: &'r str,
    pub(super) edition: &'r [u8],
    pub(super) parent: Option<i64>,
    pub(super) parent_child: Option<u32>,
    pub(super) status: i64,
    pub(super) outcome: Option<&'r str>,
    pub(super) began: i64,
    pub(super) last: i64,
    pub(super) inputs: i64,
    pub(super) requests: i64,
    pub(super) snapshot_crc: i64,
}

impl<'r> CaseColumns<'r> {
    /// Of a record; its own checksum isn't looked at.
    pub(super) fn of(row: &'r CaseRow, requests: u64, snapshot_crc: i64) -> Result<Self, Fault> {
        let (status, outcome) = match &row.status {
            CaseStatus::Open => (0, None),
            CaseStatus::Ended(outcome) => (1, Some(outcome.as_str())),
            CaseStatus::Cancelled => (2, None),
        };
        Ok(Self {
            id: number(row.id.0)?,
            flow: &row.flow,
            edition: &row.edition.0,
            parent: row.parent.map(|(parent, _)| number(parent.0)).transpose()?,
            parent_child: row.parent.map(|(_, child)| child.0),
            status,
            outcome,
            began: row.began.0,
            last: row.last.0,
            inputs: number(row.inputs)?,
            requests: number(requests)?,
            snapshot_crc,
        })
    }

    /// The row's checksum.
    pub(super) fn crc(&self) -> i64 {
        let sum = self.lasting();
        sum.int(self.last).int(self.inputs).int(self.requests).int(self.snapshot_crc).done()
    }

    /// Checksum of what stays the same from one input to the next, but for a few.
    pub(super) fn lasting_crc(&self) -> i64 {
        self.lasting().done()
    }

    fn lasting(&self) -> Checksum {
        let sum = Checksum::of("cases")
            .int(self.id)
            .bytes(self.flow.as_bytes())
            .bytes(self.edition)
            .maybe(self.parent)
            .maybe(self.parent_child.map(i64::from))
            .int(self.status)
            .maybe(self.outcome.map(|_| 1));
        let sum = sum.bytes(self.outcome.unwrap_or_default().as_bytes());
        sum.int(self.began)
    }

    fn read(row: &'r Row<'_>) -> rusqlite::Result<(Self, i64)> {
        let columns = Self {
            id: row.get(0)?,
            flow: row.get_ref(1)?.as_str()?,
            edition: row.get_ref(2)?.as_blob()?,
            parent: row.get(3)?,
            parent_child: row.get(4)?,
            status: row.get(5)?,
            outcome: row.get_ref(6)?.as_str_or_null()?,
            began: row.get(7)?,
            last: row.get(8)?,
            inputs: row.get(9)?,
            requests: row.get(10)?,
            snapshot_crc: row.get(11)?,
        };
        Ok((columns, row.get(12)?))
    }

    /// As a record, if the checksum says that it is what was written.
    pub(super) fn record(&self, crc: i64) -> Option<CaseRecord> {
        if self.crc() != crc {
            return None;
        }
        let parent = match (self.parent, self.parent_child) {
            (Some(parent), Some(child)) => Some((CaseId(back(parent)?), ChildId(child))),
            (None, None) => None,
            _ => return None,
        };
        let status = status(self.status, self.outcome)?;
        let row = CaseRow {
            id: CaseId(back(self.id)?),
            flow: self.flow.to_owned(),
            edition: EditionId(self.edition.try_into().ok()?),
            parent,
            status,
            began: Moment(self.began),
            last: Moment(self.last),
            inputs: back(self.inputs)?,
        };
        Some(CaseRecord { row, requests: back(self.requests)?, snapshot_crc: self.snapshot_crc, crc })
    }
}

/// Reads a case's row.
pub(super) fn case(row: &Row<'_>) -> Result<CaseRecord, Fault> {
    // The columns borrow from the row; so they are turned into a record inside.
    let read = decode("cases", row, |row| {
        let (columns, crc) = CaseColumns::read(row)?;
        Ok(columns.record(crc).ok_or(columns.id))
    });
    read?.map_err(|id| damaged("cases", id))
}

/// Reads a case's row and the snapshot that follows it.
pub(super) fn case_with_snapshot<'r>(row: &'r Row<'_>) -> Result<(CaseRecord, &'r [u8]), Fault> {
    let record = case(row)?;
    let snapshot = row.get_ref(13)?.as_blob().unwrap_or_default();
    if snapshot_crc(record.row.id, record.row.inputs, snapshot) != record.snapshot_crc {
        return Err(Fault::Damaged(format!(
            "table `cases`, row {}: its snapshot isn't what was written",
            record.row.id.0
        )));
    }
    Ok((record, snapshot))
}

/// Checksum of a snapshot.
pub(super) fn snapshot_crc(case: CaseId, inputs: u64, snapshot: &[u8]) -> i64 {
    Checksum::of("snapshots").int(case.0.cast_signed()).int(inputs.cast_signed()).bytes(snapshot).done()
}

/// Checksum of a journal entry.
pub(super) fn entry_crc(owner: i64, position: i64, entry: &[u8]) -> i64 {
    Checksum::of("journal").int(owner).int(position).bytes(entry).done()
}

/// Reads `owner, position, crc, entry`: position and entry.
pub(super) fn entry(row: &Row<'_>) -> Result<(i64, i64, Vec<u8>), Fault> {
    let (owner, position, crc, entry) = decode("journal", row, |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?, row.get::<_, Vec<u8>>(3)?))
    })?;
    if entry_crc(owner, position, &entry) != crc {
        return Err(damaged("journal", format!("{owner}.{position}")));
    }
    Ok((owner, position, entry))
}

/// Checksum of a client's name for an input.
pub(super) fn request_crc(owner: i64, request: &str, position: i64) -> i64 {
    Checksum::of("requests").int(owner).bytes(request.as_bytes()).int(position).done()
}

/// Reads `owner, request, position, crc`: case, name and position.
pub(super) fn request(row: &Row<'_>) -> Result<(CaseId, String, u64), Fault> {
    let (owner, request, position, crc) = decode("requests", row, |row| {
        Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get::<_, i64>(3)?))
    })?;
    if request_crc(owner, &request, position) == crc
        && let (Some(case), Some(at)) = (back(owner), back(position))
    {
        return Ok((CaseId(case), request, at));
    }
    Err(damaged("requests", format!("{owner}.`{request}`")))
}

/// Checksum of a timer.
pub(super) fn timer_crc(owner: i64, timer: TimerId, due: Moment) -> i64 {
    Checksum::of("timers").int(owner).int(timer.0.into()).int(due.0).done()
}

/// Reads `owner, timer, due, crc`: the timer and its checksum.
pub(super) fn timer(row: &Row<'_>) -> Result<((CaseId, TimerId, Moment), i64), Fault> {
    let (owner, timer, due, crc) = decode("timers", row, |row| {
        Ok((row.get(0)?, TimerId(row.get(1)?), Moment(row.get(2)?), row.get::<_, i64>(3)?))
    })?;
    if timer_crc(owner, timer, due) == crc
        && let Some(case) = back(owner)
    {
        return Ok(((CaseId(case), timer, due), crc));
    }
    Err(damaged("timers", format!("{owner}.{}", timer.0)))
}

/// Checksum of a task.
pub(super) fn task_crc(owner: i64, task: TaskId, node: u16, lane: Option<u16>) -> i64 {
    let sum = Checksum::of("tasks").int(owner).int(task.0.into()).int(node.into());
    sum.maybe(lane.map(i64::from)).done()
}

/// Reads `owner, task, node, lane, crc`: the task and its checksum.
pub(super) fn task(row: &Row<'_>) -> Result<(StoredTask, i64), Fault> {
    let (owner, task, node, lane, crc) = decode("tasks", row, |row| {
        Ok((row.get(0)?, TaskId(row.get(1)?), row.get(2)?, row.get(3)?, row.get::<_, i64>(4)?))
    })?;
    if task_crc(owner, task, node, lane) == crc
        && let Some(case) = back(owner)
    {
        return Ok((StoredTask { case: CaseId(case), task, node, lane }, crc));
    }
    Err(damaged("tasks", format!("{owner}.{}", task.0)))
}

/// Checksum of an effect.
pub(super) fn effect_crc(owner: i64, input: i64, number: u16, effect: &[u8]) -> i64 {
    Checksum::of("outbox").int(owner).int(input).int(number.into()).bytes(effect).done()
}

/// Reads `owner, input, number, crc, effect`: the effect and its checksum.
pub(super) fn effect(row: &Row<'_>) -> Result<((EffectId, Vec<u8>), i64), Fault> {
    let (owner, input, index, crc, effect) = decode("outbox", row, |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, i64>(3)?, row.get::<_, Vec<u8>>(4)?))
    })?;
    if effect_crc(owner, input, index, &effect) == crc
        && let (Some(case), Some(input)) = (back(owner), back(input))
    {
        return Ok(((EffectId { case: CaseId(case), input, index }, effect), crc));
    }
    Err(damaged("outbox", format!("{owner}.{input}.{index}")))
}

/// Checksum of an edition.
pub(super) fn edition_crc(id: &[u8], content: &[u8]) -> i64 {
    Checksum::of("editions").bytes(id).bytes(content).done()
}

/// Reads `id, content, crc`: the edition and its checksum.
pub(super) fn edition(row: &Row<'_>) -> Result<(Vec<u8>, i64), Fault> {
    let (id, content, crc) = decode("editions", row, |row| {
        Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, i64>(2)?))
    })?;
    if edition_crc(&id, &content) != crc {
        return Err(Fault::Damaged("table `editions`: a row isn't what was written".to_owned()));
    }
    Ok((content, crc))
}
