//! The ledger held against the journals, and the summary.

use super::Seen;
use super::ledger::{Ledger, Outcome};
use sop::engine::JournalView;
use sop::{CaseFilter, CaseId, CaseStatus, EffectView, Moment, SqliteStore, Store, VirtualTime};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::time::Duration;

/// How it was left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settled {
    /// Whether nothing was under way any more.
    pub(crate) all: bool,
    /// What was due before has had its time.
    pub(crate) at: Moment,
}

/// What the journals say.
#[derive(Debug, Default)]
struct Found {
    cases: usize,
    ended: usize,
    inputs: u64,
    /// How often a name stands in a journal, and where at last.
    named: HashMap<String, (u32, u64, u64)>,
    effects: u64,
    never_delivered: u64,
    never_fired: usize,
}

/// Tells what came of it; whether nothing was lost, and nothing done twice.
pub(crate) async fn tell(
    ledger: &Ledger,
    seen: &Seen,
    worked: Duration,
    settled: Settled,
    folder: &Path,
) -> bool {
    let mut faults = ledger.faults();
    if !settled.all {
        faults.push("something was still under way two minutes after the last start".to_owned());
    }
    let path = folder.join("cases.db");
    let mut store = SqliteStore::open(&path).unwrap();
    if let Err(error) = store.verify() {
        faults.push(format!("the store: {error}"));
    }
    // As stored a timer that was wound back falls due too early: the case tells when it really does.
    let overdue = store.timers().unwrap().into_iter().filter(|(.., due)| *due < settled.at);
    let overdue: BTreeSet<CaseId> = overdue.map(|(case, ..)| case).collect();
    store.close().unwrap();
    if seen.backups > 0
        && let Err(error) = SqliteStore::open(folder.join("copy.db")).and_then(|mut copy| copy.verify())
    {
        faults.push(format!("the last copy: {error}"));
    }
    let found = read(&path, ledger, &overdue, settled.at).await;
    if found.never_fired > 0 {
        faults.push(format!("{} timers never fired", found.never_fired));
    }

    let (mut accepted, mut refused, mut open, mut lost, mut twice) = (0_u64, 0_u64, 0_u64, 0_u64, 0_u64);
    let requests = ledger.requests();
    for (name, outcome) in &requests {
        let times = found.named.get(name);
        twice += u64::from(times.is_some_and(|(times, ..)| *times > 1));
        match outcome {
            Outcome::Acknowledged { case, input } => {
                accepted += 1;
                lost += u64::from(times.is_none_or(|(_, c, i)| (c, i) != (case, input)));
            }
            Outcome::Refused => {
                refused += 1;
                if times.is_some() {
                    faults.push(format!("{name} was refused, and stands in a journal"));
                }
            }
            Outcome::Open => open += 1,
        }
    }
    let unknown = found.named.keys().filter(|name| !requests.contains_key(*name)).count();
    if unknown > 0 {
        faults.push(format!("{unknown} inputs have names that nobody gave"));
    }

    let (answered, through) = ledger.times();
    let seconds = worked.as_secs_f64();
    println!("  time                      {seconds:.1} s");
    println!(
        "  engine ended              {} killed, {} left, {} shut down; longest until it took inputs again {:.0} ms",
        seen.killed,
        seen.left,
        seen.stopped,
        seen.longest_restart.as_secs_f64() * 1e3
    );
    println!(
        "  copies while it ran       {}, and {} cut short or refused",
        seen.backups, seen.backups_failed
    );
    println!(
        "  inputs asked by clients   {} accepted ({:.0}/s), {refused} refused, {open} of unknown end",
        accepted,
        f64::from(u32::try_from(accepted).unwrap_or(u32::MAX)) / seconds
    );
    println!("  asked again               {} times, with the same answer", ledger.repeats());
    println!(
        "  inputs in the journals    {} in {} cases, {} of them ended",
        found.inputs, found.cases, found.ended
    );
    println!("  lost                      {lost}");
    println!("  applied twice             {twice}");
    println!(
        "  effects to be delivered   {}, never delivered {}, delivered again {}",
        found.effects,
        found.never_delivered,
        ledger.delivered_again()
    );
    println!("  latency of an answer      {}", spread(&answered));
    println!("  ... with all restarts     {}", spread(&through));
    let mib = |bytes: Option<u64>| bytes.map_or("?".to_owned(), |b| format!("{} MiB", b >> 20));
    println!(
        "  memory of the last engine {} at its start, {} at its end; most of any {}",
        mib(seen.rss_start),
        mib(seen.rss_end),
        mib(seen.rss_most)
    );
    let levels = seen.levels.iter().map(|(answers, rss)| format!("{answers}: {}", rss >> 20));
    println!(
        "  ... by answers it gave    {} (MiB; level once 4,096 families and 65,536 cases are known)",
        levels.collect::<Vec<_>>().join(", ")
    );
    let size = std::fs::metadata(&path).map_or(0, |m| m.len());
    println!("  store                     {} MiB", size >> 20);
    for fault in faults.iter().take(20) {
        println!("  FAULT                     {fault}");
    }
    let sound = lost == 0 && twice == 0 && found.never_delivered == 0 && faults.is_empty() && accepted > 0;
    println!("  {}", if sound { "sound" } else { "NOT SOUND" });
    sound
}

/// The median, 99 of 100, and the longest.
fn spread(sorted: &[u32]) -> String {
    let at = |share: usize| {
        let index = (sorted.len() * share / 1000).min(sorted.len().saturating_sub(1));
        sorted.get(index).map_or(0.0, |micros| f64::from(*micros) / 1e3)
    };
    format!("p50 {:.2} ms, p99 {:.2} ms, max {:.1} ms", at(500), at(990), at(1000))
}

/// Reads all journals, as an engine that only looks; and of the cases that may be `overdue`, which timers fell due before.
async fn read(path: &Path, ledger: &Ledger, overdue: &BTreeSet<CaseId>, before: Moment) -> Found {
    let time = VirtualTime::at("2023-10-02T09:00:00+07:00".parse::<Moment>().unwrap());
    let store = SqliteStore::open_existing(path).unwrap();
    let engine = super::host::builder(&time).setting("ticket_sla", Duration::from_mins(10)).store(store);
    let engine = engine.build_to_look().await.unwrap();
    let mut found = Found::default();
    let mut after = None;
    loop {
        let filter = CaseFilter { after, limit: Some(1000), ..CaseFilter::default() };
        let rows = engine.cases(filter).await.unwrap();
        let Some(last) = rows.last() else { return found };
        after = Some(last.id);
        for row in rows {
            found.cases += 1;
            found.ended += usize::from(row.status != CaseStatus::Open);
            let journal = engine.journal(row.id).await.unwrap();
            assert_eq!(journal.len() as u64, row.inputs, "the journal of case {} is whole", row.id.0);
            for entry in journal {
                found.take(row.id, entry, ledger);
            }
            if overdue.contains(&row.id) {
                let timers = engine.case(row.id).await.unwrap().timers;
                found.never_fired += timers.iter().filter(|timer| timer.due < before).count();
            }
        }
    }
}

impl Found {
    fn take(&mut self, case: CaseId, entry: JournalView, ledger: &Ledger) {
        self.inputs += 1;
        if let Some(name) = entry.request {
            let (times, at, input) = self.named.entry(name).or_default();
            *times += 1;
            (*at, *input) = (case.0, entry.position);
        }
        for (index, effect) in (0_u16..).zip(&entry.effects) {
            let delivered = matches!(
                effect,
                EffectView::Say { .. }
                    | EffectView::Assign { .. }
                    | EffectView::Withdraw { .. }
                    | EffectView::Publish { .. }
                    | EffectView::Incident { .. }
                    | EffectView::Ended { .. }
                    | EffectView::Cancelled { .. }
                    | EffectView::Broken { .. }
            );
            if delivered {
                self.effects += 1;
                self.never_delivered += u64::from(!ledger.has(case, entry.position, index));
            }
        }
    }
}
