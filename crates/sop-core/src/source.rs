//! Texts and places in them. A place is a byte range in a file; lines and columns are worked out only to show it.

pub mod limits;

use serde::{Deserialize, Serialize};

/// Number of a file within one [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// A byte range in a file: `start..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `file`.
    pub const fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// The smallest range over both; both must be of one file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub at: Span,
}

impl<T> Spanned<T> {
    /// A value at a place.
    pub const fn new(value: T, at: Span) -> Self {
        Self { value, at }
    }
}

/// One file of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the book's folder, with `/` on every system.
    pub path: String,
    /// The whole text. Bytes that are no UTF-8 have been replaced; `invalid_utf8` tells where.
    pub text: String,
    /// Offset of the first byte that was no UTF-8.
    pub invalid_utf8: Option<u32>,
}

/// The files of one book, in the order of their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// No files yet.
    pub const fn new() -> Self {
        Self { files: Vec::new() }
    }

    /// Adds a file given as bytes; bad UTF-8 is replaced, and remembered to be reported.
    ///
    /// Files longer than [`limits::FILE_BYTES_MAX`] are cut there, at a character's border; the parser reports it.
    pub fn add_bytes(&mut self, path: impl Into<String>, bytes: &[u8]) -> FileId {
        let invalid_utf8 =
            std::str::from_utf8(bytes).err().map(|e| u32::try_from(e.valid_up_to()).unwrap_or(u32::MAX));
        let end = bytes.len().min(limits::FILE_BYTES_MAX + 1);
        let text = String::from_utf8_lossy(&bytes[..end]).into_owned();
        self.push(SourceFile { path: path.into(), text, invalid_utf8 })
    }

    /// Adds a file given as text.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        self.add_bytes(path, text.into().as_bytes())
    }

    fn push(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// The file of that number.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// All files with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(&self.files)
    }

    /// The file at that path.
    pub fn by_path(&self, path: &str) -> Option<FileId> {
        self.iter().find(|(_, f)| f.path == path).map(|(id, _)| id)
    }

    /// One-based line and column (in characters) of a byte offset; the last place of the file if it lies beyond.
    pub fn line_column(&self, file: FileId, offset: u32) -> (u32, u32) {
        let Some(source) = self.get(file) else { return (1, 1) };
        let mut end = (offset as usize).min(source.text.len());
        while !source.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &source.text[..end];
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}
