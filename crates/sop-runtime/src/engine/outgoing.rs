//! Effects in the outbox: which go there, and how they are written.

use crate::host::store::EditionId;
use crate::kernel::Effect;
use crate::value::Moment;
use serde::{Deserialize, Serialize};

/// The format of effects in the outbox that is written.
const OUTGOING_VERSION: u8 = 2;

/// The format before cases could move: without the edition.
const WITHOUT_EDITION: u8 = 1;

/// An effect as it waits in the outbox.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Outgoing {
    /// In whose numbers the effect is; `None` in the old format: the edition that the case runs on, for none had moved.
    pub(crate) edition: Option<EditionId>,
    pub(crate) at: Moment,
    pub(crate) effect: Effect,
}

impl Outgoing {
    pub(crate) fn encode(&self) -> Vec<u8> {
        // Writing to memory can't fail.
        postcard::to_extend(self, vec![OUTGOING_VERSION]).unwrap_or_default()
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, String> {
        match bytes.split_first() {
            Some((&OUTGOING_VERSION, rest)) => postcard::from_bytes(rest).map_err(|e| e.to_string()),
            Some((&WITHOUT_EDITION, rest)) => {
                let (at, effect) = postcard::from_bytes(rest).map_err(|e| e.to_string())?;
                Ok(Self { edition: None, at, effect })
            }
            Some((version, _)) => Err(format!("an effect has format {version}; known is {OUTGOING_VERSION}")),
            None => Err("an effect has no bytes".to_owned()),
        }
    }
}

/// Whether a subscriber is told of it.
pub(crate) fn is_for_subscribers(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Say { .. }
            | Effect::Assign { .. }
            | Effect::Withdraw { .. }
            | Effect::Publish { .. }
            | Effect::Incident { .. }
            | Effect::Ended { .. }
            | Effect::Cancelled { .. }
            | Effect::Broken { .. }
    )
}

#[cfg(test)]
mod tests;
