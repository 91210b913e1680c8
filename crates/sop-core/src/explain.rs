//! The long text of each code: what it means, why it matters at the desk, how to mend it, with a wrong and a right example.
//!
//! A code's text is one Markdown file in `explain/`, Indonesian first, then English; the examples serve both. Tests
//! compile each example: the wrong one gives that very code and no other, the right one gives nothing.

mod texts;

use crate::compile;
use crate::diagnostic::{Code, Finding, Lang, Words};
use crate::source::{Sources, Span};
use crate::words;
use serde::Serialize;
use std::ops::Range;

/// The long text of a code, in one language. Texts are plain: paragraphs with empty lines between them, lists whose
/// items begin with `- `, words of the language between backticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// What is explained.
    pub code: Code,
    /// The finding in a few words: begins with a capital, no full stop.
    pub title: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Why it matters to those who work at the desk.
    pub matters: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// A book that has this mistake. Several files stand each after a line `//// PATH`.
    pub wrong: &'static str,
    /// The same book, mended.
    pub right: &'static str,
    /// True where a real example of the mistake would be too big, or no text: then `wrong` only hints at it.
    pub sketch: bool,
}

impl Explanation {
    /// Where in `wrong` the mistake is, in bytes of it: what a check of that example underlines. Nothing for a sketch.
    pub fn places(&self) -> Vec<Range<usize>> {
        if self.sketch { Vec::new() } else { self.places_of(&compile(&sources(self.wrong)).findings) }
    }

    /// The same, of findings that something else than a check found in that example.
    pub fn places_of(&self, found: &[Finding]) -> Vec<Range<usize>> {
        let starts: Vec<usize> = files(self.wrong).map(|(start, ..)| start).collect();
        let place = |at: Span| {
            let start = starts.get(at.file.0 as usize)?;
            Some(start + at.start as usize..start + at.end as usize)
        };
        found.iter().filter(|f| f.code == self.code).filter_map(|f| place(f.at)).collect()
    }
}

/// The long text of a code.
///
/// ```
/// use sop_core::{diagnostic::{Code, Lang}, explain::explain};
///
/// let text = explain(Code::UnreachableStep, Lang::En);
/// assert_eq!(text.title, "No way leads to this step");
/// assert!(text.wrong.contains("flow"));
/// ```
pub fn explain(code: Code, lang: Lang) -> Explanation {
    let text = texts::TEXTS.iter().find(|(name, _)| *name == code.as_str()).map_or("", |(_, text)| text);
    let own = chapter(text, lang);
    let (title, rest) = own.split_once('\n').unwrap_or((own, ""));
    let mut parts = rest.split("\n## ");
    let meaning = parts.next().unwrap_or_default().trim();
    // Behind `## ` its headline stands on the first line; the terminal gives its own.
    let mut body = || parts.next().and_then(|p| p.split_once('\n')).map_or("", |(_, body)| body.trim());
    let (matters, mend) = (body(), body());
    let (wrong, sketch) = match fence(text, "sop wrong") {
        "" => (fence(text, "sop sketch"), true),
        wrong => (wrong, false),
    };
    Explanation {
        code,
        title: title.trim(),
        meaning,
        matters,
        mend,
        wrong,
        right: fence(text, "sop right"),
        sketch,
    }
}

/// The headline over a code and its neighbours: what they are about, by the code's first digit.
pub fn area(code: Code) -> Words {
    if code.as_str().starts_with('C') {
        return words!("area-conformance");
    }
    match code.as_str().as_bytes().get(1) {
        Some(b'0') => words!("area-text"),
        Some(b'1') => words!("area-names"),
        Some(b'2') => words!("area-flow"),
        Some(b'3') => words!("area-facts"),
        Some(b'4') => words!("area-tables"),
        Some(b'5') => words!("area-document"),
        Some(b'6') => words!("area-rules"),
        _ => words!("area-others"),
    }
}

/// An example as a book: its files, or `contoh.sop` if it names none.
pub fn sources(example: &str) -> Sources {
    let mut out = Sources::new();
    for (_, path, text) in files(example) {
        out.add(path, text);
    }
    out
}

/// The files of an example: where in it each begins, its path, its text.
fn files(example: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    const MARK: &str = "//// ";
    let named = example.starts_with(MARK);
    let mut at = 0;
    example.split_inclusive('\n').filter_map({
        // Where the file under way begins, and its path.
        let mut open: Option<(usize, &str)> = (!named).then_some((0, "contoh.sop"));
        move |line| {
            let start = at;
            at += line.len();
            let next = line.strip_prefix(MARK).filter(|_| named).map(|path| (at, path.trim()));
            let closed = if next.is_some() { start } else { at };
            let done = (next.is_some() || at == example.len()).then_some(open).flatten();
            open = next.or(open);
            done.and_then(|(from, path)| Some((from, path, example.get(from..closed)?)))
        }
    })
}

/// The codes that somebody who typed `asked` may mean, best first: the one code or pattern itself, all that begin so,
/// or those that look like it or have it in their title, in either language. Large and small letters are alike.
pub fn lookup(asked: &str) -> Lookup {
    let asked = asked.trim();
    if asked.len() > ASKED_MAX {
        return Lookup::Near(Vec::new());
    }
    let asked = asked.to_lowercase();
    let number =
        if asked.starts_with(|c: char| c.is_ascii_digit()) { format!("s{asked}") } else { asked.clone() };
    let names = |code: Code| (code.as_str().to_lowercase(), code.pattern());
    let all = || Code::ALL.iter().copied();
    if let Some(code) = all().find(|c| names(*c).0 == number || names(*c).1 == asked) {
        return Lookup::Found(code);
    }
    let begun: Vec<Code> = all().filter(|c| names(*c).0.starts_with(&number)).collect();
    // A letter alone begins all of its kind.
    if number.len() > 1 && !begun.is_empty() {
        return Lookup::Begun(begun);
    }
    let far = |code: Code| {
        let (short, pattern) = names(code);
        let (by_code, by_pattern) =
            (strsim::damerau_levenshtein(&short, &number), strsim::damerau_levenshtein(&pattern, &asked));
        // A word of the title will do; else one wrong letter in a code of four, a quarter of a pattern's.
        let titles = || Lang::ALL.iter().map(|l| explain(code, *l).title.to_lowercase());
        let said =
            asked.chars().count() > 3 && (pattern.contains(&asked) || titles().any(|t| t.contains(&asked)));
        let within = said || by_code <= 1 || by_pattern <= pattern.len() / 4;
        within.then(|| by_code.min(by_pattern))
    };
    let mut near: Vec<(usize, Code)> = all().filter_map(|c| Some((far(c)?, c))).collect();
    near.sort_unstable();
    near.truncate(SUGGESTIONS_MAX);
    Lookup::Near(near.into_iter().map(|(_, code)| code).collect())
}

/// Bytes of what is asked for; nothing longer looks like a code or a word of a title.
const ASKED_MAX: usize = 100;
/// So many codes are suggested at most.
const SUGGESTIONS_MAX: usize = 5;

/// What [`lookup`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// This very code.
    Found(Code),
    /// All codes that begin so, in order; never empty.
    Begun(Vec<Code>),
    /// No such code; these look like it. May be empty.
    Near(Vec<Code>),
}

/// A language's chapter: from behind its `# ` to the next.
fn chapter(text: &'static str, lang: Lang) -> &'static str {
    let mut chapters = text.strip_prefix("# ").unwrap_or(text).split("\n# ");
    let own = match lang {
        Lang::Id => chapters.next(),
        Lang::En => chapters.nth(1),
    };
    // The examples follow the last chapter.
    own.map_or("", |c| c.split("\n```").next().unwrap_or(c)).trim()
}

/// What stands in the first fence of that kind.
fn fence(text: &'static str, kind: &str) -> &'static str {
    let mut fences = text.split("\n```");
    fences.find_map(|f| f.strip_prefix(kind)?.strip_prefix('\n')).unwrap_or_default()
}

#[cfg(test)]
mod tests;
