//! Every construct, by the effects that it brings about.

mod books;
mod children;
mod interruptions;
pub(crate) mod laws;
mod parallels;
mod rules;
mod size;
pub(crate) mod small;
mod texts;
mod traces;
mod work;
