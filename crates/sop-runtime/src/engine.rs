//! The engine: cases, tasks and effects, durable and in order.
