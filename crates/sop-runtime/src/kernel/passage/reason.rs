//! Why a case can't be moved to another revision, by the names that its process owner gave.

use serde::{Deserialize, Serialize};

/// A case that can't be moved: it stays on the revision on which it began.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", words(reasons))]
pub struct Stranded {
    /// All reasons, each once.
    pub reasons: Vec<Reason>,
}

/// Something by its name, and as people read it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    /// Its name in the book.
    pub name: String,
    /// What people read; empty if there is none.
    pub label: String,
}

/// One reason. Names are those of the revision that the case runs on, unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// Only a case under way can be moved.
    #[error("the case is not under way")]
    NotOpen,
    /// The new revision has no such flow.
    #[error("the flow `{}` is gone", flow.name)]
    FlowGone {
        /// The flow.
        flow: Named,
    },
    /// The case stands at a node that is gone, and the new revision doesn't say what it has become.
    #[error("it stands at `{}`, which is gone", node.name)]
    NodeGone {
        /// The node.
        node: Named,
    },
    /// The node has become something else, at which what the case does there can't go on.
    #[error("it stands at `{}`, which has become something else: `{}`", node.name, now.name)]
    NodeChanged {
        /// The node.
        node: Named,
        /// What it has become, in the new revision.
        now: Named,
    },
    /// An action is under way that the new revision does not do there, or that gives something else.
    #[error("the action of `{}` is under way, and the new revision does another there", node.name)]
    ActionChanged {
        /// The node.
        node: Named,
    },
    /// It waits at the node for another case, and the new revision starts another there.
    #[error("at `{}` it waits for another case, which the new revision does not start", node.name)]
    ChildChanged {
        /// The node.
        node: Named,
    },
    /// The stage was interrupted, and it is gone or nothing resumes it any more: its work would be lost.
    #[error("`{}` was interrupted, and the new revision never goes back to it", stage.name)]
    StageNotResumed {
        /// The stage.
        stage: Named,
    },
    /// The case stands in branches that the new revision arranges otherwise.
    #[error("it is inside branches at `{}` that the new revision arranges otherwise", node.name)]
    BranchesChanged {
        /// A node in one of them.
        node: Named,
    },
    /// What is known doesn't fit the new type.
    #[error("what it knows of `{}` doesn't fit the new type", fact.name)]
    FactChanged {
        /// The fact.
        fact: Named,
    },
    /// The flow now takes something that the case was never given.
    #[error("the new revision takes `{}` at the start, which the case was never given", fact.name)]
    FactNotTaken {
        /// The fact, in the new revision.
        fact: Named,
    },
    /// The new revision reads a fact at some node, and the case may come there without knowing it.
    #[error("the new revision reads `{}` at `{}`, and the case may not know it there", fact.name, node.name)]
    FactMissing {
        /// The fact, in the new revision.
        fact: Named,
        /// Where it is read, in the new revision.
        node: Named,
    },
    /// It knows how another case ended; that end is gone, and the new revision doesn't say what it has become.
    #[error("the end `{}` of the case started at `{}` is gone", end.name, node.name)]
    EndGone {
        /// Where the other case was started.
        node: Named,
        /// Its end.
        end: Named,
    },
    /// A time limit that is new can't be worked out for this case.
    #[error("a new time limit at `{}` can't be worked out", node.name)]
    NoTime {
        /// The node or stage, in the new revision.
        node: Named,
    },
    /// What would come out is no state of the new revision.
    #[error("the new revision has no place for what the case does ({what})")]
    NoPlace {
        /// What is wrong.
        what: String,
    },
}

fn words(reasons: &[Reason]) -> String {
    reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
