//! Spot's GraphQL endpoint: operations, and what its answers mean.

#[cfg(target_arch = "wasm32")]
pub mod client;
pub mod ingest;
pub mod operations;
pub mod preview;
pub mod row;
pub mod stored;
pub mod storyboard;
mod template;
pub mod threats;
pub mod wire;
