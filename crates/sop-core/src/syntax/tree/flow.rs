//! Flows as they are written: statements, clauses, arrows.

use super::{Expr, Field, Ground, Name, Text};
use crate::source::{Span, Spanned};
use serde::{Deserialize, Serialize};

/// `flow NAME "label" { … }`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowItem {
    /// Name.
    pub name: Name,
    /// What people read.
    pub label: Option<Text>,
    /// `follows CODE section A, B`
    pub follows: Option<Follows>,
    /// `takes …`
    pub takes: Vec<Field>,
    /// `keeps …`
    pub keeps: Vec<Field>,
    /// `gives a, b`
    pub gives: Vec<Name>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// `step OLD becomes NEW`
    pub becomes: Vec<BecomesItem>,
    /// The statements, in order.
    pub body: Vec<Statement>,
    /// The head: keyword to label.
    pub at: Span,
}

/// `step|stage|fact|end OLD becomes NEW`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BecomesItem {
    /// What kind of name.
    pub kind: crate::model::BecomesKind,
    /// The name in the earlier revision.
    pub old: Name,
    /// The name now.
    pub new: Name,
    /// The whole.
    pub at: Span,
}

/// `follows CODE section A, B`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follows {
    /// Document code.
    pub document: Name,
    /// Sections.
    pub sections: Vec<Name>,
    /// The whole.
    pub at: Span,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What it is.
    pub kind: StatementKind,
    /// Its name; the outcome for an `end`; the action's name for a `do` without `as`.
    pub name: Name,
    /// `by LANE`
    pub lane: Option<Name>,
    /// `using A, B`
    pub systems: Vec<Name>,
    /// What people read.
    pub label: Option<Text>,
    /// Its clauses and arrows, in order.
    pub clauses: Vec<Clause>,
    /// The head: keyword to label.
    pub at: Span,
}

/// Kinds of statements, with what only they have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// `step`
    Step,
    /// `do ACTION(args) as NAME`
    Do {
        /// The action.
        action: Name,
        /// `(…)`; `None`: by facts of the same names.
        args: Option<Vec<Expr>>,
    },
    /// `decide`, by a person (has a lane) or computed (has none)
    Decide,
    /// `wait`
    Wait,
    /// `stage`
    Stage(Vec<Statement>),
    /// `parallel`
    Parallel(Vec<BranchItem>),
    /// `start FLOW(args) as NAME`
    Start {
        /// The flow.
        flow: Name,
        /// `(…)`; `None`: by facts of the same names.
        args: Option<Vec<Expr>>,
    },
    /// `await NAME of START`
    Await {
        /// The start's name.
        start: Name,
    },
    /// `call FLOW(args) as NAME`
    Call {
        /// The flow.
        flow: Name,
        /// `(…)`; `None`: by facts of the same names.
        args: Option<Vec<Expr>>,
    },
    /// `end`
    End,
}

/// `branch NAME "label" { … }`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchItem {
    /// Name.
    pub name: Name,
    /// What people read.
    pub label: Option<Text>,
    /// The statements.
    pub body: Vec<Statement>,
    /// The head.
    pub at: Span,
}

/// A clause of a statement. Which one fits which kind is checked when the tree is built from text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clause {
    /// A ground of the statement itself.
    Ground(Ground),
    /// `note "…"`
    Note(Text),
    /// `say WHAT[(args)]`
    Say(SayClause),
    /// `fill a, b`
    Fill(Vec<Name>),
    /// `set FACT to EXPR`
    Set(Name, Box<Expr>),
    /// `add EXPR to FACT`
    Add(Box<Expr>, Name),
    /// `publish EVENT[(args)]`
    Publish(Name, Option<Vec<Expr>>),
    /// `keep FIELD [as FACT]` of a `do`
    Keep(KeepClause),
    /// `join all` (true) or `join any` (false)
    Join(Spanned<bool>),
    /// `without limit`
    WithoutLimit(Span),
    /// Anything with an arrow, or a deadline. Apart: it is thrice as large as the others, of which there are more.
    Arrow(Box<Arrow>),
}

/// An arrow or a deadline, with its grounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrow {
    /// When it is taken.
    pub when: ArrowKind,
    /// Where it leads.
    pub target: Target,
    /// Grounds written after it.
    pub grounds: Vec<Ground>,
    /// The arrow without its grounds.
    pub at: Span,
}

/// When an arrow is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArrowKind {
    /// `then X`, `-> X`
    Then,
    /// `NAME ["label"] [keep …] -> X`: an answer of a decide, an outcome of a call or an await.
    Named {
        /// The answer or outcome.
        name: Name,
        /// Label.
        label: Option<Text>,
        /// `keep …`
        keeps: Vec<KeepClause>,
    },
    /// `when EXPR -> X` in a computed decide
    When(Expr),
    /// `otherwise -> X`
    Otherwise,
    /// `on EVENT [keep …] -> X` in a wait; `when EVENT [keep …] -> X` in a stage
    Event {
        /// The event.
        event: Name,
        /// `keep …`
        keeps: Vec<KeepClause>,
    },
    /// `when silent for LENGTH -> X` in a stage
    Silent(Box<LengthClause>),
    /// `after LENGTH -> X`
    After(Box<LengthClause>),
    /// `at EXPR -> X`
    At(Expr),
    /// `within LENGTH else -> X` or `within LENGTH else tell …`
    Within(Box<LengthClause>),
    /// `failed -> X`
    Failed,
}

/// Where an arrow leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A node, a stage, a parallel, an end.
    Name(Name),
    /// `resume STAGE`
    Resume(Name, Span),
    /// `tell LANE MESSAGE[(args)]`, only after `within … else`
    Tell(Name, Box<SayClause>),
}

/// `WHAT[(args)]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SayClause {
    /// Message or table.
    pub what: Name,
    /// `(…)`; `None`: by facts of the same names.
    pub args: Option<Vec<Expr>>,
    /// The whole.
    pub at: Span,
}

/// `keep FIELD [as FACT]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepClause {
    /// The field.
    pub field: Name,
    /// The fact; the field's name if not given.
    pub fact: Option<Name>,
}

/// `DURATION | NAME [of HOURS]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LengthClause {
    /// How long.
    pub of: Expr,
    /// Working hours.
    pub hours: Option<Name>,
    /// The whole.
    pub at: Span,
}
