//! Both revisions of a flow in one picture: what is gone beside what is new.

use super::view::overlay::{Matches, Side, merge};
use super::view::{Mark, Picture};
use super::words::shown;
use super::{Language, svg};
use crate::diff::{Aspect, Change, Diff, Pairs, ThingKind, is_on_an_arrow};
use crate::model::{Book, Flow, FlowId, LaneId, SayWhat};
use crate::words;
use std::collections::BTreeSet;

/// Draws a flow of both books as one SVG page; `diff` is what changed between them. A flow that only one of them has is drawn
/// as new or gone as a whole; one that neither has gives an empty page.
pub fn overlay(old: &Book, new: &Book, diff: &Diff, flow: &str, language: Language) -> String {
    let find = |book: &Book| book.flows.iter().position(|f| f.name == flow);
    let pairs = Pairs::between(old, new);
    let Some(now) = find(new) else {
        return whole(old, find(old), Mark::Removed, old, language);
    };
    let was = pairs.flows.iter().position(|p| p.as_ref().is_some_and(|p| p.new.index() == now));
    let (Some(was), Some(pair)) = (was, was.and_then(|w| pairs.flows.get(w)?.as_ref())) else {
        return whole(new, Some(now), Mark::Added, old, language);
    };
    let (book, lanes) = with_lanes_of(new, old);
    let (was, now) = (&old.flows[was], &new.flows[now]);
    let (below, above) = (Picture::as_data(old, was, language), Picture::as_data(new, now, language));
    let below = Side { lanes: own_lanes(&below, was, |l| lanes.get(l.index()).copied()), picture: &below };
    let above = Side { lanes: own_lanes(&above, now, Some), picture: &above };
    let matches = Matches {
        node: &|n| Some(pair.nodes.get(n.index()).copied().flatten()?.0),
        stage: &|s| Some(pair.stages.get(s.index()).copied().flatten()?.0),
    };
    let mut picture = merge(&book, &below, &above, &matches, language);
    mark_changed(&mut picture, new, now, diff, language);
    svg::compared(&book, now, &picture, revision(old), language)
}

/// A flow of one book alone.
fn whole(book: &Book, flow: Option<usize>, mark: Mark, old: &Book, language: Language) -> String {
    let Some(flow) = flow.and_then(|f| book.flows.get(f)) else {
        return svg::svg(book, FlowId(u16::MAX), &super::SvgOptions::default());
    };
    let mut picture = Picture::new(book, flow, language);
    picture.items.iter_mut().for_each(|i| i.mark = mark);
    picture.links.iter_mut().for_each(|l| l.mark = mark);
    picture.frames.iter_mut().for_each(|f| f.mark = mark);
    svg::compared(book, flow, &picture, revision(old), language)
}

fn revision(old: &Book) -> &str {
    old.document.as_ref().map_or("", |d| &d.revision)
}

/// The new book with the lanes that only the old one has behind its own, and where each lane of the old one is.
fn with_lanes_of(new: &Book, old: &Book) -> (Book, Vec<LaneId>) {
    let mut book = new.clone();
    let mut lanes = Vec::new();
    for lane in &old.lanes {
        let by_name = book.lanes.iter().position(|l| l.name == lane.name);
        let found = by_name.or_else(|| book.lanes.iter().position(|l| l.label == lane.label));
        let place = found.unwrap_or_else(|| {
            book.lanes.push(lane.clone());
            book.lanes.len() - 1
        });
        lanes.push(LaneId(u16::try_from(place).unwrap_or(u16::MAX)));
    }
    (book, lanes)
}

fn own_lanes(picture: &Picture, flow: &Flow, to: impl Fn(LaneId) -> Option<LaneId>) -> Vec<Option<LaneId>> {
    let lane = |n| flow.graph.node_weight(n).and_then(|n| n.lane);
    picture.items.iter().map(|i| i.node.and_then(lane).and_then(&to)).collect()
}

/// Marks nodes and stages that are otherwise, and says in small print what; all of it is in their tooltips.
fn mark_changed(picture: &mut Picture, book: &Book, flow: &Flow, diff: &Diff, language: Language) {
    let changes = diff.of_flow(&flow.name);
    let of = |name: &str, stage: bool| -> Vec<&Change> {
        let is = |c: &&Change| {
            c.thing.name == name
                && (c.thing.kind == ThingKind::Stage) == stage
                && !matches!(c.thing.kind, ThingKind::Fact | ThingKind::Flow)
                && !matches!(c.aspect, Aspect::Itself { .. } | Aspect::Ground { of: Some(_) })
                && !is_on_an_arrow(&c.aspect)
        };
        changes.iter().filter(is).collect()
    };
    let reworded: BTreeSet<&str> = diff
        .changes()
        .filter(|c| c.thing.kind == ThingKind::Message && matches!(c.aspect, Aspect::Text { .. }))
        .map(|c| c.thing.name.as_str())
        .collect();
    for item in picture.items.iter_mut().filter(|i| i.mark == Mark::Same) {
        let Some(node) = item.node.and_then(|n| flow.graph.node_weight(n)) else { continue };
        let changes = of(&node.name, false);
        let said = node.says.iter().filter_map(|s| match s.what {
            SayWhat::Message(m) => book.messages.get(m.index()),
            SayWhat::Table(_) => None,
        });
        let said = said.filter(|m| reworded.contains(m.name.as_str()));
        let mut lines: Vec<String> = changes.iter().map(|c| brief(c, language)).collect();
        lines.extend(said.map(|m| {
            let words = words!("diff-mark-words", message = shown(&m.label, &m.name));
            format!("{} {}", Mark::Changed.sign(), words.say(language))
        }));
        lines.dedup();
        if lines.is_empty() {
            continue;
        }
        item.mark = Mark::Changed;
        item.small.extend(lines);
        tell(&mut item.tooltip, &changes, language);
    }
    for (frame, stage) in picture.frames.iter_mut().zip(&flow.stages) {
        let changes = of(&stage.name, true);
        if frame.mark == Mark::Same && !changes.is_empty() {
            frame.mark = Mark::Changed;
            frame.small.extend(changes.iter().map(|c| brief(c, language)));
            tell(&mut frame.tooltip, &changes, language);
        }
    }
}

/// What changed, in as few words as there is room for.
fn brief(change: &Change, language: Language) -> String {
    const ROOM: usize = 48;
    let what = change.noun(language).say(language);
    let old = change.old.as_ref().map_or("", |o| o.say(language));
    let short = matches!(change.aspect, Aspect::Label | Aspect::Lane | Aspect::Name { .. } | Aspect::Kind);
    if !old.is_empty() && short && old.chars().count() <= ROOM {
        let words = words!("diff-mark-was", what = what, old = old);
        return format!("{} {}", Mark::Changed.sign(), words.say(language));
    }
    format!("{} {what}", Mark::Changed.sign())
}

fn tell(tooltip: &mut String, changes: &[&Change], language: Language) {
    for change in changes {
        tooltip.push('\n');
        tooltip.push_str(&change.sentence(language).say(language));
    }
}

#[cfg(test)]
mod tests;
