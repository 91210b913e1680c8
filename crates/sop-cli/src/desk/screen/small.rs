//! The desk on a small screen: one column without frames. The line that is typed is always there, and what can be
//! done or is asked for.

use super::{bold, entry, height};
use crate::desk::session::Session;
use crate::desk::wrap;
use crate::speech::say;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use sop::words;

/// Below this many columns or lines there is no room for panels.
pub(super) const WIDTH: u16 = 60;
pub(super) const HEIGHT: u16 = 20;

/// Lines for what was last noticed, and for a question.
const NOTICES: usize = 2;
const QUESTION: usize = 2;

pub(super) fn draw(frame: &mut Frame<'_>, session: &Session, typed: &str) {
    let view = &session.view;
    let area = frame.area();
    let width = usize::from(area.width);
    // The line that is typed is always there.
    let mut room = usize::from(area.height).saturating_sub(1);
    let mut take = |items: &[String], most: usize| {
        let lines = wrap::fit(items, width, most.min(room));
        room -= lines.len();
        lines
    };
    let asked: Vec<String> = Some(session.prompt()).filter(|p| !p.is_empty()).into_iter().collect();
    let asked = take(&asked, QUESTION);
    let notices = take(&session.notices, NOTICES);
    let third = usize::from(area.height / 3);
    let said = take(&view.say, third);
    let over: Vec<String> = session.over.then(|| say(words!("title-over"))).into_iter().collect();
    let over = take(&over, QUESTION);
    let offers = take(&view.offers, usize::MAX);
    let stand = take(&view.stand, third);
    let timers: Vec<String> = view.timers.iter().map(|t| format!("⏲ {}", t.trim_start())).collect();
    let timers = take(&timers, third);
    let head = take(std::slice::from_ref(&view.head), 1);

    let to_say = if view.say_now { bold().fg(Color::Cyan) } else { Style::new().add_modifier(Modifier::DIM) };
    let parts = [
        (head, bold().fg(Color::Green)),
        (stand, bold()),
        (said, to_say),
        (timers, Style::new()),
        (offers, Style::new()),
        (over, bold()),
        (notices, Style::new().fg(Color::Yellow)),
        (asked, bold().fg(Color::Yellow)),
    ];
    let lines: Vec<Line<'_>> = parts
        .into_iter()
        .flat_map(|(lines, style)| lines.into_iter().map(move |line| Line::styled(line, style)))
        .collect();
    let [above, input] =
        Layout::vertical([Constraint::Length(height(lines.len())), Constraint::Length(1)]).areas(area);
    frame.render_widget(Paragraph::new(lines), above);
    entry(frame, input, typed);
}

#[cfg(test)]
mod tests;
