//! Standard operating procedures as programs: everything an embedding program needs, under one name.
//!
//! 1. Read a book ([`folder::read`]) and compile it ([`compile`]): a procedure that can go wrong is not run.
//! 2. Build an [`Engine`] for it: settings, actions, a store, a clock.
//! 3. [`Engine::start`] a case; work its [`Engine::tasks`]; [`Engine::send`] it what happens.
//!
//! `examples/live_chat.rs` tells the whole story.
//!
//! ```
//! # async fn story() -> Result<(), Box<dyn std::error::Error>> {
//! use sop::{Engine, MemoryStore, Record, Sources};
//!
//! let mut sources = Sources::new();
//! sources.add(
//!     "hello.sop",
//!     r#"lane agent "Agent"
//!        flow hello "Halo" {
//!            takes name: text
//!            step greet by agent "Menyapa"
//!            end done "Selesai"
//!        }"#,
//! );
//! let compiled = sop::compile(&sources);
//! assert!(compiled.is_sound());
//! let Some(book) = compiled.book else { return Ok(()) };
//!
//! let engine = Engine::builder(book).store(MemoryStore::new()).build().await?;
//! let case = engine.start("hello", Record::new().with("name", "Rina"), ()).await?.case;
//! let task = engine.tasks(Some("agent")).await?.remove(0);
//! engine.complete(case, task.task, (), ()).await?;
//! assert!(engine.tasks(None).await?.is_empty());
//! # Ok(())
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(story()).unwrap();
//! ```
//!
//! # Features
//!
//! - `conform` (default): [`conform`], a book held against its controlled document.
//! - `sqlite` (default): [`SqliteStore`], cases in one SQLite file.
//! - `metrics`: the engine measures itself, in OpenTelemetry's terms ([`engine::metrics`]).

pub mod folder;

#[cfg(feature = "conform")]
pub use sop_conform as conform;
pub use sop_core::source::Sources;
pub use sop_core::{
    Compiled, Workspace, compile, compile_observed, diagnostic, diff, explain, format, model, render, source,
    words,
};
pub use sop_runtime::engine::{
    self, Applied, BuildError, CaseView, Engine, EngineBuilder, EngineError, InputView, JournalView, Meta,
    Task, TaskKind,
};
pub use sop_runtime::host::store::{CaseFilter, CaseId, CaseRow, CaseStatus, EffectId, Store, StoreError};
pub use sop_runtime::host::{
    Action, ActionCall, ActionError, Clock, Delivery, DeliveryError, EffectView, FireHandle, MemoryStore,
    Output, Record, Subscriber, SystemClock, Time, TimerKey, TimerView, Timers, TokioTimers, VirtualTime,
};
pub use sop_runtime::kernel::{CallId, TaskId};
pub use sop_runtime::{Moment, Value, host, kernel};
pub use sop_scenario as scenario;
#[cfg(feature = "sqlite")]
pub use sop_sqlite::{SqliteStore, upkeep};

/// The README's code compiles.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
