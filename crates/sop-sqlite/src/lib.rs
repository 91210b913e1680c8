//! Cases in one SQLite file: a [`sop_runtime::host::store::Store`] that survives the loss of power.
