//! What was read in a document, for people.

use crate::desk::wrap::hang;
use crate::output;
use crate::page::{BOLD, DIM, YELLOW};
use crate::speech::say;
use sop::conform::read::{HeadPart, ReadApproval, ReadClause, ReadDocument, ReadFault};
use sop::diagnostic::{Words, names};
use sop::model::{ApprovalKind, Held};
use sop::render::source::held;
use sop::words;

/// The whole.
pub(super) fn document(d: &ReadDocument) -> String {
    let mut out = format!("{BOLD}{}{BOLD:#}\n", d.title.as_deref().unwrap_or("?"));
    let head = [
        d.code.as_ref().map(|c| words!("doc-code", code = c)),
        d.revision.as_ref().map(|r| words!("doc-revision", revision = r)),
        d.effective.map(|day| words!("doc-effective", day = day.to_string())),
    ];
    let head: Vec<String> = head.into_iter().flatten().map(say).collect();
    if !head.is_empty() {
        out.push_str(&format!("{}\n", head.join(" · ")));
    }
    d.approvals.iter().for_each(|a| out.push_str(&format!("  {}\n", say(approval(a)))));
    for section in &d.sections {
        let (first, last) = section.pages;
        let pages = if first == last {
            words!("doc-page", page = first)
        } else {
            words!("doc-pages", first = first, last = last)
        };
        out.push_str(&format!(
            "\n{BOLD}{} {}{BOLD:#} {DIM}({}){DIM:#}\n",
            section.id,
            section.title,
            say(pages)
        ));
        d.clauses.iter().filter(|c| c.section == section.id).for_each(|c| clause(c, &mut out));
    }
    if !d.left_out.is_empty() {
        out.push_str(&format!("\n{}\n", say(words!("doc-left-out"))));
        for l in &d.left_out {
            let line = match &l.lane {
                Some(lane) => {
                    words!("doc-left-out-lane", page = l.page, lane = lane, line = l.line, text = &l.text)
                }
                None => words!("doc-left-out-line", page = l.page, line = l.line, text = &l.text),
            };
            out.push_str(&format!("  {DIM}{}{DIM:#}\n", say(line)));
        }
    }
    if !d.faults.is_empty() {
        out.push_str(&format!("\n{YELLOW}{}{YELLOW:#}\n", say(words!("doc-odd"))));
        d.faults.iter().for_each(|f| out.push_str(&format!("  {}\n", say(fault(f)))));
    }
    let figures =
        words!("doc-figures", sections = d.sections.len(), clauses = d.clauses.len(), pages = d.pages.len());
    out.push_str(&format!("\n{}\n", say(figures)));
    out
}

fn approval(a: &ReadApproval) -> Words {
    let day = a.on.map_or_else(|| words!("doc-no-day"), |d| Words::verbatim(d.to_string()));
    match a.kind {
        ApprovalKind::Made => words!("doc-made", name = &a.name, job = &a.job, day = day),
        ApprovalKind::Checked => words!("doc-checked", name = &a.name, job = &a.job, day = day),
        ApprovalKind::Approved => words!("doc-approved", name = &a.name, job = &a.job, day = day),
    }
}

fn clause(c: &ReadClause, out: &mut String) {
    let page = say(words!("doc-page", page = c.page));
    let parts: Vec<String> = [c.kind.word().to_owned(), page].into_iter().chain(c.lane.clone()).collect();
    out.push_str(&format!("  {BOLD}{}{BOLD:#}  {DIM}{}{DIM:#}\n", c.id, parts.join(" · ")));
    for line in hang(&format!("      {}", c.text), output::width(), "      ") {
        out.push_str(&line);
        out.push('\n');
    }
    if !c.holds.is_empty() {
        out.push_str(&format!("      {}\n", facts(&c.holds)));
    }
}

/// Facts as the register writes them.
pub(super) fn facts(holds: &[Held]) -> String {
    holds.iter().map(held).collect::<Vec<_>>().join(" · ")
}

/// A part of a document's head.
pub(super) fn part(part: &HeadPart) -> Words {
    match part {
        HeadPart::Code => words!("doc-part-code"),
        HeadPart::Title => words!("doc-part-title"),
        HeadPart::Revision => words!("doc-part-revision"),
        HeadPart::Effective => words!("doc-part-effective"),
        HeadPart::Approval(kind) => match kind.as_str() {
            "made" => words!("doc-part-made"),
            "checked" => words!("doc-part-checked"),
            _ => words!("doc-part-approved"),
        },
        HeadPart::Section(id) => words!("doc-part-section", section = id),
    }
}

fn fault(f: &ReadFault) -> Words {
    match f {
        ReadFault::PageMissing { page } => words!("doc-page-missing", page = *page),
        ReadFault::ToldTwice { first, again } => words!("doc-told-twice", first = first, again = again),
        ReadFault::NumberLost { clause } => words!("doc-number-lost", clause = clause),
        ReadFault::NumberTwice { first, again } => words!("doc-number-twice", first = first, again = again),
        ReadFault::HeadDiffers { what, page, value } => {
            words!("doc-head-differs", what = part(what), page = *page, value = value)
        }
        ReadFault::NumbersMissing { section, numbers } => {
            words!("doc-numbers-missing", section = section, numbers = names(numbers.iter().cloned()))
        }
    }
}
