//! The engine: cases of a book, run durably and in order.
//!
//! 1. [`Engine::builder`] takes a book; give it the settings, the actions, a store; [`EngineBuilder::build`] opens it.
//! 2. [`Engine::start`] begins a case; [`Engine::tasks`] tells what is to be done; [`Engine::complete`],
//!    [`Engine::answer`] and [`Engine::send`] go on.
//! 3. [`Engine::case`] and [`Engine::journal`] show where a case stands and how it came there.
//!
//! ```
//! use sop_runtime::engine::Engine;
//! use sop_runtime::host::{ActionCall, Output};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut sources = sop_core::source::Sources::new();
//! sources.add("desk.sop", r#"
//!     lane agent "Agent"
//!     action create_ticket "Membuat tiket" { takes need: text  gives number: text }
//!     flow desk "Meja bantuan" {
//!         keeps need: text, number: text
//!         step ask by agent "Menanyakan kebutuhan" { fill need }
//!         do create_ticket(need) "Membuat tiket" { keep number }
//!         step inform by agent "Memberi tahu nomornya" {}
//!         end done "Selesai"
//!     }
//! "#);
//! let book = sop_core::compile(&sources).book.ok_or("the book is not sound")?;
//! let engine = Engine::builder(book)
//!     .action("create_ticket", |_: ActionCall| async { Ok(Output::new().with("number", "T-1")) })
//!     .build()
//!     .await?;
//!
//! let case = engine.start("desk", (), ()).await?.case;
//! let task = engine.tasks(Some("agent")).await?.remove(0);
//! engine.complete(case, task.task, [("need", "a new card")], ()).await?;
//! engine.settled().await;
//! assert_eq!(engine.case(case).await?.facts[1].shown, "T-1");
//! # Ok(())
//! # }
//! ```
//!
//! What is promised:
//!
//! - a call that returns `Ok` is durable; one that returns `Err` has changed nothing;
//! - inputs of one case, its children and its parents come one after the other; other cases beside them;
//! - a case that another started begins in the same commit, and its end is told its parent in the same commit;
//! - after a restart, timers are armed again, and actions and deliveries that were not finished are begun again.

mod activity;
mod apply;
mod builder;
mod deliver;
mod edition;
mod error;
mod families;
mod fields;
mod fire;
mod history;
mod inner;
mod invoke;
pub mod limits;
pub mod look;
mod meta;
pub mod metrics;
pub mod moving;
mod opening;
mod outgoing;
mod pauses;
mod pulse;
mod read;
pub mod rebuild;
mod recall;
mod request;
pub mod views;
pub mod words;
mod writer;

pub use builder::EngineBuilder;
pub use error::{BuildError, EngineError, FieldError, FieldErrors, Unfit};
pub use limits::Limit;
pub use meta::{Applied, Meta};
pub use moving::{CaseMove, MoveOutcome, MoveReport};
pub use views::{CaseView, InputView, JournalView, Task, TaskKind};

use crate::host::subscriber::Delivery;
use inner::Inner;
use sop_core::model::Book;
use std::sync::Arc;
use tokio::sync::broadcast;

/// A running engine. Clones are the same engine; when the last is gone, it ends as by [`Engine::shutdown`], but nobody
/// waits for it.
#[derive(Clone, Debug)]
pub struct Engine {
    handle: Arc<Handle>,
}

/// Ends the engine when the last clone is gone.
#[derive(Debug)]
struct Handle(Arc<Inner>);

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Inner {
    /// Takes no more inputs; stops what is under way. What was not finished is in the store, and begins again later.
    fn close(&self) {
        self.closed.send_replace(true);
        self.calls.abandon_all();
        if let Some(deliveries) = &self.deliveries {
            deliveries.clear();
        }
    }
}

impl Engine {
    /// An engine for a book that the checker let pass.
    pub fn builder(book: Book) -> EngineBuilder {
        EngineBuilder::new(book)
    }

    fn inner(&self) -> &Arc<Inner> {
        &self.handle.0
    }

    /// The book with which it was built.
    pub fn book(&self) -> &Book {
        &self.inner().current.book
    }

    /// Hears of every effect, as it happens, from now on. Not durable: who is too slow misses some, and is told so by
    /// [`broadcast::error::RecvError::Lagged`]. For what must not be missed there is
    /// [`Subscriber`](crate::host::Subscriber).
    pub fn subscribe(&self) -> broadcast::Receiver<Delivery> {
        self.inner().live.subscribe()
    }

    /// Waits until nothing is under way: no input, no action, no delivery. Timers that are armed do not count.
    pub async fn settled(&self) {
        self.inner().activity.settled().await;
    }

    /// Copies the store to a file while cases go on: all that was stored before this call, and nothing of later. The copy is
    /// verified before it gets its name; what lies there is replaced only with `replace`.
    ///
    /// # Errors
    ///
    /// If the store is of a kind that can't be copied so, or the copy can't be written; then there is none.
    pub async fn backup(&self, to: impl Into<std::path::PathBuf>, replace: bool) -> Result<(), EngineError> {
        let to = to.into();
        let backup = self.inner().writer.read(crate::host::store::Store::backup).await?;
        let written = tokio::task::spawn_blocking(move || backup.write(&to, replace)).await;
        Ok(written.map_err(|_| EngineError::Closed)??)
    }

    /// Takes no more inputs, stops running actions and deliveries, finishes what is being stored, and closes the store.
    /// What was stopped begins again when an engine opens the store.
    pub async fn shutdown(&self) {
        self.inner().close();
        self.inner().writer.stop().await;
    }
}

#[cfg(test)]
mod tests;
