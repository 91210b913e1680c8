//! The memory store keeps the contract.
