//! What the desk shows of a family, as lines of text: the same for the plain desk and the screen.

use super::{Desk, Offer, words};
use sop::{CaseStatus, CaseView};

/// The parts of the picture.
#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    /// Case, flow and time.
    pub(crate) head: String,
    /// Where the cases stand and what is to be said.
    pub(crate) stand: Vec<String>,
    /// Timers, the next first.
    pub(crate) timers: Vec<String>,
    /// Facts of the root case.
    pub(crate) facts: Vec<String>,
    /// What can be done, numbered from 1.
    pub(crate) offers: Vec<String>,
}

/// How many words said are shown of a case.
const SAID_SHOWN: usize = 2;

/// Draws a family.
pub(crate) fn view(desk: &Desk, family: &[CaseView], offers: &[Offer]) -> View {
    let zone = &desk.engine.book().zone;
    let now = desk.now();
    let mut view = View::default();
    let Some(root) = family.iter().find(|c| c.id == desk.root) else { return view };
    view.head = format!(
        "Kasus {} · {} · {} {} {}{}",
        root.id.0,
        root.label,
        words::day(now, zone),
        words::clock(now, zone),
        zone.name,
        if desk.time.is_some() { " · jam virtual" } else { "" },
    );
    for case in family {
        view.stand.extend(stand(desk, case));
    }
    let mut timers: Vec<_> = family.iter().flat_map(|c| &c.timers).collect();
    timers.sort_by_key(|t| t.due);
    view.timers =
        timers.iter().map(|t| format!("{:>9}  {}", words::left(now, t.due), words::timer(t))).collect();
    let facts = root.facts.iter().filter(|f| f.value.is_some());
    view.facts = facts.map(|f| format!("{}: {}", f.name, f.shown)).collect();
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

fn stand(desk: &Desk, case: &CaseView) -> Vec<String> {
    let zone = &desk.engine.book().zone;
    let mut lines = Vec::new();
    let name =
        if case.id == desk.root { String::new() } else { format!("{} (kasus {}): ", case.label, case.id.0) };
    match &case.status {
        CaseStatus::Ended(outcome) => {
            let flow = desk.engine.book().flows.iter().find(|f| f.name == case.flow);
            let label = flow
                .and_then(|f| f.graph.node_weights().find(|n| n.name == *outcome))
                .map(|n| n.label.clone());
            lines.push(format!("■ {name}{}", label.unwrap_or_else(|| outcome.clone())));
        }
        CaseStatus::Cancelled => lines.push(format!("■ {name}dibatalkan")),
        CaseStatus::Open => {
            let stages: Vec<&str> = case.stages.iter().map(|s| s.label.as_str()).collect();
            let stage =
                if stages.is_empty() { String::new() } else { format!("   ({})", stages.join(" / ")) };
            lines.extend(case.tokens.iter().map(|t| format!("▸ {name}{}{stage}", t.label)));
            for call in &case.calls {
                let state =
                    call.incident.as_ref().map_or("sedang berjalan".to_owned(), |e| format!("GAGAL: {e}"));
                lines.push(format!("  ⚙ {name}{}: {state}", call.action));
            }
        }
    }
    let from = case.said.len().saturating_sub(SAID_SHOWN);
    for said in &case.said[from..] {
        if let Some(text) = words::effect(&said.say, zone, desk.language) {
            lines.push(format!("  {} {text}", words::clock(said.at, zone)));
        }
    }
    lines
}
