//! Each kind has its word.

use super::ClauseKind;

#[test]
fn every_kind_of_clause_has_its_word() {
    assert_eq!(ClauseKind::Change as usize + 1, ClauseKind::ALL.len(), "the last kind is the last of all");
    for (n, (kind, word)) in ClauseKind::ALL.into_iter().enumerate() {
        assert_eq!((kind as usize, kind.word()), (n, word));
        assert_eq!(serde_json::to_value(kind).unwrap(), word, "data says the same");
    }
}
