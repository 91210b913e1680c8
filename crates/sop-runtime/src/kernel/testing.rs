//! For tests: books put together by hand, and effects in one line each.

use super::input::{CallId, TimerId};
use super::{
    ChildEnd, ChildId, Effect, Input, NodeIx, Program, Rejected, Settings, State, TaskId, TimerFor, advance,
};
use crate::value::{Moment, Value};
use petgraph::graph::{DiGraph, NodeIndex};
use sop_core::model::*;
use sop_core::source::Span;
use std::fmt::Write as _;

pub(crate) const AT: Span = Span::new(sop_core::source::FileId(0), 0, 0);

pub(crate) fn s(text: &str) -> String {
    text.to_owned()
}

pub(crate) fn field(name: &str, ty: Type) -> Field {
    Field { name: s(name), ty, at: AT }
}

pub(crate) fn length(ms: i64) -> Length {
    Length { of: Expr::Literal(Literal::Duration(ms)), hours: None }
}

pub(crate) fn number(n: i64) -> Expr {
    Expr::Literal(Literal::Number(n))
}

pub(crate) const SECOND: i64 = 1_000;
pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const HOUR: i64 = 3_600_000;

/// A book with a lane `agent`, and no more.
pub(crate) fn book() -> Book {
    let lane = |name: &str| Lane { name: s(name), label: s(name), grounds: vec![], at: AT };
    Book {
        zone: Zone { offset_minutes: 7 * 60, name: s("WIB") },
        lanes: vec![lane("agent"), lane("leader")],
        ..Book::default()
    }
}

pub(crate) trait BookExt {
    fn event(&mut self, name: &str, carries: Vec<Field>, breaks_silence: bool) -> EventId;
    fn message(&mut self, name: &str, takes: Vec<Field>) -> MessageId;
    fn action(&mut self, name: &str, takes: Vec<Field>, gives: Vec<Field>) -> ActionId;
}

fn next_id<T>(list: &[T]) -> u16 {
    u16::try_from(list.len()).unwrap()
}

impl BookExt for Book {
    fn event(&mut self, name: &str, carries: Vec<Field>, breaks_silence: bool) -> EventId {
        let id = EventId(next_id(&self.events));
        self.events.push(Event {
            name: s(name),
            label: s(name),
            carries,
            breaks_silence,
            grounds: vec![],
            at: AT,
        });
        id
    }

    fn message(&mut self, name: &str, takes: Vec<Field>) -> MessageId {
        let id = MessageId(next_id(&self.messages));
        self.messages.push(Message {
            name: s(name),
            label: s(name),
            takes,
            texts: vec![],
            grounds: vec![],
            at: AT,
        });
        id
    }

    fn action(&mut self, name: &str, takes: Vec<Field>, gives: Vec<Field>) -> ActionId {
        let id = ActionId(next_id(&self.actions));
        let (name, label) = (s(name), s(name));
        self.actions.push(Action {
            name,
            label,
            takes,
            gives,
            limit_ms: None,
            retries: None,
            grounds: vec![],
            at: AT,
        });
        id
    }
}

/// Builds one flow. Nodes lie in `region` until it is changed.
pub(crate) struct Draw {
    pub(crate) flow: Flow,
    pub(crate) region: Region,
}

impl Draw {
    pub(crate) fn new(name: &str, facts: &[(&str, Type, FactRole)]) -> Self {
        let facts = facts.iter().map(|(n, ty, role)| Fact { field: field(n, ty.clone()), role: *role });
        let flow = Flow {
            name: s(name),
            label: s(name),
            follows: vec![],
            facts: facts.collect(),
            gives: vec![],
            stages: vec![],
            parallels: vec![],
            becomes: vec![],
            graph: DiGraph::new(),
            first: NodeIndex::new(0),
            grounds: vec![],
            notes: vec![],
            at: AT,
        };
        Self { flow, region: Region::Flow }
    }

    pub(crate) fn node(&mut self, name: &str, kind: NodeKind) -> NodeIndex {
        let lane = matches!(kind, NodeKind::Step { .. } | NodeKind::Decide { .. }).then_some(LaneId(0));
        self.flow.graph.add_node(Node {
            name: s(name),
            label: s(name),
            lane,
            systems: vec![],
            kind,
            says: vec![],
            deadlines: vec![],
            region: self.region,
            grounds: vec![],
            notes: vec![],
            at: AT,
        })
    }

    pub(crate) fn step(&mut self, name: &str) -> NodeIndex {
        self.node(name, NodeKind::Step { fills: vec![], changes: vec![] })
    }

    pub(crate) fn wait(&mut self, name: &str) -> NodeIndex {
        self.node(name, NodeKind::Wait { without_limit: false })
    }

    pub(crate) fn end(&mut self, name: &str) -> NodeIndex {
        self.node(name, NodeKind::End)
    }

    pub(crate) fn resume(&mut self, stage: StageId) -> NodeIndex {
        self.node("resume", NodeKind::Resume(stage))
    }

    pub(crate) fn edge(&mut self, from: NodeIndex, kind: EdgeKind, to: NodeIndex) {
        self.flow.graph.add_edge(from, to, Edge { kind, label: String::new(), grounds: vec![], at: AT });
    }

    pub(crate) fn chain(&mut self, nodes: &[NodeIndex]) {
        for pair in nodes.windows(2) {
            self.edge(pair[0], EdgeKind::Next, pair[1]);
        }
    }

    pub(crate) fn answer(&mut self, from: NodeIndex, yes: bool, to: NodeIndex) {
        let name = s(if yes { "yes" } else { "no" });
        self.edge(from, EdgeKind::Answer { name, value: Literal::YesNo(yes) }, to);
    }

    /// A stage in the present region; what follows lies in it.
    pub(crate) fn stage(&mut self, name: &str) -> StageId {
        let id = StageId(next_id(&self.flow.stages));
        self.flow.stages.push(Stage {
            name: s(name),
            label: s(name),
            region: self.region,
            first: NodeIndex::new(self.flow.graph.node_count()),
            interrupts: vec![],
            deadlines: vec![],
            grounds: vec![],
            notes: vec![],
            at: AT,
        });
        self.region = Region::Stage(id);
        id
    }

    pub(crate) fn interrupt(&mut self, stage: StageId, trigger: Trigger, target: NodeIndex) {
        let interrupt = Interrupt { trigger, target, grounds: vec![], at: AT };
        self.flow.stages[stage.index()].interrupts.push(interrupt);
    }

    pub(crate) fn late(&mut self, node: NodeIndex, ms: i64, late: Late) {
        let deadline = Deadline { length: length(ms), late, grounds: vec![], at: AT };
        self.flow.graph[node].deadlines.push(deadline);
    }

    pub(crate) fn stage_late(&mut self, stage: StageId, ms: i64, late: Late) {
        let deadline = Deadline { length: length(ms), late, grounds: vec![], at: AT };
        self.flow.stages[stage.index()].deadlines.push(deadline);
    }

    pub(crate) fn say(&mut self, node: NodeIndex, message: MessageId, args: Vec<Expr>) {
        self.flow.graph[node].says.push(say(message, args));
    }

    /// A fork in the present region; its branches are added by [`Draw::branch`], its join by [`Draw::join`].
    pub(crate) fn fork(&mut self, name: &str, mode: JoinMode) -> (ParallelId, NodeIndex) {
        let id = ParallelId(next_id(&self.flow.parallels));
        let fork = self.node(name, NodeKind::Fork(id));
        self.flow.parallels.push(Parallel {
            name: s(name),
            label: s(name),
            region: self.region,
            fork,
            join: fork,
            branches: vec![],
            mode,
            grounds: vec![],
            at: AT,
        });
        (id, fork)
    }

    /// A branch: what follows lies in it; its first node is the next one made.
    pub(crate) fn branch(&mut self, parallel: ParallelId, name: &str) {
        let branches = &mut self.flow.parallels[parallel.index()].branches;
        let branch = BranchId(next_id(branches));
        let first = NodeIndex::new(self.flow.graph.node_count());
        branches.push(Branch { name: s(name), label: s(name), first, at: AT });
        self.region = Region::Branch(parallel, branch);
    }

    /// The join, in the region around the parallel.
    pub(crate) fn join(&mut self, parallel: ParallelId) -> NodeIndex {
        self.region = self.flow.parallels[parallel.index()].region;
        let join = self.node("join", NodeKind::Join(parallel));
        let (fork, firsts) = {
            let p = &mut self.flow.parallels[parallel.index()];
            p.join = join;
            (p.fork, p.branches.iter().map(|b| b.first).collect::<Vec<_>>())
        };
        for (first, i) in firsts.into_iter().zip(0..) {
            self.edge(fork, EdgeKind::Branch(BranchId(i)), first);
        }
        join
    }
}

pub(crate) fn say(message: MessageId, args: Vec<Expr>) -> Say {
    Say { what: SayWhat::Message(message), args, at: AT }
}

/// One case under test: what happened, in lines.
pub(crate) struct Case {
    pub(crate) book: Book,
    pub(crate) program: Program,
    pub(crate) state: State,
    began: i64,
    pub(crate) now: i64,
    pub(crate) log: String,
}

impl Case {
    pub(crate) fn start(book: Book, args: Vec<Value>) -> Self {
        Self::start_at(book, 0, args)
    }

    /// Times in the log are counted from `now` on.
    pub(crate) fn start_at(book: Book, now: i64, args: Vec<Value>) -> Self {
        let program = Program::build(&book, &Settings::new()).unwrap();
        let state = State::new(&program);
        let mut case = Self { book, program, state, began: now, now, log: String::new() };
        case.input("start", &Input::Start { flow: FlowId(0), args });
        case
    }

    fn flow(&self) -> &Flow {
        &self.book.flows[self.state.flow().unwrap_or(FlowId(0)).index()]
    }

    pub(crate) fn node(&self, name: &str) -> NodeIx {
        let graph = &self.flow().graph;
        let found = graph.node_indices().find(|n| graph[*n].name == name).unwrap();
        NodeIx(u16::try_from(found.index()).unwrap())
    }

    /// A node of another flow.
    pub(crate) fn node_of(&self, flow: &str, name: &str) -> u16 {
        let graph = &self.book.flows.iter().find(|f| f.name == flow).unwrap().graph;
        let found = graph.node_indices().find(|n| graph[*n].name == name).unwrap();
        u16::try_from(found.index()).unwrap()
    }

    /// The number of the token at that node, also if it is suspended.
    pub(crate) fn visit(&self, name: &str) -> u32 {
        let node = self.node(name);
        let points = self.state.core.rare().points.iter().flat_map(|p| &p.tokens);
        self.state.core.tokens.iter().chain(points).find(|t| t.node == node).unwrap().visit
    }

    fn input(&mut self, what: &str, input: &Input) {
        let _ = writeln!(self.log, "> {what}");
        match self.try_input(input) {
            Ok(effects) => {
                for effect in effects {
                    let line = self.line(&effect);
                    let _ = writeln!(self.log, "  {line}");
                }
            }
            Err(rejected) => {
                let _ = writeln!(self.log, "  ! {rejected}");
            }
        }
    }

    pub(crate) fn try_input(&mut self, input: &Input) -> Result<Vec<Effect>, Rejected> {
        let before = self.state.clone();
        let mut effects = Vec::new();
        let result = advance(&self.program, &mut self.state, Moment(self.now), input, &mut effects);
        let pure = super::step(&self.program, &before, Moment(self.now), input);
        match &result {
            Ok(()) => assert_eq!(pure.as_ref().unwrap(), &(self.state.clone(), effects.clone())),
            Err(e) => {
                assert_eq!(pure.as_ref().unwrap_err(), e);
                assert_eq!(self.state, before);
                assert!(effects.is_empty());
            }
        }
        let bytes = self.state.encode();
        assert_eq!(State::decode(&bytes, &self.program).unwrap(), self.state);
        result.map(|()| effects)
    }

    pub(crate) fn done(&mut self, name: &str) -> &mut Self {
        self.fill(name, vec![])
    }

    pub(crate) fn fill(&mut self, name: &str, filled: Vec<(FactId, Value)>) -> &mut Self {
        let task = TaskId(self.visit(name));
        self.input(&format!("done {name}"), &Input::Complete { task, filled });
        self
    }

    pub(crate) fn answer(&mut self, name: &str, answer: u16) -> &mut Self {
        let task = TaskId(self.visit(name));
        self.input(&format!("answer {name} {answer}"), &Input::Answer { task, answer });
        self
    }

    pub(crate) fn event(&mut self, name: &str, data: Vec<Value>) -> &mut Self {
        let event = self.book.events.iter().position(|e| e.name == name).unwrap();
        let event = EventId(u16::try_from(event).unwrap());
        self.input(&format!("event {name}"), &Input::Event { event, data });
        self
    }

    /// Goes on in time, firing what falls due on the way.
    pub(crate) fn pass(&mut self, ms: i64) -> &mut Self {
        let until = self.now + ms;
        while let Some(next) = self.state.timers().into_iter().min_by_key(super::ArmedTimer::turn) {
            if next.due.0 > until {
                break;
            }
            self.now = self.now.max(next.due.0);
            let of = self.of(next.of);
            self.input(
                &format!("+{} {of}", span(self.now - self.began)),
                &Input::TimerFired { timer: next.timer },
            );
        }
        self.now = until;
        self
    }

    pub(crate) fn action_done(&mut self, name: &str, output: Vec<Value>) -> &mut Self {
        let call = CallId(self.visit(name));
        self.input(&format!("action done {name}"), &Input::ActionDone { call, output });
        self
    }

    pub(crate) fn action_failed(&mut self, name: &str) -> &mut Self {
        let call = CallId(self.visit(name));
        self.input(&format!("action failed {name}"), &Input::ActionFailed { call, error: "no line".into() });
        self
    }

    pub(crate) fn retry(&mut self, name: &str) -> &mut Self {
        let call = CallId(self.visit(name));
        self.input(&format!("retry {name}"), &Input::RetryAction { call });
        self
    }

    pub(crate) fn child(&mut self, child: u32, end: ChildEnd) -> &mut Self {
        self.input(&format!("child {child} ended"), &Input::ChildEnded { child: ChildId(child), end });
        self
    }

    pub(crate) fn raw(&mut self, input: &Input) -> &mut Self {
        self.input(&format!("{input:?}"), input);
        self
    }

    fn name(&self, node: NodeIx) -> &str {
        &self.flow().graph[NodeIndex::new(usize::from(node.0))].name
    }

    fn of(&self, of: TimerFor) -> String {
        match of {
            TimerFor::Deadline { node, index } => format!("deadline {index} of {}", self.name(node)),
            TimerFor::Arrow { node, index } => format!("arrow {index} of {}", self.name(node)),
            TimerFor::Silence { stage, .. } => {
                format!("silence in {}", self.flow().stages[stage.index()].name)
            }
            TimerFor::Rule { rule, .. } => format!("rule {}", self.book.rules[usize::from(rule.0)].name),
            TimerFor::StageDeadline { stage, index } => {
                format!("deadline {index} of stage {}", self.flow().stages[stage.index()].name)
            }
        }
    }

    pub(crate) fn line(&self, effect: &Effect) -> String {
        let book = &self.book;
        let owner = |l: &LaneId| book.lanes[l.index()].name.clone();
        match effect {
            Effect::Say { node, to, message, args } => {
                let mut line = format!("say {}{}", book.messages[message.index()].name, values(args));
                if let Some(node) = node {
                    let _ = write!(line, " at {}", self.name(*node));
                }
                if let Some(to) = to {
                    let _ = write!(line, " to {}", owner(to));
                }
                line
            }
            Effect::Assign { task, node, lane: l } => {
                format!(
                    "assign #{} {} to {}",
                    task.0,
                    self.name(*node),
                    l.as_ref().map_or(s("nobody"), owner)
                )
            }
            Effect::Withdraw { task, done } => {
                format!("withdraw #{}{}", task.0, if *done { " done" } else { "" })
            }
            Effect::Invoke { call, action, args, .. } => {
                format!("invoke #{} {}{}", call.0, book.actions[action.index()].name, values(args))
            }
            Effect::Abandon { call } => format!("abandon #{}", call.0),
            Effect::Incident { call, node, error } => {
                format!("incident #{} at {}: {error}", call.0, self.name(*node))
            }
            Effect::Arm { timer: TimerId(id), due, of } => {
                format!("arm ~{id} at +{}: {}", span(due.0 - self.began), self.of(*of))
            }
            Effect::Wind { timer: TimerId(id), due, of } => {
                format!("wind ~{id} to +{}: {}", span(due.0 - self.began), self.of(*of))
            }
            Effect::Disarm { timer } => format!("disarm ~{}", timer.0),
            Effect::Publish { event, data } => {
                format!("publish {}{}", book.events[event.index()].name, values(data))
            }
            Effect::StartChild { child, flow, args } => {
                format!("start child {} {}{}", child.0, book.flows[flow.index()].name, values(args))
            }
            Effect::Ended { outcome, gives } => {
                let gives: Vec<_> = gives.iter().map(|v| v.as_ref().map_or(s("?"), value)).collect();
                format!("ended {}({})", self.name(*outcome), gives.join(", "))
            }
            Effect::Cancelled { reason } => format!("cancelled: {reason}"),
            Effect::CancelChild { child } => format!("cancel child {}", child.0),
            Effect::Broken { rule, how, node } => {
                let mut line = format!("BROKEN {}: {how:?}", book.rules[usize::from(rule.0)].name);
                if let Some(node) = node {
                    let _ = write!(line, " at {}", self.name(*node));
                }
                line
            }
        }
    }
}

fn values(values: &[Value]) -> String {
    if values.is_empty() {
        return String::new();
    }
    format!("({})", values.iter().map(value).collect::<Vec<_>>().join(", "))
}

fn value(of: &Value) -> String {
    match of {
        Value::Text(t) => t.to_string(),
        Value::Number(n) => n.to_string(),
        Value::YesNo(b) => s(if *b { "yes" } else { "no" }),
        other => format!("{other:?}"),
    }
}

fn span(ms: i64) -> String {
    match ms {
        _ if ms % HOUR == 0 && ms != 0 => format!("{}h", ms / HOUR),
        _ if ms % MINUTE == 0 && ms != 0 => format!("{}m", ms / MINUTE),
        _ if ms % SECOND == 0 => format!("{}s", ms / SECOND),
        _ => format!("{ms}ms"),
    }
}
