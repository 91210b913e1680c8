//! Rows of a table in order of the cases that own them, taken case by case beside the table of cases.

use super::damage::Damage;
use super::fault::Fault;
use super::finds::Finds;
use super::walk::row_damage;
use rusqlite::{Row, Rows};
use sop_runtime::host::store::CaseId;

/// A row's position and content.
type Read = (i64, Vec<u8>);

/// A table under way.
pub(super) struct Run<'s> {
    table: &'static str,
    rows: Rows<'s>,
    read: fn(&Row<'_>) -> Result<Read, Fault>,
    /// The row that comes next, and whose it is; its content unless it isn't what was written.
    next: Option<(i64, Option<Read>)>,
    begun: bool,
    /// Whether the rest of the table can't be read.
    ended: bool,
}

impl<'s> Run<'s> {
    pub(super) fn of(table: &'static str, rows: Rows<'s>, read: fn(&Row<'_>) -> Result<Read, Fault>) -> Self {
        Self { table, rows, read, next: None, begun: false, ended: false }
    }

    /// Whether the rest of the table can't be read.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// The next row of a case that is what was written.
    pub(super) fn of_case(&mut self, id: i64, finds: &mut Finds<'_>) -> Result<Option<Read>, Fault> {
        self.begin(finds)?;
        while self.next.as_ref().is_some_and(|(owner, _)| *owner == id) {
            if let Some((_, Some(read))) = self.advance(finds)? {
                return Ok(Some(read));
            }
        }
        Ok(None)
    }

    /// Passes over all rows of a case; how many are what was written.
    pub(super) fn skip(&mut self, id: i64, finds: &mut Finds<'_>) -> Result<u64, Fault> {
        let mut count = 0_u64;
        while self.of_case(id, finds)?.is_some() {
            count = count.saturating_add(1);
        }
        Ok(count)
    }

    /// Tells of rows of cases before this one that are none.
    pub(super) fn strays(&mut self, id: i64, finds: &mut Finds<'_>) -> Result<(), Fault> {
        self.begin(finds)?;
        let mut told = None;
        while self.next.as_ref().is_some_and(|(owner, _)| *owner < id) {
            let Some((owner, Some((position, _)))) = self.advance(finds)? else { continue };
            if told.replace(owner) != Some(owner)
                && let Ok(case) = u64::try_from(owner).map(CaseId)
            {
                finds.tell(Damage::OutOfTurn { table: self.table, case, key: position.to_string() })?;
            }
        }
        Ok(())
    }

    fn begin(&mut self, finds: &mut Finds<'_>) -> Result<(), Fault> {
        if !self.begun {
            self.begun = true;
            self.advance(finds)?;
        }
        Ok(())
    }

    /// Gives the row that came next, and reads the one behind it.
    fn advance(&mut self, finds: &mut Finds<'_>) -> Result<Option<(i64, Option<Read>)>, Fault> {
        let table = self.table;
        let last = self.next.as_ref().map_or(0, |(owner, _)| *owner);
        let row = if self.ended { Ok(None) } else { self.rows.next().map_err(Fault::from) };
        self.ended |= row.is_err();
        let row = finds.note(row, |said| Damage::Unreadable { table, said })?.flatten();
        let next = match row {
            None => None,
            Some(row) => {
                // One that can't be read lies with its neighbours.
                let owner = row.get::<_, i64>(0).unwrap_or(last);
                Some((owner, finds.note((self.read)(row), |_| row_damage(table, 2, row))?))
            }
        };
        Ok(std::mem::replace(&mut self.next, next))
    }
}
