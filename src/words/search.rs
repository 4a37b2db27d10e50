//! Sentences about an expanded search.

use super::format::{count, counted};
use crate::domain::details::{Skipped, Untold};
use crate::domain::network::{Place, Reason};
use crate::domain::view::Overview;

/// Inside or outside.
#[must_use]
pub fn place(place: Place) -> &'static str {
    match place {
        Place::Internal => "internal",
        Place::External => "external",
    }
}

/// How a place is known: `147.32.0.0/16 “CTU”`. `chosen_by` is who said so, where somebody did.
#[must_use]
pub fn reason(reason: &Reason, chosen_by: &str) -> String {
    match reason {
        Reason::Range { range, name } if name.is_empty() => range.clone(),
        Reason::Range { range, name } => format!("{range} \u{201c}{name}\u{201d}"),
        Reason::NoRange => "in no range of ipranges.csv".to_owned(),
        Reason::Private { range } => format!("private range, {range}"),
        Reason::Public => "in no private range".to_owned(),
        Reason::Chosen => format!("chosen by {chosen_by}"),
    }
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
