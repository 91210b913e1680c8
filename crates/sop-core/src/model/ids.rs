//! Dense indices into a book's lists. Sixteen bits: [`crate::source::limits::INDEX_MAX`] of a kind is plenty, and states stay small.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($name:ident $what:literal;)+) => {$(
        #[doc = concat!("Index of ", $what, ".")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u16);

        impl $name {
            /// As an index into a list.
            pub const fn index(self) -> usize { self.0 as usize }
        }
    )+};
}

ids! {
    LaneId "a lane in `Book::lanes`";
    SystemId "a system in `Book::systems`";
    EventId "an event in `Book::events`";
    ActionId "an action in `Book::actions`";
    MessageId "a message in `Book::messages`";
    SettingId "a setting in `Book::settings`";
    CalendarId "a calendar in `Book::calendars`";
    HoursId "opening hours in `Book::hours`";
    TableId "a table in `Book::tables`";
    FlowId "a flow in `Book::flows`";
    FactId "a fact in `Flow::facts`";
    StageId "a stage in `Flow::stages`";
    ParallelId "a parallel in `Flow::parallels`";
    BranchId "a branch in `Parallel::branches`";
}
