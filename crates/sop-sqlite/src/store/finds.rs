//! What becomes of things that are wrong: the first ends the walk, or all are told.

use super::damage::Damage;
use super::fault::Fault;
use sop_runtime::host::store::StoreError;
use std::path::Path;

/// Faults of structure that are told, at most.
const STRUCTURE_MAX: u32 = 100;

/// Where things that are wrong go.
#[derive(Debug)]
pub(super) enum Finds<'a> {
    /// The first is an error, and failures of the disk are what they are.
    First,
    /// All are gathered; what SQLite says of content is damage.
    All(&'a mut Vec<Damage>),
}

impl Finds<'_> {
    /// Whether all are gathered.
    pub(super) fn is_survey(&self) -> bool {
        matches!(self, Self::All(_))
    }

    /// How many things were told.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::First => 0,
            Self::All(all) => all.len(),
        }
    }

    /// Something is wrong.
    pub(super) fn tell(&mut self, damage: Damage) -> Result<(), Fault> {
        match self {
            Self::First => Err(Fault::Damaged(damage.to_string())),
            Self::All(all) => {
                all.push(damage);
                Ok(())
            }
        }
    }

    /// What was read, if it could be; otherwise what is wrong is told. Failures that are no damage end the walk.
    pub(super) fn note<T>(
        &mut self,
        result: Result<T, Fault>,
        damage: impl FnOnce(String) -> Damage,
    ) -> Result<Option<T>, Fault> {
        let fault = match result {
            Ok(read) => return Ok(Some(read)),
            Err(fault) => fault,
        };
        let fault = if self.is_survey() { soft(fault) } else { fault };
        match fault {
            Fault::Damaged(said) => self.tell(damage(said)).map(|()| None),
            fault => Err(fault),
        }
    }

    /// Where the reading of a table has come to an end.
    pub(super) fn end(&mut self, end: Result<(), Fault>, table: &'static str) -> Result<(), Fault> {
        // The first thing that was wrong needs no more words.
        if !self.is_survey() {
            return end;
        }
        self.note(end, |said| Damage::Unreadable { table, said }).map(drop)
    }

    /// How many faults of structure are asked for.
    pub(super) fn structure_max(&self) -> u32 {
        if self.is_survey() { STRUCTURE_MAX } else { 3 }
    }

    /// What SQLite's own check said.
    pub(super) fn structure(&mut self, said: &[String]) -> Result<(), Fault> {
        match self {
            Self::First if said == ["ok"] => Ok(()),
            Self::First => Err(damaged_or_unread(said.join("; "))),
            Self::All(all) => {
                let lines = said.iter().flat_map(|said| said.lines());
                let wrong = lines.filter(|said| *said != "ok" && !said.starts_with("***"));
                all.extend(wrong.map(|said| Damage::Structure { said: said.to_owned() }));
                Ok(())
            }
        }
    }
}

/// What SQLite says of content is damage.
fn soft(fault: Fault) -> Fault {
    match fault {
        Fault::Sqlite(_) => match fault.at(Path::new("")) {
            StoreError::Damaged { what, .. } => Fault::Damaged(what),
            StoreError::Failed { message, .. } => Fault::Damaged(message),
            other => Fault::Store(other),
        },
        other => other,
    }
}

/// What SQLite's own check says is damage, unless the disk could not read a page: its number for that is in its words.
fn damaged_or_unread(said: String) -> Fault {
    let codes = said.split("error code=").skip(1);
    let code = |rest: &str| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<i32>().ok();
    // The lowest byte is the kind of error.
    let unread = codes.filter_map(code).any(|code| code & 0xFF == rusqlite::ffi::SQLITE_IOERR);
    if unread {
        return Fault::Other(format!("the disk could not read it: {said}"));
    }
    // For a page of the list of free ones it has no number.
    let unknown = said.contains("failed to get page");
    Fault::Damaged(if unknown { format!("{said}, or the disk could not read it") } else { said })
}
