//! One input of a case, until it is on disk. Reference: SQLite itself, one row of 200 bytes a commit, as safe as the store's.
#![expect(clippy::unwrap_used, reason = "a bench whose store does not open is none")]

#[path = "common/host.rs"]
mod host;

use criterion::{Criterion, criterion_group, criterion_main};
use sop::{CaseId, Engine, SqliteStore, VirtualTime};
use std::time::Duration;

/// Beyond the target folder, which is on the disk that builds are on: a temporary folder may be in memory.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

async fn open(folder: &std::path::Path) -> (Engine, CaseId) {
    let time = VirtualTime::at("2023-10-02T09:00:00+07:00".parse::<sop::Moment>().unwrap());
    let store = SqliteStore::open(folder.join("cases.db")).unwrap();
    let engine = host::builder(&time).store(store).build().await.unwrap();
    let args = [("customer", "Rina"), ("agent_name", "Dewi")];
    let case = engine.start("live_chat", args, ()).await.unwrap().case;
    (engine, case)
}

fn durable(c: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let mut group = c.benchmark_group("durable");
    group.sample_size(20).measurement_time(Duration::from_secs(5));

    let place = folder();
    let (engine, case) = runtime.block_on(open(place.path()));
    group.bench_function("an input", |b| {
        b.iter(|| {
            let sent = engine.send(case, "customer_replied", [("text", "Ya, saya masih di sini.")], ());
            runtime.block_on(sent).unwrap()
        });
    });
    runtime.block_on(engine.shutdown());

    let place = folder();
    let raw = rusqlite::Connection::open(place.path().join("raw.db")).unwrap();
    raw.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB)")
        .unwrap();
    let row = [7_u8; 200];
    group.bench_function("reference: a row of SQLite", |b| {
        let mut insert = raw.prepare("INSERT INTO t (b) VALUES (?1)").unwrap();
        b.iter(|| insert.execute([&row[..]]).unwrap());
    });
    group.finish();
}

criterion_group!(benches, durable);
criterion_main!(benches);
