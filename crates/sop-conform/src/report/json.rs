//! The report as data, by the schema `schema/conform-1.json` of this crate.

use super::{Report, section};
use crate::judge::{ClauseState, Counts, Judged};
use serde_json::{Value, json};
use sop_core::diagnostic::Severity;
use sop_core::model::Clause;
use sop_core::source::Span;

/// Names the form of the data; a new form gets a new name.
pub const SCHEMA: &str = "sop-conform/1";

/// The report as data.
pub fn json(report: &Report<'_>) -> Value {
    let count = |severity| report.open().filter(|(_, j)| j.severity() == severity).count();
    let document = report.document().map(|d| {
        json!({
            "code": d.code, "title": d.title, "revision": d.revision,
            "clauses": d.clauses.len(), "against": report.against,
        })
    });
    let shared = report.judgement.flows.iter().find(|f| f.flow.is_none()).map(|f| counts(f.counts));
    json!({
        "schema": SCHEMA,
        "conforms": !report.fails(),
        "fail_on": report.fail_on.0,
        "document": document,
        "open": {
            "errors": count(Severity::Error), "warnings": count(Severity::Warning), "notes": count(Severity::Note),
        },
        "findings": report.findings().map(|(i, j)| finding(report, i, j)).collect::<Vec<_>>(),
        "sections": sections(report),
        "flows": flows(report),
        "shared": shared,
        "assumptions": assumptions(report),
        "unneeded": report.weighed.unneeded.iter().map(|k| k.key.as_str()).collect::<Vec<_>>(),
    })
}

fn place(report: &Report<'_>, at: Span) -> Value {
    let Some((path, line, column)) = report.place(at) else { return Value::Null };
    let (end_line, end_column) = report.sources.line_column(at.file, at.end);
    json!({ "path": path, "line": line, "column": column, "end_line": end_line, "end_column": end_column })
}

fn finding(report: &Report<'_>, i: usize, judged: &Judged) -> Value {
    let f = &judged.finding;
    let lang = report.lang;
    let known = report.weighed.known.get(i).and_then(Option::as_ref);
    let expired = report.weighed.expired.get(i).and_then(Option::as_ref);
    let entry = known.or(expired).map(|k| json!({ "reason": k.reason, "until": k.until.to_string() }));
    json!({
        "code": f.code,
        "pattern": f.code.pattern(),
        "severity": f.severity(),
        "key": judged.key,
        "clause": judged.clause,
        "section": judged.section,
        "page": judged.page,
        "at": place(report, f.at),
        "message": f.message.say(lang),
        "here": f.here.say(lang),
        "reason": f.why().say(lang),
        "mend": f.mend.say(lang),
        "labels": f.labels.iter()
            .map(|l| json!({ "at": place(report, l.at), "text": l.text.say(lang) }))
            .collect::<Vec<_>>(),
        "status": match (known, expired) {
            (Some(_), _) => "known",
            (_, Some(_)) => "expired",
            _ => "open",
        },
        "accepted": entry,
    })
}

fn counts(counts: Counts) -> Value {
    json!({
        "cited": counts.cited, "derived": counts.derived, "assumed": counts.assumed, "unsaid": counts.unsaid,
    })
}

fn sections(report: &Report<'_>) -> Vec<Value> {
    let Some(document) = report.document() else { return Vec::new() };
    let clause = |c: &Clause, state: ClauseState| {
        let kind = c.kind.word();
        let by = report.judgement.places.all(&c.id).iter().map(|cite| {
            let flow = cite.place.flow().and_then(|f| report.book.flows.get(f.index()));
            json!({
                "how": cite.how,
                "flow": flow.map(|f| f.name.as_str()),
                "name": cite.place.name(report.book),
                "what": cite.place.words(report.book).say(report.lang),
                "at": place(report, cite.at),
            })
        });
        json!({
            "id": c.id, "page": c.page, "kind": kind, "gist": c.gist, "state": state,
            "lane": c.lane.and_then(|l| report.book.lanes.get(l.index())).map(|l| l.name.as_str()),
            "by": by.collect::<Vec<_>>(),
        })
    };
    let figures = report.judgement.sections.iter().filter(|s| report.wanted(Some(&s.section)));
    figures
        .filter_map(|figures| {
            let own = document.sections.iter().find(|s| s.id == figures.section)?;
            let states = figures.clauses.iter().map(|(_, state)| *state);
            let clauses = document.clauses.iter().filter(|c| section(&c.id) == own.id).zip(states);
            Some(json!({
                "id": own.id, "title": own.title, "pages": [own.pages.0, own.pages.1],
                "cited": figures.count(ClauseState::Cited),
                "derived": figures.count(ClauseState::Derived),
                "missing": figures.count(ClauseState::Missing),
                "flows": report.following(&own.id),
                "clauses": clauses.map(|(c, state)| clause(c, state)).collect::<Vec<_>>(),
            }))
        })
        .collect()
}

fn flows(report: &Report<'_>) -> Vec<Value> {
    let all = report.judgement.flows.iter();
    all.filter_map(|f| {
        let flow = report.book.flows.get(f.flow?.index())?;
        Some(json!({ "name": flow.name, "label": flow.label, "follows": flow.follows, "counts": counts(f.counts) }))
    })
    .collect()
}

fn assumptions(report: &Report<'_>) -> Vec<Value> {
    let all = report.judgement.assumptions.iter();
    all.map(|a| {
        let flow = a.flow.and_then(|f| report.book.flows.get(f.index())).map(|f| f.name.as_str());
        let places = a.places.iter().map(
            |(p, at)| json!({ "what": p.words(report.book).say(report.lang), "at": place(report, *at) }),
        );
        json!({ "flow": flow, "why": a.why, "places": places.collect::<Vec<_>>() })
    })
    .collect()
}
