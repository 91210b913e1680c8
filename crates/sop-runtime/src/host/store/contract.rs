//! The store's contract as tests that every store can run. For tests only: it panics where a store breaks the contract.
