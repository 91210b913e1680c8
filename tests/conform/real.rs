//! The real book against the controlled document, which lies beside the repository, or doesn't.

use crate::pair::{Pair, errors, noisy, told, word_by_word};
use std::path::{Path, PathBuf};

#[expect(clippy::print_stderr, reason = "who runs the tests should know what was left out")]
fn pair() -> Option<Pair> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Elsewhere on other machines.
    let beside = root.join("../shared/documents/OCC.PGDN.01.01.txt");
    let document: PathBuf = std::env::var_os("SOP_DOCUMENT").map_or(beside, Into::into);
    let pair = Pair::load(&root.join("sop/customer-handling"), &document);
    if pair.is_none() {
        eprintln!("left out: the controlled document is not here (it is kept outside of the repository)");
    }
    pair
}

#[test]
fn untouched_it_conforms() {
    if let Some(pair) = pair() {
        pair.expect_nothing();
    }
}

#[test]
fn what_the_scanner_does_is_not_told() {
    let Some(pair) = pair() else { return };
    for (what, document) in noisy(&pair.document) {
        let told = pair.with_document(document).told();
        assert!(told.is_empty(), "{what}: {told:?}");
    }
}

#[test]
fn every_word_of_every_clause_counts() {
    let Some(pair) = pair() else { return };
    let all = word_by_word(&pair);
    assert!(all.len() > 90, "{}", all.len());
    let (mut missed, compiled) = (Vec::new(), pair.compiled());
    for (clauses, document) in all {
        let told = told(errors(&compiled, &document));
        if !told.iter().any(|(_, at)| clauses.contains(at)) {
            missed.push(format!("{clauses:?}: {told:?}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

/// A change of the book's file, and what must be told of it.
#[track_caller]
fn book(file: &str, from: &str, to: &str, expected: &[&str]) {
    if let Some(pair) = pair() {
        pair.edit(file, from, to).expect(expected);
    }
}

#[test]
fn who_and_what_is_dropped() {
    let record = "step record by agent using omni \"Dokumentasi pada Omni Channel\" { cites 7 }";
    book("whatsapp.sop", record, &record.replace("by agent", "by tier2"), &["C301 8.4/7"]);
    book("whatsapp.sop", record, &record.replace("cites 7", "assumed \"x\""), &["C102 8.4/7"]);
    book(
        "shared/ticket.sop",
        "step receive by tier2",
        "step receive by related_team",
        &["C301 8.1/12", "C301 8.4/p12.6"],
    );
    book(
        "shared/ticket.sop",
        "            cites 8.1/12 \"Tier 2 menerima tiket\"\n",
        "            cites 8.1/16\n",
        &["C102 8.1/12", "C301 8.1/16"],
    );
}

#[test]
fn order() {
    let Some(pair) = pair() else { return };
    let six = "cites 6\n        say cross_selling";
    pair.edit("whatsapp.sop", six, "cites 7\n        say cross_selling")
        .edit("whatsapp.sop", "Omni Channel\" { cites 7 }", "Omni Channel\" { cites 6 }")
        .expect(&["C401 8.4/6"]);
    pair.edit(
        "shared/ticket.sop",
        "            cites 8.1/12 \"Tier 2 menerima tiket\"\n",
        "            cites 8.1/13\n",
    )
    .edit(
        "shared/ticket.sop",
        "            cites 8.1/13 \"menelaah masalahnya\"\n",
        "            cites 8.1/12\n",
    )
    .expect(&["C401 8.1/12"]);
}

#[test]
fn times() {
    let silent = "when silent for 1m -> ask_once";
    for (file, clause) in
        [("live_chat.sop", "8.5/2a"), ("whatsapp.sop", "8.4/2a"), ("social_media.sop", "8.2/3a")]
    {
        book(file, silent, &silent.replace("1m", "2m"), &[&format!("C602 {clause}")]);
    }
    let again = "after 1m            -> ask_again ";
    book("live_chat.sop", again, &again.replace("1m", "2m"), &["C602 8.5/2b"]);
    let closed = "after 1m            -> close_unanswered     cites 2c";
    book("live_chat.sop", closed, &closed.replace("1m", "2m"), &["C602 8.5/2c"]);
    let Some(pair) = pair() else { return };
    let moved = |from: &str, to: &str| {
        let (_, text) = pair.files.iter().find(|(path, _)| path == "shared/closing.sop").unwrap();
        pair.edit("shared/closing.sop", text, &text.replace(from, to))
    };
    moved("18:00 to 06:00", "17:00 to 06:00")
        .edit("shared/closing.sop", "06:00 to 18:00", "06:00 to 17:00")
        .expect(&["C603 8.1/p5.10", "C603 8.1/p5.11", "C603 8.1/p5.13"]);
}

#[test]
fn hours_and_words_that_change_places() {
    let Some(pair) = pair() else { return };
    let closing = "shared/closing.sop";
    let (_, text) = pair.files.iter().find(|(path, _)| path == closing).unwrap();
    let swapped = |a: &str, b: &str| text.replace(a, "@").replace(b, a).replace('@', b);
    pair.edit(closing, text, &swapped("06:00 to 18:00", "18:00 to 06:00"))
        .expect(&["C603 8.1/p5.10", "C603 8.1/p5.11"]);
    pair.edit(closing, text, &swapped("closing_active", "closing_rest"))
        .expect(&["C604 8.1/p5.10", "C604 8.1/p5.13"]);
}

#[test]
fn words() {
    book(
        "shared/messages.sop",
        "masih terhubung dengan kami?",
        "masih bersama kami?",
        &[
            "C604 8.5/2a",
            "C604 8.5/2b",
            "C604 8.5/2c",
            "C604 8.4/2a",
            "C604 8.4/2b",
            "C604 8.2/3a",
            "C604 8.2/3b",
        ],
    );
    book(
        "shared/messages.sop",
        "Pegadaian. Selamat berakhir pekan",
        "Pegadaian. Selamat berlibur",
        &["C604 8.1/p5.12"],
    );
    // Said by nobody who cites it.
    book(
        "live_chat.sop",
        "cites 2b\n        say still_there",
        "cites 2b\n        say ticket_raised",
        &["C604 8.5/2b"],
    );
}

#[test]
fn branches() {
    book("inbound_call.sop", "no  -> cross_sell  cites p5.3", "no  -> close  cites p5.3", &["C502 8.1/p5.3"]);
    book(
        "whatsapp.sop",
        "no  -> close     cites p12.3",
        "no  -> record     cites p12.3",
        &["C502 8.4/p12.3"],
    );
    book(
        "live_chat.sop",
        "-> ask_again            cites 2b",
        "-> close_unanswered     cites 2b",
        &["C502 8.5/2b"],
    );
    let back = "on customer_replied -> resume conversation\n            cites p14.2";
    book("live_chat.sop", back, &back.replace("resume conversation", "record"), &["C502 8.5/p14.2"]);
    let Some(pair) = pair() else { return };
    // The answers change places.
    pair.edit("whatsapp.sop", "yes -> identify  cites p12.2", "no -> identify  cites p12.2")
        .edit("whatsapp.sop", "no  -> close     cites p12.3", "yes -> close     cites p12.3")
        .expect(&["C501 8.4/p12.2", "C501 8.4/p12.3"]);
    // The arrows change places.
    pair.edit("shared/ticket.sop", "yes -> dispatch  cites 8.1/14a", "yes -> settle  cites 8.1/14a")
        .edit("shared/ticket.sop", "no  -> settle\n", "no  -> dispatch\n")
        .expect(&["C502 8.1/14a", "C502 8.1/14b"]);
}

#[test]
fn applications() {
    let Some(pair) = pair() else { return };
    let used =
        pair.edit("live_chat.sop", "using omni \"Mengucapkan", "using my_recording \"Mengucapkan").told();
    assert!(used.iter().any(|(code, _)| code == "S506"), "{used:?}");
    pair.edit("shared/vocabulary.sop", "{ retired in revision 01  cites 6.8", "{ cites 6.8")
        .expect(&["C701 12/01"]);
}

#[test]
fn changes_of_the_document_are_told_at_their_clauses() {
    let Some(pair) = pair() else { return };
    // Of several that read alike, one after the other.
    let nth = |from: &str, n: usize, to: &str| {
        let at = pair.document.match_indices(from).nth(n).unwrap().0;
        let mut changed = pair.document.clone();
        changed.replace_range(at..at + from.len(), to);
        pair.with_document(changed)
    };
    let minutes = ["8.2/3a", "8.2/3b", "8.4/2a", "8.4/2b", "8.5/2a", "8.5/2b", "8.5/2c"];
    assert_eq!(pair.document.matches("1 menit").count(), minutes.len());
    for (n, clause) in minutes.into_iter().enumerate() {
        nth("1 menit", n, "2 menit").expect(&[&format!("C201 {clause}")]);
        nth("terhubung dengan kami?", n, "bersama kami?").expect(&[&format!("C201 {clause}")]);
    }
    nth("18.01", 0, "19.01").expect(&["C201 8.1/p5.11"]);
    // A page is lost: from one page's number to the next.
    let at = |page: u32| pair.document.find(&format!("Hal: {page} dari 16")).unwrap();
    for page in [5, 8, 12, 14, 16] {
        let start = at(page - 1) + format!("Hal: {} dari 16", page - 1).len();
        let end = at(page) + format!("Hal: {page} dari 16").len();
        let mut lost = pair.document.clone();
        lost.replace_range(start..end, "");
        let told = pair.with_document(lost).errors();
        let of_page = told.iter().any(|j| j.finding.code.as_str() == "C206" && j.page == Some(page));
        assert!(of_page, "page {page}: {told:#?}");
    }
}

#[test]
fn its_committed_list_of_known_findings_is_whole_and_not_too_long() {
    use sop::conform::baseline::{Baseline, FailOn, Weighed};
    use sop::conform::judge::judge;
    let Some(pair) = pair() else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = std::fs::read_to_string(root.join("sop/customer-handling/known.toml")).unwrap();
    let judgement = judge(&pair.book(), Some(&[]));
    let weighed = Weighed::of(&judgement, &Baseline::parse(&list).unwrap(), "2026-12-01".parse().unwrap());
    let open: Vec<&str> = weighed
        .open(&judgement)
        .filter(|(_, j)| j.severity() > sop::diagnostic::Severity::Note)
        .map(|(_, j)| j.key.as_str())
        .collect();
    assert!(open.is_empty() && weighed.unneeded.is_empty(), "{open:?} {:?}", weighed.unneeded);
    assert!(!weighed.fails(&judgement, FailOn(sop::diagnostic::Severity::Warning)));
    // Nothing but what the document leaves open is on it.
    let errors = judgement.findings.iter().filter(|j| j.severity() == sop::diagnostic::Severity::Error);
    assert_eq!(errors.count(), 0);
}
