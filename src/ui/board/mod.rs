//! The storyboard of an IP: what was found, to be told. Panels of which each filters the others.
//!
//! ```text
//!   engine --> Board (the details' peers) ---+--> Model: origin, chosen, window --> focus of each panel
//!          --> Stored (the source's papers) -+        ^                                   |
//!                                                     |       Picture, Map (chart::board) <+
//!   click, Enter, a marker, a lane -------------------+            |
//!                                                                  v
//!                                                     Drawing --> PictureCanvas (ui::paint)
//! ```

mod bars;
mod bars_table;
mod briefing;
pub mod card;
mod chips;
mod differences;
mod earth;
mod earth_gestures;
mod earth_table;
mod files;
mod model;
mod nowhere;
mod page;
mod peers_table;
pub mod picture;
mod rows;
mod tree;

pub use page::Storyboard;
