//! A client: works one chat after the other, and the ticket that comes of it; repeats itself, falls silent, gives up.

use super::dice::Dice;
use super::ledger::{Ledger, Outcome};
use super::life::Link;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Inputs of one chat at most.
const STEPS_MAX: usize = 60;

/// How far behind its pace a client may be.
const CATCH_UP_MAX: Duration = Duration::from_secs(5);

pub(crate) struct Client {
    number: u32,
    /// Between two inputs.
    pace: Duration,
    next: Instant,
    link: Arc<Link>,
    ledger: Arc<Ledger>,
    dice: Dice,
    /// The last request that was acknowledged: its number and what it said.
    last: Option<(usize, String)>,
}

impl Client {
    pub(crate) fn new(number: u32, pace: Duration, link: Arc<Link>, ledger: Arc<Ledger>, seed: u64) -> Self {
        let mut dice = Dice::new(seed.wrapping_mul(1_000_003) ^ u64::from(number));
        let next = Instant::now() + pace.mul_f64(dice.share());
        Self { number, pace, next, link, ledger, dice, last: None }
    }

    pub(crate) async fn work(mut self, over: Arc<AtomicBool>) {
        while !over.load(Ordering::Relaxed) {
            let Some(Outcome::Acknowledged { case, .. }) = self.give(|name| format!("start {name}")).await
            else {
                continue;
            };
            for _ in 0..STEPS_MAX {
                if over.load(Ordering::Relaxed) || !self.step(case).await {
                    break;
                }
            }
        }
    }

    /// One thing that can be done in a chat or its ticket; `false` if there is none.
    async fn step(&mut self, chat: u64) -> bool {
        if self.dice.once_in(40) {
            // Longer than the customer is waited for, or twice as long.
            tokio::time::sleep(Duration::from_millis(1_100 * (1 + self.dice.below(3) as u64))).await;
        }
        let Some(mut view) = self.look(chat).await else { return false };
        let mut case = chat;
        let ticket = view.iter().find_map(|part| part.strip_prefix("C ")).and_then(|n| n.parse().ok());
        let over = view.iter().any(|part| part == "end");
        if let Some(ticket) = ticket
            && (over || self.dice.once_in(3))
        {
            case = ticket;
            let Some(of_ticket) = self.look(ticket).await else { return false };
            view = of_ticket;
        } else if over {
            return false;
        }
        if self.dice.once_in(300) {
            self.give(|name| format!("cancel {case} {name}")).await;
            return true;
        }
        // What waits for an event is a wait of people, too: rather answer than be silent.
        let tasks: Vec<&String> =
            view.iter().filter(|p| p.starts_with("T ") || p.starts_with("D ")).collect();
        let events: Vec<&String> = view.iter().filter(|part| part.starts_with("E ")).collect();
        let left = self.dice.once_in(50);
        if let Some(event) = events.iter().find(|e| left == e.ends_with("customer_left"))
            && (tasks.is_empty() || left)
        {
            let event = event.trim_start_matches("E ").to_owned();
            self.give(|name| format!("send {case} {event} {name}")).await;
            return true;
        }
        if tasks.is_empty() {
            // An action is under way, or a timer must fire.
            tokio::time::sleep(Duration::from_millis(100)).await;
            return true;
        }
        let chosen = tasks[self.dice.below(tasks.len())].clone();
        let words: Vec<&str> = chosen.split_whitespace().collect();
        let [kind, task, node, rest @ ..] = words.as_slice() else { return false };
        if *kind == "T" {
            let fills = rest.join(" ");
            self.give(|name| format!("complete {case} {task} {name} {fills}").trim_end().to_owned()).await;
        } else {
            let again = *node == "more_help" && !self.dice.once_in(10);
            let answer = if again { "no" } else { rest[self.dice.below(rest.len())] };
            self.give(|name| format!("answer {case} {task} {name} {answer}")).await;
        }
        true
    }

    async fn look(&mut self, case: u64) -> Option<Vec<String>> {
        loop {
            match self.link.ask(&format!("look {case}")).await.as_deref() {
                Some(answer) if answer.starts_with("view") => {
                    let parts = answer.trim_start_matches("view").trim().split(';');
                    return Some(parts.map(str::to_owned).filter(|part| !part.is_empty()).collect());
                }
                None | Some("closed" | "store") => {}
                Some(other) => {
                    self.ledger.fault(format!("case {case} can't be looked at: {other}"));
                    return None;
                }
            }
        }
    }

    /// One input, at its time: asked until it is known what came of it, each time under the same name.
    async fn give(&mut self, request: impl Fn(&str) -> String) -> Option<Outcome> {
        tokio::time::sleep_until(self.next.into()).await;
        // Who was silent catches up, but not for long.
        self.next =
            (self.next + self.pace).max(Instant::now().checked_sub(CATCH_UP_MAX).unwrap_or(self.next));
        if self.dice.once_in(100)
            && let Some((number, request)) = self.last.clone()
        {
            // What was acknowledged long ago, once more.
            self.until_known(number, &request).await;
        }
        let number = self.ledger.asks(self.number);
        let request = request(&Ledger::name(self.number, number));
        let outcome = if self.dice.once_in(20) {
            // Twice at the same time.
            let (first, second) =
                tokio::join!(self.until_known(number, &request), self.until_known(number, &request));
            if first != second {
                self.ledger.fault(format!("`{request}`: {first:?} and {second:?} at the same time"));
            }
            first
        } else {
            self.until_known(number, &request).await
        };
        if matches!(outcome, Outcome::Acknowledged { .. }) {
            self.last = Some((number, request));
        }
        Some(outcome)
    }

    async fn until_known(&self, number: usize, request: &str) -> Outcome {
        let first = Instant::now();
        loop {
            let began = Instant::now();
            let Some(answer) = self.link.ask(request).await else { continue };
            let words: Vec<&str> = answer.split(' ').collect();
            let outcome = match words.as_slice() {
                ["ok", case, input, _] => {
                    self.ledger.took(began.elapsed(), first.elapsed());
                    Outcome::Acknowledged { case: case.parse().unwrap(), input: input.parse().unwrap() }
                }
                ["refused", ..] => Outcome::Refused,
                ["store" | "closed"] => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
                other => {
                    self.ledger.fault(format!("`{request}`: {other:?}"));
                    Outcome::Refused
                }
            };
            self.ledger.came(self.number, number, outcome);
            return outcome;
        }
    }
}
