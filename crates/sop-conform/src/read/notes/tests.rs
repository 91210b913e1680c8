//! Tests of `notes`.
