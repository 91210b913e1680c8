//! What a fingerprint is of: a clause's text without what nobody would call a change.
//!
//! Dropped:
//! - all white space and line breaks, zero-width signs, and a hyphen between two letters (so a word broken at a line's end);
//! - quotation marks of every style, single or doubled; an apostrophe between letters stays, as `'`;
//! - a list's dash or bullet at the beginning; one full stop, comma, semicolon or colon at the end;
//! - signs that only a scanner or a markup sees: `|` `` ` `` `*` `_` `^` `~` `\` `{` `}` `#`, bullets, arrows, `®` `©` `™` `№`.
//!
//! Made one: all dashes `-`; ellipses `...`; ligatures such as `ﬁ` and full-width signs their plain letters; an `l` that begins a word
//! before a consonant (`lbu`, which can only be `Ibu`) `I`.
//!
//! Kept: letters with their case, digits, all words, and every other sign.

use sha2::{Digest, Sha256};

/// The text that is fingerprinted.
pub fn normal(text: &str) -> String {
    let plain = repaired(text);
    let plain = without_bullet(plain.trim());
    let mut out = String::with_capacity(plain.len());
    let chars: Vec<char> = plain.chars().collect();
    for (i, c) in chars.iter().copied().enumerate() {
        let (before, after) = (i.checked_sub(1).and_then(|i| chars.get(i)), chars.get(i + 1));
        let between = before.is_some_and(|c| c.is_alphabetic()) && after.is_some_and(|c| c.is_alphabetic());
        match c {
            _ if c.is_whitespace() || is_noise(c) => {}
            _ if is_quote(c) => {
                if between && matches!(c, '\'' | '’' | '‘' | '´') {
                    out.push('\'');
                }
            }
            _ if is_dash(c) => {
                if !between {
                    out.push('-');
                }
            }
            _ => out.push(c),
        }
    }
    if out.ends_with(['.', ',', ';', ':']) && !out.ends_with("..") {
        out.pop();
    }
    out
}

/// `sha256:` and 64 hexadecimal digits, of a normalised text.
pub fn fingerprint(normal: &str) -> String {
    let digest = Sha256::digest(normal.as_bytes());
    let mut out = String::from("sha256:");
    for byte in digest {
        for half in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
    out
}

/// Letters as they were meant: ligatures taken apart, full-width signs made plain, `lbu` read as `Ibu`. White space stays.
pub(crate) fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        match c {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            '…' => out.push_str("..."),
            '\u{ff01}'..='\u{ff5e}' => out.extend(char::from_u32(u32::from(c) - 0xfee0)),
            'l' if !before.is_alphanumeric() && is_consonant(after) => out.push('I'),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

/// A line for people to read: letters as they were meant, single spaces between words, nothing that can't be seen.
pub(crate) fn tidy(text: &str) -> String {
    let seen: String = text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).collect();
    repaired(&seen).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Is it a quotation mark, or what stands for one?
pub(crate) const fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '´'
            | '`'
            | '″'
            | '′'
            | '＂'
    )
}

/// Is it a dash of any length?
pub(crate) const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '－')
}

/// A sign that begins an entry of a list.
pub(crate) const fn is_bullet(c: char) -> bool {
    is_dash(c)
        || matches!(
            c,
            '•' | '·'
                | '▪'
                | '▫'
                | '■'
                | '□'
                | '●'
                | '○'
                | '◦'
                | '►'
                | '▶'
                | '➢'
                | '❖'
                | '*'
                | '\u{f0b7}'
                | '\u{f0a7}'
        )
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}')
}

const fn is_noise(c: char) -> bool {
    is_invisible(c)
        || matches!(
            c,
            '|' | '¦' | '*' | '_' | '^' | '~' | '\\' | '{' | '}' | '#' | '®' | '©' | '™' | '№' | '¤' | '¬'
        )
        || matches!(c, '←'..='⇿' | '■'..='◿' | '•' | '·' | '➢' | '❖' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}')
}

/// Consonants before which no word begins with an `l`.
const fn is_consonant(c: char) -> bool {
    matches!(
        c,
        'b' | 'c'
            | 'd'
            | 'f'
            | 'g'
            | 'h'
            | 'j'
            | 'k'
            | 'm'
            | 'n'
            | 'p'
            | 'q'
            | 'r'
            | 's'
            | 't'
            | 'v'
            | 'w'
            | 'x'
            | 'z'
    )
}

/// A line without the sign of a list before it.
pub(crate) fn without_bullet(text: &str) -> &str {
    let rest = text.trim_start_matches(is_bullet);
    if rest.len() < text.len() && rest.starts_with(char::is_whitespace) { rest.trim_start() } else { text }
}

#[cfg(test)]
mod tests;
