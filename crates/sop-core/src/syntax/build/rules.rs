//! Rules.

use super::{Builder, Pair};
use crate::diagnostic::{Code, Finding};
use crate::source::Spanned;
use crate::syntax::parse::Rule;
use crate::syntax::recover::Within;
use crate::syntax::tree::{Name, PointItem, PointKind, RuleItem, Sentence, SentenceKind};
use crate::words;

impl Builder<'_> {
    pub(super) fn rule(&mut self, pair: Pair<'_>) -> RuleItem {
        let at = self.head_up_to_brace(&pair);
        let mut item = RuleItem {
            name: Name::missing(at),
            label: None,
            flows: Vec::new(),
            sentence: None,
            watched: None,
            grounds: Vec::new(),
            notes: Vec::new(),
            at,
        };
        let mut broken = false;
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => item.name = self.name(&p),
                Rule::label => item.label = self.label(p),
                Rule::for_flows => item.flows = self.names(p),
                Rule::watched => {
                    let here = self.at(&p);
                    if let Some(text) = self.first_text(p) {
                        self.once(&mut item.watched, text, here, "watched");
                    }
                }
                Rule::note => item.notes.extend(self.first_text(p)),
                Rule::cites | Rule::derived | Rule::assumed => item.grounds.extend(self.ground(p)),
                Rule::bad_sentence => {
                    broken = true;
                    self.bad(&p, Within::Rule);
                }
                Rule::never_before
                | Rule::never_after
                | Rule::never
                | Rule::at_most_times
                | Rule::always
                | Rule::followed => {
                    let here = self.at(&p);
                    if item.sentence.is_some() {
                        self.say(
                            Finding::new(Code::GivenTwice, here, words!("rule-says-two"))
                                .here(words!("rule-says-two.here"))
                                .mend(words!("rule-says-two.mend")),
                        );
                    } else if let Some(kind) = self.sentence(p) {
                        item.sentence = Some(Sentence { kind, at: here });
                    }
                }
                _ => {}
            }
        }
        self.want_label(item.label.is_none(), "rule", &item.name);
        if item.sentence.is_none() && !broken {
            self.say(
                Finding::new(Code::MissingPart, at, words!("rule-without-sentence", rule = &item.name.value))
                    .here(words!("rule-without-sentence.here"))
                    .mend(words!("rule-without-sentence.mend")),
            );
        }
        item
    }

    fn sentence(&mut self, pair: Pair<'_>) -> Option<SentenceKind> {
        let rule = pair.as_rule();
        let at = self.at(&pair);
        let (mut points, mut times, mut length) = (Vec::new(), None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::points => points.push(self.points(p)),
                Rule::number => times = Some(self.number(&p)),
                Rule::length => length = self.length(p),
                _ => {}
            }
        }
        let mut points = points.into_iter();
        let first = points.next()?;
        Some(match rule {
            Rule::never_before => SentenceKind::NeverBefore(first, points.next()?),
            Rule::never_after => SentenceKind::NeverAfter(first, points.next()?),
            Rule::never => SentenceKind::Never(first),
            Rule::at_most_times => SentenceKind::AtMost(times.unwrap_or_else(|| Spanned::new(1, at)), first),
            Rule::always => SentenceKind::Always(first),
            _ => SentenceKind::Followed(first, points.next()?, length),
        })
    }

    fn points(&mut self, pair: Pair<'_>) -> Vec<PointItem> {
        let points = pair.into_inner().filter(|p| p.as_rule() == Rule::point);
        points.filter_map(|p| self.point(p)).collect()
    }

    fn point(&mut self, pair: Pair<'_>) -> Option<PointItem> {
        let at = self.at(&pair);
        let inner = pair.into_inner().next()?;
        let rule = inner.as_rule();
        if rule == Rule::name {
            return Some(PointItem { kind: PointKind::Node(self.name(&inner)), at });
        }
        let mut names = inner.into_inner().filter(|p| p.as_rule() == Rule::name).map(|p| self.name(&p));
        let first = names.next();
        let kind = match rule {
            Rule::answer_point => PointKind::Answer(first?, names.next()?),
            Rule::say_point => PointKind::Say(first?),
            Rule::on_point => PointKind::On(first?),
            Rule::publish_point => PointKind::Publish(first?),
            _ => PointKind::End(first),
        };
        Some(PointItem { kind, at })
    }

    /// The place of an item's head: from its keyword to before its block.
    pub(super) fn head_up_to_brace(&self, pair: &Pair<'_>) -> crate::source::Span {
        let start = pair.start();
        let text = pair.as_str();
        let mut quoted = false;
        let mut end = text.len();
        for (i, b) in text.bytes().enumerate() {
            match b {
                b'"' => quoted = !quoted,
                b'{' if !quoted => {
                    end = i;
                    break;
                }
                _ => {}
            }
        }
        self.span(start, start + text[..end].trim_end().len())
    }
}
