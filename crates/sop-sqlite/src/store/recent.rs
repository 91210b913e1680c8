//! The table of what was committed last and is not in the other tables yet.
//!
//! A commit only puts its changes here, one row behind the other: few pages are written, whatever the cases are. Now and then
//! they are brought into the tables together, see [`super::fold`]. Row 0 counts and sums up the others, so that one that
//! vanished is found.

use super::checks::Checksum;
use super::fault::Fault;
use super::read::{all, one};
use super::totals::Sum;
use rusqlite::{CachedStatement, Connection, Row, params};
use serde::{Deserialize, Serialize};
use sop_runtime::host::store::{Applied, CaseId, CaseRow, Change, EffectId, TaskChange, TimerChange};

/// The row that counts the others.
const HEAD: i64 = 0;

/// All of a change but what is bytes already; of that, the lengths.
#[derive(Serialize, Deserialize)]
enum Kept<Row, Request, Timers, Tasks> {
    Applied {
        row: Row,
        request: Request,
        timers: Timers,
        tasks: Tasks,
        entry: usize,
        snapshot: usize,
        outbox: Vec<(u16, usize)>,
    },
    Delivered(EffectId),
}

type Written<'c> = Kept<&'c CaseRow, &'c Option<String>, &'c [TimerChange], &'c [TaskChange]>;
type Read = Kept<CaseRow, Option<String>, Vec<TimerChange>, Vec<TaskChange>>;

/// Appends a change as bytes; nothing for those that go into their table at once.
fn encode(change: &Change, bytes: Vec<u8>) -> Vec<u8> {
    // Writing to memory can't fail, and no type here refuses to be written.
    let write = |kept: &Written<'_>, bytes| postcard::to_extend(kept, bytes).unwrap_or_default();
    match change {
        Change::Edition(..) => bytes,
        Change::Delivered(id) => write(&Kept::Delivered(*id), bytes),
        Change::Applied(applied) => {
            let Applied { row, entry, snapshot, request, timers, tasks, outbox } = &**applied;
            let kept: Written<'_> = Kept::Applied {
                row,
                request,
                timers,
                tasks,
                entry: entry.len(),
                snapshot: snapshot.len(),
                outbox: outbox.iter().map(|(index, effect)| (*index, effect.len())).collect(),
            };
            let mut bytes = write(&kept, bytes);
            bytes.extend_from_slice(entry);
            bytes.extend_from_slice(snapshot);
            outbox.iter().for_each(|(_, effect)| bytes.extend_from_slice(effect));
            bytes
        }
    }
}

/// The change that these bytes are.
fn decode(bytes: &[u8]) -> Option<Change> {
    let (kept, mut rest) = postcard::take_from_bytes::<Read>(bytes).ok()?;
    let mut take = |length: usize| {
        let (taken, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(taken.to_vec())
    };
    let change = match kept {
        Kept::Delivered(id) => Change::Delivered(id),
        Kept::Applied { row, request, timers, tasks, entry, snapshot, outbox } => {
            let (entry, snapshot) = (take(entry)?, take(snapshot)?);
            let outbox =
                outbox.into_iter().map(|(i, length)| Some((i, take(length)?))).collect::<Option<_>>()?;
            Change::Applied(Box::new(Applied { row, entry, snapshot, request, timers, tasks, outbox }))
        }
    };
    rest.is_empty().then_some(change)
}

/// Checksum of a row.
fn crc(number: i64, change: &[u8]) -> i64 {
    Checksum::of(TABLE).int(number).bytes(change).done()
}

/// The name by which the table is told.
pub(super) const TABLE: &str = "recent";

/// An input of a case waits that does not follow its last one.
pub(super) fn out_of_turn(case: CaseId) -> Fault {
    Fault::Damaged(format!("table `{TABLE}` has other inputs of case {} than follow", case.0))
}

/// What row 0 says.
fn head(change: &[u8]) -> Option<Sum> {
    postcard::from_bytes(change).ok()
}

/// Writes rows of the table.
pub(super) struct Writing<'t> {
    statement: CachedStatement<'t>,
    /// Room for a change's bytes.
    bytes: Vec<u8>,
}

impl<'t> Writing<'t> {
    pub(super) fn begin(tx: &'t Connection) -> Result<Self, Fault> {
        let sql = "INSERT OR REPLACE INTO recent (number, change, crc) VALUES (?1, ?2, ?3)";
        Ok(Self { statement: tx.prepare_cached(sql)?, bytes: Vec::new() })
    }

    /// Puts a change behind those that are there, unless it goes into its table at once; `sum` is then that of all. How many
    /// bytes it has.
    pub(super) fn push(&mut self, sum: &mut Sum, change: &Change) -> Result<usize, Fault> {
        self.bytes.clear();
        self.bytes = encode(change, std::mem::take(&mut self.bytes));
        if !self.bytes.is_empty() {
            let number = sum.rows().saturating_add(1);
            let crc = crc(number, &self.bytes);
            self.statement.execute(params![number, self.bytes, crc])?;
            sum.add(crc);
        }
        Ok(self.bytes.len())
    }

    /// Writes row 0.
    pub(super) fn count(&mut self, sum: Sum) -> Result<(), Fault> {
        // Writing to memory can't fail.
        let head = postcard::to_stdvec(&sum).unwrap_or_default();
        self.statement.execute(params![HEAD, head, crc(HEAD, &head)])?;
        Ok(())
    }
}

/// The table with nothing in it.
pub(super) fn begin(tx: &Connection) -> Result<(), Fault> {
    tx.execute("DELETE FROM recent", ())?;
    Writing::begin(tx)?.count(Sum::default())
}

/// What a row is.
pub(super) enum Found {
    /// Row 0: how many follow, and their sum.
    Head(Sum),
    /// A change.
    Change(Change),
}

/// Reads `number, change, crc`: its number, its checksum and what it is.
pub(super) fn row(row: &Row<'_>) -> Result<(i64, i64, Found), Fault> {
    let (number, written) = (row.get::<_, i64>(0), row.get::<_, i64>(2));
    let change = row.get_ref(1).ok().and_then(|change| change.as_blob().ok());
    let other = || {
        let key = number.as_ref().map_or_else(|_| "of unknown number".to_owned(), ToString::to_string);
        Fault::Damaged(format!("table `{TABLE}`, row {key}: it isn't what was written"))
    };
    let (Ok(number), Ok(written), Some(change)) = (&number, written, change) else { return Err(other()) };
    found(*number, change, written).map(|found| (*number, written, found)).ok_or_else(other)
}

/// What a row is, if its checksum says that it is what was written.
pub(super) fn found(number: i64, change: &[u8], written: i64) -> Option<Found> {
    if crc(number, change) != written {
        return None;
    }
    if number == HEAD { head(change).map(Found::Head) } else { decode(change).map(Found::Change) }
}

/// The input of a case that waits in that row.
pub(super) fn input(conn: &Connection, number: i64, of: CaseId) -> Result<Box<Applied>, Fault> {
    let found = one(conn, "SELECT number, change, crc FROM recent WHERE number = ?1", [number], row)?;
    match found {
        Some((_, _, Found::Change(Change::Applied(input)))) if input.row.id == of => Ok(input),
        Some(_) => Err(out_of_turn(of)),
        None => Err(lacks(number)),
    }
}

fn lacks(number: i64) -> Fault {
    Fault::Damaged(format!("table `{TABLE}` lacks row {number}"))
}

/// All that is there, in order, and the sum.
pub(super) fn read(conn: &Connection) -> Result<(Vec<Change>, Sum), Fault> {
    let mut written = None;
    let mut found = Sum::default();
    let mut changes = Vec::new();
    all(conn, "SELECT number, change, crc FROM recent ORDER BY number", (), |row| {
        let (number, crc, change) = self::row(row)?;
        match change {
            Found::Head(sum) => written = Some(sum),
            Found::Change(change) => {
                found.add(crc);
                if number != found.rows() {
                    return Err(lacks(found.rows()));
                }
                changes.push(change);
            }
        }
        Ok(())
    })?;
    written.ok_or_else(|| lacks(HEAD))?.same(found, TABLE)?;
    Ok((changes, found))
}
