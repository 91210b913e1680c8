//! `sop test [PATH]`.

use crate::args::{Test, TestReport};
use crate::exit::{Exit, Failure};
use crate::{book, output};
use sop::diagnostic::Words;
use sop::scenario::explore::Options;
use sop::scenario::report::{self, Report};
use sop::scenario::suite::{self, Selection, Suite};
use sop::words;

/// Runs a book's scenarios and reports what they showed.
pub(crate) fn run(args: &Test) -> Result<Exit, Failure> {
    let sources = sop::folder::read(&args.path)?;
    let compiled = sop::compile(&sources);
    let Some(book) = compiled.book.as_ref().filter(|_| compiled.is_sound()) else {
        output::note(&sop::diagnostic::render::render(&compiled.findings, &sources, &output::rendering()));
        return Err(Failure::Unsound);
    };
    let flow = args.flow.as_deref().map(|name| book::flow(book, name)).transpose()?;
    if let Some(name) = &args.scenario
        && book.scenarios.iter().all(|s| s.name != *name)
    {
        return Err(Failure::Usage(words!("no-scenario", scenario = name)));
    }
    let lang = output::lang();
    let selection = Selection {
        flow: flow.map(|(id, _)| id),
        scenario: args.scenario.as_deref(),
        explore: args.explore.map(|walks| Options { walks, seed: args.seed, lang }),
    };
    let suite = suite::test(book, selection);
    let report = Report { sources: &sources, lang, min_coverage: args.min_coverage };
    let text = match args.report {
        TestReport::Terminal => report::terminal(&suite, &report),
        TestReport::Json => pretty(&report::json(&suite, &report))?,
        TestReport::Junit => {
            report::junit(&suite, &report).map_err(|e| Failure::Usage(Words::verbatim(e.to_string())))?
        }
    };
    output::put(args.output.as_deref(), &text)?;
    Ok(if failed(&suite, args.min_coverage) { Exit::Faulty } else { Exit::Sound })
}

fn failed(suite: &Suite<'_>, min_coverage: Option<u32>) -> bool {
    suite.failures() > 0 || suite.found() > 0 || min_coverage.is_some_and(|min| !suite.below(min).is_empty())
}

fn pretty(value: &impl serde::Serialize) -> Result<String, Failure> {
    let mut text = serde_json::to_string_pretty(value).map_err(|e| Failure::Terminal(e.into()))?;
    text.push('\n');
    Ok(text)
}
