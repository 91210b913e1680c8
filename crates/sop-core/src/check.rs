//! What is wrong with a model that could be built: one file a finding.

use crate::diagnostic::Finding;
use crate::model::Book;

/// All that is wrong with a model.
pub fn check(_book: &Book) -> Vec<Finding> {
    Vec::new()
}
