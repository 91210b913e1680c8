//! Flows: statements, clauses, arrows.

use super::{Builder, Pair};
use crate::diagnostic::{Code, Finding, Words};
use crate::model::BecomesKind;
use crate::source::{Span, Spanned};
use crate::syntax::parse::Rule;
use crate::syntax::recover::{self, Within};
use crate::syntax::tree::{
    ArrowKind, BecomesItem, BranchItem, Clause, FlowItem, Follows, Name, Statement, StatementKind,
};
use crate::words;

/// A clause or what stands in its place, as the block's loop needs it.
enum Entry {
    Clause(Clause),
    Statement(Statement),
    Branch(BranchItem),
    FlowClause,
}

/// Where clauses are read.
pub(super) struct Block<'a> {
    pub(super) what: &'static str,
    pub(super) computed: bool,
    flow: Option<&'a mut FlowItem>,
}

impl Builder<'_> {
    /// A flow; one with a head that can't be read keeps its body, so that the mistakes in there are found as well.
    pub(super) fn flow(&mut self, pair: Pair<'_>) -> FlowItem {
        let start = pair.start();
        let head_end = pair
            .into_inner()
            .filter(|p| p.as_rule() != Rule::block)
            .last()
            .map_or(start + 4, |p| p.start() + p.as_str().trim_end().len());
        let at = self.span(start, head_end);
        let mut item = FlowItem {
            name: Name::missing(at),
            label: None,
            follows: None,
            takes: Vec::new(),
            keeps: Vec::new(),
            gives: Vec::new(),
            grounds: Vec::new(),
            notes: Vec::new(),
            becomes: Vec::new(),
            body: Vec::new(),
            at,
        };
        let whole = pair.as_rule() == Rule::flow;
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => item.name = self.name(&p),
                Rule::label => item.label = self.label(p),
                Rule::bad_head => {
                    self.bad_head(&p, "flow", at);
                    item.name = self.guess_name(&p);
                }
                Rule::block => {
                    let (clauses, body, _) =
                        self.block(p, &mut Block { what: "flow", computed: false, flow: Some(&mut item) });
                    item.body = body;
                    for clause in clauses {
                        match clause {
                            Clause::Ground(g) => item.grounds.push(g),
                            Clause::Note(n) => item.notes.push(n),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        if whole {
            self.want_label(item.label.is_none(), "flow", &item.name);
        }
        item
    }

    /// The first word of a head that can't be read: probably the name.
    fn guess_name(&self, head: &Pair<'_>) -> Name {
        let at = self.at(head);
        let text = head.as_str().trim();
        let word = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_');
        Spanned::new(word.collect(), at)
    }

    fn bad_head(&mut self, head: &Pair<'_>, keyword: &'static str, at: Span) {
        self.lose(head.as_str());
        let text = format!("{keyword} {}", head.as_str().trim_end());
        let head_at = self.at(head);
        let at = Span::new(at.file, at.start, head_at.end.max(at.end));
        let finding = recover::explain(&text, at, Within::Head);
        self.say(finding);
    }

    /// The entries of a block.
    fn block(
        &mut self,
        block: Pair<'_>,
        within: &mut Block<'_>,
    ) -> (Vec<Clause>, Vec<Statement>, Vec<BranchItem>) {
        let (first_clause, first_statement) = (self.clauses.len(), self.body.len());
        let mut branches = Vec::new();
        // Grounds right after an arrow are the arrow's.
        let mut after_arrow = false;
        for pair in block.into_inner() {
            let Some(entry) = self.entry(pair, within) else {
                after_arrow = false;
                continue;
            };
            match entry {
                Entry::Clause(Clause::Ground(ground)) if after_arrow => match self.clauses.last_mut() {
                    Some(Clause::Arrow(arrow)) => {
                        // Most have one: room for four would be half of what an arrow takes.
                        if arrow.grounds.is_empty() {
                            arrow.grounds.reserve_exact(1);
                        }
                        arrow.grounds.push(ground);
                    }
                    _ => self.clauses.push(Clause::Ground(ground)),
                },
                Entry::Clause(clause) => {
                    after_arrow = matches!(clause, Clause::Arrow(_));
                    self.clauses.push(clause);
                }
                Entry::Statement(statement) => {
                    after_arrow = false;
                    self.body.push(statement);
                }
                Entry::Branch(branch) => {
                    after_arrow = false;
                    branches.push(branch);
                }
                Entry::FlowClause => after_arrow = false,
            }
        }
        // The trees of a whole book are kept until names are resolved: what they leave empty would be half of them.
        (self.clauses.drain(first_clause..).collect(), self.body.drain(first_statement..).collect(), branches)
    }

    fn entry(&mut self, pair: Pair<'_>, within: &mut Block<'_>) -> Option<Entry> {
        match pair.as_rule() {
            Rule::bad_clause => {
                self.bad(&pair, Within::Block(within.what));
                None
            }
            Rule::follows | Rule::takes | Rule::keeps | Rule::gives_names | Rule::becomes => {
                if within.flow.is_some() {
                    self.flow_clause(pair, within);
                } else {
                    self.misplaced(&pair, within.what, &["flow"]);
                }
                Some(Entry::FlowClause)
            }
            Rule::branch => {
                if within.what != "parallel" {
                    self.misplaced_statement(&pair, within.what, words!("misplaced-statement.mend-branch"));
                    return None;
                }
                self.branch(pair).map(Entry::Branch)
            }
            Rule::step
            | Rule::do_
            | Rule::decide
            | Rule::wait
            | Rule::stage
            | Rule::parallel
            | Rule::start
            | Rule::await_
            | Rule::call_
            | Rule::end
            | Rule::bad_statement => {
                if !matches!(within.what, "flow" | "stage" | "branch") {
                    let mend = words!("misplaced-statement.mend", block = within.what);
                    self.misplaced_statement(&pair, within.what, mend);
                    return None;
                }
                self.statement(pair).map(Entry::Statement)
            }
            _ => self.clause(pair, within).map(Entry::Clause),
        }
    }

    fn misplaced_statement(&mut self, pair: &Pair<'_>, block: &str, mend: Words) {
        self.lose(pair.as_str());
        let head = pair.as_str().split(['{', '\n']).next().unwrap_or_default().trim_end();
        let start = pair.start();
        let at = self.span(start, start + head.len());
        let word = head.split_whitespace().next().unwrap_or_default();
        self.say(
            Finding::new(
                Code::MisplacedClause,
                at,
                words!("misplaced-statement", word = word, block = block),
            )
            .here(words!("misplaced-statement.here"))
            .mend(mend),
        );
    }

    fn flow_clause(&mut self, pair: Pair<'_>, within: &mut Block<'_>) {
        let at = self.at(&pair);
        let Some(flow) = within.flow.as_deref_mut() else { return };
        match pair.as_rule() {
            Rule::takes => {
                let fields = self.fields(pair);
                flow.takes.extend(fields);
            }
            Rule::keeps => {
                let fields = self.fields(pair);
                flow.keeps.extend(fields);
            }
            Rule::gives_names => {
                let names = self.names(pair);
                flow.gives.extend(names);
            }
            Rule::becomes => {
                let (mut kind, mut names) = (BecomesKind::Node, Vec::new());
                for p in pair.into_inner() {
                    match p.as_rule() {
                        Rule::kw_stage => kind = BecomesKind::Stage,
                        Rule::kw_fact => kind = BecomesKind::Fact,
                        Rule::kw_end => kind = BecomesKind::End,
                        Rule::name => names.push(self.name(&p)),
                        _ => {}
                    }
                }
                let mut names = names.into_iter();
                if let (Some(old), Some(new)) = (names.next(), names.next()) {
                    flow.becomes.push(BecomesItem { kind, old, new, at });
                }
            }
            _ => {
                let (mut document, mut sections) = (None, Vec::new());
                for p in pair.into_inner() {
                    match p.as_rule() {
                        Rule::code => document = Some(self.name(&p)),
                        Rule::clause_id => sections.push(self.name(&p)),
                        _ => {}
                    }
                }
                if let Some(document) = document {
                    self.once(&mut flow.follows, Follows { document, sections, at }, at, "follows");
                }
            }
        }
    }

    /// `a, b` inside a pair.
    pub(super) fn names(&mut self, pair: Pair<'_>) -> Vec<Name> {
        let names = pair.into_inner().find(|p| p.as_rule() == Rule::names);
        names.map_or_else(Vec::new, |names| names.into_inner().map(|p| self.name(&p)).collect())
    }

    fn branch(&mut self, pair: Pair<'_>) -> Option<BranchItem> {
        let statement = self.statement(pair)?;
        let StatementKind::Stage(body) = statement.kind else { return None };
        for clause in &statement.clauses {
            if let Clause::Arrow(arrow) = clause {
                self.say(
                    Finding::new(Code::MisplacedClause, arrow.at, words!("arrow-of-branch"))
                        .here(words!("arrow-of-branch.here"))
                        .mend(words!("arrow-of-branch.mend")),
                );
            }
        }
        Some(BranchItem { name: statement.name, label: statement.label, body, at: statement.at })
    }

    fn statement(&mut self, pair: Pair<'_>) -> Option<Statement> {
        let rule = pair.as_rule();
        let unread = rule == Rule::bad_statement;
        let keyword = if unread { keyword(&pair) } else { keyword_of(rule) };
        let start = pair.start();
        let mut head_end = start + keyword.len();
        let (mut first, mut second, mut lane, mut systems, mut label) = (None, None, None, Vec::new(), None);
        let (mut args, mut as_name, mut block) = (None, None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::block => {
                    block = Some(p);
                    continue;
                }
                Rule::head_end => continue,
                _ => {}
            }
            let end = p.start() + p.as_str().trim_end().len();
            // Its head is read to its end before anything is said of it.
            head_end = end.max(start + keyword.len());
            match p.as_rule() {
                Rule::name if first.is_none() => first = Some(self.name(&p)),
                Rule::name => second = Some(self.name(&p)),
                Rule::args => args = Some(self.args(p)),
                Rule::as_name => as_name = self.named(p),
                Rule::by => lane = self.named(p),
                Rule::using => systems = self.names(p),
                Rule::label => label = self.label(p),
                Rule::bad_statement_head => self.bad_head(&p, keyword, self.span(start, head_end)),
                _ => {}
            }
        }
        let at = self.span(start, head_end);
        let (mut clauses, mut body, mut branches) = (Vec::new(), Vec::new(), Vec::new());
        if let Some(block) = block {
            let computed = rule == Rule::decide && lane.is_none();
            (clauses, body, branches) = self.block(block, &mut Block { what: keyword, computed, flow: None });
        }
        if unread {
            // Its name is remembered as lost; what it was meant to be can't be told.
            return None;
        }
        let first = first?;
        let renamed = |as_name: Option<Name>, first: &Name| as_name.unwrap_or_else(|| first.clone());
        let (kind, name) = match rule {
            Rule::step => (StatementKind::Step, first),
            Rule::decide => (StatementKind::Decide, first),
            Rule::wait => (StatementKind::Wait, first),
            Rule::stage | Rule::branch => (StatementKind::Stage(body), first),
            Rule::parallel => (StatementKind::Parallel(branches), first),
            Rule::do_ | Rule::start | Rule::call_ => {
                let name = renamed(as_name, &first);
                let kind = match rule {
                    Rule::do_ => StatementKind::Do { action: first, args },
                    Rule::start => StatementKind::Start { flow: first, args },
                    _ => StatementKind::Call { flow: first, args },
                };
                (kind, name)
            }
            Rule::await_ => (StatementKind::Await { start: second? }, first),
            _ => (StatementKind::End, first),
        };
        let statement = Statement { kind, name, lane, systems, label, clauses, at };
        self.want_label(statement.label.is_none(), keyword, &statement.name);
        self.want_clauses(&statement, rule);
        Some(statement)
    }

    /// Things of which a statement can have one only, and those that it must have.
    fn want_clauses(&mut self, statement: &Statement, rule: Rule) {
        let (mut then, mut join, mut failed, mut otherwise) = (None, None, None, None);
        for clause in &statement.clauses {
            match clause {
                Clause::Join(join_clause) => self.once(&mut join, (), join_clause.at, "join"),
                Clause::Arrow(a) => match a.when {
                    ArrowKind::Then => self.once(&mut then, (), a.at, "then"),
                    ArrowKind::Failed => self.once(&mut failed, (), a.at, "failed"),
                    ArrowKind::Otherwise => self.once(&mut otherwise, (), a.at, "otherwise"),
                    _ => {}
                },
                _ => {}
            }
        }
        if rule == Rule::parallel && join.is_none() {
            self.say(
                Finding::new(
                    Code::MissingPart,
                    statement.at,
                    words!("no-join", parallel = &statement.name.value),
                )
                .here(words!("no-join.here"))
                .mend(words!("no-join.mend")),
            );
        }
    }

    fn clause(&mut self, pair: Pair<'_>, within: &Block<'_>) -> Option<Clause> {
        let at = self.at(&pair);
        let fits = fits(pair.as_rule());
        let fitting = fits.contains(&within.what)
            && match pair.as_rule() {
                Rule::when | Rule::otherwise => within.what != "decide" || within.computed,
                Rule::answer => within.what != "decide" || !within.computed,
                _ => true,
            };
        if !fitting {
            self.unfitting(&pair, within, fits);
            return None;
        }
        Some(match pair.as_rule() {
            Rule::note => Clause::Note(self.first_text(pair)?),
            Rule::say => Clause::Say(self.said(pair.into_inner().find(|p| p.as_rule() == Rule::said)?)?),
            Rule::fill => Clause::Fill(self.names(pair)),
            Rule::set | Rule::add => {
                let adds = pair.as_rule() == Rule::add;
                let (mut name, mut expr) = (None, None);
                for p in pair.into_inner() {
                    match p.as_rule() {
                        Rule::name => name = Some(self.name(&p)),
                        Rule::expr => expr = Some(self.expr(p)),
                        _ => {}
                    }
                }
                let expr = Box::new(expr?);
                if adds { Clause::Add(expr, name?) } else { Clause::Set(name?, expr) }
            }
            Rule::publish => {
                let (mut name, mut args) = (None, None);
                for p in pair.into_inner() {
                    match p.as_rule() {
                        Rule::name => name = Some(self.name(&p)),
                        Rule::args => args = Some(self.args(p)),
                        _ => {}
                    }
                }
                Clause::Publish(name?, args)
            }
            Rule::keep => Clause::Keep(self.keep(pair)?),
            Rule::join => {
                let word = pair.into_inner().find(|p| p.as_rule() == Rule::word)?;
                let at = self.at(&word);
                match word.as_str() {
                    "all" => Clause::Join(Spanned::new(true, at)),
                    "any" => Clause::Join(Spanned::new(false, at)),
                    other => {
                        let finding =
                            Finding::new(Code::UnexpectedText, at, words!("unknown-join", word = other))
                                .here(words!("unknown-join.here"))
                                .mend(words!("no-join.mend"));
                        self.say(finding);
                        Clause::Join(Spanned::new(true, at))
                    }
                }
            }
            Rule::without => Clause::WithoutLimit(at),
            Rule::cites | Rule::derived | Rule::assumed => Clause::Ground(self.ground(pair)?),
            _ => Clause::Arrow(Box::new(self.arrow(pair, within)?)),
        })
    }

    fn unfitting(&mut self, pair: &Pair<'_>, within: &Block<'_>, fits: &[&str]) {
        if within.what == "decide" && matches!(pair.as_rule(), Rule::when | Rule::otherwise | Rule::answer) {
            let at = self.at(pair);
            let finding = if pair.as_rule() == Rule::answer {
                Finding::new(Code::MisplacedClause, at, words!("answer-when-computed"))
                    .here(words!("answer-when-computed.here"))
                    .mend(words!("answer-when-computed.mend"))
            } else {
                Finding::new(Code::MisplacedClause, at, words!("condition-by-person"))
                    .here(words!("condition-by-person.here"))
                    .mend(words!("condition-by-person.mend"))
            };
            self.say(finding);
            return;
        }
        self.misplaced(pair, within.what, fits);
    }
}

/// Which statements know a clause.
const fn fits(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::say => &["step", "do", "decide", "wait", "await", "call"],
        Rule::fill => &["step"],
        Rule::set | Rule::add | Rule::publish => &["step"],
        Rule::keep => &["do"],
        Rule::join => &["parallel"],
        Rule::without => &["wait", "await"],
        Rule::then => &["step", "do", "start", "parallel"],
        Rule::silent => &["stage"],
        Rule::when => &["stage", "decide"],
        Rule::otherwise => &["decide", "await", "call"],
        Rule::answer => &["decide", "await", "call"],
        Rule::on => &["wait"],
        Rule::after | Rule::at => &["wait", "await"],
        Rule::within => &["step", "do", "decide", "wait", "await", "call", "stage"],
        Rule::failed => &["do"],
        _ => &[
            "flow", "step", "do", "decide", "wait", "stage", "parallel", "branch", "start", "await", "call",
            "end",
        ],
    }
}

const fn keyword_of(rule: Rule) -> &'static str {
    match rule {
        Rule::step => "step",
        Rule::decide => "decide",
        Rule::wait => "wait",
        Rule::stage => "stage",
        Rule::parallel => "parallel",
        Rule::branch => "branch",
        Rule::do_ => "do",
        Rule::start => "start",
        Rule::call_ => "call",
        Rule::await_ => "await",
        _ => "end",
    }
}

/// The word that begins a statement.
fn keyword(pair: &Pair<'_>) -> &'static str {
    let word = pair.as_str().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    crate::syntax::keywords::STATEMENTS.iter().find(|(w, _)| *w == word).map_or("step", |(w, _)| *w)
}
