//! The changes as text for a terminal: by group, then by thing, each change a sentence.

use crate::desk::wrap::hang;
use crate::output;
use crate::speech::{lang, say, say_in};
use anstyle::{AnsiColor, Style};
use sop::diff::{Aspect, Change, Diff, Kind, Reach};
use sop::engine::MoveReport;
use sop::engine::words::{place, reason};
use sop::kernel::{BuildErrors, FlowStandings, PlaceKind, Reason, Standing, Verdict};
use sop::words;
use std::path::Path;

/// Widest that a line gets, however wide the terminal is.
const WIDTH_MAX: usize = 110;
/// How far things and their sentences are set in.
const THING: usize = 4;
const SENTENCE: usize = 8;

/// All changes, with their sum.
pub(super) fn changes(diff: &Diff, flow: Option<&str>) -> String {
    if diff.is_empty() {
        let nothing =
            flow.map_or_else(|| words!("diff-nothing"), |f| words!("diff-nothing-in-flow", flow = f));
        return format!("{}\n", say(nothing));
    }
    let mut text = String::new();
    for group in &diff.groups {
        text.push_str(&heading(&say(group.of.words())));
        let mut last: Option<&Change> = None;
        for change in &group.changes {
            if last.is_none_or(|l| l.thing != change.thing) {
                text.push_str(&thing(change));
            }
            text.push_str(&sentence(change));
            last = Some(change);
        }
        text.push('\n');
    }
    let count = |kind: Kind| diff.changes().filter(|c| c.kind() == kind).count();
    let sum = words!(
        "diff-count",
        changes = diff.changes().count(),
        added = count(Kind::Added),
        removed = count(Kind::Removed),
        changed = count(Kind::Changed),
        stranding = diff.changes().filter(|c| c.reach == Reach::Stranding).count(),
    );
    text.push_str(&paragraph(&say(words!("diff-legend")), 0));
    text.push_str(&paragraph(&say(sum), 0));
    text
}

fn heading(text: &str) -> String {
    format!("{}\n", painted(Style::new().bold(), text))
}

/// The thing, with a mark if it came, went, or is otherwise.
fn thing(change: &Change) -> String {
    let whole = matches!(change.aspect, Aspect::Itself { .. });
    let (mark, style) = match change.kind() {
        Kind::Added if whole => ('+', AnsiColor::Green),
        Kind::Removed if whole => ('-', AnsiColor::Red),
        _ => ('~', AnsiColor::Yellow),
    };
    let name = say_in(lang(), &change.thing.words());
    let mut lines = hang(&name, width(THING), "");
    let first = painted(style.on_default(), &format!("  {mark} {}", lines.remove(0)));
    let rest: String = lines.iter().map(|l| format!("{:THING$}{l}\n", "")).collect();
    format!("{first}\n{rest}")
}

fn sentence(change: &Change) -> String {
    let text = say_in(lang(), &change.sentence(lang()));
    let mark = if change.reach == Reach::Stranding { '!' } else { ' ' };
    let mut out = String::new();
    for (n, line) in text.lines().enumerate() {
        // What a sentence lists below itself is set in a little more.
        let (indent, room) = if n == 0 { (SENTENCE, "") } else { (SENTENCE + 2, "  ") };
        for (m, line) in hang(line, width(indent), room).into_iter().enumerate() {
            let mark = if n == 0 && m == 0 { mark } else { ' ' };
            out.push_str(&format!("{:w$}{mark} {line}\n", "", w = indent - 2));
        }
    }
    out
}

/// Which places cases could not move from.
pub(super) fn places(places: &Result<Vec<FlowStandings>, BuildErrors>) -> String {
    let mut text = format!("\n{}", heading(&say(words!("diff-places"))));
    let flows = match places {
        Ok(flows) => flows,
        Err(error) => {
            text.push_str(&paragraph(&say(words!("diff-not-run", why = error.to_string())), 2));
            return text;
        }
    };
    let moves = |s: &Standing| s.verdict == Verdict::Moves;
    if flows.iter().flat_map(|f| &f.places).all(moves) {
        text.push_str(&paragraph(&say(words!("diff-all-move")), 2));
        return text;
    }
    for flow in flows.iter().filter(|f| !f.places.iter().all(moves)) {
        text.push_str(&paragraph(&place(&flow.flow), 2));
        let stays = |s: &&Standing| matches!(s.verdict, Verdict::Stays { .. });
        let depends = |s: &&Standing| matches!(s.verdict, Verdict::Depends { .. });
        let parts: [(_, Vec<&Standing>); 2] = [
            (words!("diff-places-stay"), flow.places.iter().filter(stays).collect()),
            (words!("diff-places-depend"), flow.places.iter().filter(depends).collect()),
        ];
        for (words, standings) in parts {
            if !standings.is_empty() {
                text.push_str(&paragraph(&say(words), THING));
                text.push_str(&by_reasons(&standings));
            }
        }
        let rest = flow.places.iter().filter(|s| moves(s)).count();
        if rest > 0 {
            text.push_str(&paragraph(&say(words!("diff-places-rest", count = rest)), THING));
        }
    }
    text
}

/// Places with the same reasons together.
fn by_reasons(standings: &[&Standing]) -> String {
    let mut groups: Vec<(&[Reason], Vec<String>)> = Vec::new();
    for standing in standings {
        let (Verdict::Stays { reasons } | Verdict::Depends { reasons }) = &standing.verdict else { continue };
        let place = match standing.kind {
            PlaceKind::Node => place(&standing.place),
            PlaceKind::Stage => say(words!("diff-stage-place", stage = place(&standing.place))),
        };
        match groups.iter_mut().find(|(r, _)| *r == &reasons[..]) {
            Some((_, places)) => places.push(place),
            None => groups.push((reasons, vec![place])),
        }
    }
    let mut text = String::new();
    for (reasons, places) in groups {
        text.push_str(&paragraph(&places.join(", "), SENTENCE - 2));
        for reason in reasons {
            let told = self::reason(reason, lang().code());
            text.push_str(&paragraph(&format!("- {told}"), SENTENCE));
        }
    }
    text
}

/// What a move would do with the cases of a store.
pub(super) fn cases(report: &MoveReport, store: &Path) -> String {
    let store = store.display().to_string();
    let mut text = format!("\n{}", heading(&say(words!("diff-cases", store = store))));
    if report.cases.is_empty() {
        text.push_str(&paragraph(&say(words!("diff-cases-none")), 2));
        return text;
    }
    for case in &report.cases {
        text.push_str(&crate::command::cases::moving::line(case, false));
    }
    let (moving, staying) = (report.moving(), report.cases.len() - report.moving());
    text.push_str(&paragraph(&say(words!("diff-cases-count", moving = moving, staying = staying)), 2));
    text
}

fn width(indent: usize) -> usize {
    output::width().min(WIDTH_MAX).saturating_sub(indent).max(20)
}

fn paragraph(text: &str, indent: usize) -> String {
    hang(text, width(indent), "  ").into_iter().map(|l| format!("{:indent$}{l}\n", "")).collect()
}

fn painted(style: Style, text: &str) -> String {
    if output::colour() { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
