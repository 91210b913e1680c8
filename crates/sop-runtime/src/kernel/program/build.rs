//! From a book to a program.

use super::errors::{BuildError, BuildErrors};
use super::{Program, Settings};
use sop_core::model::Book;

pub(super) fn build(_book: &Book, _settings: &Settings) -> Result<Program, BuildErrors> {
    Err(BuildErrors(vec![BuildError::Broken { what: "not yet".to_owned() }]))
}
