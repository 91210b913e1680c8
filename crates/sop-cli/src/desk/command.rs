//! What can be typed at the desk and written in a script.

use sop::diagnostic::Words;
use sop::words;
use std::fmt;

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// `do STEP field=value …`: a step is done.
    Do { step: Place, with: Vec<(String, String)> },
    /// `answer DECISION ANSWER`
    Answer { decision: Place, answer: String },
    /// `event NAME field=value …`
    Event { event: String, with: Vec<(String, String)> },
    /// `advance 1m`, in milliseconds
    Advance(i64),
    /// `retry STEP`: an action that failed is tried again.
    Retry { step: Place },
    /// `cancel "why"`
    Cancel(String),
    /// `expect …`
    Expect(Expect),
    /// `at 2026-11-23 17:58`: where the virtual clock begins. Only before the first other command of a script.
    At(String),
    /// `with NAME=VALUE …`: facts that the flow takes, settings. Only before the first other command of a script.
    With(Vec<(String, String)>),
    /// A number from the desk's list.
    Pick(usize),
    /// `help`
    Help,
    /// `quit`
    Quit,
}

/// A node, in any case of the family or in that of one flow: `receive`, `ticket:receive`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) flow: Option<String>,
    pub(crate) node: String,
}

/// What a script expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// `expect at STEP`
    At(Place),
    /// `expect say MESSAGE`
    Say(String),
    /// `expect ended OUTCOME`: of the case that was begun by hand; `expect ended FLOW:OUTCOME`: of one in its family.
    Ended(Place),
}

/// Why a line is no command; [`super::trouble::command`] says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotACommand {
    Unknown(String),
    Missing { word: &'static str, what: Words },
    NotAPair(String),
    OpenQuote,
    NotALength(String),
    TooMuch(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.flow {
            Some(flow) => write!(f, "{flow}:{}", self.node),
            None => f.write_str(&self.node),
        }
    }
}

impl From<&str> for Place {
    fn from(text: &str) -> Self {
        match text.split_once(':') {
            Some((flow, node)) => Self { flow: Some(flow.to_owned()), node: node.to_owned() },
            None => Self { flow: None, node: text.to_owned() },
        }
    }
}

/// Reads a line; `None` is an empty line or a remark.
pub(crate) fn parse(line: &str) -> Result<Option<Command>, NotACommand> {
    let split = split(line)?;
    let mut words = split.iter().map(String::as_str);
    let Some(first) = words.next() else { return Ok(None) };
    let mut need = |word, what| words.next().ok_or(NotACommand::Missing { word, what });
    let command = match first {
        "do" => {
            let step = need("do", words!("needs-step"))?.into();
            Command::Do { step, with: pairs(&mut words)? }
        }
        "answer" => Command::Answer {
            decision: need("answer", words!("needs-decision"))?.into(),
            answer: need("answer", words!("needs-answer"))?.to_owned(),
        },
        "event" => {
            let event = need("event", words!("needs-event"))?.to_owned();
            Command::Event { event, with: pairs(&mut words)? }
        }
        "advance" | "w" => Command::Advance(length(need("advance", words!("needs-length"))?)?),
        "retry" => Command::Retry { step: need("retry", words!("needs-step"))?.into() },
        "cancel" => Command::Cancel(need("cancel", words!("needs-reason"))?.to_owned()),
        "expect" => Command::Expect(match need("expect", words!("needs-expectation"))? {
            "at" => Expect::At(need("expect at", words!("needs-step"))?.into()),
            "say" => Expect::Say(need("expect say", words!("needs-message"))?.to_owned()),
            "ended" => Expect::Ended(need("expect ended", words!("needs-outcome"))?.into()),
            other => return Err(NotACommand::Unknown(format!("expect {other}"))),
        }),
        "at" => Command::At(format!(
            "{} {}",
            need("at", words!("needs-date"))?,
            need("at", words!("needs-time"))?
        )),
        "with" => Command::With(pairs(&mut words)?),
        "help" | "?" => Command::Help,
        "quit" | "q" | "exit" => Command::Quit,
        other => match other.parse() {
            Ok(number) => Command::Pick(number),
            Err(_) => return Err(NotACommand::Unknown(other.to_owned())),
        },
    };
    match words.next() {
        None => Ok(Some(command)),
        Some(rest) => Err(NotACommand::TooMuch(rest.to_owned())),
    }
}

fn pairs<'w>(words: &mut impl Iterator<Item = &'w str>) -> Result<Vec<(String, String)>, NotACommand> {
    words.map(pair).collect()
}

/// `NAME=VALUE`
pub(crate) fn pair(word: &str) -> Result<(String, String), NotACommand> {
    match word.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(NotACommand::NotAPair(word.to_owned())),
    }
}

/// Words apart by white space; quotes hold a word together; `#` begins a remark.
fn split(line: &str) -> Result<Vec<String>, NotACommand> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '#' if !quoted && word.is_none() => break,
            c if c.is_whitespace() && !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    if quoted {
        return Err(NotACommand::OpenQuote);
    }
    words.extend(word);
    Ok(words)
}

/// `1h30m` in milliseconds; at most a hundred years.
pub(crate) fn length(text: &str) -> Result<i64, NotACommand> {
    const LENGTH_MAX_MS: i64 = 100 * 366 * 86_400_000;
    let wrong = || NotACommand::NotALength(text.to_owned());
    let (mut total, mut number, mut any) = (0i64, None::<i64>, false);
    for c in text.chars() {
        if let Some(digit) = c.to_digit(10) {
            number = Some(
                number
                    .unwrap_or(0)
                    .checked_mul(10)
                    .and_then(|n| n.checked_add(i64::from(digit)))
                    .ok_or_else(wrong)?,
            );
            continue;
        }
        let unit = match c {
            'd' => 86_400_000,
            'h' | 'j' => 3_600_000,
            'm' => 60_000,
            's' => 1_000,
            _ => return Err(wrong()),
        };
        let part = number.take().and_then(|n| n.checked_mul(unit)).ok_or_else(wrong)?;
        total = total.checked_add(part).ok_or_else(wrong)?;
        any = true;
    }
    if !any || number.is_some() || total > LENGTH_MAX_MS { Err(wrong()) } else { Ok(total) }
}

#[cfg(test)]
mod tests;
