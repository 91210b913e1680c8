//! Pieces of which correct flows are put together: each is entered at one place and left at one, so whatever is made of them is sound.

use proptest::collection::vec;
use proptest::prelude::*;

/// A piece of a flow.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    /// A person's step; its extras are bits, see the writer.
    Step(u8),
    /// One after the other.
    Seq(Vec<Block>),
    /// A person decides; each answer has a way of its own. With an end of its own for the last one, where ends may stand.
    Decide(Vec<Block>, bool),
    /// Asked, remembered, and decided upon later.
    Remembered(Box<Block>, Box<Block>, Box<Block>),
    /// Again and again, as long as a person wants.
    Loop(Box<Block>),
    /// Again, a counted number of times.
    Count(Box<Block>, u8),
    /// Waits for events and timers; its extras are bits.
    Wait(Vec<Block>, u8),
    /// A machine's action, with a way for its failure.
    Do(Box<Block>, u8),
    /// A stage with interruptions; its extras are bits.
    Stage(Box<Block>, Box<Block>, u8),
    /// Beside each other, joined by all or by any.
    Parallel(Vec<Block>, bool),
    /// Another flow, with a way for each of its ends.
    Call(Box<Block>, Vec<Block>, bool),
    /// Another case, something meanwhile, and its end awaited.
    Start(Box<Block>, Box<Block>, u8),
}

/// Any flow of a few pieces.
pub(crate) fn blocks() -> impl Strategy<Value = Block> {
    let leaf = any::<u8>().prop_map(Block::Step);
    let piece = leaf.prop_recursive(6, 48, 3, |inner| {
        let one = inner.clone().prop_map(Box::new);
        prop_oneof![
            3 => vec(inner.clone(), 1..4).prop_map(Block::Seq),
            2 => (vec(inner.clone(), 2..4), any::<bool>()).prop_map(|(b, e)| Block::Decide(b, e)),
            1 => (one.clone(), one.clone(), one.clone()).prop_map(|(a, b, c)| Block::Remembered(a, b, c)),
            1 => one.clone().prop_map(Block::Loop),
            1 => (one.clone(), 1..4u8).prop_map(|(b, n)| Block::Count(b, n)),
            2 => (vec(inner.clone(), 1..3), any::<u8>()).prop_map(|(b, x)| Block::Wait(b, x)),
            1 => (one.clone(), any::<u8>()).prop_map(|(b, x)| Block::Do(b, x)),
            3 => (one.clone(), one.clone(), any::<u8>()).prop_map(|(b, h, x)| Block::Stage(b, h, x)),
            2 => (vec(inner.clone(), 2..3), any::<bool>()).prop_map(|(b, all)| Block::Parallel(b, all)),
            1 => (one.clone(), vec(inner, 1..3), any::<bool>()).prop_map(|(f, b, c)| Block::Call(f, b, c)),
            1 => (one.clone(), one, any::<u8>()).prop_map(|(f, b, x)| Block::Start(f, b, x)),
        ]
    });
    vec(piece, 1..5).prop_map(Block::Seq)
}
