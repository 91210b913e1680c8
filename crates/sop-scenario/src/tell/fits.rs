//! What would have fitted, as lines of a scenario.

use super::Names;
use crate::family::CaseNo;
use crate::offers::{Offer, offers};
use crate::run::answers;
use sop_core::diagnostic::Words;
use sop_core::model::{Field, NodeKind};
use sop_core::render::source::duration;
use sop_core::words;

impl Names<'_> {
    /// What fits a case now: acts with `…` for values.
    pub(super) fn fits(&self, case: CaseNo) -> Vec<Words> {
        offers(self.book, self.family, case).into_iter().map(|o| self.offer(case, o)).collect()
    }

    fn offer(&self, case: CaseNo, offer: Offer) -> Words {
        let with = |head: String, fields: Vec<&Field>| {
            let fields: Vec<String> = fields.into_iter().map(|f| format!("{} …", f.name)).collect();
            let tail = if fields.is_empty() { String::new() } else { format!(" with {}", fields.join(", ")) };
            words!("fits-line", line = format!("{head}{tail}"))
        };
        let kind = |node| self.flow_of(case).and_then(|f| f.graph.node_weight(node)).map(|n| &n.kind);
        match offer {
            Offer::Step(node) => {
                let facts = self.flow_of(case).map_or(&[][..], |f| &f.facts);
                let fills = match kind(node) {
                    Some(NodeKind::Step { fills, .. }) => {
                        fills.iter().filter_map(|f| Some(&facts.get(f.index())?.field)).collect()
                    }
                    _ => Vec::new(),
                };
                with(format!("do {}", self.node(case, node)), fills)
            }
            Offer::Decision(node) => {
                let all = self.flow_of(case).map(|f| answers(f, node)).unwrap_or_default();
                let line = format!("answer {} {}", self.node(case, node), all.join(" | "));
                words!("fits-line", line = line)
            }
            Offer::Action { node, failed } => {
                let gives = match kind(node) {
                    Some(NodeKind::Do { action, .. }) => {
                        self.book.actions.get(action.index()).map_or(&[][..], |a| &a.gives)
                    }
                    _ => &[],
                };
                let name = self.node(case, node);
                let done = with(format!("done {name}"), gives.iter().collect());
                if failed {
                    done
                } else {
                    words!("fits-or-failed", done = done, line = format!("failed {name}"))
                }
            }
            Offer::Event(event) => {
                let carries = self.book.events.get(event.index()).map_or(&[][..], |e| &e.carries);
                with(format!("on {}", self.event(event.index())), carries.iter().collect())
            }
            Offer::Timer(timer) => {
                let left = timer.due.0.saturating_sub(self.family.now().0);
                let line = format!("advance {}", duration(left));
                words!("fits-timer", line = line, what = self.timer(case, timer.of))
            }
            Offer::Case(node) => words!("fits-line", line = format!("in {} {{ … }}", self.node(case, node))),
        }
    }
}
