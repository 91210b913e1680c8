//! A register that is brought up to a document keeps what people wrote.

use super::{AdoptError, create, update};
use crate::read::{Hints, ReadDocument, read_text};
use sop_core::model::Book;
use sop_core::source::Sources;

const DOCUMENT: &str = "\
Document no: AB-1  Revision: 2  Effective date: 2 May 2024

1. Policies

1.1 The Clerk never lies.
1.2 The Clerk answers within 2 hours.

2. Procedure

2.1 Asking

Clerk\tBoss\tNotes
1 Ask\t\t1. The Clerk asks \"May I help you?\"
Fine? Yes\t\t2. The Boss decides.
\tDecide\tThe Boss writes it down.

Page 1 of 1
";

fn book(text: &str) -> Book {
    let mut sources = Sources::new();
    // All in one file: it borrows nothing.
    let text: String = text.lines().filter(|l| !l.starts_with("use ")).map(|l| format!("{l}\n")).collect();
    sources.add("book.sop", text);
    sop_core::compile(&sources).book.unwrap()
}

fn read(text: &str) -> ReadDocument {
    read_text(text, &Hints::default())
}

const LANES: &str = "lane clerk \"Clerk\"\n";
const FLOW: &str = "flow empty \"Empty\" { end done \"Done\" }\n";

#[test]
fn a_new_register_holds_facts_and_no_sentence() {
    let adopted = create(&book(&format!("{LANES}{FLOW}")), &read(DOCUMENT)).unwrap();
    insta::assert_snapshot!(adopted.text);
    assert_eq!(adopted.unknown_lanes, ["Boss"]);
    assert_eq!(adopted.without_gist.len(), read(DOCUMENT).clauses.len());
    for sentence in ["never lies", "answers within", "writes it down", "decides."] {
        assert!(!adopted.text.contains(sentence), "{sentence}");
    }
    // What was written is read, and is what the document says.
    let text = format!("{LANES}{}{FLOW}", adopted.text.replace("use \"book.sop\"\n", ""));
    let book = book(&text);
    let again = update(&book, book.document.as_ref().unwrap(), &text, &read(DOCUMENT)).unwrap();
    assert_eq!(again.changes, []);
    assert_eq!(again.text, sop_core::format::format(&text).unwrap());
}

#[test]
fn gists_remarks_and_order_are_kept_and_only_changes_are_written() {
    let first = create(&book(&format!("{LANES}{FLOW}")), &read(DOCUMENT)).unwrap();
    let mut n = 0;
    let gists: String = first
        .text
        .replace("use \"book.sop\"\n", "")
        .split("\"?\"")
        .map(|part| {
            n += 1;
            format!("{part}\"inti {n}\"")
        })
        .collect();
    let gists = gists.trim_end_matches(|c: char| c != '}');
    let text = format!("// atas\n{LANES}{gists}\n{FLOW}")
        .replace("    clause 1.2", "    // tentang jawaban\n    clause 1.2")
        .replace("section 2.1 \"Asking\"", "section 2.1 \"Bertanya\"");
    let text = sop_core::format::format(&text).unwrap();
    let own = book(&text);
    // A clause changed, one came, one went, two changed places; the revision is another.
    let now = DOCUMENT
        .replace("Revision: 2", "Revision: 3")
        .replace("2 hours", "3 hours")
        .replace("1.1 The Clerk never lies.\n", "")
        .replace(
            "1.2 The Clerk answers within 3 hours.",
            "1.2 The Clerk answers within 3 hours.\n1.3 The Clerk is kind.",
        )
        .replace("2. The Boss decides.", "The Boss writes it down.")
        .replace("\tDecide\tThe Boss writes it down.", "\tDecide\t2. The Boss decides.");
    let adopted = update(&own, own.document.as_ref().unwrap(), &text, &read(&now)).unwrap();
    insta::assert_debug_snapshot!(
        adopted
            .changes
            .iter()
            .map(|c| format!("{c:?}").chars().take(90).collect::<String>())
            .collect::<Vec<_>>()
    );
    insta::assert_snapshot!("updated", adopted.text);
    assert!(
        adopted.text.contains("// atas")
            && adopted.text.contains("// tentang jawaban")
            && adopted.text.contains("\"Bertanya\"")
    );
    // Once more there is nothing to do.
    let own = book(&adopted.text);
    let again = update(&own, own.document.as_ref().unwrap(), &adopted.text, &read(&now)).unwrap();
    assert_eq!((again.changes, again.text), (Vec::new(), adopted.text));
}

/// The language writes times to the minute: what was read of a time with seconds was once told as a change each time.
#[test]
fn a_time_with_seconds_is_adopted_once() {
    let document = DOCUMENT.replace("2 hours", "2 hours, not before 08:30:30");
    let adopted = create(&book(&format!("{LANES}{FLOW}")), &read(&document)).unwrap();
    assert!(adopted.text.contains("time 08:30\n"), "{}", adopted.text);
    let text = format!("{LANES}{}{FLOW}", adopted.text.replace("use \"book.sop\"\n", ""));
    let own = book(&text);
    let again = update(&own, own.document.as_ref().unwrap(), &text, &read(&document)).unwrap();
    assert_eq!(again.changes, []);
    // Its words are another's all the same.
    let other = read(&document.replace("08:30:30", "08:30:31"));
    assert_eq!(update(&own, own.document.as_ref().unwrap(), &text, &other).unwrap().changes.len(), 1);
}

#[test]
fn without_a_code_or_a_register_it_is_told() {
    assert_eq!(create(&Book::default(), &read("1. Purpose\n\nNothing.\n")), Err(AdoptError::NoCode));
    let own = book(&format!("{LANES}{}{FLOW}", create(&Book::default(), &read(DOCUMENT)).unwrap().text));
    let none = update(&own, own.document.as_ref().unwrap(), "lane x \"X\"", &read(DOCUMENT));
    assert_eq!(none, Err(AdoptError::NoRegister));
}
