//! The write-ahead log, read beside SQLite.
//!
//! SQLite takes the first frame that isn't in order for the end of the log: right for the last commit, which may have been
//! under way when the power failed, but commits before it were acknowledged. Each of them was on disk before the next
//! began. So a frame out of order is damage if after it a commit ends and the next one begins. That the next one begins is
//! known by its checksum, which goes on from that of the frame before: what an earlier commit that failed has left behind
//! goes on from something else.

use super::fault::Fault;
use super::schema::PAGE_BYTES;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
const FRAME_BYTES: usize = FRAME_HEADER_BYTES + PAGE_BYTES as usize;
/// With the lowest bit: checksums of big-endian words.
const MAGIC: u32 = 0x377F_0682;
/// Numbers of pages up to which one is believed while the log has not yet said how many there are.
const PAGES_MAX: u32 = 1 << 16;
const REWRITTEN_AT_ONCE: usize = 1 << 16;

/// One page in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// Which page, from 1.
    pub(super) page: u32,
    /// Where its content begins in the log.
    pub(super) at: u64,
}

/// What the log holds beyond the file.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Frames in order, up to the end of the last commit.
    pub(super) frames: Vec<Frame>,
    /// Pages of the whole store after that commit.
    pub(super) pages: u32,
    /// Frames of this turn of the log up to the last mark of a commit, in order or not.
    pub(super) loose: Vec<Frame>,
    /// Whether its header is in order.
    pub(super) whole: bool,
}

/// Reads where the log's pages are; `None` if there is no log, or only one without a header in order and without frames.
pub(super) fn read(path: &Path) -> Result<Option<Log>, Fault> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut file = BufReader::new(file);
    let mut header = [0; HEADER_BYTES];
    if !fill(&mut file, &mut header)? {
        return Ok(None);
    }
    let big = word(&header, 0) == MAGIC | 1;
    let mut sums = checksum(big, (0, 0), header.get(..24).unwrap_or_default());
    let mut ordered = word(&header, 0) & !1 == MAGIC && sums == (word(&header, 24), word(&header, 28));
    let mut salts = ordered.then(|| (word(&header, 16), word(&header, 20)));
    let mut log = Log { whole: ordered, ..Log::default() };
    let mut frame = [0; FRAME_BYTES];
    let (mut all, mut loose) = (Vec::new(), Vec::new());
    let mut at = HEADER_BYTES as u64;
    while fill(&mut file, &mut frame)? {
        let own = (word(&frame, 8), word(&frame, 12));
        let found = Frame { page: word(&frame, 0), at: at.saturating_add(FRAME_HEADER_BYTES as u64) };
        at = at.saturating_add(FRAME_BYTES as u64);
        // A header that is damaged doesn't tell them.
        let salts = *salts.get_or_insert(own);
        let (head, page) = frame.split_at(FRAME_HEADER_BYTES);
        sums = checksum(big, checksum(big, sums, head.get(..8).unwrap_or_default()), page);
        ordered &= own == salts && sums == (word(&frame, 16), word(&frame, 20));
        let ends = word(&frame, 4);
        if ordered {
            all.push(found);
            if ends != 0 {
                log.frames.append(&mut all);
                log.pages = ends;
            }
        }
        if own.0 == salts.0 || own.1 == salts.1 {
            loose.push(found);
            if ends != 0 {
                log.loose.append(&mut loose);
            }
        }
    }
    Ok(Some(log))
}

/// The newest pages that a log holds beyond the file.
#[derive(Debug)]
pub(super) struct Newest {
    /// Which turn of the log it is.
    pub(super) salts: (u32, u32),
    /// Frames up to the end of the last commit.
    pub(super) frames: u32,
    /// Of each page in them, where its last content begins in the log.
    pub(super) pages: BTreeMap<u32, u64>,
}

/// What a log holds as SQLite reads it; `None` if there is none, or its header is not in order. Whoever wrote it himself, and
/// has not let go of it since, need not have the checksums `proven`.
pub(super) fn newest(path: &Path, proven: bool) -> Result<Option<Newest>, Fault> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut file = BufReader::with_capacity(1 << 16, file);
    let mut header = [0; HEADER_BYTES];
    if !fill(&mut file, &mut header)? {
        return Ok(None);
    }
    let big = word(&header, 0) == MAGIC | 1;
    let mut sums = checksum(big, (0, 0), header.get(..24).unwrap_or_default());
    if word(&header, 0) & !1 != MAGIC || sums != (word(&header, 24), word(&header, 28)) {
        return Ok(None);
    }
    let salts = (word(&header, 16), word(&header, 20));
    let mut newest = Newest { salts, frames: 0, pages: BTreeMap::new() };
    let mut frame = [0; FRAME_BYTES];
    let (mut at, mut count, mut of_this_commit) = (HEADER_BYTES as u64, 0_u32, Vec::new());
    while fill(&mut file, &mut frame)? && (word(&frame, 8), word(&frame, 12)) == salts {
        if proven {
            let (head, page) = frame.split_at(FRAME_HEADER_BYTES);
            sums = checksum(big, checksum(big, sums, head.get(..8).unwrap_or_default()), page);
            if sums != (word(&frame, 16), word(&frame, 20)) {
                break;
            }
        }
        count = count.saturating_add(1);
        of_this_commit.push((word(&frame, 0), at.saturating_add(FRAME_HEADER_BYTES as u64)));
        at = at.saturating_add(FRAME_BYTES as u64);
        if word(&frame, 4) != 0 {
            newest.pages.extend(of_this_commit.drain(..));
            newest.frames = count;
        }
    }
    Ok(Some(newest))
}

/// Whether there is a log with a header in order; fails if its frames are damaged.
pub(super) fn scan(path: &Path) -> Result<bool, Fault> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let mut file = BufReader::new(file);
    let mut header = [0; HEADER_BYTES];
    if !fill(&mut file, &mut header)? {
        return Ok(false);
    }
    let big = word(&header, 0) == MAGIC | 1;
    let sums = checksum(big, (0, 0), header.get(..24).unwrap_or_default());
    if word(&header, 0) & !1 != MAGIC
        || word(&header, 8) != u32::from(PAGE_BYTES)
        || sums != (word(&header, 24), word(&header, 28))
    {
        return Ok(false);
    }
    frames(&mut file, big, (word(&header, 16), word(&header, 20)), sums)?;
    Ok(true)
}

/// What is known of a frame when the next one is looked at.
#[derive(Clone, Copy, Debug)]
struct Last {
    /// The checksum that it says it has.
    said: (u32, u32),
    /// The checksum that it has, if what is before it is in order.
    found: (u32, u32),
    /// Whether a commit ends with it, if the next one goes on from what it says, or from what was found.
    ends_if_said: bool,
    ends_if_found: bool,
}

fn frames(file: &mut impl Read, big: bool, salts: (u32, u32), sums: (u32, u32)) -> Result<(), Fault> {
    let mut frame = [0; FRAME_BYTES];
    let mut number = 0_u64;
    let mut broken = None;
    // No page has a greater number: each commit's mark says how many there are, and no commit doubles them.
    let mut most = None;
    let mut last = Last { said: sums, found: sums, ends_if_said: false, ends_if_found: false };
    while fill(file, &mut frame)? {
        number = number.saturating_add(1);
        let own = (word(&frame, 8), word(&frame, 12));
        let said = (word(&frame, 16), word(&frame, 20));
        let (head, page) = frame.split_at(FRAME_HEADER_BYTES);
        let head = head.get(..8).unwrap_or_default();
        let from = |sums| checksum(big, checksum(big, sums, head), page);
        let found = from(last.said);
        let marked = word(&frame, 4) != 0;
        let (after_said, after_found) = (found == said, from(last.found) == said);
        if broken.is_none() && own == salts && after_said {
            let pages = word(&frame, 4).saturating_mul(2);
            most = most.max((pages > 0).then_some(pages));
            last = Last { said, found, ends_if_said: marked, ends_if_found: marked };
            continue;
        }
        let broken = *broken.get_or_insert(number);
        // Frames of an earlier turn of the log have both others.
        let of_this_turn = own.0 == salts.0 || own.1 == salts.1;
        if of_this_turn && (after_said && last.ends_if_said || after_found && last.ends_if_found) {
            let what = format!("its log (`-wal`), frame {broken}: it isn't what was written");
            return Err(Fault::Damaged(what));
        }
        let proven = after_said || after_found;
        let ends_if_said =
            if proven { marked } else { ends(big, last.said, said, &frame, most.unwrap_or(PAGES_MAX)) };
        last = Last { said, found, ends_if_said, ends_if_found: marked };
    }
    Ok(())
}

/// Whether a commit ended with a frame that isn't what was written, if its checksum is. The mark itself may be what is damaged:
/// what the checksum was made over tells. Or page and mark are those of a commit of which only the first bytes were written,
/// or the page is an older one that is much the same: then the mark proves nothing. If more than that is wrong, these are any
/// numbers.
fn ends(big: bool, from: (u32, u32), said: (u32, u32), frame: &[u8; FRAME_BYTES], most: u32) -> bool {
    let (page, mark) = (word(frame, 0), word(frame, 4));
    let content = frame.get(FRAME_HEADER_BYTES..).unwrap_or_default();
    match pair(big, from, before(big, said, content)) {
        (of, ends) if of == page || ends == mark => ends != 0,
        (of, ends) if of <= most && ends <= most && (ends == 0 || of <= ends) => false,
        _ => mark != 0,
    }
}

/// Whether all that a log holds lies in the file, too, though the log's header isn't in order: as when writing the header
/// of its next turn was broken off. Must not be called while this process has the file open.
pub(super) fn is_spent(path: &Path, log: &Path) -> Result<bool, Fault> {
    let Some(found) = read(log)?.filter(|log| !log.whole && !log.loose.is_empty()) else { return Ok(false) };
    let newest: BTreeMap<u32, u64> = found.loose.iter().map(|frame| (frame.page, frame.at)).collect();
    let (mut file, mut log) = (File::open(path)?, File::open(log)?);
    let (mut here, mut there) = ([0; PAGE_BYTES as usize], [0; PAGE_BYTES as usize]);
    for (page, at) in newest {
        let Some(index) = page.checked_sub(1) else { return Ok(false) };
        file.seek(SeekFrom::Start(u64::from(index).saturating_mul(u64::from(PAGE_BYTES))))?;
        log.seek(SeekFrom::Start(at))?;
        if !fill(&mut file, &mut here)? || !fill(&mut log, &mut there)? || here != there {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes a log over with what it holds, and has it on disk: after a sync that failed, what is read may be nowhere else than
/// in memory, and no later sync writes it.
pub(super) fn rewrite(path: &Path) -> Result<(), Fault> {
    let mut file = match File::options().read(true).write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let mut part = vec![0; REWRITTEN_AT_ONCE];
    let mut at = 0_u64;
    loop {
        file.seek(SeekFrom::Start(at))?;
        let count = file.read(&mut part)?;
        let Some(read) = part.get(..count).filter(|read| !read.is_empty()) else { break };
        file.seek(SeekFrom::Start(at))?;
        file.write_all(read)?;
        at = at.saturating_add(read.len() as u64);
    }
    Ok(file.sync_all()?)
}

/// Fills a buffer; `false` if the file ends before.
fn fill(file: &mut impl Read, buffer: &mut [u8]) -> Result<bool, Fault> {
    match file.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The big-endian word at an offset; 0 beyond the end.
fn word(bytes: &[u8], at: usize) -> u32 {
    let bytes = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u32::from_be_bytes)
}

/// SQLite's running checksum of pairs of words.
fn checksum(big: bool, (mut one, mut two): (u32, u32), bytes: &[u8]) -> (u32, u32) {
    let (words, _) = bytes.as_chunks::<4>();
    let (pairs, _) = words.as_chunks::<2>();
    let read = |word: [u8; 4]| if big { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) };
    for [a, b] in pairs {
        one = one.wrapping_add(read(*a)).wrapping_add(two);
        two = two.wrapping_add(read(*b)).wrapping_add(one);
    }
    (one, two)
}

/// The checksum from which these bytes led to this one.
fn before(big: bool, (mut one, mut two): (u32, u32), bytes: &[u8]) -> (u32, u32) {
    let (words, _) = bytes.as_chunks::<4>();
    let (pairs, _) = words.as_chunks::<2>();
    let read = |word: [u8; 4]| if big { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) };
    for [a, b] in pairs.iter().rev() {
        two = two.wrapping_sub(read(*b)).wrapping_sub(one);
        one = one.wrapping_sub(read(*a)).wrapping_sub(two);
    }
    (one, two)
}

/// The two words that lead from one checksum to the next, as they are read from a frame.
fn pair(big: bool, from: (u32, u32), to: (u32, u32)) -> (u32, u32) {
    let a = to.0.wrapping_sub(from.0).wrapping_sub(from.1);
    let b = to.1.wrapping_sub(from.1).wrapping_sub(to.0);
    let as_read = |word: u32| if big { word } else { word.swap_bytes() };
    (as_read(a), as_read(b))
}
