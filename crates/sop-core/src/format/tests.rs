//! One layout: every comment kept, the meaning kept, and a second time changes nothing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::{FormatError, format};
use crate::source::limits::NAME_BYTES_MAX;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

/// All files that can be read: the book, the corpus, the examples of what is right.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut todo: Vec<PathBuf> = vec![root.join("../../sop"), root.join("tests/corpus")];
    let mut out = Vec::new();
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            let mut inner: Vec<PathBuf> =
                std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()).collect();
            inner.sort();
            todo.extend(inner);
        } else if path.extension().is_some_and(|e| e == "sop") {
            out.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    assert!(out.len() > 100, "{}", out.len());
    out
}

fn readable() -> Vec<(String, String)> {
    files().into_iter().filter(|(_, text)| !matches!(format(text), Err(FormatError::Unreadable(_)))).collect()
}

#[test]
fn every_file_is_laid_out_once_and_for_all() {
    let files = readable();
    assert!(files.len() > 60, "{}", files.len());
    for (path, text) in files {
        let once = format(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
        assert_eq!(format(&once).unwrap(), once, "{path}");
        assert!(once.is_empty() || once.ends_with('\n') && !once.ends_with("\n\n"), "{path}");
        assert!(!once.contains("\n\n\n") && !once.lines().any(|l| l.ends_with(' ')), "{path}");
    }
}

#[test]
fn the_book_is_laid_out_already() {
    for (path, text) in files().into_iter().filter(|(path, _)| path.contains("customer-handling")) {
        assert!(format(&text).unwrap() == text, "run `sop fmt`: {path}");
    }
}

#[test]
fn ugly_files_become_readable() {
    let ugly = "// kepala\n\n\n\nlane a \"Agent\" {assumed \"x\"}\nlane   second   \"Yang kedua\"{assumed \"y\"}   // tepi\r\n\r\nmessage m \"M\"{takes who:text id \"Halo {who}.\"}\n\
        // milik alur\nflow f \"F\" // di belakang\n{takes who:text keeps ok:yes_no,kind:one of{one \"Satu\",two}\n\n\n\n// pertama\nstep s by a \"S\"{say m  /* bukan komentar */ }}";
    assert!(matches!(format(ugly), Err(FormatError::Unreadable(_))));
    let ugly = ugly.replace("  /* bukan komentar */ ", "");
    let ugly = ugly.replace("say m}}", "say m(who) within 5m else->t}\n// tengah\ndecide ok by a \"?\"{yes->t derived from 1\nno // kenapa\n->s}\nwait t \"T\"{after 1h30m->e on x->s}\nend e \"E\"\n// akhir\n}// ekor");
    insta::assert_snapshot!(format(&ugly).unwrap());
}

#[test]
fn long_lines_are_broken_where_they_can_be() {
    let clause = "derived from 8.4/p12.11 \"alasan yang agak panjang supaya tidak muat\"";
    let text = format!(
        "flow f \"F\" {{ takes a_rather_long_name: text, another_long_name: yes_no, a_third_name_here: number, \
         the_last_long_one: moment, one_more_of_them: duration\n decide d by a \"?\" {{ yes -> one {clause} {clause} no -> two {clause} }} }}\n\
         lane x \"X\" {{ {clause} {clause} {clause} }}"
    );
    insta::assert_snapshot!(format(&text).unwrap());
}

#[test]
fn a_register_keeps_its_blocks() {
    let text = r#"document A.1 "T" { section 1 "One" page 1 fingerprint "sha256:00"
    section 10 "The tenth of them" page 12 to 13
        fingerprint "sha256:01"
    section 2 "Two" page 2
    clause 1.1 note page 1 "a" { fingerprint "sha256:02" } // behind
    clause 1.2 note page 1 by agent "b" {
    fingerprint "sha256:03"   duration 1h30m
      // within
      phrase "Still \"there\"?" time 06:00 }
    clause 1.3 note page 1 "c"
    clause 1.31 decision page 1 "d" { } }
lane agent "Agent""#;
    let out = format(text).unwrap();
    insta::assert_snapshot!(out);
    assert_eq!(format(&out).unwrap(), out);
}

#[test]
fn a_file_with_a_mistake_is_left_alone() {
    let Err(FormatError::Unreadable(findings)) = format("flow f \"F\" { step s by a \"S\"") else { panic!() };
    assert_eq!(findings.len(), 1);
    assert_eq!(format("").unwrap(), "");
    assert_eq!(format("\n// hanya komentar").unwrap(), "// hanya komentar\n");
    assert_eq!(format("\u{FEFF}use \"a.sop\"").unwrap(), "use \"a.sop\"\n");
}

#[test]
fn lines_end_as_the_first_one_does() {
    let text = "lane a \"A\"  // satu\nlane b \"B\"\n";
    let windows = text.replace('\n', "\r\n");
    assert_eq!(format(text).unwrap(), text);
    assert_eq!(format(&windows).unwrap(), windows);
    assert_eq!(format("lane  a \"A\" // satu\nlane b \"B\"\r\n").unwrap(), text);
    assert_eq!(format("lane  a \"A\" // satu\r\nlane b \"B\"").unwrap(), windows);
}

#[test]
fn a_remark_ends_the_name_of_a_clause() {
    let text = "flow f \"F\" {\n    follows D.1//x\n    section 5.3//y\n    step s by a \"S\" { cites 2a/b//z\n    }\n}\n";
    let once = format(text).unwrap();
    assert!(["//x", "//y", "//z"].iter().all(|remark| once.contains(&format!("  {remark}\n"))), "{once}");
    assert_eq!(format(&once).unwrap(), once);
}

/// Beside a name of a thousand letters no other is moved by a thousand columns.
#[test]
fn what_is_wider_than_a_line_widens_no_column() {
    let rows: String = (0..10_000).map(|i| format!("a{i} -> s\n")).collect();
    let text =
        format!("flow f \"F\" {{ decide d by a \"?\" {{ {} -> s\n{rows} }} }}", "x".repeat(NAME_BYTES_MAX));
    let once = format(&text).unwrap();
    assert!(once.len() < text.len() + 50 * 10_000, "{}", once.len());
    assert_eq!(format(&once).unwrap(), once);
}

/// A text between whose tokens something was put.
fn stirred() -> impl Strategy<Value = String> {
    let files = readable();
    (prop::sample::select(files), prop::collection::vec((any::<prop::sample::Index>(), 0..7_u8), 0..30))
        .prop_map(|((_, text), places)| {
            let tokens = super::tokens::tokens(&text, &[]);
            let mut gaps: Vec<(usize, u8)> = places
                .iter()
                .filter(|_| !tokens.is_empty())
                .map(|(i, w)| (tokens[i.index(tokens.len())].start, *w))
                .collect();
            gaps.sort_unstable();
            let mut out = text.clone();
            for (at, what) in gaps.into_iter().rev() {
                // Only where white space stands already: inside a word or after a comment nothing may come.
                let before = &out[..at];
                if !before.ends_with([' ', '\n', '{', '('])
                    || before.rsplit('\n').next().is_some_and(|l| l.contains("//"))
                {
                    continue;
                }
                let with =
                    ["\n", "  ", "\t", "\n\n\n", "// sela\n", "\n// baris\n\n", "\r\n"][usize::from(what)];
                out.insert_str(at, with);
            }
            out
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn white_space_and_comments_change_no_meaning(text in stirred()) {
        match format(&text) {
            Ok(once) => prop_assert_eq!(format(&once).unwrap(), once),
            Err(FormatError::Unreadable(_)) => {}
            Err(e) => prop_assert!(false, "{}\n{}", e, text),
        }
    }

    #[test]
    fn any_text_is_laid_out_or_left_alone(text in "\\PC{0,200}|[{}()\\[\\]\"\\\\a-z0-9 \n>/-]{0,200}") {
        if let Ok(once) = format(&text) {
            prop_assert_eq!(format(&once).unwrap(), once);
        }
    }
}
