//! Reading: whole constructs, several mistakes in one file, and any text at all.

use super::{Parsed, parse};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax::tree::{Clause, Item, Statement, StatementKind};
use proptest::prelude::*;

fn read(text: &str) -> Parsed {
    let mut sources = Sources::new();
    let id = sources.add("test.sop", text);
    parse(id, sources.get(id).unwrap())
}

/// `CODE "underlined"` for each finding, in order.
fn told(text: &str) -> Vec<String> {
    let parsed = read(text);
    parsed
        .findings
        .iter()
        .map(|f| format!("{} {:?}", f.code, &text[f.at.start as usize..f.at.end as usize]))
        .collect()
}

/// One line a statement: kind, name, and the kinds of its clauses.
fn outline(body: &[Statement], depth: usize) -> Vec<String> {
    let word = |c: &Clause| match c {
        Clause::Arrow(a) => format!("{:?}+{}", a.when, a.grounds.len())
            .split(['(', ' ', '{'])
            .next()
            .unwrap_or_default()
            .to_owned(),
        other => format!("{other:?}").split(['(', ' ']).next().unwrap_or_default().to_owned(),
    };
    let mut lines = Vec::new();
    for s in body {
        let kind = format!("{:?}", s.kind);
        let clauses: Vec<String> = s.clauses.iter().map(word).collect();
        let kind = kind.split(['(', ' ']).next().unwrap_or_default();
        lines.push(format!("{}{kind} {} [{}]", "  ".repeat(depth), s.name.value, clauses.join(" ")));
        match &s.kind {
            StatementKind::Stage(inner) => lines.extend(outline(inner, depth + 1)),
            StatementKind::Parallel(branches) => {
                lines.extend(branches.iter().flat_map(|b| outline(&b.body, depth + 1)));
            }
            _ => {}
        }
    }
    lines
}

const GOOD: &str = r#"
use "shared/vocabulary.sop"   // a remark
document OCC.PGDN.01.01 "Customer Handling" {
    revision 01
    effective 2023-10-02
    made by "A" as "B" on 2023-10-02
    section 8.5 "Live chat" page 13 to 14
    clause 8.5/2a note page 14 by agent "tanya lagi" { fingerprint "sha256:00" duration 1m phrase "Masih di sana?" }
}
time zone +07:00 "WIB"
lane agent "Agent" { cites 6.1 }
system my_recording "My recording" { retired in revision 01  cites 12/01 }
event customer_replied "Nasabah membalas" { carries text: text  breaks silence }
action create_ticket "Membuat tiket" { takes customer: text, need: text gives number: text limit 10s retries 3 times every 2s doubling }
message opening "Salam" { takes agent_name: text id "Halo \"{agent_name}\"" en "Hello" assumed "lazim" }
setting ticket_sla: duration "SLA"
calendar holidays "Libur" { source "x" covers 2023 to 2027 2023-01-01 "Tahun Baru" }
hours office "Jam kerja" { monday to friday 08:00 to 17:00 saturday 08:00 to 12:00 closed on holidays }
table closing "Penutup" {
    takes at: moment
    gives message
    columns day of at by holidays | time of at
    row weekend, long_weekend | any -> a assumed "x"
    row workday, holiday | 06:00 to 18:00 -> b
}
flow live_chat "Live chat" {
    follows OCC.PGDN.01.01 section 8.5, 8.4
    takes customer: text, agent_name: text
    keeps need: text, solved: yes_no, kind: one of {a, b "B"}, many: list of text, text: text
    gives need
    stage talk "Percakapan" {
        when silent for 1m -> ask cites 2a
        when customer_left keep text as need -> ask
        within 2h of office else tell agent opening(need)
        step greet by agent using omni, phone "Salam" {
            cites 2a "w"
            say opening
            say closing(now)
            fill need, text
            set need to "x"
            add need to many
            publish left(need)
            within ticket_sla else -> ask assumed "z"
            note "n"
            then decide_it
        }
        do create_ticket(customer, need) as raise "Tiket" { keep number as need failed -> greet }
        decide solved by agent "Selesai?" { derived from 5.3 "w" yes "Ya" -> bye cites 2a no -> greet }
        decide late "Lewat?" { when need is known and not (now is within office) or tries + 1 is at least 3 -> bye otherwise -> greet }
    }
    wait ask "Tanya" { say still_there on customer_replied keep text as need -> resume talk after 1m -> bye at visit -> bye }
    parallel both "Dua" { branch one "1" { step x "X" } branch two "2" { step y "Y" } join all then bye }
    start ticket(customer) as t "Mulai"
    await answer of t "Menunggu" { resolved keep note as need -> bye otherwise -> bye without limit }
    call verify(customer) as check "Cek" { ok -> bye }
    end bye "Selesai"
}
"#;

#[test]
fn every_construct_is_read() {
    assert_eq!(told(GOOD), Vec::<String>::new());
    let parsed = read(GOOD);
    assert_eq!(parsed.file.items.len(), 13);
    let Some(Item::Flow(flow)) = parsed.file.items.last() else { panic!("the last item is the flow") };
    let StatementKind::Stage(inner) = &flow.body[0].kind else { panic!("the first statement is the stage") };
    assert_eq!(flow.body.len(), 7);
    assert_eq!(inner.len(), 4);
    insta::assert_debug_snapshot!("every_construct", outline(&flow.body, 0));
}

#[test]
fn grounds_after_an_arrow_are_the_arrows() {
    let parsed = read(
        "flow a \"A\" { decide d by x \"?\" { cites 1 yes -> e cites 2 assumed \"w\" no -> e } end e \"E\" }",
    );
    let Item::Flow(flow) = &parsed.file.items[0] else { panic!("a flow") };
    let clauses = &flow.body[0].clauses;
    assert!(matches!(clauses[0], Clause::Ground(_)));
    assert!(matches!(&clauses[1], Clause::Arrow(a) if a.grounds.len() == 2));
    assert!(matches!(&clauses[2], Clause::Arrow(a) if a.grounds.is_empty()));
}

#[test]
fn one_run_tells_of_every_mistake() {
    let text = "lane agent\n\
        flow a \"A\" {\n\
            stpe greet by agent \"Salam\"\n\
            step ask by agent \"Tanya\" { say  fill need within 5m -> x }\n\
            decide ok by agent \"?\" { yes solve  no => e }\n\
            step late by agent \"Waktu\" { within 1x else -> e }\n\
            step start by agent \"Mulai\"\n\
            end e \"Selesai\"\n\
        }\n\
        rule x \"y\" { }\n";
    insta::assert_debug_snapshot!("many_mistakes", told(text));
}

#[test]
fn open_and_stray_brackets() {
    insta::assert_debug_snapshot!(
        "brackets",
        [
            told("flow a \"A\" {\n  step x \"X\" {\n  end e \"E\"\n}\nlane b \"B\"\n"),
            told("flow a \"A\" { end e \"E\" } }\nlane b \"B\"\n"),
            told("flow a \"A {\n  end e \"E\"\n}\n"),
            told("flow a “A” {\n  end e \"E\"\n}\n"),
            told("lane a \"A\" ; lane b \"B\""),
        ]
    );
}

#[test]
fn bytes_that_are_no_text() {
    let mut sources = Sources::new();
    let id = sources.add_bytes("x.sop", b"lane a \"\xff\xfe\"\n");
    let parsed = parse(id, sources.get(id).unwrap());
    assert_eq!(parsed.findings.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), ["S001"]);
}

#[test]
fn nesting_has_a_limit_and_no_depth_breaks_the_stack() {
    for (open, close) in
        [("{", "}"), ("(", ")"), ("[", "]"), ("{", ""), ("", "}"), ("time of ", ""), ("not ", ""), ("- ", "")]
    {
        let text = format!(
            "flow a \"A\" {{ decide d \"?\" {{ when {}x{} -> e }} end e \"E\" }}",
            open.repeat(50_000),
            close.repeat(50_000)
        );
        let parsed = read(&text);
        assert!(open == "not " || !parsed.findings.is_empty(), "{open}");
    }
}

/// With as many steps as letters times letters each of these would take hours.
#[test]
fn a_text_of_nothing_but_mistakes_takes_time_in_proportion() {
    let n = 100_000;
    let opened_and_closed = |open: &str, close: &str| format!("{}{}", open.repeat(n), close.repeat(n));
    let texts = [
        opened_and_closed("(", "]"),
        opened_and_closed("{", ")"),
        opened_and_closed("({", ")"),
        "„".repeat(n),
        "“”".repeat(n),
        "«\n".repeat(n),
        "\"\n".repeat(n),
        "} ".repeat(n),
        "lane l\n".repeat(n),
    ];
    for text in texts {
        let parsed = read(&text);
        let most = crate::source::limits::FINDINGS_PER_FILE_MAX + 1;
        assert!((1..=most).contains(&parsed.findings.len()), "{}: {}", &text[..8], parsed.findings.len());
        in_bounds(&text, &parsed).unwrap();
    }
}

/// All of a text may be one line: the words before each sign and number are looked at once.
#[test]
fn one_long_line_is_looked_through_once() {
    for piece in ["1 ", "x > ", "a < ", "when x > ", "a>"] {
        let text = piece.repeat(1_000_000 / piece.len());
        assert!(!read(&text).findings.is_empty(), "{piece}");
    }
    let wrong = |text: &str| {
        let of = read(text).findings;
        of.iter().map(|f| f.message.id()).find(|id| id.starts_with("wrong-")).unwrap_or_default()
    };
    // `set` tells what a sign means only as a word of its own, and only on its line.
    assert_eq!(wrong("x set > 1"), "wrong-sign");
    assert_eq!(wrong("x set\ny > 1"), "wrong-arrow");
    assert_eq!(wrong("y > 1 set"), "wrong-arrow");
}

#[test]
fn what_is_not_listed_is_counted() {
    let parsed = read(&"} ".repeat(50_000));
    let last = parsed.findings.last().unwrap();
    assert_eq!((parsed.findings.len(), last.code.as_str()), (201, "S014"));
    assert!(last.message.to_string().contains("49800"), "{}", last.message);
    // The first ones are listed, in the order of their places.
    assert!(parsed.findings.windows(2).all(|two| two[0].at.start <= two[1].at.start));
    assert_eq!(last.at.start, 398);
}

#[test]
fn what_lies_too_deep_is_closed_where_it_was_opened() {
    let deep =
        |n: usize, rest: &str| format!("flow f \"F\" {{ {}{}{rest} }}", "{ ".repeat(n), "} ".repeat(n));
    let codes = |text: &str| read(text).findings.iter().map(|f| f.code.as_str()).collect::<Vec<_>>();
    assert!(!codes(&deep(100, "step s by a \"S\"")).iter().any(|c| ["S006", "S015"].contains(c)));
    // What lies too deep and is not closed is closed by the brace of its block.
    let open = format!("flow f \"F\" {{ {} }}\nlane l \"L\"", "(".repeat(100));
    let codes = codes(&open);
    assert!(codes.contains(&"S003") && codes.contains(&"S006") && !codes.contains(&"S015"), "{codes:?}");
}

fn in_bounds(text: &str, parsed: &Parsed) -> Result<(), TestCaseError> {
    for f in &parsed.findings {
        let (start, end) = (f.at.start as usize, f.at.end as usize);
        prop_assert!(start <= end && end <= text.len(), "{f:?}");
        prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{f:?}");
    }
    Ok(())
}

/// A curly quote is longer than the straight one that it is read as; what follows must still begin at a letter.
#[test]
fn places_begin_and_end_at_letters() {
    for text in ["«\"", "“\" x", "flow a “A” { step b “«” }", "“„”“", "\"é\\\"«"] {
        in_bounds(text, &read(text)).unwrap();
    }
}

fn soup() -> impl Strategy<Value = String> {
    let words: Vec<&'static str> = GOOD.split_inclusive([' ', '\n', '"', '{', '}', '(']).collect();
    prop::collection::vec(prop::sample::select(words), 0..120).prop_map(|w| w.concat())
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "\\PC{0,200}|[{}()\\[\\]\"\\\\a-z0-9 \n>/-]{0,200}") {
        in_bounds(&text, &read(&text))?;
    }

    #[test]
    fn any_soup_of_words_is_survived(text in soup()) {
        in_bounds(&text, &read(&text))?;
    }

    #[test]
    fn any_slip_of_the_keyboard_is_survived(at in 0..GOOD.len(), cut in 0usize..4, with in "[{}\"(),:>a-z ]{0,3}") {
        let mut text = GOOD.to_owned();
        let end = (at + cut).min(text.len());
        prop_assume!(text.is_char_boundary(at) && text.is_char_boundary(end));
        text.replace_range(at..end, &with);
        in_bounds(&text, &read(&text))?;
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut sources = Sources::new();
        let id = sources.add_bytes("x.sop", &bytes);
        let source: &SourceFile = sources.get(id).unwrap();
        in_bounds(&source.text, &parse(FileId(0), source))?;
    }
}

/// Files are read some items at a time.
#[test]
fn a_mistake_is_told_the_same_wherever_it_stands_among_many_items() {
    for at in 0..40 {
        let lines: Vec<String> = (0..40)
            .map(|n| {
                if n == at {
                    "oops \"é\" 12 // lost".to_owned()
                } else {
                    format!("lane l{n} \"L {n}\"  // one")
                }
            })
            .collect();
        let text = format!("// Many.\n{}\n\n// The end.", lines.join("\n\n"));
        assert_eq!(told(&text), ["S004 \"oops \\\"é\\\" 12\""], "item {at}");
        let names: Vec<String> = read(&text)
            .file
            .items
            .into_iter()
            .filter_map(|i| match i {
                Item::Lane(lane) => Some(lane.name.value.to_string()),
                _ => None,
            })
            .collect();
        let wanted: Vec<String> = (0..40).filter(|n| *n != at).map(|n| format!("l{n}")).collect();
        assert_eq!(names, wanted);
    }
}
