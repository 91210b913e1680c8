//! What the embedding program supplies: a clock, timers, actions, a subscriber, a store.
//!
//! Nothing here knows the engine. Every trait's docs are its contract: what may be called twice, what is durable when.

pub mod actions;
pub mod clock;
pub mod effect_view;
pub mod memory;
pub mod record;
pub mod store;
pub mod subscriber;
pub mod timers;
pub mod tokio_time;
pub mod virtual_time;
pub mod wheel;

pub use actions::{Action, ActionCall, ActionError, Output};
pub use clock::{Clock, SystemClock, Time};
pub use effect_view::{EffectView, TimerKind, TimerView};
pub use memory::MemoryStore;
pub use record::Record;
pub use subscriber::{Delivery, DeliveryError, Subscriber};
pub use timers::{FireHandle, FireSink, TimerKey, Timers};
pub use tokio_time::TokioTimers;
pub use virtual_time::VirtualTime;
pub use wheel::Wheel;
