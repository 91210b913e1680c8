//! Small random flows: a stage and what lies around it, every kind of node where a case can rest, arrows anywhere.

use crate::kernel::testing::*;
use petgraph::graph::NodeIndex;
use sop_core::model::*;

const KEPT: FactId = FactId(1);
const ANSWER: FactId = FactId(2);

/// Draws without end.
struct Dice<'d> {
    draws: &'d [u8],
    at: usize,
}

impl Dice<'_> {
    fn roll(&mut self, sides: usize) -> usize {
        self.at += 1;
        let drawn = self.draws.get(self.at % self.draws.len().max(1)).copied().unwrap_or(0);
        (usize::from(drawn) + self.at / self.draws.len().max(1) * 7) % sides
    }
}

/// A flow that the draws make up; the same draws make the same flow.
pub(crate) fn book_of(draws: &[u8]) -> Book {
    let mut dice = Dice { draws, at: 0 };
    let mut book = book();
    let replied = book.event("replied", vec![field("text", Type::Text)], true);
    let left = book.event("left", vec![], false);
    for name in ["hello", "there", "late"] {
        book.message(name, vec![]);
    }
    let action = book.action("look_up", vec![], vec![field("found", Type::Text)]);
    let mut f = Draw::new(
        "small",
        &[
            ("who", Type::Text, FactRole::Taken),
            ("kept", Type::Text, FactRole::Kept),
            ("yes", Type::YesNo, FactRole::Kept),
        ],
    );
    let stage = f.stage("stage");
    let inside = 2 + dice.roll(3);
    let outside = 2 + dice.roll(3);
    let mut nodes = Vec::new();
    for i in 0..inside + outside {
        if i == inside {
            f.region = Region::Flow;
        }
        let name = format!("n{i}");
        let node = match dice.roll(8) {
            0 | 1 => f.step(&name),
            2 => f.node(&name, NodeKind::Step { fills: vec![KEPT], changes: vec![] }),
            3 => {
                let publish = Change::Publish(left, vec![]);
                f.node(&name, NodeKind::Step { fills: vec![], changes: vec![publish] })
            }
            4 => f.node(&name, NodeKind::Decide { fact: Some(ANSWER) }),
            5 | 6 => f.wait(&name),
            _ => {
                let keeps = vec![Keep { field: 0, fact: KEPT }];
                f.node(&name, NodeKind::Do { action, args: vec![], keeps })
            }
        };
        if dice.roll(3) == 0 {
            let message = MessageId(u16::try_from(dice.roll(3)).unwrap());
            f.say(node, message, vec![]);
        }
        nodes.push(node);
    }
    let back = f.resume(stage);
    let (done, gone) = (f.end("done"), f.end("gone"));
    let targets: Vec<NodeIndex> = nodes.iter().copied().chain([back, done, gone, done]).collect();
    for (i, node) in nodes.iter().enumerate() {
        let target = |dice: &mut Dice<'_>| targets[dice.roll(targets.len())];
        // Mostly onwards, so that runs come somewhere.
        let next = |dice: &mut Dice<'_>| {
            if dice.roll(3) > 0 { nodes.get(i + 1).copied().unwrap_or(done) } else { target(dice) }
        };
        match &f.flow.graph[*node].kind {
            NodeKind::Step { .. } => {
                let to = next(&mut dice);
                f.edge(*node, EdgeKind::Next, to);
            }
            NodeKind::Decide { .. } => {
                let (yes, no) = (next(&mut dice), target(&mut dice));
                f.answer(*node, true, yes);
                f.answer(*node, false, no);
            }
            NodeKind::Do { .. } => {
                let to = next(&mut dice);
                f.edge(*node, EdgeKind::Next, to);
                if dice.roll(2) == 0 {
                    let to = target(&mut dice);
                    f.edge(*node, EdgeKind::Failed, to);
                }
            }
            _ => {
                let to = next(&mut dice);
                f.edge(*node, EdgeKind::Event(replied, vec![Keep { field: 0, fact: KEPT }]), to);
                let to = target(&mut dice);
                f.edge(*node, EdgeKind::After(length(MINUTE)), to);
            }
        }
        if dice.roll(4) == 0 {
            let to = if dice.roll(2) == 0 {
                Late::GoTo(target(&mut dice))
            } else {
                Late::Tell(LaneId(1), say(MessageId(2), vec![]))
            };
            f.late(*node, 5 * MINUTE, to);
        }
    }
    if dice.roll(2) == 0 {
        f.interrupt(stage, Trigger::Silent(length(MINUTE)), nodes[inside]);
    }
    if dice.roll(2) == 0 {
        f.interrupt(stage, Trigger::Event(left, vec![]), targets[inside + dice.roll(outside + 3)]);
    }
    if dice.roll(2) == 0 {
        f.stage_late(stage, HOUR, Late::GoTo(nodes[inside]));
    }
    f.flow.first = nodes[dice.roll(nodes.len())];
    f.flow.gives = vec![KEPT];
    book.flows.push(f.flow);
    book
}
