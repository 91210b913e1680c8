//! Every construct, by the effects that it brings about.

mod books;
mod children;
mod interruptions;
mod laws;
mod parallels;
mod rules;
mod size;
mod small;
mod texts;
mod traces;
mod work;
