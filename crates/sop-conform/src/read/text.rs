//! Plain text and Markdown to lines.

use super::normal::tidy;
use super::sheet::{Content, Line};

/// Cells of a row that are looked at.
const CELLS_MAX: usize = 64;

/// Cuts a text into lines. Cells stand between tabs, or between the bars of a Markdown table.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut apart = true;
    let mut fenced = false;
    for (number, raw) in (1u32..).zip(text.split('\n')) {
        for (i, part) in raw.split('\u{c}').enumerate() {
            if i > 0 {
                out.push(Line { content: Content::Break, number, apart: true, indented: false });
                apart = true;
            }
            if part.trim_start().starts_with("```") {
                fenced = !fenced;
                continue;
            }
            let after_pair =
                matches!(out.last(), Some(Line { content: Content::Row(c), .. }) if c.len() == 2);
            let Some(content) = content(part, after_pair) else {
                // A Markdown table's rule is no gap between its rows.
                apart |= !is_rule(part);
                continue;
            };
            if matches!(&content, Content::Text(t) if is_break(t)) {
                out.push(Line { content: Content::Break, number, apart: true, indented: false });
                apart = true;
                continue;
            }
            let indented = part.starts_with([' ', '\t']);
            out.push(Line { content, number, apart: std::mem::take(&mut apart), indented });
        }
    }
    out
}

fn content(line: &str, after_pair: bool) -> Option<Content> {
    let line = line.trim_end_matches(['\r', '\u{feff}']).trim_start_matches('\u{feff}');
    let trimmed = line.trim();
    if trimmed.is_empty() || is_rule(trimmed) {
        return None;
    }
    if trimmed.starts_with('|') && trimmed.len() > 1 && trimmed[1..].contains('|') {
        return Some(Content::Row(bars(trimmed)));
    }
    // One tab before or behind a text sets it in; a row has more, or one between its cells.
    let tabs = line.matches('\t').count();
    if trimmed.contains('\t') || tabs > 1 || tabs == 1 && after_pair {
        return Some(Content::Row(line.split('\t').take(CELLS_MAX).map(cell).collect()));
    }
    let marks = trimmed.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&marks)
        && let Some(title) = trimmed.get(marks..).filter(|t| t.starts_with(char::is_whitespace))
    {
        return Some(Content::Heading(marks, tidy(&unmarked(title.trim_end_matches('#')))));
    }
    let text = tidy(&unmarked(trimmed));
    (!text.is_empty()).then_some(Content::Text(text))
}

/// The cells of a Markdown row.
fn bars(row: &str) -> Vec<String> {
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').unwrap_or(row);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in row.chars() {
        match c {
            '|' if !escaped && cells.len() < CELLS_MAX => cells.push(String::new()),
            _ => cells.last_mut().into_iter().for_each(|cell| {
                if escaped && c != '|' {
                    cell.push('\\');
                }
                if c != '\\' {
                    cell.push(c);
                }
            }),
        }
        escaped = c == '\\' && !escaped;
    }
    cells.iter().map(|c| cell(c)).collect()
}

fn cell(text: &str) -> String {
    let mut text = text.to_owned();
    for br in ["<br>", "<br/>", "<br />", "<BR>"] {
        text = text.replace(br, " ");
    }
    tidy(&unmarked(&text))
}

/// Without the marks of emphasis.
fn unmarked(text: &str) -> String {
    let mut out = text.replace("**", "").replace("__", "").replace("&amp;", "&").replace("&nbsp;", " ");
    // `^{*)}`: a footnote's sign.
    while let Some(at) = out.find("^{") {
        let end = out[at..].find('}').map_or(at + 2, |e| at + e + 1);
        out.replace_range(at..end, "");
    }
    // `*so*`: a mark beside a letter. A star alone is a bullet.
    let chars: Vec<char> = out.chars().collect();
    out = chars
        .iter()
        .enumerate()
        .filter(|(i, c)| {
            let beside =
                |at: Option<usize>| at.and_then(|i| chars.get(i)).is_some_and(|c| !c.is_whitespace());
            **c != '*' || !(beside(i.checked_sub(1)) || beside(Some(i + 1)))
        })
        .map(|(_, c)| *c)
        .collect();
    out
}

/// `|---|:--:|` below a table's head, or a line of dashes.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '=' | '+' | '_' | '*'))
        && line.matches(['-', '=', '_', '*']).count() >= 3
        && !line.contains('\t')
}

/// What some programs write between pages.
fn is_break(text: &str) -> bool {
    matches!(text, "\\newpage" | "\\pagebreak" | "<!-- pagebreak -->" | "<!-- page break -->")
}
