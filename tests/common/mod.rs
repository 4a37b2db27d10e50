//! Rows for tests, written short, and random ones.

// Each test file uses its part.
#![allow(dead_code)]

use std::net::IpAddr;

use investigation::domain::details::{DetailTable, Row, Untold};
use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, StandingChoice};
use investigation::domain::table_builder::TableBuilder;
use investigation::domain::time::Moment;
use investigation::domain::view::{TopResults, View};
use proptest::prelude::*;

/// The sought IP of the tests.
pub const SOUGHT: &str = "10.0.0.1";

pub fn ip(text: &str) -> IpAddr {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is an IP"))
}

/// A row with `connections` connections, the largest of `max_bytes` bytes.
pub fn row(source: &str, destination: &str, connections: u32, max_bytes: u64) -> Row {
    Row {
        source: ip(source),
        destination: ip(destination),
        source_port: Some(1024),
        destination_port: Some(80),
        first_seen: Moment(1_000_000),
        last_seen: Moment(1_000_060),
        connections: Some(connections),
        max_packets: Some(2),
        avg_packets: Some(1),
        max_bytes: Some(max_bytes),
        avg_bytes: Some(max_bytes / 2),
    }
}

pub fn table(sought: &str, rows: &[Row]) -> DetailTable {
    let mut table = TableBuilder::new(ip(sought));
    for row in rows {
        table.push(row);
    }
    table.finish(Untold::Missing, 0)
}

pub fn investigation(sought: &str, rows: &[Row]) -> Investigation {
    Investigation::new(table(sought, rows), None, InternalNetwork::default())
}

pub fn view(top: u16, standing: StandingChoice) -> View {
    View { top: TopResults::new(top), standing }
}

/// Rows of [`SOUGHT`] with few peers, ports and numbers, so that ties and two-way peers abound; a few of the IP with
/// itself, a few numbers that are not told.
pub fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(any_row(), 0..60)
}

fn any_row() -> impl Strategy<Value = Row> {
    let peer = prop_oneof![
        20 => (1u8..9).prop_map(|last| IpAddr::from([203, 0, 113, last])),
        4 => (1u16..4).prop_map(|last| IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, last])),
        1 => Just(ip(SOUGHT)),
    ];
    let port = || prop_oneof![9 => (0u16..3).prop_map(Some), 1 => Just(None)];
    let number = || prop_oneof![9 => (0u32..4).prop_map(Some), 1 => Just(None)];
    let times = (0u32..5_000, 0u32..500);
    (peer, any::<bool>(), port(), port(), times, (number(), number(), number(), number(), number())).prop_map(
        |(peer, sought_is_source, source_port, destination_port, (first, length), numbers)| {
            let (source, destination) = if sought_is_source { (ip(SOUGHT), peer) } else { (peer, ip(SOUGHT)) };
            let (connections, max_packets, avg_packets, max_bytes, avg_bytes) = numbers;
            Row {
                source,
                destination,
                source_port,
                destination_port,
                first_seen: Moment(first),
                last_seen: Moment(first + length),
                connections,
                max_packets,
                avg_packets,
                max_bytes: max_bytes.map(u64::from),
                avg_bytes: avg_bytes.map(u64::from),
            }
        },
    )
}
