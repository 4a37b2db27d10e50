//! Sentences about what was found, as analysts speak.

use super::format::counted;
use crate::domain::network::Standing;
use crate::domain::threats::Threats;
use crate::domain::time::Day;
use crate::engine::api::Opened;
pub use crate::words::search::remarks;
use crate::words::search::{place, reason};

/// Where an address stands and why: `internal · 147.32.0.0/16 “CTU”`.
#[must_use]
pub fn standing(standing: &Standing) -> String {
    format!("{} \u{b7} {}", place(standing.place), reason(&standing.reason, "you"))
}

/// What an analyst should know of a day's list.
#[must_use]
pub fn list_remarks(threats: &Threats) -> Vec<String> {
    let mut remarks = Vec::new();
    if threats.skipped > 0 {
        let are = if threats.skipped == 1 { "is" } else { "are" };
        remarks.push(format!("{} without a valid IP {are} left out.", counted(threats.skipped, "row")));
    }
    remarks.extend(threats.null_lists.iter().map(|list| format!("Spot sent nothing (null) in place of {list}.")));
    remarks.extend(threats.warnings.iter().map(|words| format!("Spot says: {words}")));
    remarks
}

/// What an analyst should know of a source.
#[must_use]
pub fn source_remarks(opened: &Opened) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(failure) = &opened.ranges_failure {
        remarks.push(format!("The private ranges count as internal: {failure}"));
    }
    let skipped = &opened.skipped_ranges;
    if let Some(first) = skipped.first.first() {
        let are = if skipped.total == 1 { "is" } else { "are" };
        let lines = counted(skipped.total, "line");
        remarks.push(format!("{lines} of ipranges.csv {are} left out. Line {}: {}.", first.line, first.reason));
    }
    remarks
}

/// Which days a source holds: `2011-08-10`, or `2011-08-10 to 2011-08-12`; `None` where that is not known.
#[must_use]
pub fn days_held(days: &[Day]) -> Option<String> {
    match days {
        [] => None,
        [day] => Some(day.to_string()),
        [first, .., last] => Some(format!("{first} to {last}")),
    }
}
