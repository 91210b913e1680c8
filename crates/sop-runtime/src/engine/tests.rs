//! The engine, from outside: books as text, time that is moved by hand, a store in memory.

mod actions;
mod cascades;
mod law;
mod moving;
mod order;
mod restart;
mod rules;
mod show;
mod support;
mod time;
mod unfit;
