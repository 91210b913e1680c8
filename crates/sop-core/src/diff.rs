//! What changed between two revisions of a book, as data and in sentences for its process owner.
//!
//! Both books are described by names, so that neither places nor indices count. Then what belongs together is found - by
//! name, by what the new revision says that an old name `becomes`, by likeness - and compared, aspect by aspect. Whatever
//! the model holds is an aspect of something: nothing changes in silence.
//!
//! - *A likely rename* is something gone and something new that are much alike. It is told as one thing, with the line that
//!   the flow lacks; without it cases that stand there are stranded.
//! - *Order* is that of the source; what is gone stands behind what came before it.
//! - *Arrows* are compared by when they are taken; of those that time or a condition takes, also by where they lead.
//!
//! Pure and deterministic: the same books give the same [`Diff`].

mod compare;
mod describe;
mod order;
mod pairs;
mod phrase;
mod reach;
mod sentence;
mod ways;

use crate::model::Book;
use crate::source::Span;
use serde::{Deserialize, Serialize};

pub use pairs::{By, Pairs};
pub use phrase::Phrase;
pub(crate) use sentence::is_on_an_arrow;

/// All that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diff {
    /// Groups with changes, in the order of the book: document, vocabulary, flows, rules, scenarios.
    pub groups: Vec<Group>,
}

/// Changes that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// What they are about.
    pub of: GroupOf,
    /// The changes: in the order of the source, those of one thing together.
    pub changes: Vec<Change>,
}

/// What a group of changes is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "group", rename_all = "snake_case")]
pub enum GroupOf {
    /// The controlled document.
    Document,
    /// Lanes, systems, events, actions, messages, settings, calendars, hours, tables.
    Vocabulary,
    /// One flow.
    Flow {
        /// Its name in the new revision, or in the old if it is gone.
        name: String,
        /// What people read.
        label: String,
    },
    /// The rules.
    Rules,
    /// The scenarios.
    Scenarios,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What changed.
    pub thing: Thing,
    /// What of it.
    pub aspect: Aspect,
    /// As it was; none if it is new.
    pub old: Option<Phrase>,
    /// As it is; none if it is gone.
    pub new: Option<Phrase>,
    /// Where the thing is in the old book.
    pub old_at: Option<Span>,
    /// Where it is in the new book.
    pub new_at: Option<Span>,
    /// Whether it can touch cases under way that are moved to the new revision.
    pub reach: Reach,
}

/// Whether something was added, removed or altered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is otherwise.
    Changed,
}

impl Change {
    /// Whether it was added, removed or altered.
    pub const fn kind(&self) -> Kind {
        match (&self.old, &self.new) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            _ => Kind::Changed,
        }
    }
}

/// Whom a change can touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Only who reads the book; no case goes another way.
    Readers,
    /// A case under way that is moved goes on otherwise.
    Cases,
    /// This alone may strand a case under way: what it stands on is gone or is of another kind.
    Stranding,
}

/// A thing of the book.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Thing {
    /// What it is, in the new revision; if it is gone, in the old.
    pub kind: ThingKind,
    /// Its name: likewise.
    pub name: String,
    /// What people read; likewise.
    pub label: String,
}

macro_rules! plain_enum {
    ($(#[$meta:meta])* $name:ident { $($variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[expect(missing_docs, reason = "the names say it")]
        pub enum $name { $($variant),+ }
    };
}

plain_enum! {
    /// Kinds of things.
    ThingKind {
        Document, Section, Clause, Zone, Lane, System, Event, Action, Message, Setting, Calendar, Hours, Table,
        Flow, Fact, Stage, Parallel, Step, Do, Decide, Choose, Wait, Start, Await, Call, End, Rule, Scenario,
    }
}

plain_enum! {
    /// Lists of fields.
    FieldList { Takes, Gives, Carries }
}

plain_enum! {
    /// When a way is taken.
    WayKind {
        Next, Answer, When, Otherwise, Event, After, At, Failed, Outcome, Branch, Deadline, Tell, Silent, Interrupt, Row,
    }
}

/// What of a thing changed. The variants stand in the order in which they are told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "aspect", rename_all = "snake_case")]
pub enum Aspect {
    /// The whole of it came or went. The phrase sums it up.
    Itself {
        /// What is gone has been merged into this.
        #[serde(skip_serializing_if = "Option::is_none")]
        into: Option<String>,
    },
    /// Its name.
    Name {
        /// The new revision says so: `step OLD becomes NEW`, or cases don't go by it.
        said: bool,
    },
    /// What people read.
    Label,
    /// What kind of thing it is.
    Kind,
    /// Number of the document's revision.
    Revision,
    /// From when the document is in force.
    Effective,
    /// Who signed the document for what.
    Approval {
        /// What was signed for: `made`, `checked`, `approved`.
        signed: String,
        /// Who.
        name: String,
    },
    /// Pages of a section, the page of a clause.
    Pages,
    /// What a clause is.
    ClauseKind,
    /// A clause's text in the document.
    Fingerprint,
    /// What a clause's text holds that can be compared.
    Holds,
    /// The time zone.
    Zone,
    /// Who.
    Lane,
    /// With what.
    Systems,
    /// Since when a system is not used any more.
    Retired,
    /// The stage or branch that it lies in.
    Place,
    /// Where it begins.
    First,
    /// Sections that a flow follows.
    Follows,
    /// Where a fact comes from.
    Role,
    /// Its type.
    Type,
    /// What people read for one choice of its type.
    ChoiceLabel {
        /// The choice.
        choice: String,
    },
    /// A field of an event or action, a parameter of a message or table.
    Field {
        /// Of which list.
        list: FieldList,
        /// Its name.
        field: String,
    },
    /// The order of fields.
    FieldOrder {
        /// Of which list.
        list: FieldList,
    },
    /// It winds idle clocks back.
    BreaksSilence,
    /// The time for one try.
    Limit,
    /// Further tries.
    Retries,
    /// What is said, in a language.
    Text {
        /// The language's code.
        language: String,
    },
    /// The value if the operator gives none.
    Default,
    /// Where a calendar's days come from.
    Source,
    /// Years that a calendar covers.
    Covers,
    /// A day of a calendar.
    Day {
        /// The day.
        date: String,
    },
    /// When hours are open.
    Open,
    /// On which days hours are closed.
    ClosedOn,
    /// What a table gives.
    Gives,
    /// Columns of a table.
    Columns,
    /// What is said when a case comes.
    Says,
    /// What a person fills in.
    Fills,
    /// What is set, added and published when it is done.
    Does,
    /// Which action, or which other flow, with what.
    Calls,
    /// What is taken over of what an action gives.
    Keeps,
    /// The fact that holds the answer.
    AnswerFact,
    /// A wait without a way out in time.
    WithoutLimit,
    /// How branches are joined.
    Join,
    /// The branches.
    Branches,
    /// Where a way leads.
    Way {
        /// When it is taken.
        way: WayKind,
        /// The same in words.
        when: Phrase,
    },
    /// After how long, or at which moment, a way is taken.
    Time {
        /// Which way.
        way: WayKind,
        /// Where it leads, or what is told.
        to: Phrase,
    },
    /// The condition of a way, the cells of a row.
    Condition {
        /// Which way.
        way: WayKind,
        /// Where it leads.
        to: Phrase,
    },
    /// What people read on an arrow.
    WayLabel {
        /// When it is taken.
        when: Phrase,
    },
    /// What is kept of what comes with an event or outcome.
    WayKeeps {
        /// When it is taken.
        when: Phrase,
    },
    /// In which order conditions are asked.
    WayOrder,
    /// What a rule demands.
    Law,
    /// For which flows it holds.
    HoldsFor,
    /// Why a rule is only watched.
    Watched,
    /// What a scenario does and expects.
    Content,
    /// Why it stands there.
    Ground {
        /// Of which of its ways, if not of itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        of: Option<Phrase>,
    },
    /// A remark.
    Note,
}

/// What changed from one revision to another.
pub fn diff(old: &Book, new: &Book) -> Diff {
    let pairs = Pairs::between(old, new);
    compare::compare(&pairs, old, new)
}

impl Diff {
    /// Is there nothing to tell?
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Every change, in order.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.groups.iter().flat_map(|g| &g.changes)
    }

    /// The changes of one flow, by its name.
    pub fn of_flow(&self, name: &str) -> &[Change] {
        let found = self.groups.iter().find(|g| matches!(&g.of, GroupOf::Flow { name: n, .. } if n == name));
        found.map_or(&[], |g| &g.changes)
    }
}

#[cfg(test)]
mod tests;
