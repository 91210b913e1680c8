//! What the desk understands.

use super::{Command, Expect, NotACommand, Place, length, parse};

fn place(node: &str) -> Place {
    Place { flow: None, node: node.to_owned() }
}

#[test]
fn commands_of_a_script() {
    let good = [
        ("do greet", Command::Do { step: place("greet"), with: vec![] }),
        (
            r#"do identify need="Gadai emas" tries=2  # a remark"#,
            Command::Do {
                step: place("identify"),
                with: vec![("need".into(), "Gadai emas".into()), ("tries".into(), "2".into())],
            },
        ),
        (
            "answer ticket:escalate yes",
            Command::Answer {
                decision: Place { flow: Some("ticket".into()), node: "escalate".into() },
                answer: "yes".into(),
            },
        ),
        ("event customer_left", Command::Event { event: "customer_left".into(), with: vec![] }),
        ("advance 1h30m", Command::Advance(5_400_000)),
        ("expect ended handled", Command::Expect(Expect::Ended("handled".into()))),
        ("7", Command::Pick(7)),
        ("q", Command::Quit),
    ];
    for (line, command) in good {
        assert_eq!(parse(line), Ok(Some(command)), "{line}");
    }
    assert_eq!(parse("  # nothing"), Ok(None));
}

#[test]
fn lines_that_are_no_commands_say_what_is_missing() {
    let bad = [
        ("jump", NotACommand::Unknown("jump".into())),
        ("do", NotACommand::Missing { word: "do", what: sop::words!("needs-step") }),
        ("do identify need", NotACommand::NotAPair("need".into())),
        (r#"do identify need="x"#, NotACommand::OpenQuote),
        ("advance soon", NotACommand::NotALength("soon".into())),
        ("quit now", NotACommand::TooMuch("now".into())),
    ];
    for (line, why) in bad {
        assert_eq!(parse(line), Err(why), "{line}");
    }
}

#[test]
fn a_length_never_overflows() {
    assert_eq!(length("90s"), Ok(90_000));
    for text in ["", "1", "m", "1x", "99999999999999999999d", "9223372036854775807d", "40000d"] {
        assert!(length(text).is_err(), "{text}");
    }
}
