//! A small investigation of hand-written rows, for the tests of the exports.

// Each test file uses its part.
#![allow(dead_code, clippy::expect_used)]

pub mod hostile;

use std::net::IpAddr;

use investigation::domain::details::{Row, Untold};
use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, StandingChoice};
use investigation::domain::table_builder::TableBuilder;
use investigation::domain::threats::Comment;
use investigation::domain::time::Moment;
use investigation::domain::view::{Grouping, TopResults, View};
use investigation::export::dossier::{Dossier, Source, Told};

pub const SOUGHT: &str = "10.0.2.112";

pub fn ip(text: &str) -> IpAddr {
    text.parse().expect("an IP")
}

fn at(clock: &str) -> Moment {
    format!("2016-07-08 {clock}").parse().expect("a time")
}

/// From, to, ports, first and last sight, connections, largest and mean bytes.
type Written = (&'static str, &'static str, (u16, u16), (&'static str, &'static str), u32, Option<u64>, Option<u64>);

const ROWS: [Written; 7] = [
    ("203.0.113.5", SOUGHT, (40_000, 22), ("09:04:12", "09:20:00"), 1_200, Some(640), Some(320)),
    ("203.0.113.5", SOUGHT, (40_001, 22), ("09:05:00", "09:05:00"), 1, Some(60), Some(60)),
    ("198.51.100.7", SOUGHT, (51_000, 443), ("10:00:00", "10:30:00"), 12, Some(567_961), Some(48_000)),
    (SOUGHT, "198.51.100.7", (49_152, 8_080), ("11:00:00", "11:59:59"), 3, None, None),
    (SOUGHT, "2001:db8::1", (49_153, 53), ("12:00:00", "12:00:01"), 2, Some(96), Some(90)),
    (SOUGHT, "192.0.2.9", (0, 0), ("13:00:00", "13:48:30"), 40, Some(1_500), Some(1_024)),
    (SOUGHT, SOUGHT, (5_000, 5_001), ("14:00:00", "14:00:00"), 4, Some(10), Some(10)),
];

pub fn rows() -> Vec<Row> {
    let row = |&(source, destination, ports, seen, connections, max_bytes, avg_bytes): &Written| Row {
        source: ip(source),
        destination: ip(destination),
        source_port: Some(ports.0).filter(|port| *port > 0),
        destination_port: Some(ports.1).filter(|port| *port > 0),
        first_seen: at(seen.0),
        last_seen: at(seen.1),
        connections: Some(connections),
        max_packets: Some(8),
        avg_packets: Some(4),
        max_bytes,
        avg_bytes,
    };
    ROWS.iter().map(row).collect()
}

pub fn told(source: Source) -> Told {
    Told {
        day: "2016-07-08".parse().expect("a day"),
        comment: Comment {
            title: "SSH brute force from 203.0.113.5".to_owned(),
            text: "Failed logins, then one that worked.\nIt fetched http://c2.example/a.sh\n\nBlock it.".to_owned(),
        },
        techniques: Vec::new(),
        warnings: Vec::new(),
        source,
        made_at: "2016-07-09 08:15 UTC".to_owned(),
    }
}

pub fn spot() -> Source {
    Source::Spot { host: "spot.example:8889".to_owned() }
}

pub fn dossier_of(rows: &[Row], told: Told, grouping: Grouping) -> Dossier {
    Dossier::gather(&investigation_of(rows), view(), grouping, told)
}

pub fn view() -> View {
    View { top: TopResults::new(20), standing: StandingChoice::ByRanges }
}

pub fn investigation_of(rows: &[Row]) -> Investigation {
    let mut table = TableBuilder::new(ip(SOUGHT));
    for row in rows {
        table.push(row);
    }
    Investigation::new(table.finish(Untold::Over32Bit, 2), None, InternalNetwork::default())
}

pub fn dossier() -> Dossier {
    dossier_of(&rows(), told(spot()), Grouping::Row)
}
