//! What a tree means: itself, but for the places. Written down in bytes that can be compared; as JSON it would be a hundred
//! times as long as the text.

use serde::ser::{self, Serialize};

/// The tree in bytes, without its places.
pub(super) fn meaning(tree: &impl Serialize) -> Result<Vec<u8>, Unwritable> {
    let mut bytes = Bytes(Vec::new());
    tree.serialize(&mut bytes)?;
    Ok(bytes.0)
}

/// A tree holds something that this can't write: never, as long as trees are made of what they are made of.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unwritable(String);

impl ser::Error for Unwritable {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

struct Bytes(Vec<u8>);

impl Bytes {
    fn number(&mut self, n: u64) {
        self.0.extend(n.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }
}

/// The parts of something that is made of several; of a place nothing is written.
struct Parts<'b> {
    bytes: &'b mut Bytes,
    place: bool,
}

impl Parts<'_> {
    fn part<T: Serialize + ?Sized>(&mut self, part: &T) -> Result<(), Unwritable> {
        if self.place { Ok(()) } else { part.serialize(&mut *self.bytes) }
    }

    /// After the last part, so that two lists that follow each other are not one.
    fn end(self) {
        if !self.place {
            self.bytes.0.push(b'.');
        }
    }
}

macro_rules! numbers {
    ($($name:ident($ty:ty)),+) => {
        $(fn $name(self, v: $ty) -> Result<(), Unwritable> {
            self.0.extend(v.to_le_bytes());
            Ok(())
        })+
    };
}

impl<'b> ser::Serializer for &'b mut Bytes {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Parts<'b>;
    type SerializeTuple = Parts<'b>;
    type SerializeTupleStruct = Parts<'b>;
    type SerializeTupleVariant = Parts<'b>;
    type SerializeMap = Parts<'b>;
    type SerializeStruct = Parts<'b>;
    type SerializeStructVariant = Parts<'b>;

    numbers!(
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_f32(f32),
        serialize_f64(f64)
    );

    fn serialize_bool(self, v: bool) -> Result<(), Unwritable> {
        self.serialize_u8(v.into())
    }

    fn serialize_char(self, v: char) -> Result<(), Unwritable> {
        self.serialize_u32(v.into())
    }

    fn serialize_str(self, v: &str) -> Result<(), Unwritable> {
        self.text(v);
        Ok(())
    }

    fn serialize_bytes(self, v: &[u8]) -> Result<(), Unwritable> {
        self.number(v.len() as u64);
        self.0.extend(v);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.serialize_u8(0)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, v: &T) -> Result<(), Unwritable> {
        self.0.push(1);
        v.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, i: u32, _: &'static str) -> Result<(), Unwritable> {
        self.serialize_u32(i)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        v: &T,
    ) -> Result<(), Unwritable> {
        v.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        i: u32,
        _: &'static str,
        v: &T,
    ) -> Result<(), Unwritable> {
        self.0.extend(i.to_le_bytes());
        v.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'b>, Unwritable> {
        self.0.push(b'[');
        Ok(Parts { bytes: self, place: false })
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'b>, Unwritable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'b>, Unwritable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        i: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Parts<'b>, Unwritable> {
        self.0.extend(i.to_le_bytes());
        self.serialize_seq(None)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'b>, Unwritable> {
        self.serialize_seq(None)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Parts<'b>, Unwritable> {
        Ok(Parts { bytes: self, place: name == PLACE })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        i: u32,
        variant: &'static str,
        count: usize,
    ) -> Result<Parts<'b>, Unwritable> {
        self.serialize_tuple_variant(name, i, variant, count)
    }
}

/// What [`Span`](crate::source::Span) is called when it is written.
const PLACE: &str = "Span";

macro_rules! parts {
    ($($part:ident: $($method:ident),+;)+) => {
        $(impl ser::$part for Parts<'_> {
            type Ok = ();
            type Error = Unwritable;
            $(fn $method<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), Unwritable> {
                self.part(v)
            })+
            fn end(self) -> Result<(), Unwritable> {
                Parts::end(self);
                Ok(())
            }
        })+
    };
}

parts! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
    SerializeMap: serialize_key, serialize_value;
}

macro_rules! fields {
    ($($part:ident),+) => {
        $(impl ser::$part for Parts<'_> {
            type Ok = ();
            type Error = Unwritable;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, v: &T) -> Result<(), Unwritable> {
                self.part(v)
            }
            fn end(self) -> Result<(), Unwritable> {
                Parts::end(self);
                Ok(())
            }
        })+
    };
}

fields!(SerializeStruct, SerializeStructVariant);

#[cfg(test)]
mod tests;
