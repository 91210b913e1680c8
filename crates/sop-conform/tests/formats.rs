//! One document in four formats is read as the same; what can't be read is told, and never more than that.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use sop_conform::read::{Format, Hints, ReadDocument, ReadError, read, read_text};
use std::fmt::Write as _;
use std::path::Path;

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name)).unwrap()
}

/// All that is read, without the lines on which it stands.
fn shown(d: &ReadDocument) -> String {
    let mut out = format!("{:?} {:?} {:?} {:?}\n", d.code, d.title, d.revision, d.effective);
    d.approvals
        .iter()
        .for_each(|a| writeln!(out, "{:?} {} / {} / {:?}", a.kind, a.name, a.job, a.on).unwrap());
    for s in &d.sections {
        writeln!(out, "\n{} {} {:?}", s.id, s.title, s.pages).unwrap();
        for c in d.clauses.iter().filter(|c| c.section == s.id) {
            let lane = c.lane.as_deref().unwrap_or("-");
            let column = if c.in_column { "" } else { " (inferred)" };
            let column = if c.lane.is_some() { column } else { "" };
            writeln!(out, "  {} {:?} page {} {lane}{column}: {}", c.id, c.kind, c.page, c.text).unwrap();
            c.holds.iter().for_each(|h| writeln!(out, "      {h:?}").unwrap());
        }
    }
    d.left_out.iter().for_each(|l| writeln!(out, "left out: page {} {:?}", l.page, l.text).unwrap());
    d.faults.iter().for_each(|f| writeln!(out, "{f:?}").unwrap());
    out
}

#[test]
fn four_formats_are_read_as_one() {
    for name in ["bicycle", "library"] {
        let text = read(&bytes(&format!("{name}.txt")), &Hints::default()).unwrap();
        insta::assert_snapshot!(name, shown(&text));
        for ending in ["md", "docx", "pdf"] {
            let other = read(&bytes(&format!("{name}.{ending}")), &Hints::default()).unwrap();
            assert_eq!(shown(&text), shown(&other), "{name}.{ending}");
            let prints =
                |d: &ReadDocument| d.clauses.iter().map(|c| c.fingerprint.clone()).collect::<Vec<_>>();
            assert_eq!(prints(&text), prints(&other), "{name}.{ending}");
        }
    }
}

#[test]
fn what_it_is_shows_in_its_first_bytes() {
    assert_eq!(Format::of(&bytes("bicycle.docx")), Format::Docx);
    assert_eq!(Format::of(&bytes("bicycle.pdf")), Format::Pdf);
    assert_eq!(Format::of(&bytes("bicycle.md")), Format::Text);
    assert_eq!(Format::of(b""), Format::Text);
}

#[test]
fn what_cannot_be_read_is_told() {
    let told = |bytes: &[u8]| read(bytes, &Hints::default()).unwrap_err();
    assert_eq!(told(b"\xff\xfe\x00a"), ReadError::NotText);
    assert!(matches!(told(b"PK\x03\x04 no archive"), ReadError::Docx(_)));
    assert!(matches!(told(b"%PDF-1.7 nothing"), ReadError::Pdf(_)));
    let whole = bytes("bicycle.docx");
    assert!(matches!(told(&whole[..whole.len() / 2]), ReadError::Docx(_)));
    // Nothing in it is nothing to be told.
    assert_eq!(read(b"", &Hints::default()).unwrap().clauses, []);
}

#[test]
fn a_file_that_unpacks_without_end_is_refused() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("word/document.xml", packed).unwrap();
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..80 {
        zip.write_all(&spaces).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert_eq!(read(&bomb, &Hints::default()).unwrap_err(), ReadError::TooBig);
}

/// Pieces of which documents are made.
fn soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "1.",
        "1.1 ",
        "2a. ",
        "8.4/",
        "\t",
        "\n",
        "\n\n",
        "\u{c}",
        "|",
        "| a | b |\n|---|---|\n",
        "# ",
        "## 2 ",
        "Ya",
        "Tidak",
        "No",
        "?",
        "Page 2 of 3\n",
        "Hal: 1 dari 2\n",
        "- 3 -\n",
        "Counter\tMechanic\tNotes\n",
        "\"",
        "“",
        "”",
        "menit",
        "1 ",
        "2 jam ",
        "06.00",
        "99:99",
        "Tier 2",
        "[№]",
        "Za",
        "®",
        "selamat pagi ",
        "31 February 2024",
        "1/1/2024",
        "Revision ",
        ": ",
        "adalah ",
        "Definitions\n",
        "^{",
        "}",
        "-",
        "•",
        "A ",
        "Selesai",
        "Approved by",
        "Name:",
        "ﬁ",
        "lbu",
        "\u{0}",
        "\u{feff}",
        "İ",
        "ß",
        "词",
        "x ",
        "kata ",
        "999999999999 menit ",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, &Hints::default());
    }

    #[test]
    fn any_soup_is_read_the_same_twice(text in soup()) {
        let hints = Hints { lanes: vec!["Agent".into(), "Tim".into(), String::new()], ..Hints::default() };
        let once = read_text(&text, &hints);
        prop_assert_eq!(&once, &read_text(&text, &hints));
        let mut ids: Vec<&str> = once.clauses.iter().map(|c| c.id.as_str()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), all, "ids are there once");
    }

    /// Spaces never matter, wherever there are some.
    #[test]
    fn more_spaces_are_no_change(text in soup()) {
        let prints = |t: &str| read_text(t, &Hints::default()).clauses.into_iter().map(|c| (c.id, c.fingerprint, c.holds)).collect::<Vec<_>>();
        let wide = text.replace("kata ", "kata \u{a0} ");
        prop_assert_eq!(prints(&text), prints(&wide));
    }
}

fn quiet() {
    // A library's panic is caught; its message would only be noise here.
    std::panic::set_hook(Box::new(|_| {}));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn damaged_files_are_survived(which in 0_usize..2, holes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40), cut in any::<Option<prop::sample::Index>>()) {
        quiet();
        let mut all = bytes(["bicycle.docx", "library.pdf"][which]);
        for (at, byte) in holes {
            let at = at.index(all.len());
            all[at] = byte;
        }
        if let Some(cut) = cut {
            all.truncate(cut.index(all.len()));
        }
        let _ = read(&all, &Hints::default());
    }
}
