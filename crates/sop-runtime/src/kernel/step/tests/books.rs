//! The books that the tests run.

use crate::kernel::testing::*;
use sop_core::model::*;

/// A live chat: greet, identify, decide, solve or raise, close; silence and leaving interrupt it.
pub(super) fn chat() -> Book {
    let mut book = book();
    let opening = book.message("opening", vec![field("agent_name", Type::Text)]);
    let still_there = book.message("still_there", vec![]);
    let overdue = book.message("overdue", vec![]);
    let replied = book.event("replied", vec![field("text", Type::Text)], true);
    let left = book.event("left", vec![], false);
    let mut f = Draw::new(
        "chat",
        &[
            ("agent_name", Type::Text, FactRole::Taken),
            ("need", Type::Text, FactRole::Kept),
            ("solvable", Type::YesNo, FactRole::Kept),
            ("last_words", Type::Text, FactRole::Kept),
        ],
    );
    let conversation = f.stage("conversation");
    let greet = f.step("greet");
    let identify = f.node("identify", NodeKind::Step { fills: vec![FactId(1)], changes: vec![] });
    let solvable = f.node("solvable", NodeKind::Decide { fact: Some(FactId(2)) });
    let solve = f.step("solve");
    f.region = Region::Flow;
    let ask = f.wait("ask");
    let back = f.resume(conversation);
    let record = f.step("record");
    let handled = f.end("handled");
    let abandoned = f.end("abandoned");
    f.say(greet, opening, vec![Expr::Fact(FactId(0))]);
    f.chain(&[greet, identify, solvable]);
    f.answer(solvable, true, solve);
    f.answer(solvable, false, record);
    f.chain(&[solve, record, handled]);
    f.late(identify, 5 * MINUTE, Late::Tell(LaneId(1), say(overdue, vec![])));
    f.interrupt(conversation, Trigger::Silent(length(MINUTE)), ask);
    f.interrupt(conversation, Trigger::Event(left, vec![]), abandoned);
    f.stage_late(conversation, 2 * HOUR, Late::GoTo(record));
    f.say(ask, still_there, vec![]);
    f.edge(ask, EdgeKind::Event(replied, vec![Keep { field: 0, fact: FactId(3) }]), back);
    f.edge(ask, EdgeKind::After(length(MINUTE)), abandoned);
    f.flow.gives = vec![FactId(1)];
    book.flows.push(f.flow);
    book
}

/// Two branches, one of them with a stage of its own; `mode` joins them. Then round again, or the end.
pub(super) fn branches(mode: JoinMode) -> Book {
    let mut book = book();
    let stop = book.event("stop", vec![], false);
    let mut f = Draw::new("branches", &[("again", Type::YesNo, FactRole::Kept)]);
    let outer = f.stage("outer");
    let (checks, fork) = f.fork("checks", mode);
    f.branch(checks, "one");
    let first = f.step("first");
    f.branch(checks, "two");
    let inner = f.stage("inner");
    let second = f.step("second");
    f.region = Region::Branch(checks, BranchId(1));
    let third = f.step("third");
    let join = f.join(checks);
    let again = f.node("again", NodeKind::Decide { fact: Some(FactId(0)) });
    f.region = Region::Flow;
    let paused = f.step("paused");
    let back = f.resume(outer);
    let end = f.end("over");
    f.edge(first, EdgeKind::Next, join);
    f.edge(second, EdgeKind::Next, third);
    f.edge(third, EdgeKind::Next, join);
    f.edge(join, EdgeKind::Next, again);
    f.answer(again, true, fork);
    f.answer(again, false, end);
    f.interrupt(inner, Trigger::Silent(length(MINUTE)), third);
    f.interrupt(outer, Trigger::Event(stop, vec![]), paused);
    f.edge(paused, EdgeKind::Next, back);
    book.flows.push(f.flow);
    book
}

/// A stage with an action in it that an event interrupts, and one without a way to fail.
pub(super) fn calls() -> Book {
    let mut book = book();
    let hold = book.event("hold", vec![], false);
    let go_on = book.event("go_on", vec![], false);
    let restart = book.event("restart", vec![], false);
    let look_up = book.action("look_up", vec![field("n", Type::Number)], vec![field("found", Type::Number)]);
    let mut f =
        Draw::new("calls", &[("n", Type::Number, FactRole::Taken), ("found", Type::Number, FactRole::Kept)]);
    let keeps = vec![Keep { field: 0, fact: FactId(1) }];
    let action = |keeps| NodeKind::Do { action: look_up, args: vec![Expr::Fact(FactId(0))], keeps };
    let work = f.stage("work");
    let risky = f.node("risky", action(keeps.clone()));
    let sure = f.node("sure", action(keeps));
    let check = f.step("check");
    f.region = Region::Flow;
    let paused = f.wait("held");
    let back = f.resume(work);
    let over = f.end("done");
    f.edge(risky, EdgeKind::Next, sure);
    f.edge(risky, EdgeKind::Failed, check);
    f.chain(&[sure, check, over]);
    f.late(sure, HOUR, Late::GoTo(check));
    f.interrupt(work, Trigger::Event(hold, vec![]), paused);
    f.edge(paused, EdgeKind::Event(go_on, vec![]), back);
    f.edge(paused, EdgeKind::Event(restart, vec![]), risky);
    book.flows.push(f.flow);
    book
}

/// Flow 0 starts and calls flow 1.
pub(super) fn children() -> Book {
    let mut book = book();
    let mut f =
        Draw::new("parent", &[("who", Type::Text, FactRole::Taken), ("note", Type::Text, FactRole::Kept)]);
    let child = FlowId(1);
    let keeps = vec![Keep { field: 0, fact: FactId(1) }];
    let args = vec![Expr::Fact(FactId(0))];
    let raise = f.node("raise", NodeKind::Start { flow: child, args: args.clone() });
    let chat = f.step("chat");
    let answer = f.node("answer", NodeKind::Await { start: raise, flow: child, without_limit: false });
    let verify = f.node("verify", NodeKind::Call { flow: child, args });
    let inform = f.step("inform");
    let late = f.end("late");
    let done = f.end("done");
    f.chain(&[raise, chat, answer]);
    f.edge(answer, EdgeKind::Outcome { name: s("resolved"), keeps }, verify);
    f.edge(answer, EdgeKind::Otherwise, raise);
    f.edge(answer, EdgeKind::After(length(2 * HOUR)), late);
    f.edge(verify, EdgeKind::Outcome { name: s("resolved"), keeps: vec![] }, inform);
    f.edge(verify, EdgeKind::Outcome { name: s("closed"), keeps: vec![] }, inform);
    f.edge(inform, EdgeKind::Next, done);
    book.flows.push(f.flow);
    let mut g =
        Draw::new("ticket", &[("who", Type::Text, FactRole::Taken), ("note", Type::Text, FactRole::Kept)]);
    let decide = g.node("ok", NodeKind::Decide { fact: None });
    let resolved = g.end("resolved");
    let closed = g.end("closed");
    g.answer(decide, true, resolved);
    g.answer(decide, false, closed);
    g.flow.gives = vec![FactId(1)];
    book.flows.push(g.flow);
    book
}

/// Facts counted and listed, an event published, a computed decision, a loop.
pub(super) fn sums() -> Book {
    let mut book = book();
    let told = book.event("told", vec![field("tries", Type::Number)], false);
    let mut f = Draw::new(
        "sums",
        &[
            ("tries", Type::Number, FactRole::Kept),
            ("step", Type::Number, FactRole::Kept),
            ("all", Type::List(Box::new(Type::Number)), FactRole::Kept),
        ],
    );
    let (tries, by, all) = (FactId(0), FactId(1), FactId(2));
    let fact = |f: FactId| Box::new(Expr::Fact(f));
    let begin =
        f.node("begin", NodeKind::Step { fills: vec![by], changes: vec![Change::Set(tries, number(0))] });
    let changes = vec![
        Change::Set(tries, Expr::Binary(BinaryOp::Plus, fact(tries), fact(by))),
        Change::Add(all, Expr::Fact(tries)),
        Change::Publish(told, vec![Expr::Fact(tries)]),
    ];
    let work = f.node("work", NodeKind::Step { fills: vec![], changes });
    let enough = f.node("enough", NodeKind::Choose);
    let end = f.end("over");
    f.chain(&[begin, work, enough]);
    f.edge(enough, EdgeKind::When(Expr::Compare(CompareOp::AtLeast, fact(tries), Box::new(number(2)))), end);
    f.edge(enough, EdgeKind::Otherwise, work);
    f.flow.gives = vec![all];
    book.flows.push(f.flow);
    book
}

/// Nothing but automatic nodes in a ring.
pub(super) fn ring() -> Book {
    let mut book = book();
    let mut f = Draw::new("ring", &[]);
    let first = f.step("first");
    let a = f.node("a", NodeKind::Choose);
    let b = f.node("b", NodeKind::Choose);
    f.edge(first, EdgeKind::Next, a);
    f.edge(a, EdgeKind::Otherwise, b);
    f.edge(b, EdgeKind::Otherwise, a);
    book.flows.push(f.flow);
    book
}

/// Stages in stages, interrupted from both; a deadline of a node, a parallel, an action and a call inside; every way back.
pub(super) fn nested() -> Book {
    let mut book = book();
    let still_there = book.message("still_there", vec![]);
    let pause = book.event("pause", vec![], true);
    let outage = book.event("outage", vec![field("why", Type::Text)], false);
    let act = book.action("act", vec![], vec![]);
    let mut f = Draw::new(
        "nested",
        &[
            ("why", Type::Text, FactRole::Kept),
            ("again", Type::YesNo, FactRole::Kept),
            ("wait", Type::Duration, FactRole::Kept),
        ],
    );
    let outer = f.stage("outer");
    let begin = f.node("begin", NodeKind::Step { fills: vec![FactId(2)], changes: vec![] });
    let inner = f.stage("inner");
    let talk = f.step("talk");
    let (both, fork) = f.fork("both", JoinMode::All);
    f.branch(both, "act");
    let act = f.node("do_act", NodeKind::Do { action: act, args: vec![], keeps: vec![] });
    f.branch(both, "ask");
    let ask = f.node("ask", NodeKind::Call { flow: FlowId(1), args: vec![] });
    let join = f.join(both);
    f.region = Region::Stage(outer);
    let inner_pause = f.wait("inner_pause");
    let inner_back = f.resume(inner);
    let more = f.node("more", NodeKind::Decide { fact: Some(FactId(1)) });
    f.region = Region::Flow;
    let outer_pause = f.wait("outer_pause");
    let outer_back = f.resume(outer);
    let fixed = f.step("fixed");
    let end = f.end("over");
    f.chain(&[begin, talk, fork]);
    f.edge(act, EdgeKind::Next, join);
    f.edge(ask, EdgeKind::Outcome { name: s("well"), keeps: vec![] }, join);
    f.edge(ask, EdgeKind::Otherwise, join);
    f.edge(join, EdgeKind::Next, more);
    f.answer(more, true, talk);
    f.answer(more, false, end);
    f.say(talk, still_there, vec![]);
    f.late(talk, 3 * MINUTE, Late::GoTo(inner_pause));
    f.late(talk, 2 * MINUTE, Late::Tell(LaneId(1), say(still_there, vec![])));
    f.interrupt(inner, Trigger::Silent(length(MINUTE)), inner_pause);
    f.interrupt(inner, Trigger::Silent(Length { of: Expr::Fact(FactId(2)), hours: None }), inner_pause);
    f.stage_late(inner, 10 * MINUTE, Late::Tell(LaneId(1), say(still_there, vec![])));
    f.stage_late(outer, 20 * MINUTE, Late::GoTo(outer_pause));
    f.interrupt(outer, Trigger::Event(pause, vec![]), outer_pause);
    f.interrupt(outer, Trigger::Event(outage, vec![Keep { field: 0, fact: FactId(0) }]), talk);
    f.interrupt(inner, Trigger::Event(pause, vec![]), inner_pause);
    f.edge(inner_pause, EdgeKind::Event(outage, vec![]), inner_back);
    f.edge(inner_pause, EdgeKind::After(length(MINUTE)), more);
    f.edge(outer_pause, EdgeKind::Event(outage, vec![]), outer_back);
    f.edge(outer_pause, EdgeKind::Event(pause, vec![]), fixed);
    f.edge(outer_pause, EdgeKind::After(length(30 * MINUTE)), end);
    f.edge(fixed, EdgeKind::Next, talk);
    book.flows.push(f.flow);
    let mut g = Draw::new("question", &[]);
    let ok = g.node("ok", NodeKind::Decide { fact: None });
    let well = g.end("well");
    let badly = g.end("badly");
    g.answer(ok, true, well);
    g.answer(ok, false, badly);
    book.flows.push(g.flow);
    book
}
