//! Whom a change can touch: readers alone, or cases that are under way.

use super::{Aspect, Reach, ThingKind};

/// The reach of a change.
pub(super) fn of(kind: ThingKind, aspect: &Aspect, gone: bool) -> Reach {
    use ThingKind::{
        Await, Call, Choose, Clause, Decide, Do, Document, End, Fact, Flow, Parallel, Scenario, Section,
        Stage, Start, Step, Wait,
    };
    let node = matches!(kind, Step | Do | Decide | Wait | Await | Call | Parallel | End);
    if matches!(kind, Document | Section | Clause | Scenario) {
        return Reach::Readers;
    }
    match aspect {
        Aspect::Label
        | Aspect::ChoiceLabel { .. }
        | Aspect::WayLabel { .. }
        | Aspect::Ground { .. }
        | Aspect::Note
        | Aspect::Source
        | Aspect::Follows
        | Aspect::Watched
        | Aspect::Approval { .. }
        | Aspect::Revision
        | Aspect::Effective
        | Aspect::Pages
        | Aspect::ClauseKind
        | Aspect::Fingerprint
        | Aspect::Holds
        | Aspect::Content => Reach::Readers,
        // Cases that are there already never begin again.
        Aspect::First if kind == Flow => Reach::Readers,
        Aspect::Itself { into: Some(_) } => Reach::Cases,
        Aspect::Itself { .. } if gone && (node || matches!(kind, Flow | Stage | Fact)) => Reach::Stranding,
        Aspect::Itself { .. } if gone => Reach::Cases,
        Aspect::Itself { .. } => match kind {
            // What the vocabulary knows besides is nothing until a step speaks of it.
            Step | Do | Decide | Choose | Wait | Start | Await | Call | Parallel | End | Stage => {
                Reach::Cases
            }
            ThingKind::Rule => Reach::Cases,
            Fact => Reach::Stranding,
            _ => Reach::Readers,
        },
        Aspect::Name { said: false } => match kind {
            Choose | Start => Reach::Cases,
            _ => Reach::Stranding,
        },
        Aspect::Kind | Aspect::Role | Aspect::Type | Aspect::Join | Aspect::Branches => Reach::Stranding,
        Aspect::Calls if kind != Start => Reach::Stranding,
        // Into a branch or out of it.
        Aspect::Place => Reach::Stranding,
        Aspect::Field { list: super::FieldList::Gives, .. } => Reach::Stranding,
        _ => Reach::Cases,
    }
}
