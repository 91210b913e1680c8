//! Calendars, opening hours and decision tables.

use super::{Builder, Pair};
use crate::diagnostic::{Code, Finding, names};
use crate::source::Spanned;
use crate::syntax::parse::Rule;
use crate::syntax::recover::{Within, nearest};
use crate::syntax::slips;
use crate::syntax::tree::{
    CalendarItem, Cell, Expr, ExprKind, HoursItem, HoursRow, Name, TableItem, TableRow,
};
use crate::words;

const DAYS: [&str; 7] = crate::model::types::WEEKDAYS;

impl Builder<'_> {
    pub(super) fn calendar(&mut self, pair: Pair<'_>) -> CalendarItem {
        let at = self.head(
            &pair,
            &[
                Rule::source,
                Rule::covers,
                Rule::day,
                Rule::cites,
                Rule::derived,
                Rule::assumed,
                Rule::ground,
                Rule::note,
                Rule::bad_clause,
            ],
        );
        let mut item = CalendarItem {
            name: Name::missing(at),
            label: None,
            source: None,
            covers: None,
            days: Vec::new(),
            grounds: Vec::new(),
            at,
        };
        for p in pair.into_inner() {
            let here = self.at(&p);
            match p.as_rule() {
                Rule::name => item.name = self.name(&p),
                Rule::label => item.label = self.label(p),
                Rule::source => {
                    if let Some(text) = self.first_text(p) {
                        self.once(&mut item.source, text, here, "source");
                    }
                }
                Rule::covers => {
                    let mut years = Vec::new();
                    for n in p.into_inner().filter(|p| p.as_rule() == Rule::number) {
                        years.push(self.number(&n));
                    }
                    if let Some(first) = years.first().cloned() {
                        let last = years.pop().unwrap_or_else(|| first.clone());
                        self.once(&mut item.covers, (first, last), here, "covers");
                    }
                }
                Rule::day => {
                    let (mut date, mut text, mut exists) = (None, None, true);
                    for part in p.into_inner() {
                        match part.as_rule() {
                            Rule::date => {
                                let found = self.findings.len();
                                date = Some(self.date(&part));
                                exists = self.findings.len() == found;
                            }
                            _ => text = Some(self.text(&part)),
                        }
                    }
                    // Of a day that doesn't exist nothing more is said.
                    if !exists {
                        continue;
                    }
                    item.days.extend(date.zip(text));
                }
                Rule::bad_clause => self.bad(&p, Within::Block("calendar")),
                Rule::cites | Rule::derived | Rule::assumed => item.grounds.extend(self.ground(p)),
                _ => {}
            }
        }
        self.want_label(item.label.is_none(), "calendar", &item.name);
        item
    }

    pub(super) fn hours(&mut self, pair: Pair<'_>) -> HoursItem {
        let at = self.head(
            &pair,
            &[
                Rule::hours_row,
                Rule::closed,
                Rule::cites,
                Rule::derived,
                Rule::assumed,
                Rule::note,
                Rule::bad_clause,
            ],
        );
        let mut item = HoursItem {
            name: Name::missing(at),
            label: None,
            rows: Vec::new(),
            closed_on: None,
            grounds: Vec::new(),
            at,
        };
        for p in pair.into_inner() {
            let here = self.at(&p);
            match p.as_rule() {
                Rule::name => item.name = self.name(&p),
                Rule::label => item.label = self.label(p),
                Rule::closed => {
                    if let Some(name) = self.named(p) {
                        self.once(&mut item.closed_on, name, here, "closed on");
                    }
                }
                Rule::hours_row => item.rows.extend(self.hours_row(p)),
                Rule::bad_clause => self.bad(&p, Within::Block("hours")),
                Rule::cites | Rule::derived | Rule::assumed => item.grounds.extend(self.ground(p)),
                _ => {}
            }
        }
        self.want_label(item.label.is_none(), "hours", &item.name);
        item
    }

    fn hours_row(&mut self, pair: Pair<'_>) -> Option<HoursRow> {
        let at = self.at(&pair);
        let (mut days, mut times) = (Vec::new(), Vec::new());
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::word => match DAYS.iter().position(|d| *d == p.as_str()) {
                    Some(day) => days.push(Spanned::new(u8::try_from(day).unwrap_or(0), self.at(&p))),
                    None => {
                        let near = slips::translated(p.as_str(), DAYS).or_else(|| nearest(p.as_str(), DAYS));
                        let mend = near.map_or_else(
                            || words!("unknown-weekday.mend", days = names(DAYS)),
                            |near| words!("did-you-mean", near = near),
                        );
                        let message = words!("unknown-weekday", day = p.as_str());
                        let finding = Finding::new(Code::UnknownName, self.at(&p), message)
                            .here(words!("unknown-weekday.here"))
                            .mend(mend);
                        self.say(finding);
                        return None;
                    }
                },
                Rule::time => times.push(self.time(&p)),
                _ => {}
            }
        }
        let (mut days, mut times) = (days.into_iter(), times.into_iter());
        Some(HoursRow { first: days.next()?, last: days.next(), from: times.next()?, to: times.next()?, at })
    }

    pub(super) fn table(&mut self, pair: Pair<'_>) -> TableItem {
        let at = self.head(
            &pair,
            &[
                Rule::takes,
                Rule::gives_type,
                Rule::columns,
                Rule::row,
                Rule::cites,
                Rule::derived,
                Rule::assumed,
                Rule::note,
                Rule::bad_clause,
            ],
        );
        let mut item = TableItem {
            name: Name::missing(at),
            label: None,
            takes: Vec::new(),
            gives: None,
            columns: Vec::new(),
            rows: Vec::new(),
            grounds: Vec::new(),
            notes: Vec::new(),
            at,
        };
        for p in pair.into_inner() {
            let here = self.at(&p);
            match p.as_rule() {
                Rule::name => item.name = self.name(&p),
                Rule::label => item.label = self.label(p),
                Rule::takes => item.takes.extend(self.fields(p)),
                Rule::gives_type => {
                    if let Some(ty) = p.into_inner().find(|p| p.as_rule() == Rule::type_) {
                        let gives = if ty.as_str().trim() == "message" {
                            Spanned::new(None, self.at(&ty))
                        } else {
                            let ty = self.ty(ty);
                            Spanned::new(Some(ty.value), ty.at)
                        };
                        self.once(&mut item.gives, gives, here, "gives");
                    }
                }
                Rule::columns => {
                    if !item.columns.is_empty() {
                        self.once(&mut Some(()), (), here, "columns");
                        continue;
                    }
                    for e in p.into_inner().filter(|p| p.as_rule() == Rule::expr) {
                        let e = self.expr(e);
                        item.columns.push(e);
                    }
                }
                Rule::row => {
                    let row = self.row(p);
                    item.rows.push(row);
                }
                Rule::note => item.notes.extend(self.first_text(p)),
                Rule::bad_clause => self.bad(&p, Within::Block("table")),
                Rule::cites | Rule::derived | Rule::assumed => {
                    let ground = self.ground(p);
                    match item.rows.last_mut() {
                        Some(row) => row.grounds.extend(ground),
                        None => item.grounds.extend(ground),
                    }
                }
                _ => {}
            }
        }
        self.want_label(item.label.is_none(), "table", &item.name);
        item
    }

    fn row(&mut self, pair: Pair<'_>) -> TableRow {
        let at = self.at(&pair);
        let mut row =
            TableRow { cells: Vec::new(), gives: Expr { kind: ExprKind::Now, at }, grounds: Vec::new(), at };
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::cell => {
                    let cell = self.cell(p);
                    row.cells.push(cell);
                }
                Rule::expr => row.gives = self.expr(p),
                _ => {}
            }
        }
        row
    }

    fn cell(&mut self, pair: Pair<'_>) -> Spanned<Cell> {
        let at = self.at(&pair);
        let Some(inner) = pair.into_inner().next() else { return Spanned::new(Cell::Any, at) };
        let rule = inner.as_rule();
        let mut atoms: Vec<Expr> =
            inner.into_inner().filter(|p| p.as_rule() == Rule::atom).map(|p| self.expr(p)).collect();
        let cell = match (rule, atoms.len()) {
            (Rule::any, _) => Cell::Any,
            (Rule::below, 1) => Cell::Below(Box::new(atoms.remove(0))),
            (Rule::or_more, 1) => Cell::OrMore(Box::new(atoms.remove(0))),
            (Rule::cell_range, 2) => {
                let to = atoms.remove(1);
                Cell::Range(Box::new(atoms.remove(0)), Box::new(to))
            }
            (Rule::cell_through, 2) => {
                let to = atoms.remove(1);
                Cell::Through(Box::new(atoms.remove(0)), Box::new(to))
            }
            _ => Cell::Values(atoms),
        };
        Spanned::new(cell, at)
    }
}
