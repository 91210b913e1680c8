//! Literals: grammar shapes to values, with a finding for a value that can't be.

use super::{Builder, Pair};
use crate::diagnostic::{Code, Finding, Words};
use crate::source::Spanned;
use crate::syntax::tree;
use crate::words;
use chrono::NaiveDate;

const DAY_MS: u32 = 86_400_000;
/// In place of a time of day that doesn't exist, so that nothing more is said of it.
pub(crate) const NO_TIME: u32 = u32::MAX;
/// A hundred years: longer lengths of time are slips.
const DURATION_MS_MAX: i64 = 100 * 366 * DAY_MS as i64;

impl Builder<'_> {
    fn bad_literal(&mut self, pair: &Pair<'_>, message: Words, here: Words, mend: Words) {
        let finding = Finding::new(Code::BadLiteral, self.at(pair), message).here(here).mend(mend);
        self.say(finding);
    }

    /// `2023-10-02`; the first day of 1970 in place of a day that doesn't exist.
    pub(super) fn date(&mut self, pair: &Pair<'_>) -> Spanned<tree::Date> {
        let at = self.at(pair);
        let mut parts = pair.as_str().split('-');
        let mut part =
            |digits: usize| parts.next().filter(|p| p.len() == digits).and_then(|p| p.parse::<u32>().ok());
        let (year, month, day) = (part(4), part(2), part(2));
        if let (Some(year), Some(month), Some(day)) = (year, month, day)
            && let Ok(year) = i32::try_from(year)
            && NaiveDate::from_ymd_opt(year, month, day).is_some()
        {
            return Spanned::new(tree::Date { year, month, day }, at);
        }
        self.bad_literal(
            pair,
            words!("bad-day", value = pair.as_str()),
            words!("bad-day.here"),
            words!("bad-day.mend"),
        );
        Spanned::new(tree::Date { year: 1970, month: 1, day: 1 }, at)
    }

    /// `06:00`, in milliseconds; [`NO_TIME`] in place of a time that doesn't exist. `24:00` is the end of the day.
    pub(super) fn time(&mut self, pair: &Pair<'_>) -> Spanned<u32> {
        let at = self.at(pair);
        if let Some((h, m)) = pair.as_str().split_once(':')
            && h.len() == 2
            && m.len() == 2
            && let (Ok(h), Ok(m)) = (h.parse::<u32>(), m.parse::<u32>())
            && m < 60
            && (h < 24 || (h == 24 && m == 0))
        {
            return Spanned::new(h * 3_600_000 + m * 60_000, at);
        }
        self.bad_literal(
            pair,
            words!("bad-time", value = pair.as_str()),
            words!("bad-time.here"),
            words!("bad-time.mend"),
        );
        Spanned::new(NO_TIME, at)
    }

    /// `1h30m`, in milliseconds; a minute in place of something else.
    pub(super) fn duration(&mut self, pair: &Pair<'_>) -> Spanned<i64> {
        let at = self.at(pair);
        let mut total = Some(0i64);
        let mut number = String::new();
        let mut unit = String::new();
        let mut last = i64::MAX;
        let mut finish = |number: &mut String, unit: &mut String| {
            let size = match unit.as_str() {
                "d" => 86_400_000,
                "h" => 3_600_000,
                "m" => 60_000,
                "s" => 1_000,
                _ => 0,
            };
            let in_order = size > 0 && size < last;
            last = size;
            let part = number.parse::<i64>().ok().filter(|_| in_order).and_then(|n| n.checked_mul(size));
            total = total.zip(part).and_then(|(t, p)| t.checked_add(p)).filter(|t| *t <= DURATION_MS_MAX);
            number.clear();
            unit.clear();
        };
        for c in pair.as_str().chars() {
            if c.is_ascii_digit() {
                if !unit.is_empty() {
                    finish(&mut number, &mut unit);
                }
                number.push(c);
            } else {
                unit.push(c);
            }
        }
        finish(&mut number, &mut unit);
        if let Some(total) = total {
            return Spanned::new(total, at);
        }
        self.bad_literal(
            pair,
            words!("bad-duration", value = pair.as_str()),
            words!("bad-duration.here"),
            words!("bad-duration.mend"),
        );
        Spanned::new(60_000, at)
    }

    /// A whole number of 64 bits.
    pub(super) fn number(&mut self, pair: &Pair<'_>) -> Spanned<i64> {
        let at = self.at(pair);
        if let Ok(n) = pair.as_str().parse() {
            return Spanned::new(n, at);
        }
        self.bad_literal(
            pair,
            words!("bad-number", value = pair.as_str()),
            words!("bad-number.here"),
            words!("bad-number.mend"),
        );
        Spanned::new(0, at)
    }

    /// `+07:00`, in minutes.
    pub(super) fn offset(&mut self, pair: &Pair<'_>) -> Spanned<i32> {
        let at = self.at(pair);
        let text = pair.as_str();
        let sign = if text.starts_with('-') { -1 } else { 1 };
        if let Some((h, m)) = text.get(1..).and_then(|t| t.split_once(':'))
            && h.len() == 2
            && m.len() == 2
            && let (Ok(h), Ok(m)) = (h.parse::<i32>(), m.parse::<i32>())
            && h < 24
            && m < 60
        {
            return Spanned::new(sign * (h * 60 + m), at);
        }
        self.bad_literal(
            pair,
            words!("bad-zone", value = pair.as_str()),
            words!("bad-zone.here"),
            words!("bad-zone.mend"),
        );
        Spanned::new(0, at)
    }
}
