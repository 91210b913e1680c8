//! `sop graph FLOW`.

use crate::args::{Graph, GraphFormat, Language};
use crate::exit::{Exit, Failure};
use crate::{book, output};
use sop::render::{self, SvgOptions};

/// Draws a flow.
pub(crate) fn run(args: &Graph) -> Result<Exit, Failure> {
    let book = book::drawable(&args.book.book)?;
    let (id, _) = book::flow(&book, &args.flow)?;
    let language = args.language.map_or_else(output::lang, Language::words);
    let text = match args.format {
        GraphFormat::Svg => render::svg(&book, id, &SvgOptions { language, at: &[] }),
        GraphFormat::Mermaid => render::mermaid(&book, id),
        GraphFormat::Dot => render::dot(&book, id),
        GraphFormat::Json => render::json(&book, id),
    };
    output::put(args.output.as_deref(), &text)?;
    Ok(Exit::Sound)
}
