//! What must hold for every picture.

use super::sample::{real_book, small_book};
use super::xml;
use crate::model::{Book, FlowId};
use crate::render::layout::{Layout, Rect, layout};
use crate::render::svg::Measured;
use crate::render::view::{Picture, Shape};
use crate::render::{Language, SvgOptions, dot, mermaid, svg};

#[test]
fn flows_of_the_books_keep_the_laws() {
    for book in [real_book(), small_book()] {
        for id in (0u16..).map(FlowId).take(book.flows.len()) {
            check(&book, id);
        }
    }
}

/// Checks one flow in both languages.
pub(super) fn check(book: &Book, id: FlowId) {
    for language in [Language::Id, Language::En] {
        let flow = &book.flows[id.index()];
        let picture = Picture::new(book, flow, language);
        let measured = Measured::new(book, &picture);
        let layout = layout(&picture, &measured.sizes);
        boxes(&picture, &layout);
        labels(&picture, &layout, &measured);
        ways(&picture, &layout);
        frames(&picture, &layout, &measured);
        let options = SvgOptions { language, at: &[] };
        let text = svg(book, id, &options);
        assert_eq!(text, svg(book, id, &options), "not deterministic");
        xml::check(&text).unwrap();
        for node in flow.graph.node_weights().filter(|n| n.name.chars().all(char::is_alphanumeric)) {
            assert!(text.contains(&format!("id=\"node-{}\"", node.name)), "{} is not drawn", node.name);
        }
    }
    assert_eq!(mermaid(book, id), mermaid(book, id));
    assert_eq!(dot(book, id), dot(book, id));
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

fn within(a: Rect, b: Rect) -> bool {
    a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom
}

/// No two boxes overlap, each lies in its lane's column.
fn boxes(picture: &Picture, layout: &Layout) {
    for (i, a) in layout.items.iter().enumerate() {
        let (left, right) = layout.columns[picture.items[i].column];
        let column = Rect { left, top: 0, right, bottom: layout.height };
        assert!(within(*a, column), "{} {a:?} leaves its lane {column:?}", picture.items[i].id);
        for (j, b) in layout.items.iter().enumerate().skip(i + 1) {
            assert!(!overlap(*a, *b), "{} {a:?} and {} {b:?}", picture.items[i].id, picture.items[j].id);
        }
    }
    for pair in layout.columns.windows(2) {
        assert!(pair[0].1 <= pair[1].0);
    }
}

fn label_box(layout: &Layout, measured: &Measured, l: usize) -> Option<Rect> {
    let size = measured.sizes.labels[l];
    let (x, y) = layout.links[l].label;
    (size.w > 0).then_some(Rect { left: x - size.w / 2, top: y, right: x + size.w / 2, bottom: y + size.h })
}

/// Labels lie on the page, on no box, on no other label and on no other arrow.
fn labels(picture: &Picture, layout: &Layout, measured: &Measured) {
    let page = Rect { left: 0, top: 0, right: layout.width, bottom: layout.height };
    let all: Vec<(usize, Rect)> =
        (0..picture.links.len()).filter_map(|l| label_box(layout, measured, l).map(|r| (l, r))).collect();
    for (n, (l, a)) in all.iter().enumerate() {
        let name = &picture.links[*l].label;
        assert!(within(*a, page), "label {name:?} {a:?} leaves the page {page:?}");
        for (i, b) in layout.items.iter().enumerate() {
            assert!(!overlap(*a, *b), "label {name:?} on {}", picture.items[i].id);
        }
        for (m, b) in &all[n + 1..] {
            assert!(!overlap(*a, *b), "labels {name:?} and {:?}", picture.links[*m].label);
        }
        for (m, route) in layout.links.iter().enumerate().filter(|(m, _)| m != l) {
            for pair in route.points.windows(2) {
                assert!(
                    !overlap(*a, segment(pair)),
                    "label {name:?} on the arrow to {}",
                    picture.items[picture.links[m].to].id
                );
            }
        }
    }
}

/// A stretch of an arrow as a thin rectangle.
fn segment(pair: &[(i32, i32)]) -> Rect {
    let (a, b) = (pair[0], pair[1]);
    Rect { left: a.0.min(b.0), top: a.1.min(b.1), right: a.0.max(b.0) + 1, bottom: a.1.max(b.1) + 1 }
}

/// Arrows have a way of straight stretches from box to box, through no box; two arrows lie on each other only if both
/// lead to the same item.
fn ways(picture: &Picture, layout: &Layout) {
    let mut stretches = Vec::new();
    for (l, (link, route)) in picture.links.iter().zip(&layout.links).enumerate() {
        let (from, to) = (layout.items[link.from], layout.items[link.to]);
        let (first, last) = (route.points[0], *route.points.last().unwrap());
        assert_eq!(first.1, from.bottom);
        assert!((from.left..=from.right).contains(&first.0), "{link:?} leaves beside its item");
        let top = last.1 == to.top && (to.left..=to.right).contains(&last.0);
        let side = (last.0 == to.left || last.0 == to.right) && (to.top..=to.bottom).contains(&last.1);
        assert!(top || side, "{link:?} ends at {last:?}, not at {to:?}");
        for pair in route.points.windows(2) {
            assert!(pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1, "{link:?} runs askew");
            let s = segment(pair);
            assert!(
                s.left >= 0 && s.right <= layout.width && s.top >= 0 && s.bottom <= layout.height,
                "{link:?} leaves the page"
            );
            for (i, item) in layout.items.iter().enumerate() {
                let inner = Rect {
                    left: item.left + 1,
                    top: item.top + 1,
                    right: item.right - 1,
                    bottom: item.bottom - 1,
                };
                assert!(!overlap(s, inner), "{link:?} runs through {}", picture.items[i].id);
            }
            if pair[0] != pair[1] {
                stretches.push((l, s));
            }
        }
    }
    for (n, (l, a)) in stretches.iter().enumerate() {
        for (m, b) in stretches[n + 1..].iter().filter(|(m, _)| picture.links[*m].to != picture.links[*l].to)
        {
            let common =
                (a.right.min(b.right) - a.left.max(b.left), a.bottom.min(b.bottom) - a.top.max(b.top));
            let along = common.0 > 1 && common.1 > 0 || common.1 > 1 && common.0 > 0;
            assert!(
                !along,
                "arrows lie on each other: {:?} and {:?} at {a:?} {b:?}",
                picture.links[*l], picture.links[*m]
            );
            // One line that ends just where the next begins looks like one line.
            let level = |r: &Rect| r.bottom - r.top == 1 && r.right - r.left > 1;
            let in_line = level(a) && level(b) && a.top == b.top && common.0 > -18;
            assert!(
                !in_line,
                "arrows look like one: {:?} and {:?} at {a:?} {b:?}",
                picture.links[*l], picture.links[*m]
            );
        }
    }
}

/// A frame holds its own items and no others, and no arrow runs through its heading.
fn frames(picture: &Picture, layout: &Layout, measured: &Measured) {
    for (f, frame) in layout.frames.iter().enumerate() {
        for (i, item) in picture.items.iter().enumerate() {
            let mut around = item.frame;
            let mut inside = false;
            while let Some(a) = around {
                inside |= a == f;
                around = picture.frames[a].outer;
            }
            let r = layout.items[i];
            if item.shape.on_border() && item.frame == Some(f) {
                assert!(r.top < frame.bottom && frame.bottom < r.bottom, "{} is not on the border", item.id);
            } else if inside {
                assert!(within(r, *frame), "{} {r:?} is not in {frame:?}", item.id);
            } else if item.shape != Shape::Resume {
                assert!(!overlap(r, *frame), "{} {r:?} lies in {frame:?}", item.id);
            }
        }
        let (x, y) = layout.headings[f];
        let size = measured.sizes.frames[f];
        let heading = Rect { left: x, top: y, right: x + size.w, bottom: y + size.h };
        assert!(heading.right <= frame.right, "the heading leaves its frame");
        for (link, route) in picture.links.iter().zip(&layout.links) {
            for pair in route.points.windows(2) {
                assert!(
                    !overlap(segment(pair), heading),
                    "{link:?} runs through the heading of {}",
                    picture.frames[f].label
                );
            }
        }
    }
}
