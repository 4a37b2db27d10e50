//! Numbers and sentences that the screen and the exports share.

pub mod format;
pub mod search;
