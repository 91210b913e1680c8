//! Word files to lines.

use super::ReadError;
use super::sheet::Line;

pub(super) fn lines(_bytes: &[u8]) -> Result<Vec<Line>, ReadError> {
    Err(ReadError::Docx("not yet".to_owned()))
}
