//! Pages of a damaged store, one at a time, out of its file and its log: of whatever size it is, few are held at once.

use super::fault::Fault;
use super::image::Image;
use super::log::Frame;
use super::schema::PAGE_BYTES;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};

/// A page's content.
pub(super) type Page = Vec<u8>;

const PAGE: usize = PAGE_BYTES as usize;

/// Where pages are.
#[derive(Debug)]
pub(super) struct Pages<'i> {
    file: &'i File,
    log: Option<File>,
    frames: &'i [Frame],
    /// Of pages that the log has, where their last content is.
    newest: BTreeMap<u32, u64>,
    count: u32,
    /// What the disk said while a page was asked for that was not there then.
    failed: RefCell<Option<io::Error>>,
}

impl<'i> Pages<'i> {
    /// Those of an image.
    pub(super) fn of(image: &'i Image) -> Result<Self, Fault> {
        let frames: &[Frame] = image.log().map_or(&[], |log| &log.loose);
        let log = (!frames.is_empty()).then(|| File::open(image.log_path())).transpose()?;
        let length = image.file().metadata()?.len();
        Ok(Self {
            file: image.file(),
            log,
            frames,
            newest: frames.iter().map(|frame| (frame.page, frame.at)).collect(),
            count: u32::try_from(length.div_ceil(PAGE_BYTES.into())).unwrap_or(u32::MAX),
            failed: RefCell::default(),
        })
    }

    /// How many the file has.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// What the log has.
    pub(super) fn frames(&self) -> &'i [Frame] {
        self.frames
    }

    /// Whether the log has no later content of a page than the file.
    pub(super) fn is_newest_in_file(&self, number: u32) -> bool {
        !self.newest.contains_key(&number)
    }

    /// Whether a frame holds the last content of its page.
    pub(super) fn is_newest(&self, frame: &Frame) -> bool {
        self.newest.get(&frame.page) == Some(&frame.at)
    }

    /// A page as the file has it.
    pub(super) fn in_file(&self, number: u32) -> Option<Page> {
        let at = u64::from(number.checked_sub(1)?).checked_mul(PAGE_BYTES.into())?;
        self.read(self.file, at)
    }

    /// A page as a frame of the log has it.
    pub(super) fn in_log(&self, frame: &Frame) -> Option<Page> {
        self.read(self.log.as_ref()?, frame.at)
    }

    /// A page as it is now.
    pub(super) fn now(&self, number: u32) -> Option<Page> {
        match (self.newest.get(&number), &self.log) {
            (Some(at), Some(log)) => self.read(log, *at),
            _ => self.in_file(number),
        }
    }

    /// Fails if the disk has: pages that were not there may only not have been read.
    pub(super) fn were_read(&self) -> Result<(), Fault> {
        self.failed.take().map_or(Ok(()), |error| Err(error.into()))
    }

    fn read(&self, mut file: &File, at: u64) -> Option<Page> {
        let mut page = vec![0; PAGE];
        match file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut page)) {
            Ok(()) => Some(page),
            Err(error) => {
                if error.kind() != ErrorKind::UnexpectedEof {
                    self.failed.replace(Some(error));
                }
                None
            }
        }
    }
}

/// Pages that are in no table any more, as far as that can be read: their rows were removed. One bit each.
#[derive(Debug)]
pub(super) struct Free(Vec<u64>);

impl Free {
    /// By the lists that begin in the first page.
    pub(super) fn of(pages: &Pages<'_>) -> Self {
        let word = |page: &[u8], at: usize| {
            let bytes = page.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(0, u32::from_be_bytes)
        };
        let last = pages.frames().iter().map(|frame| frame.page).max().unwrap_or(0).min(1 << 30);
        let mut free = Self(vec![0; pages.count().max(last) as usize / 64 + 1]);
        let mut trunk = pages.now(1).map_or(0, |first| word(&first, 32));
        while trunk != 0 && free.insert(trunk) {
            let Some(content) = pages.now(trunk) else { break };
            let count = usize::try_from(word(&content, 4)).unwrap_or(0).min(PAGE / 4 - 2);
            (0..count).for_each(|index| _ = free.insert(word(&content, 8 + 4 * index)));
            trunk = word(&content, 0);
        }
        free
    }

    /// Whether a page is there, and was not among them before.
    fn insert(&mut self, page: u32) -> bool {
        let Some(bits) = self.0.get_mut(page as usize / 64) else { return false };
        let before = *bits;
        *bits |= 1 << (page % 64);
        before != *bits
    }

    /// Whether a page is free.
    pub(super) fn contains(&self, page: u32) -> bool {
        self.0.get(page as usize / 64).is_some_and(|bits| bits & 1 << (page % 64) != 0)
    }
}
