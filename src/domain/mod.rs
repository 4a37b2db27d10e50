//! The investigation itself: pure, without clock, browser or I/O.

pub mod begun_save;
pub mod block;
pub mod comment;
pub mod community_id;
pub mod context;
pub mod csv;
pub mod day_comments;
pub mod details;
pub mod direction;
pub mod flows;
pub mod geo;
mod grouped_spans;
pub mod investigation;
mod items;
mod lanes;
pub mod network;
pub mod peers;
pub mod protocol;
pub mod ranges;
pub mod ranking;
pub mod storyboard;
pub mod table_builder;
pub mod threats;
pub mod time;
pub mod timeline;
pub mod totals;
pub mod view;
