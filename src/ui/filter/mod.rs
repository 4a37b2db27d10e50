//! The filter: one line that says which flows are wanted, and the menu of a cell that edits it.

pub mod cell;
#[cfg(target_arch = "wasm32")]
mod cell_menu;
#[cfg(target_arch = "wasm32")]
mod completions;
#[cfg(target_arch = "wasm32")]
mod field;
#[cfg(target_arch = "wasm32")]
mod menu;
pub mod typed;

#[cfg(target_arch = "wasm32")]
pub use cell_menu::CellMenu;
#[cfg(target_arch = "wasm32")]
pub use field::{FilterField, NothingPasses};
