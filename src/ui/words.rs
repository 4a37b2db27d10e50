//! Sentences about what was found, as analysts speak.

use super::format::{count, counted};
use crate::domain::details::{Skipped, Untold};
use crate::domain::network::{Place, Reason, Standing};
use crate::domain::threats::Threats;
use crate::domain::time::Day;
use crate::domain::view::Overview;
use crate::engine::api::{Opened, Saved};

/// Where an address stands and why: `internal · 147.32.0.0/16 “CTU”`.
#[must_use]
pub fn standing(standing: &Standing) -> String {
    let place = match standing.place {
        Place::Internal => "internal",
        Place::External => "external",
    };
    let reason = match &standing.reason {
        Reason::Range { range, name } if name.is_empty() => range.clone(),
        Reason::Range { range, name } => format!("{range} \u{201c}{name}\u{201d}"),
        Reason::NoRange => "in no range of ipranges.csv".to_owned(),
        Reason::Private { range } => format!("private range, {range}"),
        Reason::Public => "in no private range".to_owned(),
        Reason::Chosen => "chosen by you".to_owned(),
    };
    format!("{place} \u{b7} {reason}")
}

/// What an analyst should know of a search before trusting its numbers.
#[must_use]
pub fn remarks(overview: &Overview, warnings: &[String]) -> Vec<String> {
    let mut remarks = Vec::new();
    if overview.self_rows > 0 {
        let connections = overview.self_connections.known;
        remarks.push(format!(
            "{} ({}) of the IP with itself: part of the totals, but no peer.",
            counted(overview.self_rows, "row"),
            counted(connections, "connection")
        ));
    }
    if overview.cut_values > 0 {
        let (were, rank) = if overview.cut_values == 1 { ("was", "it ranks") } else { ("were", "they rank") };
        let values = counted(overview.cut_values, "value");
        remarks.push(format!("{values} over 2 GiB {were} cut by Spot; {rank} first."));
    }
    let untold = overview.connections.untold.max(overview.approx_bytes.untold);
    if untold > 0 && overview.untold == Untold::Missing {
        let lack = if untold == 1 { "lacks" } else { "lack" };
        remarks.push(format!("{} {lack} a number: totals are at least what they say.", counted(untold, "row")));
    }
    remarks.extend(skipped(&overview.skipped));
    remarks.extend(warnings.iter().map(|words| format!("Spot says: {words}")));
    remarks
}

fn skipped(skipped: &Skipped) -> Option<String> {
    let why = [
        (skipped.address, "without a valid IP"),
        (skipped.time, "without a valid time"),
        (skipped.foreign, "about other IPs"),
        (skipped.shape, "not of a row\u{2019}s form"),
    ];
    let why: Vec<String> =
        why.into_iter().filter(|(rows, _)| *rows > 0).map(|(rows, why)| format!("{} {why}", count(rows))).collect();
    if why.is_empty() {
        return None;
    }
    let are = if skipped.total() == 1 { "is" } else { "are" };
    let first = skipped.first.as_deref().map(|first| format!(" The first: {first}")).unwrap_or_default();
    Some(format!("{} {are} left out: {}.{first}", counted(skipped.total(), "row"), why.join(", ")))
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

/// That a storyboard is saved.
#[must_use]
pub fn saved(saved: &Saved) -> String {
    let Saved::Sent { pairs, ipv6_pairs } = *saved else {
        return "Saved in this browser.".to_owned();
    };
    let left_out = match ipv6_pairs {
        0 => String::new(),
        pairs => format!(" {} left out: Spot stores IPv4 only.", counted(u64::from(pairs), "IPv6 pair")),
    };
    format!("Saved. {} sent.{left_out}", counted(u64::from(pairs), "pair"))
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
