//! Watching the rules: what a case does goes past the laws of its flow, and a law that is broken is told.
//!
//! Nothing else changes: a broken rule stops no case. What is remembered is one small number a law, and only of laws that
//! something concerned: that a first point was seen, how often a point came, that an answer is still owed. The time of an
//! answer that is owed is an ordinary timer.
//!
//! What counts, in the words of [`sop_core::model::Point`]: a node is *done* when it is left by one of its own arrows; the
//! arrow for an action that failed is none of them, for then it was not done. Words that tell a lane something are said,
//! too. Points come in the order in which they come about: a node is begun before its words are said, an answer is given
//! before its decision is done, what a step publishes comes before it is done, and an end is begun, then done, then the
//! case has ended. A point that a law looks for on both sides counts first as what is watched for: it never precedes or
//! answers itself.
//!
//! Told is each break once: what came too early, too late or too often, each time that it comes; what was owed, when its
//! time is over or the case ends without it, whichever is first. An answer that is late is no longer owed. A case that is
//! cancelled breaks nothing. A time limit that can't be worked out - hours that never open - is never over.

use super::effect::{Breach, Effect, RuleIx, TimerFor};
use super::input::{NodeIx, TimerId};
use super::program::{Hit, LawCode, LawKind, PointCode, Side, WatchCode};
use super::run::Run;
use super::state::Timer;
use super::trace::Way;
use sop_core::model::{EventId, MessageId};

/// The law's own timer.
fn timer_of(law: &LawCode) -> TimerFor {
    TimerFor::Rule { rule: law.rule, part: law.part }
}

impl<'a> Run<'a> {
    /// A token comes to a node.
    pub(super) fn see_begun(&mut self, node: NodeIx) {
        if let Some(watch) = &self.flow.watch {
            self.see(watch, watch.begun(node.0), Some(node));
        }
    }

    /// A token leaves a node by an arrow of its own.
    pub(super) fn see_left(&mut self, node: NodeIx, way: Way) {
        let Some(watch) = &self.flow.watch else { return };
        match way {
            Way::Failed => return,
            // A split is left once for every branch.
            Way::Branch(branch) if branch > 0 => return,
            Way::Answer(answer) => self.see(watch, watch.answered(node.0, answer), Some(node)),
            _ => {}
        }
        self.see(watch, watch.done(node.0), Some(node));
    }

    /// A message is said.
    pub(super) fn see_said(&mut self, message: MessageId, node: Option<NodeIx>) {
        if let Some(watch) = &self.flow.watch {
            self.see(watch, watch.said(message), node);
        }
    }

    /// The case takes an event.
    pub(super) fn see_event(&mut self, event: EventId) {
        if let Some(watch) = &self.flow.watch {
            self.see(watch, watch.taken(event), None);
        }
    }

    /// The case publishes an event.
    pub(super) fn see_published(&mut self, event: EventId, node: NodeIx) {
        if let Some(watch) = &self.flow.watch {
            self.see(watch, watch.published(event), Some(node));
        }
    }

    /// The case ends: it has ended there, and what is owed still will never come.
    pub(super) fn see_end(&mut self, node: NodeIx) {
        let Some(watch) = &self.flow.watch else { return };
        self.see(watch, watch.done(node.0), Some(node));
        self.see(watch, watch.ended(node.0), Some(node));
        if watch.owed.as_ref().is_some_and(|owed| self.core.marks.are(owed)) {
            return;
        }
        for (law, index) in watch.laws.iter().zip(0u16..) {
            let owed = match law.kind {
                LawKind::Existence => self.core.marks.get(index) == 0,
                LawKind::Response(_) => self.core.marks.get(index) == 1,
                _ => false,
            };
            if owed {
                let late = self.timer(law).is_some_and(|timer| timer.due < self.at);
                self.broken(law.rule, if late { Breach::Late } else { Breach::Missing }, Some(node));
            }
        }
    }

    /// The time of an answer that is owed is over.
    pub(super) fn see_late(&mut self, rule: RuleIx, part: u16) {
        let law = self.flow.watch.as_ref().and_then(|watch| watch.law(rule, part));
        if let Some((index, law)) = law {
            self.core.marks.set(index, 0);
            self.broken(law.rule, Breach::Late, None);
        }
    }

    fn see(&mut self, watch: &'a WatchCode, point: Option<&'a PointCode>, node: Option<NodeIx>) {
        let Some(point) = point else { return };
        if let Some(quiet) = &point.quiet
            && self.core.marks.pass(quiet)
        {
            return;
        }
        for hit in &point.hits {
            // Hits name laws of their own watch.
            let law = &watch.laws[usize::from(hit.law)];
            if let Some(breach) = self.hit(*hit, law) {
                self.broken(law.rule, breach, node);
            }
        }
    }

    fn hit(&mut self, hit: Hit, law: &'a LawCode) -> Option<Breach> {
        let mark = self.core.marks.get(hit.law);
        match (&law.kind, hit.side) {
            (LawKind::Precedence, Side::Then) => (mark == 0).then_some(Breach::Early),
            (LawKind::NotSuccession, Side::Then) => (mark == 1).then_some(Breach::After),
            (LawKind::Absence, _) => Some(Breach::Came),
            (LawKind::AtMost(times), _) if mark >= *times => Some(Breach::Often),
            (LawKind::AtMost(_), _) => {
                self.core.marks.set(hit.law, mark + 1);
                None
            }
            (LawKind::Precedence | LawKind::NotSuccession | LawKind::Existence, _) => {
                self.core.marks.set(hit.law, 1);
                None
            }
            (LawKind::Response(within), side) => {
                let mut owed = mark == 1;
                let mut breach = None;
                if owed && self.timer(law).is_some_and(|timer| timer.due < self.at) {
                    // Its time was over before, and nobody has fired its timer yet.
                    self.no_longer_owed(hit.law, law);
                    (owed, breach) = (false, Some(Breach::Late));
                }
                match side {
                    Side::Then if owed => self.no_longer_owed(hit.law, law),
                    Side::First if !owed => {
                        self.core.marks.set(hit.law, 1);
                        if let Some(due) = within.as_ref().and_then(|length| self.due(length).ok()) {
                            self.arm(0, timer_of(law), due);
                        }
                    }
                    _ => {}
                }
                breach
            }
        }
    }

    fn timer(&self, law: &LawCode) -> Option<Timer> {
        if !law.kind.is_timed() {
            return None;
        }
        let of = timer_of(law);
        self.core.timers.iter().find(|t| t.of == of).copied()
    }

    fn no_longer_owed(&mut self, index: u16, law: &LawCode) {
        self.core.marks.set(index, 0);
        if let Some(Timer { id, .. }) = self.timer(law) {
            self.core.timers.retain(|t| t.id != id);
            self.effects.push(Effect::Disarm { timer: TimerId(id) });
        }
    }

    fn broken(&mut self, rule: RuleIx, how: Breach, node: Option<NodeIx>) {
        self.effects.push(Effect::Broken { rule, how, node });
    }
}
