//! Calendars and opening hours.

use super::super::code::{CalendarCode, HoursCode};
use super::{Broken, Builder, within};
use crate::value::{DAY_MS, day_of, weekday};
use sop_core::model::{Calendar, Hours};

/// A holiday makes a long weekend if it stands, with other holidays in a row, next to a Saturday or a Sunday: if the days
/// from it back to Monday, or on to Friday, are all holidays.
pub(super) fn calendar(calendar: &Calendar) -> CalendarCode {
    let mut days: Vec<i32> = calendar.days.iter().map(|d| day_of(d.date)).collect();
    days.sort_unstable();
    days.dedup();
    let has = |day: i32| days.binary_search(&day).is_ok();
    let touches = |day: &&i32| {
        let at = i32::from(weekday(**day));
        at < 5 && ((0..=at).all(|back| has(**day - back)) || (0..5 - at).all(|on| has(**day + on)))
    };
    let long = days.iter().filter(touches).copied().collect();
    CalendarCode { days: days.into(), long }
}

impl Builder<'_> {
    /// Rows that overlap or meet are one open time.
    pub(super) fn hours(&self, hours: &Hours) -> Result<HoursCode, Broken> {
        if let Some(calendar) = hours.closed_on {
            within(calendar.index(), self.book.calendars.len(), "calendar")?;
        }
        let mut open: [Vec<(u32, u32)>; 7] = Default::default();
        for row in &hours.rows {
            let (start, end) = row.times;
            if start >= end || end > DAY_MS || row.days.0 > row.days.1 || row.days.1 > 6 {
                return Err(format!("a row of the hours `{}` is not in order", hours.name));
            }
            for day in row.days.0..=row.days.1 {
                // 0 to 6, as just checked.
                open[usize::from(day)].push(row.times);
            }
        }
        Ok(HoursCode { open: open.map(merge), closed_on: hours.closed_on })
    }
}

fn merge(mut times: Vec<(u32, u32)>) -> Box<[(u32, u32)]> {
    times.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::with_capacity(times.len());
    for (start, end) in times {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged.into()
}
