//! The log of the failing disk: what was done to files, in order.

use std::path::Path;

/// One call that changed something, or a word between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// A file that was there before.
    Known {
        file: u32,
        name: String,
    },
    Create {
        file: u32,
        name: String,
    },
    Write {
        file: u32,
        at: usize,
        data: Vec<u8>,
    },
    /// Cut, or made longer.
    Resize {
        file: u32,
        length: usize,
    },
    Sync {
        file: u32,
        failed: bool,
    },
    SyncFolder {
        name: String,
        failed: bool,
    },
    Rename {
        from: String,
        to: String,
    },
    Link {
        from: String,
        to: String,
    },
    Unlink {
        name: String,
    },
    Mark(String),
}

const HEAD: usize = 24;

pub fn read(path: &Path) -> Vec<Op> {
    let bytes = std::fs::read(path).unwrap();
    let mut rest = &bytes[..];
    let mut ops = Vec::new();
    while !rest.is_empty() {
        let (head, behind) = rest.split_at(HEAD);
        let word =
            |at: usize| usize::try_from(u64::from_le_bytes(head[at..at + 8].try_into().unwrap())).unwrap();
        let (at, length) = (word(8), word(16));
        let file = u32::from_le_bytes(head[4..8].try_into().unwrap());
        let failed = head[1] != 0;
        let (data, behind) = behind.split_at(length);
        rest = behind;
        let text = || String::from_utf8(data.to_vec()).unwrap();
        let pair = || {
            let text = text();
            let (from, to) = text.split_once('\n').unwrap();
            (from.to_owned(), to.to_owned())
        };
        ops.push(match head[0] {
            b'E' => Op::Known { file, name: text() },
            b'C' => Op::Create { file, name: text() },
            b'W' => Op::Write { file, at, data: data.to_vec() },
            b'T' => Op::Resize { file, length: at },
            b'S' => Op::Sync { file, failed },
            b'D' => Op::SyncFolder { name: text(), failed },
            b'R' => {
                let (from, to) = pair();
                Op::Rename { from, to }
            }
            b'L' => {
                let (from, to) = pair();
                Op::Link { from, to }
            }
            b'U' => Op::Unlink { name: text() },
            b'M' => Op::Mark(text()),
            kind => panic!("a kind of call that is not known: {kind}"),
        });
    }
    ops
}
