//! PDF to lines: letters with their places become words, lines, and rows where a table's columns stand below each other.
//!
//! The library that takes a PDF apart panics on some that are damaged. Such a panic ends here, as an error.

mod columns;
mod letters;

use super::ReadError;
use super::sheet::{Content, Line};
use letters::Letters;
use pdf_extract::{Document, output_doc};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a PDF that has a text layer.
pub(super) fn lines(bytes: &[u8]) -> Result<Vec<Line>, ReadError> {
    // Nothing that the closure leaves behind is used after a panic but the error.
    let read = catch_unwind(AssertUnwindSafe(|| letters(bytes)));
    let letters = read.unwrap_or_else(|_| Err(ReadError::Pdf("?".to_owned())))?;
    let pages = letters.pages;
    if pages.iter().all(Vec::is_empty) {
        return Err(ReadError::NoText);
    }
    let mut out = Vec::new();
    for page in pages {
        for (content, apart, indented) in columns::lines(&letters::lines(page)) {
            out.push(Line { content, number: 0, apart, indented });
        }
        out.push(Line { content: Content::Break, number: 0, apart: true, indented: false });
    }
    for (number, line) in (1u32..).zip(&mut out) {
        line.number = number;
    }
    Ok(out)
}

fn letters(bytes: &[u8]) -> Result<Letters, ReadError> {
    let document = Document::load_mem(bytes).map_err(|e| ReadError::Pdf(e.to_string()))?;
    if document.is_encrypted() {
        return Err(ReadError::Pdf("encrypted".to_owned()));
    }
    let mut letters = Letters::default();
    match output_doc(&document, &mut letters) {
        Ok(()) => Ok(letters),
        Err(_) if letters.full => Err(ReadError::TooBig),
        Err(e) => Err(ReadError::Pdf(e.to_string())),
    }
}
