//! Lists of known findings: what is read, what is refused, what a passed day does.

use super::*;
use crate::judge::judge;
use sop_core::source::Sources;

const BOOK: &str = r#"
document D.1 "T" {
    section 5 "P" page 1
    section 8 "L" page 2
    clause 5.1 policy page 1 "p" { fingerprint "sha256:1" }
    clause 8/1 step page 2 "s" { fingerprint "sha256:2" }
}
lane a "A"
flow f "F" { follows D.1 section 8  step s by a "S" { cites 8/1 }  end e "E" { assumed "x" } }
"#;

fn judged() -> Judgement {
    let mut sources = Sources::new();
    sources.add("a.sop", BOOK);
    judge(&sop_core::compile(&sources).book.unwrap(), None)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn an_entry_holds_through_its_last_day() {
    let judgement = judged();
    let fail_on = FailOn(Severity::Warning);
    assert!(Weighed::of(&judgement, &Baseline::default(), day("2026-01-01")).fails(&judgement, fail_on));
    let list = "[[known]]\nkey = \"C103 5.1\"\nreason = \"asked\"\nuntil = 2026-06-30\n";
    let baseline = Baseline::parse(list).unwrap();
    for (today, fails) in [("2026-06-29", false), ("2026-06-30", false), ("2026-07-01", true)] {
        let weighed = Weighed::of(&judgement, &baseline, day(today));
        assert_eq!(weighed.fails(&judgement, fail_on), fails, "{today}");
        assert_eq!(weighed.expired.iter().flatten().count(), usize::from(fails));
        assert!(weighed.unneeded.is_empty());
    }
    // What is written is what was read.
    assert_eq!(baseline.text(), list);
}

#[test]
fn a_written_list_keeps_old_reasons_and_accepts_all() {
    let judgement = judged();
    let all: Vec<&Judged> = judgement.findings.iter().collect();
    let old =
        Baseline::parse("[[known]]\nkey = \"C103 5.1\"\nreason = \"\\\"old\\\" ü\"\nuntil = 2026-06-30\n");
    let new = Baseline::of(&all, &old.unwrap(), "new", day("2027-01-31"));
    let read = Baseline::parse(&new.text()).unwrap();
    assert_eq!(read, new);
    assert_eq!(read.known[0].reason, "\"old\" ü");
    assert!(read.known.iter().any(|k| k.key == "C901 f x" && k.reason == "new"));
    assert!(!Weighed::of(&judgement, &read, day("2026-01-01")).fails(&judgement, FailOn(Severity::Note)));
}

#[test]
fn what_nothing_is_found_for_is_told() {
    let baseline =
        Baseline::parse("[[known]]\nkey = \"C101 9/9\"\nreason = \"r\"\nuntil = 2026-06-30").unwrap();
    let weighed = Weighed::of(&judged(), &baseline, day("2026-01-01"));
    assert_eq!(weighed.unneeded, baseline.known);
}

#[test]
fn a_list_without_reason_or_day_is_refused() {
    let entry = |rest: &str| Baseline::parse(&format!("[[known]]\nkey = \"k\"\n{rest}\n")).unwrap_err();
    assert_eq!(entry("reason = \" \"\nuntil = 2026-06-30"), BaselineError::NoReason("k".into()));
    assert_eq!(entry("reason = \"r\"\nuntil = 2026-06-30T10:00:00"), BaselineError::NoDay("k".into()));
    assert!(matches!(
        entry("reason = \"r\"\nuntil = 2026-02-30"),
        BaselineError::Toml(_) | BaselineError::NoDay(_)
    ));
    assert!(matches!(entry("reason = \"r\""), BaselineError::Toml(_)));
    assert!(matches!(entry("reason = \"r\"\nuntil = 2026-06-30\nuntill = 1"), BaselineError::Toml(_)));
    let twice = "[[known]]\nkey = \"k\"\nreason = \"r\"\nuntil = 2026-06-30\n".repeat(2);
    assert_eq!(Baseline::parse(&twice).unwrap_err(), BaselineError::Twice("k".into()));
}
