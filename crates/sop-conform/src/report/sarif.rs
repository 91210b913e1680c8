//! The report in SARIF 2.1.0, which code hosts show beside the changed lines.

use super::Report;
use crate::judge::Judged;
use serde_json::{Value, json};
use sop_core::diagnostic::{Code, Severity};
use sop_core::explain::explain;
use sop_core::source::Span;

/// The report in SARIF 2.1.0.
pub fn sarif(report: &Report<'_>) -> Value {
    let mut codes: Vec<Code> = report.findings().map(|(_, j)| j.finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(report, *code)).collect();
    let results: Vec<Value> = report.findings().map(|(i, j)| result(report, &codes, i, j)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "sop",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "automationDetails": { "id": "sop-conform/" },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn rule(report: &Report<'_>, code: Code) -> Value {
    let text = explain(code, report.lang);
    let help = format!("{}\n\n{}\n\n{}", text.meaning, text.matters, text.mend);
    json!({
        "id": code.as_str(),
        "name": code.pattern(),
        "shortDescription": { "text": text.title },
        "fullDescription": { "text": code.why().say(report.lang) },
        "help": { "text": help, "markdown": help },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn location(report: &Report<'_>, at: Span) -> Option<Value> {
    let (path, line, column) = report.place(at)?;
    let (end_line, end_column) = report.sources.line_column(at.file, at.end);
    Some(json!({
        "artifactLocation": { "uri": uri(&path) },
        "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
    }))
}

/// A path as a relative reference: what may not stand in one is written in figures.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn result(report: &Report<'_>, codes: &[Code], i: usize, judged: &Judged) -> Value {
    let finding = &judged.finding;
    let lang = report.lang;
    let mend = finding.mend.say(lang);
    let message = finding.message.say(lang);
    let text = if mend.is_empty() { message } else { format!("{message}\n{mend}") };
    let related = finding.labels.iter().enumerate().filter_map(|(n, label)| {
        Some(json!({
            "id": n + 1,
            "message": { "text": label.text.say(lang) },
            "physicalLocation": location(report, label.at)?,
        }))
    });
    let known = report.weighed.known.get(i).and_then(Option::as_ref);
    let mut out = json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": codes.iter().position(|c| *c == finding.code),
        "level": level(finding.severity()),
        "message": { "text": text },
        "locations": location(report, finding.at)
            .map(|l| json!({ "physicalLocation": l })).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": { "sopKey/v1": judged.key },
        "properties": { "clause": judged.clause, "section": judged.section, "page": judged.page },
    });
    if let (Some(known), Value::Object(out)) = (known, &mut out) {
        let told = json!([{ "kind": "external", "justification": known.reason }]);
        out.insert("suppressions".to_owned(), told);
    }
    out
}
