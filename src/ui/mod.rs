//! The page: panels that show what the engine answers, and hooks to the browser.
//!
//! What can be derived is a memo; effects touch the outside world only. What needs no browser is compiled and tested
//! without one.

pub mod chosen;
pub mod day_copy;
pub mod export_options;
pub mod filter;
pub mod find;
mod hash_fields;
pub mod lost;
pub mod route;
pub mod save_words;
pub mod words;

pub use crate::words::format;

#[cfg(target_arch = "wasm32")]
mod aftermath;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod beacons;
#[cfg(target_arch = "wasm32")]
mod board;
#[cfg(target_arch = "wasm32")]
mod choose_files;
#[cfg(target_arch = "wasm32")]
mod comment_form;
#[cfg(target_arch = "wasm32")]
mod comment_text;
#[cfg(target_arch = "wasm32")]
mod context;
#[cfg(target_arch = "wasm32")]
mod context_dialog;
#[cfg(target_arch = "wasm32")]
mod context_file;
#[cfg(target_arch = "wasm32")]
mod copy_file;
#[cfg(target_arch = "wasm32")]
mod counts;
#[cfg(target_arch = "wasm32")]
mod cursor;
#[cfg(target_arch = "wasm32")]
mod drafts;
#[cfg(target_arch = "wasm32")]
mod export_dialog;
#[cfg(target_arch = "wasm32")]
mod exporting;
#[cfg(target_arch = "wasm32")]
mod failure;
#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod find_field;
#[cfg(target_arch = "wasm32")]
mod head;
#[cfg(target_arch = "wasm32")]
mod header;
#[cfg(target_arch = "wasm32")]
mod help;
#[cfg(target_arch = "wasm32")]
mod hooks;
#[cfg(target_arch = "wasm32")]
mod host_table;
#[cfg(target_arch = "wasm32")]
mod hosts;
#[cfg(target_arch = "wasm32")]
mod icons;
#[cfg(target_arch = "wasm32")]
mod investigation;
#[cfg(target_arch = "wasm32")]
mod ip_link;
#[cfg(target_arch = "wasm32")]
mod labels;
#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod load;
#[cfg(target_arch = "wasm32")]
mod marked;
#[cfg(target_arch = "wasm32")]
mod measured;
#[cfg(target_arch = "wasm32")]
mod modal_dialog;
#[cfg(target_arch = "wasm32")]
mod no_results;
#[cfg(target_arch = "wasm32")]
mod notices;
#[cfg(target_arch = "wasm32")]
mod paint;
#[cfg(target_arch = "wasm32")]
pub mod parts;
#[cfg(target_arch = "wasm32")]
mod patience;
#[cfg(target_arch = "wasm32")]
mod preview;
#[cfg(target_arch = "wasm32")]
mod rehearsal;
#[cfg(target_arch = "wasm32")]
mod remarks;
#[cfg(target_arch = "wasm32")]
mod save_dialogs;
#[cfg(target_arch = "wasm32")]
mod saves;
#[cfg(target_arch = "wasm32")]
mod session;
#[cfg(target_arch = "wasm32")]
mod site;
#[cfg(target_arch = "wasm32")]
mod source_menu;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(target_arch = "wasm32")]
mod subject;
#[cfg(target_arch = "wasm32")]
mod summary;
#[cfg(target_arch = "wasm32")]
mod table_rows;
#[cfg(target_arch = "wasm32")]
mod tables;
#[cfg(target_arch = "wasm32")]
mod tabs;
#[cfg(target_arch = "wasm32")]
mod techniques;
#[cfg(target_arch = "wasm32")]
mod threat_list;
#[cfg(target_arch = "wasm32")]
mod threats;
#[cfg(target_arch = "wasm32")]
mod timeline;
#[cfg(target_arch = "wasm32")]
mod toast;
#[cfg(target_arch = "wasm32")]
mod unconfirmed;

#[cfg(target_arch = "wasm32")]
pub use app::start;
