//! Decision tables.

use super::Resolver;
use super::expr::{Scope, ScopeOf};
use super::index::Fields;
use super::names::Kind;
use super::types::{describe, fits};
use crate::diagnostic::{Code, Finding, Words};
use crate::model::{Cell, Expr, Literal, MessageId, Row, Table, TableResult, Type};
use crate::source::{Span, Spanned};
use crate::syntax::build::literal::NO_TIME;
use crate::syntax::tree::{self, ExprKind, Item, TableItem};
use crate::words;

const DAY_MS: u32 = 86_400_000;

impl Resolver<'_> {
    /// What tables take and give: before their rows, which may use other tables.
    pub(super) fn declare_tables<'t>(&mut self, items: impl Iterator<Item = &'t Item>) {
        for item in items {
            let Item::Table(t) = item else { continue };
            let takes = self.fields(&t.takes, || words!("kind-parameter"));
            let gives = match &t.gives {
                Some(gives) => gives.value.as_ref().map(|ty| self.ty(ty)),
                None => {
                    self.say(
                        Finding::new(
                            Code::MissingPart,
                            t.at,
                            words!("table-without-result", table = &t.name.value),
                        )
                        .here(words!("table-without-result.here"))
                        .mend(words!("table-without-result.mend")),
                    );
                    None
                }
            };
            self.book.tables.push(Table {
                name: t.name.owned(),
                label: t.label.as_ref().map(|l| l.value.clone()).unwrap_or_default(),
                takes,
                gives,
                columns: Vec::new(),
                rows: Vec::new(),
                grounds: Vec::new(),
                at: t.at,
            });
        }
    }

    pub(super) fn table(&mut self, index: usize, t: &TableItem) {
        let Some(known) = self.book.tables.get(index) else { return };
        let (takes, gives) = (Fields::from(known.takes.clone()), known.gives.clone());
        let scope = Scope { facts: &takes, file: t.at.file, of: ScopeOf::Table };
        if t.columns.is_empty() || t.rows.is_empty() {
            let message = if t.rows.is_empty() {
                words!("table-without-rows", table = &t.name.value)
            } else {
                words!("table-without-columns", table = &t.name.value)
            };
            self.say(
                Finding::new(Code::MissingPart, t.at, message)
                    .here(words!("table-without-rows.here"))
                    .mend(words!("table-without-rows.mend")),
            );
        }
        let columns: Vec<Option<(Expr, Type)>> = t.columns.iter().map(|c| self.column(c, scope)).collect();
        let mut rows = Vec::new();
        for row in &t.rows {
            if row.cells.len() != t.columns.len() && !t.columns.is_empty() {
                self.say(
                    Finding::new(
                        Code::WrongCells,
                        row.at,
                        words!("wrong-cells", cells = row.cells.len(), columns = t.columns.len()),
                    )
                    .here(words!("wrong-cells.here"))
                    .mend(words!("wrong-cells.mend")),
                );
                continue;
            }
            let cells: Vec<Option<Cell>> = row
                .cells
                .iter()
                .zip(&columns)
                .map(|(cell, column)| self.cell(cell, &column.as_ref()?.1))
                .collect();
            let cells: Option<Vec<Cell>> = cells.into_iter().collect();
            let result = self.result(&row.gives, gives.as_ref(), &t.takes);
            let grounds = self.grounds(&row.grounds, None);
            if let (Some(cells), Some(gives)) = (cells, result) {
                rows.push(Row { cells, gives, grounds, at: row.at });
            }
        }
        let grounds = self.grounds(&t.grounds, None);
        let table = &mut self.book.tables[index];
        table.columns = columns.into_iter().flatten().collect();
        table.rows = rows;
        table.grounds = grounds;
    }

    fn column(&mut self, column: &tree::Expr, scope: Scope<'_>) -> Option<(Expr, Type)> {
        if let ExprKind::Call(name, _) = &column.kind {
            // A table that looks into others could look into itself.
            self.say(
                Finding::new(Code::WrongType, column.at, words!("column-looks-into-table"))
                    .here(words!("column-looks-into-table.here", table = &name.value))
                    .mend(words!("column-looks-into-table.mend")),
            );
            return None;
        }
        let (expr, ty) = self.typed(column, scope, None)?;
        if matches!(
            ty,
            Type::Time | Type::Number | Type::DayKind | Type::Weekday | Type::OneOf(_) | Type::YesNo
        ) {
            return Some((expr, ty));
        }
        self.wrong_type(column.at, words!("want-column"), describe(&ty), words!("want-column.mend"));
        None
    }

    fn cell(&mut self, cell: &Spanned<tree::Cell>, ty: &Type) -> Option<Cell> {
        match &cell.value {
            tree::Cell::Any => Some(Cell::Any),
            tree::Cell::Values(values) => {
                let values: Vec<Option<Literal>> = values.iter().map(|v| self.cell_value(v, ty)).collect();
                let values: Vec<Literal> = values.into_iter().collect::<Option<_>>()?;
                if *ty == Type::Time {
                    self.wrong_cell(cell.at, words!("cell-needs-range"), words!("cell-needs-range.mend"));
                    return None;
                }
                Some(Cell::Values(values))
            }
            tree::Cell::Range(from, to) => self.range(cell.at, from, to, ty, false),
            tree::Cell::Through(from, to) => self.range(cell.at, from, to, ty, true),
            tree::Cell::Below(n) => match self.cell_value(n, ty)? {
                Literal::Number(n) => Some(Cell::Numbers(None, Some(n))),
                _ => {
                    self.wrong_cell(cell.at, words!("cell-below"), words!("cell-below.mend"));
                    None
                }
            },
            tree::Cell::OrMore(n) => match self.cell_value(n, ty)? {
                Literal::Number(n) => Some(Cell::Numbers(Some(n), None)),
                _ => {
                    self.wrong_cell(cell.at, words!("cell-or-more"), words!("cell-or-more.mend"));
                    None
                }
            },
        }
    }

    /// A range, with its end or without it. The model knows half-open ones only: one with its end goes on for the
    /// smallest step that a time (a millisecond) or a number can make.
    fn range(
        &mut self,
        at: Span,
        from: &tree::Expr,
        to: &tree::Expr,
        ty: &Type,
        through: bool,
    ) -> Option<Cell> {
        let (a, b) = (self.cell_value(from, ty)?, self.cell_value(to, ty)?);
        match (a, b) {
            (Literal::Time(NO_TIME), _) | (_, Literal::Time(NO_TIME)) => return None,
            // The day has no moment at 24:00: with its end or without it is the same.
            (Literal::Time(a), Literal::Time(b)) if through && a < DAY_MS && b < DAY_MS => {
                return Some(Cell::Times(a, b + 1));
            }
            (Literal::Time(a), Literal::Time(b)) if a != b && a < DAY_MS => return Some(Cell::Times(a, b)),
            (Literal::Number(a), Literal::Number(b)) if through && a <= b => {
                return Some(Cell::Numbers(Some(a), b.checked_add(1)));
            }
            (Literal::Number(a), Literal::Number(b)) if a < b => {
                return Some(Cell::Numbers(Some(a), Some(b)));
            }
            (Literal::Time(_), Literal::Time(_)) | (Literal::Number(_), Literal::Number(_)) => {
                let finding = Finding::new(Code::EmptyRange, at, words!("empty-range"));
                self.say(if through {
                    finding.here(words!("empty-range.turned")).mend(words!("empty-range.turn"))
                } else {
                    finding.here(words!("empty-range.here")).mend(words!("empty-range.mend"))
                });
            }
            _ => self.wrong_cell(at, words!("cell-without-range"), words!("cell-without-range.mend")),
        }
        None
    }

    fn wrong_cell(&mut self, at: Span, message: Words, mend: Words) {
        self.say(Finding::new(Code::WrongCell, at, message).here(words!("cell-needs-range.here")).mend(mend));
    }

    fn cell_value(&mut self, value: &tree::Expr, ty: &Type) -> Option<Literal> {
        let (expr, found) = self.typed(value, super::expr::nothing(value.at.file), Some(ty))?;
        match expr {
            Expr::Literal(literal) if fits(&found, ty) => Some(literal),
            _ => {
                self.wrong_cell(
                    value.at,
                    words!("cell-type", found = describe(&found), wanted = describe(ty)),
                    words!("cell-type.mend"),
                );
                None
            }
        }
    }

    fn result(
        &mut self,
        result: &tree::Expr,
        gives: Option<&Type>,
        takes: &[tree::Field],
    ) -> Option<TableResult> {
        if let Some(ty) = gives {
            return self.literal(result, ty).map(TableResult::Value);
        }
        let ExprKind::Name(name) = &result.kind else {
            self.wrong_type(
                result.at,
                words!("want-message-name"),
                words!("something-else"),
                words!("want-message-name.mend"),
            );
            return None;
        };
        let name = Spanned::new(name.clone(), result.at);
        let id = self.look_up(Kind::Message, &name)?;
        let message = self.book.messages.get(usize::from(id))?;
        let missing = message.takes.iter().find(|p| !takes.iter().any(|t| t.name.value == p.name)).cloned();
        if let Some(p) = missing {
            self.say(
                Finding::new(
                    Code::WrongArguments,
                    result.at,
                    words!("message-takes-more", message = &name.value, parameter = &p.name),
                )
                .here(words!("message-takes-more.here"))
                .label(p.at, words!("message-takes-more.parameter"))
                .mend(words!("message-takes-more.mend", parameter = &p.name)),
            );
            return None;
        }
        Some(TableResult::Message(MessageId(id)))
    }
}
