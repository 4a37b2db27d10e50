//! The flows of a day, as they are judged: all hosts, or the peers of one.

use std::net::IpAddr;

use super::flows::FlowTable;
use super::host_judging::HostJudging;
use super::host_totals::is_of_day;
use crate::domain::beacon::Observed;
use crate::domain::details::PeerId;
use crate::domain::direction::Side;
use crate::domain::filter::Filter;
use crate::domain::network::Place;
use crate::domain::suspicion::{Host, PeerBeacons, Sighting, Sightings, peer_beacons};
use crate::domain::time::Day;

impl FlowTable {
    /// All hosts of a day, the most suspicious first. `place` tells where an address stands.
    #[must_use]
    pub fn hosts(&self, day: Day, place: impl Fn(IpAddr) -> Place) -> Vec<Host> {
        self.hosts_filtered(day, &Filter::default(), place)
    }

    /// The hosts that have flows which `filter` lets through, judged by those alone: [`HostJudging`] in one go.
    #[must_use]
    pub fn hosts_filtered(&self, day: Day, filter: &Filter, place: impl Fn(IpAddr) -> Place) -> Vec<Host> {
        HostJudging::new(self, day, filter.clone(), place).finish(self)
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
