//! The sample: the workshop's procedure, in another trade, language and page style than the real one.

use crate::pair::{Pair, errors, noisy, told, word_by_word};
use std::path::Path;

fn pair() -> Pair {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/workshop");
    Pair::load(&root.join("book"), &root.join("procedure.md")).unwrap()
}

#[test]
fn untouched_it_conforms() {
    pair().expect_nothing();
}

#[test]
fn what_no_reader_counts_as_a_change_is_not_told() {
    let pair = pair();
    for (what, document) in noisy(&pair.document) {
        if document != pair.document {
            let told = pair.with_document(document).told();
            assert!(told.is_empty(), "{what}: {told:?}");
        }
    }
    // Lines broken elsewhere, in running text.
    let broken = pair.document.replace("goes out mended, and its", "goes out\nmended, and its");
    pair.with_document(broken).expect_nothing();
}

#[test]
fn every_word_of_every_clause_counts() {
    let pair = pair();
    let all = word_by_word(&pair);
    assert!(all.len() > 25, "{}", all.len());
    let compiled = pair.compiled();
    for (clauses, document) in all {
        let told = told(errors(&compiled, &document));
        assert!(told.iter().any(|(_, at)| clauses.contains(at)), "{clauses:?}: {told:?}");
    }
}

/// A change of the document, and what must be told of it.
#[track_caller]
fn document(from: &str, to: &str, expected: &[&str]) {
    let pair = pair();
    assert_eq!(pair.document.matches(from).count(), 1, "`{from}` must stand once");
    pair.with_document(pair.document.replace(from, to)).expect(expected);
}

#[test]
fn changes_of_the_document_are_told_at_their_clauses() {
    document("within 2 hours", "within 3 hours", &["C201 7.1/3"]);
    document("after 2 days", "after 1 day", &["C201 7.2/3a"]);
    document("and 17:30", "and 18:30", &["C201 7.2/2"]);
    document("ready to be fetched", "ready for you", &["C201 7.2/2"]);
    document("| Call once more | |", "| | Call once more |", &["C204 7.2/p4.4"]);
    document("| No | | 3a.", "| Yes | | 3a.", &["C201 7.2/p4.3"]);
    document("Revision: C", "Revision: D", &["C205 "]);
    document(
        "## 6. Measures\n\n- 6.1. Bicycles are inspected within the time that is promised.\n",
        "## 6. Measures\n",
        &["C203 6.1"],
    );
}

#[test]
fn notes_that_come_go_or_change_places_are_told() {
    let row = |n: &str, text: &str| format!("| | | {n} {text} |\n");
    let pair = pair();
    let end = "| End | | |\n";
    let more =
        pair.document.replace(end, &format!("{}{end}", row("5.", "The Front desk thanks the customer")));
    pair.with_document(more).expect(&["C202 7.2/5"]);
    let (one, two) =
        ("1. The Mechanic takes a test ride", "4. The Front desk closes the job card in BenchBook");
    let gone = pair.document.replace(two, "");
    pair.with_document(gone).expect(&["C203 7.2/4"]);
    // Two notes swapped, with their numbers: the clauses are found again by their words.
    let swapped = pair
        .document
        .replace(one, "@")
        .replace(two, "4. The Mechanic takes a test ride")
        .replace('@', "1. The Front desk closes the job card in BenchBook");
    let told = pair.with_document(swapped).told();
    for clause in ["7.2/1", "7.2/4"] {
        assert!(told.iter().any(|(code, at)| code.starts_with("C2") && at == clause), "{clause}: {told:?}");
    }
}

#[test]
fn a_lost_page_is_told() {
    let pair = pair();
    let (before, rest) = pair.document.split_once("Page 2 of 4").unwrap();
    let (_, after) = rest.split_once("Page 3 of 4").unwrap();
    let told = pair.with_document(format!("{before}Page 2 of 4{after}")).errors();
    assert!(told.iter().any(|j| j.finding.code.as_str() == "C206" && j.page == Some(3)), "{told:#?}");
}

#[test]
fn changes_of_the_book_are_told_at_their_clauses() {
    let edit = |file: &str, from: &str, to: &str, expected: &[&str]| {
        pair().edit(file, from, to).expect(expected);
    };
    let (taking, handing) = ("taking_in.sop", "handing_out.sop");
    // Who.
    edit(handing, "step ride by mechanic", "step ride by front_desk", &["C301 7.2/1"]);
    // A clause dropped: spoken of elsewhere, or not at all.
    edit(taking, "{ cites 4b }", "{ assumed \"x\" }", &[]);
    edit(handing, "{ cites 4 }", "{ assumed \"x\" }", &["C101 7.2/4"]);
    edit(taking, "        cites 5\n", "", &["C101 7.1/5"]);
    // Order.
    edit(
        taking,
        "by front_desk using benchbook \"Write the job card\" {\n        cites p3.2\n        cites 2\n",
        "by front_desk \"Greet\" {\n        cites p3.1\n        cites 1\n        say welcome\n",
        &["C101 7.1/2"],
    );
    // Time and words.
    edit(taking, "within 2h", "within 3h", &["C602 7.1/3"]);
    edit(handing, "after 2d ", "after 1d ", &["C602 7.2/3a"]);
    edit(handing, "less than 17:30", "less than 18:30", &["C603 7.2/2"]);
    edit("vocabulary.sop", "What can we mend", "What shall we mend", &["C604 7.1/1"]);
    // Branches.
    let (ways, turned) = (
        "yes -> price   cites p3.6  cites 4a\n        no  -> reason  cites 4b",
        "yes -> reason  cites p3.6  cites 4a\n        no  -> price   cites 4b",
    );
    edit(taking, ways, turned, &["C502 7.1/4a", "C502 7.1/4b", "C502 7.1/p3.6"]);
    edit(handing, "-> call_again  cites p4.3", "-> close  cites p4.3", &["C502 7.2/3a"]);
    edit(
        taking,
        "yes -> price   cites p3.6  cites 4a\n        no  -> reason  cites 4b",
        "yes -> price   cites 4a\n        no  -> reason  cites p3.6  cites 4b",
        &["C501 7.1/p3.6"],
    );
    // Another clause than the one that is done.
    edit(
        handing,
        "        cites 1\n        derived",
        "        cites 2\n        derived",
        &["C101 7.2/1", "C301 7.2/2"],
    );
    // Applications.
    edit("vocabulary.sop", "{ retired in revision C  cites 9/p4.1 }", "{ cites 9/p4.1 }", &["C701 9/p4.1"]);
    let used = pair().edit(handing, "using benchbook", "using paperpad").told();
    assert!(used.iter().any(|(code, _)| code == "S506"), "{used:?}");
    let nowhere = pair().edit(handing, "{ cites 4 }", "{ cites 44 }").told();
    assert!(nowhere.iter().any(|(code, _)| code == "S501"), "{nowhere:?}");
}

#[test]
fn steps_turned_round_are_told() {
    let pair = pair();
    let (_, text) = pair.files.iter().find(|(path, _)| path == "taking_in.sop").unwrap();
    let at = |name: &str| text.find(name).unwrap();
    let (greet, card, inspect) = (at("    step greet"), at("    step card"), at("    step inspect"));
    let turned =
        format!("{}{}{}{}", &text[..greet], &text[card..inspect], &text[greet..card], &text[inspect..]);
    let mut other = pair.clone();
    other.files.iter_mut().find(|(path, _)| path == "taking_in.sop").unwrap().1 = turned;
    other.expect(&["C401 7.1/1", "C401 7.1/p3.1"]);
}
