//! The register of codes: the one place that knows which codes exist.

use super::{Severity, Words};
use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal $severity:ident;)+) => {
        /// A finding's stable code. `S0xx` is about the text, `S1xx` about names, `S2xx` about the flow, `S3xx` about
        /// facts and types, `S4xx` about tables, times and calendars, `S5xx` about the controlled document,
        /// `S6xx` about rules, scenarios and revisions. `Cxxx` is about conformance, the book held against the document:
        /// `sop conform` finds those, `sop check` doesn't.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name),+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code as it is printed, such as `S101`.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $code),+ } }

            /// How bad it is.
            pub const fn severity(self) -> Severity { match self { $(Self::$name => Severity::$severity),+ } }

            /// Why it matters, in one sentence: the text of this id in `locales/LANGUAGE/codes.ftl`.
            pub fn why(self) -> Words { Words::new(self.as_str()) }

            /// The name of the pattern, such as `unknown-name`.
            pub fn pattern(self) -> String {
                let mut out = String::new();
                for c in stringify_code(self).chars() {
                    if c.is_ascii_uppercase() && !out.is_empty() { out.push('-'); }
                    out.push(c.to_ascii_lowercase());
                }
                out
            }
        }

        const fn stringify_code(code: Code) -> &'static str { match code { $(Code::$name => stringify!($name)),+ } }
    };
}

codes! {
    /// The file is not UTF-8.
    InvalidUtf8 = "S001" Error;
    /// The file is too big.
    FileTooBig = "S002" Error;
    /// Too much inside each other.
    NestingTooDeep = "S003" Error;
    /// Words where an item should stand.
    UnexpectedText = "S004" Error;
    /// A quote that is not closed.
    UnclosedString = "S005" Error;
    /// A brace that is not closed.
    UnclosedBlock = "S006" Error;
    /// A clause that has no place in this block.
    MisplacedClause = "S007" Error;
    /// A word of the language used as a name.
    KeywordAsName = "S008" Error;
    /// A word that a later version will use.
    ReservedWord = "S009" Error;
    /// A value that is written wrongly.
    BadLiteral = "S010" Error;
    /// A part that must be there.
    MissingPart = "S011" Error;
    /// Something given twice.
    GivenTwice = "S012" Error;
    /// A character that the language doesn't know.
    UnknownCharacter = "S013" Error;
    /// More findings than are shown; as severe as the worst of the others.
    TooManyFindings = "S014" Error;
    /// A `}` too many.
    StrayBrace = "S015" Error;

    /// A name that is defined nowhere.
    UnknownName = "S101" Error;
    /// Two things of one kind and name.
    NameTwice = "S102" Error;
    /// A `use` of a file that isn't there.
    UnknownFile = "S103" Error;
    /// Files that use each other in a circle.
    UseCircle = "S104" Error;
    /// A name from a file that isn't used.
    FileNotUsed = "S105" Error;
    /// Defined and never used.
    NeverUsed = "S106" Warning;
    /// A name of the wrong kind.
    WrongKind = "S107" Error;
    /// The book holds no files or no flows.
    EmptyBook = "S108" Error;

    /// A node that no path reaches.
    UnreachableStep = "S201" Error;
    /// A node from which the case can't go on.
    LeadsNowhere = "S202" Error;
    /// From here no end can be reached.
    NoWayToEnd = "S203" Error;
    /// A decision with too few answers.
    MissingAnswer = "S204" Error;
    /// An answer that stands twice.
    AnswerTwice = "S205" Error;
    /// Automatic steps in a circle.
    AutomaticLoop = "S206" Error;
    /// A wait without a limit.
    WaitForever = "S207" Error;
    /// An outcome that isn't taken.
    MissingOutcome = "S208" Error;
    /// An outcome that the flow doesn't have.
    UnknownOutcome = "S209" Error;
    /// An arrow across a branch's border.
    CrossesBranch = "S210" Error;
    /// An end inside a branch.
    EndInBranch = "S211" Error;
    /// An await of something not started.
    NotAStart = "S212" Error;
    /// A flow without an end.
    NoEnd = "S213" Error;
    /// A flow that calls itself.
    CallsItself = "S214" Error;
    /// A computed decision without `otherwise`.
    NoOtherwise = "S215" Error;
    /// A stage that is resumed, and that nothing interrupts.
    NeverResumed = "S216" Error;
    /// A parallel with fewer than two branches.
    LonelyBranch = "S217" Warning;

    /// An arrow that no run takes.
    DeadArrow = "S220" Warning;
    /// A situation from which nothing leads on.
    StuckCase = "S221" Error;
    /// A situation from which no end can be reached.
    NeverEnds = "S222" Error;
    /// Work that is still open when the case ends.
    LeftBehind = "S223" Error;
    /// Two tokens on one node.
    TwiceAtOnce = "S224" Error;
    /// More situations than are looked at.
    NotProved = "S225" Warning;

    /// An arrow whose event or condition an arrow before it takes.
    TakenBefore = "S230" Error;
    /// A timer that another always comes before.
    TimerNeverFires = "S231" Error;
    /// A decision whose answers all lead to the same place.
    NothingDecided = "S232" Warning;
    /// Silence that leads to a place where silence is counted again.
    SilenceWithin = "S233" Error;

    /// A value of the wrong type.
    WrongType = "S301" Error;
    /// A wrong number of arguments.
    WrongArguments = "S302" Error;
    /// A fact read where it may be unknown.
    FactMayBeUnknown = "S303" Error;
    /// A placeholder without a parameter.
    UnknownPlaceholder = "S304" Error;
    /// A parameter without a placeholder.
    UnusedParameter = "S305" Warning;
    /// A message without its Indonesian text.
    MissingLanguage = "S306" Error;
    /// A fact that can't be changed here.
    FactNotWritable = "S307" Error;
    /// An action or event field that doesn't exist.
    UnknownField = "S308" Error;

    /// A table with a gap.
    TableGap = "S401" Error;
    /// A table whose rows overlap.
    TableOverlap = "S402" Error;
    /// A table row with the wrong number of cells.
    WrongCells = "S403" Error;
    /// A cell that doesn't fit its column.
    WrongCell = "S404" Error;
    /// Too many combinations to be checked.
    TableNotProved = "S405" Warning;
    /// A range that is empty or turned round.
    EmptyRange = "S406" Error;
    /// A day that doesn't exist, stands twice, or lies outside what the calendar covers.
    BadCalendarDay = "S407" Error;
    /// A duration of nothing.
    ZeroDuration = "S408" Error;
    /// Opening hours that never open.
    NeverOpen = "S409" Error;
    /// Opening hours that overlap.
    HoursOverlap = "S410" Error;

    /// A clause that the register doesn't hold.
    UnknownClause = "S501" Error;
    /// A clause cited outside of the section that the flow follows.
    CitesOtherSection = "S502" Error;
    /// A step, answer or timer without a ground.
    NoGround = "S503" Warning;
    /// A section that the document doesn't have.
    UnknownSection = "S504" Error;
    /// A document code that isn't the book's.
    UnknownDocument = "S505" Error;
    /// A system that is no longer used.
    RetiredSystem = "S506" Error;
    /// A clause of the register whose gist nobody has written yet.
    GistMissing = "S507" Warning;

    /// A rule that some run breaks.
    RuleBroken = "S601" Error;
    /// A rule of which neither was found: a proof or a run that breaks it.
    RuleNotProved = "S602" Warning;
    /// A rule that fits no flow.
    RuleWithoutFlow = "S604" Error;
    /// An act of a scenario that doesn't go with what it names.
    MisfitAct = "S611" Error;

    /// A clause that nothing in the book cites.
    ClauseNotImplemented = "C101" Error;
    /// A clause that is only derived from.
    ClauseOnlyDerived = "C102" Error;
    /// A policy or an indicator that no rule and no ground speaks of.
    PolicyWithoutGround = "C103" Warning;
    /// A clause whose words or facts have changed.
    ClauseChanged = "C201" Error;
    /// A clause that the register lacks.
    ClauseAdded = "C202" Error;
    /// A clause that the document lacks.
    ClauseRemoved = "C203" Error;
    /// A clause that stands elsewhere.
    ClauseMoved = "C204" Error;
    /// Code, title, revision, date, signature or section that has changed.
    HeadChanged = "C205" Error;
    /// A page that isn't there.
    PageLost = "C206" Error;
    /// A clause without a fingerprint.
    NotAdopted = "C207" Warning;
    /// A step in another lane than its clause.
    OtherLane = "C301" Error;
    /// Clauses that are reached in another order.
    OutOfOrder = "C401" Error;
    /// A branch's label that no branch has.
    LabelWithoutBranch = "C501" Error;
    /// A branch that leads elsewhere than the document says.
    BranchLeadsElsewhere = "C502" Error;
    /// A length of time that no timer keeps.
    NoTimer = "C601" Error;
    /// A timer of another length than its clause.
    OtherLength = "C602" Error;
    /// A time of day or a date that nothing keeps.
    OtherTime = "C603" Error;
    /// Prescribed words that aren't said.
    PhraseNotSaid = "C604" Error;
    /// An application that the document gave up and the book hasn't.
    StillUsed = "C701" Error;
    /// A system that the document doesn't name.
    UndeclaredApplication = "C702" Warning;
    /// An application of the document that the book doesn't know.
    ApplicationNotUsed = "C703" Warning;
    /// Two clauses of a section that say the same.
    ToldTwice = "C801" Warning;
    /// Notes that have lost their numbers.
    NumberLost = "C802" Warning;
    /// Numbers that aren't there.
    NumbersMissing = "C803" Warning;
    /// Times that overlap.
    TimesOverlap = "C804" Warning;
    /// Times that leave a gap.
    TimesGap = "C805" Warning;
    /// Words for some days without times, beside others with times.
    NoTimes = "C806" Warning;
    /// A word that is used and not defined.
    NotDefined = "C807" Warning;
    /// A length of time without a figure.
    NoFigure = "C808" Warning;
    /// An assumption that the process owner has to confirm.
    ToConfirm = "C901" Note;
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
