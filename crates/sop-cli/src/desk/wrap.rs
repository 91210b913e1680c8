//! Text onto lines of a given width; and what fits of a list. Widths are those of a terminal's columns.

use crate::speech::say;
use sop::words;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How far the lines after the first are set in.
const INDENT: &str = "    ";

/// Breaks a text at its spaces; a word that is wider than a line is broken anywhere.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    hang(text, width, INDENT)
}

/// Breaks a text likewise, with an indent of one's own for the lines after the first; none where there is no room.
pub(crate) fn hang(text: &str, width: usize, indent: &str) -> Vec<String> {
    let indent = if width > indent.len() * 3 { indent } else { "" };
    let mut lines = Vec::new();
    let mut line = String::new();
    // Nothing but the indent stands in the line yet: a word always goes there.
    let mut bare = true;
    for word in text.split_inclusive(' ') {
        if !bare && line.width() + word.trim_end().width() > width {
            lines.push(std::mem::replace(&mut line, indent.to_owned()));
        }
        for c in word.chars() {
            if c != ' ' && line.width() + c.width().unwrap_or(0) > width && line.width() > indent.len() {
                lines.push(std::mem::replace(&mut line, indent.to_owned()));
            }
            line.push(c);
        }
        bare = false;
    }
    lines.push(line);
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// As many of the items as there is room for, each wrapped; if some are left out, the last line says how many. Of a
/// single item that is left the beginning is shown.
pub(crate) fn fit(items: &[String], width: usize, room: usize) -> Vec<String> {
    let wrapped: Vec<Vec<String>> = items.iter().map(|item| wrap(item, width)).collect();
    if wrapped.iter().map(Vec::len).sum::<usize>() <= room {
        return wrapped.concat();
    }
    let mut lines = Vec::new();
    for (shown, item) in wrapped.iter().enumerate() {
        let left = items.len() - shown;
        let free = room.saturating_sub(lines.len());
        if item.len() < free || (left == 1 && item.len() == free) {
            lines.extend_from_slice(item);
            continue;
        }
        match item.get(..free) {
            Some([whole @ .., last]) if left == 1 => {
                lines.extend_from_slice(whole);
                lines.push(cut(last, width));
            }
            _ if free > 0 => lines.push(say(words!("more-left", count = left))),
            _ => {}
        }
        break;
    }
    lines
}

/// A line that shows that it goes on.
fn cut(line: &str, width: usize) -> String {
    let mut cut = line.to_owned();
    while cut.width() >= width && cut.pop().is_some() {}
    cut.push('…');
    cut
}

/// The end of a text, as much of it as there is room for.
pub(crate) fn end_of(text: &str, room: usize) -> &str {
    let mut width = 0;
    let mut from = text.len();
    for (at, c) in text.char_indices().rev() {
        width += c.width().unwrap_or(0);
        if width > room {
            break;
        }
        from = at;
    }
    text.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests;
