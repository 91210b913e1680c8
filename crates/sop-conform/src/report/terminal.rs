//! The report for people: what is wrong in full, what is open in a line, figures, verdict, what to do.

use super::Report;
use crate::judge::ClauseState;
use sop_core::diagnostic::render::{RenderOptions, render, summary};
use sop_core::diagnostic::{Finding, Severity, Words};
use sop_core::words;
use std::collections::BTreeMap;

/// The report as text.
pub fn terminal(report: &Report<'_>) -> String {
    let say = |words: Words| words.say(report.lang);
    let mut out = String::new();
    let open: Vec<_> = report.open().collect();
    let fatal = |f: &Finding| f.severity() >= report.fail_on.0 && f.severity() > Severity::Note;
    let full: Vec<Finding> = open.iter().map(|(_, j)| j.finding.clone()).filter(fatal).collect();
    let options = RenderOptions { color: report.color, lang: report.lang, ..RenderOptions::default() };
    out.push_str(&render(&full, report.sources, &options));
    let rest: Vec<_> =
        open.iter().filter(|(_, j)| !fatal(&j.finding) && j.severity() > Severity::Note).collect();
    for (_, judged) in &rest {
        out.push_str(&format!("{} {}\n", judged.finding.code, say(judged.finding.message.clone())));
    }
    if !rest.is_empty() {
        out.push('\n');
    }
    for (i, judged) in &open {
        if let Some(known) = report.weighed.expired.get(*i).and_then(Option::as_ref) {
            let day = known.until.to_string();
            out.push_str(&format!("{}\n", say(words!("conform-expired", key = &judged.key, until = day))));
        }
    }
    for known in &report.weighed.unneeded {
        out.push_str(&format!("{}\n", say(words!("conform-unneeded", key = &known.key))));
    }
    out.push_str(&sections(report));
    out.push('\n');
    out.push_str(&flows(report));
    out.push('\n');
    out.push_str(&verdict(report));
    out
}

fn sections(report: &Report<'_>) -> String {
    let say = |words: Words| words.say(report.lang);
    let mut rows = vec![vec![
        say(words!("conform-section")),
        say(words!("conform-clauses")),
        say(words!("conform-cited")),
        say(words!("conform-derived")),
        say(words!("conform-missing")),
    ]];
    for figures in &report.judgement.sections {
        let wanted = figures.clauses.len() - figures.count(ClauseState::Told);
        if wanted == 0 || !report.wanted(Some(&figures.section)) {
            continue;
        }
        let title = report.document().and_then(|d| d.sections.iter().find(|s| s.id == figures.section));
        let title = title.map_or("", |s| s.title.as_str());
        rows.push(vec![
            format!("{} {title}", figures.section),
            wanted.to_string(),
            figures.count(ClauseState::Cited).to_string(),
            figures.count(ClauseState::Derived).to_string(),
            figures.count(ClauseState::Missing).to_string(),
        ]);
    }
    table(&rows)
}

fn flows(report: &Report<'_>) -> String {
    let say = |words: Words| words.say(report.lang);
    let mut rows = vec![vec![
        say(words!("conform-flow")),
        say(words!("conform-cited")),
        say(words!("conform-derived")),
        say(words!("conform-assumed")),
        say(words!("conform-unsaid")),
    ]];
    for figures in &report.judgement.flows {
        let flow = figures.flow.and_then(|f| report.book.flows.get(f.index()));
        if flow.is_some_and(|f| report.section.is_some() && !f.follows.iter().any(|s| report.wanted(Some(s))))
        {
            continue;
        }
        let counts = figures.counts;
        rows.push(vec![
            flow.map_or_else(|| say(words!("conform-shared")), |f| f.name.clone()),
            counts.cited.to_string(),
            counts.derived.to_string(),
            counts.assumed.to_string(),
            counts.unsaid.to_string(),
        ]);
    }
    table(&rows)
}

fn verdict(report: &Report<'_>) -> String {
    let say = |words: Words| words.say(report.lang);
    let mut out = String::new();
    let open: Vec<Finding> = report.open().map(|(_, j)| j.finding.clone()).collect();
    let wrong: Vec<Finding> = open.iter().filter(|f| f.severity() > Severity::Note).cloned().collect();
    let known = report.findings().count() - open.len();
    if known > 0 {
        out.push_str(&format!("{}\n", say(words!("conform-known", count = known))));
    }
    let assumptions = report.judgement.assumptions.len();
    if assumptions > 0 {
        out.push_str(&format!("{}\n", say(words!("conform-assumptions", count = assumptions))));
    }
    out.push_str(&summary(&wrong, report.lang));
    let code = report.document().map_or("", |d| d.code.as_str());
    let verdict = match (report.fails(), report.against) {
        (true, _) => words!("conform-deviates", document = code),
        (false, Some(file)) => words!("conform-conforms-document", document = code, file = file),
        (false, None) => words!("conform-conforms-register", document = code),
    };
    out.push_str(&format!("{}\n", say(verdict)));
    // What to do: one line a code, the worst first.
    let mut by_code: BTreeMap<_, usize> = BTreeMap::new();
    for finding in open.iter().filter(|f| f.severity() >= report.fail_on.0) {
        *by_code.entry(finding.code).or_default() += 1;
    }
    if by_code.is_empty() {
        return out;
    }
    out.push_str(&format!("{}\n", say(words!("conform-to-do"))));
    for (code, count) in by_code {
        let title = sop_core::explain::explain(code, report.lang).title;
        out.push_str(&format!("  {count:>4} × {code}  {title}\n"));
    }
    if let Some(first) = open.iter().find(|f| f.severity() >= report.fail_on.0) {
        out.push_str(&format!("{}\n", say(words!("explain-hint", code = first.code.as_str()))));
    }
    out
}

/// Columns, the first to the left, numbers to the right.
fn table(rows: &[Vec<String>]) -> String {
    let width = |n: usize| rows.iter().filter_map(|r| r.get(n)).map(|c| c.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().enumerate().map(|(n, cell)| {
            let pad = " ".repeat(width(n) - cell.chars().count());
            if n == 0 { format!("{cell}{pad}") } else { format!("{pad}{cell}") }
        });
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    out
}
