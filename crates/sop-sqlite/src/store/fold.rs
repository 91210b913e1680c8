//! Bringing recent changes into the tables: of each case all inputs, but only its last row, and of timers, tasks and effects only what
//! is left of them.
//!
//! Nothing is lost if this is broken off or the power fails: the changes wait until all of it is there. It is synced all the
//! same: were it in the log beside a later commit when the power fails, and torn, that could not be told from damage.

use super::fault::Fault;
use super::known::Known;
use super::recent;
use super::totals::Totals;
use super::write;
use rusqlite::Connection;
use sop_runtime::host::store::{Applied, Change, EffectId};
use std::collections::BTreeSet;

/// Brings all that waits into the tables.
pub(super) fn fold(conn: &mut Connection, known: &mut Known) -> Result<(), Fault> {
    let folded = write::in_transaction(conn, |tx, totals| all(tx, totals, known));
    if folded.is_err() {
        known.forget();
    }
    folded
}

fn all(tx: &Connection, totals: &mut Totals, known: &mut Known) -> Result<(), Fault> {
    let (changes, _) = recent::read(tx)?;
    let mut inputs: Vec<&Applied> = Vec::new();
    // Effects of these inputs; those of them that were delivered since; and others that were delivered.
    let (mut ours, mut spent, mut delivered) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for change in &changes {
        match change {
            Change::Applied(input) => {
                let position = input.row.inputs.saturating_sub(1);
                let name = |index: u16| EffectId { case: input.row.id, input: position, index };
                ours.extend(input.outbox.iter().map(|(index, _)| name(*index)));
                inputs.push(input);
            }
            Change::Delivered(id) if ours.contains(id) => _ = spent.insert(*id),
            Change::Delivered(id) => _ = delivered.insert(*id),
            Change::Edition(..) => {}
        }
    }
    // Of one case they are in order already; and so its pages are written one after the other.
    inputs.sort_by_key(|input| input.row.id);
    for id in delivered {
        write::delivered(tx, totals, known, id)?;
    }
    for of_case in inputs.chunk_by(|a, b| a.row.id == b.row.id) {
        write::inputs(tx, totals, known, of_case, &spent)?;
    }
    recent::begin(tx)
}
