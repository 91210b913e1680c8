//! A flow, its facts and its stages.

use super::{Described, Speech, Way, code, grounds_of, nodes};
use crate::diff::phrase::Phrase;
use crate::diff::{Aspect, ThingKind, WayKind};
use crate::model::{Book, Deadline, Fact, FactRole, Flow, Interrupt, Late, Region, Stage, Trigger};
use crate::words;

/// The flow itself, its facts, then its stages and nodes as they stand in the source.
pub(super) fn things(book: &Book, flow: &Flow) -> Vec<Described> {
    let say = Speech { book, flow };
    let mut inner: Vec<Described> = flow.stages.iter().map(|s| stage(say, s)).collect();
    inner.extend(nodes::things(say));
    // Stable: what stands at one place keeps the model's order.
    inner.sort_by_key(|t| t.at.start);
    let mut things = vec![whole(say)];
    things.extend(flow.facts.iter().map(fact));
    things.extend(inner);
    things
}

fn whole(say: Speech<'_>) -> Described {
    let flow = say.flow;
    let mut thing = Described::new(ThingKind::Flow, &flow.name, &flow.label, flow.at);
    let follows = flow.follows.iter().map(|s| Phrase::plain(s.clone()));
    thing.some(Aspect::Follows, Some(Phrase::list(follows)));
    let gives = flow.gives.iter().filter_map(|f| flow.facts.get(f.index()));
    thing.some(Aspect::Gives, Some(Phrase::list(gives.map(|f| code(&f.field.name)))));
    thing.set(Aspect::First, say.node(flow.first));
    let steps = flow.graph.node_count();
    thing.summary = Phrase::said(steps.to_string(), &words!("diff-steps", count = steps));
    thing.grounded(&flow.grounds).noted(&flow.notes)
}

fn fact(fact: &Fact) -> Described {
    let mut thing = Described::new(ThingKind::Fact, &fact.field.name, "", fact.field.at);
    thing.aspects.remove(&Aspect::Label);
    thing.typed(&fact.field.ty);
    let (source, role) = match fact.role {
        FactRole::Taken => ("takes", words!("diff-taken")),
        FactRole::Kept => ("keeps", words!("diff-kept")),
    };
    let role = Phrase::said(source, &role);
    let ty = super::code(fact.field.ty.source());
    thing.summary = Phrase::list([ty, role.clone()]);
    thing.set(Aspect::Role, role);
    thing
}

fn stage(say: Speech<'_>, stage: &Stage) -> Described {
    let mut thing = Described::new(ThingKind::Stage, &stage.name, &stage.label, stage.at);
    thing.some(Aspect::Place, place(say, stage.region));
    thing.set(Aspect::First, say.node(stage.first));
    thing.ways = stage.interrupts.iter().map(|i| interrupt(say, i)).collect();
    thing.ways.extend(stage.deadlines.iter().map(|d| deadline(say, d)));
    thing.summary = nodes::summary(None, &thing.ways);
    thing.grounded(&stage.grounds).noted(&stage.notes)
}

/// What something lies in.
pub(super) fn place(say: Speech<'_>, region: Region) -> Option<Phrase> {
    match region {
        Region::Flow => None,
        Region::Stage(stage) => {
            let stage = say.flow.stages.get(stage.index())?;
            Some(Phrase::named(&stage.name, &stage.label))
        }
        Region::Branch(parallel, branch) => {
            let parallel = say.flow.parallels.get(parallel.index())?;
            let branch = parallel.branches.get(branch.index())?;
            let mut phrase = Phrase::named(&branch.name, &branch.label);
            phrase.source = format!("{}/{}", parallel.name, branch.name);
            Some(phrase)
        }
    }
}

fn interrupt(say: Speech<'_>, interrupt: &Interrupt) -> Way {
    let (kind, key, when, keeps) = match &interrupt.trigger {
        Trigger::Silent(length) => {
            let length = say.length(length);
            let when =
                Phrase::spoken(&length.source, |l| words!("diff-silent", length = length.say(l)).say(l));
            (WayKind::Silent, length, when, Phrase::plain(""))
        }
        Trigger::Event(event, keeps) => {
            let event = nodes::event(say, *event);
            (WayKind::Interrupt, event.clone(), event, nodes::kept_of_event(say, &interrupt.trigger, keeps))
        }
    };
    let (to, label) = (say.node(interrupt.target), Phrase::plain(""));
    Way { kind, key, when, to, label, keeps, grounds: grounds_of(&interrupt.grounds) }
}

/// A deadline of a stage or node.
pub(super) fn deadline(say: Speech<'_>, deadline: &Deadline) -> Way {
    let length = say.length(&deadline.length);
    let when = Phrase::spoken(&length.source, |l| words!("diff-overdue", length = length.say(l)).say(l));
    let (kind, to) = match &deadline.late {
        Late::GoTo(node) => (WayKind::Deadline, say.node(*node)),
        Late::Tell(lane, words) => {
            let lane = say.book.lanes.get(lane.index());
            let (name, label) = lane.map_or(("?", ""), |l| (l.name.as_str(), l.label.as_str()));
            let (lane, words) = (Phrase::named(name, label), say.say(words));
            let source = format!("{} {}", lane.source, words.source);
            let to = Phrase::spoken(source, |l| {
                words!("diff-tell", lane = lane.say(l), message = words.say(l)).say(l)
            });
            (WayKind::Tell, to)
        }
    };
    let (label, keeps) = (Phrase::plain(""), Phrase::plain(""));
    Way { kind, key: length, when, to, label, keeps, grounds: grounds_of(&deadline.grounds) }
}
