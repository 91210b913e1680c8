//! `sop run FLOW`: the desk.

use crate::args::{BOOK, ClockKind, Run, STORE};
use crate::desk::command::pair;
use crate::desk::opening::{self, Given};
use crate::desk::session::Session;
use crate::desk::{plain, screen, script, trouble};
use crate::exit::{Exit, Failure};
use crate::output;
use crate::speech::say;
use sop::{CaseId, words};
use std::io::IsTerminal;
use std::path::Path;

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
    let root = desk.root;
    let done = if let Some(script) = script {
        script::run(&desk, &script).await
    } else if args.plain || !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        plain::run(Session::new(desk)).await
    } else {
        screen::run(Session::new(desk)).await
    };
    let open = opening::under_way(&engine, root).await.unwrap_or(false);
    engine.shutdown().await;
    done?;
    if open && args.script.is_none() {
        output::note(&format!(
            "{}\n",
            say(words!("case-kept", case = root.0, command = going_on(args, root)))
        ));
    }
    Ok(Exit::Sound)
}

/// The command that goes on with the case: with the same book and store, though not the same values.
fn going_on(args: &Run, root: CaseId) -> String {
    let mut command = format!("sop run {} --case {}", args.flow, root.0);
    for (option, path, usual) in [("--book", &args.book.book, BOOK), ("--store", &args.store.store, STORE)] {
        if path != Path::new(usual) {
            let path = path.display().to_string();
            let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
            let path =
                if path.chars().all(plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) };
            command.push_str(&format!(" {option} {path}"));
        }
    }
    if args.clock == ClockKind::Virtual {
        command.push_str(" --clock virtual");
    }
    command
}
