//! Rows of the lists as events.

use std::net::IpAddr;

use super::About;
use super::fields::{
    APPROX_BYTES, CONNECTIONS, Classes, ECS_VERSION, Ecs, End, Entry, MAX_BYTES, MAX_PACKETS, MEAN_BYTES, MEAN_PACKETS,
    Network, Numbers, Own, Ports, Related, Threat,
};
use super::known::{Geo, KnownEnd};
use crate::domain::community_id::{FlowTuple, community_id};
use crate::domain::details::Untold;
use crate::domain::direction::{Direction, Side};
use crate::domain::network::Place;
use crate::domain::time::Moment;
use crate::domain::view::{Grouping, Lane, Pair, TopRow};
use crate::export::dossier::Dossier;
use crate::export::file_name::slug;
use crate::export::sheet::List;

/// Every row of every list.
pub fn all(dossier: &Dossier) -> Vec<Entry> {
    let about = About::of(dossier);
    let threat = Threat::of(&dossier.techniques);
    let mut events = Vec::new();
    for list in List::ALL {
        let rows: Vec<Row> = match list {
            List::Top(side, by) => {
                let table = dossier.tables.iter().find(|table| (table.side, table.by) == (side, by));
                let rows = table.map_or(&[][..], |table| &table.rows);
                let tuples = dossier.tuples(side, by);
                rows.iter().zip(tuples).map(|(row, tuple)| Row::of_top(row, side, tuple, dossier)).collect()
            }
            List::Lanes => dossier.lanes.lanes.iter().map(|lane| Row::of_lane(lane, dossier)).collect(),
            List::Pairs => dossier.pairs.iter().map(Row::of_pair).collect(),
        };
        let event = |(index, row): (usize, Row)| Entry {
            threat: threat.clone(),
            ..row.event(list, index + 1, about.clone(), dossier)
        };
        events.extend(rows.into_iter().enumerate().map(event));
    }
    events
}

/// What the rows of all lists have in common.
struct Row {
    seen: (Moment, Moment),
    /// Source and destination, where it is known which is which.
    ends: Option<[(IpAddr, Option<u16>); 2]>,
    addresses: [IpAddr; 2],
    direction: Option<Direction>,
    rows: Option<u32>,
    numbers: Numbers,
    /// The numbers that a row of this list has.
    expected: &'static [&'static str],
    largest: Option<Ports>,
    /// What identifies its flows, where they have one protocol and it is known.
    tuple: Option<FlowTuple>,
}

impl Row {
    fn of_top(row: &TopRow, side: Side, tuple: Option<FlowTuple>, dossier: &Dossier) -> Self {
        let sought = dossier.overview.ip;
        let (source, destination) = match side {
            Side::Destination => (row.peer, sought),
            Side::Source => (sought, row.peer),
        };
        let ports = Ports { source_port: row.source_port, destination_port: row.destination_port };
        let (own_ports, largest) = match dossier.grouping {
            Grouping::Row => (Some(ports), None),
            Grouping::Peer => (None, Some(ports)),
        };
        Self {
            seen: (row.first_seen, row.last_seen),
            ends: Some([
                (source, own_ports.and_then(|ports| ports.source_port)),
                (destination, own_ports.and_then(|ports| ports.destination_port)),
            ]),
            addresses: [source, destination],
            direction: None,
            rows: Some(row.rows),
            numbers: Numbers {
                connections: row.connections,
                max_connection_bytes: row.max_bytes,
                approximate_bytes: row.approx_bytes,
                ..Numbers::default()
            },
            expected: &[CONNECTIONS, MAX_BYTES, APPROX_BYTES],
            largest,
            tuple,
        }
    }

    fn of_lane(lane: &Lane, dossier: &Dossier) -> Self {
        let (sought, peer) = (dossier.overview.ip, lane.peer);
        let ends = match (lane.direction, dossier.overview.standing.place) {
            (Direction::TwoWay, _) => None,
            (Direction::Inbound, Place::Internal) | (Direction::Outbound, Place::External) => Some([peer, sought]),
            (Direction::Outbound, Place::Internal) | (Direction::Inbound, Place::External) => Some([sought, peer]),
        };
        Self {
            seen: (lane.first_seen, lane.last_seen),
            ends: ends.map(|ends| ends.map(|ip| (ip, None))),
            addresses: [sought, peer],
            direction: Some(lane.direction),
            rows: Some(lane.rows),
            numbers: Numbers {
                connections: lane.connections,
                max_connection_bytes: lane.max_bytes,
                ..Numbers::default()
            },
            expected: &[CONNECTIONS, MAX_BYTES],
            largest: None,
            tuple: None,
        }
    }

    fn of_pair(pair: &Pair) -> Self {
        Self {
            seen: (pair.first_seen, pair.last_seen),
            ends: Some([(pair.source, None), (pair.destination, None)]),
            addresses: [pair.source, pair.destination],
            direction: None,
            rows: None,
            numbers: Numbers {
                connections: pair.connections,
                max_connection_bytes: pair.max_bytes,
                mean_connection_bytes: pair.avg_bytes,
                approximate_bytes: None,
                max_connection_packets: pair.max_packets,
                mean_connection_packets: pair.avg_packets,
            },
            expected: &[CONNECTIONS, MAX_BYTES, MEAN_BYTES, MAX_PACKETS, MEAN_PACKETS],
            largest: Some(Ports { source_port: pair.source_port, destination_port: pair.destination_port }),
            tuple: None,
        }
    }

    fn event(self, list: List, rank: usize, about: About, dossier: &Dossier) -> Entry {
        let clock = dossier.source.clock();
        let (start, end) = (clock.stamp(self.seen.0), clock.stamp(self.seen.1));
        let is_single = self.numbers.connections == Some(1);
        let mut addresses = self.addresses.to_vec();
        addresses.dedup();
        let known: Vec<KnownEnd> = addresses.iter().filter_map(|ip| KnownEnd::of(*ip, dossier)).collect();
        let network = Network {
            name: only_name(&known),
            direction: match self.direction {
                Some(Direction::Inbound) => Some("inbound"),
                Some(Direction::Outbound) => Some("outbound"),
                Some(Direction::TwoWay) | None => None,
            },
            bytes: self.numbers.max_connection_bytes.filter(|_| is_single),
            packets: self.numbers.max_connection_packets.filter(|_| is_single),
            community_id: self.tuple.and_then(|tuple| community_id(&tuple, 0)),
            transport: self.tuple.and_then(|tuple| tuple.protocol.transport()),
            iana_number: self.tuple.map(|tuple| tuple.protocol.0.to_string()),
        };
        let missing: Vec<&str> =
            self.expected.iter().copied().filter(|name| self.numbers.get(name).is_none()).collect();
        let (not_told, over_32_bit) = match dossier.overview.untold {
            Untold::Missing => (missing, Vec::new()),
            Untold::Over32Bit => (Vec::new(), missing),
        };
        Entry {
            timestamp: start.clone(),
            ecs: Ecs { version: ECS_VERSION },
            event: Classes { kind: "event", category: ["network"], types: ["connection", "info"], start, end },
            source: self.ends.map(|[source, _]| end_of(source, dossier)),
            destination: self.ends.map(|[_, destination]| end_of(destination, dossier)),
            network: Some(network).filter(|network| *network != Network::default()),
            related: Related { ip: addresses },
            threat: None,
            tags: if about.demo { vec!["demo-data"] } else { Vec::new() },
            own: Own {
                about,
                list: slug(list),
                rank,
                direction: self.direction.map(|direction| match direction {
                    Direction::Inbound => "inbound",
                    Direction::Outbound => "outbound",
                    Direction::TwoWay => "two-way",
                }),
                rows: self.rows,
                numbers: self.numbers,
                largest: self.largest.filter(|ports| *ports != Ports::default()),
                known,
                not_told,
                over_32_bit,
            },
        }
    }
}

fn end_of((ip, port): (IpAddr, Option<u16>), dossier: &Dossier) -> End {
    End { ip, port, geo: Geo::of(ip, dossier) }
}

/// The name of the network of both ends, or of the only one that has a name.
fn only_name(known: &[KnownEnd]) -> Option<String> {
    let mut names = known.iter().map(|end| &end.network_name).filter(|name| !name.is_empty());
    let name = names.next()?;
    names.all(|other| other == name).then(|| name.clone())
}
