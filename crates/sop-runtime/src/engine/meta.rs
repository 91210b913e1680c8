//! What comes with a request, and what comes back.

use super::limits::{ACTOR_BYTES_MAX, Limit, REQUEST_BYTES_MAX};
use crate::host::store::CaseId;
use crate::value::Moment;
use serde::{Deserialize, Serialize};

/// Who asks, and by what name. `()` is the empty one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    pub(crate) request: Option<String>,
    pub(crate) actor: Option<String>,
}

impl Meta {
    /// Nothing said.
    pub const fn new() -> Self {
        Self { request: None, actor: None }
    }

    /// The client's own name for this request. A second request of the same name for the same case - or a second start of the
    /// same name - is not carried out: it gets the first one's result, with [`Applied::already`].
    #[must_use]
    pub fn request(mut self, request: impl Into<String>) -> Self {
        self.request = Some(request.into());
        self
    }

    /// Whether its names are not too long.
    pub(crate) fn fits(&self) -> Result<(), Limit> {
        match (self.request.as_ref().map_or(0, String::len), self.actor.as_ref().map_or(0, String::len)) {
            (found, _) if found > REQUEST_BYTES_MAX => Err(Limit::Request { found }),
            (_, found) if found > ACTOR_BYTES_MAX => Err(Limit::Actor { found }),
            _ => Ok(()),
        }
    }

    /// Who asks; kept in the journal for readers.
    #[must_use]
    pub fn actor(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into());
        self
    }
}

impl From<()> for Meta {
    fn from((): ()) -> Self {
        Self::new()
    }
}

/// A request that was carried out, and is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The case; after a start, the new one.
    pub case: CaseId,
    /// Position of the input in the case's journal, from 0.
    pub input: u64,
    /// The moment that it was given.
    pub at: Moment,
    /// It was carried out earlier, under the same request name; this is that result.
    pub already: bool,
}
