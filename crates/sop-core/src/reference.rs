//! The language of `.sop` files, described for the people who write them.

#![doc = include_str!("reference.md")]

#[cfg(test)]
mod tests;
