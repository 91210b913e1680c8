//! A log written by hand: clients hand in records and wait; one thread writes all that waits, syncs once, and wakes them.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// What a client hands in.
struct Record {
    bytes: [u8; 200],
    done: Sender<()>,
}

/// The one thread.
fn write(mut file: File, records: &Receiver<Record>) {
    let (mut buffer, mut waiting) = (Vec::new(), Vec::new());
    while let Ok(first) = records.recv() {
        for record in std::iter::once(first).chain(records.try_iter()) {
            buffer.extend_from_slice(&record.bytes);
            waiting.push(record.done);
        }
        file.write_all(&buffer).unwrap();
        file.sync_data().unwrap();
        buffer.clear();
        for done in waiting.drain(..) {
            // A client that has gone does not want to know.
            let _ = done.send(());
        }
    }
}

/// Records a second that were acknowledged, of so many clients, each a thread that waits for its own.
#[expect(clippy::cast_precision_loss, reason = "a rate needs no 52 bits")]
pub(crate) fn records(path: &Path, clients: usize, time: Duration) -> f64 {
    let file = File::create(path).unwrap();
    let (send, records) = channel();
    let (stop, count) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        scope.spawn(move || write(file, &records));
        let begun = Instant::now();
        for _ in 0..clients {
            let (send, stop, count) = (send.clone(), &stop, &count);
            scope.spawn(move || {
                let (done, wait) = channel();
                while !stop.load(Ordering::Relaxed) {
                    send.send(Record { bytes: [7; 200], done: done.clone() }).unwrap();
                    wait.recv().unwrap();
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        drop(send);
        thread::sleep(time);
        let rate = count.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
        stop.store(true, Ordering::Relaxed);
        rate
    })
}
