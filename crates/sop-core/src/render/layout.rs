//! Where everything goes: a layered layout with swimlanes.
//!
//! Layered-layout libraries were looked at first. None takes a node's column as given: elkrs splits *along* the flow
//! only (partitions are groups of layers), rust-sugiyama gives coordinates without lanes and without routes, layout-rs
//! draws splines of its own. A procedure's page is defined by its lanes, so the layout is our own, and small:
//!
//! 1. `rank`: rows. Back arrows are found loop by loop, then rows are longest paths. A stage is a band of rows that
//!    nothing else enters: a header row above its own rows, a border row for its interruptions below.
//! 2. `slots`: columns. Each lane is divided into slots; an item takes the slot under the arrow that leads straight on.
//! 3. `route`: streets. An arrow runs in the channels between rows and in the gutters between slots, or straight down a
//!    slot that is free; so no arrow can run through a box, and a label stands under its own item where no other arrow is.
//!    A mark that only says "back to the stage" hangs under the item that leads to it, and takes part in none of this.
//! 4. `place`: pixels. Tracks in channels and gutters are given out by intervals; widths and heights follow from them.
//!
//! Every phase is near-linear in items and arrows. All numbers are whole pixels.

mod place;
mod rank;
mod route;
mod slots;
mod tracks;

use super::view::Picture;

/// A size in pixels.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    pub(super) w: i32,
    pub(super) h: i32,
}

/// What has been measured before anything is placed.
#[derive(Clone, Debug, Default)]
pub(super) struct Sizes {
    /// Of the items' bodies.
    pub(super) items: Vec<Size>,
    /// Of the links' labels; zero where there is none.
    pub(super) labels: Vec<Size>,
    /// Of the frames' headings.
    pub(super) frames: Vec<Size>,
    /// Least width of a column, for the lane's name.
    pub(super) column_w: Vec<i32>,
}

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

/// An arrow's way and the middle of its label's upper edge.
#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    pub(super) points: Vec<(i32, i32)>,
    pub(super) label: (i32, i32),
}

/// The finished layout; its upper left corner is 0, 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub(super) items: Vec<Rect>,
    pub(super) links: Vec<Route>,
    pub(super) frames: Vec<Rect>,
    /// Upper left corner of the frames' headings.
    pub(super) headings: Vec<(i32, i32)>,
    /// Left and right border of each column.
    pub(super) columns: Vec<(i32, i32)>,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// Lays the picture out.
pub(super) fn layout(picture: &Picture, sizes: &Sizes) -> Layout {
    let docks = picture.docks();
    let ranks = rank::rank(picture, &docks);
    let slots = slots::assign(picture, &ranks, &docks);
    let ways = route::route(picture, &ranks, &slots, sizes, &docks);
    place::place(picture, sizes, &ranks, &slots, &ways, &docks)
}
