//! Sentences about what was found, as analysts speak.

use super::format::counted;
use crate::domain::context::file::ContextFile;
use crate::domain::network::Standing;
use crate::domain::threats::Threats;
use crate::domain::time::Day;
use crate::engine::api::{ContextOrigin, ContextRead};
use crate::failure::Failure;
use crate::local::demo::PLACES_NOTICE;
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

/// What an analyst should know of a context file that is in use.
#[must_use]
pub fn context_remarks(file: ContextFile, read: &ContextRead) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(first) = read.skipped.first.first() {
        let are = if read.skipped.total == 1 { "is" } else { "are" };
        let lines = counted(read.skipped.total, "line");
        let name = file.name();
        remarks.push(format!("{lines} of {name} {are} left out. Line {}: {}.", first.line, first.reason));
    }
    if let ContextOrigin::Dropped { name, not_kept: Some(reason) } = &read.origin {
        remarks.push(format!("{name} is in use until this page is closed. {reason}"));
    }
    remarks
}

/// What follows from a context file that could not be read.
#[must_use]
pub fn without_context(file: ContextFile, failure: &Failure) -> String {
    let lacks = match file {
        ContextFile::IpRanges => "The private ranges count as internal",
        ContextFile::NetworkContext => "Names of networks are not shown",
        ContextFile::Places => "Places are not shown",
    };
    format!("{lacks}: {failure}")
}

/// Where a context file comes from.
#[must_use]
pub fn origin(file: ContextFile, origin: &ContextOrigin) -> String {
    match (origin, file) {
        (ContextOrigin::Dropped { name, .. }, _) => format!("Dropped in: {name}"),
        (ContextOrigin::Site { url }, _) => format!("From this site: {url}"),
        (ContextOrigin::Demo, ContextFile::Places) => format!("Part of the demo. {PLACES_NOTICE}"),
        (ContextOrigin::Demo, _) => "Part of the demo".to_owned(),
        (ContextOrigin::Nowhere, ContextFile::IpRanges) => "None: the private ranges count as internal".to_owned(),
        (ContextOrigin::Nowhere, _) => "None".to_owned(),
    }
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
