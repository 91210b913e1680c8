//! Small pieces of markup: escaping, names as ids, one text in both languages.

use sop_core::diagnostic::{Lang, Words};

/// The page so far.
#[derive(Default)]
pub(super) struct Out {
    pub(super) text: String,
}

/// A text between tags or quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    sop_core::render::escape_into(&mut out, text);
    out
}

/// A name as an id, as the pictures write it: what is no letter, digit, `_`, `-` or `.` becomes `-`.
pub(super) fn ident(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "_-.".contains(c) { c } else { '-' }).collect()
}

/// Words in both languages; the style sheet shows one.
pub(super) fn both(words: &Words) -> String {
    let (id, en) = (words.say(Lang::Id), words.say(Lang::En));
    if id == en {
        return code(&id);
    }
    format!("<span lang=\"id\">{}</span><span lang=\"en\">{}</span>", code(&id), code(&en))
}

/// A text with what stands in backticks as code.
pub(super) fn code(text: &str) -> String {
    let mut out = String::new();
    for (n, part) in text.split('`').enumerate() {
        if n % 2 == 1 {
            out.push_str(&format!("<code>{}</code>", escape(part)));
        } else {
            out.push_str(&escape(part));
        }
    }
    out
}
