//! Trees to model: names resolved across the files of a book, types checked.
