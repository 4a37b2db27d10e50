//! The engine: holds what is open and answers questions about it, in a Web Worker.

pub mod api;
#[cfg(target_arch = "wasm32")]
pub mod client;
pub mod failure;
