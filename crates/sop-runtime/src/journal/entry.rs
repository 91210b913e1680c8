//! One accepted input of a case.

use crate::kernel::Input;
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
