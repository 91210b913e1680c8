//! A desk with a case of its own, for tests.

use crate::args::Language;
use crate::desk::Desk;
use crate::desk::session::Session;
use sop::{Engine, MemoryStore, Meta, Moment, Record, VirtualTime};

/// Opens the desk on a case of this book's flow `chat`; its clock is virtual and begins at 1970.
pub(crate) async fn session(book: &str) -> Session {
    let mut sources = sop::source::Sources::new();
    sources.add("chat.sop", book);
    let book = sop::compile(&sources).book.expect("the book is sound");
    let time = VirtualTime::at(Moment(0));
    let engine = Engine::builder(book)
        .store(MemoryStore::new())
        .time(time.clone())
        .build()
        .await
        .expect("nothing is missing");
    let root = engine.start("chat", Record::new(), Meta::new()).await.expect("the case begins").case;
    let mut session = Session::new(Desk { engine, time: Some(time), root, language: Language::Id });
    session.refresh().await.expect("the store answers");
    session
}
