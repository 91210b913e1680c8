//! Why a scenario failed: what was expected beside what happened, and what would have fitted.

use super::{Names, breach, local, rejected, value};
use crate::family::{CaseNo, Family, Refused};
use crate::offers::index;
use crate::run::{Failure, Fault, Misfit, Run, broken};
use petgraph::graph::NodeIndex;
use sop_core::diagnostic::{Words, names};
use sop_core::model::{Act, ActKind, Book, Expectation, Expr, FactId, FlowId, Scenario};
use sop_core::render;
use sop_core::source::Span;
use sop_core::words;
use sop_runtime::kernel::{Effect, Status};

/// A failure in words.
#[derive(Clone, Debug)]
pub struct Told {
    /// What is wrong, in one sentence.
    pub title: Words,
    /// A word for machines: `unmet`, `misfit`, `broken`, `stuck`, …
    pub kind: &'static str,
    /// What was expected, or what the line would have done.
    pub expected: Option<Words>,
    /// What happened instead.
    pub happened: Vec<Words>,
    /// What would have fitted, as lines of a scenario.
    pub fits: Vec<Words>,
}

/// A failure of a run in words.
pub fn failure(book: &Book, scenario: &Scenario, run: &Run<'_>, failure: &Failure) -> Told {
    let act = act_at(&scenario.acts, scenario.flow, failure.at);
    let teller = Teller { book, family: run.family.as_ref(), failure, since: since(run, scenario) };
    teller.told(act)
}

/// How long the log was before the last act that is no expectation.
fn since(run: &Run<'_>, scenario: &Scenario) -> usize {
    let mut since = 0;
    for done in &run.acts {
        let expects = act_at(&scenario.acts, scenario.flow, done.at)
            .is_some_and(|(_, a)| matches!(a, ActKind::Expect(_) | ActKind::Inside { .. }));
        if !expects {
            since = done.log;
        }
    }
    since
}

/// The act that is written there, and in a case of which flow.
fn act_at(acts: &[Act], flow: FlowId, at: Span) -> Option<(FlowId, &ActKind)> {
    let mut open: Vec<(FlowId, &Act)> = acts.iter().map(|a| (flow, a)).collect();
    while let Some((flow, act)) = open.pop() {
        if act.at == at {
            return Some((flow, &act.kind));
        }
        if let ActKind::Inside { flow: inner, acts, .. } = &act.kind {
            open.extend(acts.iter().map(|a| (*inner, a)));
        }
    }
    None
}

struct Teller<'a> {
    book: &'a Book,
    family: Option<&'a Family<'a>>,
    failure: &'a Failure,
    since: usize,
}

impl Teller<'_> {
    fn told(&self, act: Option<(FlowId, &ActKind)>) -> Told {
        let line = || {
            act.map(|(flow, act)| words!("expected-act", act = render::scenario::act(self.book, flow, act)))
        };
        let told =
            |kind, title, expected, happened| Told { title, kind, expected, happened, fits: self.fits() };
        match &self.failure.fault {
            Fault::Unbuilt(why) => {
                told("unbuilt", words!("fault-unbuilt"), None, vec![Words::verbatim(why.clone())])
            }
            Fault::Begin(why) => told("begin", words!("fault-begin"), None, vec![self.refused(why)]),
            Fault::Misfit(why) => {
                let mut happened = vec![self.misfit(why)];
                happened.extend(self.stands());
                told("misfit", words!("fault-misfit"), line(), happened)
            }
            Fault::Unmet(expectation) => {
                let happened = self.instead(expectation);
                told("unmet", words!("fault-unmet"), Some(self.expected(expectation)), happened)
            }
            Fault::Unknown(expectation, why) => {
                let mut happened = vec![rejected(self.book, self.failure.flow, why)];
                happened.extend(self.instead(expectation));
                happened.dedup();
                told("unmet", words!("fault-unmet"), Some(self.expected(expectation)), happened)
            }
            Fault::Timer(why) => told("timer", words!("fault-timer"), None, vec![self.refused(why)]),
            Fault::EndNotTaken(why) => {
                told("end", words!("fault-end"), None, vec![rejected(self.book, self.failure.flow, why)])
            }
            Fault::Broken(broken) => {
                let rule = self.book.rules.get(broken.rule);
                let name = rule.map_or_else(String::new, |r| r.name.clone());
                let label = rule.map_or_else(String::new, |r| r.label.clone());
                let mut happened = vec![breach(broken)];
                if let Some(node) = broken.node {
                    happened.push(words!("broken-at", node = self.node(node)));
                }
                let expected = words!("expected-rule", label = label);
                told("broken", words!("fault-broken", rule = name), Some(expected), happened)
            }
            Fault::Stuck => told("stuck", words!("fault-stuck"), None, self.stands()),
            Fault::Unsteady(why) => {
                told("unsteady", words!("fault-unsteady"), None, vec![Words::verbatim(why.clone())])
            }
        }
    }

    fn names(&self) -> Option<Names<'_>> {
        self.family.map(|family| Names { book: self.book, family })
    }

    fn node(&self, node: NodeIndex) -> String {
        let flow = self.book.flows.get(self.failure.flow.index());
        flow.and_then(|f| f.graph.node_weight(node)).map_or_else(String::new, |n| n.name.clone())
    }

    fn fits(&self) -> Vec<Words> {
        match (&self.failure.fault, self.names()) {
            (
                Fault::Misfit(_) | Fault::Unmet(Expectation::At { not: false, .. } | Expectation::Ended(_)),
                Some(names),
            ) => names.fits(self.failure.case),
            _ => Vec::new(),
        }
    }

    fn refused(&self, refused: &Refused) -> Words {
        match refused {
            Refused::Input { flow, set_off, why } => {
                let why = rejected(self.book, *flow, why);
                let flow = self.book.flows.get(flow.index()).map_or_else(String::new, |f| f.name.clone());
                if *set_off { words!("refused-elsewhere", flow = flow, why = why) } else { why }
            }
            Refused::TooMany => words!("refused-round"),
            Refused::TooManyTimers => words!("refused-timers"),
        }
    }

    fn misfit(&self, why: &Misfit) -> Words {
        match why {
            Misfit::NotOpen(node) => words!("misfit-not-open", node = self.node(*node)),
            Misfit::NotExpected(event) => {
                let event = self.book.events.get(event.index()).map_or_else(String::new, |e| e.name.clone());
                words!("misfit-event", event = event)
            }
            Misfit::NoCase(node) => words!("misfit-no-case", node = self.node(*node)),
            Misfit::Over => words!("refused-over"),
            Misfit::TimeBack => match self.family {
                Some(family) => {
                    let now = render::source::moment(local(self.book, family.now()));
                    words!("misfit-time", now = now)
                }
                None => words!("refused-over"),
            },
            Misfit::Refused(why) => self.refused(why),
        }
    }

    /// How the case stands.
    fn stands(&self) -> Vec<Words> {
        let Some((family, case)) = self.family.and_then(|f| Some((f, f.case(self.failure.case)?))) else {
            return Vec::new();
        };
        match case.state.status() {
            Status::NotStarted => Vec::new(),
            Status::Ended { outcome } => vec![words!("stands-ended", outcome = self.node(index(outcome)))],
            Status::Cancelled => vec![words!("stands-cancelled")],
            Status::Open => {
                let mut at: Vec<String> = Vec::new();
                for token in case.state.tokens(family.program()) {
                    let node = self.node(index(token.node));
                    if !at.contains(&node) {
                        at.push(node);
                    }
                }
                vec![words!("stands-at", nodes = names(at))]
            }
        }
    }

    fn expected(&self, expectation: &Expectation) -> Words {
        let message = |i: usize| self.book.messages.get(i).map_or_else(String::new, |m| m.name.clone());
        match expectation {
            Expectation::Say { messages, no } => {
                let all = names(messages.iter().map(|m| message(m.index())));
                match (no, messages.len()) {
                    (true, _) => words!("expected-no-say", messages = all),
                    (false, 1) => words!("expected-say", messages = all),
                    (false, _) => words!("expected-say-one", messages = all),
                }
            }
            Expectation::Tell { lane, message: m } => {
                let lane = self.book.lanes.get(lane.index()).map_or_else(String::new, |l| l.name.clone());
                words!("expected-tell", lane = lane, message = message(m.index()))
            }
            Expectation::Publish(event) => {
                let event = self.book.events.get(event.index()).map_or_else(String::new, |e| e.name.clone());
                words!("expected-publish", event = event)
            }
            Expectation::At { node, not: false } => words!("expected-at", node = self.node(*node)),
            Expectation::At { node, not: true } => words!("expected-not-at", node = self.node(*node)),
            Expectation::Holds(e) => {
                let flow = self.book.flows.get(self.failure.flow.index());
                let text = flow.map_or_else(String::new, |f| render::source::expr(self.book, f, e));
                words!("expected-holds", condition = text)
            }
            Expectation::Ended(node) => words!("expected-ended", outcome = self.node(*node)),
            Expectation::Open => words!("expected-open"),
            Expectation::Cancelled => words!("expected-cancelled"),
            Expectation::Broken(rule) => {
                let rule = self.book.rules.get(*rule).map_or_else(String::new, |r| r.name.clone());
                words!("expected-broken", rule = rule)
            }
        }
    }

    /// What happened instead of what was expected.
    fn instead(&self, expectation: &Expectation) -> Vec<Words> {
        let (Some(family), Some(all)) = (self.family, self.names()) else { return Vec::new() };
        let case = self.failure.case;
        let since = |which: &dyn Fn(&Effect) -> Option<String>| {
            let happened = family.log().iter().skip(self.since).filter(|h| h.case == case);
            happened.flat_map(|h| &h.effects).filter_map(which).collect::<Vec<String>>()
        };
        match expectation {
            Expectation::Say { messages, no } => {
                let said = since(&|e| match e {
                    Effect::Say { to: None, message, .. } => Some(all.message(message.index())),
                    _ => None,
                });
                let mut out = vec![if said.is_empty() {
                    words!("said-nothing")
                } else {
                    words!("said", messages = names(said))
                }];
                if !no {
                    out.extend(self.said_before(family, case, messages));
                    out.extend(self.stands());
                }
                out
            }
            Expectation::Tell { .. } => {
                let told = since(&|e| match e {
                    Effect::Say { to: Some(lane), message, .. } => {
                        Some(format!("{} {}", all.lane(lane.index()), all.message(message.index())))
                    }
                    _ => None,
                });
                vec![if told.is_empty() {
                    words!("told-nobody")
                } else {
                    words!("told", messages = names(told))
                }]
            }
            Expectation::Publish(_) => {
                let published = since(&|e| match e {
                    Effect::Publish { event, .. } => Some(all.event(event.index())),
                    _ => None,
                });
                vec![if published.is_empty() {
                    words!("published-nothing")
                } else {
                    words!("published", events = names(published))
                }]
            }
            Expectation::Holds(e) => self.facts(e),
            Expectation::Broken(_) => {
                let mut rules: Vec<String> = Vec::new();
                for one in family.log().iter().flat_map(broken) {
                    let rule = all.rule(one.rule);
                    if !rules.contains(&rule) {
                        rules.push(rule);
                    }
                }
                vec![if rules.is_empty() {
                    words!("broken-none")
                } else {
                    words!("broken-others", rules = names(rules))
                }]
            }
            Expectation::At { .. } | Expectation::Ended(_) | Expectation::Open | Expectation::Cancelled => {
                self.stands()
            }
        }
    }

    /// When it was said last, though not since.
    fn said_before(
        &self,
        family: &Family<'_>,
        case: CaseNo,
        messages: &[sop_core::model::MessageId],
    ) -> Option<Words> {
        let log = family.log().iter().take(self.since).filter(|h| h.case == case);
        let said = log.flat_map(|h| h.effects.iter().map(move |e| (h.at, e)));
        let mut last = said.rev().filter_map(|(at, e)| match e {
            Effect::Say { to: None, message, .. } if messages.contains(message) => Some((at, *message)),
            _ => None,
        });
        let (at, message) = last.next()?;
        let message = self.book.messages.get(message.index()).map_or_else(String::new, |m| m.name.clone());
        let time = local(self.book, at).format("%H:%M:%S").to_string();
        Some(words!("said-before", message = message, time = time))
    }

    /// The facts that a condition reads, with their values.
    fn facts(&self, condition: &Expr) -> Vec<Words> {
        let Some(case) = self.family.and_then(|f| f.case(self.failure.case)) else { return Vec::new() };
        let Some(flow) = self.book.flows.get(case.flow.index()) else { return Vec::new() };
        let mut read: Vec<FactId> = Vec::new();
        facts_of(condition, &mut read);
        let told = read.into_iter().filter_map(|id| {
            let field = &flow.facts.get(id.index())?.field;
            Some(match case.state.fact(id) {
                Some(known) => {
                    let known = value(self.book, known, Some(field));
                    words!("fact-is", fact = field.name.clone(), value = known)
                }
                None => words!("fact-unknown", fact = field.name.clone()),
            })
        });
        let mut told: Vec<Words> = told.collect();
        if told.is_empty() {
            let now = self.family.map(|f| render::source::moment(local(self.book, f.now())));
            told.extend(now.map(|now| words!("now-is", now = now)));
        }
        told
    }
}

/// The facts that an expression reads, each once.
fn facts_of(e: &Expr, into: &mut Vec<FactId>) {
    let mut open = vec![e];
    while let Some(e) = open.pop() {
        if let Expr::Fact(f) | Expr::Known(f) = e
            && !into.contains(f)
        {
            into.push(*f);
        }
        open.extend(e.parts().into_iter().rev());
    }
}
