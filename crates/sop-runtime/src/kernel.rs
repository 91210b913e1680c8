//! The kernel: one pure function, `(program, state, input) -> (state', effects)`.
//!
//! It reads no clock, no disk, no random source, and knows no hash order: the moment comes with the input. The same
//! inputs give the same states and effects, byte for byte, on every machine; so a case *is* its journal of inputs.
//!
//! # What happens in which order
//!
//! - *Coming to a node*: stages left for good are left (their timers disarmed), new ones are entered (idle clocks, then
//!   deadlines); words are said; then the task, the timers, the invocation or the child. Nodes where nobody works are
//!   passed at once, one after the other, branch by branch.
//! - *A step done*: what was filled in, the changes in order, the task withdrawn, its timers disarmed, then onwards.
//! - *An event*: the longest waiting token takes it; else the innermost active stage that it interrupts. If it breaks
//!   silence, the idle clocks of the stages that are active afterwards are wound back. If it does none of these, it is
//!   rejected.
//! - *An interruption*: tasks are withdrawn, timers disarmed, actions and called cases go on. If some arrow resumes the
//!   stage, all this is remembered: tasks come back under new numbers and say nothing again, deadlines fall due when they
//!   would have, idle clocks start anew, results that came in the meantime are taken. A deadline of a single node
//!   interrupts that node only, and is remembered for the innermost stage around it. A new interruption of the stage
//!   replaces what is remembered; entering it anew by any arrow drops it; then invocations are abandoned.
//! - *Silence that leads into its own stage* is counted again from that moment.
//! - *The end of a started case* stays known until the `start` is passed again, so that an `await` may come before or
//!   after it, or twice. The end of a case that nobody waits for is taken in and changes nothing, also after this case is
//!   over. An end that an `await` or `call` could not take is rejected: the child can't be given up then.
//! - *Rules*: watched beside all this; a broken one is told by an effect, at the point that breaks it, and changes nothing.
//! - *A call that is left for good* - by a deadline, by an interruption that nothing resumes, with a branch that came too
//!   late, at the end of the case: the called case is given up. A started case is not.
//! - *An end*: rules are judged, tasks withdrawn, timers disarmed, invocations abandoned. Started cases go on.

pub mod effect;
mod enter;
mod eval;
mod hop;
pub mod input;
mod interrupt;
mod leave;
mod on_call;
mod on_child;
mod on_event;
mod on_task;
mod on_timer;
pub mod passage;
pub mod program;
pub mod reject;
mod run;
pub mod state;
pub mod step;
#[cfg(test)]
pub(crate) mod testing;
mod timers;
pub mod trace;
mod watch;
mod working_hours;

pub use effect::{Breach, Effect, RuleIx, TimerFor};
pub use input::{CallId, ChildEnd, ChildId, Input, NodeIx, TaskId, TimerId};
pub use passage::{FlowStandings, Named, Passage, PlaceKind, Reason, Standing, Stranded, Verdict};
pub use program::{BuildError, BuildErrors, Condition, Program, Settings};
pub use reject::Rejected;
pub use run::MOVES_MAX;
pub use state::{
    ArmedTimer, CallView, ChildView, DecodeError, Interrupted, OpenTask, Parked, STATE_VERSION, State,
    Status, TokenView,
};
pub use step::{advance, advance_traced, step};
pub use trace::{Move, Trace, Way};
