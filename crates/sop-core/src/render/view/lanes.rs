//! Columns: the lanes that a flow uses, and for each item without a lane the column where its neighbours are.

use super::{Picture, Shape};
use crate::model::{Book, LaneId};
use std::collections::{BTreeSet, VecDeque};

/// Sets the column of each item.
pub(super) fn assign(book: &Book, picture: &mut Picture, own: &[Option<LaneId>]) {
    let mut lanes = own.to_vec();
    let n = picture.items.len();
    let mut next = vec![Vec::new(); n];
    let mut before = vec![Vec::new(); n];
    for link in &picture.links {
        next[link.from].push(link.to);
        before[link.to].push(link.from);
    }
    borders(picture, &mut lanes, &next);
    // The entry and a split stand where those are who go on.
    for (i, item) in picture.items.iter().enumerate() {
        if matches!(item.shape, Shape::Entry | Shape::Fork) {
            lanes[i] = lanes[i].or_else(|| next[i].iter().find_map(|t| lanes[*t]));
        }
    }
    spread(&mut lanes, &next);
    spread(&mut lanes, &before);

    picture.columns =
        (0u16..).map(LaneId).take(book.lanes.len()).filter(|l| lanes.contains(&Some(*l))).map(Some).collect();
    if picture.columns.is_empty() {
        picture.columns.push(None);
    }
    let mut position = vec![0; book.lanes.len()];
    for (at, lane) in picture.columns.iter().enumerate() {
        if let Some(slot) = lane.and_then(|l| position.get_mut(l.index())) {
            *slot = at;
        }
    }
    for (item, lane) in picture.items.iter_mut().zip(&lanes) {
        item.column = lane.and_then(|l| position.get(l.index()).copied()).unwrap_or(0);
    }
    for (i, link) in picture.docks().into_iter().enumerate() {
        if let Some(link) = link {
            picture.items[i].column = picture.items[picture.links[link].from].column;
        }
    }
}

/// Carries lanes along the arrows, nearest first, to those that have none.
fn spread(lanes: &mut [Option<LaneId>], next: &[Vec<usize>]) {
    let mut queue: VecDeque<usize> = (0..lanes.len()).filter(|i| lanes[*i].is_some()).collect();
    while let Some(i) = queue.pop_front() {
        for &to in &next[i] {
            if lanes[to].is_none() {
                lanes[to] = lanes[i];
                queue.push_back(to);
            }
        }
    }
}

/// An interruption stands in the stage's lane that is nearest to where it leads.
fn borders(picture: &Picture, lanes: &mut [Option<LaneId>], next: &[Vec<usize>]) {
    let mut of_frame = vec![BTreeSet::new(); picture.frames.len()];
    for (item, lane) in picture.items.iter().zip(&*lanes) {
        let mut frame = item.frame;
        while let (Some(f), Some(lane)) = (frame, lane) {
            of_frame[f].insert(*lane);
            frame = picture.frames[f].outer;
        }
    }
    for (i, item) in picture.items.iter().enumerate() {
        let Some(frame) = item.frame.filter(|_| item.shape.on_border()) else { continue };
        let to = next[i].iter().find_map(|t| lanes[*t]).map_or(u16::MAX, |l| l.0);
        lanes[i] = of_frame[frame].iter().min_by_key(|l: &&LaneId| l.0.abs_diff(to)).copied();
    }
}
