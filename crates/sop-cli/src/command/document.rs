//! `sop document read FILE`, `sop document adopt FILE`.

mod changes;
mod shown;

use crate::args::{Document, DocumentAdopt, DocumentCommand, DocumentRead};
use crate::exit::{Exit, Failure, Verb};
use crate::output;
use sop::conform::read::{self, BYTES_MAX, Hints, ReadDocument, ReadError};
use sop::conform::register::{self, AdoptError, Adopted};
use sop::diagnostic::{Severity, Words};
use sop::folder::FolderError;
use sop::model::Book;
use sop::source::Sources;
use sop::words;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The file of a register where the book has none.
const NEW_FILE: &str = "document.sop";

/// Reads a document, or keeps a register.
pub(crate) fn run(args: &Document) -> Result<Exit, Failure> {
    match &args.what {
        DocumentCommand::Read(args) => show(args),
        DocumentCommand::Adopt(args) => adopt(args),
    }
}

fn show(args: &DocumentRead) -> Result<Exit, Failure> {
    let document = read(&args.document, &Hints::default())?;
    if args.json {
        output::json(&document)?;
    } else {
        output::print(&shown::document(&document))?;
    }
    Ok(Exit::Sound)
}

/// Reads a document from a file.
pub(crate) fn read(path: &Path, hints: &Hints) -> Result<ReadDocument, Failure> {
    let failed = |source| Failure::File { path: path.to_owned(), verb: Verb::Read, source };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(BYTES_MAX as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    // A library that takes PDF apart may panic on a damaged one. The reader tells of it; the panic's own message would
    // only puzzle people.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let read = read::read(&bytes, hints);
    std::panic::set_hook(hook);
    read.map_err(|error| {
        let why = why(&error);
        Failure::Usage(words!("doc-unreadable", path = path.display().to_string(), why = why))
    })
}

/// Why a document can't be read.
fn why(error: &ReadError) -> Words {
    match error {
        ReadError::TooBig => words!("doc-too-big", most = BYTES_MAX >> 20),
        ReadError::NotText => words!("doc-not-text"),
        ReadError::Docx(what) => words!("doc-docx", what = what),
        ReadError::Pdf(what) => words!("doc-pdf", what = what),
        ReadError::NoText => words!("doc-no-text"),
        other => Words::verbatim(other.to_string()),
    }
}

/// The book as far as a register needs it, and where its files are.
struct Place {
    book: Book,
    file: PathBuf,
    text: Option<String>,
}

fn adopt(args: &DocumentAdopt) -> Result<Exit, Failure> {
    let place = place(&args.book.book)?;
    let document = read(&args.document, &Hints::of(&place.book))?;
    let adopted = match (&place.book.document, &place.text) {
        (Some(register), Some(text)) => register::update(&place.book, register, text, &document),
        _ => register::create(&place.book, &document),
    };
    let adopted = adopted.map_err(|error| {
        Failure::Usage(match error {
            AdoptError::NoCode => words!("doc-no-code"),
            _ => words!("doc-no-register"),
        })
    })?;
    let changed = place.text.as_deref() != Some(adopted.text.as_str());
    if changed && !args.check {
        write(&place.file, &adopted)?;
    }
    if args.json {
        output::json(&changes::data(&place.file, &adopted, changed && !args.check))?;
    } else {
        output::print(&changes::told(&place.file, &place.book, &document, &adopted, changed, args.check))?;
    }
    Ok(if args.check && changed { Exit::Faulty } else { Exit::Sound })
}

/// Finds the register's file. A folder without a book is a book that is about to begin.
fn place(path: &Path) -> Result<Place, Failure> {
    let sources = match sop::folder::read(path) {
        Ok(sources) => sources,
        Err(FolderError::Empty { path }) => {
            return Ok(Place { book: Book::default(), file: path.join(NEW_FILE), text: None });
        }
        Err(error) => return Err(error.into()),
    };
    let compiled = sop::compile(&sources);
    let Some(book) = compiled.book else {
        output::note(&sop::diagnostic::render::render(&compiled.findings, &sources, &output::rendering()));
        return Err(Failure::Unsound);
    };
    // Without names that resolve, lanes would be lost.
    let unread = compiled
        .findings
        .iter()
        .any(|f| f.severity() == Severity::Error && f.code.as_str().starts_with("S0"));
    if unread {
        output::note(&sop::diagnostic::render::render(&compiled.findings, &sources, &output::rendering()));
        return Err(Failure::Unsound);
    }
    let root = sop::folder::folders(path)?.into_iter().next().unwrap_or_default();
    let (name, text) = match book.document.as_ref().and_then(|d| of(&sources, d.at.file)) {
        Some((name, text)) => (name, Some(text)),
        None => (NEW_FILE.to_owned(), None),
    };
    let beside = root.join(&name);
    // A file that is a book by itself lies where it was given.
    let file = if text.is_some() && !beside.exists() { path.to_owned() } else { beside };
    Ok(Place { book, file, text })
}

fn of(sources: &Sources, file: sop::source::FileId) -> Option<(String, String)> {
    sources.get(file).map(|f| (f.path.clone(), f.text.clone()))
}

/// Writes the register beside its old text first, so that a stop in between loses neither.
fn write(path: &Path, adopted: &Adopted) -> Result<(), Failure> {
    let failed = |source| Failure::File { path: path.to_owned(), verb: Verb::Written, source };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    std::fs::write(&beside, &adopted.text).map_err(failed)?;
    std::fs::rename(&beside, path).map_err(failed)
}
