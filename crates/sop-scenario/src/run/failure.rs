//! Why a scenario failed.

use crate::family::{CaseNo, Family, Refused};
use petgraph::graph::NodeIndex;
use sop_core::model::{Book, EventId, Expectation, FlowId};
use sop_core::source::Span;
use sop_runtime::kernel::{Breach, Rejected};

/// The first thing that did not fit.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The act at which it came to light.
    pub at: Span,
    /// The flow of the case concerned.
    pub flow: FlowId,
    /// The case concerned.
    pub case: CaseNo,
    /// What is wrong.
    pub fault: Fault,
    /// How long the log was then.
    pub log: usize,
}

/// What is wrong.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The book can't be run with these settings.
    Unbuilt(String),
    /// The case can't begin.
    Begin(Refused),
    /// An act does not fit.
    Misfit(Misfit),
    /// An expectation is not met.
    Unmet(Expectation),
    /// A condition can't be worked out, most often because a fact is not known.
    Unknown(Expectation, Rejected),
    /// A timer fell due and can't be taken.
    Timer(Refused),
    /// The end of a started or called case can't be taken.
    EndNotTaken(Rejected),
    /// A rule is broken that may not be.
    Broken(Broken),
    /// The case is open, but nothing can ever happen to it any more.
    Stuck,
    /// The engine itself is at fault: a state is not read back as it was written.
    Unsteady(String),
}

/// A broken rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which: its position in the book.
    pub rule: usize,
    /// How.
    pub how: Breach,
    /// At which node it was seen, if at one.
    pub node: Option<NodeIndex>,
}

/// Why an act does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Nothing is to be done there now.
    NotOpen(NodeIndex),
    /// The case does not take this event now.
    NotExpected(EventId),
    /// No case was started or called there yet.
    NoCase(NodeIndex),
    /// The case is over.
    Over,
    /// The moment lies before the present one.
    TimeBack,
    /// The case can't take it for another reason.
    Refused(Refused),
}

impl Failure {
    /// What tells one way of failing from another, wherever it happened: the kind, and the rule, flow or steps concerned.
    pub fn signature(&self, book: &Book, family: Option<&Family<'_>>) -> String {
        let flow = book.flows.get(self.flow.index()).map_or("", |f| f.name.as_str());
        let refused = |r: &Refused| match r {
            Refused::Input { flow, why, .. } => format!("{} {}", flow.0, kind_of(why)),
            Refused::TooMany => "too many".to_owned(),
            Refused::TooManyTimers => "too many timers".to_owned(),
        };
        match &self.fault {
            Fault::Unbuilt(why) => format!("unbuilt {why}"),
            Fault::Begin(why) => format!("begin {}", refused(why)),
            Fault::Misfit(Misfit::Refused(why)) => format!("misfit {flow} {}", refused(why)),
            Fault::Misfit(why) => format!("misfit {flow} {why:?}"),
            Fault::Unmet(expectation) | Fault::Unknown(expectation, _) => {
                format!("unmet {flow} {expectation:?}")
            }
            Fault::Timer(why) => format!("timer {}", refused(why)),
            Fault::EndNotTaken(why) => format!("end {flow} {}", kind_of(why)),
            Fault::Broken(broken) => format!("broken {}", broken.rule),
            Fault::Stuck => {
                let case = family.and_then(|f| Some((f.program(), f.case(self.case)?)));
                let mut nodes: Vec<u16> =
                    case.into_iter().flat_map(|(p, c)| c.state.tokens(p)).map(|t| t.node.0).collect();
                nodes.sort_unstable();
                format!("stuck {flow} {nodes:?}")
            }
            Fault::Unsteady(_) => format!("unsteady {flow}"),
        }
    }
}

/// Which kind of refusal it is; the numbers in it tell one run from another.
fn kind_of(why: &Rejected) -> String {
    match why {
        Rejected::FactUnknown(fact) => format!("fact {}", fact.0),
        other => {
            let text = format!("{other:?}");
            text.split(['(', ' ', '{']).next().unwrap_or_default().to_owned()
        }
    }
}
