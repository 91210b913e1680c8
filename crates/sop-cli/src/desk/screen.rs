//! The desk on a screen of its own: drawn anew each second, so that the timers run before one's eyes.

use super::session::{HELP, Session};
use crate::exit::Failure;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Paragraph, Wrap};
use ratatui::{DefaultTerminal, Frame};
use std::time::Duration;
use tokio::sync::mpsc;

/// How often keys are looked for, and the screen is drawn at least.
const POLL: Duration = Duration::from_millis(200);

/// Works the desk until the person leaves.
pub(crate) async fn run(mut session: Session) -> Result<(), Failure> {
    // `try_init` also puts the terminal back in order should the program panic.
    let mut terminal = ratatui::try_init().map_err(Failure::Terminal)?;
    let result = turns(&mut session, &mut terminal).await;
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
                session.notice(format!("✗ {error}"));
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
        KeyCode::Char(c) => typed.push(c),
        KeyCode::Backspace => _ = typed.pop(),
        KeyCode::Esc => typed.clear(),
        KeyCode::Enter => {
            let line = std::mem::take(typed);
            session.enter(&line).await;
        }
        _ => {}
    }
    false
}

fn draw(frame: &mut Frame<'_>, session: &Session, typed: &str) {
    let view = &session.view;
    let [head, middle, notices, input] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(8),
        Constraint::Length(3),
        Constraint::Length(3),
    ])
    .areas(frame.area());
    let [left, right] =
        Layout::horizontal([Constraint::Percentage(62), Constraint::Percentage(38)]).areas(middle);
    let stand_height =
        u16::try_from(view.stand.len()).unwrap_or(u16::MAX).saturating_mul(2).saturating_add(2);
    let [stand, offers] =
        Layout::vertical([Constraint::Max(stand_height.max(5)), Constraint::Min(4)]).areas(left);
    let [timers, facts] =
        Layout::vertical([Constraint::Percentage(50), Constraint::Percentage(50)]).areas(right);

    let bold = Style::new().add_modifier(Modifier::BOLD);
    frame.render_widget(Paragraph::new(view.head.as_str()).style(bold.fg(Color::Green)), head);
    panel(frame, stand, "Di mana kasus berada, apa yang dikatakan", &view.stand);
    let title =
        if session.over { "Kasus selesai: q untuk keluar" } else { "Yang dapat dilakukan (ketik nomornya)" };
    panel(frame, offers, title, &view.offers);
    panel(frame, timers, "Hitungan waktu", &view.timers);
    panel(frame, facts, "Yang diketahui", &view.facts);

    let from = session.notices.len().saturating_sub(2);
    let last: Vec<Line<'_>> = session.notices[from..].iter().map(|n| Line::from(n.as_str())).collect();
    frame.render_widget(
        Paragraph::new(last).style(Style::new().fg(Color::Yellow)).wrap(Wrap { trim: false }),
        notices,
    );

    let asked = session.prompt();
    let title = if asked.is_empty() { HELP.to_owned() } else { asked };
    let block = Block::new().borders(Borders::ALL).title(title);
    frame.render_widget(Paragraph::new(format!("> {typed}")).block(block), input);
    let width = unicode_width::UnicodeWidthStr::width(typed);
    let x = input.x.saturating_add(3).saturating_add(u16::try_from(width).unwrap_or(u16::MAX));
    frame.set_cursor_position((x.min(input.right().saturating_sub(2)), input.y + 1));
}

fn panel(frame: &mut Frame<'_>, area: Rect, title: &str, lines: &[String]) {
    let lines: Vec<Line<'_>> = lines
        .iter()
        .map(|l| {
            let style =
                if l.starts_with('▸') { Style::new().add_modifier(Modifier::BOLD) } else { Style::new() };
            Line::styled(l.as_str(), style)
        })
        .collect();
    let block = Block::new().borders(Borders::ALL).title(title);
    frame.render_widget(Paragraph::new(lines).block(block).wrap(Wrap { trim: false }), area);
}
