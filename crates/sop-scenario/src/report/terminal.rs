//! The report for people: failures in full, then one line a flow, then what nothing reached.

use super::Report;
use super::place::{excerpt, item, name, place};
use super::table::table;
use crate::coverage::{Item, Kind, Reached};
use crate::explore::{Explored, Found};
use crate::suite::{Outcome, Suite};
use crate::tell::{Row, Told};
use petgraph::graph::NodeIndex;
use sop_core::diagnostic::Words;
use sop_core::model::{Book, FlowId, NodeKind};
use sop_core::render;
use sop_core::words;

/// Lines of a timeline that are shown; of a longer one, the last.
const ROWS_MAX: usize = 80;

/// Items without a scenario that are listed for one flow.
const UNREACHED_MAX: usize = 30;

/// The suite as text.
pub fn terminal(suite: &Suite<'_>, report: &Report<'_>) -> String {
    let page = Page { suite, report };
    let mut out = String::new();
    for outcome in &suite.outcomes {
        if let Some((failure, told)) = &outcome.failure {
            out.push_str(&page.failed(outcome, told, failure.at));
        }
    }
    for explored in &suite.explored {
        for found in &explored.found {
            out.push_str(&page.found(explored, found));
        }
    }
    out.push_str(&page.flows());
    if !suite.partial {
        out.push_str(&page.unreached());
    }
    if !suite.explored.is_empty() {
        out.push_str(&page.walks());
    }
    out.push_str(&page.end());
    out
}

struct Page<'a> {
    suite: &'a Suite<'a>,
    report: &'a Report<'a>,
}

impl Page<'_> {
    fn say(&self, words: &Words) -> String {
        words.say(self.report.lang)
    }

    fn failed(&self, outcome: &Outcome<'_>, told: &Told, at: sop_core::source::Span) -> String {
        let scenario = outcome.scenario;
        let flow = name(self.suite.book, scenario.flow);
        let head = words!("test-failed", flow = flow.to_owned(), name = scenario.name.clone());
        let mut out = format!("{} \"{}\"\n", self.say(&head), scenario.label);
        if let Some(place) = place(self.report.sources, at) {
            out.push_str(&format!("  {place}\n"));
        }
        for line in excerpt(self.report.sources, at) {
            out.push_str(&format!("    {line}\n"));
        }
        out.push_str(&self.told(told));
        out.push_str(&self.timeline(&outcome.timeline, &outcome.acts, |span| {
            place(self.report.sources, span).map(|p| p.line)
        }));
        out.push('\n');
        out
    }

    fn told(&self, told: &Told) -> String {
        let mut out = format!("  {}\n", self.say(&told.title));
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut add = |head: Words, all: &[Words]| {
            for (i, one) in all.iter().enumerate() {
                rows.push(vec![if i == 0 { self.say(&head) } else { String::new() }, self.say(one)]);
            }
        };
        add(words!("test-expected"), told.expected.as_slice());
        add(words!("test-happened"), &told.happened);
        add(words!("test-fits"), &told.fits);
        out.push_str(&table(&rows, 4));
        out
    }

    fn timeline(
        &self,
        rows: &[Row],
        acts: &[(sop_core::source::Span, usize)],
        line: impl Fn(sop_core::source::Span) -> Option<u32>,
    ) -> String {
        if rows.is_empty() {
            return String::new();
        }
        let mut out = format!("  {}\n", self.say(&words!("test-timeline")));
        let from = rows.len().saturating_sub(ROWS_MAX);
        if from > 0 {
            out.push_str(&format!("    {}\n", self.say(&words!("test-earlier", count = from))));
        }
        let mut cells: Vec<Vec<String>> = Vec::new();
        let mut day = String::new();
        let (mut shown, mut who) = (None, String::new());
        for row in rows.iter().skip(from) {
            let this = row.at.format("%Y-%m-%d").to_string();
            let date = if this == day { String::new() } else { this.clone() };
            day = this;
            // The act that an input came from: the last one before which the log was no longer.
            let act = acts.iter().rev().find(|(_, log)| *log <= row.log);
            let number = act.and_then(|(span, _)| line(*span)).filter(|_| row.cause);
            let number = number.filter(|n| shown != Some(*n));
            if row.cause {
                shown = number.or(shown);
            }
            let first = row.cause || who != row.who;
            let time = if first { row.at.format("%H:%M:%S").to_string() } else { String::new() };
            let case = if first { row.who.clone() } else { String::new() };
            who.clone_from(&row.who);
            let what = format!("{}{}", if row.cause { "" } else { "  " }, self.say(&row.what));
            let number = number.map(|n| n.to_string()).unwrap_or_default();
            cells.push(vec![number, date, time, case, what]);
        }
        out.push_str(&table(&cells, 4));
        out
    }

    fn found(&self, explored: &Explored<'_>, found: &Found) -> String {
        let flow = name(self.suite.book, explored.flow).to_owned();
        let head = words!(
            "test-found",
            flow = flow,
            walk = i64::try_from(found.walk + 1).unwrap_or(i64::MAX),
            acts = found.acts,
            short = found.lines
        );
        let mut out = format!("{}\n", self.say(&head));
        out.push_str(&self.told(&found.told));
        let text = render::scenario(self.suite.book, &found.scenario);
        for line in text.lines() {
            out.push_str(&format!("    {line}\n"));
        }
        out.push_str(&self.timeline(&found.timeline, &found.steps, |span| Some(span.start)));
        out.push('\n');
        out
    }

    fn flows(&self) -> String {
        let mut rows = Vec::new();
        let heads = [
            words!("test-flow"),
            words!("test-scenarios"),
            words!("test-steps"),
            words!("test-arrows"),
            words!("test-timers"),
            words!("test-interruptions"),
            words!("test-ends"),
            words!("test-coverage"),
        ];
        rows.push(heads.iter().map(|h| self.say(h)).collect());
        for flow in &self.suite.flows {
            let own = self.suite.outcomes.iter().filter(|o| o.scenario.flow == *flow);
            let (all, failed) = own.fold((0, 0), |(a, f), o| (a + 1, f + usize::from(o.failure.is_some())));
            let count = match failed {
                0 => words!("test-passed-count", count = all),
                _ => words!("test-failed-count", count = all, failed = failed),
            };
            let mut row = vec![name(self.suite.book, *flow).to_owned(), self.say(&count)];
            for kind in Kind::ALL {
                let (reached, all) = self.suite.coverage.of_kind(*flow, kind);
                row.push(if all == 0 { "-".to_owned() } else { format!("{reached}/{all}") });
            }
            row.push(format!("{} %", self.suite.coverage.percent(*flow)));
            rows.push(row);
        }
        table(&rows, 0)
    }

    fn unreached(&self) -> String {
        let mut out = String::new();
        for flow in &self.suite.flows {
            let items = self.suite.coverage.items(*flow);
            let missing: Vec<_> = items.iter().filter(|r| r.times == 0).collect();
            let flow_name = name(self.suite.book, *flow).to_owned();
            if missing.is_empty() {
                continue;
            }
            if missing.len() == items.len() {
                out.push_str(&format!("\n{}\n", self.say(&words!("test-unreached-all", flow = flow_name))));
                continue;
            }
            // What leaves a place that nothing reaches can't be reached either.
            let missing: Vec<_> = missing
                .into_iter()
                .filter(|r| {
                    leaves(self.suite.book, *flow, r)
                        .is_none_or(|n| items.iter().any(|i| i.item == Item::Node(n) && i.times > 0))
                })
                .collect();
            let head = words!("test-unreached", flow = flow_name);
            out.push_str(&format!("\n{}\n", self.say(&head)));
            let rows = missing.iter().take(UNREACHED_MAX).map(|r| {
                let place = place(self.report.sources, r.at).map(|p| format!("{}:{}", p.path, p.line));
                let what = item(self.suite.book, self.report.sources, *flow, r);
                vec![self.say(&kind(r.kind)), what, place.unwrap_or_default()]
            });
            out.push_str(&table(&rows.collect::<Vec<_>>(), 2));
            if missing.len() > UNREACHED_MAX {
                let more = words!("test-more", count = missing.len() - UNREACHED_MAX);
                out.push_str(&format!("  {}\n", self.say(&more)));
            }
        }
        out
    }

    fn walks(&self) -> String {
        let seed = i64::try_from(self.suite.seed).unwrap_or(i64::MAX);
        let mut out = format!("\n{}\n", self.say(&words!("test-walks", seed = seed)));
        let rows = self.suite.explored.iter().map(|e| {
            let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
            let found = match e.found.len() {
                0 => words!("test-found-nothing"),
                n => words!("test-found-count", count = n),
            };
            vec![
                name(self.suite.book, e.flow).to_owned(),
                self.say(&words!("test-walk-count", walks = number(e.walks), acts = number(e.acts))),
                self.say(&words!("test-walk-coverage", percent = i64::from(e.coverage.percent(e.flow)))),
                self.say(&found),
            ]
        });
        out.push_str(&table(&rows.collect::<Vec<_>>(), 2));
        out
    }

    fn end(&self) -> String {
        let mut out = String::from("\n");
        if let Some(percent) = self.report.min_coverage {
            for flow in self.suite.below(percent) {
                let low = words!(
                    "test-too-low",
                    flow = name(self.suite.book, flow).to_owned(),
                    percent = i64::from(self.suite.coverage.percent(flow)),
                    min = i64::from(percent)
                );
                out.push_str(&format!("{}\n", self.say(&low)));
            }
        }
        let (all, failed) = (self.suite.outcomes.len(), self.suite.failures());
        let end = match (all, failed) {
            (0, _) => words!("test-none"),
            (_, 0) => words!("test-all-passed", count = all),
            _ => words!("test-some-failed", count = all, failed = failed),
        };
        out.push_str(&format!("{}\n", self.say(&end)));
        out
    }
}

/// The place that an arrow or a timer leaves; `None` for all else.
fn leaves(book: &Book, flow: FlowId, reached: &Reached) -> Option<NodeIndex> {
    let graph = &book.flows.get(flow.index())?.graph;
    match reached.item {
        Item::Edge(edge) => {
            let (from, _) = graph.edge_endpoints(edge)?;
            // Joins are counted nowhere.
            (!matches!(graph.node_weight(from)?.kind, NodeKind::Join(_))).then_some(from)
        }
        Item::Deadline(node, _) => Some(node),
        _ => None,
    }
}

fn kind(kind: Kind) -> Words {
    match kind {
        Kind::Step => words!("test-step"),
        Kind::Arrow => words!("test-arrow"),
        Kind::Timer => words!("test-timer"),
        Kind::Interruption => words!("test-interruption"),
        Kind::End => words!("test-end"),
    }
}
