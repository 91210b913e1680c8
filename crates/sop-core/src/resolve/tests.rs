//! Names and types: what a book of several files means, and what is said when it means nothing.

use crate::compile;
use crate::source::Sources;

fn told(files: &[(&str, &str)]) -> Vec<String> {
    let mut sources = Sources::new();
    for (path, text) in files {
        sources.add(*path, *text);
    }
    compile(&sources)
        .findings
        .iter()
        .map(|f| {
            let text = &sources.get(f.at.file).unwrap().text[f.at.start as usize..f.at.end as usize];
            format!("{} {text:?}: {} => {}", f.code, f.message, f.mend)
        })
        .collect()
}

#[test]
fn a_flow_becomes_a_graph() {
    let mut sources = Sources::new();
    sources.add(
        "a.sop",
        r#"lane agent "Agent"
           event replied "Membalas" { carries text: text breaks silence }
           flow talk "Bicara" {
             keeps solved: yes_no, words: text
             stage conversation "Percakapan" {
               when silent for 1m -> ask
               step greet by agent "Salam"
               decide solved by agent "Selesai?" { yes -> bye  no -> both }
               parallel both "Dua" { branch one "1" { step x by agent "X" } branch two "2" { step y by agent "Y" } join all then greet }
             }
             wait ask by agent "Tanya" { on replied keep text as words -> resume conversation  after 1m -> lost }
             end bye "Selesai"
             end lost "Hilang"
           }"#,
    );
    let compiled = compile(&sources);
    let book = compiled.book.unwrap_or_else(|| panic!("{:#?}", compiled.findings));
    let flow = &book.flows[0];
    let name = |n: petgraph::graph::NodeIndex| flow.graph[n].name.as_str();
    let edges: Vec<String> = flow
        .graph
        .edge_indices()
        .map(|e| {
            let (a, b) = flow.graph.edge_endpoints(e).unwrap();
            format!("{} -> {} {:?}", name(a), name(b), flow.graph[e].kind)
        })
        .collect();
    insta::assert_debug_snapshot!("edges_of_a_flow", edges);
    assert_eq!(name(flow.stages[0].interrupts[0].target), "ask");
}

#[test]
fn files_see_what_they_use() {
    let words = ("shared/words.sop", "lane agent \"Agent\"");
    let flow = "flow a \"A\" { step x by agent \"X\" end e \"E\" }";
    assert!(told(&[("a.sop", &format!("use \"shared/words.sop\"\n{flow}")), words]).is_empty());
    insta::assert_debug_snapshot!(
        "uses",
        [
            told(&[("a.sop", flow), words]),
            told(&[("a.sop", &format!("use \"shared/word.sop\"\n{flow}")), words]),
            told(&[
                ("a.sop", &format!("use \"b.sop\"\n{flow}")),
                ("b.sop", "use \"a.sop\"\nlane agent \"Agent\"")
            ]),
        ]
    );
}

#[test]
fn names_that_are_not_there() {
    insta::assert_debug_snapshot!(
        "names",
        told(&[(
            "a.sop",
            r#"lane agent "Agent"  lane agent "Lagi"
            event gone "Pergi"
            flow a "A" {
              takes customer: text
              keeps tries: number
              step x by agnt "X" { say hello  fill need, customer  set tries to "x"  then y }
              step z by gone "Z" { set tries to tries + 1m }
              decide w "?" { when tries is more than yes -> e  otherwise -> e }
              end e "E"
            }"#
        )])
    );
}

#[test]
fn what_was_lost_to_a_slip_is_not_missed_as_well() {
    let told = told(&[(
        "a.sop",
        "lane agent \"Agent\"\nflow a \"A\" { stpe x by agent \"X\" \n step y by agent \"Y\" { then x } end e \"E\" }",
    )]);
    assert_eq!(told.len(), 1, "{told:#?}");
}

#[test]
fn thousands_of_mistakes_are_counted_not_listed() {
    let mut body = String::new();
    for i in 0..20_000 {
        body.push_str(&format!("step s{i} by nobody{i} \"S\" {{ then t{i} }}\n"));
    }
    let told = told(&[("a.sop", &format!("lane agent \"Agent\"\nflow a \"A\" {{ {body} end e \"E\" }}"))]);
    assert_eq!(told.len(), crate::source::limits::FINDINGS_PER_FILE_MAX + 1);
    assert!(told.last().is_some_and(|t| t.starts_with("S014")), "{:?}", told.last());
}

#[test]
fn all_that_is_wrong_with_an_arrow_is_told_at_once() {
    let told = told(&[(
        "a.sop",
        "lane agent \"Agent\" flow a \"A\" { wait w by agent \"W\" { on gone -> nowhere cites 2a after 1m -> e } end e \"E\" }",
    )]);
    let codes: Vec<&str> = told.iter().map(|t| &t[..4]).collect();
    assert_eq!(codes, ["S101", "S101", "S505"], "{told:#?}");
}

/// Rules and scenarios that still go by a step's old name are told the new one, however unlike the two are.
#[test]
fn a_renamed_step_is_suggested_by_its_new_name() {
    let book = |rest: &str| {
        format!(
            r#"lane agent "Agent" flow f "F" {{ step hello becomes greet step greet by agent "Salam" end done "Selesai" }} {rest}"#
        )
    };
    for rest in [
        r#"rule r "R" { always hello assumed "x" }"#,
        r#"scenario s "S" for f at 2023-10-02 09:00 { do hello expect ended done }"#,
    ] {
        let told = told(&[("a.sop", &book(rest))]);
        assert!(told.len() == 1 && told[0].starts_with("S101 \"hello\""), "{told:#?}");
        assert!(told[0].ends_with("=> did you mean `greet`?"), "{told:#?}");
    }
}
