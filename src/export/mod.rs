//! What an investigation is exported as: spreadsheets, data, a ticket, a report. Pure; charts come in as finished
//! pictures.
//!
//! ```text
//!   Dossier (all that is known) --+--> sheet::Sheet --> csv
//!   Handling (to whom it may go) -+--> json, stix
//!   Known (names and places) -----+--> markdown
//!   Chart (finished pictures) ----+--> report
//! ```
//!
//! Whatever an export says, it says of which IP and day, from which source, when it was made, and whether the flows are
//! demo data. What comes from outside is text in every one of them: nothing in it runs, links or formats.

pub mod csv;
pub mod defang;
pub mod dossier;
mod facts;
pub mod figure;
pub mod file_name;
pub mod json;
pub mod known;
pub mod markdown;
pub mod report;
pub mod sheet;
pub mod stix;
mod visible;
