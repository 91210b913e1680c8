//! Every reason, as people read it.

use super::*;

#[test]
fn every_reason_in_words() {
    let named = |name: &str, label: &str| Named { name: name.to_owned(), label: label.to_owned() };
    let (node, fact) = (named("identify", "Mencatat kebutuhan"), named("need", ""));
    let now = named("note_down", "Menunggu kebutuhan");
    let all = [
        Reason::NotOpen,
        Reason::FlowGone { flow: named("live_chat", "Live chat") },
        Reason::NodeGone { node: node.clone() },
        Reason::NodeChanged { node: node.clone(), now },
        Reason::ActionChanged { node: node.clone() },
        Reason::ChildChanged { node: node.clone() },
        Reason::StageNotResumed { stage: named("talk", "Percakapan") },
        Reason::BranchesChanged { node: node.clone() },
        Reason::FactChanged { fact: fact.clone() },
        Reason::FactNotTaken { fact: fact.clone() },
        Reason::FactMissing { fact, node: node.clone() },
        Reason::EndGone { node: node.clone(), end: named("solved", "Beres") },
        Reason::NoTime { node },
        Reason::NoPlace { what: "a stage is active with nobody in it".to_owned() },
    ];
    let lines = all.iter().map(|r| format!("{}\n{}\n", reason(r, "id"), reason(r, "en")));
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}
