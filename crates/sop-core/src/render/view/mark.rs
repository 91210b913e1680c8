//! What a picture of two revisions says of each part.

/// Whether something is new, gone or otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::render) enum Mark {
    /// As it was; all of a picture of one revision is.
    #[default]
    Same,
    /// New.
    Added,
    /// Gone.
    Removed,
    /// Otherwise.
    Changed,
}

impl Mark {
    /// The word in classes, with a space before it; nothing for what is the same.
    pub(in crate::render) const fn class(self) -> &'static str {
        match self {
            Self::Same => "",
            Self::Added => " added",
            Self::Removed => " removed",
            Self::Changed => " changed",
        }
    }

    /// The sign in the picture: nobody has to tell it by its colour.
    pub(in crate::render) const fn sign(self) -> &'static str {
        match self {
            Self::Same => "",
            Self::Added => "+",
            Self::Removed => "−",
            Self::Changed => "±",
        }
    }
}
