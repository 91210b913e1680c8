//! The register held against the flows.
