//! What the README shows is what the product does.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sop::model::FlowId;
use std::path::Path;

#[test]
fn the_picture_is_of_todays_book() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let compiled = sop::compile(&sop::folder::read(root.join("sop/customer-handling")).unwrap());
    let book = compiled.book.unwrap();
    let ticket = book.flows.iter().position(|f| f.name == "ticket").unwrap();
    let svg =
        sop::render::svg(&book, FlowId(u16::try_from(ticket).unwrap()), &sop::render::SvgOptions::default());
    let shown = std::fs::read_to_string(root.join(".github/images/ticket.svg")).unwrap();
    assert!(svg == shown, "draw it anew: cargo sop graph ticket --language id -o .github/images/ticket.svg");
}

#[test]
fn the_book_that_ci_checks_has_no_finding() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let compiled = sop::compile(&sop::folder::read(root.join("sop/customer-handling")).unwrap());
    assert_eq!(compiled.findings, []);
}
