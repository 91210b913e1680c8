//! What is printed is read back as the same scenario.

use super::scenario;
use crate::model::*;
use crate::source::{Sources, Span};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use petgraph::graph::NodeIndex;
use proptest::prelude::*;

/// A flow with a fact of each type and a node of each kind that a scenario can name.
const BOOK: &str = r#"
time zone +07:00 "WIB"
lane agent "Agent"
lane leader "Team Leader"
event moved "Pindah" { carries text: text, day: date, size: number }
event left "Pergi"
message hello "Salam" { id "Halo." }
message morning "Pagi" { id "Pagi." }
message evening "Malam" { id "Malam." }
action look_up "Mencari" { takes need: text gives found: yes_no, spent: duration }
setting patience: duration "Batas sabar" { default 10m }
setting desks: number "Meja" { default 3 }
calendar holidays "Libur" { source "contoh" covers 2023 to 2024 2023-12-25 "Natal" }
hours office "Jam kerja" { monday to friday 08:00 to 17:00 }
table greeting "Sapaan" {
    takes at: moment gives message
    columns time of at
    row 00:00 to 12:00 -> morning
    row 12:00 to 24:00 -> evening
}
table rate "Tarif" { takes size: number gives number columns size row below 10 -> 1 row 10 or more -> 2 }
flow helper "Pembantu" {
    takes need: text
    step help by leader "Membantu" {}
    end helped "Terbantu"
}
flow all "Semua" {
    takes customer: text, size: number
    keeps ended: yes_no, day: date, hour: time, due: moment, spent: duration,
          kind: one of {new "Baru", old "Lama"}, names: list of text, at: yes_no
    step fill_all by agent "Mengisi" { say hello fill day, hour, due, spent, kind, names }
    decide ended by agent "Berakhir?" { yes -> raise no -> look }
    do look_up(customer) as look "Mencari" { keep found as ended keep spent failed -> raise }
    start helper(customer) as raise "Minta bantuan" { }
    wait pause by agent "Menunggu" { say greeting(now) on moved keep text as names2 -> done_end on left -> done_end after 1m -> done_end }
    end done_end "Selesai"
}
rule helped "Ada bantuan" for all { always raise }
"#;

fn book_text() -> String {
    BOOK.replace("keep text as names2 ", "")
}

fn compiled(text: &str) -> Book {
    let mut sources = Sources::new();
    sources.add("a.sop", text);
    let compiled = crate::compile(&sources);
    let errors: Vec<_> = compiled
        .findings
        .iter()
        .filter(|f| f.severity() == crate::diagnostic::Severity::Error)
        .map(|f| format!("{} {}", f.code.as_str(), &text[f.at.start as usize..f.at.end as usize]))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    compiled.book.unwrap()
}

fn without_places(scenario: &mut Scenario) {
    fn acts(all: &mut [Act]) {
        for act in all {
            act.at = Span::default();
            if let ActKind::Inside { acts: inside, .. } = &mut act.kind {
                acts(inside);
            }
        }
    }
    scenario.at = Span::default();
    for ground in &mut scenario.grounds {
        let (Ground::Cited { at, .. } | Ground::Derived { at, .. } | Ground::Assumed { at, .. }) = ground;
        *at = Span::default();
    }
    acts(&mut scenario.acts);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,8}",
        Just("dua\nbaris".to_owned()),
        Just("\"kutip\" \\ {kurung}".to_owned()),
        Just("// bukan catatan “—” ✓".to_owned()),
    ]
}

fn when() -> impl Strategy<Value = NaiveDateTime> {
    let start = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    (0i64..2_000_000).prop_map(move |m| start + TimeDelta::minutes(m))
}

fn minute() -> impl Strategy<Value = Literal> {
    (0i64..2_000_000).prop_map(|m| Literal::Moment(m * 60_000))
}

fn span() -> impl Strategy<Value = i64> {
    (0i64..1_000_000).prop_map(|s| s * 1000)
}

/// Facts of `all`, by position.
const CUSTOMER: FactId = FactId(0);
const SIZE: FactId = FactId(1);
const ENDED: FactId = FactId(2);
const DAY: FactId = FactId(3);
const HOUR: FactId = FactId(4);
const DUE: FactId = FactId(5);
const SPENT: FactId = FactId(6);
const KIND: FactId = FactId(7);
const NAMES: FactId = FactId(8);
const AT: FactId = FactId(9);

#[expect(clippy::unnecessary_box_returns, reason = "it stands in another expression wherever it is used")]
fn fact(id: FactId) -> Box<Expr> {
    Box::new(Expr::Fact(id))
}

#[expect(clippy::unnecessary_box_returns, reason = "it stands in another expression wherever it is used")]
fn lit(value: Literal) -> Box<Expr> {
    Box::new(Expr::Literal(value))
}

fn number() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        (-99i64..99).prop_map(|n| Expr::Literal(Literal::Number(n))),
        Just(Expr::Fact(SIZE)),
        Just(Expr::Setting(SettingId(1))),
        Just(Expr::Table(TableId(1), vec![Expr::Fact(SIZE)])),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        (prop_oneof![Just(BinaryOp::Plus), Just(BinaryOp::Minus)], inner.clone(), inner)
            .prop_map(|(op, a, b)| Expr::Binary(op, Box::new(a), Box::new(b)))
    })
}

fn condition() -> impl Strategy<Value = Expr> {
    let is = |a: Box<Expr>, b: Box<Expr>| Expr::Compare(CompareOp::Is, a, b);
    let op = prop_oneof![
        Just(CompareOp::Is),
        Just(CompareOp::IsNot),
        Just(CompareOp::LessThan),
        Just(CompareOp::MoreThan),
        Just(CompareOp::AtLeast),
        Just(CompareOp::AtMost),
    ];
    let leaf = prop_oneof![
        Just(Expr::Fact(ENDED)),
        Just(Expr::Fact(AT)),
        Just(Expr::Known(DAY)),
        (op, number(), number()).prop_map(|(op, a, b)| Expr::Compare(op, Box::new(a), Box::new(b))),
        any::<bool>().prop_map(move |b| is(fact(ENDED), lit(Literal::YesNo(b)))),
        (0u16..2).prop_map(move |c| is(lit(Literal::Choice(c)), fact(KIND))),
        (0u8..7).prop_map(move |d| is(Box::new(Expr::WeekdayOf(fact(DUE))), lit(Literal::Weekday(d)))),
        prop::sample::select(DayKind::ALL.to_vec()).prop_map(move |k| is(
            Box::new(Expr::DayOf(Box::new(Expr::Now), CalendarId(0))),
            lit(Literal::DayKind(k))
        )),
        text().prop_map(|t| Expr::Contains(fact(NAMES), lit(Literal::Text(t)))),
        prop::collection::vec(text(), 1..3).prop_map(move |ts| is(
            fact(NAMES),
            lit(Literal::List(ts.into_iter().map(Literal::Text).collect()))
        )),
        minute().prop_map(move |m| is(fact(DUE), lit(m))),
        span().prop_map(move |s| Expr::Within(
            Box::new(Expr::Binary(BinaryOp::Plus, fact(DUE), lit(Literal::Duration(s)))),
            HoursId(0)
        )),
        Just(Expr::On(Box::new(Expr::DateOf(fact(DUE))), CalendarId(0))),
        (0u32..1440).prop_map(move |m| is(
            Box::new(Expr::TimeOf(Box::new(Expr::Now))),
            lit(Literal::Time(m * 60_000))
        )),
    ];
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|e| Expr::Not(Box::new(e))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
            prop::collection::vec(inner, 2..4).prop_map(Expr::Or),
        ]
    })
}

fn expectation() -> impl Strategy<Value = Expectation> {
    let node = (0usize..5).prop_map(NodeIndex::new);
    prop_oneof![
        (0u16..3, any::<bool>()).prop_map(|(m, no)| Expectation::Say { messages: vec![MessageId(m)], no }),
        any::<bool>().prop_map(|no| Expectation::Say { messages: vec![MessageId(1), MessageId(2)], no }),
        (0u16..2, 0u16..3).prop_map(|(l, m)| Expectation::Tell { lane: LaneId(l), message: MessageId(m) }),
        (0u16..2).prop_map(|e| Expectation::Publish(EventId(e))),
        (node, any::<bool>()).prop_map(|(node, not)| Expectation::At { node, not }),
        condition().prop_map(Expectation::Holds),
        Just(Expectation::Ended(NodeIndex::new(5))),
        Just(Expectation::Open),
        Just(Expectation::Cancelled),
        Just(Expectation::Broken(0)),
    ]
}

fn act() -> impl Strategy<Value = ActKind> {
    let date = (0i32..40_000).prop_map(Literal::Date);
    let time = (0u32..1440).prop_map(|m| Literal::Time(m * 60_000));
    let fills = (date.clone(), time, minute(), span(), 0u16..2, prop::collection::vec(text(), 0..3))
        .prop_map(|(d, t, m, s, k, names)| {
            let names = names.into_iter().map(Literal::Text).collect();
            vec![
                (DAY, d),
                (HOUR, t),
                (DUE, m),
                (SPENT, Literal::Duration(s)),
                (KIND, Literal::Choice(k)),
                (NAMES, Literal::List(names)),
            ]
        });
    prop_oneof![
        fills.prop_map(|fills| ActKind::Do { node: NodeIndex::new(0), fills }),
        any::<bool>().prop_map(|yes| ActKind::Answer {
            node: NodeIndex::new(1),
            answer: if yes { "yes" } else { "no" }.to_owned()
        }),
        (text(), date, any::<i64>()).prop_map(|(t, d, n)| ActKind::Event {
            event: EventId(0),
            data: vec![Literal::Text(t), d, Literal::Number(n)]
        }),
        Just(ActKind::Event { event: EventId(1), data: vec![] }),
        (any::<bool>(), span()).prop_map(|(b, s)| ActKind::Done {
            node: NodeIndex::new(2),
            gives: vec![Literal::YesNo(b), Literal::Duration(s)]
        }),
        text().prop_map(|why| ActKind::Failed { node: NodeIndex::new(2), why }),
        span().prop_map(ActKind::Advance),
        when().prop_map(ActKind::Until),
        text().prop_map(ActKind::Cancel),
        expectation().prop_map(ActKind::Expect),
        prop::collection::vec(
            prop_oneof![
                Just(ActKind::Do { node: NodeIndex::new(0), fills: vec![] }),
                Just(ActKind::Expect(Expectation::Ended(NodeIndex::new(1)))),
                span().prop_map(ActKind::Advance),
            ],
            0..3
        )
        .prop_map(|acts| ActKind::Inside {
            node: NodeIndex::new(3),
            flow: FlowId(0),
            acts: acts.into_iter().map(placed).collect()
        }),
    ]
}

fn placed(kind: ActKind) -> Act {
    Act { kind, at: Span::default() }
}

prop_compose! {
    fn any_scenario()(
        label in text().prop_filter("a label says something", |t| !t.trim().is_empty()),
        start in when(),
        customer in text(),
        size in any::<i64>(),
        patience in prop::option::of(span()),
        acts in prop::collection::vec(act(), 0..8),
        notes in prop::collection::vec(text(), 0..2),
        why in prop::option::of(text()),
    ) -> Scenario {
        Scenario {
            name: "found".to_owned(),
            label,
            flow: FlowId(1),
            start,
            takes: vec![(CUSTOMER, Literal::Text(customer)), (SIZE, Literal::Number(size))],
            settings: patience.map(|p| (SettingId(0), Literal::Duration(p))).into_iter().collect(),
            acts: acts.into_iter().map(placed).collect(),
            grounds: why.map(|why| Ground::Assumed { why, at: Span::default() }).into_iter().collect(),
            notes,
            at: Span::default(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_printed_is_read_back_as_the_same(given in any_scenario()) {
        let text = book_text();
        let printed = scenario(&compiled(&text), &given);
        let mut book = compiled(&format!("{text}\n{printed}"));
        let mut read = book.scenarios.remove(0);
        without_places(&mut read);
        prop_assert_eq!(read, given, "{}", printed);
    }
}

#[test]
fn every_line_is_printed_as_people_write_it() {
    let mut sources = Sources::new();
    sources.add("a.sop", include_str!("../../../tests/corpus/ok/rules_and_scenarios.sop"));
    let book = crate::compile(&sources).book.unwrap();
    let all: Vec<String> = book.scenarios.iter().map(|s| scenario(&book, s)).collect();
    insta::assert_snapshot!(all.join("\n"));
}
