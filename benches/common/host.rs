//! The real book, and an engine for it.

use sop::{ActionCall, Engine, Output, VirtualTime};
use std::time::Duration;

pub(crate) const SLA: Duration = Duration::from_hours(24);

pub(crate) fn book() -> sop::model::Book {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sop/customer-handling");
    sop::compile(&sop::folder::read(folder).unwrap()).book.unwrap()
}

pub(crate) fn builder(time: &VirtualTime) -> sop::EngineBuilder {
    Engine::builder(book())
        .action("create_ticket", |_: ActionCall| async { Ok(Output::new().with("ticket_number", "T-1")) })
        .action("dispatch_ticket", |_: ActionCall| async { Ok(Output::new()) })
        .action("check_outlet", |_: ActionCall| async { Ok(Output::new().with("available", true)) })
        .action("book_outlet", |_: ActionCall| async { Ok(Output::new().with("booking_code", "R-1")) })
        .setting("ticket_sla", SLA)
        .time(time.clone())
}
