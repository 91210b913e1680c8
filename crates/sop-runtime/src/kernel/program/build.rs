//! From a book to a program. Every index is checked on the way, so that the kernel may trust them.

mod expr;
mod flow;
mod hop;
mod safe;
mod time;
mod total;
mod watch;

use super::errors::{BuildError, BuildErrors};
use super::{ActionCode, EventCode, Program, Settings, edition};
use crate::host::store::EditionId;
use crate::value::{VALUE_DEPTH_MAX, Value};
use sop_core::model::{Book, FlowId, Type};

/// What in a book can't be run.
type Broken = String;

pub(super) fn build(book: &Book, given: &Settings) -> Result<Program, BuildErrors> {
    let mut faults = Vec::new();
    let settings = bind(book, given, &mut faults);
    if !faults.is_empty() {
        return Err(BuildErrors(faults));
    }
    compile(book, settings)
        .map_err(|all| BuildErrors(all.into_iter().map(|what| BuildError::Broken { what }).collect()))
}

/// The value of every setting, in the book's order. One is missing only if a fault is there.
fn bind(book: &Book, given: &Settings, faults: &mut Vec<BuildError>) -> Vec<Value> {
    let mut bound = Vec::with_capacity(book.settings.len());
    for setting in &book.settings {
        let name = setting.name.clone();
        let default = setting.default.as_ref().map(Value::from);
        match given.get(&setting.name).cloned().or(default) {
            None => faults.push(BuildError::MissingSetting { name }),
            Some(value) if !value.fits(&setting.ty) => {
                faults.push(BuildError::WrongSettingType { name, wanted: setting.ty.source() });
            }
            Some(value) => bound.push(value),
        }
    }
    for name in given.keys() {
        if book.settings.iter().all(|s| s.name != *name) {
            faults.push(BuildError::UnknownSetting { name: name.clone() });
        }
    }
    bound
}

/// The book and its bound settings.
pub(super) struct Builder<'b> {
    pub(super) book: &'b Book,
    pub(super) settings: Vec<Value>,
}

fn compile(book: &Book, settings: Vec<Value>) -> Result<Program, Vec<Broken>> {
    let fingerprint = edition::of(book, &settings).map_err(|e| vec![e.to_string()])?;
    let builder = Builder { book, settings };
    let mut broken = Vec::new();
    builder.check_types(&mut broken);
    let mut program = Program {
        edition: EditionId([0; 16]),
        zone_ms: i64::from(book.zone.offset_minutes) * 60_000,
        tables: keep(book.tables.iter().map(|t| builder.table(t)), &mut broken),
        calendars: book.calendars.iter().map(time::calendar).collect(),
        hours: keep(book.hours.iter().map(|h| builder.hours(h)), &mut broken),
        events: book
            .events
            .iter()
            .map(|e| EventCode { carries: types(&e.carries), breaks_silence: e.breaks_silence })
            .collect(),
        actions: book.actions.iter().map(|a| ActionCode { gives: types(&a.gives) }).collect(),
        flows: keep((0u16..).zip(&book.flows).map(|(i, f)| builder.flow(FlowId(i), f)), &mut broken),
        settings: Box::default(),
    };
    if !broken.is_empty() {
        return Err(broken);
    }
    for flow in &mut program.flows {
        safe::mark(flow, &program.tables);
        hop::find(flow);
    }
    program.settings = builder.settings.into();
    program.edition = fingerprint;
    Ok(program)
}

/// The good ones; what is wrong with the others goes to `broken`.
fn keep<T>(results: impl Iterator<Item = Result<T, Broken>>, broken: &mut Vec<Broken>) -> Box<[T]> {
    let mut good = Vec::new();
    for result in results {
        match result {
            Ok(one) => good.push(one),
            Err(what) => broken.push(what),
        }
    }
    good.into()
}

fn types(fields: &[sop_core::model::Field]) -> Box<[Type]> {
    fields.iter().map(|f| f.ty.clone()).collect()
}

/// Values of one are values of the other: the labels don't matter.
fn same(a: &Type, b: &Type) -> bool {
    let (mut a, mut b) = (a, b);
    while let (Type::List(x), Type::List(y)) = (a, b) {
        (a, b) = (x, y);
    }
    match (a, b) {
        (Type::OneOf(x), Type::OneOf(y)) => {
            x.len() == y.len() && x.iter().zip(y.iter()).all(|(x, y)| x.name == y.name)
        }
        _ => a == b,
    }
}

/// `index` if the list is so long.
fn within(index: usize, len: usize, what: &str) -> Result<(), Broken> {
    if index < len { Ok(()) } else { Err(format!("there is no {what} number {index}")) }
}

impl Builder<'_> {
    fn check_types(&self, broken: &mut Vec<Broken>) {
        let book = self.book;
        let vocabulary = book.events.iter().flat_map(|e| &e.carries);
        let actions = book.actions.iter().flat_map(|a| a.takes.iter().chain(&a.gives));
        let facts = book.flows.iter().flat_map(|f| f.facts.iter().map(|f| &f.field));
        for field in vocabulary.chain(actions).chain(facts) {
            let mut depth = 0;
            let mut ty = &field.ty;
            while let Type::List(of) = ty {
                (ty, depth) = (of, depth + 1);
            }
            if depth > VALUE_DEPTH_MAX {
                broken.push(format!("`{}` is a list inside more than {VALUE_DEPTH_MAX} lists", field.name));
            }
        }
    }
}
