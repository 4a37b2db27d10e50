//! Charts as data: answers become marks, and marks are painted elsewhere in one short loop. No browser is needed here.
//!
//! ```text
//!   Timeline (an answer) --+
//!   Layout (the room)   ---+--> timeline::marks --> Vec<Mark> --> painted by the page
//!   Span (what is seen) ---+--> hit::hit        --> what the pointer is on
//! ```

pub mod answered;
pub mod drag;
pub mod hit;
pub mod keys;
mod lanes;
pub mod layout;
pub mod marks;
pub mod palette;
pub mod scale;
mod strip;
pub mod ticks;
pub mod timeline;
pub mod words;
pub mod zoom;
