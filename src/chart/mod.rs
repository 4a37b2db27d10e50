//! Charts as data: answers become marks, and marks are painted elsewhere in one short loop. No browser is needed here.
//!
//! ```text
//!   what is known (an answer, places, a tree) --+
//!   the room, what is seen, what is chosen    --+--> marks --> Vec<Mark> --> painted by the page, or svg::svg
//!                                               +--> hit   --> what the pointer is on
//!                                               +--> words --> what it shows, for those who do not see it
//! ```
//!
//! | chart | what is known | marks | hit | keys | words |
//! | --- | --- | --- | --- | --- | --- |
//! | timeline | [`answered`] | [`timeline`] | [`hit`] | [`keys`] | [`words`] |
//! | a storyboard's | [`board`] | | | | |
//! | globe and map | [`places`] | [`globe`] | [`globe`] | [`turn`] | [`globe_words`] |
//! | incident progression | [`tree`] | [`tree_marks`] | [`tree_layout`] | [`tree_keys`] | [`tree_words`] |
//! | a tree in a picture | [`tree`] | [`unfold`] | | | |
//! | intervals of a beacon | [`intervals`] | [`intervals`] | | | [`intervals`] |
//! | impact analysis | [`tree`] | [`bars`] | [`bars_layout`] | [`tree_keys`] | [`bars`] |

pub mod answered;
pub mod bars;
pub mod bars_layout;
pub mod board;
mod borders;
mod clip;
pub mod coast;
pub mod dashes;
pub mod drag;
pub mod globe;
pub mod globe_words;
pub mod hit;
pub mod intervals;
pub mod keys;
mod lanes;
pub mod layout;
pub mod lettering;
pub mod markers;
pub mod marks;
mod marks_text;
pub mod narrowed;
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
pub mod unfold;
mod window;
pub mod words;
pub mod zoom;
