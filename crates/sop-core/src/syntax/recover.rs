//! What is wrong with a stretch that the grammar could not read: the most precise thing that can be said of it.

use super::{keywords, slips};
use crate::diagnostic::{Code, Finding, names};
use crate::source::Span;
use crate::words;

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
        Finding::new(Code::ReservedWord, at, words!("reserved-word", word = first))
            .here(words!("reserved-word.here"))
            .mend(words!("reserved-word.mend"))
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
            Finding::new(Code::KeywordAsName, at, words!("keyword-as-name", word = second))
                .here(words!("keyword-as-name.here", before = first))
                .mend(words!("keyword-as-name.mend", word = second))
        })
}

/// `no -> after`: a word of the language where an arrow should lead.
fn keyword_as_target(text: &str, at: Span) -> Option<Finding> {
    let (_, rest) = text.split_once("->")?;
    let target = rest.trim_start().split(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
    (keywords::RESERVED.contains(&target) && target != "resume").then(|| {
        Finding::new(Code::KeywordAsName, at, words!("keyword-as-name", word = target))
            .here(words!("keyword-as-name.here", before = "->"))
            .mend(words!("keyword-as-name.mend-step", word = target))
    })
}

/// A known word, but not written as it should be.
fn incomplete(text: &str, first: &str, at: Span, within: Within) -> Option<Finding> {
    let example = keywords::example(first)?;
    let at_item = keywords::ITEMS.iter().any(|(w, _)| *w == first);
    if matches!(within, Within::Block(_)) && at_item && first != "time" {
        return Some(
            Finding::new(Code::MisplacedClause, at, words!("item-inside", word = first))
                .here(words!("item-inside.here"))
                .mend(words!("item-inside.mend")),
        );
    }
    if matches!(within, Within::File) && !at_item {
        return Some(
            Finding::new(Code::MisplacedClause, at, words!("clause-outside", word = first))
                .here(words!("clause-outside.here"))
                .mend(words!("clause-outside.mend", example = example)),
        );
    }
    let rest = text.get(first.len()..).unwrap_or_default().trim();
    let missing_target = text.trim_end().ends_with("->");
    let no_arrow = example.contains("->") && !example.contains('{') && !text.contains("->");
    if let Some(finding) = two_names(first, rest, at) {
        return Some(finding);
    }
    let (message, here) = if rest.is_empty() {
        (words!("says-too-little", word = first), words!("says-too-little.here", word = first))
    } else if missing_target {
        (words!("no-target"), words!("no-target.here"))
    } else if no_arrow {
        (words!("no-arrow", word = first), words!("no-arrow.here"))
    } else {
        (words!("unreadable-rest", word = first), words!("unreadable-rest.here", word = first))
    };
    let code =
        if rest.is_empty() || missing_target || no_arrow { Code::MissingPart } else { Code::UnexpectedText };
    Some(Finding::new(code, at, message).here(here).mend(words!("like-this", example = example)))
}

/// `step greet agent "…"`: the `by` was forgotten; `flow live chat "…"`: a name of two words.
fn two_names(first: &str, rest: &str, at: Span) -> Option<Finding> {
    let worked = matches!(first, "step" | "decide" | "wait" | "await");
    let named = worked
        || matches!(first, "flow" | "stage" | "parallel" | "branch" | "end" | "lane" | "system" | "event")
        || matches!(first, "action" | "message" | "calendar" | "hours" | "table" | "rule" | "scenario");
    let head = rest.split(['{', '"', '\n']).next().unwrap_or_default();
    let mut words = head.split_whitespace();
    let (name, second) = (words.next()?, words.next()?);
    let is_name = |w: &str| w.chars().all(|c| c.is_alphanumeric() || c == '_');
    let known = ["by", "using", "as", "of", "for", "at", "becomes"].contains(&second);
    if !named || known || !is_name(name) || !is_name(second) || keywords::RESERVED.contains(&second) {
        return None;
    }
    let mend = if worked {
        words!("two-names.mend-by", word = first, name = name, second = second)
    } else {
        words!("two-names.mend", name = format!("{name}_{second}"))
    };
    Some(
        Finding::new(Code::UnexpectedText, at, words!("two-names", name = name, second = second))
            .here(words!("two-names.here"))
            .mend(mend),
    )
}

/// A rule's sentence that can't be read.
fn sentence(text: &str, words: &[&str], at: Span) -> Finding {
    let shown: String = text.split('\n').next().unwrap_or_default().trim().chars().take(60).collect();
    let finding = Finding::new(Code::UnexpectedText, at, words!("no-sentence", text = shown));
    let known = keywords::SENTENCE_WORDS;
    let slip = words.iter().filter(|w| !known.contains(w)).find_map(|w| {
        let known = || known.iter().copied();
        Some((*w, slips::translated(w, known()).or_else(|| nearest(w, known()))?))
    });
    match slip {
        Some((word, near)) => finding.here(words!("no-sentence.near", word = word, near = near)),
        None => finding.here(words!("no-meaning.here")),
    }
    .mend(words!("no-sentence.mend", examples = keywords::SENTENCES.join("; ")))
}

/// A line of a scenario that can't be read.
fn act(first: &str, text: &str, at: Span) -> Finding {
    if let Some((_, example)) = keywords::ACTS.iter().find(|(w, _)| *w == first) {
        return Finding::new(Code::UnexpectedText, at, words!("unreadable-rest", word = first))
            .here(words!("unreadable-rest.here", word = first))
            .mend(words!("like-this", example = *example));
    }
    let acts = || keywords::ACTS.iter().map(|(w, _)| *w);
    if let Some(near) = slips::translated(first, acts()).or_else(|| nearest(first, acts())) {
        let example = keywords::ACTS.iter().find(|(w, _)| *w == near).map_or(near, |(_, e)| *e);
        return Finding::new(Code::UnexpectedText, at, words!("unknown-word", word = first))
            .here(words!("did-you-mean", near = near))
            .mend(words!("unknown-word.mend", near = near, example = example));
    }
    let shown: String = text.split(['{', '\n']).next().unwrap_or_default().trim().chars().take(40).collect();
    let begin = names(keywords::ACTS.iter().map(|(w, _)| *w));
    Finding::new(Code::UnexpectedText, at, words!("no-meaning-in-scenario", text = shown))
        .here(words!("no-meaning.here"))
        .mend(words!("no-meaning-in-scenario.mend", words = begin))
}

fn misspelt(first: &str, at: Span, within: Within) -> Option<Finding> {
    let words: Vec<&str> = match within {
        Within::File => keywords::ITEMS.iter().map(|(w, _)| *w).collect(),
        _ => keywords::STATEMENTS.iter().chain(keywords::CLAUSES).map(|(w, _)| *w).collect(),
    };
    let known = || words.iter().copied();
    let meant = slips::translated(first, known()).or_else(|| nearest(first, known()))?;
    let example = keywords::example(meant).unwrap_or(meant);
    Some(
        Finding::new(Code::UnexpectedText, at, words!("unknown-word", word = first))
            .here(words!("did-you-mean", near = meant))
            .mend(words!("unknown-word.mend", near = meant, example = example)),
    )
}

/// `yes solve`: an answer whose arrow was forgotten; `yes ->`: one whose target was.
fn missing_arrow(text: &str, words: &[&str], at: Span, within: Within) -> Option<Finding> {
    let Within::Block("decide" | "await" | "call" | "wait" | "stage") = within else { return None };
    let first = words.first()?;
    if text.trim_end().ends_with("->") {
        return Some(
            Finding::new(Code::MissingPart, at, words!("no-target"))
                .here(words!("no-target.here"))
                .mend(words!("no-target.mend", answer = *first)),
        );
    }
    let target = words.get(1)?;
    (!text.contains("->")).then(|| {
        Finding::new(Code::MissingPart, at, words!("missing-arrow", answer = *first, target = *target))
            .here(words!("missing-arrow.here"))
            .mend(words!("missing-arrow.mend", answer = *first, target = *target))
    })
}

fn unexpected(text: &str, at: Span, within: Within) -> Finding {
    let shown: String = text.split(['{', '\n']).next().unwrap_or_default().trim().chars().take(40).collect();
    let (message, mend) = match within {
        Within::File => {
            let begin = names(keywords::ITEMS.iter().map(|(w, _)| *w));
            (words!("no-meaning", text = shown), words!("no-meaning.mend-file", words = begin))
        }
        Within::Block(block) => {
            (words!("no-meaning-within", text = shown, block = block), words!("no-meaning.mend-block"))
        }
        Within::Rule | Within::Scenario | Within::Head => {
            (words!("no-meaning", text = shown), words!("no-meaning.mend-head"))
        }
    };
    Finding::new(Code::UnexpectedText, at, message).here(words!("no-meaning.here")).mend(mend)
}
