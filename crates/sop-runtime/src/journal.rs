//! What a case remembers: its inputs, how they are written, and how a case is rebuilt from them.
