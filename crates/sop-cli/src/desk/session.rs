//! A person at the desk: lines in, changes and notices out. The plain desk and the screen both drive it.

use super::command::{self, Command};
use super::{Choice, Desk, DeskError, Offer, trouble, value, view};
use crate::speech::say;
use sop::engine::views::FieldView;
use sop::{Meta, Record, words};

/// How many notices are kept.
const NOTICES_MAX: usize = 200;

/// The desk with what is being asked of the person.
pub(crate) struct Session {
    pub(crate) desk: Desk,
    pub(crate) view: view::View,
    pub(crate) notices: Vec<String>,
    pub(crate) over: bool,
    pub(crate) quit: bool,
    offers: Vec<Offer>,
    /// What was offered when the person began to type, if that is known.
    seen: Option<Vec<Offer>>,
    asking: Option<Asking>,
}

/// Values of a choice, asked for one after the other.
struct Asking {
    choice: Choice,
    left: Vec<FieldView>,
    given: Record,
}

impl Session {
    pub(crate) fn new(desk: Desk) -> Self {
        Self {
            desk,
            view: view::View::default(),
            notices: Vec::new(),
            over: false,
            quit: false,
            offers: Vec::new(),
            seen: None,
            asking: None,
        }
    }

    /// Looks at the cases anew.
    pub(crate) async fn refresh(&mut self) -> Result<(), DeskError> {
        let family = self.desk.family().await?;
        self.offers = self.desk.offers(&family);
        self.view = view::view(&self.desk, &family, &self.offers);
        self.over = !Desk::under_way(&family);
        // What is typed for a step that the case has left would go nowhere, or be taken for something else.
        let gone = self.asking.take_if(|a| !self.offers.iter().any(|o| o.choice == a.choice));
        if let Some(field) = gone.as_ref().and_then(|asking| asking.left.first()) {
            self.notice(format!("✗ {}", say(words!("no-longer-asked", field = &field.name))));
        }
        Ok(())
    }

    /// The person begins to type: a number means what it means now.
    pub(crate) fn begins_to_type(&mut self) {
        self.seen.get_or_insert_with(|| self.offers.clone());
    }

    /// What was typed is given up.
    pub(crate) fn typed_nothing(&mut self) {
        self.seen = None;
    }

    /// What is asked for now.
    pub(crate) fn prompt(&self) -> String {
        match self.asking.as_ref().and_then(|a| a.left.first()) {
            Some(field) => say(words!("fill-in", field = &field.name, type = value::describe(&field.ty))),
            None => String::new(),
        }
    }

    pub(crate) fn notice(&mut self, text: impl Into<String>) {
        self.notices.push(text.into());
        if self.notices.len() > NOTICES_MAX {
            self.notices.remove(0);
        }
    }

    /// Takes a line.
    pub(crate) async fn enter(&mut self, line: &str) {
        // What was said about the line before is read by now.
        self.notices.clear();
        let seen = self.seen.take();
        let done = match self.asking.take() {
            Some(asking) => self.answered(asking, line).await,
            None => self.command(line, seen.as_deref()).await,
        };
        if let Err(error) = done {
            self.notice(format!("✗ {}", say(trouble::desk(&error))));
        }
        self.desk.engine.settled().await;
    }

    async fn answered(&mut self, mut asking: Asking, line: &str) -> Result<(), DeskError> {
        if line.trim().is_empty() {
            self.notice(say(words!("never-mind")));
            return Ok(());
        }
        let Some(field) = asking.left.first() else { return self.take(asking).await };
        match value::read(line.trim(), &field.ty, self.desk.engine.book().zone.offset_minutes) {
            Ok(value) => {
                asking.given.set(field.name.clone(), value);
                asking.left.remove(0);
                if asking.left.is_empty() {
                    return self.take(asking).await;
                }
                self.asking = Some(asking);
                Ok(())
            }
            Err(error) => {
                self.asking = Some(asking);
                Err(error.into())
            }
        }
    }

    async fn take(&mut self, asking: Asking) -> Result<(), DeskError> {
        self.desk.take(&asking.choice, asking.given, Meta::new().actor("desk")).await?;
        Ok(())
    }

    async fn command(&mut self, line: &str, seen: Option<&[Offer]>) -> Result<(), DeskError> {
        match command::parse(line) {
            Ok(None) => Ok(()),
            Ok(Some(Command::Quit)) => {
                self.quit = true;
                Ok(())
            }
            Ok(Some(Command::Help)) => {
                self.notice(say(words!("desk-help")));
                Ok(())
            }
            Ok(Some(Command::Pick(number))) => self.pick(number, seen).await,
            Ok(Some(command)) => self.desk.carry_out(&command, Meta::new().actor("desk")).await,
            Err(error) => {
                self.notice(format!("✗ {}", say(trouble::command(&error))));
                Ok(())
            }
        }
    }

    async fn pick(&mut self, number: usize, seen: Option<&[Offer]>) -> Result<(), DeskError> {
        let at = number.wrapping_sub(1);
        let meant = seen.map(|s| s.get(at).map(|o| &o.choice));
        if meant.is_some_and(|m| m != self.offers.get(at).map(|o| &o.choice)) {
            self.notice(format!("✗ {}", say(words!("offers-changed", number = number))));
            return Ok(());
        }
        let Some(offer) = self.offers.get(at).cloned() else {
            self.notice(format!("✗ {}", say(words!("no-offer", number = number))));
            return Ok(());
        };
        let left = match &offer.choice {
            Choice::Complete { fill, .. } => fill.clone(),
            Choice::Event { carries, .. } => carries.clone(),
            _ => Vec::new(),
        };
        let asking = Asking { choice: offer.choice, left, given: Record::new() };
        if asking.left.is_empty() {
            return self.take(asking).await;
        }
        self.asking = Some(asking);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
