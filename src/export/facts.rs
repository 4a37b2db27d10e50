//! The facts of an investigation and the values of its tables in words, for those who read.

use super::dossier::{Addresses, Clock, Dossier};
use super::sheet::Cell;
use crate::domain::community_id::community_id;
use crate::domain::direction::Direction;
use crate::domain::view::Filtered;
use crate::words::format::{at_least, bytes, count, counted, exact_bytes, port, untold_bytes, untold_count};
use crate::words::search::{place, reason, remarks};

/// What is told of the search as a whole, besides its IP: names and values, plain text.
pub fn facts(dossier: &Dossier, addresses: Addresses) -> Vec<(&'static str, String)> {
    let overview = &dossier.overview;
    let standing = addresses.text(&reason(&overview.standing.reason, "the analyst"));
    let total = overview.approx_bytes;
    let mut facts = vec![
        ("Day", dossier.day.to_string()),
        ("Source", addresses.text(&dossier.source.words())),
        ("Standing", format!("{} \u{b7} {standing}", place(overview.standing.place))),
    ];
    if let Some((first, last)) = overview.seen {
        let clock = match dossier.source.clock() {
            Clock::Collector => ", the collector\u{2019}s clock",
            Clock::Utc => " UTC",
        };
        facts.push(("Seen", format!("{first} to {last}{clock}")));
    }
    let rows = match &overview.filtered {
        None => count(overview.rows),
        Some(Filtered { of_rows, .. }) => format!("{} of {}", count(overview.rows), count(*of_rows)),
    };
    if let Some(Filtered { filter, .. }) = &overview.filtered {
        facts.push(("Filter", format!("{}: all numbers here are of what it lets through", addresses.filter(filter))));
    }
    facts.extend([
        ("Rows", rows),
        ("Connections", format!("{}{}", at_least(overview.connections), count(overview.connections.known))),
        ("Bytes, approximately", format!("{}{} ({})", at_least(total), bytes(total.known), exact_bytes(total.known))),
    ]);
    facts
}

/// A group of peers.
pub struct Group {
    /// Which.
    pub direction: Direction,
    /// How many peers are in it.
    pub peers: u32,
    /// How many of them are top peers.
    pub top_peers: u32,
}

/// The groups, in the order of the screen.
pub fn groups(dossier: &Dossier) -> [Group; 3] {
    let [inbound, outbound, two_way] = dossier.overview.peers;
    let [top_inbound, top_outbound, top_two_way] = dossier.overview.top_peers;
    [
        Group { direction: Direction::Inbound, peers: inbound, top_peers: top_inbound },
        Group { direction: Direction::Outbound, peers: outbound, top_peers: top_outbound },
        Group { direction: Direction::TwoWay, peers: two_way, top_peers: top_two_way },
    ]
}

/// What limits the numbers.
pub fn limits(dossier: &Dossier, addresses: Addresses) -> Vec<String> {
    let remarks = remarks(&dossier.overview, &dossier.warnings);
    remarks.iter().chain(&dossier.known.places_notice).map(|remark| addresses.text(remark)).collect()
}

/// How much of a list is shown: `20 of 1,204 rows`.
pub fn share(shown: usize, of: u64, thing: &str) -> String {
    match (shown as u64, of) {
        (_, 0 | 1) => counted(of, thing),
        (shown, of) if shown >= of => format!("all {}", counted(of, thing)),
        (shown, of) => format!("{} of {}", count(shown), counted(of, thing)),
    }
}

/// A value as it is read. A time has its day where that is not the one that was searched.
pub fn told(cell: Cell, dossier: &Dossier, addresses: Addresses) -> String {
    let untold = dossier.overview.untold;
    match cell {
        Cell::Address(ip) => addresses.address(ip),
        Cell::Count(number) | Cell::Packets(number) => number.map_or_else(|| untold_count(untold).to_owned(), count),
        Cell::Bytes(number) => number.map_or_else(|| untold_bytes(untold).to_owned(), bytes),
        Cell::Port(number) => port(number),
        Cell::Time(moment) if moment.day() == dossier.day => moment.clock(),
        Cell::Time(moment) => moment.to_string(),
        Cell::Word(word) => word.to_owned(),
        Cell::CommunityId(tuple) => tuple.and_then(|tuple| community_id(&tuple, 0)).unwrap_or_default(),
    }
}

/// Bytes to the last, where the value in IEC units does not say them.
pub fn exact(cell: Cell) -> Option<String> {
    match cell {
        Cell::Bytes(Some(bytes)) if bytes >= 1024 => Some(count(bytes)),
        _ => None,
    }
}
