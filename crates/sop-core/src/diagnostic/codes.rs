//! The register of codes: the one place that knows which codes exist.

use super::Severity;
use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal $severity:ident $why:literal;)+) => {
        /// A finding's stable code. `S0xx` is about the text, `S1xx` about names, `S2xx` about the flow, `S3xx` about
        /// facts and types, `S4xx` about tables, times and calendars, `S5xx` about the controlled document,
        /// `S6xx` about rules, scenarios and revisions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name),+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code as it is printed, such as `S101`.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $code),+ } }

            /// How bad it is.
            pub const fn severity(self) -> Severity { match self { $(Self::$name => Severity::$severity),+ } }

            /// Why it matters, in one sentence.
            pub const fn why(self) -> &'static str { match self { $(Self::$name => $why),+ } }

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
    InvalidUtf8 = "S001" Error "A file that is not plain UTF-8 text can be read in more than one way.";
    /// The file is too big.
    FileTooBig = "S002" Error "The limit keeps a check quick; a procedure is never that long.";
    /// Too much inside each other.
    NestingTooDeep = "S003" Error "Nobody can follow a procedure that is nested so deeply.";
    /// Words where an item should stand.
    UnexpectedText = "S004" Error "What can't be read can't be run.";
    /// A quote that is not closed.
    UnclosedString = "S005" Error "Without the closing quote the rest of the line is taken for text.";
    /// A brace that is not closed.
    UnclosedBlock = "S006" Error "Without the closing brace nobody can tell where the block ends.";
    /// A clause that has no place in this block.
    MisplacedClause = "S007" Error "Each kind of step knows its own clauses; the others would be without effect.";
    /// A word of the language used as a name.
    KeywordAsName = "S008" Error "The word has a meaning of its own in the language.";
    /// A word that a later version will use.
    ReservedWord = "S009" Error "The word is kept for a later version of the language.";
    /// A value that is written wrongly.
    BadLiteral = "S010" Error "A time, a date or a duration has to be exact.";
    /// A part that must be there.
    MissingPart = "S011" Error "Without it the statement says too little to be run.";
    /// Something given twice.
    GivenTwice = "S012" Error "Only one of them could count.";
    /// A character that the language doesn't know.
    UnknownCharacter = "S013" Error "The language knows no such character outside quotes and comments.";
    /// More findings than are shown.
    TooManyFindings = "S014" Error "Mend the first ones; the others often follow from them.";
    /// A `}` too many.
    StrayBrace = "S015" Error "A block was closed that was never opened.";

    /// A name that is defined nowhere.
    UnknownName = "S101" Error "A step can only lead to, and speak of, what the book defines.";
    /// Two things of one kind and name.
    NameTwice = "S102" Error "A name must mean one thing.";
    /// A `use` of a file that isn't there.
    UnknownFile = "S103" Error "A borrowed file must be part of the book.";
    /// Files that use each other in a circle.
    UseCircle = "S104" Error "Files that need each other can't be understood one after the other.";
    /// A name from a file that isn't used.
    FileNotUsed = "S105" Error "The reader of a file must see from its head what it borrows.";
    /// Defined and never used.
    NeverUsed = "S106" Warning "What is never used is either forgotten or not needed.";
    /// A name of the wrong kind.
    WrongKind = "S107" Error "Lanes act, systems help, events happen: one can't stand for the other.";
    /// The book holds no files or no flows.
    EmptyBook = "S108" Error "A book without a flow has nothing to run.";

    /// A node that no path reaches.
    UnreachableStep = "S201" Error "A step that is never reached is never done.";
    /// A node from which the case can't go on.
    LeadsNowhere = "S202" Error "A case that comes here would stay here for ever.";
    /// From here no end can be reached.
    NoWayToEnd = "S203" Error "Every case must be able to come to an end.";
    /// A decision with too few answers.
    MissingAnswer = "S204" Error "An answer that leads nowhere leaves the agent without a next step.";
    /// An answer that stands twice.
    AnswerTwice = "S205" Error "One answer can't lead to two places.";
    /// Automatic steps in a circle.
    AutomaticLoop = "S206" Error "Steps that need nobody would run round for ever.";
    /// A wait without a limit.
    WaitForever = "S207" Error "If the event never comes, the case stays open for ever.";
    /// An outcome that isn't taken.
    MissingOutcome = "S208" Error "The called flow can end this way, and this case wouldn't know how to go on.";
    /// An outcome that the flow doesn't have.
    UnknownOutcome = "S209" Error "The called flow never ends this way.";
    /// An arrow across a branch's border.
    CrossesBranch = "S210" Error "A branch that is left half-way could never be joined.";
    /// An end inside a branch.
    EndInBranch = "S211" Error "The other branches would be left behind.";
    /// An await of something not started.
    NotAStart = "S212" Error "Only a flow that was started can be waited for.";
    /// A flow without an end.
    NoEnd = "S213" Error "Every case must be able to come to an end.";
    /// A flow that calls itself.
    CallsItself = "S214" Error "A flow that waits for itself never ends.";
    /// A computed decision without `otherwise`.
    NoOtherwise = "S215" Error "If no row holds, the case has nowhere to go.";
    /// A stage that is resumed, and that nothing interrupts.
    NeverResumed = "S216" Error "A stage can only be resumed where something can interrupt it.";
    /// A parallel with fewer than two branches.
    LonelyBranch = "S217" Warning "One branch alone runs beside nothing.";

    /// A value of the wrong type.
    WrongType = "S301" Error "The engine would refuse the value in the middle of a case.";
    /// A wrong number of arguments.
    WrongArguments = "S302" Error "Each parameter needs exactly one value.";
    /// A fact read where it may be unknown.
    FactMayBeUnknown = "S303" Error "On some way to this step nobody has filled in the fact.";
    /// A placeholder without a parameter.
    UnknownPlaceholder = "S304" Error "The customer would read the placeholder itself.";
    /// A parameter without a placeholder.
    UnusedParameter = "S305" Warning "A parameter that the text doesn't show is of no use.";
    /// A message without its Indonesian text.
    MissingLanguage = "S306" Error "The message couldn't be said to a customer who speaks that language.";
    /// A fact that can't be changed here.
    FactNotWritable = "S307" Error "What the case was started with stays as it was given.";
    /// An action or event field that doesn't exist.
    UnknownField = "S308" Error "Only what the declaration lists is handed over.";

    /// A table with a gap.
    TableGap = "S401" Error "For this value the table gives no answer.";
    /// A table whose rows overlap.
    TableOverlap = "S402" Error "For this value two rows give different answers.";
    /// A table row with the wrong number of cells.
    WrongCells = "S403" Error "Each column needs one cell in each row.";
    /// A cell that doesn't fit its column.
    WrongCell = "S404" Error "The cell could never be compared with the column's value.";
    /// Too many combinations to be checked.
    TableNotProved = "S405" Warning "The table may have gaps or overlaps that nobody has looked for.";
    /// A range that is empty or turned round.
    EmptyRange = "S406" Error "Nothing lies in such a range.";
    /// A day that doesn't exist, stands twice, or lies outside what the calendar covers.
    BadCalendarDay = "S407" Error "A holiday that is missed changes deadlines and closing words.";
    /// A duration of nothing.
    ZeroDuration = "S408" Error "A timer of no length would fire at once, for ever.";
    /// Opening hours that never open.
    NeverOpen = "S409" Error "A deadline in hours that never open never comes.";
    /// Opening hours that overlap.
    HoursOverlap = "S410" Error "The same minute would be counted twice.";

    /// A clause that the register doesn't hold.
    UnknownClause = "S501" Error "The product must never claim that the document says what it doesn't.";
    /// A clause cited outside of the section that the flow follows.
    CitesOtherSection = "S502" Error "`cites` is for the section itself; from elsewhere it is `derived from`.";
    /// A step, answer or timer without a ground.
    NoGround = "S503" Warning "Nobody could tell whether the document asks for it or somebody made it up.";
    /// A section that the document doesn't have.
    UnknownSection = "S504" Error "A flow can only follow a section of the controlled document.";
    /// A document code that isn't the book's.
    UnknownDocument = "S505" Error "The flow would follow a document that nobody controls here.";
    /// A system that is no longer used.
    RetiredSystem = "S506" Error "The document says that the system is no longer used.";

    /// A rule that fits no flow.
    RuleWithoutFlow = "S604" Error "A rule can only hold for a flow that has the steps it speaks of.";
    /// An act of a scenario that doesn't go with what it names.
    MisfitAct = "S611" Error "A scenario can only let happen what can happen there.";
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
