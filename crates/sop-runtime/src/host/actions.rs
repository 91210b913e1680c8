//! Actions: what the host does for a case.

use super::record::Record;
use crate::host::store::CaseId;
use crate::kernel::CallId;
use async_trait::async_trait;
use std::fmt;

/// What an action gives: its declared outputs, by name.
pub type Output = Record;

/// One try of one invocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionCall {
    /// The case.
    pub case: CaseId,
    /// The case's flow.
    pub flow: String,
    /// The invocation.
    pub call: CallId,
    /// The action's name in the book.
    pub action: String,
    /// The same at every try of this invocation, also after a restart, and never used for another one in this store. Hand it to
    /// whatever must not be done twice.
    pub key: String,
    /// From 1. Counts anew after a restart.
    pub attempt: u32,
    /// The declared inputs, by name; choices are texts.
    pub input: Record,
}

/// Why a try failed.
///
/// Any error turns into [`ActionError::Retry`] with `?`; for that, this type is no `std::error::Error` itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ActionError {
    /// May go well another time: tried again as the book declares.
    Retry(String),
    /// Will never go well: no further try.
    Terminal(String),
}

impl ActionError {
    /// An error that may pass.
    pub fn retry(what: impl Into<String>) -> Self {
        Self::Retry(what.into())
    }

    /// An error that will stay.
    pub fn terminal(what: impl Into<String>) -> Self {
        Self::Terminal(what.into())
    }
}

impl fmt::Display for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retry(what) | Self::Terminal(what) => f.write_str(what),
        }
    }
}

impl<E: std::error::Error> From<E> for ActionError {
    fn from(error: E) -> Self {
        let mut what = error.to_string();
        let mut cause = error.source();
        while let Some(c) = cause {
            what.push_str(": ");
            what.push_str(&c.to_string());
            cause = c.source();
        }
        Self::Retry(what)
    }
}

/// An action. Closures from [`ActionCall`] to a future are actions too.
///
/// # Contract
///
/// It may be run more than once for one invocation - after a failed try, after the time limit, after a restart - with the same
/// [`ActionCall::key`]: what it does must be the same as once. A run that takes longer than the declared limit is dropped
/// at its next await. A panic counts as a failed try.
#[async_trait]
pub trait Action: Send + Sync + 'static {
    /// Does it once.
    async fn run(&self, call: ActionCall) -> Result<Output, ActionError>;
}

#[async_trait]
impl<F, Fut> Action for F
where
    F: Fn(ActionCall) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Output, ActionError>> + Send + 'static,
{
    async fn run(&self, call: ActionCall) -> Result<Output, ActionError> {
        self(call).await
    }
}
