//! Tests of `align`.
