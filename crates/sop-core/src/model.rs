//! The public model: a [`Book`] of vocabulary and flows, each [`Flow`] a graph of nodes and edges.
//!
//! All names are resolved: what refers to something holds its index. Orders are the source's, never a hash's.

pub mod book;
pub mod document;
pub mod expr;
pub mod flow;
pub mod ids;
pub mod rule;
pub mod scenario;
pub mod table;
pub mod types;

pub use book::{
    Action, Book, Calendar, Day, Event, Field, Hours, HoursRow, Lane, Message, Retries, Setting, System, Zone,
};
pub use document::{Approval, ApprovalKind, Clause, ClauseKind, Document, Ground, Held, Section};
pub use expr::{BinaryOp, CompareOp, Expr, Literal};
pub use flow::{
    Becomes, BecomesKind, Branch, Change, Deadline, Edge, EdgeKind, Fact, FactRole, Flow, Interrupt,
    JoinMode, Keep, Late, Length, Node, NodeKind, Parallel, Region, Say, SayWhat, Stage, Trigger,
};
pub use ids::{
    ActionId, BranchId, CalendarId, EventId, FactId, FlowId, HoursId, LaneId, MessageId, ParallelId,
    SettingId, StageId, SystemId, TableId,
};
pub use rule::{Law, Point, Rule};
pub use scenario::{Act, ActKind, Expectation, Scenario};
pub use table::{Cell, Row, Table, TableResult};
pub use types::{Choice, DayKind, Type};
