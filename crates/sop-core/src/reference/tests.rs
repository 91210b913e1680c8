//! The reference is true: its examples do what it says of them, its lists are complete.

use crate::compile;
use crate::diagnostic::{Code, Finding, Severity};
use crate::source::{Sources, limits};
use crate::syntax::keywords;
use prelude::{AFTER, BEFORE, BOOK};
use std::collections::BTreeSet;
use std::fmt::Write;

mod grammar;
mod prelude;

const TEXT: &str = include_str!("../reference.md");

/// An example, with what stands behind its fence's `sop`.
struct Example {
    marks: Vec<&'static str>,
    text: &'static str,
}

impl Example {
    fn is(&self, mark: &str) -> bool {
        self.marks.contains(&mark)
    }

    /// The code that it must give, where it shows a mistake.
    fn fails(&self) -> Option<&'static str> {
        self.marks.iter().find_map(|m| m.strip_prefix("fails(")?.strip_suffix(')'))
    }

    fn sources(&self) -> Sources {
        let mut sources = Sources::new();
        if self.is("files") {
            for file in self.text.split("//// ").skip(1) {
                let (path, text) = file.split_once('\n').unwrap();
                sources.add(path, text);
            }
        } else if self.is("alone") {
            sources.add("example.sop", self.text);
        } else if self.is("flow") {
            sources.add("example.sop", format!("{BOOK}{BEFORE}{}{AFTER}", self.text));
        } else {
            sources.add("example.sop", format!("{BOOK}{}", self.text));
        }
        sources
    }
}

fn examples() -> Vec<Example> {
    let mut out = Vec::new();
    for part in TEXT.split("\n```sop").skip(1) {
        let (marks, rest) = part.split_once('\n').unwrap();
        let marks: Vec<&str> = marks.split(',').filter(|m| !m.is_empty()).collect();
        for mark in &marks {
            let known = matches!(*mark, "flow" | "alone" | "files") || mark.starts_with("fails(S");
            assert!(known, "`{mark}` marks no kind of example");
        }
        out.push(Example { marks, text: rest.split("\n```").next().unwrap() });
    }
    out
}

fn errors(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|f| f.severity() == Severity::Error)
}

#[test]
fn every_example_does_what_is_said_of_it() {
    let examples = examples();
    assert_eq!(examples.len(), TEXT.matches("\n```").count() / 2, "other fences than examples");
    let wrong = examples.iter().filter(|e| e.fails().is_some()).count();
    assert!(examples.len() > 40 && wrong > 8, "{}, {wrong} of them wrong", examples.len());
    let mut untrue = String::new();
    for example in &examples {
        let found = compile(&example.sources()).findings;
        let codes: BTreeSet<&str> = errors(&found).map(|f| f.code.as_str()).collect();
        if codes != BTreeSet::from_iter(example.fails()) {
            let told: Vec<_> = errors(&found).map(|f| format!("{} {}", f.code, f.message)).collect();
            writeln!(untrue, "{}\n=> {told:#?}\n", example.text).unwrap();
        }
    }
    assert!(untrue.is_empty(), "{untrue}");
}

#[test]
fn every_construct_of_the_grammar_has_an_example() {
    let mut shown = BTreeSet::new();
    for example in examples().iter().filter(|e| e.fails().is_none()) {
        // What the examples stand in is no example.
        let text = if example.is("flow") {
            format!("flow x \"\" {{ {} }}", example.text)
        } else {
            example.text.to_owned()
        };
        shown.extend(grammar::rules(&text));
    }
    let missing: Vec<_> = grammar::constructs().into_iter().filter(|rule| !shown.contains(rule)).collect();
    assert!(missing.is_empty(), "no example of: {missing:?}");
}

#[test]
fn every_word_is_shown() {
    let examples = examples();
    let words = |c: char| !(c.is_alphanumeric() || c == '_');
    let words: BTreeSet<&str> = examples.iter().flat_map(|e| e.text.split(words)).collect();
    for (word, _) in keywords::ITEMS.iter().chain(keywords::STATEMENTS).chain(keywords::CLAUSES) {
        assert!(words.contains(word), "no example of `{word}`");
    }
    for word in keywords::RESERVED.iter().chain(keywords::LATER) {
        assert!(TEXT.contains(&format!("`{word}`")), "`{word}` is not listed");
    }
}

#[test]
fn every_code_is_listed_with_its_reason() {
    let mut table = String::from("| code | pattern | severity | why it matters |\n|---|---|---|---|\n");
    for code in Code::ALL {
        let severity = match code.severity() {
            _ if *code == Code::TooManyFindings => "that of the worst one left out",
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        writeln!(table, "| {code} | {} | {severity} | {} |", code.pattern(), code.why()).unwrap();
    }
    let listed = TEXT.find("| code | pattern |").map_or("", |at| &TEXT[at..]);
    assert!(listed == table, "the list of codes should read:\n{table}");
}

#[test]
fn the_limits_are_those_of_the_language() {
    for (number, written) in [
        (limits::FILE_BYTES_MAX, "8 MiB"),
        (limits::BOOK_BYTES_MAX, "32 MiB"),
        (limits::FILES_MAX, "4,096"),
        (limits::NAME_BYTES_MAX, "200"),
        (limits::TEXT_BYTES_MAX, "65,536"),
        (limits::NESTING_MAX, "48"),
        (limits::INDEX_MAX, "65,534"),
        (limits::FINDINGS_PER_FILE_MAX, "200"),
        (limits::TABLE_CELLS_MAX, "200,000"),
        (crate::check::soundness::SITUATIONS_MAX, "20,000"),
    ] {
        let read = match written.strip_suffix(" MiB") {
            Some(mib) => mib.parse::<usize>().unwrap() * 1024 * 1024,
            None => written.replace(',', "").parse().unwrap(),
        };
        assert_eq!(read, number);
        assert!(TEXT.contains(&format!("| {written} |")), "{written}");
    }
}

#[test]
fn every_headline_that_is_linked_to_is_there() {
    let anchor = |line: &str| {
        let kept = line.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.collect::<String>().to_lowercase().replace(' ', "-")
    };
    let anchors: BTreeSet<String> = TEXT.lines().filter_map(|l| l.strip_prefix("# ")).map(anchor).collect();
    let links: Vec<&str> = TEXT.split("](#").skip(1).filter_map(|l| l.split(')').next()).collect();
    assert!(!links.is_empty());
    for link in links {
        assert!(anchors.contains(link), "no headline `{link}` among {anchors:?}");
    }
}
