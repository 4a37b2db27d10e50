//! Charts as data: answers become marks, and marks are painted elsewhere in one short loop. No browser is needed here.
//!
//! ```text
//!   Timeline (an answer) --+
//!   Layout (the room)   ---+--> timeline::marks --> Vec<Mark> --> painted by the page
//!   Span (what is seen) ---+--> hit::hit        --> what the pointer is on
//! ```

pub mod answered;
pub mod bars;
pub mod bars_layout;
mod borders;
mod clip;
pub mod coast;
pub mod dashes;
pub mod drag;
pub mod globe;
pub mod globe_words;
pub mod hit;
pub mod keys;
mod lanes;
pub mod layout;
pub mod lettering;
pub mod markers;
pub mod marks;
mod marks_text;
pub mod palette;
mod pen;
pub mod places;
pub mod projection;
pub mod scale;
pub mod sphere;
mod strip;
pub mod svg;
pub mod ticks;
pub mod timeline;
pub mod tree;
pub mod tree_columns;
pub mod tree_keys;
pub mod tree_layout;
pub mod tree_marks;
pub mod tree_rows;
pub mod tree_words;
pub mod turn;
mod window;
pub mod words;
pub mod zoom;
