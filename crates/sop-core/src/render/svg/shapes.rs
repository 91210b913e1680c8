//! The shapes of items.

use super::measure::{LABEL_H, LABEL_TENTHS, SMALL_H, SMALL_TENTHS};
use super::{Drawing, Shape};
use crate::render::layout::Rect;
use crate::render::text::widest;

/// How far the corners of a decision are drawn in.
const CORNER: i32 = 24;

/// How far text gives way to an icon.
const ICON_SHIFT: i32 = 12;

/// The same for a rectangle that may be too small for it.
fn corner(r: Rect) -> i32 {
    CORNER.min((r.right - r.left) / 4).max(1)
}

/// How much higher than the bottom of its box a shape ends at `x`.
pub(super) fn rise(shape: Shape, r: Rect, x: i32) -> i32 {
    if !matches!(shape, Shape::Decide | Shape::Choose) {
        return 0;
    }
    let inside = (x - r.left).min(r.right - x).max(0);
    let corner = corner(r);
    if inside >= corner { 0 } else { (r.bottom - r.top) * (corner - inside) / (2 * corner) }
}

/// How much further in than the side of its box a shape begins at `y`.
pub(super) fn slant(shape: Shape, r: Rect, y: i32) -> i32 {
    if !matches!(shape, Shape::Decide | Shape::Choose) {
        return 0;
    }
    let half = ((r.bottom - r.top) / 2).max(1);
    let off = (y - i32::midpoint(r.top, r.bottom)).abs();
    corner(r) * off.min(half) / half
}

/// Distance of the badge from the right edge.
pub(super) const fn badge_inset(shape: Shape) -> i32 {
    match shape {
        Shape::Decide | Shape::Choose => CORNER,
        Shape::End | Shape::Entry | Shape::Resume => 12,
        _ => 8,
    }
}

impl Drawing<'_> {
    /// Shape, icon and text of an item.
    pub(super) fn body(&mut self, i: usize) {
        let r = self.layout.items[i];
        let shape = self.picture.items[i].shape;
        let lines = &self.measured.items[i];
        let text = widest(&lines.label, LABEL_TENTHS).max(widest(&lines.small, SMALL_TENTHS));
        // The icon stands by the text, also in a box that is wide for its labels' sake.
        let side = middle(r).0 + ICON_SHIFT - text / 2 - 16;
        self.outline(shape, r, side);
        self.text(i, r);
    }

    /// Shape and icon without text.
    pub(super) fn outline(&mut self, shape: Shape, r: Rect, side: i32) {
        match shape {
            Shape::Entry | Shape::End => self.rect(r, "box", (r.bottom - r.top) / 2),
            // Not round all over: its upper and lower lines are as long as the middle one.
            Shape::Resume => self.rect(r, "box", 12.min((r.bottom - r.top) / 2)),
            Shape::Step | Shape::Do | Shape::Wait => self.rect(r, "box", 7),
            Shape::Start | Shape::Call | Shape::Await => {
                self.rect(r, "box", 3);
                let inner =
                    Rect { left: r.left + 4, top: r.top + 4, right: r.right - 4, bottom: r.bottom - 4 };
                self.rect(inner, "inner", 2);
            }
            Shape::Decide | Shape::Choose => self.hexagon(r),
            Shape::Fork | Shape::Join => self.rect(r, "bar", 3),
            Shape::BorderTime | Shape::BorderEvent => {
                let (x, y) = middle(r);
                self.put(format_args!("<circle class=\"box\" cx=\"{x}\" cy=\"{y}\" r=\"12\"/>"));
            }
        }
        self.icon(shape, r, side);
    }

    fn rect(&mut self, r: Rect, class: &str, radius: i32) {
        self.put(format_args!(
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{radius}\"/>",
            r.left,
            r.top,
            r.right - r.left,
            r.bottom - r.top
        ));
    }

    fn hexagon(&mut self, r: Rect) {
        let (_, y) = middle(r);
        let corner = corner(r);
        self.put(format_args!(
            "<path class=\"box\" d=\"M{} {y}L{} {}H{}L{} {y}L{} {}H{}Z\"/>",
            r.left,
            r.left + corner,
            r.top,
            r.right - corner,
            r.right,
            r.right - corner,
            r.bottom,
            r.left + corner
        ));
    }

    fn icon(&mut self, shape: Shape, r: Rect, side: i32) {
        let (x, y) = middle(r);
        match shape {
            Shape::Wait | Shape::Await => self.clock(side, y, 8),
            Shape::Do => self.gear(side, y),
            Shape::Call => self.put(format_args!(
                "<path class=\"icon\" d=\"M{} {}h11m-4 -3.5l4 3.5l-4 3.5M{} {}h-11m4 -3.5l-4 3.5l4 3.5\"/>",
                side - 6,
                y - 4,
                side + 5,
                y + 4
            )),
            Shape::Start => self.put(format_args!(
                "<path class=\"icon\" d=\"M{} {y}h11m-4 -4l4 4l-4 4M{} {}v12\"/>",
                side - 6,
                side - 6,
                y - 6
            )),
            Shape::Choose => self.put(format_args!(
                "<path class=\"icon\" d=\"M{} {}h9M{} {}h9\"/>",
                r.left + 13,
                y - 3,
                r.left + 13,
                y + 3
            )),
            Shape::Resume => self.put(format_args!(
                "<path class=\"icon\" d=\"M{} {}a6 6 0 1 1 -6 6m-3 -3l3 4l3.5 -3.5\"/>",
                r.left + 19,
                y - 6
            )),
            Shape::BorderTime => self.clock(x, y, 8),
            Shape::BorderEvent => self.put(format_args!(
                "<path class=\"icon\" d=\"M{} {}h13v9h-13zl6.5 5.5l6.5 -5.5\"/>",
                x - 6,
                y - 4
            )),
            _ => {}
        }
    }

    fn clock(&mut self, x: i32, y: i32, r: i32) {
        self.put(format_args!(
            "<path class=\"icon\" d=\"M{} {y}a{r} {r} 0 1 1 {} 0a{r} {r} 0 1 1 -{} 0M{x} {}V{y}H{}\"/>",
            x - r,
            2 * r,
            2 * r,
            y - r + 3,
            x + r - 4
        ));
    }

    fn gear(&mut self, x: i32, y: i32) {
        self.put(format_args!(
            "<g class=\"icon\" transform=\"translate({x} {y})\"><circle r=\"4.5\"/><circle r=\"1.5\"/>"
        ));
        self.out.push_str("<path d=\"M0 -8v3M0 8v-3M-8 0h3M8 0h-3M-5.7 -5.7l2.2 2.2M5.7 5.7l-2.2 -2.2M-5.7 5.7l2.2 -2.2M5.7 -5.7l-2.2 2.2\"/></g>");
    }

    fn text(&mut self, i: usize, r: Rect) {
        let measured = self.measured;
        let lines = &measured.items[i];
        let shape = self.picture.items[i].shape;
        let small_type = matches!(shape, Shape::Resume | Shape::Fork | Shape::Join);
        let (class, line_h) = if small_type { ("small strong", SMALL_H) } else { ("name", LABEL_H) };
        let (mut x, y) = middle(r);
        x += match shape {
            Shape::Wait | Shape::Await | Shape::Do | Shape::Start | Shape::Call => ICON_SHIFT,
            Shape::Resume => 10,
            _ => 0,
        };
        let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX / 1024);
        let label_h = count(lines.label.len()) * line_h;
        let gap = if lines.small.is_empty() { 0 } else { 3 };
        let top = y - (label_h + gap + count(lines.small.len()) * SMALL_H) / 2;
        self.lines(class, &lines.label, x, top, line_h);
        self.lines("small", &lines.small, x, top + label_h + gap, SMALL_H);
    }
}

const fn middle(r: Rect) -> (i32, i32) {
    (i32::midpoint(r.left, r.right), i32::midpoint(r.top, r.bottom))
}
