//! The analyst's flow logs.

mod assign;
mod entry;
mod panel;
mod state;

pub use assign::AssignDialog;
pub use panel::FilesPanel;
pub use state::Files;
