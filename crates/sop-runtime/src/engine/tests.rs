//! The engine, from outside: books as text, time that is moved by hand, a store in memory.

mod actions;
mod bad_hosts;
mod cascades;
mod families;
mod law;
mod limits;
mod moving;
mod opening;
mod order;
mod recall;
mod restart;
mod rules;
mod show;
mod stumbles;
mod support;
mod time;
mod unfit;
