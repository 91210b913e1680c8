//! What everything says, broken into lines, and how much room that takes.

use super::{Picture, Shape, shapes};
use crate::model::Book;
use crate::render::layout::{Size, Sizes};
use crate::render::text::{widest, width, wrap};
use crate::render::words::shown;

/// Type sizes in tenths of pixels, and heights of lines in pixels.
pub(super) const LABEL_TENTHS: i32 = 130;
pub(super) const LABEL_H: i32 = 16;
pub(super) const SMALL_TENTHS: i32 = 105;
pub(super) const SMALL_H: i32 = 13;
pub(super) const LINK_TENTHS: i32 = 110;
pub(super) const LINK_H: i32 = 13;
pub(super) const HEADING_TENTHS: i32 = 125;
pub(super) const HEADING_H: i32 = 15;
pub(super) const BADGE_TENTHS: i32 = 95;
/// Least width of the whole page's lanes, so that the head and the legend have room.
const LANES_W_MIN: i32 = 660;

/// Lines of an item or heading.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) label: Vec<String>,
    pub(super) small: Vec<String>,
}

/// All that is measured.
#[derive(Debug, Default)]
pub(in crate::render) struct Measured {
    pub(super) items: Vec<Lines>,
    pub(super) labels: Vec<Vec<String>>,
    pub(super) headings: Vec<Lines>,
    pub(in crate::render) sizes: Sizes,
}

impl Measured {
    pub(in crate::render) fn new(book: &Book, picture: &Picture) -> Self {
        let mut this = Self::default();
        for item in &picture.items {
            let (lines, mut size) = match (item.shape, &item.small[..]) {
                // The icon says "back to".
                (Shape::Resume, [stage]) => body(item.shape, stage, &[]),
                _ => body(item.shape, &item.label, &item.small),
            };
            let badge = item.grounds.badge();
            if !badge.is_empty() && !item.shape.on_border() {
                // The arrow that comes in from above stays clear of the badge.
                size.w = size.w.max(2 * (width(&badge, BADGE_TENTHS) + 18 + shapes::badge_inset(item.shape)));
            }
            this.items.push(lines);
            this.sizes.items.push(size);
        }
        let mut exits = vec![0usize; picture.items.len()];
        picture.links.iter().for_each(|l| exits[l.from] += 1);
        for link in &picture.links {
            let border = picture.items[link.from].shape.on_border();
            let max = match exits[link.from] {
                1 if border => 100,
                0 | 1 => 150,
                2 => 92,
                _ => 84,
            };
            let lines = wrap(&link.label, LINK_TENTHS, max, 5);
            let size = if lines.is_empty() {
                Size::default()
            } else {
                Size { w: widest(&lines, LINK_TENTHS) + 10, h: int(lines.len()) * LINK_H + 5 }
            };
            this.labels.push(lines);
            this.sizes.labels.push(size);
        }
        for frame in &picture.frames {
            let label = wrap(&frame.label, HEADING_TENTHS, 130, 3);
            let small: Vec<String> = frame.small.iter().flat_map(|s| wrap(s, SMALL_TENTHS, 130, 3)).collect();
            let w = widest(&label, HEADING_TENTHS).max(widest(&small, SMALL_TENTHS));
            let h = int(label.len()) * HEADING_H + int(small.len()) * SMALL_H + 4;
            this.sizes.frames.push(Size { w, h });
            this.headings.push(Lines { label, small });
        }
        let columns = int(picture.columns.len()).max(1);
        for column in &picture.columns {
            let lane = column.and_then(|l| book.lanes.get(l.index()));
            let name = lane.map_or(0, |l| width(shown(&l.label, &l.name), LABEL_TENTHS) + 24);
            this.sizes.column_w.push(name.max(LANES_W_MIN / columns));
        }
        this
    }
}

/// How a body's text is broken, and the size of the body.
fn body(shape: Shape, label: &str, small: &[String]) -> (Lines, Size) {
    let (text_w, extra_w, extra_h, w_min) = match shape {
        Shape::BorderTime | Shape::BorderEvent => return (Lines::default(), Size { w: 24, h: 24 }),
        Shape::Fork | Shape::Join => (180, 24, 8, 120),
        Shape::Entry | Shape::End => (150, 36, 16, 90),
        Shape::Resume => (84, 36, 10, 0),
        Shape::Decide | Shape::Choose => (160, 62, 24, 214),
        Shape::Step => (172, 24, 20, 196),
        Shape::Wait | Shape::Do | Shape::Start | Shape::Await | Shape::Call => (156, 52, 20, 208),
    };
    let size =
        if matches!(shape, Shape::Resume | Shape::Fork | Shape::Join) { SMALL_TENTHS } else { LABEL_TENTHS };
    let line_h = if size == SMALL_TENTHS { SMALL_H } else { LABEL_H };
    let label = wrap(label, size, text_w, 8);
    let small: Vec<String> = small.iter().flat_map(|s| wrap(s, SMALL_TENTHS, text_w, 4)).collect();
    let w = (widest(&label, size).max(widest(&small, SMALL_TENTHS)) + extra_w).max(w_min);
    let gap = if small.is_empty() { 0 } else { 3 };
    let h = int(label.len()) * line_h + int(small.len()) * SMALL_H + gap + extra_h;
    // Even sizes keep middles on whole pixels.
    (Lines { label, small }, Size { w: w + w % 2, h: h + h % 2 })
}

fn int(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX / 1024)
}
