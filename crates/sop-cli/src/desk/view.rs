//! What the desk shows of a family, as lines of text: the same for the plain desk and the screen.

use super::{Desk, Offer, phrases};
use crate::speech::say;
use sop::engine::views::SaidView;
use sop::{CaseStatus, CaseView, EffectView, words};

/// The parts of the picture.
#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    /// Case, flow and time.
    pub(crate) head: String,
    /// What is to be said to the customer now, in these words; if nothing is, what was said last.
    pub(crate) say: Vec<String>,
    /// It is to be said now.
    pub(crate) say_now: bool,
    /// Where the cases stand and who was told what.
    pub(crate) stand: Vec<String>,
    /// Timers, the next first.
    pub(crate) timers: Vec<String>,
    /// Facts of the root case, then of the others under way.
    pub(crate) facts: Vec<String>,
    /// What can be done, numbered from 1.
    pub(crate) offers: Vec<String>,
}

/// How many of the words said to lanes are shown of a case.
const TOLD_SHOWN: usize = 2;

/// Draws a family.
pub(crate) fn view(desk: &Desk, family: &[CaseView], offers: &[Offer]) -> View {
    let zone = &desk.engine.book().zone;
    let now = desk.now();
    let mut view = View::default();
    let Some(root) = family.iter().find(|c| c.id == desk.root) else { return view };
    let clock = desk.time.as_ref().map(|_| format!(" · {}", say(words!("virtual-clock"))));
    view.head = format!(
        "{} · {} · {} {} {}{}",
        say(words!("desk-case", case = root.id.0)),
        root.label,
        phrases::day(now, zone),
        phrases::clock(now, zone),
        zone.name,
        clock.unwrap_or_default(),
    );
    for case in family {
        view.stand.extend(stand(desk, case));
    }
    (view.say, view.say_now) = to_say(desk, family);
    let mut timers: Vec<_> = family.iter().flat_map(|c| c.timers.iter().map(move |t| (c, t))).collect();
    timers.sort_by_key(|(_, t)| t.due);
    for (case, timer) in timers {
        let names = phrases::Names { book: desk.engine.book(), flow: &case.flow };
        view.timers.push(format!("{}  {}", phrases::left(now, timer.due), phrases::timer(timer, names)));
    }
    for case in family.iter().filter(|c| c.id == desk.root || c.status == CaseStatus::Open) {
        // A fact that a case was given by another one is shown once.
        for line in
            case.facts.iter().filter(|f| f.value.is_some()).map(|f| format!("{}: {}", f.name, f.shown))
        {
            if !view.facts.contains(&line) {
                view.facts.push(line);
            }
        }
    }
    view.offers = offers
        .iter()
        .enumerate()
        .map(|(i, o)| {
            let lane = if o.lane.is_empty() { String::new() } else { format!(" [{}]", o.lane) };
            format!("{:>2}  {}{lane}", i + 1, o.label)
        })
        .collect();
    view
}

/// The words that belong to where the cases stand now; if there are none, those said last.
fn to_say(desk: &Desk, family: &[CaseView]) -> (Vec<String>, bool) {
    let mut now: Vec<String> = Vec::new();
    for case in family.iter().filter(|c| c.status == CaseStatus::Open) {
        let mut nodes = std::collections::BTreeSet::new();
        for said in &case.said {
            let EffectView::Say { node: Some(node), to: None, .. } = &said.say else { continue };
            if !case.tokens.iter().any(|t| t.name == *node) {
                continue;
            }
            let Some(text) = phrases::said(&said.say, desk.language) else { continue };
            // A node that was come to again says its words again: once is enough.
            if nodes.insert((node.clone(), text.to_owned())) {
                now.push(text.to_owned());
            }
        }
    }
    if !now.is_empty() {
        return (now, true);
    }
    let customer = |said: &&SaidView| matches!(&said.say, EffectView::Say { to: None, .. });
    let last = family.iter().flat_map(|c| &c.said).filter(customer).max_by_key(|s| s.at);
    let zone = &desk.engine.book().zone;
    let last = last.and_then(|s| Some((phrases::clock(s.at, zone), phrases::said(&s.say, desk.language)?)));
    (last.map(|(at, text)| format!("{at}  {text}")).into_iter().collect(), false)
}

fn stand(desk: &Desk, case: &CaseView) -> Vec<String> {
    let zone = &desk.engine.book().zone;
    let mut lines = Vec::new();
    let name = if case.id == desk.root {
        String::new()
    } else {
        format!("{} ({}): ", case.label, say(words!("desk-case-within", case = case.id.0)))
    };
    match &case.status {
        CaseStatus::Ended(outcome) => {
            let flow = desk.engine.book().flows.iter().find(|f| f.name == case.flow);
            let label = flow
                .and_then(|f| f.graph.node_weights().find(|n| n.name == *outcome))
                .map(|n| n.label.clone());
            lines.push(format!("■ {name}{}", label.unwrap_or_else(|| outcome.clone())));
        }
        CaseStatus::Cancelled => lines.push(format!("■ {name}{}", say(words!("desk-cancelled")))),
        CaseStatus::Open => {
            let stages: Vec<&str> = case.stages.iter().map(|s| s.label.as_str()).collect();
            let stage =
                if stages.is_empty() { String::new() } else { format!("   ({})", stages.join(" / ")) };
            lines.extend(case.tokens.iter().map(|t| format!("▸ {name}{}{stage}", t.label)));
            for call in &case.calls {
                let state = match &call.incident {
                    None => words!("call-running"),
                    Some(error) => words!("call-failed", error = error),
                };
                lines.push(format!("  ⚙ {name}{}: {}", call.action, say(state)));
            }
        }
    }
    let told = |said: &&SaidView| matches!(&said.say, EffectView::Say { to: Some(_), .. });
    let told: Vec<&SaidView> = case.said.iter().filter(told).collect();
    let names = phrases::Names { book: desk.engine.book(), flow: &case.flow };
    for said in told.iter().rev().take(TOLD_SHOWN).rev() {
        if let Some(text) = phrases::effect(&said.say, names, desk.language) {
            lines.push(format!("  {} {text}", phrases::clock(said.at, zone)));
        }
    }
    lines
}
