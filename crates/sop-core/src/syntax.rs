//! Text to tree. Parsing never fails: it gives a tree of what could be read and a finding for what couldn't.

pub mod tree;
