//! The package that a Word file is: parts of XML, packed. No part is unpacked beyond a limit, whatever it says of itself.

use crate::read::{BYTES_MAX, ReadError};
use quick_xml::events::{BytesRef, BytesStart};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Bytes of one part. A document of a thousand pages has fewer.
const PART_MAX: usize = BYTES_MAX;
/// Heads of pages that are read.
const HEADERS_MAX: usize = 12;

pub(super) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that may still be unpacked.
    left: usize,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| ReadError::Docx(e.to_string()))?;
        Ok(Self { zip, left: PART_MAX })
    }

    /// A part's text; `None` if it isn't there.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let damaged = |e: &dyn std::fmt::Display| ReadError::Docx(format!("{name}: {e}"));
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(e) => return Err(damaged(&e)),
        };
        let mut bytes = Vec::new();
        file.take(self.left as u64 + 1).read_to_end(&mut bytes).map_err(|e| damaged(&e))?;
        self.left = self.left.checked_sub(bytes.len()).ok_or(ReadError::TooBig)?;
        String::from_utf8(bytes).map(Some).map_err(|e| damaged(&e))
    }

    /// The names of the parts that hold heads of pages.
    pub(super) fn headers(&self) -> Vec<String> {
        let is_header = |n: &std::borrow::Cow<'_, str>| n.starts_with("word/header");
        let mut names: Vec<String> =
            self.zip.file_names().flatten().filter(is_header).map(std::borrow::Cow::into_owned).collect();
        names.sort();
        names.truncate(HEADERS_MAX);
        names
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// An attribute's value, by its name without prefix.
pub(super) fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = e.attributes().flatten().find(|a| local(a.key.as_ref()) == name)?;
    Some(found.value.into_owned())
}

/// What `&amp;`, `&#8211;` and the like stand for.
pub(super) fn entity(r: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = r.resolve_char_ref() {
        return c.to_string();
    }
    match &**r {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
    .to_owned()
}
