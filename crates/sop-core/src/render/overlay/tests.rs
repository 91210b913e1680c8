//! Both revisions in one picture: nothing of either is lost, and what is the same is not marked.

use super::overlay;
use crate::diff::diff;
use crate::model::Book;
use crate::render::Language;
use crate::render::tests::{real_book, small_book, small_book_with, xml};

fn drawn(old: &Book, new: &Book, flow: &str) -> String {
    let svg = overlay(old, new, &diff(old, new), flow, Language::Id);
    xml::check(&svg).unwrap();
    svg
}

fn marks(svg: &str) -> [usize; 3] {
    let body = svg.split_once("</style>").unwrap().1.split("class=\"legend\"").next().unwrap();
    let count = |mark: &str| body.matches(&format!(" {mark}\"")).count();
    [count("added"), count("removed"), count("changed")]
}

#[test]
fn small_flow_with_changes() {
    let old = small_book();
    let new = small_book_with(&[
        ("when silent for 2m -> ask", "when silent for 3m -> ask"),
        ("step greet by clerk", "step greet by boss"),
        ("yes -> both  no -> greet", "yes -> both  no -> think"),
        ("    parallel both", "    step think by clerk \"Berpikir\" { then both }\n    parallel both"),
        ("  step by_hand by clerk \"Catat sendiri\" {}", ""),
        ("failed -> by_hand  then sign", "failed -> sign  then sign"),
    ]);
    let svg = drawn(&old, &new, "leave");
    assert!(svg.contains("id=\"node-think\" class=\"node step g-unsaid added\""));
    assert!(svg.contains("id=\"gone-node-by_hand\" class=\"node step g-unsaid removed\""));
    assert!(svg.contains("id=\"node-greet\" class=\"node step g-cited changed\""));
    assert!(svg.contains("± Diam 3"), "{svg}");
    insta::assert_snapshot!(svg);
}

#[test]
fn what_is_the_same_is_not_marked() {
    for book in [small_book(), real_book()] {
        for flow in &book.flows {
            assert_eq!(marks(&drawn(&book, &book, &flow.name)), [0; 3], "{}", flow.name);
        }
    }
}

/// From any flow of the book to any other: every node of both is there.
#[test]
fn two_flows_that_have_nothing_in_common() {
    let book = real_book();
    for (i, flow) in book.flows.iter().enumerate() {
        let mut other = book.clone();
        let mut next = book.flows[(i + 1) % book.flows.len()].clone();
        next.name.clone_from(&flow.name);
        other.flows[i] = next;
        let svg = drawn(&book, &other, &flow.name);
        let nodes = svg.matches("class=\"node ").count();
        assert!(nodes > flow.graph.node_count(), "{}: {nodes}", flow.name);
        for node in other.flows[i].graph.node_weights() {
            assert!(svg.contains(&format!("id=\"node-{}", node.name.replace(' ', "-"))), "{}", node.name);
        }
    }
}

#[test]
fn a_flow_that_only_one_has() {
    let (one, mut two) = (small_book(), small_book());
    two.flows.iter_mut().for_each(|f| f.name.push_str("_other"));
    two.flows
        .iter_mut()
        .for_each(|f| f.graph.node_weights_mut().for_each(|n| n.label = format!("Z{}Z", n.name)));
    two.flows
        .iter_mut()
        .for_each(|f| f.graph.node_weights_mut().for_each(|n| n.name = format!("q{}q", n.name.len())));
    two.flows.iter_mut().for_each(|f| f.label = "?!".to_owned());
    let [added, removed, _] = marks(&drawn(&one, &two, "leave"));
    assert!(added == 0 && removed > 10);
    let [added, removed, _] = marks(&drawn(&one, &two, "leave_other"));
    assert!(added > 10 && removed == 0);
    assert!(drawn(&one, &two, "nothing").contains("viewBox=\"0 0 1 1\""));
}

/// Not a test of its own: writes pictures where `SOP_PICTURES` says, to be looked at.
#[test]
fn pictures_to_look_at() {
    let Ok(folder) = std::env::var("SOP_PICTURES") else { return };
    let old = small_book();
    let dissolved = small_book_with(&[
        (
            "    stage talk \"Percakapan\" {\n        when silent for 2m -> ask\n        when left -> gone  assumed \"tidak tertulis\"\n        within 1h else tell boss late\n",
            "",
        ),
        ("yes -> both  no -> greet }\n    }", "yes -> both  no -> greet }"),
        ("on replied -> resume talk", "on replied -> greet"),
        (
            "    end gone",
            "    stage late_hours \"Sesudah jam kerja\" { when left -> gone step lock_up by boss \"Mengunci\" { then done } }\n    end gone",
        ),
        ("known -> done  after 1h -> done", "known -> lock_up  after 2h -> done"),
        ("branch word \"Kabar\"", "branch letter \"Surat kabar\""),
        ("join all", "join any"),
    ]);
    let real = real_book();
    let mut next = real.clone();
    next.flows[0] = real.flows[7].clone();
    next.flows[0].name.clone_from(&real.flows[0].name);
    for language in [Language::Id, Language::En] {
        let write = |name: &str, old: &Book, new: &Book, flow: &str| {
            let path = std::path::Path::new(&folder).join(format!("{name}-{language:?}.svg"));
            std::fs::write(path, overlay(old, new, &diff(old, new), flow, language)).unwrap();
        };
        write("dissolved", &old, &dissolved, "leave");
        write("back", &dissolved, &old, "leave");
        write("other", &real, &next, &real.flows[0].name);
    }
}
