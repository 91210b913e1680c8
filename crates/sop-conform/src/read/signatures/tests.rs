//! Tests of `signatures`.
