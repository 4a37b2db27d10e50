//! The filter: one line that says which flows are wanted, and the menu of a cell that edits it.

#[cfg(target_arch = "wasm32")]
mod addresses;
pub mod cell;
#[cfg(target_arch = "wasm32")]
mod cell_menu;
#[cfg(target_arch = "wasm32")]
mod completions;
#[cfg(target_arch = "wasm32")]
mod field;
#[cfg(target_arch = "wasm32")]
mod menu;
#[cfg(target_arch = "wasm32")]
mod model;
#[cfg(target_arch = "wasm32")]
mod nothing_passes;
pub mod typed;
pub mod unknown;

#[cfg(target_arch = "wasm32")]
pub use addresses::Data;
#[cfg(target_arch = "wasm32")]
pub use cell_menu::CellMenu;
#[cfg(target_arch = "wasm32")]
pub use field::FilterField;
#[cfg(target_arch = "wasm32")]
pub use nothing_passes::NothingPasses;
