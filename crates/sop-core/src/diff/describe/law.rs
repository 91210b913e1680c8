//! Rules, in the sentences of the language, and scenarios.

use super::{Described, Speech, code};
use crate::diff::phrase::Phrase;
use crate::diff::{Aspect, ThingKind};
use crate::model::{Book, EventId, Flow, Law, Point, Rule, Scenario};
use crate::words;
use petgraph::graph::NodeIndex;

pub(super) fn rules(book: &Book) -> Vec<Described> {
    book.rules.iter().map(|r| rule(book, r)).collect()
}

fn rule(book: &Book, rule: &Rule) -> Described {
    let mut thing = Described::new(ThingKind::Rule, &rule.name, &rule.label, rule.at);
    let mut laws: Vec<Phrase> = Vec::new();
    let mut flows = Vec::new();
    for (id, law) in &rule.laws {
        let Some(flow) = book.flows.get(id.index()) else { continue };
        flows.push(Phrase::named(&flow.name, &flow.label));
        let law = code(sentence(Speech { book, flow }, law));
        if !laws.contains(&law) {
            laws.push(law);
        }
    }
    let law = Phrase::list(laws);
    thing.summary = law.clone();
    thing.set(Aspect::Law, law);
    thing.set(Aspect::HoldsFor, Phrase::list(flows));
    let watched = rule.watched.as_ref();
    thing.some(
        Aspect::Watched,
        watched.map(|why| Phrase::spoken(format!("watched {why}"), |_| format!("“{why}”"))),
    );
    thing.grounded(&rule.grounds).noted(&rule.notes)
}

/// What a rule demands, as it is written.
fn sentence(say: Speech<'_>, law: &Law) -> String {
    let points = |points: &[Point]| {
        let mut all: Vec<String> = Vec::new();
        for point in points.iter().map(|p| self::point(say.book, say.flow, p)) {
            if !all.contains(&point) {
                all.push(point);
            }
        }
        all.join(" or ")
    };
    match law {
        Law::Precedence { first, then } => format!("never {} before {}", points(then), points(first)),
        Law::NotSuccession { first, then } => format!("never {} after {}", points(then), points(first)),
        Law::Absence { of } => format!("never {}", points(of)),
        Law::AtMost { times: 1, of } => format!("at most once {}", points(of)),
        Law::AtMost { times, of } => format!("at most {times} times {}", points(of)),
        Law::Existence { of } => format!("always {}", points(of)),
        Law::Response { trigger, then, within } => {
            let within =
                within.as_ref().map_or_else(String::new, |l| format!(" within {}", say.length(l).source));
            format!("{} is followed by {}{within}", points(trigger), points(then))
        }
    }
}

fn point(book: &Book, flow: &Flow, point: &Point) -> String {
    let node = |n: &NodeIndex| flow.graph.node_weight(*n).map_or("?", |n| n.name.as_str());
    let event = |e: &EventId| book.events.get(e.index()).map_or("?", |e| e.name.as_str());
    match point {
        Point::Begun(n) | Point::Done(n) => node(n).to_owned(),
        Point::Answered(n, answer) => format!("answer {} {answer}", node(n)),
        Point::Said(m) => format!("say {}", book.messages.get(m.index()).map_or("?", |m| m.name.as_str())),
        Point::Event(e) => format!("on {}", event(e)),
        Point::Published(e) => format!("publish {}", event(e)),
        Point::Ended(Some(n)) => format!("end {}", node(n)),
        Point::Ended(None) => "end".to_owned(),
    }
}

pub(super) fn scenarios(book: &Book) -> Vec<Described> {
    book.scenarios.iter().map(|s| scenario(book, s)).collect()
}

fn scenario(book: &Book, scenario: &Scenario) -> Described {
    let mut thing = Described::new(ThingKind::Scenario, &scenario.name, &scenario.label, scenario.at);
    // Its label, grounds and notes are aspects of their own.
    let bare = Scenario { label: String::new(), grounds: Vec::new(), notes: Vec::new(), ..scenario.clone() };
    let source = crate::render::scenario::scenario(book, &bare);
    thing.set(Aspect::Content, Phrase { source, ..Phrase::said("", &words!("diff-as-written")) });
    let flow = book.flows.get(scenario.flow.index());
    thing.summary = flow.map_or_else(|| Phrase::plain(""), |f| Phrase::named(&f.name, &f.label));
    thing.grounded(&scenario.grounds).noted(&scenario.notes)
}
