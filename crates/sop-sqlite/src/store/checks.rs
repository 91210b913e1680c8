//! Checksums of rows: CRC-32 over the table's name and all columns, each with its kind and length.

use crc32fast::Hasher;

/// So many bytes are gathered before they are summed up: each call has its price, and most columns are short.
const GATHERED_MAX: usize = 128;

/// A checksum under way.
#[derive(Debug)]
pub(super) struct Checksum {
    sum: Hasher,
    gathered: [u8; GATHERED_MAX],
    length: usize,
}

impl Checksum {
    /// Of a row of that table.
    pub(super) fn of(table: &str) -> Self {
        let begun = Self { sum: Hasher::new(), gathered: [0; GATHERED_MAX], length: 0 };
        begun.bytes(table.as_bytes())
    }

    /// A number.
    pub(super) fn int(mut self, value: i64) -> Self {
        self.take(&[1]);
        self.take(&value.to_le_bytes());
        self
    }

    /// A number, or none.
    pub(super) fn maybe(mut self, value: Option<i64>) -> Self {
        if let Some(value) = value {
            return self.int(value);
        }
        self.take(&[0]);
        self
    }

    /// Text or bytes.
    pub(super) fn bytes(mut self, value: &[u8]) -> Self {
        self.take(&[2]);
        // A length beyond 64 bits can't be.
        self.take(&(value.len() as u64).to_le_bytes());
        self.take(value);
        self
    }

    /// The checksum.
    pub(super) fn done(mut self) -> i64 {
        self.sum_up();
        i64::from(self.sum.finalize())
    }

    fn take(&mut self, bytes: &[u8]) {
        let end = self.length.saturating_add(bytes.len());
        if let Some(room) = self.gathered.get_mut(self.length..end) {
            room.copy_from_slice(bytes);
            self.length = end;
            return;
        }
        self.sum_up();
        self.sum.update(bytes);
    }

    fn sum_up(&mut self) {
        self.sum.update(self.gathered.get(..self.length).unwrap_or_default());
        self.length = 0;
    }
}
