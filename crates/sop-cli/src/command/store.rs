//! `sop store`: looking after the file that holds the cases.

mod repair;
mod verify;

use crate::args::{StoreArgs, StoreBackup, StoreCommand, StoreRestore};
use crate::exit::{Exit, Failure};
use crate::output;
use crate::speech::say;
use sop::diagnostic::Words;
use sop::{upkeep, words};
use std::path::Path;

/// Does what is asked.
pub(crate) fn run(args: &StoreArgs) -> Result<Exit, Failure> {
    match &args.what {
        StoreCommand::Verify(args) => verify::run(args),
        StoreCommand::Backup(args) => backup(args),
        StoreCommand::Restore(args) => restore(args),
        StoreCommand::Repair(args) => repair::run(args),
    }
}

fn backup(args: &StoreBackup) -> Result<Exit, Failure> {
    there(&args.from)?;
    upkeep::backup(&args.from, &args.to, args.force)?;
    tell(words!("backup-made", from = shown(&args.from), to = shown(&args.to)))?;
    Ok(Exit::Sound)
}

fn restore(args: &StoreRestore) -> Result<Exit, Failure> {
    there(&args.from)?;
    let store = &args.store.store;
    let kept = upkeep::restore(&args.from, store)?;
    tell(words!("restore-made", store = shown(store), from = shown(&args.from)))?;
    if let Some(kept) = kept {
        tell(words!("restore-kept", kept = shown(&kept)))?;
    }
    Ok(Exit::Sound)
}

/// A store that must be there.
fn there(path: &Path) -> Result<(), Failure> {
    if path.exists() { Ok(()) } else { Err(Failure::Usage(words!("no-store", path = shown(path)))) }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn tell(words: Words) -> Result<(), Failure> {
    output::print(&format!("{}\n", say(words)))
}
