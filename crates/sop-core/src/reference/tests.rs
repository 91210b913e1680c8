//! The reference is true: its examples compile, its lists are complete.

use crate::compile;
use crate::diagnostic::{Code, Severity};
use crate::source::Sources;
use crate::syntax::keywords;

const TEXT: &str = include_str!("../reference.md");

/// What the examples speak of.
const VOCABULARY: &str = r#"
lane agent "Agent"  lane tier2 "Tier 2"  lane team_leader "Team Leader"
system omni "Omni Channel"
event customer_replied "Membalas" { carries text: text  breaks silence }
event left "Pergi"
action create_ticket "Membuat tiket" { takes customer: text, need: text  gives ticket_number: text }
message opening "Salam" { takes customer: text, agent_name: text  id "Halo {customer}, saya {agent_name}" }
message hello "Halo" { takes customer: text  id "Halo {customer}" }
message overdue "Terlambat" { id "Terlambat" }
setting sla: duration "SLA"
calendar holidays "Libur" { covers 2024 to 2024  2024-01-01 "Tahun Baru" }
hours office "Jam kerja" { monday to friday 08:00 to 17:00 }
table closing "Penutup" { takes at: moment  gives message  columns time of at  row any -> overdue }
flow ticket "Tiket" { takes customer: text  keeps result: text  gives result
  step settle by tier2 "Menyelesaikan" { fill result  say hello }  end closed "Ditutup" }
"#;

const FACTS: &str = "takes customer: text
keeps need: text, tries: number, needs: list of text, words: text, number_of_ticket: text, solvable: yes_no, late: yes_no, visit: moment";

/// Examples with what stands behind the fence's `sop`.
fn examples() -> Vec<(&'static str, &'static str)> {
    let mut out = Vec::new();
    for part in TEXT.split("\n```sop").skip(1) {
        let (info, rest) = part.split_once('\n').unwrap();
        out.push((info.trim_start_matches(','), rest.split("\n```").next().unwrap()));
    }
    out
}

#[test]
fn every_example_compiles() {
    let examples = examples();
    assert!(examples.len() >= 10, "{}", examples.len());
    for (info, text) in examples {
        let whole = match info {
            "alone" => text.to_owned(),
            "flow" => format!(
                "{VOCABULARY}\nflow example \"Contoh\" {{ {FACTS}\n step first by agent \"Awal\" {{ fill need, visit, late  set tries to 0  add need to needs }}\n\
                 {text}\n step close by agent \"Menutup\" end done \"Selesai\" }}"
            ),
            _ => format!("{VOCABULARY}\n{text}"),
        };
        let mut sources = Sources::new();
        sources.add("example.sop", whole);
        let errors: Vec<_> = compile(&sources)
            .findings
            .into_iter()
            .filter(|f| f.severity() == Severity::Error)
            // A piece of a flow may leave statements behind it unreached.
            .filter(|f| info != "flow" || f.code != Code::UnreachableStep)
            .collect();
        assert!(errors.is_empty(), "{text}\n{errors:#?}");
    }
}

#[test]
fn every_word_and_every_code_is_named() {
    for (word, _) in keywords::ITEMS.iter().chain(keywords::STATEMENTS).chain(keywords::CLAUSES) {
        assert!(examples().iter().any(|(_, text)| text.contains(word)), "no example of `{word}`");
    }
    for word in keywords::RESERVED {
        assert!(TEXT.contains(&format!("`{word}`")), "`{word}` is not listed");
    }
    for code in Code::ALL {
        assert!(TEXT.contains(&format!("| {code} | {} |", code.pattern())), "{code} is not listed");
    }
}
