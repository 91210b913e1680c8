//! The words of the language, and what else is worth trying, as libFuzzer reads them.

use sop_core::syntax::keywords;
use std::collections::BTreeSet;

/// The words of the language for libFuzzer, one a line.
pub fn dictionary() -> String {
    let mut words: BTreeSet<&str> = keywords::RESERVED.iter().chain(keywords::LATER).copied().collect();
    let tables = [keywords::ITEMS, keywords::ACTS, keywords::STATEMENTS, keywords::CLAUSES];
    for (word, example) in tables.into_iter().flatten() {
        words.insert(word);
        words.extend(example.split(' ').filter(|w| w.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
    }
    words.extend(keywords::SENTENCE_WORDS);
    words.extend([
        "{ ",
        " }",
        "->",
        "\"x\"",
        "(",
        ")",
        "[",
        "]",
        "|",
        ": text",
        ": yes_no",
        ": number",
        "//",
        "//// b.sop\\x0a",
        "\\x0d\\x0a",
    ]);
    words.extend([
        "list of",
        "one of {",
        "2023-10-02",
        "09:00",
        "24:00",
        "1h30m",
        "9223372036854775807",
        "\\xe2\\x80\\x9c",
        "\\xef\\xbb\\xbf",
    ]);
    let line = |w: &str| format!("\"{}\"\n", w.replace('"', "\\\""));
    words.into_iter().filter(|w| !w.is_empty()).map(line).collect()
}
