//! What is wrong with a stretch that the grammar could not read: the most precise thing that can be said of it.

use super::keywords;
use crate::diagnostic::{Code, Finding};
use crate::source::Span;

/// Where the stretch stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Within {
    /// Between items.
    File,
    /// In the block of this.
    Block(&'static str),
    /// In the block of a rule.
    Rule,
    /// In the block of a scenario.
    Scenario,
    /// It is the head of an item or a statement whose block could be read.
    Head,
}

/// How like two words must be to be taken for each other: 0 to 1.
const LIKENESS_MIN: f64 = 0.74;

/// The word nearest to the one that was written, if it is near enough.
pub(crate) fn nearest<'w>(word: &str, among: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    among
        .into_iter()
        .map(|w| (strsim::damerau_levenshtein(word, w), strsim::jaro_winkler(word, w), w))
        .filter(|(edits, likeness, w)| {
            *edits <= 2.min(w.chars().count() / 2) || *likeness > 0.9_f64.max(LIKENESS_MIN)
        })
        .min_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)))
        .map(|(_, _, w)| w)
}

/// A finding for a stretch of text. `text` begins with its first word.
pub(super) fn explain(text: &str, at: Span, within: Within) -> Finding {
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).take(12).collect();
    let first = words.first().copied().unwrap_or_default();
    let head = head_of(text, at);
    match within {
        Within::Rule => return sentence(text, &words, head),
        Within::Scenario => return act(first, text, head),
        _ => {}
    }
    reserved(first, head, within)
        .or_else(|| keyword_as_name(text, head, &words))
        .or_else(|| keyword_as_target(text, head))
        .or_else(|| incomplete(text, first, head, within))
        .or_else(|| misspelt(first, head, within))
        .or_else(|| missing_arrow(text, &words, head, within))
        .unwrap_or_else(|| unexpected(text, head, within))
}

/// The first line of the stretch up to a block: what is underlined.
fn head_of(text: &str, at: Span) -> Span {
    let head = text.split(['{', '\n']).next().unwrap_or_default().trim_end();
    // A stretch that is the head of a statement may be longer than its place in the source: never past its end.
    let len = u32::try_from(head.len().max(1)).unwrap_or(u32::MAX);
    Span::new(at.file, at.start, at.start.saturating_add(len).min(at.end.max(at.start)))
}

fn reserved(first: &str, at: Span, within: Within) -> Option<Finding> {
    let later = keywords::LATER.contains(&first) && (first != "revision" || matches!(within, Within::File));
    later.then(|| {
        Finding::new(
            Code::ReservedWord,
            at,
            format!("`{first}` is a word of a later version of the language"),
        )
        .here("not known yet")
        .mend("leave it out for now")
    })
}

/// `step start by agent …`: a word of the language where a name should stand.
fn keyword_as_name(text: &str, at: Span, words: &[&str]) -> Option<Finding> {
    let (first, second) = (*words.first()?, *words.get(1)?);
    let names_follow = keywords::STATEMENTS.iter().chain(keywords::ITEMS).any(|(w, _)| *w == first)
        || matches!(
            first,
            "then"
                | "fill"
                | "set"
                | "keep"
                | "say"
                | "publish"
                | "takes"
                | "keeps"
                | "carries"
                | "gives"
                | "on"
        );
    let direct = text.get(first.len()..)?.trim_start().starts_with(second);
    (names_follow && direct && keywords::RESERVED.contains(&second) && !(first == "time" && second == "zone"))
        .then(|| {
            Finding::new(
                Code::KeywordAsName,
                at,
                format!("`{second}` is a word of the language and can't be a name"),
            )
            .here(format!("after `{first}` a name belongs"))
            .mend(format!("take another name, such as `{second}_1`"))
        })
}

/// `no -> after`: a word of the language where an arrow should lead.
fn keyword_as_target(text: &str, at: Span) -> Option<Finding> {
    let (_, rest) = text.split_once("->")?;
    let target = rest.trim_start().split(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
    (keywords::RESERVED.contains(&target) && target != "resume").then(|| {
        Finding::new(
            Code::KeywordAsName,
            at,
            format!("`{target}` is a word of the language and can't be a name"),
        )
        .here("after `->` a name belongs")
        .mend(format!("take another name for the step, such as `{target}_1`"))
    })
}

/// A known word, but not written as it should be.
fn incomplete(text: &str, first: &str, at: Span, within: Within) -> Option<Finding> {
    let example = keywords::example(first)?;
    let at_item = keywords::ITEMS.iter().any(|(w, _)| *w == first);
    if matches!(within, Within::Block(_)) && at_item && first != "time" {
        return Some(
            Finding::new(Code::MisplacedClause, at, format!("a `{first}` can't stand inside another block"))
                .here("this belongs outside of all braces")
                .mend("close the block before it with `}`, or move it out"),
        );
    }
    if matches!(within, Within::File) && !at_item {
        return Some(
            Finding::new(
                Code::MisplacedClause,
                at,
                format!("a `{first}` can't stand outside of a flow or an item"),
            )
            .here("nothing is open around it")
            .mend(format!("move it into a block; was a brace closed too early before it? `{example}`")),
        );
    }
    let rest = text.get(first.len()..).unwrap_or_default().trim();
    let missing_target = text.trim_end().ends_with("->");
    let no_arrow = example.contains("->") && !example.contains('{') && !text.contains("->");
    let (message, here) = if rest.is_empty() {
        (format!("`{first}` says too little"), format!("something must follow `{first}`"))
    } else if missing_target {
        ("the arrow leads nowhere".to_owned(), "a name belongs after `->`".to_owned())
    } else if no_arrow {
        (format!("`{first}` has no arrow"), "where does it lead?".to_owned())
    } else {
        (format!("what follows `{first}` can't be read"), format!("not written as a `{first}` is"))
    };
    let code =
        if rest.is_empty() || missing_target || no_arrow { Code::MissingPart } else { Code::UnexpectedText };
    Some(Finding::new(code, at, message).here(here).mend(format!("write it like `{example}`")))
}

/// A rule's sentence that can't be read.
fn sentence(text: &str, words: &[&str], at: Span) -> Finding {
    let shown: String = text.split('\n').next().unwrap_or_default().trim().chars().take(60).collect();
    let finding = Finding::new(Code::UnexpectedText, at, format!("`{shown}` is no sentence of a rule"));
    let known = keywords::SENTENCE_WORDS;
    let slip = words.iter().find_map(|w| {
        let near = nearest(w, known.iter().copied())?;
        (!known.contains(w)).then_some((*w, near))
    });
    match slip {
        Some((word, near)) => finding.here(format!("`{word}`: did you mean `{near}`?")),
        None => finding.here("can't be read"),
    }
    .mend(format!("write it like one of these: {}", keywords::SENTENCES.join("; ")))
}

/// A line of a scenario that can't be read.
fn act(first: &str, text: &str, at: Span) -> Finding {
    if let Some((_, example)) = keywords::ACTS.iter().find(|(w, _)| *w == first) {
        return Finding::new(Code::UnexpectedText, at, format!("what follows `{first}` can't be read"))
            .here(format!("not written as `{first}` is"))
            .mend(format!("write it like `{example}`"));
    }
    if let Some(near) = nearest(first, keywords::ACTS.iter().map(|(w, _)| *w)) {
        let example = keywords::ACTS.iter().find(|(w, _)| *w == near).map_or(near, |(_, e)| *e);
        return Finding::new(Code::UnexpectedText, at, format!("`{first}` is no word of the language here"))
            .here(format!("did you mean `{near}`?"))
            .mend(format!("write `{near}`, like `{example}`"));
    }
    let shown: String = text.split(['{', '\n']).next().unwrap_or_default().trim().chars().take(40).collect();
    let words: Vec<&str> = keywords::ACTS.iter().map(|(w, _)| *w).collect();
    Finding::new(Code::UnexpectedText, at, format!("`{shown}` has no meaning in a scenario"))
        .here("can't be read")
        .mend(format!("a line of a scenario begins with one of: {}", words.join(", ")))
}

fn misspelt(first: &str, at: Span, within: Within) -> Option<Finding> {
    let words: Vec<&str> = match within {
        Within::File => keywords::ITEMS.iter().map(|(w, _)| *w).collect(),
        _ => keywords::STATEMENTS.iter().chain(keywords::CLAUSES).map(|(w, _)| *w).collect(),
    };
    let meant = nearest(first, words.iter().copied())?;
    let example = keywords::example(meant).unwrap_or(meant);
    Some(
        Finding::new(Code::UnexpectedText, at, format!("`{first}` is no word of the language here"))
            .here(format!("did you mean `{meant}`?"))
            .mend(format!("write `{meant}`, like `{example}`")),
    )
}

/// `yes solve`: an answer whose arrow was forgotten; `yes ->`: one whose target was.
fn missing_arrow(text: &str, words: &[&str], at: Span, within: Within) -> Option<Finding> {
    let Within::Block("decide" | "await" | "call" | "wait" | "stage") = within else { return None };
    let first = words.first()?;
    if text.trim_end().ends_with("->") {
        return Some(
            Finding::new(Code::MissingPart, at, "the arrow leads nowhere")
                .here("a name belongs after `->`")
                .mend(format!("write `{first} -> STEP`, with the name of the step that follows")),
        );
    }
    let target = words.get(1)?;
    (!text.contains("->")).then(|| {
        Finding::new(Code::MissingPart, at, format!("between `{first}` and `{target}` the arrow is missing"))
            .here("an answer needs an arrow")
            .mend(format!("write `{first} -> {target}`"))
    })
}

fn unexpected(text: &str, at: Span, within: Within) -> Finding {
    let shown: String = text.split(['{', '\n']).next().unwrap_or_default().trim().chars().take(40).collect();
    let (place, mend) = match within {
        Within::File => {
            let words: Vec<&str> = keywords::ITEMS.iter().map(|(w, _)| *w).collect();
            ("here".to_owned(), format!("an item begins with one of: {}", words.join(", ")))
        }
        Within::Block(what) => (
            format!("in a `{what}`"),
            "remove it, or begin it with a word of the language; is a text without its quotes?".to_owned(),
        ),
        Within::Rule | Within::Scenario | Within::Head => (
            "here".to_owned(),
            "look at how the statement begins: keyword, name, `by LANE`, label between quotes".to_owned(),
        ),
    };
    Finding::new(Code::UnexpectedText, at, format!("`{shown}` has no meaning {place}"))
        .here("can't be read")
        .mend(mend)
}
