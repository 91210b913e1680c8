//! Styles: which are headings, which is the title, which count.

use super::package::{attribute, local};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// What a style says of its paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Level of a heading, from 1.
    pub(super) heading: Option<usize>,
    /// Is it the document's title?
    pub(super) title: bool,
    /// List and level by which it is numbered.
    pub(super) list: Option<(String, usize)>,
    parent: Option<String>,
}

/// By id.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles {
    all: BTreeMap<String, Style>,
}

impl Styles {
    /// From `styles.xml`; what can't be read of it is left out.
    pub(super) fn of(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let (mut all, mut id, mut style): (BTreeMap<String, Style>, _, _) =
            (BTreeMap::new(), String::new(), Style::default());
        loop {
            match reader.read_event() {
                Ok(Event::Start(e) | Event::Empty(e)) => {
                    let value = || attribute(&e, "val").unwrap_or_default();
                    match local(e.name().as_ref()) {
                        "style" => {
                            (id, style) = (attribute(&e, "styleId").unwrap_or_default(), Style::default());
                        }
                        "name" => {
                            let name = value().to_lowercase();
                            style.title |= name == "title" || name == "judul";
                            let level = name.strip_prefix("heading ").or_else(|| name.strip_prefix("judul "));
                            style.heading = style.heading.or(level.and_then(|l| l.parse().ok()));
                        }
                        "basedOn" => style.parent = Some(value()),
                        "outlineLvl" => {
                            style.heading = value().parse::<usize>().ok().filter(|l| *l < 9).map(|l| l + 1);
                        }
                        "ilvl" => {
                            style.list = Some((
                                style.list.take().map_or_else(String::new, |l| l.0),
                                value().parse().unwrap_or(0),
                            ));
                        }
                        "numId" => style.list = Some((value(), style.list.as_ref().map_or(0, |l| l.1))),
                        _ => {}
                    }
                }
                Ok(Event::End(e)) if local(e.name().as_ref()) == "style" => {
                    all.insert(std::mem::take(&mut id), std::mem::take(&mut style));
                }
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        Self { all: all.iter().map(|(id, s)| (id.clone(), inherited(s, &all))).collect() }
    }

    pub(super) fn get(&self, id: &str) -> Option<&Style> {
        self.all.get(id)
    }
}

/// A style with what it has from those that it is based on.
fn inherited(style: &Style, all: &BTreeMap<String, Style>) -> Style {
    let mut out = style.clone();
    let mut parent = style.parent.as_deref();
    // A circle of styles ends here.
    for _ in 0..12 {
        let Some(up) = parent.and_then(|p| all.get(p)) else { break };
        out.heading = out.heading.or(up.heading);
        out.list = out.list.or_else(|| up.list.clone());
        parent = up.parent.as_deref();
    }
    out
}
