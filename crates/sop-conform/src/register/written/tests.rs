//! Tests of `written`.
