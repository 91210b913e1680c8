//! Why a book can't be compiled.

use std::fmt;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A setting without a default got no value.
    #[error("the setting `{name}` has no value and no default")]
    MissingSetting {
        /// Its name.
        name: String,
    },
    /// The book has no such setting.
    #[error("the book has no setting `{name}`")]
    UnknownSetting {
        /// The name given.
        name: String,
    },
    /// A value of a wrong type.
    #[error("the setting `{name}` wants a value of type {wanted}")]
    WrongSettingType {
        /// Its name.
        name: String,
        /// Its type, in the language's words.
        wanted: String,
    },
    /// The book holds something that can't be run; a checked book doesn't.
    #[error("the book can't be run: {what}")]
    Broken {
        /// What, and where.
        what: String,
    },
}

/// All faults of a book and its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildErrors(pub Vec<BuildError>);

impl fmt::Display for BuildErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for BuildErrors {}
