//! Books to draw.

use crate::model::Book;
use crate::source::Sources;
use std::path::{Path, PathBuf};

/// A small book with every kind of node and awkward labels.
const SMALL: &str = r#"
document A.1 "Leave & absence" {
    revision 03
    effective 2024-05-06
    section 2 "Requests" page 3 to 4
    clause 2/1 step page 3 "greeting"
    clause 1.1 scope page 1 "scope"
}
lane clerk "Petugas <depan>"
lane boss "Atasan"
system desk "Meja \"A\" & B"
event replied "Pemohon membalas" { carries text: text  breaks silence }
event left "Pemohon pergi"
action book_leave "Mencatat cuti" { takes who: text }
message hello "Salam" { takes who: text  id "Halo {who}" }
message late "Terlambat" { id "Terlambat" }

flow leave "Permintaan cuti" {
    follows A.1 section 2
    takes who: text
    keeps fits: yes_no, days: number
    stage talk "Percakapan" {
        when silent for 2m -> ask
        when left -> gone  assumed "tidak tertulis"
        within 1h else tell boss late
        step greet by clerk using desk "Menyapa <pemohon> & \"mencatat\" hari" {
            cites 1 "salam"
            note "Boleh singkat."
            say hello
            fill days
        }
        decide fits by clerk "Sesuai aturan?" { derived from 1.1  yes -> both  no -> greet }
    }
    parallel both "Dua hal" {
        branch paper "Surat" { do book_leave(who) by clerk "Mencatat" { failed -> by_hand  then sign }  step by_hand by clerk "Catat sendiri" {}  step sign by boss "Tanda tangan" {} }
        branch word "Kabar" { start notice(who) as news "Memberi kabar" {} }
        join all
        then many
    }
    decide many "Lama?" { when days is more than 5 -> hear  otherwise -> answer }
    await answer of news "Menunggu kabar" { known -> done  after 1h -> done }
    call notice(who) as hear "Kabar lagi" { known -> done  otherwise -> gone }
    wait ask by clerk "Masih di sana?" { on replied -> resume talk  after 2m -> gone }
    end gone "Pergi"
    end done "Selesai" { assumed "tidak tertulis" }
}

flow notice "Memberi kabar" {
    takes who: text
    step say_it by boss "Menyampaikan" {}
    end known "Diketahui"
}
"#;

/// The small book.
pub(in crate::render) fn small_book() -> Book {
    small_book_with(&[])
}

/// The small book with replacements.
pub(in crate::render) fn small_book_with(changes: &[(&str, &str)]) -> Book {
    let mut text = SMALL.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "nothing to change: {from}");
        text = text.replace(from, to);
    }
    let mut sources = Sources::new();
    sources.add("small.sop", text);
    compiled(&sources)
}

/// The book of this repository.
pub(in crate::render) fn real_book() -> Book {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sop/customer-handling");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut sources = Sources::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        sources.add_bytes(name, &std::fs::read(&file).unwrap());
    }
    compiled(&sources)
}

fn compiled(sources: &Sources) -> Book {
    let compiled = crate::compile(sources);
    let findings: Vec<_> = compiled.findings.iter().map(|f| &f.message).collect();
    compiled.book.unwrap_or_else(|| panic!("{findings:#?}"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "sop") {
            files.push(path);
        }
    }
}
