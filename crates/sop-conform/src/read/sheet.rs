//! The one shape that every format is brought into: lines, rows and headings, with the ends of pages between them.

/// What stands on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Text.
    Text(String),
    /// The cells of a table's row.
    Row(Vec<String>),
    /// A heading that the format marks as such, from 1.
    Heading(usize, String),
    /// A page ends here.
    Break,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// What stands on it.
    pub(super) content: Content,
    /// From 1.
    pub(super) number: u32,
    /// Is there an empty line before it?
    pub(super) apart: bool,
    /// Is it set in from the margin?
    pub(super) indented: bool,
}

impl Line {
    /// Text alone.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// From 1.
    pub(super) number: u32,
    /// Does it say its number itself?
    pub(super) told: bool,
    /// What stands on it.
    pub(super) lines: Vec<Line>,
}
