//! What goes wrong at the desk, in words that an agent understands.

use super::DeskError;
use super::command::NotACommand;
use sop::diagnostic::{Words, names};
use sop::engine::{FieldError, FieldErrors, Limit, limits};
use sop::kernel::{BuildError as Fault, Rejected};
use sop::{BuildError, EngineError, StoreError, words};

/// What the desk could not do.
pub(crate) fn desk(error: &DeskError) -> Words {
    match error {
        DeskError::NoTask(place) => words!("no-task", place = place.to_string()),
        DeskError::WantsAnswer(place) => words!("wants-answer", place = place.to_string()),
        DeskError::WantsDone(place) => words!("wants-done", place = place.to_string()),
        DeskError::Unknown(name) => words!("desk-unknown", name = name),
        DeskError::Value(error) => error.told(),
        DeskError::RealClock => words!("real-clock"),
        DeskError::Expected(words) => words.clone(),
        DeskError::NotHere => words!("not-here"),
        DeskError::Engine(error) => engine(error),
    }
}

/// What the engine refused.
pub(crate) fn engine(error: &EngineError) -> Words {
    match error {
        EngineError::UnknownCase(case) => words!("no-case", case = case.0),
        EngineError::UnknownFlow(name) => words!("no-flow", flow = name),
        EngineError::UnknownEvent(name) => words!("no-event", event = name),
        EngineError::UnknownMessage(name) => words!("no-message", message = name),
        EngineError::UnknownLane(name) => words!("no-lane", lane = name),
        EngineError::UnknownAnswer { node, answer, known } => {
            words!("answer-unknown", node = node, answer = answer, names = names(known.iter().cloned()))
        }
        EngineError::Fields(FieldErrors(fields)) => Words::rows(fields.iter().map(field)),
        EngineError::Rejected { case, source } => match rejected(source) {
            Some(why) => why,
            None => words!("not-taken", case = case.0, why = source.to_string()),
        },
        EngineError::TooManyInputs { case, limit } => {
            words!("too-many-inputs", case = case.0, limit = *limit)
        }
        EngineError::Limit(limit) => past(limit),
        EngineError::MissingActions { case, missing } => {
            words!("older-edition", case = case.0, names = names(missing.iter().cloned()))
        }
        EngineError::Store(error) => words!("store-unchanged", why = store(error)),
        EngineError::Damaged { case, what } => words!("case-damaged", case = case.0, what = what),
        EngineError::Closed => words!("closing"),
        other => Words::verbatim(other.to_string()),
    }
}

fn rejected(why: &Rejected) -> Option<Words> {
    Some(match why {
        Rejected::CaseOver => words!("case-over"),
        Rejected::TaskNotOpen(_) => words!("task-not-open"),
        Rejected::WrongTaskKind(_) => words!("task-kind"),
        Rejected::EventNotExpected(_) => words!("event-not-expected"),
        Rejected::CallNotAwaited(_) => words!("call-not-awaited"),
        Rejected::CallNotFailed(_) => words!("call-not-failed"),
        Rejected::TimerNotArmed(_) | Rejected::TimerNotDue { .. } => words!("timer-not-valid"),
        _ => return None,
    })
}

fn field(error: &FieldError) -> Words {
    match error {
        FieldError::Missing { field, .. } => words!("field-missing", field = field),
        FieldError::Unknown { field, .. } => words!("field-unknown", field = field),
        FieldError::WrongType { field, found, .. } => words!("field-type", field = field, found = found),
        FieldError::TooLong { field, found } => {
            words!("field-too-long", field = field, found = *found, most = limits::TEXT_BYTES_MAX)
        }
        FieldError::TooManyItems { field } => {
            words!("field-too-many-items", field = field, most = limits::ITEMS_MAX)
        }
        FieldError::TooManyFields { found } => {
            words!("fields-too-many", found = *found, most = limits::FIELDS_MAX)
        }
        FieldError::AllTooLong => words!("fields-too-long", most = limits::VALUES_BYTES_MAX),
        other => Words::verbatim(other.to_string()),
    }
}

/// Which limit would be passed.
fn past(limit: &Limit) -> Words {
    match limit {
        Limit::Request { found } => {
            words!("request-too-long", found = *found, most = limits::REQUEST_BYTES_MAX)
        }
        Limit::Actor { found } => words!("actor-too-long", found = *found, most = limits::ACTOR_BYTES_MAX),
        Limit::Reason { found } => words!("reason-too-long", found = *found, most = limits::REASON_BYTES_MAX),
        Limit::Facts { case, found } => {
            words!("facts-too-long", case = case.0, found = *found, most = limits::FACTS_BYTES_MAX)
        }
        Limit::Journal { case } => words!("journal-full", case = case.0, most = limits::JOURNAL_MAX),
        Limit::Effects { case, found } => {
            words!("effects-too-many", case = case.0, found = *found, most = limits::EFFECTS_MAX)
        }
        Limit::Children { case, found } => {
            words!("children-too-many", case = case.0, found = *found, most = limits::CHILDREN_MAX)
        }
        other => Words::verbatim(other.to_string()),
    }
}

/// What the store could not do.
pub(crate) fn store(error: &StoreError) -> Words {
    match error {
        StoreError::InUse { path } => words!("store-in-use", path = path),
        StoreError::NewerFormat { path, found, known } => {
            words!("store-newer", path = path, found = *found, known = *known)
        }
        StoreError::NotAStore { path } => words!("store-other", path = path),
        StoreError::Damaged { path, what } => words!("store-damaged", path = path, what = what),
        StoreError::Conflict { case, expected, found } => {
            words!("store-conflict", case = case.0, expected = *expected, found = *found)
        }
        StoreError::RequestTwice { case, request } => {
            words!("store-request-twice", case = case.0, request = request)
        }
        StoreError::Full { path } => words!("store-full", path = path),
        StoreError::Exists { path } => words!("store-exists", path = path),
        StoreError::ReadOnly { path } => words!("store-read-only", path = path),
        StoreError::Failed { path, message, .. } => words!("store-failed", path = path, message = message),
        other => Words::verbatim(other.to_string()),
    }
}

/// Why the engine could not be built.
pub(crate) fn build(error: &BuildError) -> Words {
    match error {
        BuildError::Unfit(unfit) => {
            let missing = unfit.missing_actions.iter().map(|a| words!("action-missing", action = a));
            let unknown = unfit.unknown_actions.iter().map(|a| words!("action-unknown", action = a));
            Words::rows(missing.chain(unknown).chain(unfit.faults.iter().map(fault)))
        }
        BuildError::Store(error) => store(error),
        BuildError::Damaged { what } => words!("stored-damaged", what = what),
        BuildError::Thread(_) => words!("no-thread"),
        other => Words::verbatim(other.to_string()),
    }
}

fn fault(fault: &Fault) -> Words {
    match fault {
        Fault::MissingSetting { name } => words!("setting-missing", setting = name),
        Fault::UnknownSetting { name } => words!("setting-unknown", setting = name),
        Fault::WrongSettingType { name, wanted } => {
            words!("setting-type", setting = name, type = wanted)
        }
        Fault::Broken { what } => words!("book-broken", what = what),
        other => Words::verbatim(other.to_string()),
    }
}

/// A line that is no command.
pub(crate) fn command(error: &NotACommand) -> Words {
    match error {
        NotACommand::Unknown(word) => words!("command-unknown", word = word),
        NotACommand::Missing { word, what } => words!("command-needs", word = *word, what = what.clone()),
        NotACommand::NotAPair(word) => words!("not-a-pair", word = word),
        NotACommand::OpenQuote => words!("open-quote"),
        NotACommand::NotALength(text) => words!("not-a-length", text = text),
        NotACommand::TooMuch(word) => words!("too-much", word = word),
    }
}

#[cfg(test)]
mod tests;
