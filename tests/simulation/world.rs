//! What outlives every engine of a run: the chance, the machine's clock, what clients asked and were told, what subscribers
//! and actions saw, and the trace.

use crate::dice::Dice;
use sop::{Applied, CaseId, Delivery, EffectId};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::AtomicI64;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

use crate::people::Deed;

/// How often what goes wrong, of a thousand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Odds {
    /// A commit fails, and nothing of it is there.
    pub(crate) commit_fails: u32,
    /// The machine stops before a commit.
    pub(crate) stops_before: u32,
    /// The machine stops after a commit, before anybody hears of it.
    pub(crate) stops_after: u32,
    /// A read fails.
    pub(crate) read_fails: u32,
    /// A request doesn't reach the engine.
    pub(crate) request_lost: u32,
    /// An answer doesn't reach the client, who asks again by the same name.
    pub(crate) answer_lost: u32,
    /// A request comes twice.
    pub(crate) twice: u32,
    /// The client stops waiting half-way, and asks again.
    pub(crate) gives_up: u32,
    /// A try of an action goes wrong in one of its ways.
    pub(crate) action: u32,
    /// A delivery goes wrong in one of its ways.
    pub(crate) delivery: u32,
    /// A timer fires when it shouldn't as well.
    pub(crate) timer: u32,
    /// A commit takes long.
    pub(crate) slow: u32,
}

impl Odds {
    pub(crate) const ROUGH: Self = Self {
        commit_fails: 10,
        stops_before: 3,
        stops_after: 4,
        read_fails: 2,
        request_lost: 20,
        answer_lost: 40,
        twice: 60,
        gives_up: 30,
        action: 350,
        delivery: 120,
        timer: 50,
        slow: 100,
    };
    pub(crate) const CALM: Self = Self {
        commit_fails: 0,
        stops_before: 0,
        stops_after: 0,
        read_fails: 0,
        request_lost: 0,
        answer_lost: 0,
        twice: 0,
        gives_up: 0,
        action: 0,
        delivery: 0,
        timer: 0,
        slow: 0,
    };
}

/// What a client was told of its request.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Done(Applied),
    /// It was refused: nothing has changed.
    Refused(String),
}

/// A request, by its name.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) deed: Deed,
    pub(crate) answer: Option<Answer>,
}

/// What the world knows.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) requests: BTreeMap<String, Request>,
    /// Deliveries in the order in which they came: in which life, and which.
    pub(crate) told: BTreeMap<CaseId, Vec<(u32, EffectId)>>,
    /// What each delivery said, and whether it was taken.
    pub(crate) effects: BTreeMap<EffectId, (String, bool)>,
    /// What each invocation was asked, by key.
    pub(crate) calls: BTreeMap<String, String>,
    /// Faults that the run itself noticed.
    pub(crate) wrong: Vec<String>,
    pub(crate) stats: BTreeMap<&'static str, u64>,
    pub(crate) trace: u64,
    /// The last lines of the trace.
    pub(crate) lines: Vec<String>,
}

/// What outlives every engine of a run.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) seed: u64,
    dice: Mutex<Dice>,
    ledger: Mutex<Ledger>,
    odds: Mutex<Odds>,
    /// What the machine's clock shows beside the true time.
    pub(crate) skew: AtomicI64,
    /// The number of the engine that lives now.
    pub(crate) life: Mutex<u32>,
    off: watch::Sender<bool>,
    keep_lines: usize,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World {
    pub(crate) fn new(seed: u64, keep_lines: usize) -> Self {
        let ledger = Ledger {
            requests: BTreeMap::new(),
            told: BTreeMap::new(),
            effects: BTreeMap::new(),
            calls: BTreeMap::new(),
            wrong: Vec::new(),
            stats: BTreeMap::new(),
            trace: 0xcbf2_9ce4_8422_2325,
            lines: Vec::new(),
        };
        Self {
            seed,
            dice: Mutex::new(Dice::new(seed)),
            ledger: Mutex::new(ledger),
            odds: Mutex::new(Odds::ROUGH),
            skew: AtomicI64::new(0),
            life: Mutex::new(0),
            off: watch::Sender::new(false),
            keep_lines,
        }
    }

    pub(crate) fn dice<T>(&self, roll: impl FnOnce(&mut Dice) -> T) -> T {
        roll(&mut lock(&self.dice))
    }

    /// Whether that goes wrong now.
    pub(crate) fn goes_wrong(&self, odds: impl FnOnce(&Odds) -> u32) -> bool {
        let odds = odds(&lock(&self.odds));
        odds > 0 && self.dice(|d| d.permille(odds))
    }

    pub(crate) fn about(&self, mean: Duration) -> Duration {
        self.dice(|d| d.about(mean))
    }

    pub(crate) fn set_odds(&self, odds: Odds) {
        *lock(&self.odds) = odds;
    }

    pub(crate) fn ledger<T>(&self, look: impl FnOnce(&mut Ledger) -> T) -> T {
        look(&mut lock(&self.ledger))
    }

    pub(crate) fn count(&self, what: &'static str) {
        self.ledger(|l| *l.stats.entry(what).or_default() += 1);
    }

    /// A line of the trace: what happens in a run, in its order. Two runs of one seed have the same.
    pub(crate) fn trace(&self, line: impl FnOnce(&mut String)) {
        let mut text = String::new();
        line(&mut text);
        self.ledger(|l| {
            for byte in text.bytes().chain([b'\n']) {
                l.trace = (l.trace ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
            if self.keep_lines > 0 {
                if l.lines.len() >= self.keep_lines {
                    l.lines.remove(0);
                }
                l.lines.push(text);
            }
        });
    }

    pub(crate) fn wrong(&self, what: String) {
        self.ledger(|l| l.wrong.push(what));
    }

    /// The power goes off: what happens from now until the engine is gone, nobody hears of.
    pub(crate) fn switch_off(&self) {
        self.off.send_replace(true);
    }

    /// Waits for that.
    pub(crate) async fn went_off(&self) {
        // The sender lives as long as the world.
        let _ = self.off.subscribe().wait_for(|off| *off).await;
    }

    pub(crate) fn is_off(&self) -> bool {
        *self.off.borrow()
    }

    /// A new life begins.
    pub(crate) fn switch_on(&self) -> u32 {
        self.off.send_replace(false);
        let mut life = lock(&self.life);
        *life += 1;
        *life
    }

    /// Notes a request that is about to be made; its name.
    pub(crate) fn intend(&self, deed: Deed) -> String {
        self.ledger(|l| {
            let name = format!("r{}", l.requests.len());
            l.requests.insert(name.clone(), Request { deed, answer: None });
            name
        })
    }

    /// What the client of that request was told. Two answers must say the same.
    pub(crate) fn answered(&self, name: &str, answer: Answer) {
        self.trace(|t| {
            let _ = match &answer {
                Answer::Done(a) => write!(t, "{name} done {} {} {}", a.case.0, a.input, a.at.0),
                Answer::Refused(why) => write!(t, "{name} refused {why}"),
            };
        });
        let wrong = self.ledger(|l| {
            let request = l.requests.get_mut(name)?;
            let same = match (&request.answer, &answer) {
                (None, _) => true,
                (Some(Answer::Done(a)), Answer::Done(b)) => {
                    (a.case, a.input, a.at) == (b.case, b.input, b.at)
                }
                (Some(Answer::Refused(_)), Answer::Refused(_)) => true,
                _ => false,
            };
            let wrong = (!same).then(|| format!("{name} was told {:?}, then {answer:?}", request.answer));
            request.answer.get_or_insert(answer);
            wrong
        });
        if let Some(wrong) = wrong {
            self.wrong(wrong);
        }
    }

    /// A delivery came; the same key must always bring the same.
    pub(crate) fn told(&self, life: u32, delivery: &Delivery) {
        let id = delivery.id;
        let said =
            serde_json::to_string(&(&delivery.flow, delivery.at, &delivery.effect)).unwrap_or_default();
        self.trace(|t| {
            let _ = write!(t, "told {} {} {}", id.case.0, id.input, id.index);
        });
        let wrong = self.ledger(|l| {
            l.told.entry(id.case).or_default().push((life, id));
            let known = &l.effects.entry(id).or_insert_with(|| (said.clone(), false)).0;
            (*known != said).then(|| format!("{id:?} said {known}, then {said}"))
        });
        if let Some(wrong) = wrong {
            self.wrong(wrong);
        }
    }

    /// The subscriber said that it has it.
    pub(crate) fn taken(&self, id: EffectId) {
        self.ledger(|l| {
            if let Some((_, taken)) = l.effects.get_mut(&id) {
                *taken = true;
            }
        });
    }

    /// A try of an action; the same key must always ask the same.
    pub(crate) fn tried(&self, key: &str, asked: &str) {
        self.trace(|t| {
            let _ = write!(t, "try {key}");
        });
        let wrong = self.ledger(|l| {
            let known = l.calls.entry(key.to_owned()).or_insert_with(|| asked.to_owned());
            (known != asked).then(|| format!("{key} asked {known}, then {asked}"))
        });
        if let Some(wrong) = wrong {
            self.wrong(wrong);
        }
    }
}
