//! `sop conform [PATH]`.

use crate::args::{Conform, ConformReport};
use crate::exit::{Exit, Failure, Verb};
use crate::output;
use chrono::NaiveDate;
use sop::conform::baseline::{Baseline, BaselineError, FailOn, Weighed};
use sop::conform::compare::{Change, compare};
use sop::conform::judge::{Judged, judge_with};
use sop::conform::read::Hints;
use sop::conform::report::{self, Report};
use sop::diagnostic::{Severity, Words};
use sop::model::Book;
use sop::words;
use std::path::Path;

/// Holds a book against its register, and that against the document.
pub(crate) fn run(args: &Conform) -> Result<Exit, Failure> {
    let sources = sop::folder::read(&args.path)?;
    let compiled = sop::compile(&sources);
    // A book with mistakes is judged as well, as far as it can be understood: both may have one cause.
    let Some(book) = compiled.book.as_ref() else {
        output::note(&sop::diagnostic::render::render(&compiled.findings, &sources, &output::rendering()));
        return Err(Failure::Unsound);
    };
    if let Some(section) = &args.section {
        known_section(book, section)?;
    }
    let changes = args.document.as_deref().map(|path| against(book, path)).transpose()?;
    let judgement = judge_with(book, &compiled.findings, changes.as_deref());
    let fail_on = FailOn(args.fail_on.severity());
    let old = match args.baseline.as_deref() {
        Some(path) => baseline(path)?,
        None => Baseline::default(),
    };
    if let Some(path) = &args.write_baseline {
        let findings: Vec<&Judged> =
            judgement.findings.iter().filter(|j| j.severity() >= fail_on.0).collect();
        // Clap sees to it that both are given.
        let (reason, until) = (args.reason.as_deref().unwrap_or_default(), args.until.unwrap_or_default());
        if reason.trim().is_empty() {
            return Err(Failure::Usage(words!("baseline-no-reason", key = "--reason")));
        }
        let list = Baseline::of(&findings, &old, reason, until);
        write(path, &list.text())?;
        let told = words!("baseline-written", count = list.known.len(), path = path.display().to_string());
        output::note(&format!("{}\n", crate::speech::say(told)));
        return Ok(Exit::Sound);
    }
    // The one place that looks at the calendar on the wall.
    let today = args.today.unwrap_or_else(|| chrono::Local::now().date_naive());
    let weighed = Weighed::of(&judgement, &old, today);
    let name = args.document.as_ref().and_then(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned());
    let folder = folder(&args.path);
    let report = Report {
        book,
        sources: &sources,
        judgement: &judgement,
        weighed: &weighed,
        fail_on,
        section: args.section.as_deref(),
        against: name.as_deref(),
        folder: &folder,
        lang: output::lang(),
        color: args.output.is_none() && output::colour(),
    };
    let text = text(args.report, &report)?;
    match &args.output {
        None => output::print(&text)?,
        Some(path) => write(path, &text)?,
    }
    Ok(if report.fails() { Exit::Faulty } else { Exit::Sound })
}

fn text(kind: ConformReport, report: &Report<'_>) -> Result<String, Failure> {
    Ok(match kind {
        ConformReport::Terminal => report::terminal(report),
        ConformReport::Json => pretty(&report::json(report))?,
        ConformReport::Sarif => pretty(&report::sarif(report))?,
        ConformReport::Junit => {
            report::junit(report).map_err(|e| Failure::Usage(Words::verbatim(e.to_string())))?
        }
        ConformReport::Html => report::html(report),
    })
}

/// What has changed in the document since it was adopted.
fn against(book: &Book, path: &Path) -> Result<Vec<Change>, Failure> {
    let Some(register) = &book.document else { return Err(Failure::Usage(words!("conform-no-register"))) };
    let document = super::document::read(path, &Hints::of(book))?;
    Ok(compare(book, register, &document))
}

fn baseline(path: &Path) -> Result<Baseline, Failure> {
    let text = std::fs::read_to_string(path).map_err(|source| Failure::File {
        path: path.to_owned(),
        verb: Verb::Read,
        source,
    })?;
    Baseline::parse(&text).map_err(|e| {
        let why = match e {
            BaselineError::NoReason(key) => words!("baseline-no-reason", key = key),
            BaselineError::NoDay(key) => words!("baseline-no-day", key = key),
            BaselineError::Twice(key) => words!("baseline-twice", key = key),
            BaselineError::Toml(why) => Words::verbatim(why),
        };
        Failure::Usage(words!("baseline-bad", path = path.display().to_string(), why = why))
    })
}

fn known_section(book: &Book, section: &str) -> Result<(), Failure> {
    let sections = book.document.iter().flat_map(|d| &d.sections);
    let within = |id: &str| id == section || id.strip_prefix(section).is_some_and(|r| r.starts_with('.'));
    if sections.clone().any(|s| within(&s.id)) {
        return Ok(());
    }
    let known = sop::diagnostic::names(sections.map(|s| s.id.clone()));
    Err(Failure::Usage(words!("section-unknown", section = section, names = known)))
}

/// The book's folder as reports need it: as it was given, if that was relative.
fn folder(path: &Path) -> String {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
    if folder.is_absolute() {
        let here = std::env::current_dir().ok();
        let within = here.and_then(|here| folder.strip_prefix(here).ok().map(Path::to_owned));
        return within.map_or(String::new(), |f| slashes(&f));
    }
    slashes(folder)
}

fn slashes(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter(|c| !matches!(c, std::path::Component::CurDir))
        .map(|c| c.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|source| Failure::File {
        path: path.to_owned(),
        verb: Verb::Written,
        source,
    })
}

fn pretty(value: &impl serde::Serialize) -> Result<String, Failure> {
    let mut text = serde_json::to_string_pretty(value).map_err(|e| Failure::Terminal(e.into()))?;
    text.push('\n');
    Ok(text)
}

/// A day as it is written on the command line.
pub(crate) fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| crate::speech::say(words!("day-expected")))
}

impl crate::args::FailOnLevel {
    const fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}
