//! Every flow of the book to every one of its ends, from outside: engine, store in a file, virtual time.
//!
//! Each script is gone through three times, twice with the engine closed and opened again after every input: see `desk`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "scripts of tests, also where they are no test functions"
)]
#![expect(clippy::unchecked_time_subtraction, reason = "of constants, the greater first")]

#[path = "flows/calls.rs"]
mod calls;
#[path = "flows/chats.rs"]
mod chats;
#[path = "flows/closing.rs"]
mod closing;
#[path = "flows/desk.rs"]
mod desk;
#[path = "flows/emails.rs"]
mod emails;
#[path = "flows/outlets.rs"]
mod outlets;
#[path = "flows/tickets.rs"]
mod tickets;
