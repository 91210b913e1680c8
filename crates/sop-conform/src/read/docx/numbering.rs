//! The numbers that Word counts: they stand in no paragraph's text.

use super::package::{attribute, local};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// Levels of a list.
const LEVELS: usize = 9;

#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    /// Such as `%1.%2.`
    text: String,
    start: u32,
}

/// Lists, and how far each has been counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbering {
    levels: BTreeMap<String, Vec<Level>>,
    /// Which list counts for an id.
    of: BTreeMap<String, String>,
    counts: BTreeMap<String, [u32; LEVELS]>,
}

impl Numbering {
    /// From `numbering.xml`; what can't be read of it is left out.
    pub(super) fn of(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let mut out = Self::default();
        let (mut list, mut num, mut level) = (String::new(), None::<String>, 0usize);
        loop {
            match reader.read_event() {
                Ok(Event::Start(e) | Event::Empty(e)) => {
                    let value = || attribute(&e, "val").unwrap_or_default();
                    match local(e.name().as_ref()) {
                        "abstractNum" => {
                            (list, num) = (attribute(&e, "abstractNumId").unwrap_or_default(), None);
                        }
                        "num" => num = attribute(&e, "numId"),
                        "abstractNumId" => _ = num.as_ref().map(|n| out.of.insert(n.clone(), value())),
                        "lvl" if num.is_none() => {
                            level = attribute(&e, "ilvl")
                                .and_then(|l| l.parse().ok())
                                .filter(|l| *l < LEVELS)
                                .unwrap_or(0);
                            let levels = out.levels.entry(list.clone()).or_default();
                            levels.resize(levels.len().max(level + 1), Level::default());
                        }
                        name @ ("start" | "numFmt" | "lvlText") if num.is_none() => {
                            if let Some(level) = out.levels.get_mut(&list).and_then(|l| l.get_mut(level)) {
                                match name {
                                    "start" => level.start = value().parse().unwrap_or(1),
                                    "numFmt" => level.format = value(),
                                    _ => level.text = value(),
                                }
                            }
                        }
                        _ => {}
                    }
                }
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        out
    }

    /// The label of the next paragraph of a list at a level, such as `2.1.`; `-` for a bullet.
    pub(super) fn next(&mut self, id: &str, level: usize) -> String {
        let Some(levels) = self.of.get(id).and_then(|list| self.levels.get(list)) else {
            return String::new();
        };
        let level = level.min(LEVELS - 1);
        let Some(own) = levels.get(level) else { return String::new() };
        if own.format == "bullet" {
            return "-".to_owned();
        }
        if own.format == "none" || own.text.is_empty() {
            return String::new();
        }
        let counts = self.counts.entry(id.to_owned()).or_default();
        let start = |i: usize| levels.get(i).map_or(1, |l| l.start.max(1));
        for (i, count) in counts.iter_mut().enumerate().take(level) {
            if *count == 0 {
                *count = start(i);
            }
        }
        counts[level] = if counts[level] == 0 { start(level) } else { counts[level].saturating_add(1) };
        counts[level + 1..].fill(0);
        let mut out = own.text.clone();
        for (i, count) in counts.iter().enumerate() {
            let format = levels.get(i).map_or("decimal", |l| l.format.as_str());
            out = out.replace(&format!("%{}", i + 1), &shown(*count, format));
        }
        out
    }
}

fn shown(n: u32, format: &str) -> String {
    match format {
        "lowerLetter" | "upperLetter" => {
            let letter = char::from(b'a' + u8::try_from(n.saturating_sub(1) % 26).unwrap_or(0));
            if format == "upperLetter" { letter.to_ascii_uppercase().to_string() } else { letter.to_string() }
        }
        "decimalZero" => format!("{n:02}"),
        _ => n.to_string(),
    }
}
