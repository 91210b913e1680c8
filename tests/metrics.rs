//! What an engine measures of itself: scraped over a socket from the example's page, and held against what was really done.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]
#![expect(clippy::float_cmp, reason = "what is counted one by one is exact")]

#[path = "../examples/metrics.rs"]
mod example;
#[path = "metrics/page.rs"]
mod page;

use example::Host;
use page::Page;
use sop::engine::InputView;
use sop::{
    ActionCall, ActionError, CaseFilter, CaseId, CaseStatus, Delivery, DeliveryError, Engine, EngineError,
    MemoryStore, Meta, Moment, Output, Store, VirtualTime,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

fn at(moment: &str) -> Moment {
    moment.parse().unwrap()
}

fn named(request: &str) -> Meta {
    Meta::new().request(request)
}

/// All cases of a store by flow and status; the store must be let go.
fn stands(store: &mut dyn Store) -> BTreeMap<Vec<(String, String)>, f64> {
    let mut stands = BTreeMap::new();
    for row in store.cases(&CaseFilter::default()).unwrap() {
        let mut of = vec![("sop_flow", row.flow)];
        match row.status {
            CaseStatus::Open => of.push(("sop_case_status", "open".to_owned())),
            CaseStatus::Cancelled => of.push(("sop_case_status", "cancelled".to_owned())),
            CaseStatus::Ended(outcome) => {
                of.push(("sop_case_status", "ended".to_owned()));
                of.push(("sop_case_outcome", outcome));
            }
        }
        let mut of: Vec<_> = of.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        of.sort();
        *stands.entry(of).or_default() += 1.0;
    }
    stands
}

#[tokio::test]
async fn a_scrape_of_the_example_tells_what_was_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.db");
    let host = Host::open(&path, at("2023-10-02T09:00:00+07:00")).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(example::serve(listener, host.exporter.clone()));

    let begun = host.simulate(16).await.unwrap();
    let page = Page::scrape(address).await;

    // What was done, from the journals: inputs by flow and kind, and what came of actions.
    let mut inputs: BTreeMap<(String, &str), f64> = BTreeMap::new();
    let (mut tickets, mut failures) = (0.0, 0.0);
    let cases = host.engine.cases(CaseFilter::default()).await.unwrap();
    assert!(cases.len() > begun.len(), "tickets are cases, too");
    for row in &cases {
        for entry in host.engine.journal(row.id).await.unwrap() {
            let kind = match entry.input {
                InputView::Start { .. } => "start",
                InputView::Complete { .. } => "complete",
                InputView::Answer { .. } => "answer",
                InputView::Event { .. } => "event",
                InputView::TimerFired { .. } => "timer",
                InputView::ActionDone { .. } => "action_done",
                InputView::ActionFailed { .. } => "action_failed",
                other => panic!("{other:?}"),
            };
            tickets += f64::from(u8::from(kind == "action_done"));
            failures += f64::from(u8::from(kind == "action_failed"));
            *inputs.entry((row.flow.clone(), kind)).or_default() += 1.0;
        }
    }
    assert!(failures > 0.0 && tickets > 0.0 && inputs.contains_key(&("live_chat".to_owned(), "timer")));
    for ((flow, kind), number) in &inputs {
        let of = [("sop_flow", flow.as_str()), ("sop_input_kind", *kind), ("sop_input_outcome", "accepted")];
        assert_eq!(page.value("sop_inputs_total", &of), *number, "{flow} {kind}\n{page}");
    }
    let all: f64 = inputs.values().sum();
    assert_eq!(page.sum("sop_inputs_total"), all);

    assert_eq!(page.value("sop_action_duration_seconds_count", &[("error_type", "terminal")]), failures);
    assert_eq!(page.sum("sop_action_duration_seconds_count"), failures + tickets);
    let timers: f64 = inputs.iter().filter(|((_, kind), _)| *kind == "timer").map(|(_, number)| number).sum();
    assert_eq!(page.sum("sop_timer_lateness_seconds_count"), timers);
    assert_eq!(page.sum("sop_timer_lateness_seconds_sum"), 0.0, "virtual time is never late");
    assert_eq!(page.sum("sop_delivery_pending"), 0.0);
    assert!(page.sum("sop_delivery_duration_seconds_count") > 0.0);
    assert_eq!(page.sum("sop_store_pending_requests"), 0.0);
    assert!(page.sum("sop_commit_duration_seconds_count") > all, "deliveries are noted, too");
    assert!(page.sum("sop_commit_duration_seconds_sum") > 0.0);
    assert!(page.sum("sop_commit_size_sum") >= page.sum("sop_commit_size_count"));

    // Cases by flow and status, from the store itself.
    let counted = page.of("sop_case_count");
    host.engine.shutdown().await;
    drop(host);
    let mut store = sop::SqliteStore::open(&path).unwrap();
    assert_eq!(counted, stands(&mut store));
    store.close().unwrap();

    // And the same right after a restart, before any input.
    let again = Host::open(&path, at("2023-10-02T12:00:00+07:00")).await.unwrap();
    assert_eq!(Page::of_exporter(&again.exporter).of("sop_case_count"), counted);
}

/// Small enough to break everything in it.
const BOOK: &str = r#"
lane agent "Agent"
event replied "Membalas" { breaks silence }
action look_up "Mencari" { gives name: text  limit 10s  retries 3 times every 1s }
message hello "Halo" { id "Halo." en "Hello." }
rule helped "Selalu dibantu" { never end before help  watched "orang" assumed "contoh" }
flow desk "Meja" {
    keeps name: text
    do look_up() "Mencari" { keep name }
    wait ready by agent "Siap" { say hello  on replied -> choose  after 1h -> gone }
    decide choose by agent "Pilih" { help -> help  leave -> gone }
    step help by agent "Membantu"
    end done "Selesai"
    end gone "Pergi"
}
"#;

fn builder(store: &MemoryStore, time: &VirtualTime) -> sop::EngineBuilder {
    let mut sources = sop::Sources::new();
    sources.add("desk.sop", BOOK);
    let compiled = sop::compile(&sources);
    assert!(compiled.is_sound(), "{:#?}", compiled.findings);
    Engine::builder(compiled.book.unwrap()).store(store.clone()).time(time.clone())
}

async fn until<F: Future<Output = bool>>(what: &str, mut is_so: impl FnMut() -> F) {
    for _ in 0..3000 {
        if is_so().await {
            return;
        }
        tokio::task::yield_now().await;
        tokio::time::advance(Duration::from_millis(10)).await;
    }
    panic!("never: {what}");
}

#[tokio::test(start_paused = true)]
async fn what_goes_wrong_is_counted_by_its_kind() {
    let exporter = opentelemetry_prometheus_text_exporter::PrometheusExporter::new();
    let provider =
        opentelemetry_sdk::metrics::SdkMeterProvider::builder().with_reader(exporter.clone()).build();
    let (store, time) = (MemoryStore::new(), VirtualTime::at(at("2023-10-02T09:00:00+07:00")));
    let tries = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&tries);
    // Once an error, once no answer, once a panic, then a name; for the next case, never one.
    let look_up = move |_: ActionCall| {
        let number = counted.fetch_add(1, Ordering::Relaxed);
        async move {
            match number {
                0 => Err(ActionError::retry("not now")),
                1 => std::future::pending().await,
                2 => panic!("on purpose"),
                5 => Err(ActionError::terminal("never")),
                _ => Ok(Output::new().with("name", "Rina")),
            }
        }
    };
    let deaf = Arc::new(AtomicU64::new(2));
    let left = Arc::clone(&deaf);
    let subscriber = move |_: Delivery| {
        let fails = left.load(Ordering::Relaxed) > 0;
        left.fetch_sub(u64::from(fails), Ordering::Relaxed);
        async move { if fails { Err(DeliveryError::new("not now")) } else { Ok(()) } }
    };
    let open = async || {
        let engine = builder(&store, &time).action("look_up", look_up.clone()).subscriber(subscriber.clone());
        engine.meter_provider(&provider).build().await.unwrap()
    };
    let engine = open().await;
    let page = || Page::of_exporter(&exporter);

    let case = engine.start("desk", (), named("first")).await.unwrap().case;
    until("the name is found", async || page().sum("sop_action_duration_seconds_count") >= 4.0).await;
    for (word, number) in [("retry", 1.0), ("timeout", 1.0), ("panic", 1.0)] {
        let of = [("sop_action", "look_up"), ("error_type", word)];
        assert_eq!(page().value("sop_action_duration_seconds_count", &of), number, "{word}");
    }
    assert_eq!(tries.load(Ordering::Relaxed), 4);
    until("all is delivered", async || {
        let done = page().sum("sop_delivery_duration_seconds_count") >= 3.0;
        done && page().sum("sop_delivery_pending") == 0.0
    })
    .await;
    assert_eq!(page().value("sop_delivery_duration_seconds_count", &[("error_type", "retry")]), 2.0);

    // The same request again; then what does not fit, each in its own way.
    assert!(engine.start("desk", (), named("first")).await.unwrap().already);
    engine.start("nowhere", (), ()).await.unwrap_err();
    engine.send(CaseId(99), "replied", (), ()).await.unwrap_err();
    engine.send(case, "never_heard_of", (), ()).await.unwrap_err();
    engine.send(case, "replied", [("words", "Ya.")], ()).await.unwrap_err();
    engine.cancel(case, "", named("twice")).await.map(drop).unwrap();
    engine.cancel(case, "", ()).await.unwrap_err();
    assert!(engine.cancel(case, "", named("twice")).await.unwrap().already);
    let inputs = |of: &[(&str, &str)]| page().value("sop_inputs_total", of);
    assert_eq!(inputs(&[("sop_input_kind", "start"), ("sop_input_outcome", "repeated")]), 1.0);
    assert_eq!(inputs(&[("sop_input_kind", "cancel"), ("sop_input_outcome", "repeated")]), 1.0);
    for (kind, word) in [
        ("start", "unknown_flow"),
        ("event", "unknown_case"),
        ("event", "unknown_event"),
        ("event", "fields"),
        ("cancel", "rejected"),
    ] {
        let of = [("sop_input_kind", kind), ("sop_input_outcome", "refused"), ("error_type", word)];
        assert_eq!(inputs(&of), 1.0, "{kind} {word}\n{}", page());
    }

    // A store that fails.
    let other = engine.start("desk", (), ()).await.unwrap().case;
    engine.settled().await;
    store.fail_commit(1);
    let failed = engine.send(other, "replied", (), ()).await.unwrap_err();
    assert!(matches!(failed, EngineError::Store(_)));
    let of = [("sop_flow", "desk"), ("sop_input_outcome", "failed"), ("error_type", "store_failed")];
    assert_eq!(inputs(&of), 1.0);
    assert_eq!(page().value("sop_commit_duration_seconds_count", &[("error_type", "store_failed")]), 1.0);

    // An action that fails for good.
    engine.start("desk", (), ()).await.unwrap();
    engine.settled().await;
    assert_eq!(
        page().value("sop_action_incidents_total", &[("sop_flow", "desk"), ("sop_node", "look_up")]),
        1.0
    );

    // A timer, and a rule that it breaks. The stop before it makes it an hour late; then the same provider goes on.
    engine.shutdown().await;
    drop(engine);
    until("no engine, no cases", async || page().of("sop_case_count") == BTreeMap::new()).await;
    time.advance(Duration::from_hours(2)).await;
    let engine = open().await;
    time.advance(Duration::ZERO).await;
    until("the timer has fired", async || {
        page().value("sop_inputs_total", &[("sop_input_kind", "timer")]) == 1.0
    })
    .await;
    engine.settled().await;
    assert_eq!(page().value("sop_timer_lateness_seconds_sum", &[("sop_flow", "desk")]), 3600.0);
    assert_eq!(page().value("sop_rule_breaks_total", &[("sop_flow", "desk"), ("sop_rule", "helped")]), 1.0);
    assert_eq!(page().of("sop_case_count"), stands(&mut store.clone()));
    let ended = [("sop_case_status", "ended"), ("sop_case_outcome", "gone")];
    assert_eq!(page().value("sop_case_count", &ended), 1.0);
}
