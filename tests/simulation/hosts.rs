//! The programs around the engine: actions and a subscriber, each going wrong in every way that hosts do.

use crate::people::{Life, some};
use crate::world::World;
use sop::model::Book;
use sop::{ActionCall, ActionError, Delivery, DeliveryError, EffectView, EngineBuilder, Output};
use std::sync::Arc;
use std::time::Duration;

/// What a simulated panic says; such are not printed.
pub(crate) const PANIC: &str = "a simulated panic";

/// Longer than any time limit, shorter than a life.
const NEVER: Duration = Duration::from_hours(30);

/// The book's actions, as hosts have them.
pub(crate) fn actions(mut builder: EngineBuilder, world: &Arc<World>, book: &Book) -> EngineBuilder {
    for action in &book.actions {
        let (world, gives) = (Arc::clone(world), action.gives.clone());
        builder = builder.action(action.name.clone(), move |call: ActionCall| {
            let (world, gives) = (Arc::clone(&world), gives.clone());
            async move { act(&world, &gives, call).await }
        });
    }
    builder
}

async fn act(world: &World, gives: &[sop::model::Field], call: ActionCall) -> Result<Output, ActionError> {
    let input = serde_json::to_string(&call.input).unwrap_or_default();
    world.tried(&call.key, &format!("{} {} {input}", call.case.0, call.action));
    world.count("tries of actions");
    tokio::time::sleep(world.about(Duration::from_millis(800))).await;
    if world.goes_wrong(|o| o.action) {
        match world.dice(|d| d.below(7)) {
            0 | 1 => return Err(ActionError::retry("busy")),
            2 => return Err(ActionError::terminal("never")),
            3 => tokio::time::sleep(NEVER).await,
            4 => tokio::time::sleep(Duration::from_secs(9) + world.about(Duration::from_secs(3))).await,
            5 => return Ok(Output::new().with("something_else", 1)),
            _ => panic!("{PANIC}"),
        }
    }
    Ok(world.dice(|d| gives.iter().map(|f| (f.name.clone(), some(&f.ty, d))).collect()))
}

/// Takes a delivery, sooner or later. Tasks that are told of are handed to the agents.
pub(crate) async fn take(life: &Life, delivery: Delivery) -> Result<(), DeliveryError> {
    let world = &life.world;
    let wrong = world.goes_wrong(|o| o.delivery).then(|| world.dice(|d| d.below(5)));
    match wrong {
        Some(0) => return Err(DeliveryError::new("nobody is there")),
        Some(1) => tokio::time::sleep(world.about(Duration::from_mins(3))).await,
        Some(2) => panic!("{PANIC}"),
        _ => {}
    }
    if world.is_off() {
        return Err(DeliveryError::new("the power is off"));
    }
    world.told(life.number, &delivery);
    world.count("deliveries");
    match wrong {
        // It has it, and doesn't say so.
        Some(3) => return Err(DeliveryError::new("taken, but not said")),
        Some(4) => {
            tokio::time::sleep(NEVER).await;
        }
        _ => {}
    }
    world.taken(delivery.id);
    if let EffectView::Assign { task, .. } = delivery.effect {
        let _ = life.assigned.send((delivery.id.case, task));
    }
    Ok(())
}
