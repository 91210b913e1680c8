//! Lanes, systems, events, actions, messages, settings, calendars, hours.

use super::Resolver;
use super::document::date;
use super::names::Kind;
use crate::diagnostic::{Code, Finding};
use crate::model::{
    Action, Calendar, CalendarId, Day, Event, Field, Ground, Hours, HoursRow, Lane, Message, Retries,
    Setting, System,
};
use crate::syntax::build::literal::NO_TIME;
use crate::syntax::tree::{
    CalendarItem, Declaration, DeclarationClause as Clause, HoursItem, SettingItem, Text,
};
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

/// Languages that a message may be in; the first must be there.
const LANGUAGES: [&str; 2] = ["id", "en"];

impl Resolver<'_> {
    fn label(label: Option<&Text>) -> String {
        label.map(|l| l.value.clone()).unwrap_or_default()
    }

    fn declared_grounds(&mut self, d: &Declaration) -> Vec<Ground> {
        let grounds = d.clauses.iter().filter_map(|c| if let Clause::Ground(g) = c { Some(g) } else { None });
        self.grounds(grounds, None)
    }

    fn declared_fields(
        &mut self,
        d: &Declaration,
        what: &str,
        of: fn(&Clause) -> Option<&Vec<crate::syntax::tree::Field>>,
    ) -> Vec<Field> {
        let fields = d.clauses.iter().filter_map(of).flatten();
        self.fields(fields, what)
    }

    pub(super) fn lane(&mut self, d: &Declaration) {
        let grounds = self.declared_grounds(d);
        self.book.lanes.push(Lane {
            name: d.name.value.clone(),
            label: Self::label(d.label.as_ref()),
            grounds,
            at: d.at,
        });
    }

    pub(super) fn system(&mut self, d: &Declaration) {
        let grounds = self.declared_grounds(d);
        let retired_in = d
            .clauses
            .iter()
            .find_map(|c| if let Clause::Retired(r) = c { Some(r.value.clone()) } else { None });
        let label = Self::label(d.label.as_ref());
        self.book.systems.push(System { name: d.name.value.clone(), label, retired_in, grounds, at: d.at });
    }

    pub(super) fn event(&mut self, d: &Declaration) {
        let grounds = self.declared_grounds(d);
        let carries =
            self.declared_fields(d, "field", |c| if let Clause::Carries(f) = c { Some(f) } else { None });
        let breaks_silence = d.clauses.iter().any(|c| matches!(c, Clause::BreaksSilence(_)));
        let label = Self::label(d.label.as_ref());
        self.book.events.push(Event {
            name: d.name.value.clone(),
            label,
            carries,
            breaks_silence,
            grounds,
            at: d.at,
        });
    }

    pub(super) fn action(&mut self, d: &Declaration) {
        let grounds = self.declared_grounds(d);
        let takes =
            self.declared_fields(d, "input", |c| if let Clause::Takes(f) = c { Some(f) } else { None });
        let gives =
            self.declared_fields(d, "output", |c| if let Clause::Gives(f) = c { Some(f) } else { None });
        let (mut limit_ms, mut retries) = (None, None);
        for clause in &d.clauses {
            match clause {
                Clause::Limit(limit) => {
                    self.given_once(limit_ms.is_some(), limit.at, "limit");
                    self.not_zero(limit.value, limit.at);
                    limit_ms = Some(limit.value);
                }
                Clause::Retries { times, every, doubling, at } => {
                    self.given_once(retries.is_some(), *at, "retries");
                    self.not_zero(every.value, every.at);
                    let count = u32::try_from(times.value)
                        .ok()
                        .filter(|t| (1..=100).contains(t))
                        .unwrap_or_else(|| {
                            self.say(
                                Finding::new(
                                    Code::BadLiteral,
                                    times.at,
                                    format!("{} is no number of retries", times.value),
                                )
                                .here("from 1 to 100")
                                .mend("write how many further tries there are, or leave `retries` out"),
                            );
                            1
                        });
                    retries = Some(Retries { times: count, every_ms: every.value, doubling: *doubling });
                }
                _ => {}
            }
        }
        let label = Self::label(d.label.as_ref());
        self.book.actions.push(Action {
            name: d.name.value.clone(),
            label,
            takes,
            gives,
            limit_ms,
            retries,
            grounds,
            at: d.at,
        });
    }

    fn given_once(&mut self, again: bool, at: crate::source::Span, what: &str) {
        if again {
            self.say(
                Finding::new(Code::GivenTwice, at, format!("`{what}` is given twice"))
                    .here("the second one")
                    .mend("keep one of them"),
            );
        }
    }

    /// A length of time must be more than nothing.
    pub(super) fn not_zero(&mut self, ms: i64, at: crate::source::Span) {
        if ms <= 0 {
            self.say(
                Finding::new(Code::ZeroDuration, at, "this length of time is nothing at all")
                    .here("no time passes")
                    .mend("write at least `1s`"),
            );
        }
    }

    pub(super) fn message(&mut self, d: &Declaration) {
        let grounds = self.declared_grounds(d);
        let takes =
            self.declared_fields(d, "parameter", |c| if let Clause::Takes(f) = c { Some(f) } else { None });
        let mut texts: Vec<(String, String)> = Vec::new();
        let mut used: BTreeSet<String> = BTreeSet::new();
        for clause in &d.clauses {
            let Clause::Words { language, text } = clause else { continue };
            if !LANGUAGES.contains(&language.value.as_str()) {
                self.say(
                    Finding::new(
                        Code::UnknownName,
                        language.at,
                        format!("`{}` is no language of messages", language.value),
                    )
                    .here("a language belongs here")
                    .mend(format!("use one of: {}", LANGUAGES.join(", "))),
                );
                continue;
            }
            if texts.iter().any(|(l, _)| *l == language.value) {
                self.given_once(true, language.at, &language.value);
                continue;
            }
            for name in placeholders(&text.value) {
                if !takes.iter().any(|f| f.name == name) {
                    let mend = crate::syntax::recover::nearest(&name, takes.iter().map(|f| f.name.as_str())).map_or_else(
                        || format!("add it: `takes {name}: text`; a brace that is meant as such is written twice: `{{{{`"),
                        |near| format!("did you mean `{{{near}}}`?"),
                    );
                    self.say(
                        Finding::new(
                            Code::UnknownPlaceholder,
                            text.at,
                            format!("`{{{name}}}` is no parameter of the message `{}`", d.name.value),
                        )
                        .here("in this text")
                        .mend(mend),
                    );
                }
                used.insert(name);
            }
            texts.push((language.value.clone(), text.value.clone()));
        }
        if !texts.iter().any(|(l, _)| l == LANGUAGES[0]) && !self.names.is_lost(LANGUAGES[0]) {
            self.say(
                Finding::new(
                    Code::MissingLanguage,
                    d.name.at,
                    format!("the message `{}` has no Indonesian text", d.name.value),
                )
                .here("nothing to say to an Indonesian customer")
                .mend("add a line `id \"…\"`"),
            );
        }
        for field in takes.iter().filter(|f| !used.contains(&f.name) && !texts.is_empty()) {
            self.say(
                Finding::new(
                    Code::UnusedParameter,
                    field.at,
                    format!("no text of `{}` shows `{}`", d.name.value, field.name),
                )
                .here("never shown")
                .mend(format!("write `{{{}}}` into the text, or remove the parameter", field.name)),
            );
        }
        let label = Self::label(d.label.as_ref());
        self.book.messages.push(Message {
            name: d.name.value.clone(),
            label,
            takes,
            texts,
            grounds,
            at: d.at,
        });
    }

    pub(super) fn setting(&mut self, s: &SettingItem) {
        let ty = self.ty(&s.field.ty.value);
        let default = s.default.as_ref().and_then(|e| self.literal(e, &ty));
        let grounds = self.grounds(&s.grounds, None);
        let name = s.field.name.value.clone();
        self.book.settings.push(Setting {
            name,
            label: Self::label(s.label.as_ref()),
            ty,
            default,
            grounds,
            at: s.at,
        });
    }

    pub(super) fn calendar(&mut self, c: &CalendarItem) {
        let years = c.covers.as_ref().map(|(a, b)| (a.value, b.value));
        let covers = years.and_then(|(a, b)| Some((i32::try_from(a).ok()?, i32::try_from(b).ok()?)));
        let first = c.days.iter().map(|(d, _)| d.value.year).min().unwrap_or(1970);
        let last = c.days.iter().map(|(d, _)| d.value.year).max().unwrap_or(1970);
        let covers = covers.unwrap_or((first, last));
        if covers.1 < covers.0 {
            let at = c.covers.as_ref().map_or(c.at, |(a, b)| a.at.to(b.at));
            self.say(
                Finding::new(Code::EmptyRange, at, format!("the year {} lies before {}", covers.1, covers.0))
                    .here("these years")
                    .mend("write the earlier year first"),
            );
        }
        let mut days: Vec<Day> = Vec::new();
        let mut seen: BTreeMap<chrono::NaiveDate, crate::source::Span> = BTreeMap::new();
        for (d, label) in &c.days {
            let day = date(d.value);
            if let Some(first) = seen.insert(day, d.at) {
                self.say(
                    Finding::new(
                        Code::BadCalendarDay,
                        d.at,
                        format!("{day} stands twice in the calendar `{}`", c.name.value),
                    )
                    .here("the second time")
                    .label(first, "the first time")
                    .mend("keep one of them; both names can stand in its label"),
                );
                continue;
            }
            if !(covers.0..=covers.1).contains(&day.year()) {
                self.say(
                    Finding::new(
                        Code::BadCalendarDay,
                        d.at,
                        format!("{day} lies outside of the years {} to {}", covers.0, covers.1),
                    )
                    .here("not covered")
                    .mend(format!("widen `covers`, or remove the day from the calendar `{}`", c.name.value)),
                );
            }
            days.push(Day { date: day, label: label.value.clone() });
        }
        days.sort_by_key(|d| d.date);
        let grounds = self.grounds(&c.grounds, None);
        self.book.calendars.push(Calendar {
            name: c.name.value.clone(),
            label: Self::label(c.label.as_ref()),
            source: c.source.as_ref().map(|s| s.value.clone()).unwrap_or_default(),
            covers,
            days,
            grounds,
            at: c.at,
        });
    }

    pub(super) fn hours(&mut self, h: &HoursItem) {
        let mut rows: Vec<HoursRow> = Vec::new();
        for row in &h.rows {
            let days = (row.first.value, row.last.as_ref().map_or(row.first.value, |l| l.value));
            let times = (row.from.value, row.to.value);
            if times.0 == NO_TIME || times.1 == NO_TIME {
                continue;
            }
            if days.1 < days.0 || times.1 <= times.0 {
                self.say(
                    Finding::new(Code::EmptyRange, row.at, "these hours end before they begin")
                        .here("turned round")
                        .mend("write the earlier day and the earlier time first; hours over midnight are two lines"),
                );
                continue;
            }
            if rows.iter().any(|r| {
                r.days.0 <= days.1 && days.0 <= r.days.1 && r.times.0 < times.1 && times.0 < r.times.1
            }) {
                self.say(
                    Finding::new(Code::HoursOverlap, row.at, "these hours overlap with a line before")
                        .here("counted twice")
                        .mend("let the lines follow each other without overlap"),
                );
            }
            rows.push(HoursRow { days, times });
        }
        if rows.is_empty() && h.rows.is_empty() {
            self.say(
                Finding::new(Code::NeverOpen, h.at, format!("the hours `{}` never open", h.name.value))
                    .here("no line says when")
                    .mend("add a line such as `monday to friday 08:00 to 17:00`"),
            );
        }
        let closed_on = h.closed_on.as_ref().and_then(|c| self.look_up(Kind::Calendar, c)).map(CalendarId);
        let grounds = self.grounds(&h.grounds, None);
        self.book.hours.push(Hours {
            name: h.name.value.clone(),
            label: Self::label(h.label.as_ref()),
            rows,
            closed_on,
            grounds,
            at: h.at,
        });
    }
}

/// The names of the placeholders `{name}` in a text; `{{` and `}}` are braces.
fn placeholders(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '{' {
            continue;
        }
        if chars.next_if_eq(&'{').is_some() {
            continue;
        }
        out.push(chars.by_ref().take_while(|c| *c != '}').collect());
    }
    out
}
