//! One layout for every file: `sop fmt`.
//!
//! The text is laid out anew from its tokens, by the structure that the grammar sees in it:
//!
//! - four spaces for each block; one clause, arrow, row or line of a scenario a line; `{` ends the line that opens it;
//! - a block without steps of its own that is written on one line stays there, if it fits into [`WIDTH`] columns;
//! - grounds of an arrow or a row follow it on its line if they fit, and stand below it otherwise;
//! - arrows below each other have their `->` and their grounds in columns; so have rows of a table, sections of the document, and
//!   lanes, systems, events and ends that stand on one line each;
//! - a single empty line between things is kept, more are not; comments stay with what follows them, or at the end of their line;
//! - lines end as the first line of the file does, so that a copy made on Windows is not another layout; a byte order mark goes.
//!
//! A file with a mistake in its text is left as it is. The result is read again and must mean the same: else nothing is changed.

mod comments;
mod entry;
mod lines;
mod meaning;
mod tokens;

use crate::diagnostic::{Finding, Severity};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax;
use thiserror::Error;

/// Columns into which a line is fitted where it can be broken.
pub const WIDTH: usize = 120;

/// How often a text is laid out at most until nothing moves any more.
const ROUNDS_MAX: usize = 4;

/// Why a file was not laid out.
#[derive(Debug, Error)]
pub enum FormatError {
    /// Its text can't be read.
    #[error("the file can't be read: {} mistakes in its text", .0.len())]
    Unreadable(Vec<Finding>),
    /// What came out would not mean the same. This is a mistake of the formatter: the file was left as it is.
    #[error("the layout would have changed what the file means; it was left as it is")]
    Unsafe,
}

/// Lays a text out.
///
/// ```
/// let text = "lane   agent \"Agent\"\nflow hello \"Halo\" { step greet by agent \"Salam\"\nend done \"Selesai\" }";
/// let laid_out = sop_core::format::format(text).unwrap();
/// assert_eq!(laid_out, "lane agent \"Agent\"\nflow hello \"Halo\" {\n    step greet by agent \"Salam\"\n    end done \"Selesai\"\n}\n");
/// ```
///
/// # Errors
///
/// [`FormatError::Unreadable`] if there are mistakes in its text (not in what it means).
pub fn format(text: &str) -> Result<String, FormatError> {
    let mut sources = Sources::new();
    let id = sources.add("file.sop", text);
    format_file(&sources, id)
}

/// Lays a file of a book out; gives the new text. What is wrong with the file is found in these sources.
///
/// # Errors
///
/// As [`format()`]. A file whose bytes are no UTF-8 is left alone like one with any other mistake in its text.
pub fn format_file(sources: &Sources, id: FileId) -> Result<String, FormatError> {
    let source = sources.get(id).ok_or(FormatError::Unsafe)?;
    let text = source.text.as_str();
    let before = parse(id, source)?;
    let mut out = lay_out(text)?;
    // A comment that moved out of a line can let that line stand in columns with its like: once more, until nothing moves.
    for _ in 0..ROUNDS_MAX {
        let again = lay_out(&out)?;
        if again == out {
            break;
        }
        out = again;
    }
    let mut laid_out = Sources::new();
    laid_out.add(source.path.as_str(), out.as_str());
    let after = laid_out.get(FileId(0)).ok_or(FormatError::Unsafe)?;
    match parse(FileId(0), after) {
        Ok(after) if after == before && comments::same(text, &out) => {}
        _ => return Err(FormatError::Unsafe),
    }
    let first_line = text.split_inclusive('\n').next().unwrap_or_default();
    Ok(if first_line.ends_with("\r\n") { out.replace('\n', "\r\n") } else { out })
}

fn lay_out(text: &str) -> Result<String, FormatError> {
    let pairs = syntax::parse::pairs(text).ok_or(FormatError::Unsafe)?;
    Ok(lines::lay_out(text, &entry::File::of(text, pairs)))
}

/// What a file means.
fn parse(id: FileId, source: &SourceFile) -> Result<Vec<u8>, FormatError> {
    let parsed = syntax::parse(id, source);
    let findings: Vec<Finding> =
        parsed.findings.into_iter().filter(|f| f.severity() == Severity::Error).collect();
    if !findings.is_empty() {
        return Err(FormatError::Unreadable(findings));
    }
    meaning::meaning(&parsed.file.items).map_err(|_| FormatError::Unsafe)
}

#[cfg(test)]
mod tests;
