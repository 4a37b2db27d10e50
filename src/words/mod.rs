//! Numbers and sentences that the screen and the exports share.

pub mod beacon;
pub mod duration;
pub mod format;
pub mod search;
pub mod suspicion;
