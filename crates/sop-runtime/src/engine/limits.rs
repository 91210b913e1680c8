//! The limits of a running engine, each with a name, and what comes past it.
//!
//! | what | limit | past it |
//! |---|---|---|
//! | a text | [`TEXT_BYTES_MAX`] | [`FieldError::TooLong`](super::FieldError::TooLong) |
//! | items of a list, with those of lists in it | [`ITEMS_MAX`] | [`FieldError::TooManyItems`](super::FieldError::TooManyItems) |
//! | values handed in at once: arguments, what is filled in, what an event carries, an action's output | [`FIELDS_MAX`] values, [`VALUES_BYTES_MAX`] bytes | [`FieldError::TooManyFields`](super::FieldError::TooManyFields), [`FieldError::AllTooLong`](super::FieldError::AllTooLong) |
//! | an action's output | as above | the action has failed for good: a `failed` arrow, or an incident |
//! | all facts of a case | [`FACTS_BYTES_MAX`] | [`Limit::Facts`] |
//! | a request's name | [`REQUEST_BYTES_MAX`] | [`Limit::Request`] |
//! | an actor's name | [`ACTOR_BYTES_MAX`] | [`Limit::Actor`] |
//! | the reason of a cancellation | [`REASON_BYTES_MAX`] | [`Limit::Reason`] |
//! | what an action or a panic says of its failure | [`ERROR_BYTES_MAX`] | it is cut, and says so |
//! | inputs of a case: its journal | [`JOURNAL_MAX`] | [`Limit::Journal`]; the case can still be cancelled |
//! | effects of one input | [`EFFECTS_MAX`] | [`Limit::Effects`] |
//! | automatic steps of one input | [`MOVES_MAX`](crate::kernel::MOVES_MAX) | [`Rejected::TooManySteps`](crate::kernel::Rejected::TooManySteps) |
//! | inputs that one input sets off in children and parents | [`CASCADE_MAX`] | [`EngineError::TooManyInputs`] |
//! | children of a case that are under way or may still be asked for | [`CHILDREN_MAX`] | [`Limit::Children`] |
//! | depth of a list of lists | [`VALUE_DEPTH_MAX`](crate::value::VALUE_DEPTH_MAX) | the book is refused |
//! | inputs that are worked on at once | [`INPUTS_AT_ONCE`] | the next caller waits until one is done |
//! | timers that fired and are worked on at once | [`TIMERS_AT_ONCE`] | the next waits until one is done |
//! | requests that wait for the store | [`STORE_QUEUE_MAX`] | who asks waits |
//! | deliveries in memory | [`DELIVERIES_OF_A_CASE`] of each of [`CASES_DELIVERED_MAX`] cases | the rest waits in the outbox, and is read when there is room |
//! | deliveries to the subscriber at once | [`DELIVERIES_AT_ONCE`] | the next waits for one to be taken, to fail, or to last [`DELIVERY_LIMIT`] |
//! | what an engine reads at once of what waits in its store | [`TIMERS_READ`], [`EFFECTS_READ`] | the rest is read while the engine works already |
//! | effects that a slow listener of [`Engine::subscribe`](super::Engine::subscribe) may lag behind | [`LISTENER_LAG_MAX`] | it misses some, and is told how many |
//! | a book: its files, its size, how deep it nests, how much it may declare | [`sop_core::source::limits`] | a finding; the book is not run |
//! | cases in one store | 2^63-1 numbers | of those, memory holds [`FAMILIES_MAX`] families (a case with its children), each with at most [`FAMILY_BYTES_MAX`] of facts; the others are read when they are needed |
//! | timers, tasks and stages of a case | what its book declares for where it stands | |

// The crate's own tests get past two of them: they are smaller there.

use super::error::EngineError;
use crate::host::store::CaseId;
use crate::kernel::{Effect, Input, State};
use crate::value::Value;
use std::time::Duration;

/// Bytes of one text.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;
/// Items of one list, with those of lists in it.
pub const ITEMS_MAX: usize = 10_000;
/// Values that are handed in at once.
pub const FIELDS_MAX: usize = 1024;
/// Bytes of all values that are handed in at once.
pub const VALUES_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of all facts of a case. A case is written anew with each of its inputs.
pub const FACTS_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Bytes of a request's name.
pub const REQUEST_BYTES_MAX: usize = 256;
/// Bytes of an actor's name.
pub const ACTOR_BYTES_MAX: usize = 256;
/// Bytes of the reason of a cancellation.
pub const REASON_BYTES_MAX: usize = 4096;
/// Bytes that are kept of what an action says of its failure.
pub const ERROR_BYTES_MAX: usize = 4096;
/// Inputs of one case.
pub const JOURNAL_MAX: u64 = if cfg!(test) { 2_000 } else { 10_000_000 };
/// Effects of one input: they are numbered by 16 bits.
pub const EFFECTS_MAX: usize = 65_535;
/// Inputs that one input may set off, in children and parents.
pub const CASCADE_MAX: usize = 1000;
/// Children of one case that are under way or may still be asked for.
pub const CHILDREN_MAX: usize = 1000;
/// Families - a case with its children and theirs - that are held in memory, apart from those that somebody works on.
pub const FAMILIES_MAX: usize = if cfg!(test) { 64 } else { 4096 };
/// Bytes of facts of a family that is held in memory; one that knows more is read again with each input.
pub const FAMILY_BYTES_MAX: usize = 128 * 1024;
/// Inputs that are worked on at once.
pub const INPUTS_AT_ONCE: usize = 4096;
/// Timers that fired and are worked on at once.
pub const TIMERS_AT_ONCE: usize = if cfg!(test) { 16 } else { 1024 };
/// Requests that wait for the store.
pub const STORE_QUEUE_MAX: usize = 1024;
/// Deliveries of one case that are held in memory.
pub const DELIVERIES_OF_A_CASE: usize = 32;
/// Cases whose deliveries are held in memory.
pub const CASES_DELIVERED_MAX: usize = if cfg!(test) { 40 } else { 4096 };
/// Deliveries to the subscriber at once.
pub const DELIVERIES_AT_ONCE: usize = 64;
/// Longest time for one try of a delivery; then it is dropped, and tried again.
pub const DELIVERY_LIMIT: Duration = Duration::from_mins(1);
/// Timers that are read at once when an engine opens. Beside other reads, each such read takes a few milliseconds.
pub const TIMERS_READ: usize = if cfg!(test) { 3 } else { 2048 };
/// Effects that are read at once when an engine opens.
pub const EFFECTS_READ: usize = if cfg!(test) { 3 } else { 128 };
/// Effects that a listener may lag behind.
pub const LISTENER_LAG_MAX: usize = 1024;

/// A limit that a request would pass. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Limit {
    /// A request's name is too long.
    #[error("a request's name has at most {REQUEST_BYTES_MAX} bytes, not {found}")]
    Request {
        /// Bytes given.
        found: usize,
    },
    /// An actor's name is too long.
    #[error("an actor's name has at most {ACTOR_BYTES_MAX} bytes, not {found}")]
    Actor {
        /// Bytes given.
        found: usize,
    },
    /// The reason of a cancellation is too long.
    #[error("the reason of a cancellation has at most {REASON_BYTES_MAX} bytes, not {found}")]
    Reason {
        /// Bytes given.
        found: usize,
    },
    /// The case would know too much.
    #[error("all facts of a case have at most {FACTS_BYTES_MAX} bytes; those of case {} would have {found}", case.0)]
    Facts {
        /// Which case.
        case: CaseId,
        /// Bytes that they would have.
        found: usize,
    },
    /// The case has had too many inputs. It can still be cancelled.
    #[error("a case has at most {JOURNAL_MAX} inputs, and case {} has had them", case.0)]
    Journal {
        /// Which case.
        case: CaseId,
    },
    /// The input has too many effects.
    #[error("an input has at most {EFFECTS_MAX} effects; this one of case {} would have {found}", case.0)]
    Effects {
        /// Which case.
        case: CaseId,
        /// How many it would have.
        found: usize,
    },
    /// The case has too many children.
    #[error("a case has at most {CHILDREN_MAX} children under way; case {} would have {found}", case.0)]
    Children {
        /// Which case.
        case: CaseId,
        /// How many it would have.
        found: usize,
    },
}

/// Bytes of a value, about as they are written, and how many items lists in it have; stops counting past the limits.
pub(crate) fn size(value: &Value) -> (usize, usize) {
    match value {
        Value::Text(text) => (text.len(), 0),
        Value::List(items) => {
            let mut sum = (0usize, items.len());
            for item in items.iter().take(ITEMS_MAX) {
                // As deep as the type; types are bounded when a book is read.
                let (bytes, within) = size(item);
                sum = (sum.0.saturating_add(bytes), sum.1.saturating_add(within));
                if sum.1 > ITEMS_MAX || sum.0 > VALUES_BYTES_MAX {
                    break;
                }
            }
            sum
        }
        _ => (8, 0),
    }
}

/// Before an input: whether the case may have another.
pub(crate) fn before(case: CaseId, inputs: u64, input: &Input) -> Result<(), EngineError> {
    if inputs >= JOURNAL_MAX && !matches!(input, Input::Cancel { .. }) {
        return Err(Limit::Journal { case }.into());
    }
    Ok(())
}

/// After an input was worked on: whether the case may be so. What only time or another case brings is not refused for facts.
pub(crate) fn after(
    case: CaseId,
    input: &Input,
    state: &State,
    effects: &[Effect],
) -> Result<(), EngineError> {
    if effects.len() > EFFECTS_MAX {
        return Err(Limit::Effects { case, found: effects.len() }.into());
    }
    if effects.iter().any(|e| matches!(e, Effect::StartChild { .. })) {
        let found = state.children().count();
        if found > CHILDREN_MAX {
            return Err(Limit::Children { case, found }.into());
        }
    }
    let brings = matches!(
        input,
        Input::Start { .. }
            | Input::Complete { .. }
            | Input::Answer { .. }
            | Input::Event { .. }
            | Input::ActionDone { .. }
    );
    if brings {
        let found = state.facts().iter().flatten().map(|v| size(v).0).fold(0, usize::saturating_add);
        if found > FACTS_BYTES_MAX {
            return Err(Limit::Facts { case, found }.into());
        }
    }
    Ok(())
}

/// What a host said, no longer than is kept.
pub(crate) fn cut(mut words: String) -> String {
    if words.len() <= ERROR_BYTES_MAX {
        return words;
    }
    let all = words.len();
    let note = format!(" ... ({all} bytes in all)");
    let mut end = ERROR_BYTES_MAX - note.len();
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    words.truncate(end);
    words.push_str(&note);
    words.shrink_to_fit();
    words
}
