//! Working time: the time that passes while some hours are open.

use super::eval::local;
use super::program::{HoursCode, Program};
use crate::value::{DAY_MS, Moment, weekday};
use sop_core::model::HoursId;

/// Days searched for working time: 100 years and more. A length that isn't over by then is out of range.
const DAYS_SEARCHED_MAX: i32 = 40_000;

/// Whether the hours are open.
pub(super) fn open(program: &Program, hours: HoursId, at: Moment) -> bool {
    let Ok((day, time)) = local(program, at) else { return false };
    let code = &program.hours[hours.index()];
    on(program, code, day).iter().any(|(start, end)| (*start..*end).contains(&time))
}

/// The earliest moment at which so much working time has passed; `at` itself for none. `None` if it never has.
pub(super) fn after(program: &Program, hours: HoursId, at: Moment, ms: i64) -> Option<Moment> {
    let mut left = ms;
    if left <= 0 {
        return Some(at);
    }
    let code = &program.hours[hours.index()];
    if code.open.iter().all(|times| times.is_empty()) {
        return None;
    }
    let (first, mut from) = local(program, at).ok()?;
    for ahead in 0..DAYS_SEARCHED_MAX {
        let day = first.checked_add(ahead)?;
        for (start, end) in on(program, code, day) {
            let start = (*start).max(from);
            let here = i64::from(*end) - i64::from(start);
            if here >= left {
                let midnight = i64::from(day) * i64::from(DAY_MS) - program.zone_ms;
                return Some(Moment(midnight + i64::from(start) + left)).filter(|m| m.in_range());
            }
            left -= here.max(0);
        }
        from = 0;
    }
    None
}

/// Open times of a day.
fn on<'p>(program: &Program, hours: &'p HoursCode, day: i32) -> &'p [(u32, u32)] {
    if hours.closed_on.is_some_and(|c| program.calendars[c.index()].has(day)) {
        return &[];
    }
    // A weekday is 0 to 6.
    &hours.open[usize::from(weekday(day))]
}
