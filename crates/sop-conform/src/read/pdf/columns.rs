//! Lines to rows: a table begins with a head of short words side by side, and its columns are parted by white rivers.

use super::letters::{Stretch, TextLine};
use crate::read::sheet::Content;
use crate::read::vocabulary::{Column, HEAD_LABELS, column, is_notes, plain};

/// A line, whether it stands apart from the one above, and whether it is set in.
type Placed = (Content, bool, bool);

/// Lines of a page to text and rows.
pub(super) fn lines(page: &[TextLine]) -> Vec<Placed> {
    let margin = page.iter().filter_map(|l| l.stretches.first()).map(|s| s.x).fold(f64::INFINITY, f64::min);
    let mut out = Vec::new();
    let mut i = 0;
    while let Some(line) = page.get(i) {
        let above = i.checked_sub(1).and_then(|i| page.get(i));
        let apart = above.is_none_or(|a| line.y - a.y > line.size.max(a.size) * 1.6);
        if is_head(line) {
            let end = i + 1 + page[i + 1..].windows(1).take_while(|w| !ends(&w[0], line, page)).count();
            let rows = rows(&page[i..end]);
            out.extend(rows.into_iter().enumerate().map(|(n, cells)| (Content::Row(cells), n == 0, false)));
            i = end;
            continue;
        }
        let first = line.stretches.first().map_or(0.0, |s| s.x);
        let text = line.stretches.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" ");
        out.push((Content::Text(text), apart, first > margin + line.size));
        i += 1;
    }
    out
}

/// Is it the head of a table?
fn is_head(line: &TextLine) -> bool {
    let texts: Vec<&str> = line.stretches.iter().map(|s| s.text.as_str()).collect();
    let short = texts.iter().all(|t| {
        t.split(' ').count() <= 4 && t.chars().count() <= 32 && (t.len() < 5 || !t.ends_with(['.', '?', ':']))
    });
    let labelled = texts.iter().any(|t| {
        let t = plain(t);
        t.split(' ').any(|w| w.chars().any(char::is_numeric))
            && HEAD_LABELS.iter().any(|(_, l)| t.starts_with(&plain(l)))
    });
    let known = texts.last().is_some_and(|t| is_notes(t))
        || texts.first().is_some_and(|t| column(t) == Column::Number);
    short
        && !labelled
        && (texts.len() > 2 && texts.iter().all(|t| t.chars().any(char::is_alphabetic))
            || texts.len() > 1 && known)
}

/// Does a line stand below the table, not in it?
fn ends(line: &TextLine, head: &TextLine, page: &[TextLine]) -> bool {
    let above = page.iter().rev().find(|l| l.y < line.y);
    let [only] = line.stretches.as_slice() else {
        return is_head(line) && above.is_some_and(|a| line.y - a.y > line.size * 2.2);
    };
    let far = above.is_some_and(|a| line.y - a.y > line.size * 1.9);
    let path = only.text.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let numbered = path > 0 && only.text.get(path..).is_some_and(|t| t.starts_with(' '));
    let deep = numbered && only.text.get(..path).is_some_and(|p| p.trim_end_matches('.').contains('.'));
    let first = head.stretches.first().map_or(0.0, |s| s.x);
    let left = only.x < first + line.size;
    let foot = plain(&only.text).split(' ').next().is_some_and(|w| matches!(w, "page" | "hal" | "halaman"));
    // A heading stands at the left, larger or with its number; so does what is written below a table.
    // Text that runs into the next column belongs to none; a numbered line apart from those above begins something.
    let crosses = head.stretches.get(1).is_some_and(|second| only.end > second.x + line.size);
    let apart = above.is_some_and(|a| line.y - a.y > line.size * 1.5);
    left && (crosses || numbered && apart && only.text.contains(". "))
        || left && (deep || far && (numbered || line.size > head.size * 1.1))
        || foot && far
        || only.x < first - line.size * 0.5
}

/// The rows of a table.
fn rows(lines: &[TextLine]) -> Vec<Vec<String>> {
    let Some(head) = lines.first() else { return Vec::new() };
    let parts = boundaries(lines, head);
    let count = parts.len() + 1;
    let place =
        |s: &Stretch| parts.iter().filter(|b| **b <= f64::midpoint(s.x, s.end.min(s.x + 30.0))).count();
    let mut out: Vec<Vec<String>> = vec![vec![String::new(); count]];
    for stretch in &head.stretches {
        append(&mut out[0][place(stretch)], &stretch.text);
    }
    // Cells: lines of a column that follow closely. A row begins where a cell begins.
    let usual = head.size * 1.45;
    let mut cells: Vec<(f64, usize, String)> = Vec::new();
    let mut last: Vec<Option<(f64, usize)>> = vec![None; count];
    // A head over several lines, where rows stand apart from each other.
    let close = |w: &[TextLine]| w[1].y - w[0].y <= usual;
    let head_lines = 1 + lines.windows(2).take_while(|w| close(w)).count();
    let body = if head_lines < lines.len() { head_lines } else { 1 };
    for stretch in lines[1..body].iter().flat_map(|l| &l.stretches) {
        append(&mut out[0][place(stretch)], &stretch.text);
    }
    for line in &lines[body..] {
        for stretch in &line.stretches {
            let at = place(stretch);
            match last[at] {
                Some((y, cell)) if line.y - y <= usual.max(line.size * 1.45) => {
                    append(&mut cells[cell].2, &stretch.text);
                }
                _ => {
                    last[at] = Some((line.y, cells.len()));
                    cells.push((line.y, at, stretch.text.clone()));
                    continue;
                }
            }
            if let Some((y, _)) = &mut last[at] {
                *y = line.y;
            }
        }
    }
    cells.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut top = f64::NEG_INFINITY;
    for (y, at, text) in cells {
        if y - top > head.size * 0.6 {
            out.push(vec![String::new(); count]);
            top = y;
        }
        if let Some(cell) = out.last_mut().and_then(|r| r.get_mut(at)) {
            append(cell, &text);
        }
    }
    out
}

fn append(cell: &mut String, text: &str) {
    if !cell.is_empty() {
        cell.push(' ');
    }
    cell.push_str(text);
}

/// Where one column ends and the next begins: white rivers through all lines, if there are as many as the head has gaps;
/// else half-way between the words of the head.
fn boundaries(lines: &[TextLine], head: &TextLine) -> Vec<f64> {
    let mut spans: Vec<(f64, f64)> = lines.iter().flat_map(|l| &l.stretches).map(|s| (s.x, s.end)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut rivers = Vec::new();
    let mut end = spans.first().map_or(0.0, |s| s.1);
    for (from, to) in spans {
        if from - end > 3.0 {
            rivers.push(from - 1.0);
        }
        end = end.max(to);
    }
    // The first column's head may be empty.
    if (head.stretches.len()..=head.stretches.len() + 1).contains(&(rivers.len() + 1)) {
        return rivers;
    }
    head.stretches.windows(2).map(|w| w[1].x - 2.0).collect()
}
