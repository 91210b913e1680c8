//! Who looks out, and who sleeps.

use super::*;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

/// Counts how often a task asked for another turn, or got one.
#[derive(Default)]
struct Turns(AtomicUsize);

impl Wake for Turns {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Whether it is done, and whether it asked for another turn.
fn turn<F: Future>(future: Pin<&mut F>) -> (Poll<F::Output>, bool) {
    let turns = Arc::new(Turns::default());
    let poll = future.poll(&mut Context::from_waker(&Waker::from(Arc::clone(&turns))));
    (poll, turns.0.load(Ordering::Relaxed) > 0)
}

#[test]
fn who_waits_alone_looks_out_but_not_for_ever() {
    let pulse = Pulse::default();
    let (reply, answer) = oneshot::channel::<u8>();
    let mut waits = pin!(pulse.answer(answer));
    let mut turns = 0;
    while let (Poll::Pending, true) = turn(waits.as_mut()) {
        turns += 1;
    }
    assert!(turns > 0, "it gives others a turn, and looks again");
    reply.send(7).unwrap();
    assert_eq!(turn(waits.as_mut()), (Poll::Ready(Ok(7)), false));
}

#[test]
fn an_answer_that_comes_meanwhile_is_seen() {
    let pulse = Pulse::default();
    let (reply, answer) = oneshot::channel::<u8>();
    let mut waits = pin!(pulse.answer(answer));
    assert_eq!(turn(waits.as_mut()), (Poll::Pending, true));
    reply.send(7).unwrap();
    assert_eq!(turn(waits.as_mut()), (Poll::Ready(Ok(7)), false));
    assert_eq!(pulse.waiting.load(Ordering::Relaxed), 0);
}

#[test]
fn where_several_wait_all_sleep() {
    let pulse = Pulse::default();
    let ((_first, first), (_second, second)) = (oneshot::channel::<u8>(), oneshot::channel::<u8>());
    let mut waits = pin!(pulse.answer(first));
    assert_eq!(turn(waits.as_mut()), (Poll::Pending, true));
    {
        let mut other = Box::pin(pulse.answer(second));
        assert_eq!(turn(other.as_mut()), (Poll::Pending, false));
        assert_eq!(turn(waits.as_mut()), (Poll::Pending, false));
    }
    assert_eq!(pulse.waiting.load(Ordering::Relaxed), 1, "who was given up waits no more");
}

#[test]
fn a_slow_store_is_not_looked_out_for_until_it_is_quick_again() {
    let pulse = Pulse::default();
    let looks_out = || {
        let (_reply, answer) = oneshot::channel::<u8>();
        turn(pin!(pulse.answer(answer))) == (Poll::Pending, true)
    };
    pulse.beat(Duration::from_millis(20));
    assert!(!looks_out());
    for _ in 0..8 {
        pulse.beat(Duration::from_micros(100));
    }
    assert!(looks_out());
}

#[test]
fn a_store_that_is_gone_is_told() {
    let pulse = Pulse::default();
    let (reply, answer) = oneshot::channel::<u8>();
    drop(reply);
    let mut waits = pin!(pulse.answer(answer));
    let end = loop {
        if let (Poll::Ready(end), _) = turn(waits.as_mut()) {
            break end;
        }
    };
    assert!(end.is_err());
}
