//! How much the language takes in. Past a limit stands a finding, not a crash.

/// Bytes of one file.
pub const FILE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Files of one book.
pub const FILES_MAX: usize = 4096;
/// Bytes of all files of one book.
pub const BOOK_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Bytes of one name.
pub const NAME_BYTES_MAX: usize = 200;
/// Bytes of one text in quotes.
pub const TEXT_BYTES_MAX: usize = 64 * 1024;
/// Braces and brackets inside each other.
pub const NESTING_MAX: usize = 48;
/// Findings of one file before the rest is only counted.
pub const FINDINGS_PER_FILE_MAX: usize = 200;
/// Nodes of one flow, edges of one flow, facts of one flow, choices of one type, items of one kind of a book: dense indices are
/// 16 bits wide.
pub const INDEX_MAX: usize = u16::MAX as usize - 1;
/// Cells that the check of one decision table looks at before it says `not proved`.
pub const TABLE_CELLS_MAX: usize = 200_000;
