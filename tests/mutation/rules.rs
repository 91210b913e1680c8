//! Faults of rules: turned round, on a misspelt step, on one that is never come to.

use super::text::{Edit, Mutant, Written, cut, replace, span};
use sop_core::syntax::tree::{Item, PointItem, SentenceKind};

pub(crate) fn mutants(written: &Written, out: &mut Vec<Mutant>) {
    for (file, item) in written.items() {
        let Item::Rule(rule) = item else { continue };
        let Some(sentence) = &rule.sentence else { continue };
        let mut push = |kind, what: &str, edits: Vec<Edit>| {
            out.push(Mutant {
                kind,
                what: format!("rule {}: {what}", rule.name.value),
                edits,
                around: (file, written.whole(rule.at)),
                names: vec![rule.name.value.to_string()],
            });
        };
        push("a rule is dropped", "gone", vec![cut(file, written.whole(rule.at))]);
        let lists: Vec<&Vec<PointItem>> = match &sentence.kind {
            SentenceKind::NeverBefore(a, b)
            | SentenceKind::NeverAfter(a, b)
            | SentenceKind::Followed(a, b, _) => vec![a, b],
            SentenceKind::Never(a) | SentenceKind::AtMost(_, a) | SentenceKind::Always(a) => vec![a],
        };
        if let [a, b] = lists[..]
            && let (Some(first), Some(last)) = (all(a), all(b))
        {
            let edits = vec![replace(first, written.at(last)), replace(last, written.at(first))];
            push("a rule is turned round", written.at(sentence.at), edits);
        }
        if let SentenceKind::NeverBefore(..) = sentence.kind {
            let text = written.at(sentence.at).replace(" before ", " after ");
            push("`before` becomes `after`", &text, vec![replace(sentence.at, &*text)]);
        }
        for point in lists.iter().flat_map(|l| l.iter()) {
            let end = span(point.at).end;
            push(
                "a rule of a misspelt point",
                written.at(point.at),
                vec![Edit { file, range: end..end, with: "x".into() }],
            );
        }
    }
}

fn all(points: &[PointItem]) -> Option<sop::source::Span> {
    Some(points.first()?.at.to(points.last()?.at))
}
