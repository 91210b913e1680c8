//! C6: lengths of time, times of day and dates of a clause, held against the timers, tables and conditions that cite it.

mod windows;

use super::places::{How, Place, grounded};
use super::{Case, Judged};
use sop_core::diagnostic::{Code, Finding, Words};
use sop_core::model::{
    Cell, Clause, ClauseKind, EdgeKind, Expr, Ground, Held, Length, Literal, NodeKind, Trigger,
};
use sop_core::render::source::{duration, exact_time};
use sop_core::source::Span;
use sop_core::words;

/// A table may close a gap of the document, or settle an overlap, by so much, if it says that it assumes so.
const SETTLED_MS: u32 = 60_000;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Judged>) {
    let timers = timers(case);
    for timer in &timers {
        other_length(case, timer, findings);
    }
    for clause in &case.document.clauses {
        if case.procedural(clause) || clause.kind == ClauseKind::Policy {
            no_timer(case, clause, &timers, findings);
            if !windows::check(case, clause, findings) {
                other_time(case, clause, findings);
            }
        }
    }
}

/// Something that fires after a length of time.
struct Timer<'a> {
    place: Place,
    length: &'a Length,
    grounds: &'a [Ground],
    at: Span,
}

impl Timer<'_> {
    /// How long, if the book says so.
    fn ms(&self, case: &Case<'_>) -> Option<i64> {
        match &self.length.of {
            Expr::Literal(Literal::Duration(ms)) => Some(*ms),
            Expr::Setting(s) => match case.book.settings.get(s.index())?.default {
                Some(Literal::Duration(ms)) => Some(ms),
                _ => None,
            },
            _ => None,
        }
    }

    fn speaks_of(&self, clause: &str, how: How) -> bool {
        self.grounds.iter().any(|g| match g {
            Ground::Cited { clause: c, .. } => how == How::Cited && c == clause,
            Ground::Derived { clause: c, .. } => how == How::Derived && c == clause,
            Ground::Assumed { .. } => false,
        })
    }
}

fn timers<'a>(case: &Case<'a>) -> Vec<Timer<'a>> {
    grounded(case.book)
        .into_iter()
        .filter_map(|(place, at, grounds)| {
            let flow = case.book.flows.get(place.flow()?.index())?;
            let length = match place {
                Place::Edge(_, e) => match &flow.graph.edge_weight(e)?.kind {
                    EdgeKind::After(length) => length,
                    _ => return None,
                },
                Place::Deadline(_, n, i) => &flow.graph.node_weight(n)?.deadlines.get(i)?.length,
                Place::StageDeadline(_, s, i) => &flow.stages.get(s.index())?.deadlines.get(i)?.length,
                Place::Interrupt(_, s, i) => match &flow.stages.get(s.index())?.interrupts.get(i)?.trigger {
                    Trigger::Silent(length) => length,
                    Trigger::Event(..) => return None,
                },
                _ => return None,
            };
            Some(Timer { place, length, grounds, at })
        })
        .collect()
}

fn lengths(clause: &Clause) -> Vec<i64> {
    clause.holds.iter().filter_map(|h| if let Held::Duration(ms) = h { Some(*ms) } else { None }).collect()
}

fn clause<'a>(case: &Case<'a>, id: &str) -> Option<&'a Clause> {
    case.document.clauses.iter().find(|c| c.id == id)
}

/// A timer whose clauses give another length, or none.
fn other_length(case: &Case<'_>, timer: &Timer<'_>, findings: &mut Vec<Judged>) {
    let Some(ms) = timer.ms(case) else { return };
    let assumed = timer.grounds.iter().any(|g| matches!(g, Ground::Assumed { .. }));
    let spoken = timer.grounds.iter().filter_map(|g| match g {
        Ground::Cited { clause: id, .. } => clause(case, id),
        Ground::Derived { clause: id, .. } if !assumed => clause(case, id),
        _ => None,
    });
    let spoken: Vec<&Clause> = spoken.collect();
    if spoken.is_empty() || spoken.iter().any(|c| lengths(c).contains(&ms)) {
        return;
    }
    let place = timer.place.words(case.book);
    let literal = matches!(timer.length.of, Expr::Literal(_));
    let (found, of) = match spoken.iter().find(|c| !lengths(c).is_empty()) {
        Some(c) => {
            let said: Vec<Words> = lengths(c).into_iter().map(length).collect();
            let message = words!(
                "other-length",
                place = place,
                length = length(ms),
                clause = &c.id,
                said = said.clone()
            );
            let found = Finding::new(Code::OtherLength, timer.at, message)
                .mend(words!("other-length.mend", said = said));
            (found, *c)
        }
        // A figure that the document doesn't give. What the operator sets is no claim.
        None if literal && !assumed && spoken.iter().all(|c| c.fingerprint.is_some()) => {
            let Some(c) = spoken.first() else { return };
            let message = words!("no-length", place = place, length = length(ms), clause = &c.id);
            (Finding::new(Code::OtherLength, timer.at, message).mend(words!("no-length.mend")), *c)
        }
        None => return,
    };
    let found = found.here(words!("other-length.here", length = length(ms)));
    findings.push(Judged::of_clause(found, of, &format!(" {}", key(case, timer.place))));
}

/// Where something is, for a key: its flow's name and its own.
pub(super) fn key(case: &Case<'_>, place: Place) -> String {
    let flow = place.flow().and_then(|f| case.book.flows.get(f.index())).map_or("", |f| f.name.as_str());
    format!("{flow}.{}", place.name(case.book))
}

/// A length of the document that no timer keeps.
fn no_timer(case: &Case<'_>, clause: &Clause, timers: &[Timer<'_>], findings: &mut Vec<Judged>) {
    let wanted = lengths(clause);
    // Nothing speaks of it at all: that is told by coverage.
    let Some(cite) = case.places.citing(&clause.id).next().or(case.places.all(&clause.id).first()) else {
        return;
    };
    let own = |how: How| timers.iter().filter(move |t| t.speaks_of(&clause.id, how));
    for ms in wanted {
        let kept = |how: How| own(how).any(|t| t.ms(case) == Some(ms));
        // A timer that cites the clause with another length has been told already.
        let told = own(How::Cited).any(|t| t.ms(case).is_some_and(|own| !lengths(clause).contains(&own)));
        if kept(How::Cited) || told {
            continue;
        }
        // A policy is kept by whatever follows from it.
        if clause.kind == ClauseKind::Policy && kept(How::Derived) {
            continue;
        }
        let finding = Finding::new(
            Code::NoTimer,
            cite.at,
            words!("no-timer", clause = &clause.id, length = length(ms)),
        )
        .here(words!("no-timer.here", place = cite.place.words(case.book)))
        .mend(words!("no-timer.mend", clause = &clause.id, length = length(ms)));
        findings.push(Judged::of_clause(finding, clause, &format!(" {}", duration(ms))));
    }
}

/// Times of day and dates of a clause that nothing which cites it knows.
fn other_time(case: &Case<'_>, clause: &Clause, findings: &mut Vec<Judged>) {
    let wanted: Vec<&Held> =
        clause.holds.iter().filter(|h| matches!(h, Held::Time(_) | Held::Date(_))).collect();
    let Some(cite) = case.places.citing(&clause.id).next().filter(|_| !wanted.is_empty()) else { return };
    let mut known = Known::default();
    for cite in case.places.all(&clause.id) {
        known.at(case, cite.place);
    }
    for held in wanted {
        let kept = match held {
            Held::Time(ms) => known.keeps(*ms),
            Held::Date(date) => known.dates.contains(date),
            _ => true,
        };
        if kept {
            continue;
        }
        let said = match held {
            Held::Time(ms) => exact_time(*ms),
            Held::Date(date) => date.to_string(),
            _ => String::new(),
        };
        let finding =
            Finding::new(Code::OtherTime, cite.at, words!("other-time", clause = &clause.id, time = &said))
                .here(words!("no-timer.here", place = cite.place.words(case.book)))
                .mend(words!("other-time.mend", time = &said));
        findings.push(Judged::of_clause(finding, clause, &format!(" {said}")));
    }
}

/// The times and dates that stand at some places.
#[derive(Default)]
struct Known {
    /// Beginnings and other moments.
    times: Vec<u32>,
    /// Ends of ranges, half-open.
    ends: Vec<u32>,
    dates: Vec<chrono::NaiveDate>,
    /// Something there is assumed: gaps and overlaps of the document have been settled.
    settled: bool,
}

impl Known {
    /// Is it one of them? An end may be written as the last minute, or as what comes after it.
    fn keeps(&self, ms: u32) -> bool {
        let near = |known: &u32| known.abs_diff(ms) <= SETTLED_MS;
        let end = |known: &u32| (ms..=ms + SETTLED_MS).contains(known);
        self.times.contains(&ms)
            || self.ends.iter().any(end)
            || (self.settled && (self.times.iter().any(near) || self.ends.iter().any(near)))
    }

    fn at(&mut self, case: &Case<'_>, place: Place) {
        let flow = place.flow().and_then(|f| case.book.flows.get(f.index()));
        match place {
            Place::Table(t) => {
                let rows = case.book.tables.get(t.index()).map_or(0, |t| t.rows.len());
                (0..rows).for_each(|r| self.at(case, Place::Row(t, r)));
            }
            Place::Row(t, r) => {
                let Some(table) = case.book.tables.get(t.index()) else { return };
                let Some(row) = table.rows.get(r) else { return };
                self.settled |=
                    row.grounds.iter().chain(&table.grounds).any(|g| matches!(g, Ground::Assumed { .. }));
                for cell in &row.cells {
                    match cell {
                        Cell::Times(from, to) => {
                            self.times.push(*from);
                            self.ends.push(*to);
                        }
                        Cell::Values(values) => values.iter().for_each(|v| self.literal(v)),
                        _ => {}
                    }
                }
            }
            Place::Hours(h) => {
                for row in case.book.hours.get(h).into_iter().flat_map(|h| &h.rows) {
                    self.times.push(row.times.0);
                    self.ends.push(row.times.1);
                }
            }
            Place::Calendar(c) => {
                self.dates
                    .extend(case.book.calendars.get(c).into_iter().flat_map(|c| &c.days).map(|d| d.date));
            }
            Place::Setting(s) => {
                if let Some(default) = case.book.settings.get(s.index()).and_then(|s| s.default.as_ref()) {
                    self.literal(default);
                }
            }
            Place::Edge(_, e) => {
                if let Some(edge) = flow.and_then(|f| f.graph.edge_weight(e)) {
                    self.edge(case, &edge.kind);
                }
            }
            Place::Node(_, n) => {
                let Some(flow) = flow else { return };
                for edge in flow.graph.edges(n) {
                    self.edge(case, &edge.weight().kind);
                }
                let Some(node) = flow.graph.node_weight(n) else { return };
                if let NodeKind::Do { args, .. }
                | NodeKind::Start { args, .. }
                | NodeKind::Call { args, .. } = &node.kind
                {
                    args.iter().for_each(|a| self.expr(case, a));
                }
                for d in &node.deadlines {
                    if let Some(h) = d.length.hours {
                        self.at(case, Place::Hours(h.index()));
                    }
                }
                for say in &node.says {
                    if let sop_core::model::SayWhat::Table(t) = say.what {
                        self.at(case, Place::Table(t));
                    }
                }
            }
            _ => {}
        }
    }

    fn edge(&mut self, case: &Case<'_>, kind: &EdgeKind) {
        match kind {
            EdgeKind::When(e) | EdgeKind::At(e) => self.expr(case, e),
            EdgeKind::After(length) => {
                if let Some(h) = length.hours {
                    self.at(case, Place::Hours(h.index()));
                }
            }
            _ => {}
        }
    }

    fn expr(&mut self, case: &Case<'_>, expr: &Expr) {
        match expr {
            Expr::Literal(l) => self.literal(l),
            Expr::Setting(s) => self.at(case, Place::Setting(*s)),
            Expr::Not(x)
            | Expr::TimeOf(x)
            | Expr::DateOf(x)
            | Expr::WeekdayOf(x)
            | Expr::DayOf(x, _)
            | Expr::On(x, _) => self.expr(case, x),
            Expr::Within(x, h) => {
                self.expr(case, x);
                self.at(case, Place::Hours(h.index()));
            }
            Expr::And(all) | Expr::Or(all) => all.iter().for_each(|x| self.expr(case, x)),
            Expr::Compare(_, a, b) | Expr::Contains(a, b) | Expr::Binary(_, a, b) => {
                self.expr(case, a);
                self.expr(case, b);
            }
            Expr::Table(t, args) => {
                args.iter().for_each(|x| self.expr(case, x));
                self.at(case, Place::Table(*t));
            }
            _ => {}
        }
    }

    fn literal(&mut self, literal: &Literal) {
        match literal {
            Literal::Time(ms) => self.times.push(*ms),
            Literal::Date(days) => self.dates.extend(
                chrono::NaiveDate::from_ymd_opt(1970, 1, 1)
                    .and_then(|d| d.checked_add_signed(chrono::TimeDelta::try_days(i64::from(*days))?)),
            ),
            Literal::List(all) => all.iter().for_each(|l| self.literal(l)),
            _ => {}
        }
    }
}

/// A length as the language writes it.
fn length(ms: i64) -> Words {
    Words::verbatim(duration(ms))
}
