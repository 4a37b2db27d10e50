//! The flows of a day, as they are judged: all hosts, or the peers of one.

use std::net::{IpAddr, Ipv4Addr};

use super::flows::FlowTable;
use crate::domain::beacon::Observed;
use crate::domain::details::PeerId;
use crate::domain::direction::{Direction, Side};
use crate::domain::filter::{Facts, Filter, Key};
use crate::domain::network::Place;
use crate::domain::suspicion::{FlowSet, Host, Observation, PeerBeacons, Sighting, Sightings, judge, peer_beacons};
use crate::domain::time::{DAY_SECONDS, Day};

/// The flows that began on a day. A flow's number is its place in `places`.
struct FlowsOfDay<'a> {
    table: &'a FlowTable,
    places: Vec<u32>,
}

impl FlowTable {
    /// All hosts of a day, the most suspicious first. `place` tells where an address stands.
    #[must_use]
    pub fn hosts(&self, day: Day, place: impl Fn(IpAddr) -> Place) -> Vec<Host> {
        self.hosts_filtered(day, &Filter::default(), place)
    }

    /// The hosts that have flows which `filter` lets through, judged by those alone. Nobody's peers are looked at here: the
    /// group of a flow is the way that it crosses the border of the internal network, and within or without it has none.
    #[must_use]
    pub fn hosts_filtered(&self, day: Day, filter: &Filter, place: impl Fn(IpAddr) -> Place) -> Vec<Host> {
        let mut places = Vec::new();
        let mut first = 0;
        for block in self.blocks() {
            let starts = (first..).zip(block.start());
            places.extend(starts.filter(|(_, start)| is_of_day(day, **start)).map(|(place, _)| place));
            first += u32::try_from(block.len()).unwrap_or(u32::MAX);
        }
        if !filter.is_empty() {
            let asks_direction = filter.asks(Key::Direction);
            places.retain(|&flow| {
                let packed = self.packed(flow as usize);
                let facts = self.facts(&packed);
                let crosses = || direction(place(facts.source?), place(facts.destination?));
                let direction = if asks_direction { crosses() } else { None };
                filter.matches(&Facts { direction, ..facts })
            });
        }
        let mut hosts = judge(&FlowsOfDay { table: self, places }, place);
        // The table's other days have hosts, too; and what is sent to all is sent to no host.
        hosts.retain(|host| host.connections_out + host.connections_in > 0 && is_host(host.ip));
        hosts
    }

    /// The peers of `ip`, which stands at `own`, on a day, by how much they look like beacons; the first `at_most`. They
    /// are held against the whole day's data, as all hosts are. `place` tells where an address stands.
    #[must_use]
    pub fn peer_beacons(
        &self,
        day: Day,
        ip: IpAddr,
        own: Place,
        place: impl Fn(IpAddr) -> Place,
        at_most: usize,
    ) -> PeerBeacons {
        let Some(sought) = self.addresses().find(ip) else { return PeerBeacons::default() };
        let (mut first_ms, mut last_ms) = (u64::MAX, 0);
        let mut places = Vec::new();
        let mut first = 0;
        for block in self.blocks() {
            let ends = block.source().iter().zip(block.destination());
            for ((at, &start), (&source, &destination)) in block.start().iter().enumerate().zip(ends) {
                if !is_of_day(day, start) {
                    continue;
                }
                let start_ms = block.start_ms(at);
                (first_ms, last_ms) = (start_ms.min(first_ms), start_ms.max(last_ms));
                if source == sought || destination == sought {
                    places.push(first + at);
                }
            }
            first += block.len();
        }
        let observed = Observed { first_ms: first_ms.min(last_ms), last_ms };
        peer_beacons(&FlowsOfIp { table: self, sought, places }, observed, own, place, at_most)
    }
}

fn is_of_day(day: Day, start: u32) -> bool {
    start.checked_sub(day.start().0).is_some_and(|second| second < DAY_SECONDS)
}

/// The flows of one IP that began on a day. A flow's number is its place in `places`.
struct FlowsOfIp<'a> {
    table: &'a FlowTable,
    sought: PeerId,
    places: Vec<usize>,
}

impl Sightings for FlowsOfIp<'_> {
    fn len(&self) -> usize {
        self.places.len()
    }

    fn peers(&self) -> usize {
        self.table.addresses().addresses().len()
    }

    fn address(&self, peer: PeerId) -> IpAddr {
        self.table.addresses().address(peer)
    }

    fn pair(&self, index: usize) -> Option<(PeerId, Side)> {
        match self.table.sides(self.places[index]) {
            (source, destination) if source == destination => None,
            (source, destination) if source == self.sought => Some((destination, Side::Source)),
            (source, _) => Some((source, Side::Destination)),
        }
    }

    fn connections(&self, index: usize) -> u64 {
        self.table.summary(self.places[index]).map_or(1, |summary| summary.connections.into())
    }

    fn sighting(&self, index: usize) -> Sighting {
        let place = self.places[index];
        let flow = self.table.observation(place);
        let summary = self.table.summary(place);
        Sighting {
            first_ms: flow.start_ms,
            // A row that stands for several ends with the start of its last.
            last_ms: if summary.is_some() { u64::from(self.table.flow(place).end.0) * 1_000 } else { flow.start_ms },
            connections: summary.map_or(1, |summary| summary.connections.into()),
            source_port: flow.source_port,
            destination_port: flow.destination_port,
            protocol: flow.protocol,
            sent_bytes: flow.sent_bytes,
        }
    }
}

/// Which way a flow crosses the border of the internal network.
fn direction(source: Place, destination: Place) -> Option<Direction> {
    match (source, destination) {
        (Place::External, Place::Internal) => Some(Direction::Inbound),
        (Place::Internal, Place::External) => Some(Direction::Outbound),
        (Place::Internal, Place::Internal) | (Place::External, Place::External) => None,
    }
}

fn is_host(ip: IpAddr) -> bool {
    !ip.is_multicast() && !ip.is_unspecified() && ip != IpAddr::V4(Ipv4Addr::BROADCAST)
}

impl FlowSet for FlowsOfDay<'_> {
    fn addresses(&self) -> &[IpAddr] {
        self.table.addresses().addresses()
    }

    fn len(&self) -> usize {
        self.places.len()
    }

    fn sides(&self, flow: usize) -> (PeerId, PeerId) {
        self.table.sides(self.places[flow] as usize)
    }

    fn flow(&self, flow: usize) -> Observation {
        self.table.observation(self.places[flow] as usize)
    }
}
