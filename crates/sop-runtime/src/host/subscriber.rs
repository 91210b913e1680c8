//! The subscriber: who hears of what cases ask of the world.

use super::effect_view::EffectView;
use crate::host::store::EffectId;
use crate::value::Moment;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// One effect, with all names resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The effect's name: the same whenever it is delivered again.
    pub id: EffectId,
    /// The case's flow.
    pub flow: String,
    /// Moment of the input that had it.
    pub at: Moment,
    /// The effect.
    pub effect: EffectView,
}

/// A delivery failed; it is tried again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DeliveryError(pub String);

impl DeliveryError {
    /// With these words.
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

/// Hears of effects: words said, tasks, events published, ends, incidents.
///
/// # Contract
///
/// - Every effect is delivered at least once: again and again until `Ok`, also after a restart. [`Delivery::id`] tells
///   what came already.
/// - Effects of one case come one after the other, in order; those of different cases beside each other.
/// - It is called after the input was stored, never before. It may be slow: cases go on meanwhile.
#[async_trait]
pub trait Subscriber: Send + Sync + 'static {
    /// Takes one effect. When it returns `Ok`, the engine forgets the effect.
    async fn deliver(&self, delivery: Delivery) -> Result<(), DeliveryError>;
}

#[async_trait]
impl<F, Fut> Subscriber for F
where
    F: Fn(Delivery) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), DeliveryError>> + Send + 'static,
{
    async fn deliver(&self, delivery: Delivery) -> Result<(), DeliveryError> {
        self(delivery).await
    }
}
