//! Values to try: few of each type, those at which books decide among them.

use super::dice::Dice;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use sop_core::model::{Book, Cell, EdgeKind, Expr, Flow, Literal, NodeKind, Type, types::DayKind};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Expressions inside each other; the source's own limit is lower.
const DEPTH_MAX: usize = 128;

/// Values to try in one book.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    numbers: Vec<i64>,
    /// Milliseconds since midnight, whole minutes.
    times: Vec<u32>,
    durations: Vec<i64>,
    texts: Vec<String>,
    /// Days to begin on.
    days: Vec<NaiveDate>,
    offset: i64,
}

impl Values {
    pub(crate) fn of(book: &Book) -> Self {
        let mut values = Self {
            numbers: vec![1, 0, 2, 3, -1, 10],
            times: vec![9 * 3_600_000, 0, 12 * 3_600_000, 23 * 3_600_000 + 59 * 60_000],
            durations: vec![HOUR, MINUTE, DAY],
            texts: vec!["x".to_owned(), "Sri Handayani".to_owned()],
            days: Vec::new(),
            offset: i64::from(book.zone.offset_minutes) * MINUTE,
        };
        values.read(book);
        values.days(book);
        values
    }

    /// The simplest value of a type: the one that a found scenario shows, if it does as well.
    pub(crate) fn simplest(&self, ty: &Type, at: NaiveDateTime) -> Literal {
        self.pick(ty, at, &mut |_| 0, 0)
    }

    /// A value of a type, for a case that stands at this moment of the book's zone.
    pub(crate) fn any(&self, ty: &Type, at: NaiveDateTime, dice: &mut Dice) -> Literal {
        self.pick(ty, at, &mut |n| dice.below(n), 0)
    }

    /// The first few values of a type.
    pub(crate) fn first(&self, ty: &Type, at: NaiveDateTime, n: usize) -> Literal {
        self.pick(ty, at, &mut |of| n % of.max(1), 0)
    }

    /// A moment to begin at.
    pub(crate) fn start(&self, dice: &mut Dice) -> NaiveDateTime {
        let day = dice.one(&self.days).copied().unwrap_or_default();
        let ms = if dice.percent(60) {
            let at = i64::from(dice.one(&self.times).copied().unwrap_or_default());
            at + [0, -MINUTE, MINUTE, -2 * MINUTE][dice.below(4)]
        } else {
            i64::try_from(dice.below(1440)).unwrap_or(0) * MINUTE
        };
        day.and_time(chrono::NaiveTime::MIN) + TimeDelta::milliseconds(ms.rem_euclid(DAY))
    }

    /// Where a found scenario begins, if that does as well: a Monday at nine.
    pub(crate) fn plain_start() -> NaiveDateTime {
        let day = NaiveDate::from_ymd_opt(2023, 10, 2).unwrap_or_default();
        day.and_time(chrono::NaiveTime::MIN) + TimeDelta::hours(9)
    }

    /// Where a found scenario may begin: the plainest first, and as it does last.
    pub(crate) fn plain_starts(&self, now: NaiveDateTime) -> Vec<NaiveDateTime> {
        let plain = Self::plain_start();
        let at =
            |ms: u32| plain.date().and_time(chrono::NaiveTime::MIN) + TimeDelta::milliseconds(i64::from(ms));
        let same_time = plain.date().and_time(now.time());
        [plain].into_iter().chain(self.times.iter().map(|t| at(*t))).chain([same_time, now]).collect()
    }

    fn pick(
        &self,
        ty: &Type,
        at: NaiveDateTime,
        which: &mut dyn FnMut(usize) -> usize,
        depth: usize,
    ) -> Literal {
        fn of<T: Clone>(list: &[T], which: &mut dyn FnMut(usize) -> usize) -> Option<T> {
            list.get(which(list.len())).cloned()
        }
        // Ahead, then behind: most moments that a case is told lie ahead.
        let steps = [3 * HOUR, DAY, 2 * DAY + HOUR, MINUTE, -HOUR, -DAY];
        match ty {
            Type::YesNo => Literal::YesNo(which(2) == 0),
            Type::Text => Literal::Text(of(&self.texts, which).unwrap_or_default()),
            Type::Number => Literal::Number(of(&self.numbers, which).unwrap_or_default()),
            Type::Date => {
                let days = [1, 0, 7, -1];
                let day =
                    at.date().and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis().div_euclid(DAY);
                let day = day + of(&days, which).unwrap_or_default();
                Literal::Date(i32::try_from(day).unwrap_or_default())
            }
            Type::Time => Literal::Time(of(&self.times, which).unwrap_or_default()),
            Type::Moment => {
                let ms = at.and_utc().timestamp_millis().div_euclid(MINUTE) * MINUTE;
                Literal::Moment(ms - self.offset + of(&steps, which).unwrap_or_default())
            }
            Type::Duration => Literal::Duration(of(&self.durations, which).unwrap_or_default()),
            Type::OneOf(choices) => Literal::Choice(u16::try_from(which(choices.len())).unwrap_or_default()),
            Type::Weekday => Literal::Weekday(u8::try_from(which(7)).unwrap_or_default()),
            Type::DayKind => Literal::DayKind(of(&DayKind::ALL, which).unwrap_or(DayKind::Workday)),
            Type::List(inner) if depth < 4 => {
                let length = which(3);
                Literal::List((0..length).map(|_| self.pick(inner, at, which, depth + 1)).collect())
            }
            Type::List(_) => Literal::List(Vec::new()),
        }
    }

    /// Values that the book itself speaks of, and their neighbours.
    fn read(&mut self, book: &Book) {
        for table in &book.tables {
            for (column, _) in &table.columns {
                self.expr(column, 0);
            }
            for cell in table.rows.iter().flat_map(|r| &r.cells) {
                match cell {
                    Cell::Values(values) => values.iter().for_each(|v| self.literal(v)),
                    // A range with its end goes on for a millisecond; what is written down is the full minute.
                    Cell::Times(a, b) => {
                        [a, b].into_iter().for_each(|t| self.literal(&Literal::Time(t - t % 60_000)));
                    }
                    Cell::Numbers(a, b) => {
                        [a, b].into_iter().flatten().for_each(|n| self.literal(&Literal::Number(*n)));
                    }
                    Cell::Any => {}
                }
            }
        }
        for hours in &book.hours {
            for row in &hours.rows {
                for time in [row.times.0, row.times.1] {
                    self.literal(&Literal::Time(time));
                }
            }
        }
        for flow in &book.flows {
            self.flow(flow);
        }
    }

    fn flow(&mut self, flow: &Flow) {
        for edge in flow.graph.edge_weights() {
            match &edge.kind {
                EdgeKind::When(e) | EdgeKind::At(e) => self.expr(e, 0),
                EdgeKind::After(length) => self.expr(&length.of, 0),
                _ => {}
            }
        }
        for node in flow.graph.node_weights() {
            match &node.kind {
                NodeKind::Do { args, .. } | NodeKind::Start { args, .. } | NodeKind::Call { args, .. } => {
                    args.iter().for_each(|e| self.expr(e, 0));
                }
                _ => {}
            }
        }
    }

    fn expr(&mut self, e: &Expr, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        if let Expr::Literal(value) = e {
            self.literal(value);
        }
        for part in e.parts() {
            self.expr(part, depth + 1);
        }
    }

    fn literal(&mut self, value: &Literal) {
        fn add<T: PartialEq>(list: &mut Vec<T>, value: T) {
            // A book with more is tried with the first.
            if list.len() < 40 && !list.contains(&value) {
                list.push(value);
            }
        }
        match value {
            Literal::Number(n) => {
                for n in [*n, n.saturating_sub(1), n.saturating_add(1)] {
                    add(&mut self.numbers, n);
                }
            }
            Literal::Text(t) => add(&mut self.texts, t.clone()),
            Literal::Time(t) => {
                for t in [*t, t.saturating_sub(60_000), t.saturating_add(60_000)] {
                    add(&mut self.times, t % 86_400_000 / 60_000 * 60_000);
                }
            }
            Literal::Duration(d) if *d > 0 => add(&mut self.durations, *d),
            Literal::List(items) => items.iter().for_each(|i| self.literal(i)),
            _ => {}
        }
    }

    /// Each weekday of some week, the calendars' days and their neighbours.
    fn days(&mut self, book: &Book) {
        let monday = Self::plain_start().date();
        let week = (0..7).map(|d| monday + TimeDelta::days(d));
        let near = book.calendars.iter().flat_map(|c| &c.days).flat_map(|d| {
            [-1, 0, 1].into_iter().filter_map(|n| d.date.checked_add_signed(TimeDelta::days(n)))
        });
        self.days = week.chain(near).collect();
    }
}
