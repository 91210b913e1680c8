//! placeholder: written with the engine
#[cfg(feature = "sqlite")]
pub use sop_sqlite as sqlite;
pub mod folder;
