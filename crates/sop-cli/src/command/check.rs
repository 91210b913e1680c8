//! `sop check PATH`.

use crate::args::{Check, Language};
use crate::exit::{Exit, Failure};
use crate::output;
use sop::diagnostic::{Severity, render};

/// Checks a book and prints what it found.
pub(crate) fn run(args: &Check) -> Result<Exit, Failure> {
    let sources = sop::folder::read(&args.path)?;
    let compiled = sop::compile(&sources);
    let faulty = compiled.findings.iter().any(|f| args.deny_warnings || f.severity() == Severity::Error);
    if args.json {
        output::json(&render::json(&compiled.findings, &sources))?;
    } else {
        output::print(&render::render(&compiled.findings, &sources, &output::rendering()))?;
        output::print(&render::summary(&compiled.findings))?;
        output::print(&super::explain::hint(&compiled.findings, Language::En))?;
        if let (Some(book), false) = (&compiled.book, faulty) {
            output::print(&format!(
                "{}: {} files, {} flows, {} steps - sound\n",
                args.path.display(),
                book.files.len(),
                book.flows.len(),
                book.flows.iter().map(|f| f.graph.node_count()).sum::<usize>()
            ))?;
        }
    }
    Ok(if faulty { Exit::Faulty } else { Exit::Sound })
}
