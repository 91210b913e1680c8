//! Every text that the sources name is there in each language, shows the same values everywhere, and is given all of
//! them; and no text is there that nothing names.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The values that each text shows, by the text's id.
type Texts = BTreeMap<String, BTreeSet<String>>;

/// Every `words!` in some sources: where, which id, with which values.
type Uses = Vec<(String, String, BTreeSet<String>)>;

fn crates() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut crates: Vec<PathBuf> = std::fs::read_dir(all).unwrap().map(|e| e.unwrap().path()).collect();
    crates.sort();
    crates
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn values(pattern: &Pattern<String>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, into);
        }
    }
}

fn of_expression(expression: &Expression<String>, into: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, into),
        Expression::Select { selector, variants } => {
            of_inline(selector, into);
            variants.iter().for_each(|v| values(&v.value, into));
        }
    }
}

fn of_inline(inline: &InlineExpression<String>, into: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.insert(id.name.clone());
        }
        InlineExpression::Placeable { expression } => of_expression(expression, into),
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        other => panic!("texts are kept simple: no {other:?}"),
    }
}

fn texts(text: &str, path: &str, into: &mut Texts) {
    let resource = fluent_syntax::parser::parse(text.to_owned())
        .unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
    for entry in resource.body {
        let Entry::Message(message) = entry else {
            assert!(!matches!(entry, Entry::Term(_) | Entry::Junk { .. }), "{path}: {entry:?}");
            continue;
        };
        let id = message.id.name;
        let parts = message.attributes.iter().map(|a| (format!("{id}.{}", a.id.name), &a.value));
        for (id, pattern) in message.value.iter().map(|v| (id.clone(), v)).chain(parts) {
            let mut shown = BTreeSet::new();
            values(pattern, &mut shown);
            assert!(into.insert(id.clone(), shown).is_none(), "{path}: `{id}` stands twice");
        }
    }
}

fn language(code: &str) -> Texts {
    let mut all = Texts::new();
    for krate in crates() {
        for path in files(&krate.join("locales").join(code), "ftl") {
            let shown = path.display().to_string();
            texts(&std::fs::read_to_string(&path).unwrap(), &shown, &mut all);
        }
    }
    all
}

/// What stands between the brackets that open here, cut at its outermost commas.
fn arguments(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let (mut depth, mut start, mut i, mut parts) = (0, 1, 0, Vec::new());
    while i < bytes.len() {
        match bytes[i] {
            b'"' => {
                i += 1;
                while bytes[i] != b'"' {
                    i += if bytes[i] == b'\\' { 2 } else { 1 };
                }
            }
            // A quote, a bracket or a comma as a character.
            b'\'' if bytes.get(i + 2) == Some(&b'\'') => i += 2,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    parts.push(&text[start..i]);
                    return parts.into_iter().map(str::trim).filter(|p| !p.is_empty()).collect();
                }
            }
            b',' if depth == 1 => {
                parts.push(&text[start..i]);
                start = i + 1;
            }
            _ => {}
        }
        i += 1;
    }
    panic!("never closed: {}", &text[..text.len().min(80)]);
}

/// The sources without what is said in comments.
fn code(text: &str) -> String {
    let told = |line: &&str| !line.trim_start().starts_with("//");
    text.lines().filter(told).collect::<Vec<_>>().join("\n")
}

fn uses(text: &str, path: &str) -> Uses {
    let text = code(text);
    let mut found = Uses::new();
    for (at, _) in text.match_indices("words!") {
        let rest = text[at + "words!".len()..].trim_start();
        // Its own definition and imports of it name no text.
        if !rest.starts_with(['(', '[', '{']) {
            continue;
        }
        let mut args = arguments(rest).into_iter();
        let id = args.next().unwrap_or_default();
        let id = id.strip_prefix('"').and_then(|id| id.strip_suffix('"'));
        let id = id.unwrap_or_else(|| panic!("{path}: an id stands as it is: {rest:.60}"));
        let given =
            args.map(|arg| arg.split_once('=').map_or(arg, |(name, _)| name.trim()).to_owned()).collect();
        found.push((path.to_owned(), id.to_owned(), given));
    }
    found
}

fn all_uses() -> Uses {
    let mut all = Uses::new();
    for krate in crates() {
        for path in files(&krate.join("src"), "rs") {
            let shown = path.display().to_string();
            // Tests name texts of their own; the macro is defined, not used, where it is.
            if shown.ends_with("tests.rs")
                || shown.contains("/tests/")
                || shown.ends_with("diagnostic/words.rs")
            {
                continue;
            }
            all.extend(uses(&std::fs::read_to_string(&path).unwrap(), &shown));
        }
    }
    for code in sop_core::diagnostic::Code::ALL {
        all.push(("a code".to_owned(), code.as_str().to_owned(), BTreeSet::new()));
    }
    all
}

/// All that is wrong with these uses of these texts.
fn faults(uses: &Uses, languages: &[(&str, Texts)]) -> Vec<String> {
    let mut faults = BTreeSet::new();
    let mut named = BTreeSet::new();
    for (path, id, given) in uses {
        named.insert(id.as_str());
        for (code, texts) in languages {
            match texts.get(id) {
                None => {
                    faults.insert(format!("{path}: `{id}` is not there in `{code}`"));
                }
                Some(shown) => {
                    for value in shown.difference(given) {
                        faults
                            .insert(format!("{path}: `{id}` shows `{value}` in `{code}`, which isn't given"));
                    }
                    for value in given.difference(shown) {
                        faults.insert(format!(
                            "{path}: `{id}` is given `{value}`, which `{code}` doesn't show"
                        ));
                    }
                }
            }
        }
    }
    for (code, texts) in languages {
        for id in texts.keys().filter(|id| !named.contains(id.as_str())) {
            faults.insert(format!("nothing names `{id}` of `{code}`"));
        }
    }
    faults.into_iter().collect()
}

#[test]
fn no_text_lacks_a_language_or_a_value() {
    let uses = all_uses();
    assert!(uses.len() > 70, "{} uses found", uses.len());
    let faults = faults(&uses, &[("id", language("id")), ("en", language("en"))]);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn areas_are_the_same_in_both_languages_and_none_is_left_out() {
    for krate in crates() {
        let names = |code: &str| -> BTreeSet<String> {
            let files = files(&krate.join("locales").join(code), "ftl");
            files.iter().map(|p| p.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names("id"), names("en"), "{}", krate.display());
    }
    // What is compiled in is what is there.
    let first = |code: &str| language(code).into_iter().filter(|(_, values)| values.is_empty());
    for lang in sop_core::diagnostic::Lang::ALL {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang.code());
        let mut texts_here = Texts::new();
        for path in files(&own, "ftl") {
            texts(&std::fs::read_to_string(&path).unwrap(), &path.display().to_string(), &mut texts_here);
        }
        for (id, _) in first(lang.code()).filter(|(id, _)| texts_here.contains_key(id)) {
            let said = sop_core::diagnostic::Words::new(Box::leak(id.clone().into_boxed_str())).say(*lang);
            assert!(said != id, "`{id}` is in no area that is compiled in");
        }
    }
}

#[test]
fn a_fault_is_found() {
    let uses = uses(
        r#"a(words!("one", x = f(1, ")"), y = ','));
           // words!("not")
           words! { "two.part" }"#,
        "x.rs",
    );
    assert_eq!(uses.len(), 2);
    let of = |text: &str| {
        let mut all = Texts::new();
        texts(text, "x.ftl", &mut all);
        all
    };
    let right = "one = { $x } and { $y }\ntwo = { $x }\n    .part = here\n";
    let told = |id: &str, en: &str| faults(&uses, &[("id", of(id)), ("en", of(en))]).join("\n");
    assert_eq!(told(right, right), "nothing names `two` of `en`\nnothing names `two` of `id`");
    let right = "one = { $x } and { $y ->\n   [a] x\n  *[b] { $x }\n }\nthree = c\n";
    insta::assert_snapshot!(told(right, "one = { $x } { $z }\ntwo = b\n    .part = c"), @r"
    nothing names `three` of `id`
    nothing names `two` of `en`
    x.rs: `one` is given `y`, which `en` doesn't show
    x.rs: `one` shows `z` in `en`, which isn't given
    x.rs: `two.part` is not there in `id`
    ");
}

#[test]
#[should_panic(expected = "texts are kept simple")]
fn texts_refer_to_nothing() {
    texts("one = { two }\ntwo = x\n", "x.ftl", &mut Texts::new());
}
