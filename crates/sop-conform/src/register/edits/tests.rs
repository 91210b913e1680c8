//! Tests of `edits`.
