//! Two trees mean the same if they differ in nothing but places.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::meaning;
use crate::source::Sources;
use crate::syntax;

fn of(text: &str) -> Vec<u8> {
    let mut sources = Sources::new();
    let id = sources.add("a.sop", text);
    let parsed = syntax::parse(id, sources.get(id).unwrap());
    assert!(parsed.findings.is_empty(), "{:?}", parsed.findings);
    meaning(&parsed.file.items).unwrap()
}

#[test]
fn places_mean_nothing() {
    assert_eq!(of("lane a \"A\" lane b \"B\""), of("// x\nlane a\n  \"A\"\n\n\nlane b \"B\""));
}

#[test]
fn everything_else_means_something() {
    let flow = |body: &str| of(&format!("flow f \"F\" {{ keeps n: number, t: text {body} }}"));
    let all = [
        of(""),
        of("lane a \"A\""),
        of("lane b \"A\""),
        of("lane a \"AA\""),
        of("system a \"A\""),
        of("event a \"A\""),
        of("event a \"A\" { breaks silence }"),
        of("lane a \"A\" lane a \"A\""),
        of("lane a \"A\" { assumed \"x\" assumed \"y\" }"),
        of("lane a \"A\" { assumed \"x\" } lane a \"A\" { assumed \"y\" }"),
        flow(""),
        flow("step s by a \"S\""),
        flow("step s by a \"S\" { set n to 1 }"),
        flow("step s by a \"S\" { set n to -1 }"),
        flow("step s by a \"S\" { set n to n + 1 }"),
        flow("step s by a \"S\" { set n to n - 1 }"),
        flow("step s by a \"S\" { set t to \"1\" }"),
        flow("step s by a \"S\" { set t to t }"),
        flow("step s by a \"S\" { fill n, t }"),
        flow("step s by a \"S\" { fill n fill t }"),
        flow("wait w \"W\" { after 1m -> s }"),
        flow("wait w \"W\" { after 60s -> s on s -> s }"),
        flow("wait w \"W\" { without limit after 1m -> s }"),
    ];
    for (i, a) in all.iter().enumerate() {
        for (k, b) in all.iter().enumerate().filter(|(k, _)| *k != i) {
            assert!(a != b, "{i} and {k}");
        }
    }
    assert_eq!(flow("wait w \"W\" { after 1m -> s }"), flow("wait w \"W\" { after 60s -> s }"));
}
