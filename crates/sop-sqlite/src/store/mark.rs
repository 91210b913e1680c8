//! How far the log had come, beside the store (`-mark`): which log, and how many of its frames are on disk. A log that was cut between
//! two commits looks like one that ended there, and a frame that isn't what was written like one that was being written when
//! the power failed; the mark tells what was acknowledged.
//!
//! It is written behind each commit and never synced, so it never tells of more than is on disk, whatever the power does, and may
//! tell of less. A store that is closed has none. It may be removed at any time: then only what the log itself tells is known.

use super::beside;
use super::fault::Fault;
use super::log::{self, Newest};
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const MAGIC: [u8; 8] = *b"SOPmark1";
const BYTES: usize = 24;
const SUFFIX: &str = "-mark";
/// Where a log says which it is.
const SALTS_AT: u64 = 16;

/// The mark of a store that is open.
#[derive(Debug)]
pub(super) struct Mark {
    path: PathBuf,
    log: PathBuf,
    /// The mark and the log; `None`: nothing was committed yet, or they could not be opened.
    files: Option<(File, File)>,
}

impl Mark {
    /// Of a store that was just opened.
    pub(super) fn of(store: &Path) -> Self {
        Self { path: beside(store, SUFFIX), log: beside(store, "-wal"), files: None }
    }

    /// So many frames of the log are on disk. If that can't be noted, nobody is the worse for it: what was noted before holds.
    pub(super) fn note(&mut self, frames: u32) {
        if self.write(frames).is_err() {
            self.files = None;
        }
    }

    fn write(&mut self, frames: u32) -> std::io::Result<()> {
        if self.files.is_none() {
            let mark = File::options().write(true).create(true).truncate(false).open(&self.path)?;
            self.files = Some((mark, File::open(&self.log)?));
        }
        let Some((mark, log)) = &mut self.files else { return Ok(()) };
        let mut salts = [0; 8];
        log.seek(SeekFrom::Start(SALTS_AT))?;
        log.read_exact(&mut salts)?;
        mark.seek(SeekFrom::Start(0))?;
        mark.write_all(&bytes(salts, frames))
    }

    /// The store is closed.
    pub(super) fn remove(&mut self) {
        self.files = None;
        // One that stays is of a log that is gone.
        let _ = fs::remove_file(&self.path);
    }
}

fn bytes(salts: [u8; 8], frames: u32) -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    let mut parts = MAGIC.into_iter().chain(salts).chain(frames.to_le_bytes());
    bytes.iter_mut().zip(&mut parts).for_each(|(byte, part)| *byte = part);
    let (told, sum) = bytes.split_at_mut(BYTES - 4);
    sum.copy_from_slice(&crc32fast::hash(told).to_le_bytes());
    bytes
}

/// Reads the log of a store: whether there is one with a header in order, and its newest pages. Fails if its frames are damaged,
/// or if it lacks what its mark tells of; where there is no mark, or one of another log, nothing is known.
pub(super) fn scan(store: &Path, log: &Path) -> Result<(bool, Option<Newest>), Fault> {
    let logged = log::scan(log)?;
    let newest = log::newest(log, true)?;
    if let (Some((salts, frames)), Some(found)) = (read(&beside(store, SUFFIX)), &newest)
        && found.salts == salts
        && found.frames < frames
    {
        let what = format!(
            "its log (`-wal`) ends behind frame {}, but {frames} were written: it was cut, or a frame isn't what was written. Put it back \
             as it was. If an older copy was put there on purpose, remove `{SUFFIX}` beside it",
            found.frames
        );
        return Err(Fault::Damaged(what));
    }
    Ok((logged, newest))
}

/// Which log, and how many frames; `None` if there is no mark that is whole.
pub(super) fn read(path: &Path) -> Option<((u32, u32), u32)> {
    let mut found = [0; BYTES];
    File::open(path).ok()?.read_exact(&mut found).ok()?;
    let (_, rest) = found.split_first_chunk::<8>()?;
    let (salts, rest) = rest.split_first_chunk::<8>()?;
    let (frames, _) = rest.split_first_chunk::<4>()?;
    let frames = u32::from_le_bytes(*frames);
    if found != bytes(*salts, frames) {
        return None;
    }
    let (one, two) = salts.split_first_chunk::<4>()?;
    let (two, _) = two.split_first_chunk::<4>()?;
    Some(((u32::from_be_bytes(*one), u32::from_be_bytes(*two)), frames))
}
