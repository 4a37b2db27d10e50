//! The flows of a day, as they are judged.

use std::net::{IpAddr, Ipv4Addr};

use super::flows::FlowTable;
use crate::domain::details::PeerId;
use crate::domain::direction::Direction;
use crate::domain::filter::{Facts, Filter, Key};
use crate::domain::network::Place;
use crate::domain::suspicion::{FlowSet, Host, Observation, judge};
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
        let midnight = day.start().0;
        let is_of_day = |start: u32| start.checked_sub(midnight).is_some_and(|second| second < DAY_SECONDS);
        let mut places = Vec::new();
        let mut first = 0;
        for block in self.blocks() {
            places.extend((first..).zip(block.start()).filter(|(_, start)| is_of_day(**start)).map(|(place, _)| place));
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
