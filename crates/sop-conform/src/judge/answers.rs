//! C5: a branch of the document is a branch of the flow, and leads to the next clause.
//!
//! - An arrow that cites a label answers what the label says: *Ya*, *Yes* is `yes`.
//! - It leads to the clause that stands under the label in the column, if that is a box of its own.
//! - An arrow that cites a clause which a step cites too leads to that step.
//!
//! Steps in between that cite nothing of the section are allowed: the document says less than the flow must.

use super::kinds::{Column, column, of_section};
use super::places::Place;
use super::{Case, Judged, kinds, section_of, text};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use sop_core::diagnostic::{Code, Finding};
use sop_core::model::{Clause, ClauseKind, EdgeKind, Flow, FlowId, Held, Late, NodeKind};
use sop_core::source::Span;
use sop_core::words;
use std::collections::BTreeSet;

const YES: [&str; 5] = ["ya", "yes", "y", "iya", "ja"];
const NO: [&str; 5] = ["tidak", "no", "n", "tdk", "bukan"];

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Judged>) {
    for clause in case.document.clauses.iter().filter(|c| case.procedural(c)) {
        let arrows: Vec<Arrow<'_>> =
            case.places.citing(&clause.id).filter_map(|c| Arrow::of(case, c.place)).collect();
        let label = answer(clause);
        if let Some(label) = label {
            labelled(case, clause, label, &arrows, findings);
        }
        if label.is_some() {
            alike(clause, &arrows, findings);
        }
        let next = label.and_then(|_| box_under(case, clause));
        for arrow in &arrows {
            leading(case, clause, arrow, next, findings);
        }
    }
}

/// A way out of a step or a stage, with the words on it.
struct Arrow<'a> {
    flow: FlowId,
    graph: &'a Flow,
    from: Option<NodeIndex>,
    to: NodeIndex,
    at: Span,
    /// Of an answer: its name and what people read on it.
    answer: Option<(&'a str, &'a str)>,
    name: &'a str,
}

impl<'a> Arrow<'a> {
    fn of(case: &Case<'a>, place: Place) -> Option<Self> {
        let flow = place.flow()?;
        let graph = case.book.flows.get(flow.index())?;
        let name = place.name(case.book);
        let arrow = |from, to, at, answer| Some(Self { flow, graph, from, to, at, answer, name });
        match place {
            Place::Edge(_, e) => {
                let (from, to) = graph.graph.edge_endpoints(e)?;
                let edge = graph.graph.edge_weight(e)?;
                let answer = match &edge.kind {
                    EdgeKind::Answer { name, .. } => Some((name.as_str(), edge.label.as_str())),
                    _ => None,
                };
                arrow(Some(from), to, edge.at, answer)
            }
            Place::Interrupt(_, s, i) => {
                let interrupt = graph.stages.get(s.index())?.interrupts.get(i)?;
                arrow(None, interrupt.target, interrupt.at, None)
            }
            Place::Deadline(_, n, i) => {
                let deadline = graph.graph.node_weight(n)?.deadlines.get(i)?;
                let Late::GoTo(to) = deadline.late else { return None };
                arrow(Some(n), to, deadline.at, None)
            }
            Place::StageDeadline(_, s, i) => {
                let deadline = graph.stages.get(s.index())?.deadlines.get(i)?;
                let Late::GoTo(to) = deadline.late else { return None };
                arrow(None, to, deadline.at, None)
            }
            _ => None,
        }
    }
}

/// What a branch's label says.
pub(super) fn answer(clause: &Clause) -> Option<&str> {
    (clause.kind == ClauseKind::Label)
        .then(|| {
            clause.holds.iter().find_map(|h| match h {
                Held::Answer(text) => Some(text.as_str()),
                _ => None,
            })
        })
        .flatten()
}

/// Yes, no, or neither.
fn yes_no(text: &str) -> Option<bool> {
    let is = |list: &[&str]| list.iter().any(|w| text::same(w, text));
    if is(&YES) { Some(true) } else { is(&NO).then_some(false) }
}

fn labelled(case: &Case<'_>, clause: &Clause, label: &str, arrows: &[Arrow<'_>], findings: &mut Vec<Judged>) {
    let branches: Vec<&Arrow<'_>> = arrows.iter().collect();
    if branches.is_empty() {
        // Nothing at all speaks of it: that is told by coverage.
        let Some(cite) = case.places.citing(&clause.id).next() else { return };
        let finding = Finding::new(
            Code::LabelWithoutBranch,
            cite.at,
            words!("label-without-branch", clause = &clause.id, label = label),
        )
        .here(words!("label-without-branch.here", place = cite.place.words(case.book)))
        .mend(words!("label-without-branch.mend", clause = &clause.id, label = label));
        findings.push(Judged::of_clause(finding, clause, ""));
    }
    for arrow in branches {
        let Some((name, shown)) = arrow.answer else { continue };
        let wanted = yes_no(label);
        let fits = match (name, wanted) {
            ("yes", Some(yes)) => yes,
            ("no", Some(yes)) => !yes,
            _ => {
                text::names(shown, label)
                    || text::names(&name.replace('_', " "), label)
                    || yes_no(shown).is_some_and(|s| Some(s) == wanted)
            }
        };
        if !fits {
            let finding = Finding::new(
                Code::LabelWithoutBranch,
                arrow.at,
                words!("other-answer", answer = name, clause = &clause.id, label = label),
            )
            .here(words!("other-answer.here", answer = name))
            .mend(words!("other-answer.mend", label = label));
            let flow = &arrow.graph.name;
            findings.push(Judged::of_clause(finding, clause, &format!(" {flow}.{}.{name}", arrow.name)));
        }
    }
}

/// One branch of the drawing leads to one place, however many arrows of a flow stand for it.
fn alike(clause: &Clause, arrows: &[Arrow<'_>], findings: &mut Vec<Judged>) {
    let others = |a: &Arrow<'_>| arrows.iter().filter(|o| o.flow == a.flow).collect::<Vec<_>>();
    for (i, arrow) in arrows.iter().enumerate() {
        let others = others(arrow);
        let count = |to: NodeIndex| others.iter().filter(|o| o.to == to).count();
        // Where most lead; of as many the first.
        let usual = others.iter().rev().max_by_key(|o| count(o.to)).map(|o| o.to);
        let Some(usual) = usual.filter(|to| *to != arrow.to) else { continue };
        let name = |n: NodeIndex| arrow.graph.graph.node_weight(n).map_or("", |n| n.name.as_str());
        let finding = Finding::new(
            Code::BranchLeadsElsewhere,
            arrow.at,
            words!("branches-part", node = name(arrow.to), clause = &clause.id, wanted = name(usual)),
        )
        .here(words!("branch-leads-elsewhere.here", node = name(arrow.to)))
        .mend(words!("branch-leads-elsewhere.mend", wanted = name(usual)));
        findings.push(Judged::of_clause(
            finding,
            clause,
            &format!(" {}.{} {i}", arrow.graph.name, arrow.name),
        ));
    }
}

/// The box under a label in its column: where its arrow leads.
fn box_under<'a>(case: &Case<'a>, label: &Clause) -> Option<&'a Clause> {
    let all = of_section(case, section_of(&label.id));
    let at = all.iter().position(|c| c.id == label.id)?;
    let next = *all.get(at + 1)?;
    let boxed = column(next, Some(Column::Drawing)) == Column::Drawing && next.kind != ClauseKind::Label;
    (boxed && next.lane == label.lane && next.page == label.page).then_some(next)
}

fn leading(
    case: &Case<'_>,
    clause: &Clause,
    arrow: &Arrow<'_>,
    next: Option<&Clause>,
    findings: &mut Vec<Judged>,
) {
    let nodes = |id: &str| -> BTreeSet<NodeIndex> {
        let own = case.places.citing(id).filter_map(|c| match c.place {
            Place::Node(f, n) if f == arrow.flow => Some(n),
            _ => None,
        });
        own.collect()
    };
    let same = nodes(&clause.id);
    let (wanted, of) = match next {
        _ if !same.is_empty() && arrow.from.is_none_or(|from| !same.contains(&from)) => (same, clause),
        // A number may stand both on a box and before its note.
        Some(next) => (nodes(&next.id), next),
        None => return,
    };
    if wanted.is_empty() || leads(case, arrow, &wanted) {
        return;
    }
    let target = |n: NodeIndex| arrow.graph.graph.node_weight(n).map_or("", |n| n.name.as_str());
    let to = wanted.iter().next().copied().map_or("", target);
    let finding = Finding::new(
        Code::BranchLeadsElsewhere,
        arrow.at,
        words!(
            "branch-leads-elsewhere",
            node = target(arrow.to),
            clause = &clause.id,
            other = &of.id,
            wanted = to
        ),
    )
    .here(words!("branch-leads-elsewhere.here", node = target(arrow.to)))
    .mend(words!("branch-leads-elsewhere.mend", wanted = to));
    let flow = &arrow.graph.name;
    let answer = arrow.answer.map_or(String::new(), |(name, _)| format!(".{name}"));
    findings.push(Judged::of_clause(finding, clause, &format!(" {flow}.{}{answer}", arrow.name)));
}

/// Does an arrow lead to one of these, past nothing but steps that cite nothing of the document's own sections?
fn leads(case: &Case<'_>, arrow: &Arrow<'_>, wanted: &BTreeSet<NodeIndex>) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![arrow.to];
    while let Some(n) = open.pop() {
        if wanted.contains(&n) {
            return true;
        }
        if !seen.insert(n) || cites_something(case, arrow.graph, n) {
            continue;
        }
        open.extend(arrow.graph.graph.edges(n).map(|e| e.target()));
    }
    false
}

/// Does a step stand on a numbered or drawn clause of its own?
fn cites_something(case: &Case<'_>, flow: &Flow, n: NodeIndex) -> bool {
    use sop_core::model::Ground;
    let node = &flow.graph[n];
    let own = |id: &str| {
        let clause = case.document.clauses.iter().find(|c| c.id == *id);
        clause.is_some_and(|c| kinds::procedural(case, c))
    };
    let cited = node.grounds.iter().any(|g| matches!(g, Ground::Cited { clause, .. } if own(clause)));
    cited || matches!(node.kind, NodeKind::End) || matches!(node.kind, NodeKind::Resume(_))
}
