//! Tests of `boxes`.
