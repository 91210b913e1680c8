//! Counting cases where a store has no quicker way: over their rows, some at a time.

use super::{CaseCount, CaseFilter, CaseStatus, Store, StoreError};
use std::collections::BTreeMap;

/// Rows read at once.
const CHUNK: usize = 4096;

/// Counts what [`Store::cases`] lists.
pub(super) fn by_rows<S: Store + ?Sized>(store: &mut S) -> Result<Vec<CaseCount>, StoreError> {
    let mut counts: BTreeMap<String, Vec<(CaseStatus, u64)>> = BTreeMap::new();
    let mut after = None;
    loop {
        let filter = CaseFilter { after, limit: Some(CHUNK), ..CaseFilter::default() };
        let rows = store.cases(&filter)?;
        let Some(last) = rows.last() else { break };
        after = Some(last.id);
        for row in rows {
            let of = counts.entry(row.flow).or_default();
            match of.iter_mut().find(|(status, _)| *status == row.status) {
                Some((_, cases)) => *cases += 1,
                None => of.push((row.status, 1)),
            }
        }
    }
    let flat = counts.into_iter().flat_map(|(flow, of)| {
        of.into_iter().map(move |(status, cases)| CaseCount { flow: flow.clone(), status, cases })
    });
    Ok(flat.collect())
}
