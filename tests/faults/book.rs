//! A book with a little of everything, and an engine for it.

use sop::{
    ActionCall, Delivery, DeliveryError, Engine, EngineBuilder, Output, Sources, SqliteStore, Store, Task,
};
use std::path::Path;

const BOOK: &str = r#"
lane agent "Agen"
action create_ticket "Membuat tiket" { takes need: text  gives number: text }
message hello "Halo" { id "Halo" en "Hello" }
flow desk "Meja bantuan" {
    keeps need: text, number: text
    step greet by agent "Menyapa" { say hello()  within 1h else -> late }
    step ask by agent "Bertanya" { fill need }
    do create_ticket(need) "Membuat tiket" { keep number }
    call help(need) as aid "Minta bantuan" { helped -> inform given_up -> inform cancelled -> inform }
    step inform by agent "Memberi tahu" { say hello() }
    end done "Selesai"
    end late "Terlambat"
}
flow help "Bantuan" {
    takes need: text
    step find by agent "Mencari" { within 2h else -> given_up }
    end helped "Terbantu"
    end given_up "Menyerah"
}
"#;

/// An engine to be, on a store; what its actions were called for goes to `acts`, its effects to `hears`.
pub fn builder(
    store: impl Store,
    acts: impl Fn(&str) + Clone + Send + Sync + 'static,
    hears: impl Fn(&Delivery) + Clone + Send + Sync + 'static,
) -> EngineBuilder {
    let mut sources = Sources::new();
    sources.add("desk.sop", BOOK);
    let compiled = sop::compile(&sources);
    assert!(compiled.is_sound(), "{:#?}", compiled.findings);
    let book = compiled.book.unwrap();
    let ticket = move |call: ActionCall| {
        acts(&call.key);
        async move { Ok(Output::new().with("number", call.key)) }
    };
    let subscriber = move |delivery: Delivery| {
        hears(&delivery);
        async move { Ok::<_, DeliveryError>(()) }
    };
    Engine::builder(book).store(store).action("create_ticket", ticket).subscriber(subscriber)
}

/// A store at a path.
pub fn store(path: &Path) -> SqliteStore {
    SqliteStore::open(path).unwrap()
}

/// The first open task of a case.
pub async fn task(engine: &Engine, case: sop::CaseId) -> Option<Task> {
    engine.tasks(None).await.unwrap().into_iter().find(|task| task.case == case)
}
