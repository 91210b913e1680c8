//! The syntax tree: what is written, with the place of each part. No name is resolved here.

mod flow;
mod rule;
mod scenario;

use crate::source::{FileId, Span, Spanned};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

pub use flow::{
    Arrow, ArrowKind, BecomesItem, BranchItem, Clause, FlowItem, Follows, KeepClause, LengthClause,
    SayClause, Statement, StatementKind, Target,
};
pub use rule::{PointItem, PointKind, RuleItem, Sentence, SentenceKind};
pub use scenario::{ActItem, ActItemKind, DayTime, Given, ScenarioItem};

/// A name as written. Few are longer than what takes no room of its own.
pub type Name = Spanned<CompactString>;
impl Name {
    /// In the place of one that could not be read.
    pub(crate) fn missing(at: Span) -> Self {
        Self::new(CompactString::default(), at)
    }

    /// The name alone.
    pub fn owned(&self) -> String {
        self.value.as_str().to_owned()
    }
}

/// A text between quotes, escapes resolved.
pub type Text = Spanned<String>;

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Which.
    pub id: FileId,
    /// Its items that could be read, in order.
    pub items: Vec<Item>,
}

/// A top-level item. Larger ones are apart, so that the small ones, of which there may be a million, take no more room than they need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// `use "path"`
    Use(Text),
    /// `document CODE "title" { … }`
    Document(Box<DocumentItem>),
    /// `time zone +07:00 "WIB"`
    Zone(ZoneItem),
    /// `lane`
    Lane(Declaration),
    /// `system`
    System(Declaration),
    /// `event`
    Event(Declaration),
    /// `action`
    Action(Declaration),
    /// `message`
    Message(Declaration),
    /// `setting`
    Setting(Box<SettingItem>),
    /// `calendar`
    Calendar(Box<CalendarItem>),
    /// `hours`
    Hours(Box<HoursItem>),
    /// `table`
    Table(Box<TableItem>),
    /// `flow`
    Flow(Box<FlowItem>),
    /// `rule`
    Rule(Box<RuleItem>),
    /// `scenario`
    Scenario(Box<ScenarioItem>),
}

/// `document CODE "title" { … }`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentItem {
    /// Code.
    pub code: Name,
    /// Title.
    pub title: Text,
    /// `revision 01`
    pub revision: Option<Name>,
    /// `effective DATE`
    pub effective: Option<Spanned<Date>>,
    /// `made|checked|approved by "…" as "…" on DATE`
    pub approvals: Vec<ApprovalItem>,
    /// `section …`
    pub sections: Vec<SectionItem>,
    /// `clause …`
    pub clauses: Vec<ClauseItem>,
    /// The head: keyword to title.
    pub at: Span,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalItem {
    /// `made`, `checked` or `approved`.
    pub kind: Name,
    /// Who.
    pub name: Text,
    /// Job.
    pub job: Text,
    /// When.
    pub on: Spanned<Date>,
}

/// `section ID "title" page N to M fingerprint "…"`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionItem {
    /// Id.
    pub id: Name,
    /// Title.
    pub title: Text,
    /// First page.
    pub first_page: Spanned<i64>,
    /// Last page, if given.
    pub last_page: Option<Spanned<i64>>,
    /// Fingerprint of the title in the document, if given.
    pub fingerprint: Option<Text>,
    /// The whole.
    pub at: Span,
}

/// `clause ID KIND page N [by LANE] "gist" { … }`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseItem {
    /// Id.
    pub id: Name,
    /// Kind, as written.
    pub kind: Name,
    /// Page.
    pub page: Spanned<i64>,
    /// Lane.
    pub lane: Option<Name>,
    /// Gist.
    pub gist: Text,
    /// `fingerprint "…"`
    pub fingerprint: Option<Text>,
    /// What the clause's text holds.
    pub holds: Vec<HeldItem>,
    /// The whole.
    pub at: Span,
}

/// `duration 1m`, `phrase "…"` and the like in a clause's block
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldItem {
    /// Kind, as written.
    pub kind: Name,
    /// Value.
    pub value: Spanned<HeldValue>,
    /// The whole.
    pub at: Span,
}

/// A value in a clause's block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldValue {
    /// `2023-10-02`
    Date(Date),
    /// Milliseconds since midnight.
    Time(u32),
    /// Milliseconds.
    Duration(i64),
    /// `"…"`
    Text(String),
}

/// `time zone +07:00 "WIB"`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneItem {
    /// Minutes east of UTC.
    pub offset_minutes: Spanned<i32>,
    /// Name.
    pub name: Text,
    /// The whole.
    pub at: Span,
}

/// A named piece of vocabulary with a block of clauses: lane, system, event, action, message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Name.
    pub name: Name,
    /// What people read.
    pub label: Option<Text>,
    /// The block.
    pub clauses: Vec<DeclarationClause>,
    /// The head: keyword to label.
    pub at: Span,
}

/// A clause in a declaration's block. Which one fits which kind of declaration is checked when the tree is built from text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclarationClause {
    /// A ground.
    Ground(Ground),
    /// `note "…"`
    Note(Text),
    /// `retired in revision 01` (system)
    Retired(Name),
    /// `carries name: TYPE, …` (event)
    Carries(Vec<Field>),
    /// `breaks silence` (event)
    BreaksSilence(Span),
    /// `takes name: TYPE, …` (action, message)
    Takes(Vec<Field>),
    /// `gives name: TYPE, …` (action)
    Gives(Vec<Field>),
    /// `limit 10s` (action)
    Limit(Spanned<i64>),
    /// `retries 3 times every 2s doubling` (action)
    Retries {
        /// Times.
        times: Spanned<i64>,
        /// Pause in milliseconds.
        every: Spanned<i64>,
        /// Doubling.
        doubling: bool,
        /// The whole.
        at: Span,
    },
    /// `id "…"`, `en "…"` (message)
    Words {
        /// Language.
        language: Name,
        /// Text.
        text: Text,
    },
}

/// `name: TYPE`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Name.
    pub name: Name,
    /// Type.
    pub ty: Spanned<Type>,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the language's own words")]
pub enum Type {
    YesNo,
    Text,
    Number,
    Date,
    Time,
    Moment,
    Duration,
    /// Names and labels.
    OneOf(Vec<(Name, Option<Text>)>),
    List(Box<Spanned<Type>>),
}

/// `setting NAME: TYPE "label" { default … GROUNDS }`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingItem {
    /// Name and type.
    pub field: Field,
    /// What people read.
    pub label: Option<Text>,
    /// Default.
    pub default: Option<Expr>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// The head.
    pub at: Span,
}

/// `calendar NAME "label" { … }`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarItem {
    /// Name.
    pub name: Name,
    /// What people read.
    pub label: Option<Text>,
    /// Source.
    pub source: Option<Text>,
    /// First and last year.
    pub covers: Option<(Spanned<i64>, Spanned<i64>)>,
    /// Days.
    pub days: Vec<(Spanned<Date>, Text)>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// The head.
    pub at: Span,
}

/// `hours NAME "label" { … }`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursItem {
    /// Name.
    pub name: Name,
    /// What people read.
    pub label: Option<Text>,
    /// `DAY [to DAY] TIME to TIME`
    pub rows: Vec<HoursRow>,
    /// `closed on CALENDAR`
    pub closed_on: Option<Name>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// The head.
    pub at: Span,
}

/// `DAY [to DAY] TIME to TIME`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursRow {
    /// First weekday, Monday is 0.
    pub first: Spanned<u8>,
    /// Last weekday.
    pub last: Option<Spanned<u8>>,
    /// Opens, milliseconds since midnight.
    pub from: Spanned<u32>,
    /// Closes.
    pub to: Spanned<u32>,
    /// The whole.
    pub at: Span,
}

/// `table NAME "label" { … }`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableItem {
    /// Name.
    pub name: Name,
    /// What people read.
    pub label: Option<Text>,
    /// `takes …`
    pub takes: Vec<Field>,
    /// `gives message` (`None` inside) or `gives TYPE`; outer `None`: missing.
    pub gives: Option<Spanned<Option<Type>>>,
    /// `columns EXPR | EXPR`
    pub columns: Vec<Expr>,
    /// `row …`
    pub rows: Vec<TableRow>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// The head.
    pub at: Span,
}

/// `row CELL | CELL -> RESULT GROUNDS`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// Cells.
    pub cells: Vec<Spanned<Cell>>,
    /// Result: a name (message or choice) or a literal.
    pub gives: Expr,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// The row without its grounds.
    pub at: Span,
}

/// A cell as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// `any`
    Any,
    /// `a, b`
    Values(Vec<Expr>),
    /// `A to B`, without its end
    Range(Box<Expr>, Box<Expr>),
    /// `A through B`, with its end
    Through(Box<Expr>, Box<Expr>),
    /// `below N`
    Below(Box<Expr>),
    /// `N or more`
    OrMore(Box<Expr>),
}

/// A ground.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// `cites CLAUSE ["words"]`
    Cites(Name, Option<Text>),
    /// `derived from CLAUSE ["why"]`
    Derived(Name, Option<Text>),
    /// `assumed "why"`
    Assumed(Text, Span),
}

/// A day as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day, 1 to 31. The parser has made sure that the day exists.
    pub day: u32,
}

/// An expression as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where.
    pub at: Span,
}

/// Kinds of expressions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExprKind {
    /// A fact, setting, parameter, choice, message, `yes`, `no`, weekday or day kind: told apart when names are resolved.
    Name(CompactString),
    /// `"…"`
    Text(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Date(Date),
    /// Milliseconds since midnight.
    Time(u32),
    /// A day and a time in the book's zone.
    Moment(Date, u32),
    /// Milliseconds.
    Duration(i64),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `now`
    Now,
    /// `not X`
    Not(Box<Expr>),
    /// `X and Y`
    And(Vec<Expr>),
    /// `X or Y`
    Or(Vec<Expr>),
    /// `X is Y` and the like
    Compare(crate::model::CompareOp, Box<Expr>, Box<Expr>),
    /// `X is known` (true) or `X is not known` (false)
    Known(Box<Expr>, bool),
    /// `X is within HOURS`
    Within(Box<Expr>, Name),
    /// `X is on CALENDAR`
    On(Box<Expr>, Name),
    /// `X contains Y`
    Contains(Box<Expr>, Box<Expr>),
    /// `X + Y`, `X - Y`
    Binary(crate::model::BinaryOp, Box<Expr>, Box<Expr>),
    /// `time of X`
    TimeOf(Box<Expr>),
    /// `date of X`
    DateOf(Box<Expr>),
    /// `weekday of X`
    WeekdayOf(Box<Expr>),
    /// `day of X by CAL`
    DayOf(Box<Expr>, Name),
    /// `TABLE(args)`
    Call(Name, Vec<Expr>),
}
