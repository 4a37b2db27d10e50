//! The server against the contract, over HTTP, as a client sees it.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on fails here")]

mod client;
mod details;
mod endpoint;
mod faults;
mod files;
mod quirks;
mod recorded;
mod sample;
mod schema;
mod storyboard;
