//! Changes in plain sentences.

mod nouns;

use super::phrase::{Phrase, shown};
use super::ways::is_timed;
use super::{Aspect, Change, GroupOf, Thing, ThingKind, WayKind};
use crate::diagnostic::{Lang, Words};
use crate::words;

/// A kind of thing, in words.
pub(super) fn kind_phrase(kind: ThingKind) -> Phrase {
    Phrase::said(format!("{kind:?}"), &nouns::kind(kind))
}

impl Thing {
    /// The thing as a heading: `step “Greets the customer” (`greet`)`.
    pub fn words(&self) -> Words {
        let kind = nouns::kind(self.kind);
        if self.name.is_empty() {
            return kind;
        }
        words!("diff-thing", kind = kind, name = shown(&self.name, &self.label))
    }
}

impl GroupOf {
    /// The group's heading.
    pub fn words(&self) -> Words {
        match self {
            Self::Document => words!("diff-group-document"),
            Self::Vocabulary => words!("diff-group-vocabulary"),
            Self::Flow { name, label } => words!("diff-group-flow", flow = shown(name, label)),
            Self::Rules => words!("diff-group-rules"),
            Self::Scenarios => words!("diff-group-scenarios"),
        }
    }
}

impl Change {
    /// The change in a sentence, under the heading of its thing.
    pub fn sentence(&self, lang: Lang) -> Words {
        let told = |p: &Option<Phrase>| p.as_ref().map(|p| p.say(lang).to_owned());
        match (told(&self.old), told(&self.new)) {
            (None, None) => Words::NONE,
            (None, Some(new)) => self.added(lang, &new),
            (Some(old), None) => self.removed(lang, &old),
            (Some(old), Some(new)) => self.changed(lang, &old, &new),
        }
    }

    /// The line that a flow lacks, if a likely rename has none: `step OLD becomes NEW`.
    pub fn missing_line(&self) -> Option<String> {
        let Aspect::Name { said: false } = self.aspect else { return None };
        let word = match self.thing.kind {
            ThingKind::Flow => return None,
            ThingKind::Fact => "fact",
            ThingKind::Stage => "stage",
            ThingKind::End => "end",
            _ => "step",
        };
        let (old, new) = (self.old.as_ref()?, self.new.as_ref()?);
        Some(format!("{word} {} becomes {}", old.source, new.source))
    }

    fn added(&self, lang: Lang, new: &str) -> Words {
        match &self.aspect {
            Aspect::Itself { .. } if new.is_empty() => words!("diff-new"),
            Aspect::Itself { .. } => words!("diff-new-with", what = new),
            Aspect::Way { way, when } => {
                let when = when.say(lang);
                match way {
                    WayKind::Next => words!("diff-next-added", to = new),
                    WayKind::Row => words!("diff-row-added", cells = when, gives = new),
                    WayKind::Tell => words!("diff-tell-added", when = when, what = new),
                    WayKind::Silent | WayKind::Interrupt => {
                        words!("diff-interrupt-added", when = when, to = new)
                    }
                    _ => words!("diff-way-added", when = when, to = new),
                }
            }
            Aspect::BreaksSilence => words!("diff-breaks-silence-added"),
            Aspect::WithoutLimit => words!("diff-without-limit-added"),
            Aspect::Place => words!("diff-place-added", new = new),
            Aspect::Text { .. } => words!("diff-text-added", what = self.noun(lang), new = new),
            _ => words!("diff-added", what = self.noun(lang), new = new),
        }
    }

    fn removed(&self, lang: Lang, old: &str) -> Words {
        match &self.aspect {
            Aspect::Itself { into: Some(into) } => words!("diff-merged", into = into),
            Aspect::Itself { .. } => words!("diff-gone"),
            Aspect::Way { way, when } => {
                let when = when.say(lang);
                match way {
                    WayKind::Next => words!("diff-next-removed", to = old),
                    WayKind::Row => words!("diff-row-removed", cells = when, gives = old),
                    WayKind::Tell => words!("diff-tell-removed", when = when, what = old),
                    WayKind::Silent | WayKind::Interrupt => {
                        words!("diff-interrupt-removed", when = when, to = old)
                    }
                    _ => words!("diff-way-removed", when = when, to = old),
                }
            }
            Aspect::BreaksSilence => words!("diff-breaks-silence-removed"),
            Aspect::WithoutLimit => words!("diff-without-limit-removed"),
            Aspect::Place => words!("diff-place-removed", old = old),
            Aspect::Text { .. } => words!("diff-text-removed", what = self.noun(lang), old = old),
            _ => words!("diff-removed", what = self.noun(lang), old = old),
        }
    }

    fn changed(&self, lang: Lang, old: &str, new: &str) -> Words {
        match &self.aspect {
            Aspect::Name { said: true } => words!("diff-renamed", old = old),
            Aspect::Name { said: false } => match self.missing_line() {
                Some(line) if self.thing.kind == ThingKind::Fact => {
                    words!("diff-likely-fact", old = old, line = line)
                }
                Some(line) => words!("diff-likely", old = old, line = line),
                None => words!("diff-likely-flow", old = old),
            },
            Aspect::Content => words!("diff-content"),
            Aspect::Kind => words!("diff-kind", old = old, new = new),
            Aspect::Way { way, when } => {
                let when = when.say(lang);
                match way {
                    WayKind::Next => words!("diff-next-changed", old = old, new = new),
                    WayKind::Row => words!("diff-row-changed", cells = when, old = old, new = new),
                    WayKind::Tell => words!("diff-tell-changed", when = when, old = old, new = new),
                    WayKind::Silent | WayKind::Interrupt => {
                        words!("diff-interrupt-changed", when = when, old = old, new = new)
                    }
                    _ => words!("diff-way-changed", when = when, old = old, new = new),
                }
            }
            Aspect::Time { way, to } => {
                let to = to.say(lang);
                match way {
                    WayKind::Tell => words!("diff-time-tell", what = to, old = old, new = new),
                    WayKind::Silent => words!("diff-time-silent", to = to, old = old, new = new),
                    WayKind::Deadline => words!("diff-time-deadline", to = to, old = old, new = new),
                    WayKind::At => words!("diff-time-at", to = to, old = old, new = new),
                    _ => words!("diff-time-after", to = to, old = old, new = new),
                }
            }
            Aspect::Condition { way: WayKind::Row, to } => {
                words!("diff-cells", gives = to.say(lang), old = old, new = new)
            }
            Aspect::Condition { to, .. } => words!("diff-condition", to = to.say(lang), old = old, new = new),
            Aspect::Text { .. } => words!("diff-text", what = self.noun(lang), old = old, new = new),
            Aspect::Place => words!("diff-place", old = old, new = new),
            _ => words!("diff-changed", what = self.noun(lang), old = old, new = new),
        }
    }

    /// What of the thing changed, as a noun.
    pub fn noun(&self, lang: Lang) -> Words {
        nouns::aspect(&self.aspect, self.thing.kind, lang)
    }
}

/// Whether an arrow's own mark in a picture tells the change.
pub(crate) const fn is_on_an_arrow(aspect: &Aspect) -> bool {
    match aspect {
        Aspect::Way { way, .. } | Aspect::Time { way, .. } | Aspect::Condition { way, .. } => {
            is_timed(*way) || !matches!(way, WayKind::Tell | WayKind::Row)
        }
        Aspect::WayLabel { .. } => true,
        _ => false,
    }
}
