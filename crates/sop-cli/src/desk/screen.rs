//! The desk on a screen of its own: drawn anew each second, so that the timers run before one's eyes.

mod small;

use super::session::Session;
use super::{trouble, wrap};
use crate::exit::Failure;
use crate::speech::say;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Paragraph};
use ratatui::{DefaultTerminal, Frame};
use sop::words;
use std::time::Duration;
use tokio::sync::mpsc;

/// How often keys are looked for, and the screen is drawn at least.
const POLL: Duration = Duration::from_millis(200);

/// How many notices are seen, and on how many lines.
const NOTICES_SHOWN: usize = 2;
const NOTICES_SHOWN_LINES: usize = 3;

/// Works the desk until the person leaves.
pub(crate) async fn run(mut session: Session) -> Result<(), Failure> {
    // `try_init` also puts the terminal back in order should the program panic.
    let mut terminal = ratatui::try_init().map_err(Failure::Terminal)?;
    // A program that was killed leaves its screen behind, and what is drawn is drawn over a blank one.
    let result = match terminal.clear() {
        Ok(()) => turns(&mut session, &mut terminal).await,
        Err(error) => Err(Failure::Terminal(error)),
    };
    ratatui::restore();
    result
}

async fn turns(session: &mut Session, terminal: &mut DefaultTerminal) -> Result<(), Failure> {
    let (sender, mut keys) = mpsc::channel(64);
    // Reading keys blocks; the thread ends with its channel.
    std::thread::spawn(move || {
        while !sender.is_closed() {
            match event::poll(POLL) {
                Ok(true) => {
                    let Ok(event) = event::read() else { return };
                    if sender.blocking_send(event).is_err() {
                        return;
                    }
                }
                Ok(false) => {}
                Err(_) => return,
            }
        }
    });
    let mut typed = String::new();
    let mut stale = true;
    let mut drawn_second = i64::MIN;
    let mut live = session.desk.engine.subscribe();
    loop {
        while live.try_recv().is_ok() {
            stale = true;
        }
        let second = session.desk.now().0.div_euclid(1000);
        if stale || second != drawn_second {
            if let Err(error) = session.refresh().await {
                session.notice(format!("✗ {}", say(trouble::desk(&error))));
            }
            (stale, drawn_second) = (false, second);
            terminal.draw(|frame| draw(frame, session, &typed)).map_err(Failure::Terminal)?;
        }
        let event = match tokio::time::timeout(POLL, keys.recv()).await {
            Err(_) => continue,
            Ok(None) => return Ok(()),
            Ok(Some(event)) => event,
        };
        stale = true;
        let Event::Key(key) = event else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        if pressed(session, &mut typed, key).await || session.quit {
            return Ok(());
        }
    }
}

/// Takes a key; true leaves the desk.
async fn pressed(session: &mut Session, typed: &mut String, key: KeyEvent) -> bool {
    match key.code {
        KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => return true,
        KeyCode::Char(c) => {
            session.begins_to_type();
            typed.push(c);
        }
        KeyCode::Backspace => _ = typed.pop(),
        KeyCode::Esc => typed.clear(),
        KeyCode::Enter => {
            let line = std::mem::take(typed);
            session.enter(&line).await;
        }
        _ => {}
    }
    if typed.is_empty() {
        session.typed_nothing();
    }
    false
}

fn draw(frame: &mut Frame<'_>, session: &Session, typed: &str) {
    let view = &session.view;
    let area = frame.area();
    if area.width < small::WIDTH || area.height < small::HEIGHT {
        small::draw(frame, session, typed);
        return;
    }
    let from = session.notices.len().saturating_sub(NOTICES_SHOWN);
    let last = session.notices.get(from..).unwrap_or_default();
    let last = wrap::fit(last, area.width.into(), NOTICES_SHOWN_LINES);
    let notice_height = height(last.len());

    let style = if view.say_now { bold().fg(Color::Cyan) } else { Style::new().add_modifier(Modifier::DIM) };
    let title = say(if view.say_now { words!("title-say") } else { words!("title-last") });
    let width = area.width.saturating_sub(2).into();
    let said = wrap::fit(&view.say, width, usize::from(area.height / 3));
    let said_height = height(said.len()).saturating_add(2);

    let [head, words_area, middle, notices, input] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(if view.say.is_empty() { 0 } else { said_height }),
        Constraint::Min(6),
        Constraint::Length(notice_height),
        Constraint::Length(3),
    ])
    .areas(area);
    let [left, right] =
        Layout::horizontal([Constraint::Percentage(62), Constraint::Percentage(38)]).areas(middle);
    let wrapped = |items: &[String], area: Rect| -> u16 {
        let width = usize::from(area.width.saturating_sub(2));
        height(items.iter().map(|item| wrap::wrap(item, width).len()).sum()).saturating_add(2)
    };
    let offered = wrapped(&view.offers, left);
    // What can be done goes before where the cases stand, should there be too little room for both.
    let [stand, offers] = Layout::vertical([Constraint::Min(3), Constraint::Length(offered)]).areas(left);
    let [timers, facts] =
        Layout::vertical([Constraint::Percentage(60), Constraint::Percentage(40)]).areas(right);

    frame.render_widget(Paragraph::new(view.head.as_str()).style(bold().fg(Color::Green)), head);
    let said: Vec<Line<'_>> = said.into_iter().map(|line| Line::styled(line, style)).collect();
    frame.render_widget(
        Paragraph::new(said).block(Block::new().borders(Borders::ALL).title(format!(" {title} "))),
        words_area,
    );
    panel(frame, stand, &say(words!("title-stand")), &view.stand);
    let title = say(if session.over { words!("title-over") } else { words!("title-offers") });
    panel(frame, offers, &title, &view.offers);
    panel(frame, timers, &say(words!("title-timers")), &view.timers);
    panel(frame, facts, &say(words!("title-facts")), &view.facts);
    let last: Vec<Line<'_>> = last.into_iter().map(Line::from).collect();
    frame.render_widget(Paragraph::new(last).style(Style::new().fg(Color::Yellow)), notices);

    let asked = session.prompt();
    let asking = !asked.is_empty();
    let (title, style) = match (asking, session.desk.time.is_some()) {
        (true, _) => (asked, bold().fg(Color::Yellow)),
        (false, true) => (say(words!("keys-virtual")), Style::new()),
        (false, false) => (say(words!("keys")), Style::new()),
    };
    let block = Block::new().borders(Borders::ALL).title(title).border_style(style);
    let inside = block.inner(input);
    frame.render_widget(block, input);
    entry(frame, inside, typed);
}

/// The line that is typed. Of a long one its end is seen, where it is typed.
fn entry(frame: &mut Frame<'_>, area: Rect, typed: &str) {
    let shown = wrap::end_of(typed, usize::from(area.width.saturating_sub(3)));
    frame.render_widget(Paragraph::new(format!("> {shown}")), area);
    let width = u16::try_from(unicode_width::UnicodeWidthStr::width(shown)).unwrap_or(u16::MAX);
    let x = area.x.saturating_add(2).saturating_add(width);
    frame.set_cursor_position((x.min(area.right().saturating_sub(1)), area.y));
}

const fn bold() -> Style {
    Style::new().add_modifier(Modifier::BOLD)
}

/// A list with a frame.
fn panel(frame: &mut Frame<'_>, area: Rect, title: &str, items: &[String]) {
    let (width, room) = (area.width.saturating_sub(2), area.height.saturating_sub(2));
    let lines = wrap::fit(items, width.into(), room.into()).into_iter().map(|line| {
        let style = if line.starts_with('▸') { bold() } else { Style::new() };
        Line::styled(line, style)
    });
    let block = Block::new().borders(Borders::ALL).title(title.to_owned());
    frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()).block(block), area);
}

fn height(lines: usize) -> u16 {
    u16::try_from(lines).unwrap_or(u16::MAX)
}
