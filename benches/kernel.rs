//! One input of the kernel, in place. Reference: a machine of states written by hand for the same chat, its facts in a hash map.
#![expect(clippy::unwrap_used, reason = "a bench whose case does not run is none")]

#[path = "common/chat.rs"]
mod chat;
#[path = "common/host.rs"]
mod host;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sop_runtime::journal::Entry;
use sop_runtime::kernel::{Input, State, advance};
use std::collections::HashMap;
use std::hint::black_box;

/// Where the chat is, written by hand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Talk(u8),
    AskOnce(u8),
    AskAgain(u8),
    Ended,
}

struct ByHand {
    at: At,
    facts: HashMap<u16, String>,
    due: Option<i64>,
}

impl ByHand {
    fn take(&mut self, entry: &Entry, said: &mut Vec<&'static str>) {
        let minute = entry.at.0 + 60_000;
        self.at = match (self.at, &entry.input) {
            (At::Talk(_), Input::Start { .. }) => {
                said.push("opening");
                self.due = Some(minute);
                At::Talk(0)
            }
            (At::Talk(step), Input::TimerFired { .. }) => {
                said.push("still_there");
                self.due = Some(minute);
                At::AskOnce(step)
            }
            (At::AskOnce(step), Input::TimerFired { .. }) => {
                said.push("still_there");
                self.due = Some(minute);
                At::AskAgain(step)
            }
            (At::AskOnce(step) | At::AskAgain(step), Input::Event { .. }) => {
                self.due = Some(minute);
                At::Talk(step)
            }
            (At::Talk(step), Input::Complete { filled, .. }) => {
                for (fact, value) in filled {
                    self.facts.insert(fact.0, format!("{value:?}"));
                }
                if step >= 9 { At::Ended } else { At::Talk(step + 1) }
            }
            (At::Talk(step), Input::Answer { answer, .. }) if step > 4 && *answer == 0 => At::Talk(3),
            (At::Talk(step), Input::Answer { .. }) => At::Talk(step + 1),
            (at, _) => at,
        };
        if self.at == At::Ended {
            self.due = None;
        }
    }
}

fn kernel(c: &mut Criterion) {
    let (program, entries) = chat::chat(20);
    let mut group = c.benchmark_group("kernel");
    group.throughput(Throughput::Elements(entries.len() as u64));
    group.bench_function("inputs of a chat", |b| {
        b.iter(|| {
            let mut state = State::new(&program);
            let mut effects = Vec::new();
            for entry in &entries {
                effects.clear();
                advance(&program, &mut state, entry.at, &entry.input, &mut effects).unwrap();
            }
            black_box(state)
        });
    });
    group.bench_function("reference: by hand", |b| {
        b.iter(|| {
            let mut machine = ByHand { at: At::Talk(0), facts: HashMap::new(), due: None };
            let mut said = Vec::new();
            for entry in &entries {
                said.clear();
                machine.take(black_box(entry), &mut said);
            }
            black_box((machine.facts.len(), machine.due))
        });
    });
    group.finish();
}

criterion_group!(benches, kernel);
criterion_main!(benches);
