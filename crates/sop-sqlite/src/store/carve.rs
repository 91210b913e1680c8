//! Rows out of pages, whatever became of the pages around them.
//!
//! Neither the trees of pages nor a page's own head is trusted: at every offset a row may begin. What comes out is a row
//! only if the checksum over all its columns says so, so nothing is made up.

use super::fault::Fault;
use super::pages::Page;
use super::schema::PAGE_BYTES;
use std::borrow::Cow;

const PAGE: usize = PAGE_BYTES as usize;
/// Bytes of a page that are the head of the file.
const FILE_HEAD: usize = 100;
/// Values of the widest row.
const VALUES_MAX: usize = 14;

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'p> {
    Null,
    Int(i64),
    Text(&'p str),
    Blob(&'p [u8]),
}

/// How a row lies in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// With a number of its own, in a leaf.
    Numbered,
    /// By its key, in a leaf or above one.
    Keyed,
}

/// A row that may be one.
#[derive(Debug)]
pub(super) struct Cell<'p> {
    pub(super) layout: Layout,
    /// Its number, if it has one.
    pub(super) number: i64,
    /// All of it, as SQLite writes it.
    pub(super) payload: Cow<'p, [u8]>,
    /// Whether the page's head lists it: otherwise it may have been removed.
    pub(super) listed: bool,
}

/// All cells that may be in a page. `overflow` gives other pages by number.
pub(super) fn cells<'p>(
    number: u32,
    page: &'p [u8],
    overflow: &dyn Fn(u32) -> Option<Page>,
    mut each: impl FnMut(Cell<'p>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let listed = listed(number, page);
    let from = if number == 1 { FILE_HEAD } else { 0 };
    for at in from..page.len() {
        let Some((length, next)) = length(page, at) else { continue };
        for layout in [Layout::Numbered, Layout::Keyed] {
            if let Some((number, payload)) = cell(page, (length, next), layout, overflow) {
                let listed = listed.contains(&at);
                each(Cell { layout, number, payload, listed })?;
            }
        }
    }
    Ok(())
}

/// Offsets at which a page's head says that rows begin.
fn listed(number: u32, page: &[u8]) -> Vec<usize> {
    let head = if number == 1 { FILE_HEAD } else { 0 };
    let word = |at: usize| {
        let bytes = page.get(at..at + 2).and_then(|bytes| bytes.try_into().ok());
        usize::from(bytes.map_or(0, u16::from_be_bytes))
    };
    let (first, skip) = match page.get(head) {
        Some(0x0D | 0x0A) => (head + 8, 0),
        // The number of the page below comes first.
        Some(0x02) => (head + 12, 4),
        _ => return Vec::new(),
    };
    let count = word(head + 3).min(PAGE / 2);
    (0..count).map(|index| word(first + 2 * index) + skip).collect()
}

/// SQLite's number of one to nine bytes, and where it ends.
fn varint(bytes: &[u8], at: usize) -> Option<(i64, usize)> {
    let mut value = 0_u64;
    for index in 0..9 {
        let byte = *bytes.get(at + index)?;
        if index == 8 {
            value = value << 8 | u64::from(byte);
        } else {
            value = value << 7 | u64::from(byte & 0x7F);
            if byte & 0x80 != 0 {
                continue;
            }
        }
        return Some((value.cast_signed(), at + index + 1));
    }
    None
}

/// How long a row is that begins there, and where that ends.
fn length(page: &[u8], at: usize) -> Option<(usize, usize)> {
    let (length, next) = varint(page, at)?;
    Some((usize::try_from(length).ok().filter(|length| (4..1 << 30).contains(length))?, next))
}

fn cell<'p>(
    page: &'p [u8],
    (length, mut next): (usize, usize),
    layout: Layout,
    overflow: &dyn Fn(u32) -> Option<Page>,
) -> Option<(i64, Cow<'p, [u8]>)> {
    let mut number = 0;
    if layout == Layout::Numbered {
        (number, next) = varint(page, next)?;
    }
    // Almost every offset ends here.
    if !is_head_of(page.get(next..)?, length) {
        return None;
    }
    let most = if layout == Layout::Numbered { PAGE - 35 } else { (PAGE - 12) * 64 / 255 - 23 };
    if length <= most {
        return Some((number, Cow::Borrowed(page.get(next..next + length)?)));
    }
    let least = (PAGE - 12) * 32 / 255 - 23;
    let local = least + (length - least) % (PAGE - 4);
    let local = if local <= most { local } else { least };
    let mut payload = page.get(next..next + local)?.to_vec();
    let mut link: [u8; 4] = page.get(next + local..next + local + 4)?.try_into().ok()?;
    while payload.len() < length {
        let below = overflow(u32::from_be_bytes(link))?;
        let (head, rest) = below.split_first_chunk::<4>()?;
        let wanted = (length - payload.len()).min(rest.len());
        payload.extend_from_slice(rest.get(..wanted)?);
        link = *head;
        if wanted == 0 {
            return None;
        }
    }
    Some((number, Cow::Owned(payload)))
}

/// Bytes of a column by its type, with how many there are.
fn width(kind: i64) -> Option<usize> {
    Some(match kind {
        0 | 8 | 9 => 0,
        1..=4 => usize::try_from(kind).ok()?,
        5 => 6,
        6 | 7 => 8,
        12.. => usize::try_from((kind - 12) / 2).ok()?,
        _ => return None,
    })
}

/// Whether a row begins with the head of one of that length.
fn is_head_of(row: &[u8], length: usize) -> bool {
    let Some(head) = row.first().map(|head| usize::from(*head)).filter(|head| (4..100).contains(head)) else {
        return false;
    };
    let (mut at, mut rest, mut values) = (1, length, 0);
    while at < head && values < VALUES_MAX {
        let known = varint(row, at).and_then(|(kind, next)| Some((width(kind)?, next)));
        let Some((left, next)) = known.and_then(|(width, next)| Some((rest.checked_sub(width)?, next)))
        else {
            return false;
        };
        (at, rest) = (next, left);
        values += 1;
    }
    at == head && rest == head && values >= 3
}

/// A row's values.
pub(super) fn values(row: &[u8]) -> Option<Vec<Value<'_>>> {
    let (head, mut at) = varint(row, 0)?;
    let head = usize::try_from(head).ok()?;
    let mut from = head;
    let mut values = Vec::with_capacity(VALUES_MAX);
    while at < head {
        let (kind, next) = varint(row, at)?;
        let bytes = row.get(from..from.checked_add(width(kind)?)?)?;
        values.push(match kind {
            0 => Value::Null,
            1..=6 => {
                let sign = if bytes.first()? & 0x80 == 0 { 0 } else { -1 };
                Value::Int(bytes.iter().fold(sign, |value, byte| value << 8 | i64::from(*byte)))
            }
            8 => Value::Int(0),
            9 => Value::Int(1),
            12.. if kind % 2 == 0 => Value::Blob(bytes),
            13.. => Value::Text(std::str::from_utf8(bytes).ok()?),
            _ => return None,
        });
        from += bytes.len();
        at = next;
    }
    Some(values)
}
