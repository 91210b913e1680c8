//! A book compiled for running: dense tables, indices of 16 bits, settings bound in.
//!
//! Invariant: every index in a [`Program`] is in range, because [`Program::build`] checks them all; so the kernel may
//! index its tables by what they hold. A program never changes, and can be shared by all threads.

mod build;
mod code;
mod condition;
mod edition;
mod errors;
mod watch;

pub(crate) use code::{
    ArrowWhen, CalendarCode, CellCode, ChangeCode, Code, FlowCode, HoursCode, KeepCode, Kind, LateCode,
    LengthCode, NodeCode, OnEvent, Outcomes, SayCode, SayWhatCode, TableCode, TableGives, TriggerCode,
};
pub use condition::Condition;
pub use errors::{BuildError, BuildErrors};
pub(crate) use watch::{Hit, LawCode, LawKind, PointCode, Quiet, Side, WatchCode};

use super::input::NodeIx;
use crate::host::store::EditionId;
use crate::value::Value;
use sop_core::model::{Book, EventId, FlowId, Type};
use std::collections::BTreeMap;

/// What the operator supplies: values of the book's settings, by name.
pub type Settings = BTreeMap<String, Value>;

/// A book with its settings, compiled for running.
#[derive(Clone, Debug)]
pub struct Program {
    pub(crate) edition: EditionId,
    pub(crate) zone_ms: i64,
    pub(crate) flows: Box<[FlowCode]>,
    pub(crate) tables: Box<[TableCode]>,
    pub(crate) calendars: Box<[CalendarCode]>,
    pub(crate) hours: Box<[HoursCode]>,
    pub(crate) events: Box<[EventCode]>,
    pub(crate) actions: Box<[ActionCode]>,
    pub(crate) settings: Box<[Value]>,
}

/// An event: what it carries.
#[derive(Clone, Debug)]
pub(crate) struct EventCode {
    pub(crate) carries: Box<[Type]>,
    pub(crate) breaks_silence: bool,
}

/// An action: what it gives.
#[derive(Clone, Debug)]
pub(crate) struct ActionCode {
    pub(crate) gives: Box<[Type]>,
}

impl Program {
    /// Compiles a checked book, with the operator's settings bound in.
    ///
    /// # Errors
    ///
    /// All faults at once: settings that are missing, unknown or of a wrong type, and whatever in the book can't be run (a
    /// book that the checker let pass has none of those).
    pub fn build(book: &Book, settings: &Settings) -> Result<Self, BuildErrors> {
        build::build(book, settings)
    }

    /// The program's fingerprint: the first 16 bytes of SHA-256 over the book (all of it: labels, grounds, places in the
    /// source) and the bound settings, as JSON.
    pub fn edition(&self) -> EditionId {
        self.edition
    }

    /// The flow of that name.
    pub fn flow_named(&self, name: &str) -> Option<FlowId> {
        self.flows.iter().position(|f| &*f.name == name).and_then(|i| u16::try_from(i).ok()).map(FlowId)
    }

    /// The value that a setting is bound to, by its position in the book.
    pub fn setting(&self, index: usize) -> Option<&Value> {
        self.settings.get(index)
    }

    /// How many answers a decision has; 0 for other nodes.
    pub fn answers(&self, flow: FlowId, node: NodeIx) -> usize {
        match self.node(flow, node).map(|n| &n.kind) {
            Some(Kind::Decide { answers, .. }) => answers.len(),
            _ => 0,
        }
    }

    /// Events that a token on this node waits for, in the source's order.
    pub fn listens(&self, flow: FlowId, node: NodeIx) -> impl Iterator<Item = EventId> + '_ {
        self.node(flow, node).into_iter().flat_map(|n| n.events.iter().map(|e| e.event))
    }

    pub(crate) fn node(&self, flow: FlowId, node: NodeIx) -> Option<&NodeCode> {
        self.flows.get(flow.index())?.nodes.get(usize::from(node.0))
    }

    /// What a state carries to tell whose it is.
    pub(crate) fn tag(&self) -> u32 {
        let [a, b, c, d, ..] = self.edition.0;
        u32::from_le_bytes([a, b, c, d])
    }
}

#[cfg(test)]
mod tests;
