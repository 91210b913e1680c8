//! Tests of `stamps`.
