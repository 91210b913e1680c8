//! A book and a document as texts, what is found of them, and ways to change either.

use sop::conform::compare::compare;
use sop::conform::judge::{Judged, judge_with};
use sop::conform::read::{Hints, ReadDocument, read};
use sop::diagnostic::Severity;
use sop::model::Book;
use sop::{Compiled, Sources};
use std::path::Path;

/// Both, as texts.
#[derive(Clone)]
pub(crate) struct Pair {
    pub(crate) files: Vec<(String, String)>,
    pub(crate) document: String,
}

impl Pair {
    /// The book of a folder, and a document. `None` where the document isn't there.
    pub(crate) fn load(book: &Path, document: &Path) -> Option<Self> {
        let document = std::fs::read_to_string(document).ok()?;
        let sources = sop::folder::read(book).unwrap();
        let files = sources.iter().map(|(_, f)| (f.path.clone(), f.text.clone())).collect();
        Some(Self { files, document })
    }

    /// The compiled book, with what is wrong with it.
    pub(crate) fn compiled(&self) -> Compiled {
        let mut sources = Sources::new();
        for (path, text) in &self.files {
            sources.add(path, text.clone());
        }
        sop::compile(&sources)
    }

    /// The book.
    pub(crate) fn book(&self) -> Book {
        self.compiled().book.unwrap()
    }

    /// The document as it is read for the book.
    pub(crate) fn read(&self) -> ReadDocument {
        read(self.document.as_bytes(), &Hints::of(&self.book())).unwrap()
    }

    /// All that is worse than a warning.
    pub(crate) fn errors(&self) -> Vec<Judged> {
        let compiled = self.compiled();
        errors(&compiled, &self.document)
    }

    /// Their codes with their clauses.
    pub(crate) fn told(&self) -> Vec<(String, String)> {
        let compiled = self.compiled();
        if compiled.book.is_none() {
            // Names that mean nothing: no further than that can it be understood.
            return compiled.findings.iter().map(|f| (f.code.to_string(), String::new())).collect();
        }
        told(errors(&compiled, &self.document))
    }

    /// With a text of a file changed, once.
    #[must_use]
    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) -> Self {
        let mut pair = self.clone();
        let (_, text) = pair.files.iter_mut().find(|(path, _)| path == file).unwrap();
        let found = find(text, from).unwrap_or_else(|| panic!("{file} holds no `{from}`"));
        text.replace_range(found, to.trim());
        pair
    }

    /// With another document.
    #[must_use]
    pub(crate) fn with_document(&self, document: String) -> Self {
        assert_ne!(document, self.document, "nothing was changed");
        Self { document, ..self.clone() }
    }

    /// Must find each of these, `CODE CLAUSE`.
    #[track_caller]
    pub(crate) fn expect(&self, expected: &[&str]) {
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
    pub(crate) fn expect_nothing(&self) {
        let told: Vec<String> =
            self.errors().iter().map(|j| format!("{} {}", j.key, j.finding.message)).collect();
        assert!(told.is_empty(), "{told:#?}");
    }
}

/// Where a text stands, however it is laid out: white space is white space.
fn find(text: &str, wanted: &str) -> Option<std::ops::Range<usize>> {
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let first = words.first()?;
    text.match_indices(first).find_map(|(start, _)| {
        let mut at = start + first.len();
        for word in words.iter().skip(1) {
            let rest = text.get(at..)?;
            let gap = rest.len() - rest.trim_start().len();
            if gap == 0 || !rest.trim_start().starts_with(word) {
                return None;
            }
            at += gap + word.len();
        }
        Some(start..at)
    })
}

/// All that is worse than a warning, of a compiled book and a document.
pub(crate) fn errors(compiled: &Compiled, document: &str) -> Vec<Judged> {
    let book = compiled.book.as_ref().unwrap();
    let document = read(document.as_bytes(), &Hints::of(book)).unwrap();
    let changes = compare(book, book.document.as_ref().unwrap(), &document);
    let all = judge_with(book, &compiled.findings, Some(&changes)).findings;
    all.into_iter().filter(|j| j.severity() == Severity::Error).collect()
}

/// Codes with clauses.
pub(crate) fn told(all: Vec<Judged>) -> Vec<(String, String)> {
    let all = all.into_iter();
    all.map(|j| (j.finding.code.to_string(), j.clause.or(j.section).unwrap_or_default())).collect()
}

/// What a human doesn't count as a change: the document with other spaces and quotation marks.
pub(crate) fn noisy(document: &str) -> Vec<(&'static str, String)> {
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

/// The document once more for each clause, with one word of the clause changed, the longest; and the clauses of which one
/// must be told: where the same word stands in several of one line, any of them.
pub(crate) fn word_by_word(pair: &Pair) -> Vec<(Vec<String>, String)> {
    let document = pair.read();
    let mut out = Vec::new();
    for clause in &document.clauses {
        let words = clause.text.split(|c: char| !c.is_alphabetic());
        let Some(word) = words.filter(|w| w.len() > 4).max_by_key(|w| w.len()) else { continue };
        let line = clause.line.saturating_sub(1) as usize;
        let lines: Vec<&str> = pair.document.split_inclusive('\n').collect();
        let from: usize = lines[..line].iter().map(|l| l.len()).sum();
        let near: usize = lines[line..].iter().take(4).map(|l| l.len()).sum();
        let near = &pair.document[from..from + near];
        // Cells of a row stand on one line: the clause's own words, if they stand there as they were read.
        let own = near.find(&clause.text).unwrap_or(0);
        let Some(found) = near[own..].find(word).map(|at| from + own + at) else { continue };
        let mut changed = pair.document.clone();
        changed.replace_range(found..found + word.len(), "Walrus");
        let same = document.clauses.iter().filter(|c| {
            c.section == clause.section && c.line.abs_diff(clause.line) <= 4 && c.text.contains(word)
        });
        out.push((same.map(|c| c.id.clone()).collect(), changed));
    }
    out
}
