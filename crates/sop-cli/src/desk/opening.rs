//! Opening the desk: book, store, settings, clock, and the case to go on with or to begin.

use super::{Desk, host, value};
use crate::args::{ClockKind, Run};
use crate::exit::{Failure, Verb};
use crate::speech::{lang, say};
use crate::{book, output};
use sop::engine::words;
use sop::model::{Book, FactRole, Flow};
use sop::{
    CaseFilter, CaseId, CaseStatus, Clock, Engine, Meta, Moment, Record, SqliteStore, Value, VirtualTime,
    words,
};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::Path;

/// What was given beforehand: `--with` and a script's first lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub(crate) values: Vec<(String, String)>,
    pub(crate) at: Option<String>,
    pub(crate) by_script: bool,
}

/// Opens a store, and its folder if it isn't there.
pub(crate) fn store(path: &Path) -> Result<SqliteStore, Failure> {
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|source| Failure::File {
            path: folder.to_owned(),
            verb: Verb::Created,
            source,
        })?;
    }
    Ok(SqliteStore::open(path)?)
}

/// Opens the desk.
pub(crate) async fn open(args: &Run, given: Given) -> Result<Desk, Failure> {
    let book = book::sound(&args.book.book)?;
    let (_, flow) = book::flow(&book, &args.flow)?;
    let flow = flow.clone();
    let store = store(&args.store.store)?;
    let time = clock(args, &given, &book)?;
    let (settings, values) = settings(&book, &flow, &given)?;
    let mut builder = Engine::builder(book.clone()).settings(settings).store(store);
    builder = host::simulate(builder, &book);
    if let Some(time) = &time {
        builder = builder.time(time.clone());
    }
    let engine = builder.build().await?;
    let root = match going_on(&engine, args, &flow).await? {
        Some(case) => {
            if let Some(time) = &time {
                // A case that goes on never goes back in time.
                time.set(time.now().max(last_moment(&engine, case).await?));
            }
            case
        }
        None => {
            let values = start_values(&book, &flow, &values, &given)?;
            engine.start(&flow.name, values, Meta::new().actor("desk")).await?.case
        }
    };
    engine.settled().await;
    Ok(Desk { engine, time, root, language: args.language })
}

/// The latest moment of a family.
async fn last_moment(engine: &Engine, root: CaseId) -> Result<Moment, Failure> {
    let mut last = Moment(i64::MIN);
    let mut todo = vec![root];
    while let Some(id) = todo.pop() {
        let case = engine.case(id).await?;
        last = last.max(case.last);
        todo.extend(case.children.iter().map(|c| c.case));
    }
    Ok(last)
}

fn clock(args: &Run, given: &Given, book: &Book) -> Result<Option<VirtualTime>, Failure> {
    let wanted = args.clock == ClockKind::Virtual || given.by_script;
    let at = args.at.as_ref().or(given.at.as_ref());
    if !wanted {
        if at.is_some() {
            return Err(Failure::Usage(words!("at-needs-virtual")));
        }
        return Ok(None);
    }
    let begins = match at {
        Some(text) => value::moment(text, book.zone.offset_minutes)
            .ok_or_else(|| Failure::Usage(words!("not-a-moment", text = text)))?,
        None => sop::SystemClock.now(),
    };
    Ok(Some(VirtualTime::at(begins)))
}

type Values = BTreeMap<String, String>;

/// Settings of the book, and what was given for the flow. A setting that nobody gave gets a value for show, and says so.
fn settings(book: &Book, flow: &Flow, given: &Given) -> Result<(BTreeMap<String, Value>, Values), Failure> {
    let mut settings = BTreeMap::new();
    let mut values = Values::new();
    for (name, text) in &given.values {
        if let Some(setting) = book.settings.iter().find(|s| s.name == *name) {
            let value = value::read(text, &setting.ty, book.zone.offset_minutes)
                .map_err(|e| Failure::Usage(words!("setting-value", setting = name, why = e.told())))?;
            settings.insert(name.clone(), value);
        } else if flow.facts.iter().any(|f| f.field.name == *name && f.role == FactRole::Taken) {
            values.insert(name.clone(), text.clone());
        } else {
            return Err(Failure::Usage(words!("with-unknown", name = name, flow = &flow.name)));
        }
    }
    for setting in book.settings.iter().filter(|s| s.default.is_none()) {
        if !settings.contains_key(&setting.name) {
            let value = host::example(&setting.name, &setting.ty, "1");
            let shown = words::value(&value, &setting.ty, &book.zone, lang().code());
            let note =
                words!("setting-shown", label = &setting.label, value = shown, setting = &setting.name);
            output::note(&format!("{}\n", say(note)));
            settings.insert(setting.name.clone(), value);
        }
    }
    Ok((settings, values))
}

/// What the flow takes; asked for at a terminal.
fn start_values(book: &Book, flow: &Flow, values: &Values, given: &Given) -> Result<Record, Failure> {
    let mut record = Record::new();
    for fact in flow.facts.iter().filter(|f| f.role == FactRole::Taken) {
        let (name, ty) = (&fact.field.name, &fact.field.ty);
        let read = |text: &str| value::read(text, ty, book.zone.offset_minutes);
        if let Some(text) = values.get(name) {
            let value =
                read(text).map_err(|e| Failure::Usage(words!("fact-value", fact = name, why = e.told())))?;
            record.set(name.clone(), value);
            continue;
        }
        if given.by_script || !std::io::stdin().is_terminal() {
            return Err(Failure::Usage(words!("fact-not-given", flow = &flow.name, fact = name)));
        }
        loop {
            output::print(&format!("{name} ({}): ", say(value::describe(ty))))?;
            let mut line = String::new();
            if std::io::stdin().read_line(&mut line).map_err(Failure::Terminal)? == 0 {
                return Err(Failure::Usage(words!("fact-left-out", fact = name)));
            }
            match read(line.trim()) {
                Ok(value) if !line.trim().is_empty() => {
                    record.set(name.clone(), value);
                    break;
                }
                Ok(_) => {}
                Err(e) => output::print(&format!("✗ {}\n", say(e.told())))?,
            }
        }
    }
    Ok(record)
}

/// The case to go on with: the one that was asked for, or the newest of the flow in whose family something is under way.
async fn going_on(engine: &Engine, args: &Run, flow: &Flow) -> Result<Option<CaseId>, Failure> {
    if let Some(number) = args.case {
        let case = engine.case(CaseId(number)).await?;
        if case.flow != flow.name {
            return Err(Failure::Usage(words!(
                "case-of-other-flow",
                case = number,
                found = &case.flow,
                wanted = &flow.name,
            )));
        }
        return Ok(Some(case.id));
    }
    if args.new {
        return Ok(None);
    }
    let filter = CaseFilter { flow: Some(flow.name.clone()), ..CaseFilter::default() };
    let rows = engine.cases(filter).await?;
    for row in rows.iter().rev().filter(|r| r.parent.is_none()) {
        if row.status == CaseStatus::Open || under_way(engine, row.id).await? {
            return Ok(Some(row.id));
        }
    }
    Ok(None)
}

/// Is the case, or anything that it started, still under way?
pub(crate) async fn under_way(engine: &Engine, root: CaseId) -> Result<bool, Failure> {
    let case = engine.case(root).await?;
    if case.status == CaseStatus::Open {
        return Ok(true);
    }
    let mut todo = vec![case];
    while let Some(case) = todo.pop() {
        for child in case.children {
            if child.status == CaseStatus::Open {
                return Ok(true);
            }
            todo.push(engine.case(child.case).await?);
        }
    }
    Ok(false)
}
