//! Values and numbers in few bytes. A number takes a byte for every seven bits, the lowest first; a text of up to 239
//! bytes is one byte longer than itself.

use super::{Moment, VALUE_DEPTH_MAX, Value};
use compact_str::CompactString;
use serde::Serialize;
use serde::de::DeserializeOwned;
use smallvec::SmallVec;
use sop_core::model::DayKind;

const NOTHING: u8 = 0;
const NO: u8 = 1;
const YES: u8 = 2;
const NUMBER: u8 = 3;
const DATE: u8 = 4;
const TIME: u8 = 5;
const MOMENT: u8 = 6;
const DURATION: u8 = 7;
const CHOICE: u8 = 8;
const WEEKDAY: u8 = 9;
const DAY_KIND: u8 = 10;
const LIST: u8 = 11;
const LONG_TEXT: u8 = 12;
/// A text of no bytes; of one; and so on.
const TEXT: u8 = 16;
const TEXT_MAX: usize = (u8::MAX - TEXT) as usize;

/// Bytes that are being written.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    /// Most states need no more.
    pub(crate) bytes: SmallVec<[u8; 256]>,
}

impl Writer {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(crate) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            // The low seven bits.
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    pub(crate) fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    pub(crate) fn value(&mut self, value: Option<&Value>) {
        let Some(value) = value else { return self.byte(NOTHING) };
        match value {
            Value::YesNo(yes) => self.byte(if *yes { YES } else { NO }),
            Value::Text(text) => self.text(text),
            Value::Number(n) => self.tagged(NUMBER, *n),
            Value::Date(d) => self.tagged(DATE, i64::from(*d)),
            Value::Time(t) => self.tagged(TIME, i64::from(*t)),
            Value::Moment(m) => self.tagged(MOMENT, m.0),
            Value::Duration(d) => self.tagged(DURATION, *d),
            Value::Choice(c) => self.tagged(CHOICE, i64::from(*c)),
            Value::Weekday(d) => self.tagged(WEEKDAY, i64::from(*d)),
            Value::DayKind(kind) => {
                let place = DayKind::ALL.iter().zip(0i64..).find(|(k, _)| *k == kind);
                self.tagged(DAY_KIND, place.map_or(0, |(_, place)| place));
            }
            Value::List(items) => {
                self.byte(LIST);
                self.number(items.len() as u64);
                items.iter().for_each(|item| self.value(Some(item)));
            }
        }
    }

    /// What is written by `postcard`; it is the last.
    pub(crate) fn other(&mut self, other: &impl Serialize) {
        // Writing to memory can't fail, and no type here refuses to be written.
        self.bytes.extend_from_slice(&postcard::to_stdvec(other).unwrap_or_default());
    }

    fn tagged(&mut self, tag: u8, number: i64) {
        self.byte(tag);
        self.signed(number);
    }

    fn text(&mut self, text: &str) {
        match u8::try_from(text.len()) {
            Ok(len) if text.len() <= TEXT_MAX => self.byte(TEXT + len),
            _ => {
                self.byte(LONG_TEXT);
                self.number(text.len() as u64);
            }
        }
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

/// Bytes that are being read. Any may come: `None` where they hold nothing that a [`Writer`] writes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    pub(crate) bytes: &'a [u8],
}

impl Reader<'_> {
    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*byte)
    }

    /// So many bytes as they are.
    pub(crate) fn piece<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (piece, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(*piece)
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        let first = self.byte()?;
        if first < 0x80 {
            return Some(u64::from(first));
        }
        let mut number = u64::from(first & 0x7f);
        for place in 1..10 {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            if part << (place * 7) >> (place * 7) != part {
                return None;
            }
            number |= part << (place * 7);
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(crate) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(crate) fn small(&mut self) -> Option<u16> {
        u16::try_from(self.number()?).ok()
    }

    /// How many of something follow, each of at least a byte.
    pub(crate) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|count| *count <= self.bytes.len())
    }

    pub(crate) fn value_into(&mut self, into: &mut Option<Value>) -> Option<()> {
        let tag = self.byte()?;
        *into = if tag == NOTHING { None } else { Some(self.tagged(tag, 0)?) };
        Some(())
    }

    /// What `postcard` wrote, up to what it left.
    pub(crate) fn other<T: DeserializeOwned>(&mut self) -> Option<T> {
        let (other, rest) = postcard::take_from_bytes(self.bytes).ok()?;
        self.bytes = rest;
        Some(other)
    }

    fn tagged(&mut self, tag: u8, depth: usize) -> Option<Value> {
        Some(match tag {
            TEXT.. => self.text(usize::from(tag - TEXT))?,
            NO => Value::YesNo(false),
            YES => Value::YesNo(true),
            NUMBER => Value::Number(self.signed()?),
            DATE => Value::Date(i32::try_from(self.signed()?).ok()?),
            TIME => Value::Time(u32::try_from(self.signed()?).ok()?),
            MOMENT => Value::Moment(Moment(self.signed()?)),
            DURATION => Value::Duration(self.signed()?),
            CHOICE => Value::Choice(u16::try_from(self.signed()?).ok()?),
            WEEKDAY => Value::Weekday(u8::try_from(self.signed()?).ok()?),
            DAY_KIND => Value::DayKind(*DayKind::ALL.get(usize::try_from(self.signed()?).ok()?)?),
            LIST if depth < VALUE_DEPTH_MAX => {
                let count = self.count()?;
                let mut items = Vec::with_capacity(count.min(64));
                for _ in 0..count {
                    let tag = self.byte()?;
                    items.push(self.tagged(tag, depth + 1)?);
                }
                Value::List(items.into())
            }
            LONG_TEXT => {
                let len = self.count()?;
                self.text(len)?
            }
            _ => return None,
        })
    }

    fn text(&mut self, len: usize) -> Option<Value> {
        let (text, rest) = self.bytes.split_at_checked(len)?;
        self.bytes = rest;
        CompactString::from_utf8(text).ok().map(Value::Text)
    }
}

#[cfg(test)]
mod tests;
