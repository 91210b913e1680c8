//! Reading a book for a command.

use crate::exit::Failure;
use crate::output;
use sop::model::{Book, Flow, FlowId};
use std::path::Path;

/// A sound book, or its mistakes on standard error.
pub(crate) fn sound(path: &Path) -> Result<Book, Failure> {
    sound_or(path, || {})
}

fn sound_or(path: &Path, before: impl FnOnce()) -> Result<Book, Failure> {
    let sources = sop::folder::read(path)?;
    let compiled = sop::compile(&sources);
    if compiled.is_sound()
        && let Some(book) = compiled.book
    {
        return Ok(book);
    }
    before();
    output::note(&sop::diagnostic::render::render(&compiled.findings, &sources, &output::rendering()));
    Err(Failure::Unsound)
}

/// A sound book that is one of two, or its mistakes with its path above them.
pub(crate) fn sound_of_two(path: &Path) -> Result<Book, Failure> {
    let sound = sound_or(path, || output::note(&format!("{}:\n", path.display())));
    match sound {
        Err(Failure::Unsound) => Err(Failure::UnsoundOfTwo { path: path.to_owned() }),
        other => other,
    }
}

/// A book of which pictures can be drawn: its names are resolved, though the checker may have found more.
pub(crate) fn drawable(path: &Path) -> Result<Book, Failure> {
    let sources = sop::folder::read(path)?;
    let compiled = sop::compile(&sources);
    if let Some(book) = compiled.book {
        return Ok(book);
    }
    output::note(&sop::diagnostic::render::render(&compiled.findings, &sources, &output::rendering()));
    Err(Failure::Unsound)
}

/// A flow by its name.
pub(crate) fn flow<'b>(book: &'b Book, name: &str) -> Result<(FlowId, &'b Flow), Failure> {
    (0u16..).map(FlowId).zip(&book.flows).find(|(_, f)| f.name == name).ok_or_else(|| Failure::UnknownFlow {
        name: name.to_owned(),
        known: book.flows.iter().map(|f| f.name.clone()).collect(),
    })
}
