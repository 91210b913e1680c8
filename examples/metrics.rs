//! An engine that Prometheus can scrape: simulated live chats, and what the engine measures of itself as a page.
//!
//! `cargo run --example metrics --features metrics`, then `curl http://127.0.0.1:9464/metrics`. The first argument is another
//! address, the second how many chats are simulated.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it tells there where to look")]

use opentelemetry_prometheus_text_exporter::PrometheusExporter;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use sop::{
    ActionCall, ActionError, CaseId, Delivery, Engine, Moment, Output, Record, SqliteStore, Task, TaskKind,
    VirtualTime,
};
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;

type Fault = Box<dyn std::error::Error>;

/// An engine, its clock, and its page.
pub(crate) struct Host {
    pub(crate) engine: Engine,
    pub(crate) time: VirtualTime,
    pub(crate) exporter: PrometheusExporter,
    /// Measures as long as it lives.
    _provider: SdkMeterProvider,
}

impl Host {
    /// Opens the real book on a store. Tickets of customers called `nobody` can't be made.
    pub(crate) async fn open(store: &Path, at: Moment) -> Result<Self, Fault> {
        // 1. The exporter is read by a page; the provider hands it what is measured.
        let exporter = PrometheusExporter::new();
        let provider = SdkMeterProvider::builder().with_reader(exporter.clone()).build();

        // 2. The engine measures for the provider that it is given.
        let time = VirtualTime::at(at);
        let book = sop::compile(&sop::folder::read("sop/customer-handling")?).book.ok_or("mistakes")?;
        let engine = Engine::builder(book)
            .action("create_ticket", create_ticket)
            .action("dispatch_ticket", |_: ActionCall| async { Ok(Output::new()) })
            .action("check_outlet", |_: ActionCall| async { Ok(Output::new().with("available", true)) })
            .action("book_outlet", |_: ActionCall| async { Ok(Output::new().with("booking_code", "R-1")) })
            .setting("ticket_sla", Duration::from_hours(24))
            .subscriber(|_: Delivery| async { Ok(()) })
            .store(SqliteStore::open(store)?)
            .time(time.clone())
            .meter_provider(&provider)
            .build()
            .await?;
        Ok(Self { engine, time, exporter, _provider: provider })
    }

    /// Works so many chats: of four, one is settled, one needs a ticket, one falls silent, one is left as it is.
    pub(crate) async fn simulate(&self, chats: usize) -> Result<Vec<CaseId>, Fault> {
        let mut begun = Vec::new();
        for number in 0..chats {
            let customer =
                [("customer", if number % 8 == 1 { "nobody" } else { "Rina" }), ("agent_name", "Dewi")];
            let case = self.engine.start("live_chat", customer, ()).await?.case;
            begun.push(case);
            match number % 4 {
                0 => self.work(case, "yes").await?,
                1 => self.work(case, "no").await?,
                2 => {
                    self.time.advance(Duration::from_mins(4)).await;
                    self.work(case, "").await?;
                }
                _ => {}
            }
        }
        self.engine.settled().await;
        Ok(begun)
    }

    /// Everybody does what waits in a case, until nothing does.
    async fn work(&self, case: CaseId, solvable: &str) -> Result<(), Fault> {
        while let Some(task) = self.engine.tasks(None).await?.into_iter().find(|task| task.case == case) {
            let Task { task, node, kind, .. } = task;
            match kind {
                TaskKind::Decide { .. } => {
                    let answer = if node == "solvable" { solvable } else { "no" };
                    self.engine.answer(case, task, answer, ()).await?;
                }
                TaskKind::Step { fill } => {
                    let filled: Record = fill.into_iter().map(|fact| (fact.name, "saldo")).collect();
                    self.engine.complete(case, task, filled, ()).await?;
                }
            }
        }
        Ok(())
    }
}

async fn create_ticket(call: ActionCall) -> Result<Output, ActionError> {
    if format!("{:?}", call.input).contains("nobody") {
        return Err(ActionError::terminal("there is no such customer"));
    }
    Ok(Output::new().with("ticket_number", format!("T-{:04}", call.case.0)))
}

/// Answers every scrape, until the program ends.
pub(crate) async fn serve(listener: TcpListener, exporter: PrometheusExporter) -> std::io::Result<()> {
    let page = move || {
        let mut page = Vec::new();
        let written = exporter.export(&mut page);
        async move {
            match written {
                Ok(()) => Ok(([("content-type", "text/plain; version=0.0.4; charset=utf-8")], page)),
                Err(error) => Err((axum::http::StatusCode::INTERNAL_SERVER_ERROR, error.to_string())),
            }
        }
    };
    axum::serve(listener, axum::Router::new().route("/metrics", axum::routing::get(page))).await
}

#[cfg_attr(test, expect(dead_code, reason = "a test has its own beginning"))]
#[tokio::main]
async fn main() {
    if let Err(fault) = story().await {
        eprintln!("{fault}");
        std::process::exit(1);
    }
}

async fn story() -> Result<(), Fault> {
    let mut args = std::env::args().skip(1);
    let listener = TcpListener::bind(args.next().as_deref().unwrap_or("127.0.0.1:9464")).await?;
    let chats = args.next().map_or(Ok(12), |n| n.parse())?;
    let folder = std::env::temp_dir().join(format!("sop-metrics-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let host = Host::open(&folder.join("cases.db"), "2023-10-02T09:00:00+07:00".parse::<Moment>()?).await?;
    host.simulate(chats).await?;
    println!("{chats} chats were worked: curl http://{}/metrics", listener.local_addr()?);
    Ok(serve(listener, host.exporter.clone()).await?)
}
