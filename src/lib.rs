//! Investigate one high-risk IP in a day of network flows.
//!
//! The layers, and what each may use: `ui` asks `engine`; `engine` opens `spot` or `local`; both fill the tables of
//! `domain`; `chart` turns answers into marks, `export` into files. `domain`, `chart` and `export` know no browser and are
//! tested without one.
#![forbid(unsafe_code)]

pub mod chart;
pub mod domain;
pub mod engine;
pub mod export;
pub mod failure;
#[cfg(target_arch = "wasm32")]
pub mod http;
pub mod local;
pub mod spot;
pub mod ui;
pub mod words;
