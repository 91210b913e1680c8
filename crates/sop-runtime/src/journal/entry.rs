//! One accepted input of a case.

use crate::host::store::{CaseId, EditionId};
use crate::kernel::{ChildId, Input};
use crate::value::Moment;
use serde::{Deserialize, Serialize};

/// An accepted input: with the moment, all that the case learnt by it; and who asked for it, for readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it was accepted.
    pub at: Moment,
    /// What came.
    pub input: Input,
    /// The client's own name for it. The kernel doesn't read it.
    pub request: Option<String>,
    /// Who did it. The kernel doesn't read it.
    pub actor: Option<String>,
}

/// Where a case comes from: what no input of it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The edition on which it began.
    pub edition: EditionId,
    /// The case that started or called it, and its number there.
    pub parent: Option<(CaseId, ChildId)>,
}
