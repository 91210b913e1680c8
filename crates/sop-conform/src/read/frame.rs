//! Pages, and what recurs on each: numbers, heads, feet. It is taken off, and tells what document it is.

use super::facts::date;
use super::names::alike;
use super::sheet::{Content, Line, Page};
use super::vocabulary::{HEAD_LABELS, HeadLabel, plain};
use super::{HeadPart, LeftOut, ReadDocument, ReadFault};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Lines at the top and at the bottom of a page among which its head and foot are looked for.
const ZONE: usize = 8;

#[expect(clippy::expect_used, reason = "a pattern of our own, tried by every test")]
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^[-–—|\s]*(?:
            (?:hal(?:aman)?|page|pg|p)\.?\s*[:.]?\s*(\d{1,4})(?:\s*(?:dari|of|/)\s*(\d{1,4}))?
          | (\d{1,4})\s*(?:dari|of|/)\s*(\d{1,4})
          | [-–—]\s*(\d{1,4})\s*[-–—]
          | (\d{1,4})\s*\|\s*page
        )[-–—|\s]*$",
    )
    .expect("a pattern")
});

/// The number that a line gives its page, and how many pages it speaks of.
fn page_number(text: &str) -> Option<(u32, Option<u32>)> {
    let c = PAGE.captures(text.trim())?;
    let number = |at: usize| c.get(at).and_then(|m| m.as_str().parse().ok());
    let page = [1, 3, 5, 6].into_iter().find_map(number)?;
    Some((page, number(2).or_else(|| number(4)))).filter(|(page, _)| *page > 0)
}

/// Lines to pages. A page's number may stand at its top or at its foot; without any, breaks are counted.
pub(super) fn pages(lines: &[Line]) -> (Vec<Page>, Option<u32>) {
    let marks: Vec<usize> =
        (0..lines.len()).filter(|i| lines[*i].text().is_some_and(|t| page_number(t).is_some())).collect();
    let told_of = |i: &usize| lines.get(*i).and_then(Line::text).and_then(page_number);
    // At the top: the first mark comes before anything but a few lines of a head, the last with text behind it.
    let before = |i: usize| lines[..i].iter().filter(|l| l.content != Content::Break).count();
    let behind = |i: usize| lines[i + 1..].iter().filter(|l| l.content != Content::Break).count();
    let at_top =
        marks.first().is_some_and(|i| before(*i) < 4) && marks.last().is_some_and(|i| behind(*i) > 3);
    let total = marks.iter().filter_map(told_of).filter_map(|(_, total)| total).max();
    let mut out: Vec<Page> = vec![Page::default()];
    let mut closed = false;
    for (i, line) in lines.iter().enumerate() {
        let is_break = line.content == Content::Break;
        let mark = told_of(&i).filter(|_| marks.binary_search(&i).is_ok());
        let here = out.last().is_some_and(|p| !p.lines.is_empty() || p.told);
        if is_break && here
            || closed && !is_break
            || at_top && mark.is_some() && out.last().is_some_and(|p| p.told)
        {
            out.push(Page::default());
        }
        if is_break || closed {
            closed = false;
        }
        let Some(page) = out.last_mut() else { continue };
        if let Some((number, _)) = mark {
            // A second number on a page is text of a drawing.
            if !page.told {
                page.number = number;
                page.told = true;
            }
            closed = !at_top;
        } else if !is_break {
            page.lines.push(line.clone());
        }
    }
    if out.len() > 1 && out.last().is_some_and(|p| p.lines.is_empty() && !p.told) {
        out.pop();
    }
    run_on(&mut out);
    let mut last = 0;
    for page in &mut out {
        // A number that runs backwards was misread.
        if !page.told || page.number <= last {
            page.number = last + 1;
        }
        last = page.number;
    }
    (out, total)
}

/// A page that runs on over a break says its number only where it ends: `1` and then nothing, then `2`.
fn run_on(pages: &mut Vec<Page>) {
    let (mut at, mut last) = (0, 0);
    while at + 1 < pages.len() {
        if pages[at].told {
            last = pages[at].number;
        } else if pages[at + 1].told && pages[at + 1].number == last + 1 {
            let mut begun = pages.remove(at).lines;
            begun.append(&mut pages[at].lines);
            pages[at].lines = begun;
            continue;
        }
        at += 1;
    }
}

/// What the heads say, everywhere where they say it.
#[derive(Debug, Default)]
struct Sightings {
    all: BTreeMap<HeadLabel, Vec<(u32, String)>>,
}

impl Sightings {
    fn add(&mut self, label: HeadLabel, page: u32, value: &str) {
        let value = value.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '|' | ';' | ','));
        let value = match label {
            HeadLabel::Effective => date(value).map(|d| d.to_string()),
            HeadLabel::Code => value.split_whitespace().next().filter(|w| is_code(w)).map(str::to_owned),
            HeadLabel::Revision => {
                value.split_whitespace().next().filter(|w| is_revision(w)).map(str::to_owned)
            }
            HeadLabel::Title => Some(value.to_owned()).filter(|v| v.chars().any(char::is_alphabetic)),
        };
        if let Some(value) = value {
            self.all.entry(label).or_default().push((page, value));
        }
    }

    /// The value that stands most often; of those the first.
    fn most(&self, label: HeadLabel) -> Option<String> {
        let all = self.all.get(&label)?;
        let count = |v: &str| all.iter().filter(|(_, o)| o == v).count();
        all.iter().rev().max_by_key(|(_, v)| count(v)).map(|(_, v)| v.clone())
    }
}

/// Such as `OCC.PGDN.01.01`, `SOP-12/3`.
fn is_code(word: &str) -> bool {
    word.len() > 2
        && word.chars().any(char::is_numeric)
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '/' | '_'))
        && word.chars().any(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '/'))
}

/// Such as `01`, `2.1`, `A`.
fn is_revision(word: &str) -> bool {
    let digits =
        word.chars().all(|c| c.is_ascii_digit() || c == '.') && word.chars().any(|c| c.is_ascii_digit());
    word.len() <= 6 && (digits || word.len() == 1 && word.chars().all(char::is_uppercase))
}

/// Takes heads and feet off the pages; what they say goes into the document.
pub(super) fn take_off(pages: &mut [Page], document: &mut ReadDocument) {
    let mut seen = Sightings::default();
    let repeated = repeated(pages);
    let mut tops: Vec<(u32, String)> = Vec::new();
    let only = only_heading(pages);
    for (at, page) in pages.iter_mut().enumerate() {
        let number = page.number;
        let count = page.lines.len();
        let mut kept = Vec::with_capacity(count);
        let mut in_head = true;
        // On the first page the head may stand again below a cover, up to the first numbered heading.
        let cover = at == 0;
        for (i, line) in page.lines.drain(..).enumerate() {
            let zone = in_head && (cover || i < ZONE) || i + 3 >= count;
            let text = match &line.content {
                Content::Text(t) => t.clone(),
                Content::Row(cells) if in_head => cells.join(" "),
                Content::Row(_) | Content::Break => String::new(),
                Content::Heading(_, t) => t.clone(),
            };
            let explicit = matches!(line.content, Content::Heading(..));
            if let Content::Heading(level, title) = &line.content
                && Some((*level, title)) == only.as_ref().map(|(l, t)| (*l, t))
            {
                seen.add(HeadLabel::Title, number, title);
                continue;
            }
            if zone && !explicit && labelled(&text, number, &mut seen) {
                continue;
            }
            if zone
                && !explicit
                && !text.is_empty()
                && matches!(line.content, Content::Text(_))
                && repeated.contains_key(&plain(&text))
            {
                if in_head {
                    tops.push((number, text));
                } else {
                    document.left_out.push(LeftOut { page: number, lane: None, text, line: line.number });
                }
                continue;
            }
            if in_head && i < 3 && matches!(line.content, Content::Text(_)) {
                tops.push((number, text.clone()));
            }
            in_head &= cover && !explicit && !super::outline::begins(&text);
            kept.push(line);
        }
        page.lines = kept;
    }
    let cover: Vec<String> = pages
        .first()
        .into_iter()
        .flat_map(|p| &p.lines)
        .filter_map(Line::text)
        .take(12)
        .map(str::to_owned)
        .collect();
    titles(&tops, &cover, &repeated, &mut seen);
    document.code = seen.most(HeadLabel::Code);
    document.title = seen.most(HeadLabel::Title);
    document.revision = seen.most(HeadLabel::Revision);
    document.effective = seen.most(HeadLabel::Effective).and_then(|d| d.parse().ok());
    let parts = [
        (HeadLabel::Code, HeadPart::Code, &document.code),
        (HeadLabel::Title, HeadPart::Title, &document.title),
        (HeadLabel::Revision, HeadPart::Revision, &document.revision),
        (HeadLabel::Effective, HeadPart::Effective, &document.effective.map(|d| d.to_string())),
    ];
    for (label, what, most) in parts {
        for (page, value) in seen.all.get(&label).into_iter().flatten() {
            if Some(value) != most.as_ref() {
                let fault = ReadFault::HeadDiffers { what: what.clone(), page: *page, value: value.clone() };
                if !document.faults.contains(&fault) {
                    document.faults.push(fault);
                }
            }
        }
    }
}

/// The one heading above all others, without a number: the title.
fn only_heading(pages: &[Page]) -> Option<(usize, String)> {
    let headings = pages.iter().flat_map(|p| &p.lines).filter_map(|l| match &l.content {
        Content::Heading(level, title) => Some((*level, title.clone())),
        _ => None,
    });
    let all: Vec<(usize, String)> = headings.collect();
    let (level, title) = all.first()?;
    let above = all.iter().skip(1).all(|(l, _)| l > level) && all.len() > 1;
    (above && !title.starts_with(|c: char| c.is_ascii_digit())).then(|| (*level, title.clone()))
}

/// The title is what recurs at the top without a label; else the first line of all. Slips of it are told.
fn titles(
    tops: &[(u32, String)],
    cover: &[String],
    repeated: &BTreeMap<String, usize>,
    seen: &mut Sightings,
) {
    if seen.all.contains_key(&HeadLabel::Title) {
        return;
    }
    let recurring = tops
        .iter()
        .filter(|(_, t)| t.chars().filter(|c| c.is_alphabetic()).count() > 3 && t.split(' ').count() <= 16)
        .filter_map(|(_, t)| Some((t, *repeated.get(&plain(t))?)));
    // Of lines that recur equally often the last: the issuer's name stands above the title.
    let Some(whole) = recurring.max_by_key(|(_, count)| *count).map(|(t, _)| t.clone()) else {
        // Nothing recurs on a single page: its first line, if that is none of the text.
        let first = cover.first().filter(|t| {
            super::outline::begins(cover.get(1).map_or("", String::as_str))
                && t.split(' ').count() <= 16
                && !t.ends_with('.')
                && !super::outline::begins(t)
        });
        first.into_iter().for_each(|t| seen.add(HeadLabel::Title, 1, t));
        return;
    };
    // A line of the cover that is part of it is the title without the issuer's name.
    let part = |t: &&String| {
        t.len() > 3 && t.len() < whole.len() && (whole.ends_with(t.as_str()) || whole.starts_with(t.as_str()))
    };
    let title = cover.iter().find(part).unwrap_or(&whole);
    for (page, text) in tops {
        if *text == whole {
            seen.add(HeadLabel::Title, *page, title);
        } else if alike(text, &whole) || alike(text, title) {
            seen.add(HeadLabel::Title, *page, text);
        }
    }
}

/// Lines that stand at the top or the foot of several pages, with how often.
fn repeated(pages: &[Page]) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let count = page.lines.len();
        let mut own: Vec<String> = page
            .lines
            .iter()
            .enumerate()
            .filter(|(i, _)| *i < ZONE || i + 3 >= count)
            .filter_map(|(_, l)| l.text().map(plain))
            .filter(|t| !t.is_empty())
            .collect();
        own.sort();
        own.dedup();
        for text in own {
            *counts.entry(text).or_default() += 1;
        }
    }
    let least = (pages.len().saturating_mul(3) / 10).max(2);
    counts.retain(|_, n| *n >= least);
    counts
}

/// Is it a line of labels and values of a head? Its values are noted down.
fn labelled(text: &str, page: u32, seen: &mut Sightings) -> bool {
    let lower = text.to_lowercase();
    // Lower case may have other lengths; then the line is no head.
    if lower.len() != text.len() {
        return false;
    }
    let mut labels: Vec<(usize, usize, HeadLabel)> = Vec::new();
    for (label, word) in HEAD_LABELS {
        for (at, _) in lower.match_indices(word) {
            let end = at + word.len();
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            let whole = edge(lower[..at].chars().next_back()) && edge(lower[end..].chars().next());
            if whole && labels.iter().all(|(a, e, _)| end <= *a || *e <= at) {
                labels.push((at, end, label));
            }
        }
    }
    labels.sort_by_key(|l| l.0);
    let Some(first) = labels.first().copied() else { return false };
    // A sentence may speak of a revision; a head begins with its label, or with a value before a colon.
    let starts = first.0 == 0 || text[..first.0].trim().chars().all(|c| !c.is_alphabetic());
    let valued = text.contains(':') || labels.len() > 1 || text[first.1..].split_whitespace().count() <= 4;
    if !starts || !valued || text.split(' ').count() > 24 {
        return false;
    }
    let mut values: Vec<(HeadLabel, String)> = Vec::new();
    for (i, (_, end, label)) in labels.iter().enumerate() {
        let to = labels.get(i + 1).map_or(text.len(), |l| l.0);
        values.push((*label, text[*end..to].to_owned()));
    }
    // `: OCC.PGDN.01.01 Kode Dokumen : 01 Revisi`: where the last label has no value, values stand before their labels.
    let shifted =
        values.len() > 1 && values.last().is_some_and(|(_, v)| v.trim_matches([':', ' ']).is_empty());
    for i in 0..values.len() {
        let (label, own) = values[i].clone();
        let value = if shifted && i > 0 { last_value(&values[i - 1].1) } else { own };
        seen.add(label, page, &value);
    }
    true
}

/// The last value of a stretch between two labels: what follows its last colon.
fn last_value(text: &str) -> String {
    text.trim().trim_end_matches(':').rsplit(':').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
