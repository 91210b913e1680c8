//! A run, written down as a scenario: so that it can be read, pasted into a file, and run.

use super::facts::Val;
use super::plan::{N, Plan, ix};
use super::situation::{Input, Situation};
use super::space::{Space, Step};
use super::time;
use crate::model::{
    Act, ActKind, Book, EdgeKind, FactId, FactRole, Field, FlowId, Keep, Literal, NodeKind, Scenario,
    SettingId, Trigger, Type,
};
use crate::source::Span;
use chrono::{NaiveDate, NaiveDateTime};
use petgraph::graph::NodeIndex;

/// How often an idle clock is wound back in an example at most.
const REWINDS_MAX: i64 = 40;
/// How deep cases lie in each other in an example.
const DEPTH_MAX: usize = 8;

/// When examples begin: a working day, in the morning.
fn start() -> NaiveDateTime {
    // A day and a time that exist.
    NaiveDate::from_ymd_opt(2023, 10, 2).and_then(|d| d.and_hms_opt(9, 0, 0)).unwrap_or_default()
}

/// The way as a scenario; `None` if no example can be made of it. `after` milliseconds pass at its end.
pub(super) fn scenario(
    plan: &Plan<'_>,
    id: FlowId,
    space: &Space,
    way: &[(u32, u32)],
    after: i64,
    at: Span,
) -> Option<Scenario> {
    let acts = acts(plan, space, way, after, 0)?;
    let first = way.first().map(|w| space.step(*w));
    let taken = |fact: FactId, field: &Field| {
        let chosen = first.and_then(|s| s.filled.iter().find(|(f, _)| *f == fact)).map(|(_, v)| *v);
        (fact, value(&field.ty, chosen))
    };
    let facts = (0u16..).map(FactId).zip(&plan.flow.facts);
    let takes = facts.filter(|(_, f)| f.role == FactRole::Taken).map(|(i, f)| taken(i, &f.field)).collect();
    Some(Scenario {
        name: String::new(),
        label: String::new(),
        flow: id,
        start: start(),
        takes,
        settings: settings(plan.book),
        acts,
        grounds: Vec::new(),
        notes: Vec::new(),
        at,
    })
}

/// Settings that the operator has to supply.
fn settings(book: &Book) -> Vec<(SettingId, Literal)> {
    let all = (0u16..).map(SettingId).zip(&book.settings);
    all.filter(|(_, s)| s.default.is_none())
        .map(|(i, s)| match s.ty {
            Type::Duration => (i, Literal::Duration(time::UNSET_MS)),
            _ => (i, value(&s.ty, None)),
        })
        .collect()
}

/// What happens on a way, from the first input after the start on.
fn acts(plan: &Plan<'_>, space: &Space, way: &[(u32, u32)], after: i64, depth: usize) -> Option<Vec<Act>> {
    if depth > DEPTH_MAX {
        return None;
    }
    let moments = time::moments(plan, space, way)?;
    let at = plan.flow.at;
    let mut out: Vec<Act> = Vec::new();
    let mut now = 0;
    // When the idle clocks were last wound back.
    let mut wound = 0;
    for (j, place) in way.iter().enumerate() {
        let step = space.step(*place);
        let from = &space.situations[place.0 as usize];
        let due = moments.get(j).copied()?;
        let quiet = matches!(step.input, Input::Silence(..));
        pass(plan, from, quiet, &mut now, due, &mut wound, &mut out)?;
        if !by_itself(&step.input) {
            out.push(Act { kind: act(plan, step, depth)?, at });
        }
        let to = &space.situations[step.to as usize];
        let spoken =
            step.visited.iter().any(|n| !plan.flow.graph[NodeIndex::new(usize::from(*n))].says.is_empty());
        let breaks = event(plan, &step.input).is_some_and(|e| plan.book.events[e.0.index()].breaks_silence);
        if stages(plan, from) != stages(plan, to) || spoken || breaks || j == 0 {
            wound = now;
        }
    }
    if let (true, Some(last)) = (after > 0, way.last()) {
        let to = &space.situations[space.step(*last).to as usize];
        let due = now + after;
        pass(plan, to, false, &mut now, due, &mut wound, &mut out)?;
    }
    Some(out)
}

fn stages(plan: &Plan<'_>, at: &Situation) -> Vec<u16> {
    let mut out: Vec<u16> = at.tokens.iter().flat_map(|n| plan.node(*n).stages.iter().copied()).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Lets time pass until `due`; an idle clock that would fire before is wound back by an event that breaks silence.
fn pass(
    plan: &Plan<'_>,
    from: &Situation,
    quiet_wanted: bool,
    now: &mut i64,
    due: i64,
    wound: &mut i64,
    out: &mut Vec<Act>,
) -> Option<()> {
    let at = plan.flow.at;
    let advance = |ms: i64, out: &mut Vec<Act>| {
        if ms > 0 {
            match out.last_mut() {
                Some(Act { kind: ActKind::Advance(before), .. }) => *before += ms,
                _ => out.push(Act { kind: ActKind::Advance(ms), at }),
            }
        }
    };
    let silent = stages(plan, from).into_iter().flat_map(|s| &plan.flow.stages[usize::from(s)].interrupts);
    let shortest = silent
        .filter_map(|i| match &i.trigger {
            Trigger::Silent(length) => time::length_ms(plan, length),
            Trigger::Event(..) => None,
        })
        .min();
    if let Some(quiet) = shortest {
        // Examples are written to the second.
        let short = (quiet - 1000).max(quiet / 2);
        let allowed = if quiet_wanted { quiet } else { short };
        let mut rewinds = 0;
        while due - *wound > allowed {
            rewinds += 1;
            if rewinds > REWINDS_MAX || quiet < 2 {
                return None;
            }
            let to = (*wound + short).min(due);
            advance(to - *now, out);
            *now = to.max(*now);
            *wound = *now;
            out.push(Act { kind: rewinding(plan, from)?, at });
        }
    }
    advance(due - *now, out);
    *now = due.max(*now);
    if quiet_wanted {
        *wound = *now;
    }
    Some(())
}

/// An event that breaks silence and that nobody in this situation takes.
pub(super) fn rewinding(plan: &Plan<'_>, at: &Situation) -> Option<ActKind> {
    let events = (0u16..).map(crate::model::EventId).zip(&plan.book.events);
    let free = |e: crate::model::EventId| {
        at.tokens.iter().all(|n| plan.listens(*n, e).is_none())
            && stages(plan, at).iter().all(|s| plan.interrupted(*s, e).is_none())
    };
    let (id, event) = events.filter(|(_, e)| e.breaks_silence).find(|(i, _)| free(*i))?;
    let data = event.carries.iter().map(|f| value(&f.ty, None)).collect();
    Some(ActKind::Event { event: id, data })
}

/// The event of an input, and what is kept of it.
fn event<'b>(plan: &Plan<'b>, input: &Input) -> Option<(crate::model::EventId, &'b [Keep])> {
    match input {
        Input::Event(n, position) => match plan.edge(plan.node(*n).out.get(*position)?.0) {
            EdgeKind::Event(e, keeps) => Some((*e, keeps)),
            _ => None,
        },
        Input::Interrupt(s, i) => match &plan.flow.stages.get(usize::from(*s))?.interrupts.get(*i)?.trigger {
            Trigger::Event(e, keeps) => Some((*e, keeps)),
            Trigger::Silent(_) => None,
        },
        _ => None,
    }
}

/// The start and timers need no act: they come by themselves.
const fn by_itself(input: &Input) -> bool {
    matches!(
        input,
        Input::Start
            | Input::Arrow(..)
            | Input::Deadline(..)
            | Input::Silence(..)
            | Input::StageDeadline(..)
            | Input::Tell(..)
            | Input::StageTell(..)
    )
}

/// The act that an input is.
fn act(plan: &Plan<'_>, step: &Step, depth: usize) -> Option<ActKind> {
    let chosen = |fact: FactId| step.filled.iter().find(|(f, _)| *f == fact).map(|(_, v)| *v);
    let kept = |keeps: &[Keep], field: usize| {
        keeps.iter().find(|k| usize::from(k.field) == field).and_then(|k| chosen(k.fact))
    };
    let node = |n: N| NodeIndex::new(usize::from(n));
    Some(match &step.input {
        Input::Start
        | Input::Arrow(..)
        | Input::Deadline(..)
        | Input::Silence(..)
        | Input::StageDeadline(..)
        | Input::Tell(..)
        | Input::StageTell(..) => return None,
        Input::Complete(n) => {
            let NodeKind::Step { fills, .. } = plan.kind(*n) else { return None };
            let fills = fills
                .iter()
                .map(|f| Some((*f, value(&plan.flow.facts.get(f.index())?.field.ty, chosen(*f)))))
                .collect::<Option<_>>()?;
            ActKind::Do { node: node(*n), fills }
        }
        Input::Answer(n, position) => {
            let EdgeKind::Answer { name, .. } = plan.edge(plan.node(*n).out.get(*position)?.0) else {
                return None;
            };
            ActKind::Answer { node: node(*n), answer: name.clone() }
        }
        Input::Event(..) | Input::Interrupt(..) => {
            let (id, keeps) = event(plan, &step.input)?;
            let carries = &plan.book.events.get(id.index())?.carries;
            let data = carries.iter().enumerate().map(|(i, f)| value(&f.ty, kept(keeps, i))).collect();
            ActKind::Event { event: id, data }
        }
        Input::Done(n) => {
            let NodeKind::Do { action, keeps, .. } = plan.kind(*n) else { return None };
            let gives = &plan.book.actions.get(action.index())?.gives;
            let gives = gives.iter().enumerate().map(|(i, f)| value(&f.ty, kept(keeps, i))).collect();
            ActKind::Done { node: node(*n), gives }
        }
        Input::Failed(n) => ActKind::Failed { node: node(*n), why: String::new() },
        Input::Child(n, end) => {
            let (NodeKind::Start { flow, .. } | NodeKind::Call { flow, .. }) = plan.kind(*n) else {
                return None;
            };
            let acts = match end {
                None => vec![Act { kind: ActKind::Cancel(String::new()), at: plan.flow.at }],
                Some(end) => to_end(plan.book, *flow, *end, depth + 1)?,
            };
            ActKind::Inside { node: node(*n), flow: *flow, acts }
        }
    })
}

/// The shortest way of another flow to one of its ends.
fn to_end(book: &Book, flow: FlowId, end: N, depth: usize) -> Option<Vec<Act>> {
    let plan = Plan::of(book, flow)?;
    let space = Space::explore(&plan, super::SITUATIONS_MAX);
    let found = space.situations.iter().position(|s| s.ended == Some(end))?;
    acts(&plan, &space, &space.way(super::space::ix32(found)), 0, depth)
}

/// A value of a type: the chosen one, or one that will do.
fn value(ty: &Type, chosen: Option<Val>) -> Literal {
    match (ty, chosen) {
        (_, Some(Val::YesNo(b))) => Literal::YesNo(b),
        (_, Some(Val::Choice(c))) => Literal::Choice(c),
        (_, Some(Val::Number(n))) => Literal::Number(n),
        (Type::YesNo, _) => Literal::YesNo(true),
        (Type::Text, _) => Literal::Text("contoh".to_owned()),
        (Type::Number, _) => Literal::Number(1),
        (Type::Date, _) => Literal::Date(19_632),
        (Type::Time, _) => Literal::Time(9 * 3_600_000),
        (Type::Moment, _) => Literal::Moment(19_632 * 86_400_000),
        (Type::Duration, _) => Literal::Duration(3_600_000),
        (Type::OneOf(_), _) => Literal::Choice(ix(0)),
        (Type::Weekday, _) => Literal::Weekday(0),
        (Type::DayKind, _) => Literal::DayKind(crate::model::DayKind::Workday),
        (Type::List(of), _) => Literal::List(vec![value(of, None)]),
    }
}
