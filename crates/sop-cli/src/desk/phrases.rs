//! Words of the desk: journals, timers and times.

use crate::args::Language;
use crate::speech::{lang, say};
use sop::diagnostic::Words;
use sop::engine::views::FieldView;
use sop::engine::words as shown;
use sop::host::TimerKind;
use sop::kernel::Breach;
use sop::model::{Book, Event, Field, Zone};
use sop::{EffectView, InputView, Moment, Record, TimerView, Value, words};

/// The fields of an event, to be filled in.
pub(crate) fn fields(event: &Event) -> Vec<FieldView> {
    event.carries.iter().map(field).collect()
}

/// A declared field, to be filled in.
pub(crate) fn field(field: &Field) -> FieldView {
    FieldView {
        name: field.name.clone(),
        words: say(super::value::describe(&field.ty)),
        ty: field.ty.clone(),
    }
}

/// Local time of day, to the second.
pub(crate) fn clock(at: Moment, zone: &Zone) -> String {
    let local = at.0.saturating_add(i64::from(zone.offset_minutes) * 60_000).rem_euclid(86_400_000) / 1000;
    format!("{:02}:{:02}:{:02}", local / 3600, local / 60 % 60, local % 60)
}

/// Local date: `2 Oktober 2023`.
pub(crate) fn day(at: Moment, zone: &Zone) -> String {
    let local = at.0.saturating_add(i64::from(zone.offset_minutes) * 60_000);
    let days = i32::try_from(local.div_euclid(86_400_000)).unwrap_or(i32::MAX);
    shown::value(&Value::Date(days), &sop::model::Type::Date, zone, lang().code())
}

/// How long until then: `0:59`, `2:03:00`, `4 days 2:03:00`.
pub(crate) fn left(now: Moment, due: Moment) -> String {
    let s = (due.0.saturating_sub(now.0)).max(0).div_euclid(1000);
    let (d, h, m, s) = (s / 86_400, s / 3600 % 24, s / 60 % 60, s % 60);
    match (d, h) {
        (0, 0) => format!("{m}:{s:02}"),
        (0, _) => format!("{h}:{m:02}:{s:02}"),
        _ => say(words!("days-left", days = d, rest = format!("{h}:{m:02}:{s:02}"))),
    }
}

/// Names of one flow, as people read them. A name that this edition of the book doesn't have stays as it is.
#[derive(Clone, Copy)]
pub(crate) struct Names<'b> {
    pub(crate) book: &'b Book,
    /// Name of the flow.
    pub(crate) flow: &'b str,
}

impl<'b> Names<'b> {
    /// A node or a stage.
    fn place<'n>(self, name: &'n str) -> &'n str
    where
        'b: 'n,
    {
        let Some(flow) = self.book.flows.iter().find(|f| f.name == self.flow) else { return name };
        let node = flow.graph.node_weights().find(|n| n.name == name).map(|n| n.label.as_str());
        let stage = || flow.stages.iter().find(|s| s.name == name).map(|s| s.label.as_str());
        node.or_else(stage).filter(|label| !label.is_empty()).unwrap_or(name)
    }

    fn lane<'n>(self, name: &'n str) -> &'n str
    where
        'b: 'n,
    {
        self.book.lanes.iter().find(|l| l.name == name).map_or(name, |l| l.label.as_str())
    }
}

/// What a timer will do.
pub(crate) fn timer(timer: &TimerView, names: Names<'_>) -> String {
    if timer.kind == TimerKind::Rule {
        return say(words!("timer-rule", rule = &timer.label));
    }
    match (&timer.to, &timer.tells) {
        (Some(to), _) => format!("{} → {}", timer.label, names.place(to)),
        (None, Some(lane)) => say(words!("timer-tells", timer = &timer.label, lane = names.lane(lane))),
        (None, None) => timer.label.clone(),
    }
}

/// Values by name, in words.
pub(crate) fn record(record: &Record, zone: &Zone) -> String {
    record
        .iter()
        .map(|(name, value)| format!("{name} = {}", plain(value, zone)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A value without its type: choices are texts in records.
pub(crate) fn plain(value: &Value, zone: &Zone) -> String {
    match value {
        Value::YesNo(true) => say(words!("yes")),
        Value::YesNo(false) => say(words!("no")),
        Value::Text(text) => text.to_string(),
        Value::Number(n) => shown::number(*n, lang().code()),
        Value::Moment(at) => shown::moment(*at, zone, lang().code()),
        Value::Duration(ms) => shown::duration(*ms, lang().code()),
        Value::Time(ms) => shown::time(*ms),
        Value::List(items) => items.iter().map(|v| plain(v, zone)).collect::<Vec<_>>().join("; "),
        other => shown::value(other, &sop::model::Type::Date, zone, lang().code()),
    }
}

/// An input in words.
pub(crate) fn input(input: &InputView, names: Names<'_>) -> String {
    let zone = &names.book.zone;
    let with = |words: Words, values: &Record| {
        let text = say(words);
        if values.is_empty() { text } else { format!("{text} ({})", record(values, zone)) }
    };
    match input {
        InputView::Start { flow, args } => with(words!("did-start", flow = flow), args),
        InputView::Complete { node, filled, .. } => with(words!("did-complete", node = node), filled),
        InputView::Answer { node, answer, .. } => say(words!("did-answer", node = node, answer = answer)),
        InputView::Event { event, data } => with(words!("did-event", event = event), data),
        InputView::TimerFired { meaning, .. } => {
            let timer = meaning.as_ref().map(|t| timer(t, names)).unwrap_or_default();
            say(words!("did-timer", timer = timer))
        }
        InputView::ActionDone { action, output, .. } => with(words!("did-action", action = action), output),
        InputView::ActionFailed { action, error, .. } => {
            say(words!("did-fail", action = action, error = error))
        }
        InputView::RetryAction { .. } => say(words!("did-retry")),
        InputView::ChildEnded { flow, outcome, .. } => {
            let outcome = outcome.clone().unwrap_or_else(|| say(words!("desk-cancelled")));
            say(words!("did-child", flow = flow, outcome = outcome))
        }
        InputView::Cancel { reason } => say(words!("did-cancel", reason = reason)),
        InputView::Moved { .. } => say(words!("did-move")),
        other => format!("{other:?}"),
    }
}

/// How a rule was broken.
fn breach(how: Breach) -> Words {
    match how {
        Breach::Early => words!("breach-early"),
        Breach::After => words!("breach-after"),
        Breach::Came => words!("breach-came"),
        Breach::Often => words!("breach-often"),
        Breach::Missing => words!("breach-missing"),
        Breach::Late => words!("breach-late"),
    }
}

/// An effect in words; `None` for what only the engine needs. `language` is that of what is said to the customer.
pub(crate) fn effect(effect: &EffectView, names: Names<'_>, language: Language) -> Option<String> {
    let zone = &names.book.zone;
    Some(say(match effect {
        EffectView::Say { to, .. } => {
            let text = said(effect, language)?;
            match to {
                Some(lane) => words!("effect-tell", lane = names.lane(lane), text = text),
                None => words!("effect-say", text = text),
            }
        }
        EffectView::Assign { label, lane, .. } => match lane {
            Some(lane) => words!("effect-task-of", lane = names.lane(lane), task = label),
            None => words!("effect-task", task = label),
        },
        EffectView::Withdraw { done: false, .. } => words!("effect-withdrawn"),
        EffectView::Invoke { action, input, .. } => {
            words!("effect-action", action = action, values = record(input, zone))
        }
        EffectView::Abandon { .. } => words!("effect-abandoned"),
        EffectView::Incident { node, error, .. } => {
            words!("effect-incident", node = node, error = error)
        }
        EffectView::Publish { event, data } => {
            words!("effect-publish", event = event, values = record(data, zone))
        }
        EffectView::StartChild { flow, .. } => words!("effect-child", flow = flow),
        EffectView::Ended { label, outcome, .. } => {
            words!("effect-ended", label = label, outcome = outcome)
        }
        EffectView::Cancelled { reason } => words!("effect-cancelled", reason = reason),
        EffectView::CancelChild { .. } => words!("effect-child-cancelled"),
        EffectView::Broken { rule, label, how, .. } => {
            let rule = if label.is_empty() { rule } else { label };
            words!("effect-broken", rule = rule, how = breach(*how))
        }
        _ => return None,
    }))
}

/// The words of a `say`, in the language wanted, or else in one that there is.
pub(crate) fn said(effect: &EffectView, language: Language) -> Option<&str> {
    let EffectView::Say { texts, message, .. } = effect else { return None };
    let text = texts.get(language.code()).or_else(|| texts.values().next());
    Some(text.map_or(message.as_str(), String::as_str))
}
