//! The first look at a text, before the grammar: closes what was left open and blanks out what the language doesn't know,
//! each with a finding, so that the grammar always sees whole quotes and matching brackets. Lengths never change: every
//! byte keeps its place.

use super::slips;
use crate::diagnostic::{Code, Finding, Gathered};
use crate::source::{FileId, Span, limits};
use crate::words;
use std::borrow::Cow;

/// A text that the grammar can read, and what had to be mended for it.
pub(super) struct Scanned<'t> {
    /// Same length as the source, but for closing braces added at its end.
    pub(super) text: Cow<'t, str>,
    pub(super) findings: Gathered,
}

/// Words that begin an item at the start of a line: a block still open there was meant to be closed before.
const ITEM_WORDS: &[&str] = &[
    "use ",
    "document ",
    "time zone",
    "lane ",
    "system ",
    "event ",
    "action ",
    "message ",
    "setting ",
    "calendar ",
    "hours ",
    "table ",
    "flow ",
    "rule ",
    "scenario ",
];

struct Open {
    at: u32,
    bracket: u8,
}

struct Scanner<'t> {
    file: FileId,
    text: &'t str,
    out: Cow<'t, [u8]>,
    /// Never more than may lie inside each other.
    open: Vec<Open>,
    /// Braces, and other brackets, that lay deeper and were blanked out: their partners are blanked out too.
    too_deep: (usize, usize),
    findings: Gathered,
    deepest_told: bool,
    /// Up to here no curly quote has a partner.
    lonely: usize,
    /// Just after the last comment: a bracket written before here would be part of it.
    comment_end: usize,
    line: Line<'t>,
}

/// What is known of the line that is looked through, so that no part of it is looked at twice: all of a text may be one line.
#[derive(Default)]
struct Line<'t> {
    start: usize,
    /// Up to here its start was looked for.
    seen: usize,
    /// The last word that tells what a sign may mean, before the word that begins at `word`.
    verb: Option<&'t str>,
    word: usize,
    /// Up to here words were looked for.
    read: usize,
}

/// Looks through a text.
pub(super) fn scan(file: FileId, text: &str) -> Scanned<'_> {
    let mut s = Scanner {
        file,
        text,
        out: Cow::Borrowed(text.as_bytes()),
        open: Vec::new(),
        too_deep: (0, 0),
        findings: Gathered::default(),
        deepest_told: false,
        lonely: 0,
        comment_end: 0,
        line: Line::default(),
    };
    s.run();
    // Only whole characters were replaced, by spaces, quotes and brackets.
    let text = match s.out {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        Cow::Owned(out) => Cow::Owned(
            String::from_utf8(out).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
        ),
    };
    Scanned { text, findings: s.findings }
}

impl<'t> Scanner<'t> {
    fn span(&self, start: usize, end: usize) -> Span {
        let of = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span::new(self.file, of(start), of(end))
    }

    fn blank(&mut self, start: usize, end: usize) {
        for b in &mut self.out.to_mut()[start..end] {
            *b = b' ';
        }
    }

    fn put(&mut self, start: usize, end: usize, with: &str) {
        self.blank(start, end);
        self.out.to_mut()[start..start + with.len()].copy_from_slice(with.as_bytes());
    }

    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut i = 0;
        let mut line_start = true;
        while i < bytes.len() {
            // Most of a text are words and white space, which need no further look but for an item's at the start of a line.
            if !(line_start && bytes[i].is_ascii_lowercase()) {
                let plain = bytes[i..].iter().position(|b| !is_plain(*b)).unwrap_or(bytes.len() - i);
                i += plain;
                line_start &= plain == 0;
                match bytes.get(i) {
                    None => break,
                    Some(b'\n') => {
                        line_start = true;
                        i += 1;
                        continue;
                    }
                    Some(_) => {}
                }
            }
            let rest = &self.text[i..];
            if line_start
                && bytes[i].is_ascii_lowercase()
                && !self.open.is_empty()
                && ITEM_WORDS.iter().any(|w| rest.starts_with(w))
            {
                self.close_before(i);
            }
            let Some(c) = rest.chars().next() else { break };
            line_start = c == '\n';
            let end = i + c.len_utf8();
            i = match c {
                '/' if rest.starts_with("//") => {
                    let end = i + rest.find('\n').unwrap_or(rest.len());
                    self.comment_end = (end + 1).min(bytes.len());
                    end
                }
                '"' => self.string(i),
                '“' | '”' | '„' | '«' | '»' => self.typographic(i, c),
                '{' | '(' | '[' => self.opened(i),
                '}' | ')' | ']' => self.closed(i, c),
                '=' if rest.starts_with("=>") => self.wrong_arrow(i, i + 2),
                '→' | '⇒' => self.wrong_arrow(i, end),
                '—' | '–' if rest[c.len_utf8()..].starts_with('>') => self.wrong_arrow(i, end + 1),
                '-' if rest.starts_with("-->") => self.wrong_arrow(i, i + 3),
                '-' if rest.starts_with("->") => i + 2,
                '<' | '>' | '=' | '!' | '≥' | '≤' | '≠' => self.sign(i),
                '0'..='9' => self.number(i),
                c if known(c) => end,
                _ => self.unknown(i),
            };
        }
        if !self.open.is_empty() && !self.out.ends_with(b"\n") {
            // A comment on the last line would swallow the brackets.
            self.out.to_mut().push(b'\n');
        }
        while let Some(open) = self.open.pop() {
            self.unclosed(&open, None);
            self.out.to_mut().push(closing(open.bracket));
        }
    }

    /// A block is open although the next item begins in the first column at `at`: it is closed in the white space before.
    fn close_before(&mut self, at: usize) {
        let open = std::mem::take(&mut self.open);
        self.too_deep = (0, 0);
        let room = self.text.as_bytes()[self.comment_end..at]
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_whitespace())
            .count();
        for (k, inner) in open.iter().rev().enumerate() {
            self.unclosed(inner, Some(at));
            if open.len() <= room {
                self.out.to_mut()[at - open.len() + k] = closing(inner.bracket);
            } else {
                // No room for its partner: what it opened is read as if it stood outside.
                self.blank(inner.at as usize, inner.at as usize + 1);
            }
        }
    }

    fn unclosed(&mut self, open: &Open, before: Option<usize>) {
        let at = self.span(open.at as usize, open.at as usize + 1);
        let bracket = open.bracket as char;
        let close = closing(open.bracket) as char;
        let mut finding = Finding::new(Code::UnclosedBlock, at, words!("unclosed-bracket", open = bracket))
            .here(words!("unclosed-bracket.here"))
            .mend(words!("unclosed-bracket.mend", close = close));
        if let Some(before) = before {
            finding = finding.label(self.span(before, before), words!("unclosed-bracket.next"));
        }
        self.findings.push(finding);
    }

    fn opened(&mut self, i: usize) -> usize {
        if self.open.len() >= limits::NESTING_MAX {
            if !self.deepest_told {
                self.deepest_told = true;
                let finding = Finding::new(
                    Code::NestingTooDeep,
                    self.span(i, i + 1),
                    words!("brackets-too-deep", most = limits::NESTING_MAX),
                )
                .here(words!("brackets-too-deep.here"))
                .mend(words!("brackets-too-deep.mend"));
                self.findings.push(finding);
            }
            self.blank(i, i + 1);
            match self.text.as_bytes()[i] {
                b'{' => self.too_deep.0 += 1,
                _ => self.too_deep.1 += 1,
            }
            return i + 1;
        }
        self.open.push(Open { at: u32::try_from(i).unwrap_or(u32::MAX), bracket: self.text.as_bytes()[i] });
        i + 1
    }

    fn closed(&mut self, i: usize, c: char) -> usize {
        let wanted = match c {
            '}' => b'{',
            ')' => b'(',
            _ => b'[',
        };
        if self.closed_too_deep(wanted) {
            self.blank(i, i + 1);
            return i + 1;
        }
        match self.open.iter().rposition(|o| o.bracket == wanted) {
            // What was opened inside and not closed is closed by this one. Brackets `(` and `[` are never closed over a `{`.
            Some(at) if wanted == b'{' || self.open[at..].iter().skip(1).all(|o| o.bracket != b'{') => {
                for open in self.open.split_off(at + 1) {
                    self.unclosed(&open, None);
                    self.blank(open.at as usize, open.at as usize + 1);
                }
                self.open.pop();
            }
            _ => {
                let finding =
                    Finding::new(Code::StrayBrace, self.span(i, i + 1), words!("stray-bracket", close = c))
                        .here(words!("stray-bracket.here"))
                        .mend(words!("stray-bracket.mend", close = c, open = wanted as char));
                self.findings.push(finding);
                self.blank(i, i + 1);
            }
        }
        i + 1
    }

    /// Belongs a closing bracket to those that were blanked out? A brace closes what is open inside of its block.
    const fn closed_too_deep(&mut self, wanted: u8) -> bool {
        let (braces, others) = &mut self.too_deep;
        if wanted == b'{' {
            *others = 0;
            if *braces > 0 {
                *braces -= 1;
                return true;
            }
        } else if *others > 0 {
            *others -= 1;
            return true;
        } else if *braces > 0 {
            return true;
        }
        false
    }

    fn string(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut i = start + 1;
        let stops = |b: &u8| matches!(*b, b'"' | b'\\' | b'\n');
        while let Some(plain) = bytes.get(i..).and_then(|rest| rest.iter().position(stops)) {
            i += plain;
            match bytes[i] {
                b'"' => return i + 1,
                b'\\' if i + 1 < bytes.len() && bytes[i + 1] != b'\n' => {
                    i += 1 + self.text[i + 1..].chars().next().map_or(1, char::len_utf8);
                }
                b'\\' => i += 1,
                _ => return self.open_string(start, i),
            }
        }
        self.open_string(start, bytes.len())
    }

    /// A quote without its partner on the line: it is closed before a `{` at the line's end, or at the line's end.
    fn open_string(&mut self, start: usize, line_end: usize) -> usize {
        let finding = Finding::new(
            Code::UnclosedString,
            self.span(start, line_end.max(start + 1)),
            words!("unclosed-text"),
        )
        .here(words!("unclosed-text.here"))
        .mend(words!("unclosed-text.mend"));
        self.findings.push(finding);
        let line = self.text[start..line_end].trim_end();
        let text_end = match line.strip_suffix('{') {
            Some(before) if before.ends_with(' ') => start + before.trim_end().len(),
            _ => line_end,
        };
        // A backslash before the quote would take its meaning away.
        for k in start..text_end {
            if self.out[k] == b'\\' {
                self.out.to_mut()[k] = b' ';
            }
        }
        if text_end == start + 1 || text_end >= self.out.len() {
            self.blank(start, line_end);
            return line_end;
        }
        self.out.to_mut()[text_end] = b'"';
        if text_end == line_end { line_end + 1 } else { text_end + 1 }
    }

    /// A curly quote where a straight one was meant: the whole text up to its partner is taken as a string.
    fn typographic(&mut self, start: usize, c: char) -> usize {
        let after = start + c.len_utf8();
        // Each stretch is looked through once: a line of nothing but opening quotes must not take for ever.
        let ends = |p: char| matches!(p, '“' | '”' | '"' | '«' | '»' | '\n');
        let found = if after < self.lonely {
            None
        } else {
            self.text[after..].char_indices().find(|(_, p)| ends(*p))
        };
        let partner = found.filter(|(_, p)| *p != '\n');
        if partner.is_none() && after >= self.lonely {
            self.lonely = found.map_or(self.text.len(), |(k, _)| after + k);
        }
        let end = partner.map_or(after, |(k, p)| after + k + p.len_utf8());
        let finding =
            Finding::new(Code::UnknownCharacter, self.span(start, end), words!("wrong-quote", quote = c))
                .here(words!("wrong-quote.here"))
                .mend(words!("wrong-quote.mend"));
        self.findings.push(finding);
        if let Some((k, p)) = partner {
            // The opening quote goes to the last byte of the curly one, so that nothing stands between it and the text.
            self.put(start, after, &format!("{}\"", " ".repeat(c.len_utf8() - 1)));
            for b in &mut self.out.to_mut()[after..after + k] {
                if matches!(*b, b'\\' | b'"') {
                    *b = b' ';
                }
            }
            self.put(after + k, after + k + p.len_utf8(), "\"");
        } else {
            self.blank(start, after);
        }
        end
    }

    fn wrong_arrow(&mut self, start: usize, end: usize) -> usize {
        let finding = Finding::new(
            Code::UnknownCharacter,
            self.span(start, end),
            words!("wrong-arrow", arrow = &self.text[start..end]),
        )
        .here(words!("wrong-arrow.here"))
        .mend(words!("wrong-arrow.mend"));
        self.findings.push(finding);
        self.put(start, end, "->");
        end
    }

    /// The line up to here.
    fn line_before(&mut self, at: usize) -> &'t str {
        if at < self.line.seen {
            // Nobody asks for an earlier place; if somebody does, all is looked for again.
            self.line = Line::default();
        }
        if let Some(end) = self.text[self.line.seen..at].rfind('\n') {
            self.line.start = self.line.seen + end + 1;
        }
        self.line.seen = at;
        &self.text[self.line.start..at]
    }

    /// The last word of the line up to here after which signs compare or set.
    fn verb_before(&mut self, at: usize) -> Option<&'t str> {
        let is_verb = |w: &&str| matches!(*w, "when" | "expect" | "set" | "columns");
        let text = self.text;
        self.line_before(at);
        let line = &mut self.line;
        if line.read < line.start {
            (line.verb, line.word, line.read) = (None, line.start, line.start);
        }
        if let Some((space, c)) = text[line.read..at].char_indices().rev().find(|(_, c)| c.is_whitespace()) {
            let space = line.read + space;
            line.verb = text[line.word..space].split_whitespace().rev().find(is_verb).or(line.verb);
            line.word = space + c.len_utf8();
        }
        line.read = at;
        Some(&text[line.word..at]).filter(is_verb).or(line.verb)
    }

    /// `tries >= 3`, `set tries = 3`, and `no > raise`, which was meant to be an arrow.
    fn sign(&mut self, start: usize) -> usize {
        let verb = self.verb_before(start);
        let (compares, sets) = (verb.is_some(), verb == Some("set"));
        let rest = &self.text[start..];
        if rest.starts_with("> ") && !compares && self.out[..start].ends_with(b" ") {
            let finding = Finding::new(
                Code::UnknownCharacter,
                self.span(start, start + 1),
                words!("wrong-arrow", arrow = ">"),
            )
            .here(words!("wrong-arrow.here"))
            .mend(words!("wrong-arrow.mend"));
            self.findings.push(finding);
            self.put(start - 1, start + 1, "->");
            return start + 1;
        }
        let Some((sign, meant)) = slips::sign(rest, sets) else { return self.unknown(start) };
        let end = start + sign.len();
        let finding =
            Finding::new(Code::UnknownCharacter, self.span(start, end), words!("wrong-sign", sign = sign))
                .here(words!("wrong-sign.here"))
                .mend(words!("wrong-sign.mend", meant = meant));
        self.findings.push(finding);
        self.blank(start, end);
        end
    }

    /// `1 menit` and `18.00`, which are written `1m` and `18:00`. Any other number is left alone.
    fn number(&mut self, start: usize) -> usize {
        let rest = &self.text[start..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let end = start + digits;
        // Within a name, a day, a clause's id: no further look.
        if start > 0
            && matches!(self.text.as_bytes()[start - 1], b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'.' | b'-' | b'/' | b':' | b'+')
        {
            return end;
        }
        let before = self.line_before(start);
        if before.ends_with(|c: char| c.is_alphanumeric() || "_.-/:+".contains(c)) {
            return end;
        }
        let last = before.split_whitespace().next_back().unwrap_or_default();
        let number = &rest[..digits];
        let after = &rest[digits..];
        let spaces = after.len() - after.trim_start_matches([' ', '\t']).len();
        let word = word_of(&after[spaces..]);
        // After these a number stands alone, and what follows is a word of its own.
        let alone = matches!(last, "to" | "+" | "-" | "page");
        if spaces > 0
            && !alone
            && let Some(meant) = slips::duration(number, word)
            && meant.len() <= digits + spaces + word.len()
        {
            return self.said(start, end + spaces + word.len(), &meant);
        }
        let whole = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let next = &rest[whole..];
        let ranges = matches!(word_of(next.trim_start_matches([' ', '\t'])), "to" | "through");
        let dated = last.len() == 10 && last.bytes().filter(|b| *b == b'-').count() == 2;
        if (ranges || dated || matches!(last, "to" | "through"))
            && !next.starts_with(|c: char| c.is_alphanumeric() || "_-/".contains(c))
            && let Some(meant) = slips::time(&rest[..whole])
        {
            let end = start + whole;
            if meant.len() == whole {
                return self.said(start, end, &meant);
            }
            // The zero before the hour has no room here; that it is missing is told when the time is read.
            self.put(start, end, &meant[meant.len() - whole..]);
            return end;
        }
        end
    }

    /// A time or a length of time as people say it, and how it is written.
    fn said(&mut self, start: usize, end: usize, meant: &str) -> usize {
        let said = self.text[start..end].trim_start();
        let finding = Finding::new(
            Code::BadLiteral,
            self.span(end - said.len(), end),
            words!("said-otherwise", said = said),
        )
        .here(words!("said-otherwise.here"))
        .mend(words!("said-otherwise.mend", meant = meant));
        self.findings.push(finding);
        self.put(start, end, meant);
        end
    }

    fn unknown(&mut self, start: usize) -> usize {
        let run: usize = self.text[start..]
            .chars()
            .take_while(|c| !known(*c) && !starts_token(*c))
            .map(char::len_utf8)
            .sum();
        let end = start + run.max(self.text[start..].chars().next().map_or(1, char::len_utf8));
        let shown: String = self.text[start..end].chars().take(12).collect();
        let finding = Finding::new(
            Code::UnknownCharacter,
            self.span(start, end),
            words!("unknown-character", character = shown.escape_debug().to_string()),
        )
        .here(words!("unknown-character.here"))
        .mend(words!("unknown-character.mend"));
        self.findings.push(finding);
        self.blank(start, end);
        end
    }
}

/// The word that this text begins with.
fn word_of(text: &str) -> &str {
    &text[..text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len())]
}

/// Letters and signs of one byte that mean nothing to the scanner, nor end a line: of those that [`known`] takes, the most frequent.
fn is_plain(b: u8) -> bool {
    PLAIN[usize::from(b)]
}

const PLAIN: [bool; 256] = {
    let letters = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_ ,:.";
    let (mut plain, mut i) = ([false; 256], 0);
    while i < letters.len() {
        plain[letters[i] as usize] = true;
        i += 1;
    }
    plain
};

/// Characters that the grammar knows outside quotes and comments. `_` and letters of every script make names.
fn known(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | ' ' | '\t' | '\r' | '\n' | '\u{FEFF}' | ',' | ':' | '|' | '.' | '-' | '+' | '/')
}

/// Characters that the scanner itself looks at.
fn starts_token(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '{'
            | '}'
            | '('
            | ')'
            | '['
            | ']'
            | '='
            | '<'
            | '>'
            | '!'
            | '≥'
            | '≤'
            | '≠'
            | '→'
            | '⇒'
            | '—'
            | '–'
    )
}

const fn closing(bracket: u8) -> u8 {
    match bracket {
        b'{' => b'}',
        b'(' => b')',
        _ => b']',
    }
}
