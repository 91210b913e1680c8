#![doc = include_str!("reference.md")]

#[cfg(test)]
mod tests;
