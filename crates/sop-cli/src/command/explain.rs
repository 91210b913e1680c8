//! `sop explain [CODE]`.

use crate::args::{Explain, Language};
use crate::exit::{Exit, Failure};
use crate::output;
use crate::page::{BOLD, GREEN, Page, RED, YELLOW};
use anstyle::Style;
use sop::diagnostic::{Code, Finding, Severity};
use sop::explain::{Explanation, Lookup, area, explain, lookup};
use std::collections::BTreeSet;
use std::ops::Range;

/// Explains a code, or lists codes.
pub(crate) fn run(args: &Explain) -> Result<Exit, Failure> {
    let language = args.lang;
    let listed = match &args.code {
        None => Code::ALL.to_vec(),
        Some(asked) => match lookup(asked) {
            Lookup::Found(code) => {
                let text = explain(code, language.words());
                if args.json {
                    output::json(&json(&text))?;
                } else {
                    output::print(&page(&text, language, Page::new()))?;
                }
                return Ok(Exit::Sound);
            }
            Lookup::Begun(codes) => codes,
            Lookup::Near(codes) => return Err(Failure::Usage(unknown(asked, &codes, language))),
        },
    };
    if args.json {
        let texts: Vec<_> = listed.iter().map(|c| json(&explain(*c, language.words()))).collect();
        output::json(&texts)?;
    } else {
        output::print(&list(&listed, language, Page::new()))?;
    }
    Ok(Exit::Sound)
}

/// The line that ends a list of findings: where to read more of the first error, else of the first warning.
pub(crate) fn hint(findings: &[Finding], language: Language) -> String {
    let worst = findings.iter().find(|f| f.severity() == Severity::Error).or(findings.first());
    let Some(code) = worst.map(|f| f.code) else { return String::new() };
    match language {
        Language::Id => format!("Penjelasan dan contoh perbaikannya: `sop explain {code}`\n"),
        Language::En => format!("At length, with an example of how to mend it: `sop explain {code}`\n"),
    }
}

/// A code's page.
fn page(text: &Explanation, language: Language, mut page: Page) -> String {
    let words = Words::of(language);
    let severe = match text.code.severity() {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
    };
    page.headline(&format!("{} · {}", text.code, text.title), severe);
    page.gap();
    page.prose(text.meaning);
    for (headline, body) in [(words.matters, text.matters), (words.mend, text.mend)] {
        page.gap();
        page.headline(headline, BOLD);
        page.gap();
        page.prose(body);
    }
    let (wrong, places) = if text.sketch { (words.sketch, Vec::new()) } else { (words.wrong, text.places()) };
    for (headline, example, marked, style) in
        [(wrong, text.wrong, places, severe), (words.right, text.right, new_lines(text), GREEN)]
    {
        page.gap();
        page.headline(headline, BOLD);
        page.gap();
        page.example(example, &marked, style);
    }
    page.finish()
}

/// The lines of the right example that the wrong one lacks; how they are set in or lined up makes no difference.
fn new_lines(text: &Explanation) -> Vec<Range<usize>> {
    if text.sketch {
        return Vec::new();
    }
    let bare = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let known: BTreeSet<String> = text.wrong.lines().map(bare).collect();
    let mut start = 0;
    let mut marked = Vec::new();
    for line in text.right.split_inclusive('\n') {
        if !line.trim().is_empty() && !known.contains(&bare(line)) {
            marked.push(start + line.len() - line.trim_start().len()..start + line.trim_end().len());
        }
        start += line.len();
    }
    marked
}

/// One line a code, under the headline of its area.
fn list(codes: &[Code], language: Language, mut page: Page) -> String {
    let words = Words::of(language);
    let mut under = "";
    for code in codes {
        let headline = area(*code, language.words());
        if headline != under {
            if !under.is_empty() {
                page.gap();
            }
            page.headline(headline, BOLD);
            under = headline;
        }
        let (style, aside): (Style, _) = match code.severity() {
            Severity::Error => (RED, String::new()),
            Severity::Warning => (YELLOW, format!(" ({})", words.warning)),
        };
        page.entry(code.as_str(), style, &format!("{}{aside}", explain(*code, language.words()).title));
    }
    page.gap();
    page.headline(words.more, Style::new());
    page.finish()
}

fn unknown(asked: &str, near: &[Code], language: Language) -> String {
    let near: String =
        near.iter().map(|c| format!("\n  {c}  {}", explain(*c, language.words()).title)).collect();
    match (language, near.is_empty()) {
        (Language::Id, true) => format!("tidak ada kode `{asked}`; `sop explain` menampilkan semua kode"),
        (Language::Id, false) => format!("tidak ada kode `{asked}`; mungkin yang Anda maksud:{near}"),
        (Language::En, true) => format!("there is no code `{asked}`; `sop explain` lists all of them"),
        (Language::En, false) => format!("there is no code `{asked}`; perhaps you mean:{near}"),
    }
}

fn json(text: &Explanation) -> serde_json::Value {
    serde_json::json!({
        "code": text.code,
        "pattern": text.code.pattern(),
        "severity": text.code.severity(),
        "title": text.title,
        "meaning": text.meaning,
        "matters": text.matters,
        "mend": text.mend,
        "wrong": text.wrong,
        "right": text.right,
        "sketch": text.sketch,
    })
}

/// What the pages say by themselves.
struct Words {
    matters: &'static str,
    mend: &'static str,
    wrong: &'static str,
    sketch: &'static str,
    right: &'static str,
    warning: &'static str,
    more: &'static str,
}

impl Words {
    const fn of(language: Language) -> Self {
        match language {
            Language::Id => Self {
                matters: "Mengapa penting",
                mend: "Cara memperbaiki",
                wrong: "Contoh yang salah",
                sketch: "Gambaran contoh yang salah",
                right: "Contoh yang benar",
                warning: "peringatan",
                more: "Penjelasan sebuah kode: `sop explain S201`",
            },
            Language::En => Self {
                matters: "Why it matters",
                mend: "How to mend it",
                wrong: "Wrong",
                sketch: "Wrong, as a sketch",
                right: "Right",
                warning: "warning",
                more: "A code at length: `sop explain S201`",
            },
        }
    }
}
