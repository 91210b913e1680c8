//! Decision tables.

use super::Resolver;
use super::expr::Scope;
use super::names::Kind;
use super::types::{describe, fits};
use crate::diagnostic::{Code, Finding};
use crate::model::{Cell, Expr, Literal, MessageId, Row, Table, TableResult, Type};
use crate::source::{Span, Spanned};
use crate::syntax::build::literal::NO_TIME;
use crate::syntax::tree::{self, ExprKind, Item, TableItem};

impl Resolver<'_> {
    /// What tables take and give: before their rows, which may use other tables.
    pub(super) fn declare_tables<'t>(&mut self, items: impl Iterator<Item = &'t Item>) {
        for item in items {
            let Item::Table(t) = item else { continue };
            let takes = self.fields(&t.takes, "parameter");
            let gives = match &t.gives {
                Some(gives) => gives.value.as_ref().map(|ty| self.ty(ty)),
                None => {
                    self.say(
                        Finding::new(
                            Code::MissingPart,
                            t.at,
                            format!("the table `{}` doesn't say what it gives", t.name.value),
                        )
                        .here("`gives` is missing")
                        .mend("add `gives message`, or `gives` and a type"),
                    );
                    None
                }
            };
            self.book.tables.push(Table {
                name: t.name.value.clone(),
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

    pub(super) fn table(&mut self, t: &TableItem) {
        let Some(index) = self.book.tables.iter().position(|known| known.at == t.at) else { return };
        let (takes, gives) = (self.book.tables[index].takes.clone(), self.book.tables[index].gives.clone());
        let scope = Scope { facts: &takes, file: t.at.file, what: "parameter" };
        if t.columns.is_empty() || t.rows.is_empty() {
            self.say(
                Finding::new(
                    Code::MissingPart,
                    t.at,
                    format!(
                        "the table `{}` has no {}",
                        t.name.value,
                        if t.rows.is_empty() { "rows" } else { "columns" }
                    ),
                )
                .here("nothing can be looked up")
                .mend("write `columns …` and at least one `row … -> …`"),
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
                        format!(
                            "this row has {} cells, the table has {} columns",
                            row.cells.len(),
                            t.columns.len()
                        ),
                    )
                    .here("this row")
                    .mend("write one cell for each column, with `|` between them; `any` fits everything"),
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
                Finding::new(Code::WrongType, column.at, "a column can't look into another table")
                    .here(format!("looks into `{}`", name.value))
                    .mend("work it out before, and give it to the table as a parameter"),
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
        self.wrong_type(
            column.at,
            "something with ranges or choices",
            &describe(&ty),
            "use `time of …`, `day of … by …`, `weekday of …`, a number, a yes_no or a `one of`",
        );
        None
    }

    fn cell(&mut self, cell: &Spanned<tree::Cell>, ty: &Type) -> Option<Cell> {
        match &cell.value {
            tree::Cell::Any => Some(Cell::Any),
            tree::Cell::Values(values) => {
                let values: Vec<Option<Literal>> = values.iter().map(|v| self.cell_value(v, ty)).collect();
                let values: Vec<Literal> = values.into_iter().collect::<Option<_>>()?;
                if *ty == Type::Time {
                    self.wrong_cell(cell.at, "a time of day needs a range", "write `06:00 to 18:00`");
                    return None;
                }
                Some(Cell::Values(values))
            }
            tree::Cell::Range(from, to) => {
                let (a, b) = (self.cell_value(from, ty)?, self.cell_value(to, ty)?);
                match (a, b) {
                    (Literal::Time(NO_TIME), _) | (_, Literal::Time(NO_TIME)) => None,
                    (Literal::Time(a), Literal::Time(b)) if a != b && a < 86_400_000 => {
                        Some(Cell::Times(a, b))
                    }
                    (Literal::Number(a), Literal::Number(b)) if a < b => {
                        Some(Cell::Numbers(Some(a), Some(b)))
                    }
                    (Literal::Time(_), Literal::Time(_)) | (Literal::Number(_), Literal::Number(_)) => {
                        self.say(
                            Finding::new(Code::EmptyRange, cell.at, "nothing lies in this range")
                                .here("the end is not part of a range")
                                .mend("write the smaller value first; the end must lie beyond the beginning"),
                        );
                        None
                    }
                    _ => {
                        self.wrong_cell(
                            cell.at,
                            "only times and numbers have ranges",
                            "list the values with commas between them",
                        );
                        None
                    }
                }
            }
            tree::Cell::Below(n) => match self.cell_value(n, ty)? {
                Literal::Number(n) => Some(Cell::Numbers(None, Some(n))),
                _ => {
                    self.wrong_cell(
                        cell.at,
                        "`below` is for numbers",
                        "write a range of times: `00:00 to 06:00`",
                    );
                    None
                }
            },
            tree::Cell::OrMore(n) => match self.cell_value(n, ty)? {
                Literal::Number(n) => Some(Cell::Numbers(Some(n), None)),
                _ => {
                    self.wrong_cell(
                        cell.at,
                        "`or more` is for numbers",
                        "write a range of times: `18:00 to 24:00`",
                    );
                    None
                }
            },
        }
    }

    fn wrong_cell(&mut self, at: Span, message: &str, mend: &str) {
        self.say(Finding::new(Code::WrongCell, at, message).here("this cell").mend(mend));
    }

    fn cell_value(&mut self, value: &tree::Expr, ty: &Type) -> Option<Literal> {
        let (expr, found) = self.typed(value, super::expr::nothing(value.at.file), Some(ty))?;
        match expr {
            Expr::Literal(literal) if fits(&found, ty) => Some(literal),
            _ => {
                self.wrong_cell(
                    value.at,
                    &format!("this cell holds {}, its column {}", describe(&found), describe(ty)),
                    "write a value of the column's type",
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
                "the name of a message",
                "something else",
                "write the name of a message",
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
                    format!("the message `{}` takes `{}`, which the table doesn't", name.value, p.name),
                )
                .here("can't be filled in")
                .label(p.at, "this parameter")
                .mend(format!("let the table take `{}` as well", p.name)),
            );
            return None;
        }
        Some(TableResult::Message(MessageId(id)))
    }
}
