//! One scenario at work: act by act, up to the first thing that does not fit.
//!
//! Beside what the scenario expects, these must hold after every act, or it fails: no rule is broken but those that it
//! expects to be; no case is stuck; no timer and no end of a case is refused; a state is read back as it was written.

mod expect;
mod failure;

pub use failure::{Broken, Failure, Fault, Misfit};

use crate::family::{CaseNo, Family, Happened, Refused};
use crate::offers::{is_stuck, kernel_index};
use chrono::NaiveDateTime;
use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;
use sop_core::model::{
    Act, ActKind, Book, Edge, EdgeKind, Expectation, FactId, Flow, FlowId, Literal, Scenario, SettingId,
};
use sop_core::source::Span;
use sop_runtime::kernel::{CallView, Effect, Input, Program, Rejected, Settings, State};
use sop_runtime::{Moment, Value};

/// A book ready to be run: compiled once for each choice of settings.
#[derive(Debug)]
pub struct Bench<'b> {
    book: &'b Book,
    /// Rules that may break, whatever a scenario expects.
    lenient: Vec<usize>,
    programs: Vec<(Given, Result<Program, String>)>,
}

/// What the operator has set.
type Given = Vec<(SettingId, Literal)>;

/// A scenario that was run.
#[derive(Debug)]
pub struct Run<'p> {
    /// The cases and all that happened to them; `None` if none could begin.
    pub family: Option<Family<'p>>,
    /// Each act that was carried out, nested ones too, in order.
    pub acts: Vec<Done>,
    /// Why it failed, if it did. It was stopped there.
    pub failure: Option<Failure>,
}

/// An act that was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Where it is written.
    pub at: Span,
    /// The case that it was for.
    pub case: CaseNo,
    /// How long the log was before it.
    pub log: usize,
}

impl<'b> Bench<'b> {
    /// For a book that was checked, and its scenarios.
    pub fn new(book: &'b Book) -> Self {
        let mut bench = Self { book, lenient: Vec::new(), programs: Vec::new() };
        for scenario in &book.scenarios {
            bench.prepare(&scenario.settings);
        }
        bench
    }

    /// The book.
    pub fn book(&self) -> &'b Book {
        self.book
    }

    /// Rules that are only watched may break: people can break them, however a flow is drawn.
    pub fn let_watched_break(&mut self) {
        let rules = self.book.rules.iter().enumerate();
        self.lenient = rules.filter(|(_, r)| r.watched.is_some()).map(|(i, _)| i).collect();
    }

    /// Compiles the book with these settings, so that scenarios can be run with them.
    pub fn prepare(&mut self, settings: &[(SettingId, Literal)]) {
        if self.programs.iter().any(|(known, _)| known == settings) {
            return;
        }
        let named = settings.iter().filter_map(|(id, value)| {
            let setting = self.book.settings.get(id.index())?;
            Some((setting.name.clone(), Value::from(value)))
        });
        let named: Settings = named.collect();
        let program = Program::build(self.book, &named).map_err(|e| e.to_string());
        self.programs.push((settings.to_vec(), program));
    }

    /// The program for settings that were prepared.
    pub fn program(&self, settings: &[(SettingId, Literal)]) -> Result<&Program, &str> {
        let found = self.programs.iter().find(|(known, _)| known == settings);
        match found {
            Some((_, Ok(program))) => Ok(program),
            Some((_, Err(why))) => Err(why),
            None => Err("these settings were not prepared"),
        }
    }

    /// Runs a scenario.
    pub fn run(&self, scenario: &Scenario) -> Run<'_> {
        match self.begin(scenario) {
            Ok(mut runner) => {
                let failure = runner.acts(CaseNo(0), scenario.flow, &scenario.acts).err();
                Run { family: Some(runner.family), acts: runner.done, failure }
            }
            Err(failure) => Run { family: None, acts: Vec::new(), failure: Some(*failure) },
        }
    }

    /// Begins the case of a scenario; none of its acts is carried out yet.
    ///
    /// # Errors
    ///
    /// The [`Failure`] if it can't begin.
    pub fn begin(&self, scenario: &Scenario) -> Result<Runner<'_>, Box<Failure>> {
        let failed = |fault| Failure { at: scenario.at, flow: scenario.flow, case: CaseNo(0), fault, log: 0 };
        let program =
            self.program(&scenario.settings).map_err(|why| failed(Fault::Unbuilt(why.to_owned())))?;
        let mut runner =
            Runner::begin(self.book, program, scenario).map_err(|why| Box::new(failed(Fault::Begin(why))))?;
        runner.may_break.extend(&self.lenient);
        Ok(runner)
    }
}

/// A moment of the book's time zone, in UTC.
pub fn utc(book: &Book, local: NaiveDateTime) -> Moment {
    let ms = local.and_utc().timestamp_millis();
    Moment(ms.saturating_sub(i64::from(book.zone.offset_minutes) * 60_000))
}

/// A scenario at work.
#[derive(Debug)]
pub struct Runner<'p> {
    book: &'p Book,
    family: Family<'p>,
    /// Rules that are expected to be broken, wherever in the scenario.
    may_break: Vec<usize>,
    /// How long the log was before the last act that is no expectation.
    since: usize,
    done: Vec<Done>,
    /// Where the scenario is declared.
    at: Span,
}

impl<'p> Runner<'p> {
    /// Begins the case of a scenario; none of its acts is carried out yet.
    ///
    /// # Errors
    ///
    /// [`Refused`] if it can't begin.
    pub fn begin(book: &'p Book, program: &'p Program, scenario: &Scenario) -> Result<Self, Refused> {
        let args = scenario.takes.iter().map(|(_, value)| Value::from(value)).collect();
        let family = Family::begin(program, scenario.flow, args, utc(book, scenario.start))?;
        let mut may_break = Vec::new();
        expected_breaks(&scenario.acts, &mut may_break);
        Ok(Self { book, family, may_break, since: 0, done: Vec::new(), at: scenario.at })
    }

    /// The cases.
    pub fn family(&self) -> &Family<'p> {
        &self.family
    }

    /// The cases, when all is done.
    pub fn into_family(self) -> Family<'p> {
        self.family
    }

    /// Carries out acts, of the flow that `case` is a case of. They nest as deep as the source's limit allows.
    ///
    /// # Errors
    ///
    /// The first [`Failure`].
    pub fn acts(&mut self, case: CaseNo, flow: FlowId, acts: &[Act]) -> Result<(), Failure> {
        if self.done.is_empty() {
            // What the beginning brought about is judged before anything is done.
            let at = acts.first().map_or(self.at, |a| a.at);
            self.judge(0).map_err(|(case, fault)| self.failure(at, case, fault))?;
        }
        for act in acts {
            self.act(case, flow, act)?;
        }
        Ok(())
    }

    fn act(&mut self, case: CaseNo, flow: FlowId, act: &Act) -> Result<(), Failure> {
        self.done.push(Done { at: act.at, case, log: self.family.log().len() });
        match &act.kind {
            ActKind::Expect(expectation) => {
                let met = self.is_met(case, flow, expectation);
                return met.map_err(|fault| self.failure(act.at, case, fault));
            }
            ActKind::Inside { node, flow: inner, acts } => {
                let Some(child) = self.family.latest(case, kernel_index(*node)) else {
                    return Err(self.failure(act.at, case, Fault::Misfit(Misfit::NoCase(*node))));
                };
                return self.acts(child, *inner, acts);
            }
            _ => {}
        }
        let before = self.family.log().len();
        self.carry_out(case, flow, &act.kind).map_err(|fault| self.failure(act.at, case, fault))?;
        self.since = before;
        self.judge(before).map_err(|(case, fault)| self.failure(act.at, case, fault))
    }

    fn failure(&self, at: Span, case: CaseNo, fault: Fault) -> Failure {
        let flow = self.family.case(case).map_or(FlowId(0), |c| c.flow);
        Failure { at, flow, case, fault, log: self.family.log().len() }
    }

    /// An act that is no expectation and not nested.
    fn carry_out(&mut self, case: CaseNo, flow: FlowId, act: &ActKind) -> Result<(), Fault> {
        let misfit = |m| Err(Fault::Misfit(m));
        let now = self.family.now();
        let to = match act {
            ActKind::Advance(ms) => now.plus(*ms).unwrap_or(Moment::MAX),
            ActKind::Until(to) => utc(self.book, *to),
            _ => {
                let Some(loaded) = self.family.case(case).filter(|c| c.is_open()) else {
                    return misfit(Misfit::Over);
                };
                let input = match self.input(flow, &loaded.state, act) {
                    Ok(input) => input,
                    Err(why) => return misfit(why),
                };
                return self.family.apply(case, input).map_err(|why| Fault::Misfit(misfit_of(act, why)));
            }
        };
        if to < now {
            return misfit(Misfit::TimeBack);
        }
        self.family.advance_to(to).map_err(Fault::Timer)
    }

    /// What an act is for the kernel.
    fn input(&self, flow: FlowId, state: &State, act: &ActKind) -> Result<Input, Misfit> {
        let program = self.family.program();
        let values = |all: &[Literal]| all.iter().map(Value::from).collect();
        let task = |node: NodeIndex| {
            let open = state.tasks(program).into_iter().find(|t| t.node == kernel_index(node));
            open.map(|t| t.task).ok_or(Misfit::NotOpen(node))
        };
        let call = |node: NodeIndex, fits: fn(&CallView) -> bool| {
            let open = state.calls(program).into_iter().find(|c| c.node == kernel_index(node) && fits(c));
            open.map(|c| c.call).ok_or(Misfit::NotOpen(node))
        };
        Ok(match act {
            ActKind::Do { node, fills } => {
                let filled =
                    fills.iter().map(|(fact, value): &(FactId, Literal)| (*fact, Value::from(value)));
                Input::Complete { task: task(*node)?, filled: filled.collect() }
            }
            ActKind::Answer { node, answer } => {
                let answers =
                    self.book.flows.get(flow.index()).map(|f| answers(f, *node)).unwrap_or_default();
                let position = answers.iter().position(|a| a == answer).and_then(|p| u16::try_from(p).ok());
                Input::Answer { task: task(*node)?, answer: position.ok_or(Misfit::NotOpen(*node))? }
            }
            ActKind::Event { event, data } => Input::Event { event: *event, data: values(data) },
            ActKind::Done { node, gives } => {
                Input::ActionDone { call: call(*node, |_| true)?, output: values(gives) }
            }
            ActKind::Failed { node, why } => {
                Input::ActionFailed { call: call(*node, |c| !c.failed)?, error: why.as_str().into() }
            }
            ActKind::Cancel(why) => Input::Cancel { reason: why.as_str().into() },
            // Carried out elsewhere.
            ActKind::Advance(_) | ActKind::Until(_) | ActKind::Inside { .. } | ActKind::Expect(_) => {
                return Err(Misfit::Over);
            }
        })
    }

    /// What must hold after every act, over what happened since the log was so long.
    fn judge(&self, from: usize) -> Result<(), (CaseNo, Fault)> {
        let mut touched: Vec<CaseNo> = Vec::new();
        for happened in self.family.log().iter().skip(from) {
            if let Some(why) = &happened.refused {
                return Err((happened.case, Fault::EndNotTaken(why.clone())));
            }
            if let Some(fault) = self.break_of(happened) {
                return Err((happened.case, fault));
            }
            if !touched.contains(&happened.case) {
                touched.push(happened.case);
            }
        }
        let parents = touched.iter().filter_map(|c| self.family.case(*c)?.parent.map(|(p, ..)| p));
        let mut all: Vec<CaseNo> = parents.chain(touched.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        for no in all {
            let Some(case) = self.family.case(no) else { continue };
            if is_stuck(&self.family, no) {
                return Err((no, Fault::Stuck));
            }
            if self.forgets_a_child(no) {
                let what = "a started case is under way, and its parent does not know of it";
                return Err((no, Fault::Unsteady(what.to_owned())));
            }
            let bytes = case.state.encode();
            match State::decode(&bytes, self.family.program()) {
                Ok(state) if state == case.state => {}
                Ok(_) => {
                    return Err((no, Fault::Unsteady("the state is read back as another one".to_owned())));
                }
                Err(why) => return Err((no, Fault::Unsteady(why.to_string()))),
            }
        }
        Ok(())
    }

    /// Whether a case that it started is under way, and it remembers no such case; or the other way round.
    fn forgets_a_child(&self, no: CaseNo) -> bool {
        let Some(case) = self.family.case(no) else { return false };
        let mut remembered: Vec<_> =
            case.state.children().filter(|c| c.end.is_none()).map(|c| c.child).collect();
        let young = self.family.cases().filter(|(_, c)| c.is_open());
        let mut alive: Vec<_> =
            young.filter_map(|(_, c)| c.parent.filter(|(p, ..)| *p == no).map(|(_, id, _)| id)).collect();
        remembered.sort_unstable();
        alive.sort_unstable();
        remembered != alive
    }

    /// A rule that was broken and may not be.
    fn break_of(&self, happened: &Happened) -> Option<Fault> {
        broken(happened).find(|b| !self.may_break.contains(&b.rule)).map(Fault::Broken)
    }
}

/// Rules that an input broke.
pub(crate) fn broken(happened: &Happened) -> impl Iterator<Item = Broken> + '_ {
    happened.effects.iter().filter_map(|e| match e {
        Effect::Broken { rule, how, node } => {
            Some(Broken { rule: usize::from(rule.0), how: *how, node: node.map(crate::offers::index) })
        }
        _ => None,
    })
}

/// A decision's answers, in the source's order.
pub fn answers<'f>(flow: &'f Flow, node: NodeIndex) -> Vec<&'f str> {
    let mut edges: Vec<_> = flow.graph.edges(node).collect();
    edges.sort_unstable_by_key(EdgeRef::id);
    let name = |edge: EdgeReference<'f, Edge>| match &edge.weight().kind {
        EdgeKind::Answer { name, .. } => Some(name.as_str()),
        _ => None,
    };
    edges.into_iter().filter_map(name).collect()
}

/// Why the kernel refused an act.
fn misfit_of(act: &ActKind, refused: Refused) -> Misfit {
    match (act, &refused) {
        (
            ActKind::Event { event, .. },
            Refused::Input { set_off: false, why: Rejected::EventNotExpected(_), .. },
        ) => Misfit::NotExpected(*event),
        (_, Refused::Input { set_off: false, why: Rejected::CaseOver, .. }) => Misfit::Over,
        _ => Misfit::Refused(refused),
    }
}

/// Rules that some act expects to be broken.
fn expected_breaks(acts: &[Act], found: &mut Vec<usize>) {
    let mut open: Vec<&Act> = acts.iter().collect();
    while let Some(act) = open.pop() {
        match &act.kind {
            ActKind::Expect(Expectation::Broken(rule)) => found.push(*rule),
            ActKind::Inside { acts, .. } => open.extend(acts),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
