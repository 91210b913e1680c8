//! Tests of `clauses`.
