//! Lanes, systems, events, actions, messages, settings, calendars, hours.

use super::Resolver;
use super::document::date;
use super::names::Kind;
use crate::diagnostic::{Code, Finding, Words, names};
use crate::model::{
    Action, Calendar, CalendarId, Day, Event, Field, Ground, Hours, HoursRow, Lane, Message, Retries,
    Setting, System,
};
use crate::syntax::build::literal::NO_TIME;
use crate::syntax::tree::{
    CalendarItem, Declaration, DeclarationClause as Clause, HoursItem, SettingItem, Text,
};
use crate::words;
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
        what: fn() -> Words,
        of: fn(&Clause) -> Option<&Vec<crate::syntax::tree::Field>>,
    ) -> Vec<Field> {
        let fields = d.clauses.iter().filter_map(of).flatten();
        self.fields(fields, what)
    }

    pub(super) fn lane(&mut self, d: &Declaration) {
        let grounds = self.declared_grounds(d);
        self.book.lanes.push(Lane {
            name: d.name.owned(),
            label: Self::label(d.label.as_ref()),
            grounds,
            at: d.at,
        });
    }

    pub(super) fn system(&mut self, d: &Declaration) {
        let grounds = self.declared_grounds(d);
        let retired_in =
            d.clauses.iter().find_map(|c| if let Clause::Retired(r) = c { Some(r.owned()) } else { None });
        let label = Self::label(d.label.as_ref());
        self.book.systems.push(System { name: d.name.owned(), label, retired_in, grounds, at: d.at });
    }

    pub(super) fn event(&mut self, d: &Declaration) {
        let grounds = self.declared_grounds(d);
        let carries = self.declared_fields(
            d,
            || words!("kind-field"),
            |c| if let Clause::Carries(f) = c { Some(f) } else { None },
        );
        let breaks_silence = d.clauses.iter().any(|c| matches!(c, Clause::BreaksSilence(_)));
        let label = Self::label(d.label.as_ref());
        self.book.events.push(Event {
            name: d.name.owned(),
            label,
            carries,
            breaks_silence,
            grounds,
            at: d.at,
        });
    }

    pub(super) fn action(&mut self, d: &Declaration) {
        let grounds = self.declared_grounds(d);
        let takes = self.declared_fields(
            d,
            || words!("kind-input"),
            |c| if let Clause::Takes(f) = c { Some(f) } else { None },
        );
        let gives = self.declared_fields(
            d,
            || words!("kind-output"),
            |c| if let Clause::Gives(f) = c { Some(f) } else { None },
        );
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
                                    words!("bad-retries", times = times.value),
                                )
                                .here(words!("bad-retries.here"))
                                .mend(words!("bad-retries.mend")),
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
            name: d.name.owned(),
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
                Finding::new(Code::GivenTwice, at, words!("given-twice", what = what))
                    .here(words!("given-twice.here"))
                    .mend(words!("given-twice.mend")),
            );
        }
    }

    /// A length of time must be more than nothing.
    pub(super) fn not_zero(&mut self, ms: i64, at: crate::source::Span) {
        if ms <= 0 {
            self.say(
                Finding::new(Code::ZeroDuration, at, words!("zero-duration"))
                    .here(words!("zero-duration.here"))
                    .mend(words!("zero-duration.mend")),
            );
        }
    }

    pub(super) fn message(&mut self, d: &Declaration) {
        let grounds = self.declared_grounds(d);
        let takes = self.declared_fields(
            d,
            || words!("kind-parameter"),
            |c| if let Clause::Takes(f) = c { Some(f) } else { None },
        );
        let mut texts: Vec<(String, String)> = Vec::new();
        let mut used: BTreeSet<String> = BTreeSet::new();
        for clause in &d.clauses {
            let Clause::Words { language, text } = clause else { continue };
            if !LANGUAGES.contains(&language.value.as_str()) {
                self.say(
                    Finding::new(
                        Code::UnknownName,
                        language.at,
                        words!("unknown-language", language = &language.value),
                    )
                    .here(words!("unknown-language.here"))
                    .mend(words!("use-one-of", names = names(LANGUAGES))),
                );
                continue;
            }
            if texts.iter().any(|(l, _)| *l == language.value) {
                self.given_once(true, language.at, &language.value);
                continue;
            }
            for name in placeholders(&text.value) {
                if !takes.iter().any(|f| f.name == name) {
                    let known = takes.iter().map(|f| f.name.as_str());
                    let mend = crate::syntax::recover::nearest(&name, known).map_or_else(
                        || words!("unknown-placeholder.mend", parameter = &name),
                        |near| words!("did-you-mean", near = format!("{{{near}}}")),
                    );
                    self.say(
                        Finding::new(
                            Code::UnknownPlaceholder,
                            text.at,
                            words!(
                                "unknown-placeholder",
                                placeholder = format!("{{{name}}}"),
                                message = &d.name.value,
                            ),
                        )
                        .here(words!("unknown-placeholder.here"))
                        .mend(mend),
                    );
                }
                used.insert(name);
            }
            texts.push((language.owned(), text.value.clone()));
        }
        if !texts.iter().any(|(l, _)| l == LANGUAGES[0]) && !self.names.is_lost(LANGUAGES[0]) {
            self.say(
                Finding::new(
                    Code::MissingLanguage,
                    d.name.at,
                    words!("no-indonesian", message = &d.name.value),
                )
                .here(words!("no-indonesian.here"))
                .mend(words!("no-indonesian.mend")),
            );
        }
        for field in takes.iter().filter(|f| !used.contains(&f.name) && !texts.is_empty()) {
            self.say(
                Finding::new(
                    Code::UnusedParameter,
                    field.at,
                    words!("unused-parameter", message = &d.name.value, parameter = &field.name),
                )
                .here(words!("unused-parameter.here"))
                .mend(words!("unused-parameter.mend", placeholder = format!("{{{}}}", field.name))),
            );
        }
        let label = Self::label(d.label.as_ref());
        self.book.messages.push(Message { name: d.name.owned(), label, takes, texts, grounds, at: d.at });
    }

    pub(super) fn setting(&mut self, s: &SettingItem) {
        let ty = self.ty(&s.field.ty.value);
        let default = s.default.as_ref().and_then(|e| self.literal(e, &ty));
        let grounds = self.grounds(&s.grounds, None);
        let name = s.field.name.owned();
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
                Finding::new(
                    Code::EmptyRange,
                    at,
                    words!("years-reversed", last = covers.1, first = covers.0),
                )
                .here(words!("years-reversed.here"))
                .mend(words!("years-reversed.mend")),
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
                        words!("day-twice", day = day.to_string(), calendar = &c.name.value),
                    )
                    .here(words!("day-twice.here"))
                    .label(first, words!("day-twice.first"))
                    .mend(words!("day-twice.mend")),
                );
                continue;
            }
            if !(covers.0..=covers.1).contains(&day.year()) {
                self.say(
                    Finding::new(
                        Code::BadCalendarDay,
                        d.at,
                        words!("day-not-covered", day = day.to_string(), first = covers.0, last = covers.1,),
                    )
                    .here(words!("day-not-covered.here"))
                    .mend(words!("day-not-covered.mend", calendar = &c.name.value)),
                );
            }
            days.push(Day { date: day, label: label.value.clone() });
        }
        days.sort_by_key(|d| d.date);
        let grounds = self.grounds(&c.grounds, None);
        self.book.calendars.push(Calendar {
            name: c.name.owned(),
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
                    Finding::new(Code::EmptyRange, row.at, words!("hours-reversed"))
                        .here(words!("hours-reversed.here"))
                        .mend(words!("hours-reversed.mend")),
                );
                continue;
            }
            if rows.iter().any(|r| {
                r.days.0 <= days.1 && days.0 <= r.days.1 && r.times.0 < times.1 && times.0 < r.times.1
            }) {
                self.say(
                    Finding::new(Code::HoursOverlap, row.at, words!("hours-overlap"))
                        .here(words!("hours-overlap.here"))
                        .mend(words!("hours-overlap.mend")),
                );
            }
            rows.push(HoursRow { days, times });
        }
        if rows.is_empty() && h.rows.is_empty() {
            self.say(
                Finding::new(Code::NeverOpen, h.at, words!("never-open", hours = &h.name.value))
                    .here(words!("never-open.here"))
                    .mend(words!("never-open.mend")),
            );
        }
        let closed_on = h.closed_on.as_ref().and_then(|c| self.look_up(Kind::Calendar, c)).map(CalendarId);
        let grounds = self.grounds(&h.grounds, None);
        self.book.hours.push(Hours {
            name: h.name.owned(),
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
