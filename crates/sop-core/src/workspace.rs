//! A book that is compiled again and again while somebody writes it: files whose text stayed the same are not read again.
//!
//! Invariant: what comes out equals what [`crate::compile`] makes of the same sources. Reading a file depends on its number
//! and its text alone, and a tree is reused only where both are equal; so nothing has to be guessed. Names, types and
//! checks are worked out anew each time: they are the smaller part, and depend on all files at once.

use crate::compile::{Compiled, assemble, first_past_limits, lent, unread};
use crate::source::{SourceFile, Sources};
use crate::syntax::{self, Parsed};

/// Trees of the files of a book, kept from one compilation to the next.
///
/// ```
/// let mut workspace = sop_core::Workspace::new();
/// let mut sources = sop_core::source::Sources::new();
/// sources.add("a.sop", r#"lane agent "Agent"  flow hello "Halo" { step greet by agent "Salam"  end done "Selesai" }"#);
/// assert!(workspace.compile(&sources).is_sound());
/// assert_eq!(workspace.read_last(), 1);
/// assert!(workspace.compile(&sources).is_sound());
/// assert_eq!(workspace.read_last(), 0);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// By number of the file.
    kept: Vec<Kept>,
    read: usize,
}

#[derive(Clone, Debug)]
struct Kept {
    source: SourceFile,
    parsed: Parsed,
}

impl Workspace {
    /// Nothing is kept yet.
    pub const fn new() -> Self {
        Self { kept: Vec::new(), read: 0 }
    }

    /// Reads the files that changed since the last time, resolves and checks the book. Gives what [`crate::compile`] gives.
    pub fn compile(&mut self, sources: &Sources) -> Compiled {
        self.read = 0;
        let mut before: Vec<Option<Kept>> = std::mem::take(&mut self.kept).into_iter().map(Some).collect();
        let end = first_past_limits(sources);
        for (id, source) in sources.iter() {
            if let Some((first, finding)) = end.as_ref().filter(|(first, _)| id >= *first) {
                let parsed = unread(id, (id == *first).then(|| finding.clone()));
                // A text that is kept would pass for one that was read.
                let source = SourceFile { path: String::new(), text: String::new(), invalid_utf8: Some(0) };
                self.kept.push(Kept { source, parsed });
                continue;
            }
            let same =
                before.get_mut(id.0 as usize).and_then(Option::take).filter(|kept| kept.source == *source);
            self.kept.push(same.unwrap_or_else(|| {
                self.read += 1;
                Kept { source: source.clone(), parsed: syntax::parse(id, source) }
            }));
        }
        let parsed: Vec<&Parsed> = self.kept.iter().map(|kept| &kept.parsed).collect();
        assemble(sources, &parsed, lent(&parsed), &mut |_| {})
    }

    /// How many files were read by the last [`Workspace::compile`].
    pub const fn read_last(&self) -> usize {
        self.read
    }
}

#[cfg(test)]
mod tests;
