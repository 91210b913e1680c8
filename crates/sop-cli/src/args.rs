//! What can be written after `sop`. What the help says of it stands in `locales/LANGUAGE/help.ftl`.

use chrono::NaiveDate;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Standard operating procedures as programs: check them, draw them, work them.
#[derive(Debug, Parser)]
#[command(name = "sop", version, max_term_width = 100)]
pub(crate) struct Args {
    /// Tell more of what happens, on standard error; twice for everything
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Language of the program; else by `SOP_LANG`, `LC_ALL`, `LC_MESSAGES` or `LANG`; else English
    // Looked for before the command line is understood: see `speech::asked`.
    #[arg(long, value_enum, global = true, value_name = "id|en", hide_possible_values = true)]
    pub(crate) lang: Option<Language>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check a book: every mistake with its place, reason and mend
    Check(Check),
    /// Hold a book against its document: every clause, who, in which order, after how long, with which words
    Conform(Conform),
    /// Read a controlled document, and keep its register in the book
    Document(Document),
    /// Explain a finding's code: what it means, why it matters, how to mend it
    Explain(Explain),
    /// Lay files out: one layout for all of them, comments and meaning kept
    Fmt(Fmt),
    /// Draw a flow, lanes side by side
    Graph(Graph),
    /// Tell what changed between two revisions of a book, and which cases under way it would strand
    Diff(Diff),
    /// Work a case at the desk: what to do, what to say, what may be answered
    Run(Run),
    /// Run the book's scenarios in virtual time, and say what none of them reaches
    Test(Test),
    /// List the cases of a store
    Cases(Cases),
    /// Show a case: where it stands, and everything that happened to it
    Show(Show),
    /// Look after a store: verify it, back it up, restore it, repair it
    Store(StoreArgs),
    /// Print a completion script for a shell
    Completions(Completions),
}

/// The book and the store that are meant if none is named.
pub(crate) const BOOK: &str = "sop/customer-handling";
pub(crate) const STORE: &str = ".sop/cases.db";

/// Where the book is.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct BookPath {
    /// The book's folder, or one of its files
    #[arg(short, long, value_name = "PATH", env = "SOP_BOOK", default_value = BOOK)]
    pub(crate) book: PathBuf,
}

/// Where the cases are.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct StorePath {
    /// The file that holds the cases
    #[arg(short, long, value_name = "FILE", env = "SOP_STORE", default_value = STORE)]
    pub(crate) store: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The book's folder, or one of its files
    #[arg(value_name = "PATH", env = "SOP_BOOK", default_value = BOOK)]
    pub(crate) path: PathBuf,
    /// Warnings count as mistakes
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Check again whenever the book is saved, until Ctrl-C; with --json one line each time
    #[arg(short, long)]
    pub(crate) watch: bool,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Conform {
    /// The book's folder, or one of its files
    #[arg(value_name = "PATH", env = "SOP_BOOK", default_value = "sop/customer-handling")]
    pub(crate) path: PathBuf,
    /// Also hold the register against this document: text, Markdown, PDF or Word
    #[arg(short, long, value_name = "FILE")]
    pub(crate) document: Option<PathBuf>,
    /// Only this section, and those in it
    #[arg(short, long, value_name = "SECTION")]
    pub(crate) section: Option<String>,
    /// From which level on a finding fails the book
    #[arg(long, value_enum, default_value_t = FailOnLevel::Error, value_name = "LEVEL")]
    pub(crate) fail_on: FailOnLevel,
    /// Findings that are known, each with a reason and a last day
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// The day on which known findings are looked at; else today: YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = crate::command::conform::day)]
    pub(crate) today: Option<NaiveDate>,
    /// Write all that fails as known to this file, with --reason and --until; those of --baseline keep theirs
    #[arg(long, value_name = "FILE", requires_all = ["reason", "until"])]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Why they are accepted
    #[arg(long, value_name = "TEXT", requires = "write_baseline")]
    pub(crate) reason: Option<String>,
    /// The last day on which they are: YYYY-MM-DD
    #[arg(long, value_name = "DAY", requires = "write_baseline", value_parser = crate::command::conform::day)]
    pub(crate) until: Option<NaiveDate>,
    /// What to report as
    #[arg(short, long, value_enum, default_value_t = ConformReport::Terminal)]
    pub(crate) report: ConformReport,
    /// Write the report to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOnLevel {
    /// The book says something else than the document
    Error,
    /// Something is open
    Warning,
    /// Something is assumed
    Note,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConformReport {
    /// What is wrong in full, figures, verdict, what to do
    Terminal,
    /// All of it as data
    Json,
    /// SARIF 2.1.0 for code hosts
    Sarif,
    /// `JUnit` XML for test servers: a test a clause
    Junit,
    /// A page for a browser: the clauses beside the pictures
    Html,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Document {
    #[command(subcommand)]
    pub(crate) what: DocumentCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DocumentCommand {
    /// Show what is read in a document: sections, clauses, facts, oddities
    Read(DocumentRead),
    /// Write or update the book's register from a document; gists and remarks stay
    Adopt(DocumentAdopt),
}

#[derive(Debug, clap::Args)]
pub(crate) struct DocumentRead {
    /// The document: plain text, Markdown, Word (.docx), or PDF with a text layer
    #[arg(value_name = "FILE")]
    pub(crate) document: PathBuf,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct DocumentAdopt {
    /// The document: plain text, Markdown, Word (.docx), or PDF with a text layer
    #[arg(value_name = "FILE")]
    pub(crate) document: PathBuf,
    #[command(flatten)]
    pub(crate) book: BookPath,
    /// Only show what would change; exit code 1 if anything would
    #[arg(long)]
    pub(crate) check: bool,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// The code, such as S201, in large or small letters; or its pattern; all of them if left out
    pub(crate) code: Option<String>,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Fmt {
    /// A folder with all its `.sop` files, one file, or `-`: standard input to standard output
    #[arg(value_name = "PATH", env = "SOP_BOOK", default_value = "sop/customer-handling")]
    pub(crate) path: PathBuf,
    /// Change nothing; show what would change, and fail if anything would
    #[arg(long)]
    pub(crate) check: bool,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Graph {
    /// The flow's name
    pub(crate) flow: String,
    #[command(flatten)]
    pub(crate) book: BookPath,
    /// What to draw it as
    #[arg(short, long, value_enum, default_value_t = GraphFormat::Svg)]
    pub(crate) format: GraphFormat,
    /// Language of the legend; else that of the program
    #[arg(long, value_enum)]
    pub(crate) language: Option<Language>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// The old revision: a book's folder, or one of its files
    #[arg(display_order = 1)]
    pub(crate) old: PathBuf,
    /// The new revision, likewise
    #[arg(display_order = 2, env = "SOP_BOOK", default_value = "sop/customer-handling")]
    pub(crate) new: PathBuf,
    /// Only this flow
    #[arg(short, long)]
    pub(crate) flow: Option<String>,
    /// Also draw both revisions of the flow, one over the other, into this file
    #[arg(short, long, value_name = "FILE", requires = "flow")]
    pub(crate) picture: Option<PathBuf>,
    /// Also say of each case under way in this store whether it could be moved
    #[arg(short, long, value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
    /// A setting of the book: NAME=VALUE
    #[arg(short, long = "with", value_name = "NAME=VALUE", requires = "store")]
    pub(crate) with: Vec<String>,
    /// End with 1 if anything changed
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Test {
    /// The book's folder, or one of its files
    #[arg(value_name = "PATH", env = "SOP_BOOK", default_value = BOOK)]
    pub(crate) path: PathBuf,
    /// Only the scenarios and the coverage of this flow
    #[arg(short, long)]
    pub(crate) flow: Option<String>,
    /// Only this scenario
    #[arg(short, long, value_name = "NAME")]
    pub(crate) scenario: Option<String>,
    /// What to report as
    #[arg(short, long, value_enum, default_value_t = TestReport::Terminal)]
    pub(crate) report: TestReport,
    /// Write the report to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Also make so many random walks over each flow; what fails is printed as a short scenario
    #[arg(short, long, value_name = "N")]
    pub(crate) explore: Option<u64>,
    /// Where chance begins: the same seed gives the same walks everywhere
    #[arg(long, value_name = "S", default_value_t = 1, requires = "explore")]
    pub(crate) seed: u64,
    /// Fail if of some flow less than so many of a hundred steps, arrows, timers, interruptions and ends is reached
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=100), conflicts_with = "scenario")]
    pub(crate) min_coverage: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestReport {
    /// Failures in full, one line a flow, what is not reached
    Terminal,
    /// All of it as data
    Json,
    /// `JUnit` XML for test servers
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// A picture for a browser, lanes side by side
    Svg,
    /// Text for Mermaid
    Mermaid,
    /// Text for Graphviz
    Dot,
    /// Nodes, arrows, lanes and grounds as data
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Bahasa Indonesia
    Id,
    /// English
    En,
}

impl Language {
    pub(crate) const fn words(self) -> sop::render::Language {
        match self {
            Self::Id => sop::render::Language::Id,
            Self::En => sop::render::Language::En,
        }
    }

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Run {
    /// The flow's name
    pub(crate) flow: String,
    #[command(flatten)]
    pub(crate) book: BookPath,
    #[command(flatten)]
    pub(crate) store: StorePath,
    /// A fact that the flow takes, or a setting of the book: NAME=VALUE
    #[arg(short, long = "with", value_name = "NAME=VALUE")]
    pub(crate) with: Vec<String>,
    /// Begin another case although one is open
    #[arg(long, conflicts_with = "case")]
    pub(crate) new: bool,
    /// Go on with this case
    #[arg(short, long, value_name = "CASE")]
    pub(crate) case: Option<u64>,
    /// Which clock
    #[arg(long, value_enum, default_value_t = ClockKind::Real)]
    pub(crate) clock: ClockKind,
    /// Where the virtual clock begins, in the book's time zone: 'YYYY-MM-DD HH:MM'
    #[arg(long, value_name = "MOMENT")]
    pub(crate) at: Option<String>,
    /// Take the commands from this file (`-`: standard input), on a virtual clock
    #[arg(long, value_name = "FILE")]
    pub(crate) script: Option<PathBuf>,
    /// Language of what is said
    #[arg(long, value_enum, default_value_t = Language::Id)]
    pub(crate) language: Language,
    /// Line by line, without a screen of its own
    #[arg(long)]
    pub(crate) plain: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClockKind {
    /// The system's
    Real,
    /// One that stands still until it is wound on
    Virtual,
}

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Cases {
    #[command(subcommand)]
    pub(crate) what: Option<CasesCommand>,
    #[command(flatten)]
    pub(crate) store: StorePath,
    /// Only those under way
    #[arg(long)]
    pub(crate) open: bool,
    /// Only those of this flow
    #[arg(long)]
    pub(crate) flow: Option<String>,
    /// One JSON document instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CasesCommand {
    /// Move cases under way to the book as it is now, where that strands nobody
    Move(CasesMove),
}

#[derive(Debug, clap::Args)]
pub(crate) struct CasesMove {
    /// The book's folder, or one of its files
    #[arg(value_name = "BOOK", env = "SOP_BOOK", default_value = BOOK)]
    pub(crate) path: PathBuf,
    #[command(flatten)]
    pub(crate) store: StorePath,
    /// A setting of the book: NAME=VALUE
    #[arg(short, long = "with", value_name = "NAME=VALUE")]
    pub(crate) with: Vec<String>,
    /// Only this case, with its family; may be given more than once
    #[arg(short, long, value_name = "CASE")]
    pub(crate) case: Vec<u64>,
    /// Make the move
    #[arg(long)]
    pub(crate) apply: bool,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// The case's number
    pub(crate) case: u64,
    #[command(flatten)]
    pub(crate) book: BookPath,
    #[command(flatten)]
    pub(crate) store: StorePath,
    /// Language of what was said
    #[arg(long, value_enum, default_value_t = Language::Id)]
    pub(crate) language: Language,
    /// One JSON document instead of a timeline
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct StoreArgs {
    #[command(subcommand)]
    pub(crate) what: StoreCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Read all of a store, and tell everything that is wrong with it
    Verify(StoreVerify),
    /// Make a verified copy of a store
    Backup(StoreBackup),
    /// Put a copy in a store's place; the old one is kept
    Restore(StoreRestore),
    /// Salvage what is whole of a damaged store into a new one
    Repair(StoreRepair),
}

#[derive(Debug, clap::Args)]
pub(crate) struct StoreVerify {
    #[command(flatten)]
    pub(crate) store: StorePath,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct StoreBackup {
    /// The store
    #[arg(value_name = "FILE")]
    pub(crate) from: PathBuf,
    /// Where the copy is to lie
    pub(crate) to: PathBuf,
    /// Replace what lies there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct StoreRestore {
    /// The copy
    pub(crate) from: PathBuf,
    #[command(flatten)]
    pub(crate) store: StorePath,
}

#[derive(Debug, clap::Args)]
pub(crate) struct StoreRepair {
    /// The damaged store
    #[arg(value_name = "FILE")]
    pub(crate) from: PathBuf,
    /// Where the new store is to lie
    pub(crate) to: PathBuf,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}
