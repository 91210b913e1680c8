//! Content that is not what was written: each byte flipped, of the file and of its log, and pages torn between an older and a
//! newer content. What is read is what was written, or it is said to be damaged; what is saved was there.

use super::engine::batches_of_a_day;
use super::stored::{content, contents};
use super::{all, disk};
use sop::host::store::Change;
use sop::upkeep::{Fate, repair, verify};
use sop::{CaseFilter, CaseId, MemoryStore, SqliteStore, Store, StoreError};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A store as bytes: file, log, and the mark of the log.
#[derive(Clone)]
struct Image {
    file: Vec<u8>,
    log: Vec<u8>,
    mark: Vec<u8>,
}

impl Image {
    fn of(path: &Path) -> Self {
        let beside = |suffix| fs::read(path.with_extension(suffix)).unwrap_or_default();
        Self { file: fs::read(path).unwrap(), log: beside("db-wal"), mark: beside("db-mark") }
    }

    fn write(&self, path: &Path) {
        fs::write(path, &self.file).unwrap();
        for (suffix, bytes) in [("db-wal", &self.log), ("db-mark", &self.mark)] {
            let beside = path.with_extension(suffix);
            if bytes.is_empty() {
                let _ = fs::remove_file(beside);
            } else {
                fs::write(beside, bytes).unwrap();
            }
        }
    }
}

/// A small store, closed; its content.
fn closed(folder: &Path, batches: &[Vec<Change>]) -> Image {
    let path = folder.join("closed.db");
    let _ = fs::remove_file(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    batches.iter().for_each(|batch| store.commit(batch).unwrap());
    store.close().unwrap();
    Image::of(&path)
}

/// The same when its process was killed: some of it is in the log only.
fn killed(folder: &Path, batches: &[Vec<Change>]) -> Image {
    let path = folder.join("killed.db");
    let mut store = SqliteStore::open(&path).unwrap();
    batches.iter().for_each(|batch| store.commit(batch).unwrap());
    let image = Image::of(&path);
    store.close().unwrap();
    assert!(image.log.len() > 10_000);
    image
}

type Journals = BTreeMap<CaseId, Vec<Vec<u8>>>;

fn journals(store: &mut dyn Store) -> Result<Journals, StoreError> {
    let cases = store.cases(&CaseFilter::default())?;
    cases.iter().map(|row| Ok((row.id, store.journal(row.id, 0, usize::MAX)?))).collect()
}

struct Trial {
    /// Contents that may be read, the last one last.
    may: Vec<String>,
    whole: Journals,
    /// Without the last commit, if that may be what is damaged.
    before: Option<Journals>,
    told: AtomicUsize,
    read: AtomicUsize,
}

impl Trial {
    /// Tries images, told by number, on all cores; says how many were told of and how many were read.
    fn all<I: Sync>(&self, points: &[I], hurt: impl Fn(&I) -> (Image, String) + Sync) -> (usize, usize) {
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
                scope.spawn(|| {
                    let folder = disk::folder();
                    let path = folder.path().join("hurt.db");
                    while let Some(point) = points.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let (image, what) = hurt(point);
                        self.run(&path, &image, &what);
                    }
                });
            }
        });
        let (told, read) = (self.told.load(Ordering::Relaxed), self.read.load(Ordering::Relaxed));
        println!("{} points: {told} told, {read} read", points.len());
        assert_eq!(told + read, points.len());
        (told, read)
    }

    /// What opening, verifying and repairing say of an image.
    fn run(&self, path: &Path, image: &Image, what: &str) {
        image.write(path);
        let survey = verify(path);
        let saved = path.with_file_name("saved.db");
        match repair(path, &saved) {
            Ok(report) => {
                let mut store = SqliteStore::open_existing(&saved).unwrap();
                let found = journals(&mut store).unwrap_or_else(|error| panic!("{what}: saved: {error}"));
                for (case, journal) in &found {
                    let known = &self.whole[case];
                    assert!(known.starts_with(journal), "{what}: case {} is saved as it never was", case.0);
                    let lost = known.len() - journal.len();
                    assert!(
                        lost == 0 || self.may.len() > 1,
                        "{what}: {lost} inputs of case {} are lost",
                        case.0
                    );
                }
                let told = |case: &CaseId| report.cases.get(case);
                let lost = |case: &CaseId| matches!(told(case), Some(Fate::Lost(_)));
                assert!(!found.keys().any(lost), "{what}: {:?}", report.cases);
                let kept = found.keys().filter(|case| told(case).is_none()).count();
                assert_eq!(kept as u64, report.kept, "{what}: {:?}", report.cases);
                let missing = self.whole.keys().any(|case| told(case).is_none() && !found.contains_key(case));
                let without_last = self.before.as_ref() == Some(&found);
                assert!(!missing || without_last || report.all_seen != Some(true), "{what}: lost in silence");
                drop(store);
                fs::remove_file(&saved).unwrap();
            }
            Err(error) => assert!(matches!(error, StoreError::NotAStore { .. }), "{what}: {error}"),
        }
        let bytes = Image::of(path);
        assert!(bytes.file == image.file && bytes.log == image.log, "{what}: it was written");
        let opened = SqliteStore::open(path).and_then(|mut store| {
            let found = content(&mut store)?;
            store.verify()?;
            Ok(found)
        });
        match opened {
            Ok(found) => {
                let last = self.may.last() == Some(&found);
                // The mark knows of the last commit.
                let may = last || image.mark.is_empty() && self.may.contains(&found);
                assert!(may, "{what}: a wrong answer");
                self.read.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) => {
                let known = matches!(
                    error,
                    StoreError::Damaged { .. }
                        | StoreError::NotAStore { .. }
                        | StoreError::NewerFormat { .. }
                );
                assert!(known, "{what}: {error}");
                assert!(
                    !survey.is_ok_and(|survey| survey.is_whole()),
                    "{what}: verify finds it whole; {error}"
                );
                self.told.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

fn trial(folder: &Path, image: &Image, may: &[String], before: Option<Journals>) -> Trial {
    let path = folder.join("whole.db");
    image.write(&path);
    let whole = journals(&mut SqliteStore::open(&path).unwrap()).unwrap();
    Trial { may: may.to_vec(), whole, before, told: AtomicUsize::new(0), read: AtomicUsize::new(0) }
}

const MASKS: [u8; 4] = [0xFF, 0x01, 0x80, 0x10];

#[test]
fn a_flipped_byte_of_the_file_is_told_or_does_no_harm() {
    let folder = disk::folder();
    let batches = batches_of_a_day(7);
    let image = closed(folder.path(), &batches);
    let trial = trial(folder.path(), &image, &contents(&batches)[7..], None);
    let step = if all() { 1 } else { 331 };
    let points: Vec<_> = (0..100).step_by(step.min(7)).chain((100..image.file.len()).step_by(step)).collect();
    let (told, read) = trial.all(&points, |at| {
        let mut hurt = image.clone();
        hurt.file[*at] ^= MASKS[at % 4];
        (hurt, format!("byte {at} of the file"))
    });
    assert!(told > 20 && read > 5, "{told} told, {read} read");
}

#[test]
fn a_flipped_byte_of_the_log_is_told() {
    flip_the_log(true, all());
}

/// After a loss of power the mark may be lost, or that of an earlier commit. What is told then is told by the log itself, which now and then
/// takes a damaged frame for what a commit that failed had left: so these are not all bytes.
#[test]
fn without_its_mark_most_of_the_log_is_told_unless_in_the_last_commit() {
    flip_the_log(false, false);
}

fn flip_the_log(marked: bool, all: bool) {
    let folder = disk::folder();
    let batches = batches_of_a_day(7);
    let mut memory = MemoryStore::new();
    batches[..6].iter().for_each(|batch| memory.commit(batch).unwrap());
    let before = journals(&mut memory).unwrap();
    let mut image = killed(folder.path(), &batches);
    assert!(!image.mark.is_empty());
    if !marked {
        image.mark.clear();
    }
    let trial = trial(folder.path(), &image, &contents(&batches)[6..], Some(before));
    let points: Vec<_> = if all {
        (0..image.log.len()).collect()
    } else {
        let heads = (32..image.log.len()).step_by(4_120).flat_map(|at| at..at + 24);
        (0..32).chain(heads.step_by(5)).chain((32..image.log.len()).step_by(487)).collect()
    };
    let (told, read) = trial.all(&points, |at| {
        let mut hurt = image.clone();
        hurt.log[*at] ^= MASKS[at % 4];
        (hurt, format!("byte {at} of the log"))
    });
    assert!(told > 20 && (marked || read > 5), "{told} told, {read} read");
}

/// What waits in a store whose process was killed is saved with all else.
#[test]
fn what_was_committed_last_is_saved() {
    let folder = disk::folder();
    let batches = batches_of_a_day(7);
    let image = killed(folder.path(), &batches);
    let path = folder.path().join("killed.db");
    image.write(&path);
    let saved = folder.path().join("saved.db");
    let report = repair(&path, &saved).unwrap();
    assert!(report.cases.is_empty() && report.kept > 0, "{report:?}");
    assert_eq!((report.all_seen, report.effects_lost), (Some(true), Some(false)));
    let mut store = SqliteStore::open_existing(&saved).unwrap();
    let known = contents(&batches);
    assert!(content(&mut store).unwrap() == known[7]);
}

/// Each page half as it was some batches before and half as it is; and each page wholly as it was.
#[test]
fn a_torn_page_is_told_or_does_no_harm() {
    let folder = disk::folder();
    let batches = batches_of_a_day(9);
    let new = closed(folder.path(), &batches);
    let trial = trial(folder.path(), &new, &contents(&batches)[9..], None);
    let mut points = Vec::new();
    for older in if all() { 1..9 } else { 5..7 } {
        let old = closed(folder.path(), &batches[..older]);
        for page in 0..old.file.len().min(new.file.len()) / 4_096 {
            let at = page * 4_096;
            for range in [at..at + 2_048, at + 2_048..at + 4_096, at..at + 4_096, at..at + 512] {
                if old.file[range.clone()] != new.file[range.clone()] {
                    points.push((older, range.start, old.file[range].to_vec()));
                }
            }
        }
    }
    let (told, read) = trial.all(&points, |(older, at, bytes)| {
        let range = *at..at + bytes.len();
        let mut hurt = new.clone();
        hurt.file[range.clone()].copy_from_slice(bytes);
        (hurt, format!("bytes {range:?} as after {older} batches"))
    });
    assert!(points.len() > 20 && told > 10, "{} torn, {told} told, {read} read", points.len());
}
