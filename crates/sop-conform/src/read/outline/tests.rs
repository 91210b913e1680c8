//! Tests of `outline`.
