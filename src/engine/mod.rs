//! The engine: holds what is open and answers questions about it, in a Web Worker.

pub mod active;
pub mod api;
pub mod beacons;
#[cfg(target_arch = "wasm32")]
mod board;
#[cfg(target_arch = "wasm32")]
pub mod chunks;
#[cfg(target_arch = "wasm32")]
pub mod client;
pub mod config;
#[cfg(target_arch = "wasm32")]
pub mod context;
pub mod context_reader;
pub mod export;
#[cfg(target_arch = "wasm32")]
mod filtered;
#[cfg(target_arch = "wasm32")]
mod flow_files;
pub mod flow_log;
pub mod host_list;
#[cfg(target_arch = "wasm32")]
mod hosts;
pub mod picture;
pub mod rehearsal;
pub mod saving;
#[cfg(target_arch = "wasm32")]
pub mod session;
#[cfg(target_arch = "wasm32")]
mod session_saving;
#[cfg(target_arch = "wasm32")]
mod site;
#[cfg(target_arch = "wasm32")]
pub mod worker;

pub use crate::failure;
