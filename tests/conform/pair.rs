//! A book and a document as texts, what is found of them, and ways to change either.

use sop::Sources;
use sop::conform::compare::compare;
use sop::conform::judge::{Judged, judge};
use sop::conform::read::{Hints, ReadDocument, read};
use sop::diagnostic::Severity;
use sop::model::Book;
use std::path::Path;

/// Both, as texts.
#[derive(Clone)]
pub struct Pair {
    pub files: Vec<(String, String)>,
    pub document: String,
}

impl Pair {
    /// The book of a folder, and a document. `None` where the document isn't there.
    pub fn load(book: &Path, document: &Path) -> Option<Self> {
        let document = std::fs::read_to_string(document).ok()?;
        let sources = sop::folder::read(book).unwrap();
        let files = sources.iter().map(|(_, f)| (f.path.clone(), f.text.clone())).collect();
        Some(Self { files, document })
    }

    /// The compiled book, or what is wrong with it.
    pub fn book(&self) -> Result<Book, Vec<String>> {
        let mut sources = Sources::new();
        for (path, text) in &self.files {
            sources.add(path, text.clone());
        }
        let compiled = sop::compile(&sources);
        let errors = compiled.findings.iter().filter(|f| f.severity() == Severity::Error);
        let errors: Vec<String> = errors.map(|f| format!("{} {}", f.code, f.message)).collect();
        if errors.is_empty() { Ok(compiled.book.unwrap()) } else { Err(errors) }
    }

    /// The document as it is read for the book.
    pub fn read(&self) -> ReadDocument {
        read(self.document.as_bytes(), &Hints::of(&self.book().unwrap())).unwrap()
    }

    /// All that is worse than a warning.
    pub fn errors(&self) -> Vec<Judged> {
        let book = self.book().unwrap_or_else(|e| panic!("{e:#?}"));
        let changes = compare(&book, book.document.as_ref().unwrap(), &self.read());
        let all = judge(&book, Some(&changes)).findings;
        all.into_iter().filter(|j| j.severity() == Severity::Error).collect()
    }

    /// Their codes with their clauses.
    pub fn told(&self) -> Vec<(String, String)> {
        let all = self.errors().into_iter();
        all.map(|j| (j.finding.code.to_string(), j.clause.or(j.section).unwrap_or_default())).collect()
    }

    /// With a text of a file changed, once.
    #[must_use]
    pub fn edit(&self, file: &str, from: &str, to: &str) -> Self {
        let mut pair = self.clone();
        let (_, text) = pair.files.iter_mut().find(|(path, _)| path == file).unwrap();
        assert!(text.contains(from), "{file} holds no `{from}`");
        *text = text.replacen(from, to, 1);
        pair
    }

    /// With another document.
    #[must_use]
    pub fn with_document(&self, document: String) -> Self {
        assert_ne!(document, self.document, "nothing was changed");
        Self { document, ..self.clone() }
    }

    /// Must find each of these, `CODE CLAUSE`.
    #[track_caller]
    pub fn expect(&self, expected: &[&str]) {
        let told = self.told();
        for wanted in expected {
            let (code, clause) = wanted.split_once(' ').unwrap();
            assert!(
                told.iter().any(|(c, at)| c == code && at == clause),
                "{wanted} is not told, but {told:?}"
            );
        }
    }

    /// Must find nothing.
    #[track_caller]
    pub fn expect_nothing(&self) {
        let told: Vec<String> = self.errors().iter().map(|j| format!("{} {}", j.key, j.finding.message)).collect();
        assert!(told.is_empty(), "{told:#?}");
    }
}

/// What a human doesn't count as a change: the document with other spaces and quotation marks.
pub fn noisy(document: &str) -> Vec<(&'static str, String)> {
    vec![
        ("spaces doubled within lines", document.replace(' ', "  ")),
        ("lines that end in blanks", document.replace('\n', "  \n")),
        ("lines of Windows", document.replace('\n', "\r\n")),
        ("curly quotation marks", document.replace("\"\"", "\u{201d}")),
        ("hard spaces between words", hard_spaces(document)),
    ]
}

/// Spaces between letters made hard: those of lists and headings are markup.
fn hard_spaces(document: &str) -> String {
    let all: Vec<char> = document.chars().collect();
    let letter = |i: Option<usize>| i.and_then(|i| all.get(i)).is_some_and(|c| c.is_alphabetic());
    let between = |i: usize| letter(i.checked_sub(1)) && letter(Some(i + 1));
    all.iter().enumerate().map(|(i, c)| if *c == ' ' && between(i) { '\u{a0}' } else { *c }).collect()
}

/// The document once more for each clause, with one word of the clause changed: the longest.
pub fn word_by_word(pair: &Pair) -> Vec<(String, String)> {
    let document = pair.read();
    let mut out = Vec::new();
    for clause in &document.clauses {
        let words = clause.text.split(|c: char| !c.is_alphabetic());
        let Some(word) = words.filter(|w| w.len() > 4).max_by_key(|w| w.len()) else { continue };
        let line = clause.line.saturating_sub(1) as usize;
        let start: usize = pair.document.split_inclusive('\n').take(line).map(str::len).sum();
        // Cells of a row stand on one line: the clause's own words, if they stand there as they were read.
        let start = pair.document[start..].find(&clause.text).map_or(start, |at| start + at);
        let Some(found) = pair.document[start..].find(word) else { continue };
        let mut changed = pair.document.clone();
        changed.replace_range(start + found..start + found + word.len(), "Walrus");
        out.push((clause.id.clone(), changed));
    }
    out
}
