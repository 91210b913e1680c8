//! What laying a file out would change, line by line.

use crate::page::{DIM, GREEN, RED};
use crate::speech::say;
use similar::{ChangeTag, TextDiff};
use sop::words;
use std::time::Duration;

/// Lines around a change.
const AROUND: usize = 2;
/// Lines of one file that are shown to people.
const SHOWN_MAX: usize = 40;

/// After so long it is no longer looked for the smallest change: files that are alike in nothing would take hours.
const LOOK_MAX: Duration = Duration::from_millis(500);

fn lines<'t>(before: &'t str, after: &'t str) -> TextDiff<'t, 't, str> {
    TextDiff::configure().timeout(LOOK_MAX).diff_lines(before, after)
}

/// For machines: a patch.
pub(super) fn plain(path: &str, before: &str, after: &str) -> String {
    lines(before, after).unified_diff().context_radius(AROUND).header(path, path).to_string()
}

/// For people: with the number of the line in the file, in colours, the first changes of many.
pub(super) fn shown(before: &str, after: &str) -> String {
    let diff = lines(before, after);
    let mut out = Vec::new();
    for group in diff.grouped_ops(AROUND) {
        if !out.is_empty() {
            out.push(format!("{DIM}{:>5}{DIM:#}", "…"));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let text = visible(change.value().trim_end_matches('\n'));
            out.push(match change.tag() {
                ChangeTag::Equal => format!("{DIM}{:>5}{DIM:#}   {text}", number(change.old_index())),
                ChangeTag::Delete => {
                    format!("{DIM}{:>5}{DIM:#} {RED}- {text}{RED:#}", number(change.old_index()))
                }
                ChangeTag::Insert => format!("{:>5} {GREEN}+ {text}{GREEN:#}", ""),
            });
        }
    }
    let rest = out.len().saturating_sub(SHOWN_MAX);
    // A line that would say that one line is left out is no shorter than that line.
    if rest > 1 {
        out.truncate(SHOWN_MAX);
        out.push(format!("{DIM}{:>5} {}{DIM:#}", "", say(words!("fmt-rest", count = rest))));
    }
    out.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn number(index: Option<usize>) -> String {
    index.map_or_else(String::new, |i| (i + 1).to_string())
}

/// What a terminal would act on is shown as a sign; so are spaces at the end of a line, which would not be seen otherwise.
fn visible(line: &str) -> String {
    let text = line.trim_end_matches([' ', '\t', '\r']);
    let end = line[text.len()..].chars().map(|c| match c {
        ' ' => '·',
        other => other,
    });
    text.chars().chain(end).map(sign).collect()
}

fn sign(c: char) -> char {
    match c {
        '\u{FEFF}' | '\u{7f}'..='\u{9f}' => '\u{FFFD}',
        c if c.is_control() => {
            u32::from(c).checked_add(0x2400).and_then(char::from_u32).unwrap_or('\u{FFFD}')
        }
        c => c,
    }
}
