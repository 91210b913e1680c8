//! A ledger of the file's pages, beside it (`-pages`): the checksum of each as it was written. A file whose pages are all as the ledger
//! says is byte for byte what the engine wrote, and needs no further look when it is opened; that takes a tenth of the
//! time of reading all rows. Whatever doesn't fit - damage, a ledger that is missing, of another copy, or behind because the
//! power failed - has the store verified whole as without a ledger. So it is never synced, and may be removed at any time.
//!
//! Checksums are taken of the log's pages before they are brought into the file, never of the file: a page that rots while
//! the store is open differs from its checksum afterwards. Pages that the log holds need none: they are read from there, and
//! SQLite checks each frame. But log and file must belong together, so the ledger tells how much of which log it has seen: the
//! log that is there must be that one, no shorter, or the next.

use super::beside;
use super::fault::Fault;
use super::log::{self, Newest};
use super::schema::PAGE_BYTES;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const MAGIC: [u8; 8] = *b"SOPpage1";
const HEADER_BYTES: u64 = 20;
const PAGE: usize = PAGE_BYTES as usize;

/// The ledger of a store.
#[derive(Debug)]
pub(super) struct Ledger {
    path: PathBuf,
    /// The log that it has seen last, and how many of its frames.
    salts: (u32, u32),
    frames: u32,
    /// Of each page, from the first.
    sums: Vec<u32>,
    /// Whether damage was found in spite of it.
    distrusted: Cell<bool>,
}

/// The pages of the greatest file that has one.
const PAGES_MAX: u64 =
    if cfg!(test) { 512 } else { super::SqliteStore::OPEN_CHECK_BYTES_MAX / PAGE_BYTES as u64 };

/// A smaller file that is closed has none: it is verified whole in a few milliseconds, and stays without company.
const PAGES_MIN: usize = 64;

impl Ledger {
    /// Of a file that was just verified with its log. `None`: it is too large, or can't be read or written; then it has none.
    pub(super) fn make(store: &Path, file: &File, log: Option<&Newest>) -> Option<Self> {
        let (salts, frames) = log.map_or(((0, 0), 0), |log| (log.salts, log.frames));
        let mut ledger = Self {
            path: beside(store, SUFFIX),
            salts,
            frames,
            sums: Vec::new(),
            distrusted: Cell::default(),
        };
        let read = pages(file, |sum| ledger.sums.push(sum));
        // That of a small file is written once there is something to lose.
        (read.is_ok() && ledger.is_of_small() || ledger.keep(read.is_ok())).then_some(ledger)
    }

    /// What lies beside a store, if it is a ledger.
    pub(super) fn read(store: &Path) -> Option<Self> {
        let path = beside(store, SUFFIX);
        let file = File::open(&path).ok()?;
        let mut bytes = Vec::new();
        file.take(HEADER_BYTES + 4 * PAGES_MAX).read_to_end(&mut bytes).ok()?;
        let (magic, words) = bytes.split_first_chunk::<8>()?;
        let (words, rest) = words.as_chunks::<4>();
        let mut words = words.iter().map(|word| u32::from_le_bytes(*word));
        if *magic != MAGIC || !rest.is_empty() {
            return None;
        }
        let (salts, frames) = ((words.next()?, words.next()?), words.next()?);
        Some(Self { path, salts, frames, sums: words.collect(), distrusted: Cell::default() })
    }

    /// Whether file and log are what was written.
    pub(super) fn fits(&self, file: &File, log: Option<&Newest>) -> Result<bool, Fault> {
        let none = BTreeMap::new();
        let newest = log.map_or(&none, |log| &log.pages);
        if let Some(log) = log.filter(|log| !log.pages.is_empty()) {
            let same = log.salts == self.salts && log.frames >= self.frames;
            if !same && log.salts.0 != self.salts.0.wrapping_add(1) {
                return Ok(false);
            }
        }
        let (mut number, mut fits) = (0_u32, true);
        let mut sums = self.sums.iter();
        let whole = pages(file, |sum| {
            number = number.saturating_add(1);
            fits &= sums.next() == Some(&sum) || newest.contains_key(&number);
        })?;
        // Pages that the file does not have yet.
        let rest = number.saturating_add(1)..=u32::try_from(self.sums.len()).unwrap_or(u32::MAX);
        Ok(whole && fits && rest.into_iter().all(|page| newest.contains_key(&page)))
    }

    /// Notes the pages that are about to be brought into the file. `false`: it can't be kept any longer, and is removed.
    pub(super) fn note(&mut self, log: &Path) -> bool {
        let taken = self.take(log);
        self.keep(taken.is_ok())
    }

    /// Damage was found: the next opening shall look at everything.
    pub(super) fn distrust(&self) {
        self.distrusted.set(true);
        self.remove();
    }

    /// The store is closed: a small one stays without company.
    pub(super) fn closed(&self) {
        if self.is_of_small() {
            self.remove();
        }
    }

    fn is_of_small(&self) -> bool {
        self.sums.len() < PAGES_MIN
    }

    /// Writes it if it is right, unless the file is too large; whether it goes on.
    fn keep(&self, is_right: bool) -> bool {
        let kept =
            is_right && !self.distrusted.get() && self.sums.len() as u64 <= PAGES_MAX && self.write().is_ok();
        if !kept {
            self.remove();
        }
        kept
    }

    fn remove(&self) {
        // One that stays does not fit.
        let _ = fs::remove_file(&self.path);
    }

    fn take(&mut self, path: &Path) -> Result<(), Fault> {
        // This process wrote it, and has not lost what it wrote.
        let Some(log) = log::newest(path, false)?.filter(|log| !log.pages.is_empty()) else { return Ok(()) };
        let mut file = File::open(path)?;
        let mut page = [0; PAGE];
        for (number, at) in &log.pages {
            file.seek(SeekFrom::Start(*at))?;
            file.read_exact(&mut page)?;
            let index = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
            if u64::from(*number) > PAGES_MAX {
                return Err(Fault::Other("too many pages".to_owned()));
            }
            if index >= self.sums.len() {
                self.sums.resize(index.saturating_add(1), 0);
            }
            if let Some(sum) = self.sums.get_mut(index) {
                *sum = crc32fast::hash(&page);
            }
        }
        (self.salts, self.frames) = (log.salts, log.frames);
        Ok(())
    }

    fn write(&self) -> std::io::Result<()> {
        let mut bytes = MAGIC.to_vec();
        let words = [self.salts.0, self.salts.1, self.frames];
        words.iter().chain(&self.sums).for_each(|word| bytes.extend_from_slice(&word.to_le_bytes()));
        let mut file = File::options().write(true).create(true).truncate(false).open(&self.path)?;
        file.write_all(&bytes)?;
        file.set_len(bytes.len() as u64)
    }
}

const SUFFIX: &str = "-pages";

/// The checksums of a file's pages; whether its last page is whole.
fn pages(mut file: &File, mut each: impl FnMut(u32)) -> Result<bool, Fault> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(0))?;
    let mut file = BufReader::with_capacity(64 * PAGE, file);
    let mut page = [0; PAGE];
    for _ in 0..length / PAGE as u64 {
        file.read_exact(&mut page)?;
        each(crc32fast::hash(&page));
    }
    Ok(length.is_multiple_of(PAGE as u64))
}
