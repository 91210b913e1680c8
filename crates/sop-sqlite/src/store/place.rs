//! Whether a store's file and log are still what was opened. What is written to a file that was removed, or whose name another
//! has now, is gone once it is closed; and of one that was cut nobody knows what is missing. So a commit looks first, unless one has
//! just looked.

use super::beside;
use super::fault::Fault;
use super::open::LOG_BYTES_MAX;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a look holds. Some file systems note the moment of a write more exactly once somebody has looked at it, and that makes
/// each commit a fifth slower. What is removed within this time of a commit might as well be removed behind it.
const HOLDS: Duration = if cfg!(test) { Duration::ZERO } else { Duration::from_millis(20) };

/// What was opened.
#[derive(Debug)]
pub(super) struct Place {
    looked: Instant,
    file: (PathBuf, Seen),
    log: (PathBuf, Seen),
}

impl Place {
    /// Of a store that was just opened, with its log.
    pub(super) fn of(path: &Path) -> Result<Self, Fault> {
        let seen = |path: PathBuf| fs::metadata(&path).map(|found| (path, Seen::of(&found)));
        Ok(Self { looked: Instant::now(), file: seen(path.to_owned())?, log: seen(beside(path, "-wal"))? })
    }

    /// As [`Place::check`], if nobody has just looked.
    pub(super) fn check_again(&mut self) -> Result<(), Fault> {
        if self.looked.elapsed() < HOLDS { Ok(()) } else { self.check() }
    }

    /// Whether both are there as they were; they may only have grown.
    pub(super) fn check(&mut self) -> Result<(), Fault> {
        // SQLite itself cuts a log that has become too long, to that length.
        check(&mut self.file, u64::MAX, "file")?;
        check(&mut self.log, LOG_BYTES_MAX, "log")?;
        self.looked = Instant::now();
        Ok(())
    }
}

fn check((path, seen): &mut (PathBuf, Seen), longest: u64, what: &str) -> Result<(), Fault> {
    let told = |how: &str| {
        Fault::Other(format!(
            "its {what} was {how} while it was open; nothing more is stored. Put file and log (`-wal`) back as they were; or \
             stop, restore a backup, and open it again"
        ))
    };
    let found = match fs::metadata(path) {
        Ok(found) => Seen::of(&found),
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(told("removed or moved")),
        Err(error) => return Err(error.into()),
    };
    if found.which != seen.which {
        return Err(told("replaced"));
    }
    if found.bytes < seen.bytes.min(longest) {
        return Err(told("cut"));
    }
    *seen = found;
    Ok(())
}

/// A file.
#[derive(Clone, Copy, Debug)]
struct Seen {
    /// Device and number; nothing where the system has none.
    which: (u64, u64),
    bytes: u64,
}

impl Seen {
    fn of(found: &Metadata) -> Self {
        #[cfg(unix)]
        let which = {
            use std::os::unix::fs::MetadataExt;
            (found.dev(), found.ino())
        };
        #[cfg(not(unix))]
        let which = (0, 0);
        Self { which, bytes: found.len() }
    }
}
