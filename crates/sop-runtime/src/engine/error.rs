//! What can go wrong, split by whose fault it is: the caller's, the store's, the book's.

use super::limits::{FIELDS_MAX, ITEMS_MAX, Limit, TEXT_BYTES_MAX, VALUES_BYTES_MAX};
use crate::host::store::{CaseId, StoreError};
use crate::kernel::{self, Rejected};
use std::fmt;

/// A request that was not carried out. Nothing has changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The store has no such case.
    #[error("there is no case {}", .0.0)]
    UnknownCase(CaseId),
    /// The book has no such flow.
    #[error("the book has no flow `{0}`")]
    UnknownFlow(String),
    /// The case's book has no such event.
    #[error("the book has no event `{0}`")]
    UnknownEvent(String),
    /// The book has no such message.
    #[error("the book has no message `{0}`")]
    UnknownMessage(String),
    /// The book has no such lane.
    #[error("the book has no lane `{0}`")]
    UnknownLane(String),
    /// The decision has no such answer.
    #[error("the decision `{node}` has no answer `{answer}`; it has {}", quoted(.known))]
    UnknownAnswer {
        /// The decision.
        node: String,
        /// What was answered.
        answer: String,
        /// What can be answered.
        known: Vec<String>,
    },
    /// Values that don't fit what is declared.
    #[error(transparent)]
    Fields(#[from] FieldErrors),
    /// The input doesn't fit the case: it came late, or was never asked for.
    #[error("case {} does not take this: {source}", case.0)]
    Rejected {
        /// Which case. Not always the one that was asked for: an input can set off others in its children and parents.
        case: CaseId,
        /// Why.
        #[source]
        source: Rejected,
    },
    /// One input set off too many others, in children and parents.
    #[error("one input for case {} set off more than {limit} others", case.0)]
    TooManyInputs {
        /// The case that the input was for.
        case: CaseId,
        /// How many are taken.
        limit: usize,
    },
    /// A limit of the engine would be passed.
    #[error(transparent)]
    Limit(#[from] Limit),
    /// The case runs on another edition of the book, and that one needs actions that this engine doesn't have.
    #[error("case {} runs on an older edition of the book, which needs the actions {}", case.0, quoted(.missing))]
    MissingActions {
        /// Which case.
        case: CaseId,
        /// Names of the actions.
        missing: Vec<String>,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the store holds of a case can't be understood.
    #[error("what is stored of case {} can't be read: {what}", case.0)]
    Damaged {
        /// Which case.
        case: CaseId,
        /// What is wrong.
        what: String,
    },
    /// The engine was shut down.
    #[error("the engine was shut down")]
    Closed,
}

/// An engine that could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The book and what the program supplies don't fit each other.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The store can't be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the store holds can't be understood.
    #[error("what is stored can't be read: {what}")]
    Damaged {
        /// What is wrong.
        what: String,
    },
    /// No thread could be started for the store.
    #[error("no thread could be started for the store")]
    Thread(#[source] std::io::Error),
}

/// Everything in which a book and what the program supplies don't fit each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unfit {
    /// Actions that a flow needs and that were not supplied.
    pub missing_actions: Vec<String>,
    /// Actions that were supplied and that the book doesn't know.
    pub unknown_actions: Vec<String>,
    /// Settings that are missing, unknown or of a wrong type; and what in the book can't be run.
    pub faults: Vec<kernel::BuildError>,
}

impl Unfit {
    /// Whether everything fits.
    pub fn is_empty(&self) -> bool {
        self.missing_actions.is_empty() && self.unknown_actions.is_empty() && self.faults.is_empty()
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let missing = self.missing_actions.iter().map(|a| format!("the action `{a}` is missing"));
        let unknown = self.unknown_actions.iter().map(|a| format!("the book has no action `{a}`"));
        let faults = self.faults.iter().map(ToString::to_string);
        f.write_str(&missing.chain(unknown).chain(faults).collect::<Vec<_>>().join("; "))
    }
}

impl std::error::Error for Unfit {}

/// A value that doesn't fit what is declared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldError {
    /// It is declared, and was not given.
    #[error("`{field}` is missing: a value of type {wanted}")]
    Missing {
        /// Its name.
        field: String,
        /// Its type, in the language's words.
        wanted: String,
    },
    /// It was given, and is not declared.
    #[error("`{field}` is not asked for; asked for is {}", quoted(.known))]
    Unknown {
        /// The name given.
        field: String,
        /// The names that are declared.
        known: Vec<String>,
    },
    /// It is of another type.
    #[error("`{field}` wants a value of type {wanted}, not {found}")]
    WrongType {
        /// Its name.
        field: String,
        /// Its type, in the language's words.
        wanted: String,
        /// What was given, in words.
        found: String,
    },
    /// A text of it is too long.
    #[error("`{field}` has a text of {found} bytes; a text has at most {TEXT_BYTES_MAX}")]
    TooLong {
        /// Its name.
        field: String,
        /// Bytes given.
        found: usize,
    },
    /// It is a list of too many items.
    #[error("`{field}` has more than {ITEMS_MAX} items")]
    TooManyItems {
        /// Its name.
        field: String,
    },
    /// Too many values came at once.
    #[error("{found} values were given; at most {FIELDS_MAX} are taken at once")]
    TooManyFields {
        /// How many.
        found: usize,
    },
    /// All values together are too long.
    #[error("the values have more than {VALUES_BYTES_MAX} bytes in all")]
    AllTooLong,
}

/// All values of a record that don't fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<FieldError>);

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    }
}

impl std::error::Error for FieldErrors {}

fn quoted(names: &[String]) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
}
