//! Pages, and what recurs on each.

use super::{page_number, pages};
use crate::read::{Hints, ReadFault, read_text, text};

#[test]
fn numbers_of_pages_in_many_spellings() {
    for (line, page) in [
        ("Hal: 5 dari 16", 5),
        ("Page 5 of 16", 5),
        ("- 5 -", 5),
        ("5 / 16", 5),
        ("5 | Page", 5),
        ("Halaman 5", 5),
        ("— 12 —", 12),
    ] {
        assert_eq!(page_number(line).map(|(p, _)| p), Some(page), "{line}");
    }
    for line in ["5", "Page five", "5 minutes of 16", "Page 5 of the document", "- 5"] {
        assert_eq!(page_number(line), None, "{line}");
    }
}

fn numbers(text: &str) -> Vec<(u32, bool)> {
    pages(&text::lines(text)).0.iter().map(|p| (p.number, p.told)).collect()
}

#[test]
fn pages_end_at_their_numbers_or_begin_with_them_or_end_at_breaks() {
    assert_eq!(numbers("a\nPage 1 of 3\nb\nPage 3 of 3\n"), [(1, true), (3, true)]);
    assert_eq!(numbers("Page 1 of 2\na\nb\nc\nd\nPage 2 of 2\na\nb\nc\nd\ne"), [(1, true), (2, true)]);
    assert_eq!(numbers("a\u{c}b\u{c}c\u{c}"), [(1, false), (2, false), (3, false)]);
    assert_eq!(numbers("a\n- 1 -\n\u{c}b\n- 2 -\n\u{c}"), [(1, true), (2, true)]);
    // Over a break without a number; a page whose number is lost stays one.
    assert_eq!(numbers("a\u{c}b\n- 1 -\n\u{c}c\n- 2 -\n"), [(1, true), (2, true)]);
    assert_eq!(numbers("a\n- 1 -\n\u{c}b\u{c}c\n- 3 -\n"), [(1, true), (2, false), (3, true)]);
    assert_eq!(numbers(""), [(1, false)]);
}

#[test]
fn a_head_may_stand_in_any_order_and_is_told_where_it_differs() {
    let page =
        |head: &str, n: u32| format!("Mending\n{head}\n\n{n}. Purpose {n}\n\nThat is so.\n\nPage {n} of 3\n");
    let text = [
        page("Effective date: 2 May 2024  Document no: AB-1  Revision: 03", 1),
        page("Effective date : 2 May 2024 : AB-1 Document no : 03 Revision", 2),
        page("Effective date: 2 May 2024  Document no: AB-1  Revision: 04", 3),
    ]
    .concat();
    let read = read_text(&text, &Hints::default());
    assert_eq!(read.title.as_deref(), Some("Mending"));
    assert_eq!((read.code.as_deref(), read.revision.as_deref()), (Some("AB-1"), Some("03")));
    assert_eq!(read.effective.map(|d| d.to_string()).as_deref(), Some("2024-05-02"));
    assert!(
        matches!(read.faults.as_slice(), [ReadFault::HeadDiffers { page: 3, value, .. }] if value == "04"),
        "{:?}",
        read.faults
    );
    assert_eq!(read.clauses.len(), 3, "{:?}", read.clauses);
}
