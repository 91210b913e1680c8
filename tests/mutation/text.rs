//! A book's texts with their trees, and edits of them: where a statement, an arrow, a row begins and ends as it is written.

use sop::Sources;
use sop::source::{FileId, Span};
use sop_core::syntax::tree::{Arrow, Clause, File, FlowItem, Ground, Item, Statement, StatementKind};
use std::ops::Range;

/// A book as it is written.
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) sources: Sources,
    pub(crate) files: Vec<File>,
}

/// One change of a text.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    pub(crate) file: FileId,
    pub(crate) range: Range<usize>,
    pub(crate) with: String,
}

/// A book with a fault in it.
#[derive(Clone, Debug)]
pub(crate) struct Mutant {
    /// Of which kind the fault is.
    pub(crate) kind: &'static str,
    /// What was done, for people.
    pub(crate) what: String,
    pub(crate) edits: Vec<Edit>,
    /// The statement or item that was changed, in the text as it was.
    pub(crate) around: (FileId, Range<usize>),
    /// Whose names a finding may give instead of that place.
    pub(crate) names: Vec<String>,
}

/// A statement, with what stands around it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'w> {
    pub(crate) flow: &'w FlowItem,
    pub(crate) statement: &'w Statement,
    /// The statements of the same stage, branch or flow, and which of them this one is.
    pub(crate) beside: &'w [Statement],
    pub(crate) nth: usize,
}

impl Written {
    pub(crate) fn new(name: &str, sources: Sources) -> Self {
        let files = sources.iter().map(|(id, s)| sop_core::syntax::parse(id, s).file).collect();
        Self { name: name.to_owned(), sources, files }
    }

    pub(crate) fn text(&self, file: FileId) -> &str {
        self.sources.get(file).map_or("", |f| f.text.as_str())
    }

    pub(crate) fn at(&self, at: Span) -> &str {
        &self.text(at.file)[span(at)]
    }

    pub(crate) fn items(&self) -> impl Iterator<Item = (FileId, &Item)> {
        self.files.iter().flat_map(|f| f.items.iter().map(move |i| (f.id, i)))
    }

    pub(crate) fn flows(&self) -> impl Iterator<Item = &FlowItem> {
        self.items().filter_map(|(_, i)| match i {
            Item::Flow(f) => Some(&**f),
            _ => None,
        })
    }

    /// Every statement of every flow, those within stages and branches too.
    pub(crate) fn places(&self) -> Vec<Place<'_>> {
        let mut out = Vec::new();
        for flow in self.flows() {
            collect(flow, &flow.body, &mut out);
        }
        out
    }

    /// From a head to the end of its block, if one follows.
    pub(crate) fn whole(&self, head: Span) -> Range<usize> {
        let text = self.text(head.file);
        let (start, end) = (head.start as usize, head.end as usize);
        start..block(text, end).unwrap_or(end)
    }

    /// An arrow with its grounds.
    pub(crate) fn arrow(arrow: &Arrow) -> Range<usize> {
        let end = arrow.grounds.iter().map(ground_end).fold(arrow.at.end, u32::max);
        arrow.at.start as usize..end as usize
    }

    /// A row of a table and the like: to the end of its line.
    pub(crate) fn line(&self, at: Span) -> Range<usize> {
        let text = self.text(at.file);
        let end = text[at.end as usize..].find('\n').map_or(text.len(), |n| at.end as usize + n);
        at.start as usize..end
    }

    /// The texts after the edits; those that touch the same place are taken from behind.
    pub(crate) fn after(&self, edits: &[Edit]) -> Sources {
        let mut out = Sources::new();
        for (id, source) in self.sources.iter() {
            let mut text = source.text.clone();
            let mut here: Vec<&Edit> = edits.iter().filter(|e| e.file == id).collect();
            here.sort_by_key(|e| (e.range.start, e.range.end));
            for edit in here.iter().rev() {
                text.replace_range(edit.range.clone(), &edit.with);
            }
            out.add(source.path.clone(), text);
        }
        out
    }
}

fn collect<'w>(flow: &'w FlowItem, body: &'w [Statement], out: &mut Vec<Place<'w>>) {
    for (nth, statement) in body.iter().enumerate() {
        out.push(Place { flow, statement, beside: body, nth });
        match &statement.kind {
            StatementKind::Stage(inner) => collect(flow, inner, out),
            StatementKind::Parallel(branches) => {
                branches.iter().for_each(|b| collect(flow, &b.body, out));
            }
            _ => {}
        }
    }
}

impl<'w> Place<'w> {
    pub(crate) fn arrows(&self) -> impl Iterator<Item = &'w Arrow> + use<'w> {
        self.statement.clauses.iter().filter_map(|c| match c {
            Clause::Arrow(a) => Some(&**a),
            _ => None,
        })
    }

    pub(crate) fn name(&self) -> &'w str {
        &self.statement.name.value
    }

    pub(crate) fn file(&self) -> FileId {
        self.statement.at.file
    }

    /// Names of all statements of the flow.
    pub(crate) fn all(&self) -> Vec<Place<'w>> {
        let mut out = Vec::new();
        collect(self.flow, &self.flow.body, &mut out);
        out
    }

    /// A mutant of this statement.
    pub(crate) fn mutant(
        &self,
        written: &Written,
        kind: &'static str,
        what: &str,
        edits: Vec<Edit>,
    ) -> Mutant {
        let mut names = vec![self.name().to_owned()];
        names.extend(self.arrows().filter_map(target).map(|(n, _)| n.to_owned()));
        Mutant {
            kind,
            what: format!("{}.{}: {what}", self.flow.name.value, self.name()),
            edits,
            around: (self.file(), written.whole(self.statement.at)),
            names,
        }
    }
}

/// The name that an arrow leads to, and where it is written.
pub(crate) fn target(arrow: &Arrow) -> Option<(&str, Span)> {
    match &arrow.target {
        sop_core::syntax::tree::Target::Name(n) | sop_core::syntax::tree::Target::Resume(n, _) => {
            Some((&n.value, n.at))
        }
        sop_core::syntax::tree::Target::Tell(..) => None,
    }
}

pub(crate) fn span(at: Span) -> Range<usize> {
    at.start as usize..at.end as usize
}

pub(crate) fn replace(at: Span, with: impl Into<String>) -> Edit {
    Edit { file: at.file, range: span(at), with: with.into() }
}

pub(crate) fn cut(file: FileId, range: Range<usize>) -> Edit {
    Edit { file, range, with: String::new() }
}

fn ground_end(ground: &Ground) -> u32 {
    match ground {
        Ground::Cites(name, text) | Ground::Derived(name, text) => {
            text.as_ref().map_or(name.at.end, |t| t.at.end)
        }
        Ground::Assumed(text, at) => text.at.end.max(at.end),
    }
}

/// Behind the closing brace, if the next thing is a block.
fn block(text: &str, from: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut letters = text[from..].char_indices().peekable();
    while let Some((i, c)) = letters.next() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return None,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(from + i + 1);
                }
            }
            '"' if depth > 0 => {
                while let Some((_, c)) = letters.next() {
                    match c {
                        '\\' => _ = letters.next(),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '/' if letters.peek().is_some_and(|(_, n)| *n == '/') => {
                while letters.next_if(|(_, c)| *c != '\n').is_some() {}
            }
            c if depth == 0 && !c.is_whitespace() => return None,
            _ => {}
        }
    }
    None
}
