//! `sop run FLOW`: the desk.

use crate::args::Run;
use crate::desk::command::pair;
use crate::desk::opening::{self, Given};
use crate::desk::session::Session;
use crate::desk::{plain, screen, script, trouble};
use crate::exit::{Exit, Failure};
use crate::output;
use crate::speech::say;
use sop::words;
use std::io::IsTerminal;

/// Works a case.
pub(crate) fn run(args: &Run) -> Result<Exit, Failure> {
    super::runtime()?.block_on(at_desk(args))
}

async fn at_desk(args: &Run) -> Result<Exit, Failure> {
    let mut given = Given { by_script: args.script.is_some(), ..Given::default() };
    let script = args.script.as_ref().map(|path| script::read(path, &mut given)).transpose()?;
    for word in &args.with {
        given.values.push(pair(word).map_err(|e| Failure::Usage(trouble::command(&e)))?);
    }
    let desk = opening::open(args, given).await?;
    let engine = desk.engine.clone();
    let (root, flow) = (desk.root, args.flow.clone());
    let done = if let Some(script) = script {
        script::run(&desk, &script).await
    } else if args.plain || !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        plain::run(Session::new(desk)).await
    } else {
        screen::run(Session::new(desk)).await
    };
    let open = engine.case(root).await.is_ok_and(|c| c.status == sop::CaseStatus::Open);
    engine.shutdown().await;
    done?;
    if open && args.script.is_none() {
        output::note(&format!("{}\n", say(words!("case-kept", case = root.0, flow = flow))));
    }
    Ok(Exit::Sound)
}
