//! Scenarios.

use super::{Builder, Pair};
use crate::diagnostic::{Code, Finding};
use crate::source::Spanned;
use crate::syntax::parse::Rule;
use crate::syntax::recover::Within;
use crate::syntax::tree::{ActItem, ActItemKind, DayTime, Given, Ground, Name, ScenarioItem, Text};
use crate::words;

/// What stands in the block of a scenario, or of an `in NODE { … }` inside of it.
#[derive(Default)]
struct Acts {
    list: Vec<ActItem>,
    grounds: Vec<Ground>,
    notes: Vec<Text>,
}

impl Builder<'_> {
    pub(super) fn scenario(&mut self, pair: Pair<'_>) -> Option<ScenarioItem> {
        let at = self.head_up_to_brace(&pair);
        let (mut name, mut label, mut flow, mut start) = (None, None, None, None);
        let mut acts = Acts::default();
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => name = Some(self.name(&p)),
                Rule::label => label = self.label(p),
                Rule::for_flow => flow = self.named(p),
                Rule::start_at => {
                    let moment = p.into_inner().find(|p| p.as_rule() == Rule::moment);
                    start = moment.and_then(|p| self.day_time(p));
                }
                Rule::acts => acts = self.acts(p),
                _ => {}
            }
        }
        let name: Name = name?;
        self.want_label(label.is_none(), "scenario", &name);
        if flow.is_none() {
            let message = words!("scenario-without-flow", scenario = &name.value);
            self.say(
                Finding::new(Code::MissingPart, at, message)
                    .here(words!("scenario-without-flow.here"))
                    .mend(words!("scenario-without-flow.mend")),
            );
        }
        if start.is_none() {
            let message = words!("scenario-without-start", scenario = &name.value);
            self.say(
                Finding::new(Code::MissingPart, at, message)
                    .here(words!("scenario-without-start.here"))
                    .mend(words!("scenario-without-start.mend")),
            );
        }
        let Acts { list: acts, grounds, notes } = acts;
        Some(ScenarioItem { name, label, flow, start, acts, grounds, notes, at })
    }

    /// A moment as it is written: day and time.
    fn day_time(&mut self, pair: Pair<'_>) -> Option<Spanned<DayTime>> {
        let at = self.at(&pair);
        let mut inner = pair.into_inner();
        let (date, time) = (inner.next()?, inner.next()?);
        Some(Spanned::new((self.date(&date).value, self.time(&time).value), at))
    }

    fn acts(&mut self, pair: Pair<'_>) -> Acts {
        let mut out = Acts::default();
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::note => out.notes.extend(self.first_text(p)),
                Rule::cites | Rule::derived | Rule::assumed => out.grounds.extend(self.ground(p)),
                Rule::bad_act => self.bad(&p, Within::Scenario),
                Rule::inside => {
                    let at = self.head_up_to_brace(&p);
                    let (mut name, mut inner) = (None, Acts::default());
                    for q in p.into_inner() {
                        match q.as_rule() {
                            Rule::name => name = Some(self.name(&q)),
                            Rule::acts => inner = self.acts(q),
                            _ => {}
                        }
                    }
                    out.notes.append(&mut inner.notes);
                    out.grounds.append(&mut inner.grounds);
                    out.list.extend(name.map(|n| ActItem { kind: ActItemKind::In(n, inner.list), at }));
                }
                Rule::expect => {
                    let at = self.at(&p);
                    let expected = p.into_inner().find(|p| p.as_rule() != Rule::kw_expect);
                    let kind = expected.and_then(|p| self.expectation(p));
                    out.list.extend(kind.map(|kind| ActItem { kind, at }));
                }
                Rule::EOI => {}
                _ => {
                    let at = self.at(&p);
                    out.list.extend(self.act(p).map(|kind| ActItem { kind, at }));
                }
            }
        }
        out
    }

    fn act(&mut self, pair: Pair<'_>) -> Option<ActItemKind> {
        let rule = pair.as_rule();
        let at = self.at(&pair);
        let (mut names, mut given, mut text, mut duration, mut moment) =
            (Vec::new(), Vec::new(), None, None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => names.push(self.name(&p)),
                Rule::with => given = self.with(p),
                Rule::given => given.extend(self.given(p)),
                Rule::string => text = Some(self.text(&p)),
                Rule::duration => duration = Some(self.duration(&p)),
                Rule::moment => moment = self.day_time(p),
                _ => {}
            }
        }
        let mut names = names.into_iter();
        let mut name = || names.next();
        Some(match rule {
            Rule::with => ActItemKind::With(given),
            Rule::did => ActItemKind::Do(name()?, given),
            Rule::answered => ActItemKind::Answer(name()?, name()?),
            Rule::came => ActItemKind::On(name()?, given),
            Rule::done => ActItemKind::Done(name()?, given),
            Rule::act_failed => ActItemKind::Failed(name()?, text),
            Rule::advance => ActItemKind::Advance(Spanned::new(duration?.value, at)),
            Rule::advance_to => ActItemKind::AdvanceTo(moment?),
            Rule::cancel => ActItemKind::Cancel(text),
            _ => return None,
        })
    }

    fn expectation(&mut self, pair: Pair<'_>) -> Option<ActItemKind> {
        let rule = pair.as_rule();
        if rule == Rule::expect_holds {
            let expr = pair.into_inner().find(|p| p.as_rule() == Rule::expr)?;
            return Some(ActItemKind::ExpectHolds(self.expr(expr)));
        }
        let names: Vec<Name> =
            pair.into_inner().filter(|p| p.as_rule() == Rule::name).map(|p| self.name(&p)).collect();
        let mut names = names.into_iter();
        let mut name = || names.next();
        Some(match rule {
            Rule::expect_no_say => ActItemKind::ExpectSay(name()?, true),
            Rule::expect_say => ActItemKind::ExpectSay(name()?, false),
            Rule::expect_tell => ActItemKind::ExpectTell(name()?, name()?),
            Rule::expect_publish => ActItemKind::ExpectPublish(name()?),
            Rule::expect_not_at => ActItemKind::ExpectAt(name()?, true),
            Rule::expect_at => ActItemKind::ExpectAt(name()?, false),
            Rule::expect_ended => ActItemKind::ExpectEnded(name()?),
            Rule::expect_broken => ActItemKind::ExpectBroken(name()?),
            Rule::expect_open => ActItemKind::ExpectOpen,
            Rule::expect_cancelled => ActItemKind::ExpectCancelled,
            _ => return None,
        })
    }

    fn with(&mut self, pair: Pair<'_>) -> Vec<Given> {
        pair.into_inner().filter(|p| p.as_rule() == Rule::given).filter_map(|p| self.given(p)).collect()
    }

    fn given(&mut self, pair: Pair<'_>) -> Option<Given> {
        let mut inner = pair.into_inner();
        let name = self.name(&inner.next()?);
        Some(Given { name, value: self.expr(inner.next()?) })
    }
}
