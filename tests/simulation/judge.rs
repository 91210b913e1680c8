//! What must hold after every engine's end, and at the end of a run: all of it worked out from the journals alone.

use crate::life::settings;
use crate::world::{Answer, World};
use sop::host::store::{EditionId, Store};
use sop::kernel::{ChildId, Effect, Input, Program, State, Status, TimerId};
use sop::model::Book;
use sop::{CallId, CaseFilter, CaseId, CaseRow, CaseStatus, EffectId, Engine, Moment};
use sop_runtime::journal::{self, Entry, Replayed};
use std::collections::{BTreeMap, BTreeSet};

/// A clock is looked at this often at least, so that one which was set is noticed.
const LATE_MS: i64 = 60_000;

/// A case as its journal has it.
struct Told {
    row: CaseRow,
    entries: Vec<Entry>,
    state: State,
    steps: Vec<Replayed>,
}

/// What subscribers hear of.
fn is_told(effect: &Effect) -> bool {
    !matches!(
        effect,
        Effect::Invoke { .. }
            | Effect::Abandon { .. }
            | Effect::Arm { .. }
            | Effect::Wind { .. }
            | Effect::Disarm { .. }
            | Effect::StartChild { .. }
            | Effect::CancelChild { .. }
    )
}

/// A case may run on either.
pub(crate) fn programs(book: &Book) -> BTreeMap<EditionId, Program> {
    let programs =
        [false, true].into_iter().filter_map(|second| Program::build(book, &settings(second)).ok());
    programs.map(|program| (program.edition(), program)).collect()
}

/// Judges what the store holds. With a moment: all is quiet, the engine had peace, and the clock showed that.
pub(crate) fn judge(
    (book, programs): (&Book, &BTreeMap<EditionId, Program>),
    world: &World,
    store: &mut dyn Store,
    quiet: Option<Moment>,
) {
    if let Err(what) = judged(book, programs, world, store, quiet) {
        world.wrong(what);
    }
}

fn judged(
    book: &Book,
    programs: &BTreeMap<EditionId, Program>,
    world: &World,
    store: &mut dyn Store,
    quiet: Option<Moment>,
) -> Result<(), String> {
    let mut cases = BTreeMap::new();
    for row in store.cases(&CaseFilter::default()).map_err(said)? {
        let case = read(book, programs, store, row)?;
        if let Some(twice) = cases.insert(case.row.id, case) {
            return Err(format!("case {} is there twice", twice.row.id.0));
        }
    }
    requests(world, &cases)?;
    families(&cases)?;
    let outbox: BTreeSet<EffectId> = store.outbox().map_err(said)?.into_iter().map(|(id, _)| id).collect();
    for case in cases.values() {
        deliveries(world, case, &outbox, quiet.is_some())?;
        actions(world, case, programs, &outbox)?;
    }
    stored(store, &cases, programs, quiet)?;
    if quiet.is_some() && !outbox.is_empty() {
        return Err(format!("all is quiet, and these wait: {outbox:?}"));
    }
    Ok(())
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// A case: its row and snapshot are what the journal gives.
fn read(
    book: &Book,
    programs: &BTreeMap<EditionId, Program>,
    store: &mut dyn Store,
    row: CaseRow,
) -> Result<Told, String> {
    let id = row.id.0;
    let bytes = store.journal(row.id, 0, usize::MAX).map_err(said)?;
    let entries: Vec<Entry> =
        bytes.iter().map(|b| journal::decode(b)).collect::<Result<_, _>>().map_err(said)?;
    let find = |edition: EditionId| programs.get(&edition).map(|p| (book, p));
    let (state, steps) =
        journal::replay_moved(row.edition, find, &entries).map_err(|e| format!("case {id}: {e}"))?;
    let program =
        programs.get(&row.edition).ok_or_else(|| format!("case {id} runs on an unknown edition"))?;
    let (_, snapshot) =
        store.case(row.id).map_err(said)?.ok_or_else(|| format!("case {id} is listed and not there"))?;
    if State::decode(&snapshot, program).map_err(said)? != state {
        return Err(format!("the snapshot of case {id} is not what its journal gives"));
    }
    let open = state.status() == Status::Open;
    let first = entries.first().map(|e| e.at);
    let fits = row.inputs == entries.len() as u64
        && Some(row.last) == state.last()
        && Some(row.began) == first
        && open == (row.status == CaseStatus::Open);
    if !fits {
        return Err(format!("the row of case {id} is not what its journal gives: {row:?}"));
    }
    Ok(Told { row, entries, state, steps })
}

/// What was acknowledged is there once, where it was said to be; what was refused is not; what nobody asked for is the engine's
/// own.
fn requests(world: &World, cases: &BTreeMap<CaseId, Told>) -> Result<(), String> {
    let mut found: BTreeMap<String, Vec<(CaseId, u64, Moment)>> = BTreeMap::new();
    for case in cases.values() {
        for (position, entry) in (0u64..).zip(&case.entries) {
            let own = match &entry.input {
                Input::TimerFired { .. }
                | Input::ActionDone { .. }
                | Input::ActionFailed { .. }
                | Input::ChildEnded { .. }
                | Input::Moved { .. } => true,
                Input::Start { .. } | Input::Cancel { .. } => case.row.parent.is_some(),
                _ => false,
            };
            match &entry.request {
                Some(name) => found.entry(name.clone()).or_default().push((case.row.id, position, entry.at)),
                None if own => {}
                None => return Err(format!("nobody asked for {:?} of case {}", entry.input, case.row.id.0)),
            }
        }
    }
    world.ledger(|l| {
        for (name, at) in &found {
            let Some(request) = l.requests.get(name) else { return Err(format!("nobody asked for {name}")) };
            if at.len() > 1 {
                return Err(format!("{name} is there {} times: {at:?}", at.len()));
            }
            if request.deed.case().is_some_and(|case| at.iter().any(|(found, ..)| *found != case)) {
                return Err(format!("{name} is in another case: {at:?}"));
            }
        }
        for (name, request) in &l.requests {
            match (&request.answer, found.get(name).and_then(|at| at.first())) {
                (Some(Answer::Done(a)), Some(at)) if (a.case, a.input, a.at) == *at => {}
                (Some(Answer::Done(a)), at) => {
                    return Err(format!("{name} was acknowledged as {a:?}, and is at {at:?}"));
                }
                (Some(Answer::Refused(_)), Some(at)) => {
                    return Err(format!("{name} was refused, and is at {at:?}"));
                }
                _ => {}
            }
        }
        Ok(())
    })
}

/// Each child that a case began is there once, and its end was told once.
fn families(cases: &BTreeMap<CaseId, Told>) -> Result<(), String> {
    let mut children: BTreeMap<(CaseId, ChildId), CaseId> = BTreeMap::new();
    for case in cases.values() {
        let Some(parent) = case.row.parent else { continue };
        if let Some(other) = children.insert(parent, case.row.id) {
            return Err(format!("cases {} and {} are the same child", other.0, case.row.id.0));
        }
    }
    let mut begun = 0;
    for case in cases.values() {
        for effect in case.steps.iter().flat_map(|s| &s.effects) {
            let Effect::StartChild { child, .. } = effect else { continue };
            begun += 1;
            let found = children.get(&(case.row.id, *child)).and_then(|id| cases.get(id));
            let found =
                found.ok_or_else(|| format!("child {} of case {} is lost", child.0, case.row.id.0))?;
            let told = case
                .entries
                .iter()
                .filter(|e| matches!(&e.input, Input::ChildEnded { child: c, .. } if c == child));
            let (told, over) = (told.count(), found.row.status != CaseStatus::Open);
            let parent_open = case.row.status == CaseStatus::Open;
            if told > 1 || (told == 1 && !over) || (told == 0 && over && parent_open) {
                return Err(format!(
                    "the end of case {} was told {told} times; over: {over}",
                    found.row.id.0
                ));
            }
        }
    }
    if begun == children.len() { Ok(()) } else { Err("a child is there that nobody began".to_owned()) }
}

/// Every effect was taken or waits; in one life they came in order; nothing came that had not happened; each came at least
/// once when all is quiet: broken rules exactly those that the replay tells.
fn deliveries(world: &World, case: &Told, outbox: &BTreeSet<EffectId>, quiet: bool) -> Result<(), String> {
    let id = case.row.id;
    let mut due = Vec::new();
    for (input, step) in (0u64..).zip(&case.steps) {
        let told = (0u16..).zip(&step.effects).filter(|(_, e)| is_told(e));
        due.extend(told.map(|(index, _)| EffectId { case: id, input, index }));
    }
    world.ledger(|l| {
        let told = l.told.get(&id).map_or(&[][..], Vec::as_slice);
        if let Some((_, early)) = told.iter().find(|(_, e)| due.binary_search(e).is_err()) {
            return Err(format!("{early:?} was told, and never happened"));
        }
        for pair in told.windows(2) {
            if let [(life, a), (next, b)] = pair
                && life == next
                && b < a
            {
                return Err(format!("{b:?} came behind {a:?}"));
            }
        }
        let mut first: Vec<EffectId> = Vec::new();
        for (_, effect) in told {
            if first.last().is_none_or(|last| last < effect) {
                first.push(*effect);
            }
        }
        if first.iter().zip(&due).any(|(a, b)| a != b) {
            return Err(format!("effects of case {} were left out: {first:?}, not {due:?}", id.0));
        }
        for effect in &due {
            let taken = l.effects.get(effect).is_some_and(|(_, taken)| *taken);
            if !taken && (quiet || !outbox.contains(effect)) {
                return Err(format!("{effect:?} was not taken, and does not wait"));
            }
        }
        Ok(())
    })
}

/// Every invocation without a result waits in the outbox, and no other was ever tried.
fn actions(
    world: &World,
    case: &Told,
    programs: &BTreeMap<EditionId, Program>,
    outbox: &BTreeSet<EffectId>,
) -> Result<(), String> {
    let id = case.row.id;
    let mut begun: BTreeMap<CallId, EffectId> = BTreeMap::new();
    for (input, step) in (0u64..).zip(&case.steps) {
        for (index, effect) in (0u16..).zip(&step.effects) {
            if let Effect::Invoke { call, .. } = effect {
                begun.insert(*call, EffectId { case: id, input, index });
            }
        }
    }
    if let Some(program) = programs.get(&case.row.edition) {
        for call in case.state.calls(program).iter().filter(|c| !c.failed) {
            if !begun.get(&call.call).is_some_and(|e| outbox.contains(e)) {
                // What an interrupted stage's action gave is remembered; then nothing waits.
                let known = case.entries.iter().any(|e| match &e.input {
                    Input::ActionDone { call: c, .. } | Input::ActionFailed { call: c, .. } => {
                        *c == call.call
                    }
                    _ => false,
                });
                if !known {
                    return Err(format!("call {} of case {} was forgotten", call.call.0, id.0));
                }
            }
        }
    }
    let prefix = format!("case-{}-call-", id.0);
    world.ledger(|l| {
        for key in l.calls.keys().filter(|k| k.starts_with(&prefix)) {
            let call = key.strip_prefix(&prefix).and_then(|c| c.parse().ok()).map(CallId);
            if call.is_none_or(|c| !begun.contains_key(&c)) {
                return Err(format!("{key} was tried, and never begun"));
            }
        }
        Ok(())
    })
}

/// Stored timers and tasks are those of the states, a timer that was wound back perhaps with an earlier moment; and when all is
/// quiet, no timer is overdue.
fn stored(
    store: &mut dyn Store,
    cases: &BTreeMap<CaseId, Told>,
    programs: &BTreeMap<EditionId, Program>,
    quiet: Option<Moment>,
) -> Result<(), String> {
    let mut timers: Vec<(CaseId, TimerId, Moment)> = Vec::new();
    let mut tasks = Vec::new();
    for case in cases.values() {
        timers.extend(case.state.timers().iter().map(|t| (case.row.id, t.timer, t.due)));
        if let Some(program) = programs.get(&case.row.edition) {
            let open = case.state.tasks(program);
            tasks.extend(open.iter().map(|t| (case.row.id, t.task, t.node.0, t.lane.map(|l| l.0))));
        }
    }
    let mut stored = store.timers().map_err(said)?;
    stored.sort_unstable_by_key(|(case, timer, _)| (*case, *timer));
    let same = stored.iter().zip(&timers).all(|(a, b)| (a.0, a.1) == (b.0, b.1) && a.2 <= b.2);
    if !same || stored.len() != timers.len() {
        return Err("the stored timers are not those of the cases".to_owned());
    }
    timers.sort_unstable_by_key(|(case, timer, due)| (*due, *case, *timer));
    let found: Vec<_> =
        store.tasks().map_err(said)?.iter().map(|t| (t.case, t.task, t.node, t.lane)).collect();
    if found != tasks {
        return Err("the stored tasks are not those of the cases".to_owned());
    }
    match (quiet, timers.first()) {
        (Some(now), Some((case, timer, due))) if due.0 < now.0 - LATE_MS => Err(format!(
            "timer {} of case {} is due since {} s, and did not fire",
            timer.0,
            case.0,
            (now.0 - due.0) / 1000
        )),
        _ => Ok(()),
    }
}

/// What an engine shows of each case is what its journal tells: how many inputs, which rules broke, what was said last.
pub(crate) async fn views(engine: &Engine, world: &World) {
    for row in engine.cases(CaseFilter::default()).await.unwrap_or_default() {
        let (Ok(view), Ok(entries)) = (engine.case(row.id).await, engine.journal(row.id).await) else {
            world.wrong(format!("case {} can't be shown", row.id.0));
            continue;
        };
        let effects = || entries.iter().flat_map(|e| e.effects.iter().map(move |effect| (e.at, effect)));
        let broken: Vec<_> = effects()
            .filter_map(|(at, e)| match e {
                sop::EffectView::Broken { rule, how, .. } => Some((at, rule.clone(), *how)),
                _ => None,
            })
            .collect();
        let shown: Vec<_> = view.broken.iter().map(|b| (b.at, b.rule.clone(), b.how)).collect();
        let said: Vec<_> = effects().filter(|(_, e)| matches!(e, sop::EffectView::Say { .. })).collect();
        let last = said.iter().rev().take(view.said.len()).rev().map(|(at, e)| (*at, (*e).clone()));
        let same = view.said.iter().map(|s| (s.at, s.say.clone())).eq(last);
        if shown != broken
            || !same
            || view.said.len() != said.len().min(10)
            || view.inputs != entries.len() as u64
        {
            world.wrong(format!("what is shown of case {} is not what its journal tells", row.id.0));
        }
    }
}
