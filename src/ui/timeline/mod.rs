//! The timeline: a canvas that is explored with pointer, fingers or keys, and the same in words and as a table.
//!
//! ```text
//!   gestures, keys --> Model (signals) --> asking --> engine
//!                        |      ^                       |
//!                        v      +------- Answered <-----+
//!             chart::timeline::marks --> paint --> canvas
//! ```

mod asking;
mod canvas;
mod card;
mod controls;
mod facts;
mod follow;
mod gestures;
mod lane_rows;
mod model;
mod panel;
mod plot;
mod pointed;
mod table;
mod told;

pub use model::{Model, WORDS};
pub use panel::{SECTION, TimelinePanel};
pub use table::TablePages;
