//! What steps speak of: lanes, systems, events, actions, messages, settings, calendars, hours, tables.

use super::{Described, Speech, Way, code, grounds_of, setting_of};
use crate::diagnostic::Lang;
use crate::diff::phrase::Phrase;
use crate::diff::{Aspect, FieldList, ThingKind, WayKind};
use crate::model::types::WEEKDAYS;
use crate::model::{
    Action, Book, Calendar, Cell, Event, Hours, HoursRow, Literal, Message, Setting, System, Table,
    TableResult, Type,
};
use crate::render::words::clock;
use crate::source::Span;
use crate::words;

pub(super) fn things(book: &Book) -> Vec<Described> {
    let plain = setting_of(&[]);
    let say = Speech { book, flow: &plain };
    let mut things = vec![zone(book)];
    things.extend(
        book.lanes
            .iter()
            .map(|l| Described::new(ThingKind::Lane, &l.name, &l.label, l.at).grounded(&l.grounds)),
    );
    things.extend(book.systems.iter().map(system));
    things.extend(book.events.iter().map(event));
    things.extend(book.actions.iter().map(|a| action(say, a)));
    things.extend(book.messages.iter().map(message));
    things.extend(book.settings.iter().map(|s| setting(say, s)));
    things.extend(book.calendars.iter().map(calendar));
    things.extend(book.hours.iter().map(|h| hours(book, h)));
    things.extend(book.tables.iter().map(|t| table(book, t)));
    things
}

fn zone(book: &Book) -> Described {
    let minutes = book.zone.offset_minutes;
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let sign = if minutes < 0 { '-' } else { '+' };
    let mut thing = Described::new(ThingKind::Zone, "", "", Span::default());
    thing.aspects.clear();
    thing.set(Aspect::Zone, Phrase::plain(format!("{} ({sign}{hours:02}:{rest:02})", book.zone.name)));
    thing
}

fn system(system: &System) -> Described {
    let mut thing = Described::new(ThingKind::System, &system.name, &system.label, system.at);
    thing.some(Aspect::Retired, system.retired_in.as_ref().map(Phrase::plain));
    thing.grounded(&system.grounds)
}

fn event(event: &Event) -> Described {
    let mut thing = Described::new(ThingKind::Event, &event.name, &event.label, event.at);
    thing.fields(FieldList::Carries, &event.carries);
    thing.some(Aspect::BreaksSilence, event.breaks_silence.then(|| code("breaks silence")));
    thing.grounded(&event.grounds)
}

fn action(say: Speech<'_>, action: &Action) -> Described {
    let mut thing = Described::new(ThingKind::Action, &action.name, &action.label, action.at);
    thing.fields(FieldList::Takes, &action.takes);
    thing.fields(FieldList::Gives, &action.gives);
    thing.some(Aspect::Limit, action.limit_ms.map(|ms| say.duration(ms)));
    thing.some(
        Aspect::Retries,
        action.retries.map(|r| {
            let every = say.duration(r.every_ms);
            let source = format!("{} every {} {}", r.times, every.source, r.doubling);
            Phrase::spoken(source, |lang| {
                let (times, every) = (r.times, every.say(lang));
                let words = if r.doubling {
                    words!("diff-retries-doubling", times = times, every = every)
                } else {
                    words!("diff-retries-every", times = times, every = every)
                };
                words.say(lang)
            })
        }),
    );
    thing.grounded(&action.grounds)
}

fn message(message: &Message) -> Described {
    let mut thing = Described::new(ThingKind::Message, &message.name, &message.label, message.at);
    thing.fields(FieldList::Takes, &message.takes);
    for (language, text) in &message.texts {
        let text = Phrase::spoken(text.clone(), |_| format!("“{text}”"));
        if thing.summary.source.is_empty() {
            thing.summary = text.clone();
        }
        thing.set(Aspect::Text { language: language.clone() }, text);
    }
    thing.grounded(&message.grounds)
}

fn setting(say: Speech<'_>, setting: &Setting) -> Described {
    let mut thing = Described::new(ThingKind::Setting, &setting.name, &setting.label, setting.at);
    thing.typed(&setting.ty);
    let default = setting.default.as_ref().map(|d| say.literal(d, Some(&setting.ty)));
    thing.summary = match &default {
        Some(default) => Phrase::spoken(default.source.clone(), |l| {
            words!("diff-default-is", value = default.say(l)).say(l)
        }),
        None => Phrase::said("", &words!("diff-no-default")),
    };
    thing.some(Aspect::Default, default);
    thing.grounded(&setting.grounds)
}

fn calendar(calendar: &Calendar) -> Described {
    let mut thing = Described::new(ThingKind::Calendar, &calendar.name, &calendar.label, calendar.at);
    let (first, last) = calendar.covers;
    thing.some(Aspect::Source, Some(Phrase::plain(&calendar.source)));
    thing.set(
        Aspect::Covers,
        Phrase::plain(if first == last { first.to_string() } else { format!("{first}–{last}") }),
    );
    for day in &calendar.days {
        let label = Phrase::spoken(day.label.clone(), |_| format!("“{}”", day.label));
        thing.set(Aspect::Day { date: day.date.to_string() }, label);
    }
    let days = calendar.days.len();
    thing.summary = Phrase::said(days.to_string(), &words!("diff-days", count = days));
    thing.grounded(&calendar.grounds)
}

fn hours(book: &Book, hours: &Hours) -> Described {
    let plain = setting_of(&[]);
    let say = Speech { book, flow: &plain };
    let row = |row: &HoursRow| {
        let day = |d: u8| say.literal(&Literal::Weekday(d), None);
        let (first, last) = (day(row.days.0), day(row.days.1));
        let name = |d: u8| WEEKDAYS.get(usize::from(d)).copied().unwrap_or("?");
        let source = format!("{} to {} {:?}", name(row.days.0), name(row.days.1), row.times);
        Phrase::spoken(source, |l| {
            let days = if row.days.0 == row.days.1 {
                first.say(l).to_owned()
            } else {
                format!("{}–{}", first.say(l), last.say(l))
            };
            format!("{days} {}–{}", time(row.times.0, l), time(row.times.1, l))
        })
    };
    let mut rows: Vec<&HoursRow> = hours.rows.iter().collect();
    // Lines don't overlap, so their order makes no difference.
    rows.sort_by_key(|r| (r.days, r.times));
    let open = Phrase::list(rows.into_iter().map(row));
    let mut thing = Described::new(ThingKind::Hours, &hours.name, &hours.label, hours.at);
    thing.summary = open.clone();
    thing.set(Aspect::Open, open);
    let closed = hours.closed_on.and_then(|c| book.calendars.get(c.index()));
    thing.some(Aspect::ClosedOn, closed.map(|c| Phrase::named(&c.name, &c.label)));
    thing.grounded(&hours.grounds)
}

fn table(book: &Book, table: &Table) -> Described {
    let flow = setting_of(&table.takes);
    let say = Speech { book, flow: &flow };
    let mut thing = Described::new(ThingKind::Table, &table.name, &table.label, table.at);
    thing.fields(FieldList::Takes, &table.takes);
    let gives = table.gives.as_ref().map_or_else(|| code("message"), |ty| code(ty.source()));
    thing.set(Aspect::Gives, gives);
    for choice in table.gives.as_ref().map_or(&[][..], super::choices) {
        let label = Phrase::spoken(choice.label.clone(), |_| format!("“{}”", choice.label));
        thing.some(Aspect::ChoiceLabel { choice: choice.name.clone() }, Some(label));
    }
    thing.set(Aspect::Columns, Phrase::list(table.columns.iter().map(|(e, _)| say.expr(e))));
    let types: Vec<&Type> = table.columns.iter().map(|(_, ty)| ty).collect();
    thing.ways = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<Phrase> =
                row.cells.iter().enumerate().map(|(i, c)| cell(say, c, types.get(i).copied())).collect();
            let join = |part: fn(&Phrase) -> &str| cells.iter().map(part).collect::<Vec<_>>().join(", ");
            let key = Phrase { source: join(|p| &p.source), id: join(|p| &p.id), en: join(|p| &p.en) };
            let to = match &row.gives {
                TableResult::Message(m) => book
                    .messages
                    .get(m.index())
                    .map_or_else(|| Phrase::plain("?"), |m| Phrase::named(&m.name, &m.label)),
                TableResult::Value(v) => say.literal(v, table.gives.as_ref()),
            };
            Way {
                kind: WayKind::Row,
                when: key.clone(),
                key,
                to,
                label: Phrase::plain(""),
                keeps: Phrase::plain(""),
                grounds: grounds_of(&row.grounds),
            }
        })
        .collect();
    let rows = table.rows.len();
    thing.summary = Phrase::said(rows.to_string(), &words!("diff-rows", count = rows));
    thing.grounded(&table.grounds)
}

/// A time of day as it is written in the language.
fn time(ms: u32, lang: Lang) -> String {
    match lang {
        Lang::Id => clock(ms),
        Lang::En => clock(ms).replace('.', ":"),
    }
}

fn cell(say: Speech<'_>, cell: &Cell, ty: Option<&Type>) -> Phrase {
    match cell {
        Cell::Any => Phrase::said("any", &words!("diff-any")),
        Cell::Values(values) => {
            let values: Vec<Phrase> = values.iter().map(|v| say.literal(v, ty)).collect();
            let source: Vec<&str> = values.iter().map(|v| v.source.as_str()).collect();
            Phrase::spoken(source.join(", "), |l| {
                let or = words!("diff-or").say(l);
                values.iter().map(|v| v.say(l)).collect::<Vec<_>>().join(&format!(" {or} "))
            })
        }
        Cell::Times(from, end) => Phrase::spoken(format!("{from}..{end}"), |l| {
            // `through` takes in the last millisecond that was written.
            let words = if end % 60_000 == 1 {
                words!("diff-range-through", from = time(*from, l), to = time(end - 1, l))
            } else {
                words!("diff-range-before", from = time(*from, l), to = time(*end, l))
            };
            words.say(l)
        }),
        Cell::Numbers(from, end) => {
            let words = match (from, end) {
                (Some(from), Some(end)) => {
                    words!("diff-range-through", from = *from, to = end.saturating_sub(1))
                }
                (Some(from), None) => words!("diff-range-from", from = *from),
                (None, Some(end)) => words!("diff-range-below", to = *end),
                (None, None) => words!("diff-any"),
            };
            Phrase::said(format!("{from:?}..{end:?}"), &words)
        }
    }
}
