//! The investigation itself: pure, without clock, browser or I/O.

pub mod begun_save;
pub mod block;
pub mod comment;
pub mod context;
pub mod csv;
pub mod day_comments;
pub mod details;
pub mod direction;
pub mod flows;
pub mod geo;
pub mod investigation;
pub mod lines;
pub mod network;
pub mod outcome;
pub mod peers;
pub mod protocol;
pub mod ranges;
pub mod ranking;
pub mod storyboard;
pub(crate) mod swar;
pub mod table_builder;
pub mod threats;
pub mod time;
pub mod timeline;
pub mod totals;
pub mod view;
