//! What the embedding program supplies: a clock, timers, actions, a subscriber, a store.
//!
//! Nothing here knows the engine. Every trait's docs are its contract: what may be called twice, what is durable when.
//!
//! # When a host does what it shouldn't
//!
//! Every row is tested: by the test of that name in `engine/tests/bad_hosts.rs`, or where it says. `tests/simulation.rs` does nearly
//! all of it at once, day after day.
//!
//! | the host does | what happens | what you see | test |
//! |---|---|---|---|
//! | an action never answers | the try is dropped at the book's `limit`, or after 30 s; then as declared: retries, a `failed` arrow, an incident | the journal's `ActionFailed`: *no answer within ...*; [`CallInfo::incident`](crate::engine::views::CallInfo::incident) | `an_action_that_never_answers_fails_at_its_limit` |
//! | it blocks its thread | the same, noticed on another thread of the runtime; on a single-threaded runtime everything waits for it | the same | `an_action_that_blocks_its_thread_fails_at_its_limit` |
//! | it answers after its limit | nobody hears of it; the next try has the same [`ActionCall::key`] | the same | `an_answer_after_the_limit_is_not_heard` |
//! | its answer comes twice | the second changes nothing | nothing; a line in the log at level debug | `a_second_answer_changes_nothing` |
//! | it panics | the try has failed, as by [`ActionError::Retry`] | `ActionFailed`: *it panicked: ...* | `a_panic_is_a_failed_try_and_nothing_else` |
//! | it gives values of wrong names or types | it has failed for good: no retries | `ActionFailed`: *gave something else: ...* | `a_wrong_output_is_an_incident` |
//! | it gives 100 MB | the same; the [limits](crate::engine::limits) tell how much is taken | the same, with the limit | `outputs_and_errors_of_actions` in `limits.rs` |
//! | its error is very long | it is cut to [`ERROR_BYTES_MAX`](crate::engine::limits::ERROR_BYTES_MAX) | the words, and how long they were | `outputs_and_errors_of_actions` in `limits.rs` |
//! | the clock goes back | a case's inputs stay in order: each has at least the moment of the one before; timers wait until the clock has come there again | moments that stand still | `a_clock_that_goes_back_does_not_take_a_case_back` |
//! | it jumps ahead | what is due by it fires, each once; [`TokioTimers`] notice it within half a minute | timers earlier than people think | `a_clock_that_jumps_ahead_fires_what_is_due_once` |
//! | it jumps ahead over very many timers | so many are worked on at once, [`TIMERS_AT_ONCE`](crate::engine::limits::TIMERS_AT_ONCE); memory doesn't grow with the others | the last fire later | `timers_that_fall_due_at_once_wait_for_their_turn` |
//! | it shows what is no moment | inputs are refused, and change nothing | [`Rejected::OutOfRange`](crate::kernel::Rejected::OutOfRange) | `a_clock_that_goes_back_does_not_take_a_case_back` |
//! | a timer fires too early | it is armed again | nothing | `timers_that_fire_early_twice_late_or_never` |
//! | it fires twice, or after it was disarmed | the second changes nothing | nothing | the same |
//! | it fires late | it is taken then; of one case, what fell due before it is taken first | the moment in the journal is the later one | the same |
//! | it never fires | the case waits; the store knows the timer, and the next engine arms it again | a timer in [`CaseView::timers`](crate::engine::CaseView::timers) that is overdue | the same |
//! | the subscriber stalls | the try is dropped after [`DELIVERY_LIMIT`](crate::engine::limits::DELIVERY_LIMIT), and made again after a pause; that case's later effects wait, other cases' do not | warnings in the log; the outbox grows | `a_subscriber_that_stalls_for_one_case_holds_up_no_other` |
//! | it stalls for everything | memory holds a bounded part of what waits, the outbox all of it; cases go on | the same | `what_a_stalled_subscriber_leaves_waits_in_the_outbox` |
//! | it fails for ever, or panics | tried again with pauses of up to a minute; cases go on | the same | `a_subscriber_that_fails_for_ever_or_panics_stops_no_case` |
//! | the store fails a commit | the request fails, and nothing has changed; what the engine itself wanted to store it tries again | [`EngineError::Store`](crate::engine::EngineError::Store) | `a_result_that_cannot_be_stored_is_stored_later` in `actions.rs`, and the laws of `law.rs` |
//! | the caller stops waiting | an input that began is finished all the same; asked again under the same name, it is not done twice | [`Applied::already`](crate::engine::Applied::already) | `a_caller_who_stops_waiting_does_not_stop_the_input` in `order.rs` |
//! | a client floods | it waits: [`INPUTS_AT_ONCE`](crate::engine::limits::INPUTS_AT_ONCE) are worked on; what is given up while it waits never began | calls that take longer | `a_client_that_floods_waits` |
//! | a client hands in too much | it is refused by the limit's name | [`FieldError`](crate::engine::FieldError), [`Limit`](crate::engine::Limit) | `limits.rs` |

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
pub use wheel::{Reminders, Wheel};
