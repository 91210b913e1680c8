//! `sop explain [CODE]`.

use crate::args::Explain;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::page::{BOLD, GREEN, Page, RED, YELLOW};
use anstyle::Style;
use sop::diagnostic::{Code, Finding, Lang, Severity, Words};
use sop::explain::{Explanation, Lookup, area, explain, lookup};
use sop::words;
use std::collections::BTreeSet;
use std::ops::Range;

/// Explains a code, or lists codes.
pub(crate) fn run(args: &Explain) -> Result<Exit, Failure> {
    let lang = output::lang();
    let listed = match &args.code {
        None => Code::ALL.to_vec(),
        Some(asked) => match lookup(asked) {
            Lookup::Found(code) => {
                let text = explain(code, lang);
                if args.json {
                    output::json(&json(&text))?;
                } else {
                    output::print(&page(&text, lang, Page::new()))?;
                }
                return Ok(Exit::Sound);
            }
            Lookup::Begun(codes) => codes,
            Lookup::Near(codes) => return Err(Failure::Usage(Words::verbatim(unknown(asked, &codes, lang)))),
        },
    };
    if args.json {
        let texts: Vec<_> = listed.iter().map(|c| json(&explain(*c, lang))).collect();
        output::json(&texts)?;
    } else {
        output::print(&list(&listed, lang, Page::new()))?;
    }
    Ok(Exit::Sound)
}

/// The line that ends a list of findings: where to read more of the first error, else of the first warning.
pub(crate) fn hint(findings: &[Finding], lang: Lang) -> String {
    let worst = findings.iter().find(|f| f.severity() == Severity::Error).or(findings.first());
    let Some(code) = worst.map(|f| f.code) else { return String::new() };
    format!("{}\n", words!("explain-hint", code = code.as_str()).say(lang))
}

/// A code's page.
fn page(text: &Explanation, lang: Lang, mut page: Page) -> String {
    let severe = match text.code.severity() {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
        Severity::Note => BOLD,
    };
    page.headline(&format!("{} · {}", text.code, text.title), severe);
    page.gap();
    page.prose(text.meaning);
    for (headline, body) in [(words!("explain-matters"), text.matters), (words!("explain-mend"), text.mend)] {
        page.gap();
        page.headline(&headline.say(lang), BOLD);
        page.gap();
        page.prose(body);
    }
    let (wrong, places) = if text.sketch {
        (words!("explain-sketch"), Vec::new())
    } else {
        (words!("explain-wrong"), places(text))
    };
    for (headline, example, marked, style) in
        [(wrong, text.wrong, places, severe), (words!("explain-right"), text.right, new_lines(text), GREEN)]
    {
        page.gap();
        page.headline(&headline.say(lang), BOLD);
        page.gap();
        page.example(example, &marked, style);
    }
    page.finish()
}

/// Where the wrong example is wrong. What conformance finds is not found by a check.
fn places(text: &Explanation) -> Vec<Range<usize>> {
    let compiled = sop::compile(&sop::explain::sources(text.wrong));
    match compiled.book {
        Some(book) if text.code.as_str().starts_with('C') => {
            let judged = sop::conform::judge::judge(&book, None).findings;
            text.places_of(&judged.into_iter().map(|j| j.finding).collect::<Vec<_>>())
        }
        _ => text.places_of(&compiled.findings),
    }
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
fn list(codes: &[Code], lang: Lang, mut page: Page) -> String {
    let mut under = Words::NONE;
    for code in codes {
        let headline = area(*code);
        if headline != under {
            if !under.is_empty() {
                page.gap();
            }
            page.headline(&headline.say(lang), BOLD);
            under = headline;
        }
        let (style, aside): (Style, _) = match code.severity() {
            Severity::Error => (RED, String::new()),
            Severity::Warning => (YELLOW, format!(" ({})", words!("severity-warning").say(lang))),
            Severity::Note => (BOLD, format!(" ({})", words!("severity-note").say(lang))),
        };
        page.entry(code.as_str(), style, &format!("{}{aside}", explain(*code, lang).title));
    }
    page.gap();
    page.headline(&words!("explain-one").say(lang), Style::new());
    page.finish()
}

fn unknown(asked: &str, near: &[Code], lang: Lang) -> String {
    let near: String = near.iter().map(|c| format!("\n  {c}  {}", explain(*c, lang).title)).collect();
    let told = if near.is_empty() {
        words!("explain-unknown", asked = asked)
    } else {
        words!("explain-near", asked = asked)
    };
    told.say(lang) + &near
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
