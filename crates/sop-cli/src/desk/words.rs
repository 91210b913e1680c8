//! Words of the desk: journals, timers and times, in Indonesian.

use crate::args::Language;
use sop::engine::views::FieldView;
use sop::engine::words;
use sop::host::TimerKind;
use sop::kernel::Breach;
use sop::model::{Book, Event, Field, Zone};
use sop::{EffectView, InputView, Moment, Record, TimerView, Value};

/// The fields of an event, to be filled in.
pub(crate) fn fields(event: &Event) -> Vec<FieldView> {
    event.carries.iter().map(field).collect()
}

/// A declared field, to be filled in.
pub(crate) fn field(field: &Field) -> FieldView {
    FieldView { name: field.name.clone(), words: super::value::describe(&field.ty), ty: field.ty.clone() }
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
    words::value(&Value::Date(days), &sop::model::Type::Date, zone, "id")
}

/// How long until then: `0:59`, `2:03:00`, `4h 02:03:00`.
pub(crate) fn left(now: Moment, due: Moment) -> String {
    let s = (due.0.saturating_sub(now.0)).max(0).div_euclid(1000);
    let (d, h, m, s) = (s / 86_400, s / 3600 % 24, s / 60 % 60, s % 60);
    match (d, h) {
        (0, 0) => format!("{m}:{s:02}"),
        (0, _) => format!("{h}:{m:02}:{s:02}"),
        _ => format!("{d} hari {h}:{m:02}:{s:02}"),
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
        return format!("batas waktu aturan: {}", timer.label);
    }
    match (&timer.to, &timer.tells) {
        (Some(to), _) => format!("{} → {}", timer.label, names.place(to)),
        (None, Some(lane)) => format!("{}: memberi tahu {}", timer.label, names.lane(lane)),
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
        Value::YesNo(yes) => if *yes { "ya" } else { "tidak" }.to_owned(),
        Value::Text(text) => text.to_string(),
        Value::Number(n) => words::number(*n, "id"),
        Value::Moment(at) => words::moment(*at, zone, "id"),
        Value::Duration(ms) => words::duration(*ms, "id"),
        Value::Time(ms) => words::time(*ms),
        Value::List(items) => items.iter().map(|v| plain(v, zone)).collect::<Vec<_>>().join("; "),
        other => words::value(other, &sop::model::Type::Date, zone, "id"),
    }
}

/// An input in words.
pub(crate) fn input(input: &InputView, names: Names<'_>) -> String {
    let zone = &names.book.zone;
    let with = |text: String, values: &Record| {
        if values.is_empty() { text } else { format!("{text} ({})", record(values, zone)) }
    };
    match input {
        InputView::Start { flow, args } => with(format!("mulai: {flow}"), args),
        InputView::Complete { node, filled, .. } => with(format!("selesai: {node}"), filled),
        InputView::Answer { node, answer, .. } => format!("jawaban: {node} = {answer}"),
        InputView::Event { event, data } => with(format!("peristiwa: {event}"), data),
        InputView::TimerFired { meaning, .. } => {
            format!("waktu habis: {}", meaning.as_ref().map(|t| timer(t, names)).unwrap_or_default())
        }
        InputView::ActionDone { action, output, .. } => with(format!("tindakan selesai: {action}"), output),
        InputView::ActionFailed { action, error, .. } => format!("tindakan gagal: {action} ({error})"),
        InputView::RetryAction { .. } => "tindakan dicoba lagi".to_owned(),
        InputView::ChildEnded { flow, outcome, .. } => {
            format!("kasus lain selesai: {flow} = {}", outcome.as_deref().unwrap_or("dibatalkan"))
        }
        InputView::Cancel { reason } => format!("dibatalkan: {reason}"),
        InputView::Moved { .. } => "dipindahkan ke revisi baru".to_owned(),
        other => format!("{other:?}"),
    }
}

/// How a rule was broken.
fn breach(how: Breach) -> &'static str {
    match how {
        Breach::Early => "terlalu awal: yang harus mendahuluinya belum terjadi",
        Breach::After => "terjadi setelah yang melarangnya",
        Breach::Came => "terjadi, padahal dilarang",
        Breach::Often => "terjadi lebih sering daripada yang diizinkan",
        Breach::Missing => "tidak pernah terjadi sampai kasus berakhir",
        Breach::Late => "tidak terjadi dalam batas waktunya",
    }
}

/// An effect in words; `None` for what only the engine needs.
pub(crate) fn effect(effect: &EffectView, names: Names<'_>, language: Language) -> Option<String> {
    let zone = &names.book.zone;
    Some(match effect {
        EffectView::Say { to, .. } => {
            let text = said(effect, language)?;
            match to {
                Some(lane) => format!("memberi tahu {}: \"{text}\"", names.lane(lane)),
                None => format!("katakan: \"{text}\""),
            }
        }
        EffectView::Assign { label, lane, .. } => match lane {
            Some(lane) => format!("tugas {}: {label}", names.lane(lane)),
            None => format!("tugas: {label}"),
        },
        EffectView::Withdraw { done: false, .. } => "tugas ditarik".to_owned(),
        EffectView::Invoke { action, input, .. } => format!("tindakan: {action} ({})", record(input, zone)),
        EffectView::Abandon { .. } => "tindakan tidak lagi ditunggu".to_owned(),
        EffectView::Incident { node, error, .. } => format!("GAGAL di {node}: {error}; perlu `retry {node}`"),
        EffectView::Publish { event, data } => format!("mengumumkan {event} ({})", record(data, zone)),
        EffectView::StartChild { flow, .. } => format!("memulai kasus: {flow}"),
        EffectView::Ended { label, outcome, .. } => format!("SELESAI: {label} ({outcome})"),
        EffectView::Cancelled { reason } => format!("DIBATALKAN: {reason}"),
        EffectView::Broken { rule, label, how, .. } => {
            let rule = if label.is_empty() { rule } else { label };
            format!("Aturan dilanggar: {rule} ({})", breach(*how))
        }
        _ => return None,
    })
}

/// The words of a `say`, in the language wanted, or else in one that there is.
pub(crate) fn said(effect: &EffectView, language: Language) -> Option<&str> {
    let EffectView::Say { texts, message, .. } = effect else { return None };
    let text = texts.get(language.code()).or_else(|| texts.values().next());
    Some(text.map_or(message.as_str(), String::as_str))
}
