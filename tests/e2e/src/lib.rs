//! Drives the app as its users meet it: in Chromium, by role and accessible name.
//!
//! [`Browser`] is Chromium with its driver, [`Page`] what is open in it. Nothing waits for a fixed time: everything is
//! asked for until it is there, or [`PATIENCE`] ends.

mod axe;
mod browser;
mod page;
mod role;

pub use axe::{Violation, barriers};
pub use browser::{Browser, Screen};
pub use page::{PATIENCE, Page};
pub use role::Role;
pub use thirtyfour::By;

/// What a test returns: the first thing that was not as it should be.
pub type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// The folder with the built app.
#[must_use]
pub fn dist() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist")
}
