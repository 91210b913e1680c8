//! The words of the language.

use crate::diagnostic::Words;
use crate::words;

/// Words that begin a statement, a clause or an operator: they can't be names. The grammar's rule `reserved` lists the same.
pub const RESERVED: &[&str] = &[
    "use",
    "flow",
    "step",
    "do",
    "decide",
    "wait",
    "stage",
    "parallel",
    "branch",
    "start",
    "await",
    "call",
    "end",
    "cites",
    "derived",
    "assumed",
    "say",
    "fill",
    "set",
    "add",
    "publish",
    "keep",
    "join",
    "without",
    "then",
    "when",
    "otherwise",
    "on",
    "after",
    "within",
    "failed",
    "else",
    "tell",
    "resume",
    "is",
    "not",
    "and",
    "or",
    "contains",
    "rule",
    "scenario",
    "becomes",
];

/// Words that a later version of the language will use.
pub const LATER: &[&str] = &["revision"];

/// What can begin an item, with an example of how it is written.
pub const ITEMS: &[(&str, &str)] = &[
    ("use", "use \"shared/vocabulary.sop\""),
    ("document", "document OCC.PGDN.01.01 \"Customer Handling\" { … }"),
    ("time", "time zone +07:00 \"WIB\""),
    ("lane", "lane agent \"Agent\""),
    ("system", "system omni \"Omni Channel\""),
    ("event", "event customer_left \"Nasabah pergi\""),
    ("action", "action create_ticket \"Membuat tiket\" { … }"),
    ("message", "message opening \"Salam pembuka\" { id \"…\" }"),
    ("setting", "setting ticket_sla: duration \"SLA tiket\""),
    ("calendar", "calendar holidays \"Hari libur\" { … }"),
    ("hours", "hours office \"Jam kerja\" { … }"),
    ("table", "table closing \"Salam penutup\" { … }"),
    ("flow", "flow live_chat \"Live chat\" { … }"),
    ("rule", "rule recorded \"Setiap kontak didokumentasikan\" { never end before record }"),
    (
        "scenario",
        "scenario quiet \"Nasabah diam\" for live_chat at 2023-10-02 09:00 { do greet  advance 1m  expect say still_there }",
    ),
];

/// The sentences of a rule, each with an example.
pub const SENTENCES: &[&str] = &[
    "`never close before verify`",
    "`never greet after close`",
    "`never say ask_password`",
    "`at most once say opening`",
    "`always record`",
    "`raise is followed by tell_raised within 30m`",
];

/// Words that sentences of rules are made of.
pub const SENTENCE_WORDS: &[&str] = &[
    "never", "before", "after", "at", "most", "once", "times", "always", "is", "followed", "by", "within",
    "of", "or", "answer", "say", "on", "publish", "end", "watched",
];

/// What can begin a line of a scenario, with an example.
pub const ACTS: &[(&str, &str)] = &[
    ("with", "with customer \"Sri Handayani\""),
    ("do", "do identify with need \"Cetak ulang kartu\""),
    ("answer", "answer solvable yes"),
    ("on", "on customer_replied with text \"Masih\""),
    ("done", "done create with ticket_number \"T-1\""),
    ("failed", "failed create \"sistem tidak menjawab\""),
    ("advance", "advance 1m"),
    ("cancel", "cancel \"salah sambung\""),
    ("in", "in raise { do receive }"),
    ("expect", "expect say still_there"),
];

/// What can begin a statement, with an example.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("step", "step greet by agent \"Mengucapkan salam\""),
    ("decide", "decide solved by agent \"Selesai?\" { yes -> close  no -> solve }"),
    ("wait", "wait reply \"Menunggu balasan\" { on customer_replied -> answer  after 1h -> close }"),
    ("stage", "stage talk \"Percakapan\" { … }"),
    (
        "parallel",
        "parallel checks \"Pemeriksaan\" { branch one \"…\" { … }  branch two \"…\" { … }  join all }",
    ),
    ("branch", "branch one \"Cabang satu\" { … }"),
    ("do", "do create_ticket(customer, need) as raise \"Membuat tiket\""),
    ("start", "start ticket(customer, need) as raise \"Membuat tiket\""),
    ("call", "call verify(customer) as check \"Verifikasi\" { verified -> solve  refused -> close }"),
    ("await", "await answer of raise \"Menunggu tiket\" { resolved -> inform  after 2h -> close }"),
    ("end", "end handled \"Selesai\""),
];

/// What can begin a clause, with an example.
pub const CLAUSES: &[(&str, &str)] = &[
    ("cites", "cites 2a"),
    ("derived", "derived from 5.3 \"alasan\""),
    ("assumed", "assumed \"alasan\""),
    ("note", "note \"catatan\""),
    ("say", "say opening"),
    ("fill", "fill need, customer_name"),
    ("set", "set tries to tries + 1"),
    ("add", "add need to needs"),
    ("publish", "publish ticket_closed(ticket_number)"),
    ("keep", "keep ticket_number as number"),
    ("join", "join all"),
    ("without", "without limit"),
    ("then", "then close"),
    ("when", "when silent for 1m -> ask_again"),
    ("otherwise", "otherwise -> close"),
    ("on", "on customer_replied -> answer"),
    ("after", "after 1m -> ask_again"),
    ("at", "at visit_time -> remind"),
    ("within", "within 30m else -> escalate"),
    ("failed", "failed -> apologise"),
    ("follows", "follows OCC.PGDN.01.01 section 8.5"),
    ("takes", "takes customer: text, agent_name: text"),
    ("keeps", "keeps need: text, solved: yes_no"),
    ("gives", "gives ticket_number"),
    ("retired", "retired in revision 01"),
    ("carries", "carries text: text"),
    ("breaks", "breaks silence"),
    ("limit", "limit 10s"),
    ("retries", "retries 3 times every 2s doubling"),
    ("default", "default 24h"),
    ("source", "source \"asal data\""),
    ("covers", "covers 2023 to 2027"),
    ("closed", "closed on holidays"),
    ("columns", "columns day of at by holidays | time of at"),
    ("row", "row workday | 06:00 to 18:00 -> closing_day"),
    ("section", "section 8.5 \"Live chat\" page 13 to 14"),
    ("clause", "clause 5.3 policy page 1 \"inti klausul\""),
    ("revision", "revision 01"),
    ("effective", "effective 2023-10-02"),
    ("made", "made by \"Nama\" as \"Jabatan\" on 2023-10-02"),
    ("checked", "checked by \"Nama\" as \"Jabatan\" on 2023-10-02"),
    ("approved", "approved by \"Nama\" as \"Jabatan\" on 2023-10-02"),
    ("id", "id \"Teks dalam bahasa Indonesia\""),
    ("en", "en \"Text in English\""),
];

/// How a construct that begins with this word is written.
pub fn example(word: &str) -> Option<&'static str> {
    ITEMS.iter().chain(STATEMENTS).chain(CLAUSES).find(|(w, _)| *w == word).map(|(_, e)| *e)
}

/// What people call the thing that a keyword begins: a `decide` is a decision, a `do` or a `call` a step.
pub(crate) fn called(keyword: &str) -> Words {
    match keyword {
        "lane" => words!("kind-lane"),
        "system" => words!("kind-system"),
        "event" => words!("kind-event"),
        "action" => words!("kind-action"),
        "message" => words!("kind-message"),
        "setting" => words!("kind-setting"),
        "calendar" => words!("kind-calendar"),
        "hours" => words!("kind-hours"),
        "table" => words!("kind-table"),
        "flow" => words!("kind-flow"),
        "rule" => words!("kind-rule"),
        "scenario" => words!("kind-scenario"),
        "stage" => words!("kind-stage"),
        "parallel" => words!("kind-parallel"),
        "branch" => words!("kind-branch"),
        "wait" => words!("kind-wait"),
        "decide" => words!("kind-decide"),
        "end" => words!("kind-end"),
        _ => words!("kind-step"),
    }
}
