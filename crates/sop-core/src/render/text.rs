//! Text in pictures: widths from a built-in table, wrapping, escaping. No font is read, so a picture is the same everywhere.

/// Widths of ` ` to `~` in thousandths of the type size: the metrics that Arial, Helvetica and Liberation Sans share.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Width of a text in pixels at a type size in tenths of pixels. Bold and other fonts are up to 8 % wider, so that much is added.
pub(super) fn width(text: &str, size_tenths: i32) -> i32 {
    let units: i64 = text.chars().map(|c| i64::from(char_width(c))).sum();
    let px = units * i64::from(size_tenths) * 108 / 1_000_000;
    i32::try_from(px).unwrap_or(i32::MAX / 4) + 1
}

fn char_width(c: char) -> u16 {
    match c {
        ' '..='~' => WIDTHS[c as usize - ' ' as usize],
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffdf}' | '\u{1f000}'.. => 1000,
        '\u{2000}'..='\u{2e7f}' => 800,
        _ => 620,
    }
}

/// Breaks a text into lines of at most `max` pixels, at spaces, and inside a word only where it is longer than a line.
/// More than `lines_max` lines end in `…`.
pub(super) fn wrap(text: &str, size_tenths: i32, max: i32, lines_max: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let mut rest = word;
        loop {
            let gap = if line.is_empty() { "" } else { " " };
            if width(&format!("{line}{gap}{rest}"), size_tenths) <= max {
                line.push_str(gap);
                line.push_str(rest);
                break;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                continue;
            }
            let cut = cut(rest, size_tenths, max);
            lines.push(format!("{}-", &rest[..cut]));
            rest = &rest[cut..];
            if lines.len() > lines_max {
                break;
            }
        }
        if lines.len() > lines_max {
            break;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > lines_max {
        lines.truncate(lines_max);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && width(&format!("{last}…"), size_tenths) > max {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

/// Where to cut a word that is longer than a line: at least one character, with room for a hyphen.
fn cut(word: &str, size_tenths: i32, max: i32) -> usize {
    let mut end = word.chars().next().map_or(0, char::len_utf8);
    for (i, c) in word.char_indices() {
        let next = i + c.len_utf8();
        if width(&word[..next], size_tenths) + size_tenths / 20 > max && i > 0 {
            break;
        }
        end = next;
    }
    end
}

/// The widest of the lines, in pixels.
pub(super) fn widest(lines: &[String], size_tenths: i32) -> i32 {
    lines.iter().map(|l| width(l, size_tenths)).max().unwrap_or(0)
}

/// Appends a text to XML: element or attribute content. Characters that XML forbids are left out.
pub fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c < ' ' || matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}

/// A text for XML.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

#[cfg(test)]
mod tests;
