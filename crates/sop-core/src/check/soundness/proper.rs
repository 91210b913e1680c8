//! Soundness of one flow: every node and arrow comes to pass, an end can be reached from everywhere, nothing is left behind.

use super::plan::{N, Plan, deadlines, ix};
use super::situation::Input;
use super::space::{Space, ix32};
use super::told::told_run;
use super::witness;
use crate::diagnostic::{Code, Finding, Gathered, Value, Words};
use crate::model::{EdgeKind, FlowId, NodeKind};
use crate::source::Span;
use crate::words;
use petgraph::graph::NodeIndex;

pub(super) fn check(plan: &Plan<'_>, id: FlowId, space: &Space, findings: &mut Gathered) {
    endless(plan, id, space, findings);
    stuck(plan, id, space, findings);
    left_behind(plan, id, space, findings);
    twice_at_once(plan, id, space, findings);
    if !space.cut {
        never(plan, space, findings);
    }
}

/// Has something been said of this place already?
fn told_before(findings: &Gathered, at: Span, codes: &[Code]) -> bool {
    findings.of(at.file).iter().any(|f| codes.contains(&f.code) && f.at == at)
}

/// The run to a situation, in words and as a scenario.
fn with_run(plan: &Plan<'_>, id: FlowId, space: &Space, to: u32, name: &str, finding: Finding) -> Finding {
    let way = space.way(to);
    let finding = finding.because(words!("run-shortest", run = told_run(plan, space, &way)));
    if way.iter().any(|w| space.step(*w).guessed) {
        return finding;
    }
    match witness::scenario(plan, id, space, &way, 0, plan.flow.at) {
        Some(mut example) => {
            name.clone_into(&mut example.name);
            example.label.clone_from(&plan.flow.label);
            finding.run(crate::render::scenario::scenario(plan.book, &example))
        }
        None => finding,
    }
}

/// From where each situation is come to: all in one list, as there may be hundreds of thousands of steps.
struct Before {
    from: Vec<u32>,
    /// Where in the list those of each situation end; they begin where those of the one before it end.
    ends: Vec<usize>,
}

impl Before {
    fn of(space: &Space) -> Self {
        let steps =
            || space.steps.iter().enumerate().flat_map(|(from, of)| of.iter().map(move |s| (from, s.to)));
        let mut ends = vec![0; space.situations.len()];
        steps().for_each(|(_, to)| ends[to as usize] += 1);
        let mut all = 0;
        // Up to the last line, where those of each begin.
        for end in &mut ends {
            all += std::mem::replace(end, all);
        }
        let mut from = vec![0; all];
        for (before, to) in steps() {
            from[ends[to as usize]] = ix32(before);
            ends[to as usize] += 1;
        }
        Self { from, ends }
    }

    fn steps_to(&self, to: u32) -> &[u32] {
        let end = |s: usize| self.ends.get(s).copied().unwrap_or(0);
        let begin = (to as usize).checked_sub(1).map_or(0, end);
        &self.from[begin..end(to as usize)]
    }
}

fn stuck(plan: &Plan<'_>, id: FlowId, space: &Space, findings: &mut Gathered) {
    let count = space.situations.len();
    let before = Before::of(space);
    let mut ending = vec![false; count];
    let ended = (0..count).filter(|s| space.situations[*s].ended.is_some());
    let mut todo: Vec<u32> = ended.map(ix32).collect();
    if space.cut {
        // What was not looked at may still come to an end.
        todo.extend((0..count).filter(|s| space.steps[*s].is_empty()).map(ix32));
    }
    while let Some(s) = todo.pop() {
        if !std::mem::replace(&mut ending[s as usize], true) {
            todo.extend(before.steps_to(s));
        }
    }
    let mut seen: Vec<&[N]> = Vec::new();
    let bad: Vec<usize> = (1..count).filter(|s| !ending[*s]).collect();
    let dead: Vec<usize> = bad.iter().copied().filter(|s| space.steps[*s].is_empty()).collect();
    let worst = if dead.is_empty() { bad } else { dead.clone() };
    for s in worst {
        let tokens = &space.situations[s].tokens;
        let Some(place) = tokens.iter().copied().find(|n| plan.rests(*n)).or(tokens.first().copied()) else {
            nowhere(plan, id, space, s, findings);
            break;
        };
        let node = &plan.flow.graph[NodeIndex::new(usize::from(place))];
        let codes = [Code::LeadsNowhere, Code::NoWayToEnd, Code::NoEnd, Code::MissingAnswer];
        // Of a circle only the place at which it is entered is told.
        let enough = if dead.is_empty() { 1 } else { 3 };
        if seen.contains(&&tokens[..]) || seen.len() >= enough || told_before(findings, node.at, &codes) {
            continue;
        }
        seen.push(tokens);
        if dead.is_empty() && findings.of(plan.flow.at.file).iter().any(|f| codes.contains(&f.code)) {
            continue;
        }
        let places = names(plan, tokens);
        let finding = if dead.is_empty() {
            Finding::new(Code::NeverEnds, node.at, words!("case-never-ends", places = places))
                .here(words!("case-never-ends.here"))
                .mend(words!("case-never-ends.mend"))
        } else {
            let why = match node.kind {
                NodeKind::Await { start, .. } => {
                    words!("case-stuck.never-started", start = &plan.flow.graph[start].name)
                }
                _ => words!("case-stuck.nothing"),
            };
            Finding::new(Code::StuckCase, node.at, words!("case-stuck", places = places))
                .here(why)
                .mend(words!("case-stuck.mend"))
        };
        findings.push(with_run(plan, id, space, ix32(s), "stuck", finding));
    }
}

/// A case that is open, but stands nowhere: every branch has gone, and the join never went on.
fn nowhere(plan: &Plan<'_>, id: FlowId, space: &Space, s: usize, findings: &mut Gathered) {
    let waiting = space.situations[s].parallels.first();
    let at =
        waiting.and_then(|(p, _)| plan.flow.parallels.get(usize::from(*p))).map_or(plan.flow.at, |p| p.at);
    let finding = Finding::new(Code::StuckCase, at, words!("case-stuck-nowhere", flow = &plan.flow.name))
        .here(words!("case-stuck-nowhere.here"))
        .mend(words!("case-stuck-nowhere.mend"));
    findings.push(with_run(plan, id, space, ix32(s), "stuck", finding));
}

/// Something that happened once - a started case that has ended - is taken again and again, and nobody is needed for it.
fn endless(plan: &Plan<'_>, id: FlowId, space: &Space, findings: &mut Gathered) {
    let Some((s, n)) = space.endless else { return };
    let node = &plan.flow.graph[NodeIndex::new(usize::from(n))];
    let known = |f: &Finding| f.code == Code::AutomaticLoop;
    if findings.of(plan.flow.at.file).iter().any(known) {
        return;
    }
    let finding = Finding::new(Code::AutomaticLoop, node.at, words!("taken-again", node = &node.name))
        .here(words!("taken-again.here"))
        .mend(words!("taken-again.mend"));
    findings.push(with_run(plan, id, space, s, "endless", finding));
}

fn left_behind(plan: &Plan<'_>, id: FlowId, space: &Space, findings: &mut Gathered) {
    let Some(s) = space.situations.iter().position(|s| !s.left.is_empty()) else { return };
    let situation = &space.situations[s];
    let end = situation.ended.map_or(plan.flow.at, |n| plan.flow.graph[NodeIndex::new(usize::from(n))].at);
    let places = names(plan, &situation.left);
    let finding = Finding::new(Code::LeftBehind, end, words!("left-behind", places = places))
        .here(words!("left-behind.here"))
        .mend(words!("left-behind.mend"));
    findings.push(with_run(plan, id, space, ix32(s), "left_behind", finding));
}

fn twice_at_once(plan: &Plan<'_>, id: FlowId, space: &Space, findings: &mut Gathered) {
    let twice = |tokens: &[N]| tokens.windows(2).find(|w| w[0] == w[1]).map(|w| w[0]);
    let Some((s, n)) = space.situations.iter().enumerate().find_map(|(s, x)| Some((s, twice(&x.tokens)?)))
    else {
        return;
    };
    let node = &plan.flow.graph[NodeIndex::new(usize::from(n))];
    let finding = Finding::new(Code::TwiceAtOnce, node.at, words!("twice-at-once", node = &node.name))
        .here(words!("twice-at-once.here"))
        .mend(words!("twice-at-once.mend"));
    findings.push(with_run(plan, id, space, ix32(s), "twice", finding));
}

/// Nodes and arrows that no run comes to.
fn never(plan: &Plan<'_>, space: &Space, findings: &mut Gathered) {
    let flow = plan.flow;
    let unreached = [Code::UnreachableStep];
    for n in flow.graph.node_indices() {
        let node = &flow.graph[n];
        let i = ix(n.index());
        if space.visited[n.index()] {
            arrows(plan, space, i, findings);
            continue;
        }
        let made_up = matches!(node.kind, NodeKind::Join(_) | NodeKind::Resume(_));
        // Only the first step of a way that is never gone: what comes after it follows.
        let mut before = flow.graph.neighbors_directed(n, petgraph::Direction::Incoming);
        if made_up || told_before(findings, node.at, &unreached) || !before.any(|b| space.visited[b.index()])
        {
            continue;
        }
        findings.push(
            Finding::new(Code::UnreachableStep, node.at, words!("never-come-to", node = &node.name))
                .here(words!("never-come-to.here"))
                .mend(words!("never-come-to.mend")),
        );
    }
    for (s, stage) in (0u16..).zip(&flow.stages) {
        let entered = flow.graph.node_indices().any(|n| {
            space.visited[n.index()] && plan.is_inside(ix(n.index()), s) && plan.rests(ix(n.index()))
        });
        if !entered {
            continue;
        }
        for (i, interrupt) in stage.interrupts.iter().enumerate() {
            let taken =
                space.taken.contains(&Input::Interrupt(s, i)) || space.taken.contains(&Input::Silence(s, i));
            if !taken {
                dead(
                    interrupt.at,
                    [
                        words!("never-taken-interruption"),
                        words!("never-taken-interruption.here"),
                        words!("never-taken-interruption.mend"),
                    ],
                    findings,
                );
            }
        }
        for (i, _) in deadlines(&stage.deadlines) {
            if !space.taken.contains(&Input::StageDeadline(s, i)) {
                dead(
                    stage.deadlines[i].at,
                    [
                        words!("never-taken-deadline"),
                        words!("never-taken-deadline.here"),
                        words!("never-taken-deadline.mend"),
                    ],
                    findings,
                );
            }
        }
    }
}

fn arrows(plan: &Plan<'_>, space: &Space, n: N, findings: &mut Gathered) {
    for (i, (edge, _)) in plan.node(n).out.iter().enumerate() {
        let taken = match plan.edge(*edge) {
            EdgeKind::Outcome { name, .. } => name == "cancelled" || space.passed.contains(&(n, i)),
            EdgeKind::When(_) => space.passed.contains(&(n, i)),
            EdgeKind::Event(..) => space.taken.contains(&Input::Event(n, i)),
            // `otherwise` has to be there, whether it is needed or not.
            _ => true,
        };
        if !taken {
            dead(
                plan.flow.graph[*edge].at,
                [
                    words!("never-taken-arrow"),
                    words!("never-taken-arrow.here"),
                    words!("never-taken-arrow.mend"),
                ],
                findings,
            );
        }
    }
}

fn dead(at: Span, [message, here, mend]: [Words; 3], findings: &mut Gathered) {
    // Another check may have said why, at the very place or around it.
    if findings.of(at.file).iter().any(|f| f.at.start <= at.start && at.end <= f.at.end) {
        return;
    }
    findings.push(Finding::new(Code::DeadArrow, at, message).here(here).mend(mend));
}

/// The names of nodes.
fn names(plan: &Plan<'_>, nodes: &[N]) -> Value {
    let name = |n: &N| plan.flow.graph[NodeIndex::new(usize::from(*n))].name.clone();
    Value::Names(nodes.iter().map(name).collect())
}
