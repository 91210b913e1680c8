//! Findings as text for people - excerpt, reason, mend - and as JSON for machines.

use super::{Finding, Lang, Severity, Words};
use crate::source::{Sources, Span};
use crate::words;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// How findings are shown.
#[derive(Clone, Copy, Debug)]
pub struct RenderOptions {
    /// With colours, by ANSI escapes.
    pub color: bool,
    /// Columns of the terminal; long lines are cut to them.
    pub width: usize,
    /// The language.
    pub lang: Lang,
}

/// English, without colours, 120 columns.
impl Default for RenderOptions {
    fn default() -> Self {
        Self { color: false, width: 120, lang: Lang::En }
    }
}

/// Bytes of a line that are shown at most on either side of what is underlined.
const AROUND_BYTES: usize = 240;

/// All findings, one after the other, each followed by an empty line. Nothing for none.
pub fn render(findings: &[Finding], sources: &Sources, options: &RenderOptions) -> String {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(options.width);
    let mut out = String::new();
    for finding in findings {
        let said = Said::of(finding, options.lang);
        out.push_str(&renderer.render(&[group(finding, &said, sources)]));
        out.push_str("\n\n");
    }
    out
}

/// One line that counts the findings; nothing for none.
pub fn summary(findings: &[Finding], lang: Lang) -> String {
    let errors = findings.iter().filter(|f| f.severity() == Severity::Error).count();
    let warnings = findings.iter().filter(|f| f.severity() == Severity::Warning).count();
    let notes = findings.len() - errors - warnings;
    let parts = [
        (errors > 0).then(|| words!("count-errors", count = errors)),
        (warnings > 0).then(|| words!("count-warnings", count = warnings)),
        (notes > 0).then(|| words!("count-notes", count = notes)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| part.say(lang)).collect();
    if parts.is_empty() { String::new() } else { format!("{}\n", parts.join(", ")) }
}

/// All findings as data: path, line and column (from 1, in characters), code, severity, and the texts. `words` holds
/// each text's id and values, which are the same in every language.
pub fn json(findings: &[Finding], sources: &Sources, lang: Lang) -> serde_json::Value {
    let place = |at: Span| {
        let (line, column) = sources.line_column(at.file, at.start);
        let (end_line, end_column) = sources.line_column(at.file, at.end);
        serde_json::json!({
            "path": sources.get(at.file).map(|f| f.path.as_str()),
            "line": line, "column": column, "end_line": end_line, "end_column": end_column,
        })
    };
    let said = |words: &Words| words.say(lang);
    let findings = findings.iter().map(|f| {
        serde_json::json!({
            "code": f.code,
            "pattern": f.code.pattern(),
            "severity": f.severity(),
            "at": place(f.at),
            "message": said(&f.message),
            "here": said(&f.here),
            "reason": said(&f.why()),
            "mend": said(&f.mend),
            "run": f.run,
            "labels": f.labels.iter()
                .map(|l| serde_json::json!({ "at": place(l.at), "text": said(&l.text), "words": l.text }))
                .collect::<Vec<_>>(),
            "words": { "message": f.message, "here": f.here, "reason": f.why(), "mend": f.mend },
        })
    });
    serde_json::Value::Array(findings.collect())
}

/// A finding's texts in one language.
struct Said {
    severity: String,
    message: String,
    here: String,
    labels: Vec<String>,
    why: (String, String),
    mend: (String, String),
    run: String,
}

impl Said {
    fn of(finding: &Finding, lang: Lang) -> Self {
        let severity = match finding.severity() {
            Severity::Error => words!("severity-error"),
            Severity::Warning => words!("severity-warning"),
            Severity::Note => words!("severity-note"),
        };
        Self {
            severity: severity.say(lang),
            message: finding.message.say(lang),
            here: finding.here.say(lang),
            labels: finding.labels.iter().map(|l| l.text.say(lang)).collect(),
            why: (words!("heading-why").say(lang), finding.why().say(lang)),
            mend: (words!("heading-mend").say(lang), finding.mend.say(lang)),
            run: words!("heading-run").say(lang),
        }
    }
}

fn group<'a>(finding: &'a Finding, said: &'a Said, sources: &'a Sources) -> Group<'a> {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::INFO,
    };
    let mut group = level
        .with_name(said.severity.as_str())
        .primary_title(said.message.as_str())
        .id(finding.code.as_str())
        .elements(snippet(finding.at, &said.here, AnnotationKind::Primary, sources));
    for (label, text) in finding.labels.iter().zip(&said.labels) {
        group = group.elements(snippet(label.at, text, AnnotationKind::Context, sources));
    }
    let (name, why) = &said.why;
    group = group.element(Level::NOTE.with_name(name.as_str()).message(why.as_str()));
    if !finding.run.is_empty() {
        group = group.element(Level::NOTE.with_name(said.run.as_str()).message(finding.run.trim_end()));
    }
    let (name, mend) = &said.mend;
    if mend.is_empty() {
        group
    } else {
        group.element(Level::HELP.with_name(name.as_str()).message(mend.as_str()))
    }
}

/// The lines around a place; `None` for a place outside of every text.
fn snippet<'a>(
    at: Span,
    label: &'a str,
    kind: AnnotationKind,
    sources: &'a Sources,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let source = sources.get(at.file)?;
    let text = source.text.as_str();
    let floor = |mut i: usize| {
        i = i.min(text.len());
        while !text.is_char_boundary(i) {
            i -= 1;
        }
        i
    };
    let (start, end) = (floor(at.start as usize), floor(at.end as usize));
    // Only the first line of a long stretch is shown.
    let end = text[start..end].find('\n').map_or(end, |n| start + n).max(start);
    let line_start = text[..start].rfind('\n').map_or(0, |n| n + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |n| end + n);
    let from = floor(line_start.max(start.saturating_sub(AROUND_BYTES)));
    let to = floor(line_end.min(end + AROUND_BYTES)).max(end);
    let (line, _) = sources.line_column(at.file, at.start);
    let mut annotation = kind.span(start - from..end - from);
    if !label.is_empty() {
        annotation = annotation.label(label);
    }
    Some(
        Snippet::source(&text[from..to])
            .line_start(line as usize)
            .path(source.path.as_str())
            .annotation(annotation),
    )
}
