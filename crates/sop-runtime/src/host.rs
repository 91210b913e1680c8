//! What the embedding program supplies.

pub mod store;
