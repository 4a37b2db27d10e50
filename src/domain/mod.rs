//! The investigation itself: pure, without clock, browser or I/O.

pub mod details;
pub mod direction;
pub mod flows;
pub mod network;
pub mod protocol;
pub mod time;
pub mod view;
