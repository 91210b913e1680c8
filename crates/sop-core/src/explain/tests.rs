//! The texts are whole, and their examples are true.

use super::{Explanation, Lookup, area, explain, lookup, sources, texts::TEXTS};
use crate::compile;
use crate::diagnostic::{Code, Lang};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Mistakes that can't be shown whole on a page, each with the reason.
const SKETCHES: &[(Code, &str)] = &[
    (Code::InvalidUtf8, "bytes that are no text can't stand in a text"),
    (Code::FileTooBig, "eight megabytes"),
    (Code::TooManyFindings, "two hundred mistakes"),
    (Code::ClauseChanged, "the document is not in the book"),
    (Code::ClauseAdded, "the document is not in the book"),
    (Code::ClauseRemoved, "the document is not in the book"),
    (Code::ClauseMoved, "the document is not in the book"),
    (Code::HeadChanged, "the document is not in the book"),
    (Code::PageLost, "the document is not in the book"),
];

/// Codes that can't come alone, each with those that come along, and why.
const TOGETHER: &[(Code, &[Code], &str)] = &[];

/// The headlines within a chapter.
const HEADLINES: [(Lang, [&str; 2]); 2] =
    [(Lang::Id, ["Mengapa penting", "Cara memperbaiki"]), (Lang::En, ["Why it matters", "How to mend it"])];

fn both(code: Code) -> [Explanation; 2] {
    [explain(code, Lang::Id), explain(code, Lang::En)]
}

/// Found by `sop conform`, not by a check of the book alone.
fn conformance(code: Code) -> bool {
    code.as_str().starts_with('C')
}

fn codes(example: &str) -> BTreeSet<Code> {
    compile(&sources(example)).findings.iter().map(|f| f.code).collect()
}

fn told(example: &str) -> String {
    let found = compile(&sources(example)).findings;
    found.iter().map(|f| format!("  {} {}\n", f.code, f.message)).collect()
}

#[test]
fn every_code_is_explained_in_both_languages() {
    let missing: Vec<&str> =
        Code::ALL.iter().map(|c| c.as_str()).filter(|c| !TEXTS.iter().any(|(name, _)| name == c)).collect();
    assert!(missing.is_empty(), "write `explain/CODE.md`, and list it in `explain/texts.rs`: {missing:?}");
    assert_eq!(TEXTS.len(), Code::ALL.len(), "a text of a code that isn't there, or twice");
    let mut lacking = String::new();
    for code in Code::ALL {
        for (language, text) in [Lang::Id, Lang::En].into_iter().zip(both(*code)) {
            for (what, part) in [
                ("title", text.title),
                ("meaning", text.meaning),
                ("matters", text.matters),
                ("mend", text.mend),
            ] {
                if part.len() < 10 || part.contains('#') || part.contains("```") {
                    writeln!(lacking, "{code} {language:?}: {what}: {part:?}").unwrap();
                }
            }
            if text.title.ends_with('.') || text.title.len() > 70 || text.matters == code.why().say(language)
            {
                writeln!(lacking, "{code} {language:?}: {:?} {:?}", text.title, text.matters).unwrap();
            }
        }
        let [id, en] = both(*code);
        if id.title == en.title || id.meaning == en.meaning || id.matters == en.matters || id.mend == en.mend
        {
            writeln!(lacking, "{code}: both languages say the same").unwrap();
        }
    }
    assert!(lacking.is_empty(), "{lacking}");
}

#[test]
fn the_files_are_built_alike() {
    let mut odd = String::new();
    for (name, text) in TEXTS {
        let heads: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("## ")).collect();
        let expected: Vec<&str> = HEADLINES.iter().flat_map(|(_, h)| *h).collect();
        let fences = text.matches("\n```sop ").count();
        let chapters = text.lines().filter(|l| l.starts_with("# ")).count();
        if heads != expected || fences != 2 || chapters != 2 || text.matches("\n```").count() != 4 {
            writeln!(odd, "{name}: {chapters} chapters, {fences} examples, {heads:?}").unwrap();
        }
    }
    assert!(odd.is_empty(), "{odd}");
}

#[test]
fn every_example_does_what_is_said_of_it() {
    let mut untrue = String::new();
    for code in Code::ALL {
        let [text, english] = both(*code);
        assert_eq!((text.wrong, text.right), (english.wrong, english.right));
        assert_eq!(text.sketch, SKETCHES.iter().any(|(c, _)| c == code), "{code}");
        assert!(!text.wrong.trim().is_empty() && !text.right.trim().is_empty(), "{code} lacks an example");
        let mut expected = BTreeSet::from([*code]);
        expected.extend(TOGETHER.iter().filter(|(c, ..)| c == code).flat_map(|(_, also, _)| *also));
        // Of those that `sop conform` finds, sop-conform's tests judge the examples; here they are sound books.
        if conformance(*code) {
            expected.clear();
        }
        if !text.sketch && codes(text.wrong) != expected {
            writeln!(untrue, "{code}, wrong:\n{}=>\n{}", text.wrong, told(text.wrong)).unwrap();
        }
        let whole = !text.sketch || !conformance(*code);
        if whole && !codes(text.right).is_empty() {
            writeln!(untrue, "{code}, right:\n{}=>\n{}", text.right, told(text.right)).unwrap();
        }
    }
    assert!(untrue.is_empty(), "{untrue}");
}

#[test]
fn every_mistake_is_marked_where_it_is() {
    for code in Code::ALL {
        let text = explain(*code, Lang::Id);
        let places = text.places();
        assert_eq!(places.is_empty(), text.sketch || conformance(*code), "{code}");
        for place in places {
            assert!(text.wrong.get(place.clone()).is_some(), "{code}: {place:?}");
        }
    }
    let circle = explain(Code::UseCircle, Lang::Id);
    let marked: Vec<&str> = circle.places().into_iter().filter_map(|p| circle.wrong.get(p)).collect();
    assert!(marked.iter().all(|m| m.starts_with('"') && m.ends_with(".sop\"")), "{marked:?}");
}

#[test]
fn examples_are_short_enough_to_be_read() {
    for code in Code::ALL {
        let text = explain(*code, Lang::Id);
        for example in [text.wrong, text.right] {
            assert!(example.lines().count() <= 40, "{code}: {} lines", example.lines().count());
            for line in example.lines() {
                assert!(line.chars().count() <= 90, "{code}: {line}");
            }
        }
    }
}

#[test]
fn files_of_an_example_are_told_apart() {
    let paths =
        |text| sources(text).iter().map(|(_, f)| (f.path.clone(), f.text.clone())).collect::<Vec<_>>();
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    assert_eq!(paths("lane a \"A\"\n"), [file("contoh.sop", "lane a \"A\"\n")]);
    assert_eq!(paths("//// a.sop\none\n//// b.sop\ntwo\n"), [file("a.sop", "one\n"), file("b.sop", "two\n")]);
    assert_eq!(paths("//// a.sop\n//// b.sop\n"), [file("a.sop", "")]);
    assert_eq!(paths(""), []);
}

#[test]
fn a_code_is_found_as_people_type_it() {
    let found = Lookup::Found(Code::UnreachableStep);
    for asked in ["S201", "s201", " S201 ", "201", "unreachable-step", "Unreachable-Step"] {
        assert_eq!(lookup(asked), found, "{asked}");
    }
    let Lookup::Begun(waits) = lookup("S20") else { unreachable!() };
    assert!(waits.contains(&Code::UnreachableStep) && waits.iter().all(|c| c.as_str().starts_with("S20")));
    let near = |asked| match lookup(asked) {
        Lookup::Near(near) => near,
        other => unreachable!("{asked}: {other:?}"),
    };
    assert!(near("S2O1").contains(&Code::UnreachableStep));
    assert!(near("unreachable-stpe").contains(&Code::UnreachableStep));
    assert!(near("unreachable").contains(&Code::UnreachableStep));
    assert_eq!(near("celah"), [Code::TableGap]);
    assert!(near("Otherwise").contains(&Code::NoOtherwise));
    for asked in ["", "s", "c", "xyz", "🦀", "S999999", "--"] {
        assert_eq!(near(asked), [], "{asked}");
    }
    assert_eq!(near(&"unreachable-step".repeat(10_000)), []);
}

#[test]
fn every_code_has_an_area() {
    for code in Code::ALL {
        assert_ne!(area(*code).id(), "area-others", "{code}");
    }
}
