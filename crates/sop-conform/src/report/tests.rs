//! Reports over a small book.
