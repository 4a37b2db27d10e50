//! Spot's GraphQL endpoint: operations, answers, and the only code that calls it.

#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod http;
pub mod ingest;
pub mod operations;
pub mod row;
pub mod storyboard;
mod template;
pub mod threats;
pub mod wire;
