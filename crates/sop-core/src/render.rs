//! The model as a picture or as data: one file an output.
