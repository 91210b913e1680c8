//! Names are found, the first of two alike, and not by looking at all the others.

use super::{Index, SHORT};
use std::cell::Cell;

#[test]
fn the_first_of_a_name_is_found() {
    for len in [0, 1, 3, SHORT, SHORT + 1, 1_000] {
        let names: Vec<String> = (0..len).map(|i| format!("n{}", i / 2)).collect();
        let index = Index::new(len, |i| &names[i]);
        for name in names.iter().map(String::as_str).chain(["", "none", "n-1"]) {
            let first = names.iter().position(|n| n == name);
            assert_eq!(index.find(name, len, |i| &names[i]), first, "{name} of {len}");
        }
    }
}

#[test]
fn how_many_names_are_looked_at_doesnt_grow_with_the_list() {
    let looks = |len: usize| {
        let names: Vec<String> = (0..len).map(|i| format!("n{i}")).collect();
        let looked = Cell::new(0);
        let at = |i: usize| {
            looked.set(looked.get() + 1);
            names[i].as_str()
        };
        let index = Index::new(len, at);
        assert!(names.iter().all(|name| index.find(name, len, at).is_some()));
        looked.get() / len
    };
    for len in [100, 1_000, 10_000] {
        assert!(looks(len) <= 12, "{} names are looked at for each of {len}", looks(len));
    }
}
