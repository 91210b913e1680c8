//! Bytes as a book: read, resolved, checked, drawn, built, and each flow of a sound one begun.
//!
//! Beside "no panic": what is found lies inside the files; a sound book can be built, and survives being written as JSON.

use super::draw;
use sop_core::diagnostic::{Finding, Lang, render};
use sop_core::model::{Book, FlowId};
use sop_core::render::{Language, SvgOptions};
use sop_core::source::{Sources, Span};
use sop_runtime::kernel::{Program, Settings};

/// Begins the next file of a book: the rest of the line is its path.
const FILE_MARK: &str = "//// ";

/// Flows that are drawn: pictures of a thousand copies tell no more than these.
const DRAWN_MAX: usize = 8;

/// Takes any bytes as the text of a book; a line `//// PATH` begins another file.
pub fn text_to_graph(bytes: &[u8]) {
    let sources = sources(bytes);
    let compiled = sop_core::compile(&sources);
    for finding in &compiled.findings {
        places(finding, &sources);
    }
    for (color, lang) in [(false, Lang::Id), (true, Lang::En)] {
        let options = render::RenderOptions { color, lang, ..Default::default() };
        render::render(&compiled.findings, &sources, &options);
        render::summary(&compiled.findings, lang);
    }
    render::json(&compiled.findings, &sources, Lang::Id);
    let sound = compiled.is_sound();
    let Some(book) = compiled.book else { return };
    draw_all(&book);
    if sound {
        begin_all(&book);
    }
}

/// The files of a book.
pub fn sources(bytes: &[u8]) -> Sources {
    let mut sources = Sources::new();
    let mut path = "a.sop".to_owned();
    let mut text: Vec<u8> = Vec::new();
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        match line.strip_prefix(FILE_MARK.as_bytes()) {
            Some(next) => {
                sources.add_bytes(std::mem::take(&mut path), &std::mem::take(&mut text));
                String::from_utf8_lossy(next).trim().clone_into(&mut path);
            }
            None => text.extend(line),
        }
    }
    sources.add_bytes(path, &text);
    sources
}

fn places(finding: &Finding, sources: &Sources) {
    for words in [&finding.message, &finding.here] {
        assert!(!words.say(Lang::Id).is_empty() && !words.say(Lang::En).is_empty(), "{finding:?}");
    }
    for at in std::iter::once(finding.at).chain(finding.labels.iter().map(|l| l.at)) {
        let Span { file, start, end } = at;
        let text = &sources.get(file).unwrap_or_else(|| panic!("in no file: {finding:?}")).text;
        assert!(text.get(start as usize..end as usize).is_some(), "{finding:?} of {}", text.len());
    }
}

fn draw_all(book: &Book) {
    for flow in (0u16..).map(FlowId).take(book.flows.len().min(DRAWN_MAX)) {
        for language in [Language::Id, Language::En] {
            let picture = sop_core::render::svg(book, flow, &SvgOptions { language, at: &[] });
            assert!(picture.trim_end().ends_with("</svg>"));
        }
        sop_core::render::mermaid(book, flow);
        sop_core::render::dot(book, flow);
        let data = sop_core::render::json(book, flow);
        assert!(serde_json::from_str::<serde_json::Value>(&data).is_ok());
    }
    for scenario in &book.scenarios {
        sop_core::render::scenario(book, scenario);
    }
}

fn begin_all(book: &Book) {
    let data = serde_json::to_vec(book).expect("a book can be written");
    let again: Book = serde_json::from_slice(&data).expect("a written book can be read");
    assert_eq!(serde_json::to_vec(&again).expect("a book can be written"), data);
    let mut values = draw::Draws::new(&data[data.len().saturating_sub(4096)..]);
    let settings: Settings = book
        .settings
        .iter()
        .filter(|s| s.default.is_none())
        .map(|s| (s.name.clone(), draw::usual(&s.ty)))
        .collect();
    // What a setting may hold may still not fit where it is used: a deadline of no length.
    let program = match Program::build(book, &settings) {
        Ok(program) => program,
        Err(e) => panic!("a sound book can't be built: {e}"),
    };
    for flow in (0u16..).map(FlowId).take(book.flows.len().min(DRAWN_MAX)) {
        super::kernel::run(book, &program, flow, &mut values, 24);
    }
}
