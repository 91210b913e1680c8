//! The tokens of a text that the grammar could read, and the comments between them.

/// A piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
}

impl Token<'_> {
    pub(super) const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is_comment(&self) -> bool {
        self.text.starts_with("//")
    }
}

/// All tokens and comments, in order. `whole` are stretches that are one token each, in order: names of clauses, dates, numbers.
pub(super) fn tokens<'t>(text: &'t str, whole: &[(usize, usize)]) -> Vec<Token<'t>> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut whole = whole.iter().copied().peekable();
    let mut at = 0;
    while at < bytes.len() {
        while whole.peek().is_some_and(|(start, _)| *start < at) {
            whole.next();
        }
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        if c.is_whitespace() || c == '\u{FEFF}' {
            at += c.len_utf8();
            continue;
        }
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some((_, end)) = whole.next_if(|(start, _)| *start == at) {
            end - at
        } else if c == '"' {
            string(rest)
        } else if rest.starts_with("->") {
            2
        } else if c.is_alphanumeric() || c == '_' {
            rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
        } else {
            c.len_utf8()
        };
        let text = rest[..len].trim_end();
        out.push(Token { text, start: at });
        at += len.max(1);
    }
    out
}

/// The length of a text in quotes.
fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return i + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Tokens on one line, with the spaces that belong between them. `calls` are the places of brackets that follow a name directly.
pub(super) fn joined(tokens: &[Token<'_>], calls: &std::collections::BTreeSet<usize>) -> String {
    let mut out = String::new();
    let mut before = "";
    let mut lists = 0_usize;
    for token in tokens {
        let here = token.text;
        let tight = matches!(here, "," | ":" | ")" | "]")
            || (here == "(" && calls.contains(&token.start))
            || matches!(before, "(" | "[")
            || (lists > 0 && (here == "}" || before == "{"));
        if !out.is_empty() && !tight {
            out.push(' ');
        }
        out.push_str(here);
        match here {
            "{" => lists += 1,
            "}" => lists = lists.saturating_sub(1),
            _ => {}
        }
        before = here;
    }
    out
}
