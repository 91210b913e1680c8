//! Salvage of damaged stores: whatever byte is flipped, cases that can be saved are saved as they were, and nothing else.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use sop::engine::rebuild::request_of;
use sop::host::store::{Applied, Change, TaskChange, TimerChange};
use sop::upkeep::{Damage, Fate, Loss, Part, repair, verify};
use sop::{
    ActionCall, CaseFilter, CaseId, Delivery, DeliveryError, Engine, Output, Sources, SqliteStore, Store,
    Subscriber, VirtualTime,
};
use sop_runtime::journal;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const BOOK: &str = r#"
lane agent "Agen"
action create_ticket "Membuat tiket" { takes need: text  gives number: text }
message hello "Halo" { id "Halo" en "Hello" }
flow desk "Meja bantuan" {
    keeps need: text, number: text
    step greet by agent "Menyapa" { say hello()  within 1h else -> late }
    step ask by agent "Bertanya" { fill need }
    do create_ticket(need) "Membuat tiket" { keep number }
    call help(need) as aid "Minta bantuan" { helped -> inform cancelled -> inform }
    step inform by agent "Memberi tahu" {}
    end done "Selesai"
    end late "Terlambat"
}
flow help "Bantuan" {
    takes need: text
    step find by agent "Mencari"
    end helped "Terbantu"
}
"#;

/// Never takes anything: all effects stay in the outbox.
#[derive(Debug)]
struct Deaf;

#[async_trait::async_trait]
impl Subscriber for Deaf {
    async fn deliver(&self, _: Delivery) -> Result<(), DeliveryError> {
        std::future::pending().await
    }
}

async fn engine(path: &Path) -> Engine {
    let mut sources = Sources::new();
    sources.add("desk.sop", BOOK);
    let compiled = sop::compile(&sources);
    let book = compiled.book.unwrap_or_else(|| panic!("{:#?}", compiled.findings));
    let ticket = |call: ActionCall| async move {
        if call.input.text("need") == Some("never") {
            std::future::pending::<()>().await;
        }
        Ok(Output::new().with("number", "T-1"))
    };
    Engine::builder(book)
        .store(SqliteStore::open(path).unwrap())
        .action("create_ticket", ticket)
        .time(VirtualTime::at(sop::Moment(1_700_000_000_000)))
        .subscriber(Deaf)
        .build()
        .await
        .unwrap()
}

/// Cases at every kind of place: before a step with a deadline, in an action, in a called case, at an end.
async fn fill(path: &Path) {
    let engine = engine(path).await;
    for (turn, need) in ["", "never", "card", "loan", "x", "y"].into_iter().enumerate() {
        let case = engine.start("desk", (), sop::Meta::new().request(format!("r{turn}"))).await.unwrap().case;
        if need.is_empty() {
            continue;
        }
        let task = |case| {
            let engine = engine.clone();
            async move { engine.tasks(None).await.unwrap().into_iter().find(|t| t.case == case).unwrap().task }
        };
        engine.complete(case, task(case).await, (), ()).await.unwrap();
        engine.complete(case, task(case).await, [("need", need)], ()).await.unwrap();
        if need == "never" {
            continue;
        }
        while engine.tasks(None).await.unwrap().iter().all(|t| t.case != CaseId(case.0 + 1)) {
            tokio::task::yield_now().await;
        }
        if !matches!(need, "x" | "y") {
            let child = CaseId(case.0 + 1);
            engine.complete(child, task(child).await, (), ()).await.unwrap();
        }
        if need == "loan" {
            engine.complete(case, task(case).await, (), ()).await.unwrap();
        }
    }
    engine.shutdown().await;
}

/// All that a store says of a case.
type Told = (sop::CaseRow, Vec<u8>, Vec<Vec<u8>>, String);

fn cases(path: &Path) -> BTreeMap<CaseId, Told> {
    let mut store = SqliteStore::open_existing(path).unwrap();
    let rows = store.cases(&CaseFilter::default()).unwrap();
    let (timers, tasks, outbox) = (store.timers().unwrap(), store.tasks().unwrap(), store.outbox().unwrap());
    let mut all = BTreeMap::new();
    for row in rows {
        let id = row.id;
        let (_, snapshot) = store.case(id).unwrap().unwrap();
        let journal = store.journal(id, 0, usize::MAX).unwrap();
        let waiting = format!(
            "{:?} {:?} {:?} {:?}",
            timers.iter().filter(|t| t.0 == id).collect::<Vec<_>>(),
            tasks.iter().filter(|t| t.case == id).collect::<Vec<_>>(),
            outbox.iter().filter(|(effect, _)| effect.case == id).collect::<Vec<_>>(),
            store.request(id, &format!("r{}", id.0 - 1)).unwrap(),
        );
        all.insert(id, (row, snapshot, journal, waiting));
    }
    store.close().unwrap();
    all
}

#[tokio::test]
async fn whatever_byte_is_flipped_the_other_cases_are_saved() {
    let folder = tempfile::tempdir().unwrap();
    let (path, hurt, to) =
        (folder.path().join("cases.db"), folder.path().join("hurt.db"), folder.path().join("to.db"));
    fill(&path).await;
    let whole = cases(&path);
    assert_eq!(whole.len(), 10);
    let file = fs::read(&path).unwrap();
    let step = if cfg!(debug_assertions) { 211 } else { 1 };
    let (mut lost, mut rebuilt) = (0, 0);
    for at in (0..file.len()).step_by(step) {
        let mut bytes = file.clone();
        bytes[at] ^= 0x41;
        fs::write(&hurt, &bytes).unwrap();
        let report = repair(&hurt, &to).unwrap_or_else(|error| panic!("byte {at}: {error}"));
        assert_eq!(fs::read(&hurt).unwrap(), bytes, "byte {at}: the damaged store was changed");
        assert!(verify(&to).unwrap().is_whole(), "byte {at}");
        let saved = cases(&to);
        for (id, told) in &whole {
            match report.cases.get(id) {
                Some(Fate::Lost(loss)) => {
                    assert!(!saved.contains_key(id), "byte {at}: {loss:?}");
                    lost += 1;
                }
                // An effect that waited may be the row that is damaged; that is told.
                _ if report.effects_lost == Some(true) => {
                    assert_eq!(
                        (&saved[id].0, &saved[id].1, &saved[id].2),
                        (&told.0, &told.1, &told.2),
                        "byte {at}"
                    );
                }
                Some(fate) => {
                    assert_eq!(&saved[id], told, "byte {at}: {fate:?}");
                    rebuilt += 1;
                }
                None => assert_eq!(saved.get(id), Some(told), "byte {at}: nothing is said of case {}", id.0),
            }
        }
        let gone = whole.len() - saved.len();
        assert!(gone <= 1, "byte {at}: {:?}", report.cases);
        // A row can be worked out; only an input can't.
        let by_input =
            |fate: &Fate| !matches!(fate, Fate::Lost(loss) if !matches!(loss, Loss::Journal { .. }));
        assert!(report.cases.values().all(by_input), "byte {at}: {:?}", report.cases);
        assert_ne!(report.all_seen, Some(false), "byte {at}");
        fs::remove_file(&to).unwrap();
    }
    assert!(lost > 0 && rebuilt > 0, "{lost} {rebuilt}");
}

#[tokio::test]
async fn what_follows_from_the_journal_is_worked_out_and_the_engine_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (path, to) = (folder.path().join("cases.db"), folder.path().join("to.db"));
    fill(&path).await;
    let whole = cases(&path);
    let last = *whole.keys().last().unwrap();
    {
        let conn = rusqlite::Connection::open(&path).unwrap();
        // Else what is removed would still be found, and what waited before it was brought into the tables.
        conn.execute_batch("PRAGMA secure_delete = ON; VACUUM").unwrap();
        for sql in [
            "UPDATE cases SET snapshot = x'00'".to_owned(),
            "DELETE FROM timers".to_owned(),
            "DELETE FROM tasks".to_owned(),
            "DELETE FROM requests".to_owned(),
            "UPDATE outbox SET effect = x'00' WHERE owner = 2".to_owned(),
            format!("DELETE FROM journal WHERE owner = {} AND position = 0", last.0),
            "UPDATE journal SET entry = x'00' WHERE owner = 7 AND position = 0".to_owned(),
        ] {
            assert!(conn.execute(&sql, ()).unwrap() > 0, "{sql}");
        }
    }
    let report = repair(&path, &to).unwrap();
    let Fate::Rebuilt(parts) = &report.cases[&CaseId(2)] else { panic!("{report:?}") };
    assert!([Part::State, Part::Requests, Part::Actions].iter().eq(parts), "{parts:?}");
    assert!(matches!(report.cases[&last], Fate::Lost(Loss::Journal { .. })), "{report:?}");
    assert_eq!(report.effects_lost, Some(true));
    let saved = cases(&to);
    for (id, told) in whole.iter().filter(|(id, _)| **id != last && ![2, 7].contains(&id.0)) {
        assert_eq!(&saved[id], told);
    }
    let engine = engine(&to).await;
    let tasks = engine.tasks(None).await.unwrap();
    // Also a case whose parent is lost.
    for case in [1, 8] {
        let task = tasks.iter().find(|t| t.case == CaseId(case)).unwrap();
        engine.complete(task.case, task.task, (), ()).await.unwrap();
    }
    let child = engine.case(CaseId(8)).await.unwrap();
    assert_eq!(child.status, sop::CaseStatus::Ended("helped".to_owned()));
    let new = engine.start("desk", (), ()).await.unwrap().case;
    assert!(new > last, "the number of a lost case is given again");
    engine.shutdown().await;
}

/// Opens a store, and has done what waits in it. What it is then.
async fn go_on(path: &Path) -> BTreeMap<CaseId, Told> {
    let engine = engine(path).await;
    for task in engine.tasks(None).await.unwrap() {
        if engine.complete(task.case, task.task, (), ()).await.is_err() {
            engine.complete(task.case, task.task, [("need", "never")], ()).await.unwrap();
        }
    }
    engine.start("desk", (), ()).await.unwrap();
    engine.shutdown().await;
    cases(path)
}

fn sql(path: &Path, all: &[&str]) {
    let conn = rusqlite::Connection::open(path).unwrap();
    for sql in all {
        assert!(conn.execute(sql, ()).unwrap() > 0, "{sql}");
    }
    // Else what is removed would still be found.
    conn.execute_batch("PRAGMA secure_delete = ON; VACUUM").unwrap();
}

/// Where a row is damaged, what is said of case 3, and whether all is sure.
#[tokio::test]
async fn a_case_whose_row_is_damaged_goes_on_as_its_undamaged_twin() {
    use Part::{Requests, Row, State, Tasks, Timers};
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.db");
    fill(&whole).await;
    let before = cases(&whole);
    let twin = folder.path().join("twin.db");
    fs::copy(&whole, &twin).unwrap();
    let expected = go_on(&twin).await;
    let lost_row = "UPDATE cases SET inputs = inputs - 1 WHERE id IN (1, 3, 4)";
    let no_totals = "UPDATE totals SET last_case = 1";
    let damage: [(&[&str], &[Part], bool); 7] = [
        (&[lost_row], &[Row, State], true),
        (&["DELETE FROM cases"], &[Row, State], true),
        (
            &["UPDATE cases SET snapshot = x'00', flow = 'other'", "DELETE FROM tasks"],
            &[Row, State, Tasks],
            true,
        ),
        (&[lost_row, "UPDATE timers SET due = 1", "DELETE FROM requests"], &[Row, State, Requests], true),
        (&["UPDATE timers SET crc = 1"], &[], true),
        (&[lost_row, no_totals], &[Row, State], false),
        (&["DELETE FROM timers", "DELETE FROM cases WHERE id < 4"], &[Row, State], true),
    ];
    for (turn, (damage, parts, sure)) in damage.into_iter().enumerate() {
        let (hurt, to) = (folder.path().join("hurt.db"), folder.path().join(format!("to-{turn}.db")));
        fs::copy(&whole, &hurt).unwrap();
        sql(&hurt, damage);
        assert!(!verify(&hurt).unwrap().is_whole(), "{damage:?}");
        let report = repair(&hurt, &to).unwrap();
        let told = match report.cases.get(&CaseId(3)) {
            None => (Vec::new(), true),
            Some(Fate::Rebuilt(parts)) => (parts.iter().copied().collect(), true),
            Some(Fate::Doubtful(parts)) => (parts.iter().copied().collect(), false),
            other => panic!("{damage:?}: {other:?}"),
        };
        assert_eq!(told, (parts.to_vec(), sure), "{damage:?}");
        if damage.iter().any(|damage| damage.contains("timers")) {
            let Fate::Rebuilt(parts) = &report.cases[&CaseId(1)] else { panic!("{damage:?}") };
            assert!(parts.contains(&Timers), "{damage:?}: {parts:?}");
        }
        assert_eq!((report.all_seen, report.effects_lost), (sure.then_some(true), sure.then_some(false)));
        assert_eq!(report.is_complete(), sure, "{damage:?}");
        assert_eq!(cases(&to), before, "{damage:?}");
        assert_eq!(go_on(&to).await, expected, "{damage:?}");
    }
}

/// A store with the same cases, but for what is changed of an input.
fn copied(from: &Path, to: &Path, change: impl Fn(&mut Applied)) {
    let (mut old, mut new) = (SqliteStore::open_existing(from).unwrap(), SqliteStore::open(to).unwrap());
    let (timers, tasks, outbox) = (old.timers().unwrap(), old.tasks().unwrap(), old.outbox().unwrap());
    for row in old.cases(&CaseFilter::default()).unwrap() {
        let (id, edition) = (row.id, old.edition(row.edition).unwrap().unwrap());
        new.commit(&[Change::Edition(row.edition, edition)]).unwrap();
        let (_, snapshot) = old.case(id).unwrap().unwrap();
        for (entry, input) in old.journal(id, 0, usize::MAX).unwrap().into_iter().zip(0..) {
            let last = |case: CaseId| case == id && input + 1 == row.inputs;
            let mut applied = Applied {
                row: sop::CaseRow { inputs: input + 1, ..row.clone() },
                request: request_of(&entry).unwrap(),
                entry,
                snapshot: snapshot.clone(),
                timers: timers.iter().filter(|t| last(t.0)).map(|t| TimerChange::Arm(t.1, t.2)).collect(),
                tasks: tasks
                    .iter()
                    .filter(|t| last(t.case))
                    .map(|t| TaskChange::Open(t.task, t.node, t.lane))
                    .collect(),
                outbox: outbox
                    .iter()
                    .filter(|(effect, _)| effect.case == id && effect.input == input)
                    .map(|(effect, bytes)| (effect.index, bytes.clone()))
                    .collect(),
            };
            change(&mut applied);
            new.commit(&[Change::Applied(Box::new(applied))]).unwrap();
        }
    }
    new.close().unwrap();
    old.close().unwrap();
}

/// Stores of earlier releases: first entries don't tell where their cases come from.
#[tokio::test]
async fn of_an_earlier_store_a_row_is_worked_out_only_if_it_is_sure() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fill(&at("new.db")).await;
    copied(&at("new.db"), &at("old.db"), |input| {
        input.entry = journal::encode(&journal::decode(&input.entry).unwrap());
    });
    let before = cases(&at("old.db"));
    // Of a single one the totals tell that it is right, unless it is a called case; of more none is told.
    for (turn, (lost, saved)) in [("1", "1"), ("3", "3"), ("4", ""), ("1, 3", "")].into_iter().enumerate() {
        let (hurt, to) = (at("hurt.db"), at(&format!("to-{turn}.db")));
        fs::copy(at("old.db"), &hurt).unwrap();
        sql(&hurt, &[&format!("DELETE FROM cases WHERE id IN ({lost})")]);
        let report = repair(&hurt, &to).unwrap();
        for id in lost.split(", ") {
            let id = CaseId(id.parse().unwrap());
            match &report.cases[&id] {
                Fate::Rebuilt(parts) => assert!(!saved.is_empty() && parts.contains(&Part::Row), "{lost}"),
                Fate::Lost(Loss::Row { found }) => assert!(saved.is_empty() && *found > 0, "{lost}"),
                other => panic!("{lost}: {other:?}"),
            }
        }
        assert_eq!(report.all_seen, Some(!saved.is_empty()), "{lost}");
        assert_eq!(
            cases(&to).len(),
            before.len() - if saved.is_empty() { lost.split(", ").count() } else { 0 }
        );
        cases(&to).iter().for_each(|(id, told)| assert_eq!(told, &before[id], "{lost}"));
    }
}

/// Each row is what was written, by its checksum, but one state is another's.
#[tokio::test]
async fn a_state_that_its_journal_does_not_come_to_is_told_and_worked_out() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fill(&at("right.db")).await;
    let before = cases(&at("right.db"));
    let other = before[&CaseId(1)].1.clone();
    copied(&at("right.db"), &at("wrong.db"), |input| {
        if input.row.id == CaseId(3) {
            input.snapshot.clone_from(&other);
        }
    });
    assert_eq!(verify(at("wrong.db")).unwrap().damage, [Damage::State { case: CaseId(3) }]);
    let report = repair(at("wrong.db"), at("to.db")).unwrap();
    assert_eq!(report.cases, BTreeMap::from([(CaseId(3), Fate::Rebuilt([Part::State].into()))]));
    assert_eq!(cases(&at("to.db")), before);
}

/// A stored timer may fall due earlier than by the state: whoever fires it looks at the case.
#[tokio::test]
async fn a_timer_that_was_wound_back_is_not_told_as_worked_out() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fill(&at("right.db")).await;
    for (later, expected) in [(-60_000, None), (0, None), (1, Some(Fate::Rebuilt([Part::Timers].into())))] {
        let (path, to) = (at(&format!("{later}.db")), at(&format!("to {later}.db")));
        copied(&at("right.db"), &path, |input| {
            for timer in input.timers.iter_mut().filter(|_| input.row.id == CaseId(1)) {
                if let TimerChange::Arm(_, due) = timer {
                    due.0 += later;
                }
            }
        });
        let report = repair(&path, &to).unwrap();
        assert_eq!(report.cases.get(&CaseId(1)), expected.as_ref(), "{later}");
        let kept = if later > 0 { at("right.db") } else { path };
        assert_eq!(cases(&to), cases(&kept), "{later}");
    }
}

/// Whatever page is wiped, of a store that was closed and of one whose process was killed: each case that is saved is as it was,
/// and of each other one it is told.
#[tokio::test]
async fn whatever_page_is_lost_what_is_saved_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fill(&at("closed.db")).await;
    let engine = engine(&at("closed.db")).await;
    for need in ["never", "z"] {
        let case = engine.start("desk", (), ()).await.unwrap().case;
        let tasks = engine.tasks(None).await.unwrap();
        let greet = tasks.iter().find(|task| task.case == case).unwrap().task;
        engine.complete(case, greet, (), ()).await.unwrap();
        let task = engine.tasks(None).await.unwrap().into_iter().find(|task| task.case == case).unwrap().task;
        engine.complete(case, task, [("need", need)], ()).await.unwrap();
    }
    let waits = engine.tasks(None).await.unwrap()[0].clone();
    engine.complete(waits.case, waits.task, (), ()).await.unwrap();
    fs::copy(at("closed.db"), at("killed.db")).unwrap();
    fs::copy(at("closed.db-wal"), at("killed.db-wal")).unwrap();
    engine.shutdown().await;
    let (mut rows, mut lost) = (0, 0);
    for name in ["closed.db", "killed.db"] {
        let log = fs::read(at(&format!("{name}-wal"))).unwrap_or_default();
        let file = fs::read(at(name)).unwrap();
        let (hurt, to) = (at("hurt.db"), at("to.db"));
        fs::write(&hurt, &file).unwrap();
        fs::write(at("hurt.db-wal"), &log).unwrap();
        repair(&hurt, &to).unwrap();
        let whole = cases(&to);
        for page in 0..file.len() / 4096 {
            fs::remove_file(&to).unwrap();
            let mut bytes = file.clone();
            bytes[4096 * page..4096 * (page + 1)].fill(0);
            fs::write(&hurt, &bytes).unwrap();
            let report = repair(&hurt, &to).unwrap();
            let saved = cases(&to);
            for (id, told) in &whole {
                let what = format!("{name}, page {page}, case {}: {:?}", id.0, report.cases.get(id));
                match (report.cases.get(id), saved.get(id)) {
                    (None | Some(Fate::Rebuilt(_)), Some(saved)) => {
                        assert_eq!((&saved.0, &saved.1, &saved.2), (&told.0, &told.1, &told.2), "{what}");
                        assert!(report.effects_lost == Some(true) || saved.3 == told.3, "{what}");
                        rows += usize::from(
                            matches!(report.cases.get(id), Some(Fate::Rebuilt(p)) if p.contains(&Part::Row)),
                        );
                    }
                    (Some(Fate::Doubtful(_)), Some(saved)) => assert!(told.2.starts_with(&saved.2), "{what}"),
                    (Some(Fate::Lost(_)), None) => lost += 1,
                    (None, None) => assert_ne!(report.all_seen, Some(true), "{what}"),
                    _ => panic!("{what}"),
                }
            }
        }
        fs::remove_file(&to).unwrap();
    }
    assert!(rows >= 10 && lost > 0, "{rows} {lost}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_engine_is_copied_with_all_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let (path, to) = (folder.path().join("cases.db"), folder.path().join("to.db"));
    let engine = engine(&path).await;
    for turn in 1..=5 {
        engine.start("desk", (), ()).await.unwrap();
        let (beside, copy) = (engine.start("desk", (), ()), engine.backup(&to, turn > 1));
        let (beside, copy) = tokio::join!(beside, copy);
        beside.unwrap();
        copy.unwrap();
        assert!(verify(&to).unwrap().is_whole());
        assert!(cases(&to).len() >= 2 * turn - 1);
    }
    engine.shutdown().await;
    let all = cases(&path);
    for (id, told) in cases(&to) {
        assert_eq!(all[&id].2, told.2);
    }
}
