//! The flows of a day, as they are judged.

use std::net::{IpAddr, Ipv4Addr};

use super::flows::FlowTable;
use crate::domain::details::PeerId;
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
        let midnight = day.start().0;
        let is_of_day = |start: u32| start.checked_sub(midnight).is_some_and(|second| second < DAY_SECONDS);
        let mut places = Vec::new();
        let mut first = 0;
        for block in self.blocks() {
            places.extend((first..).zip(block.start()).filter(|(_, start)| is_of_day(**start)).map(|(place, _)| place));
            first += u32::try_from(block.len()).unwrap_or(u32::MAX);
        }
        let mut hosts = judge(&FlowsOfDay { table: self, places }, place);
        // The table's other days have hosts, too; and what is sent to all is sent to no host.
        hosts.retain(|host| host.connections_out + host.connections_in > 0 && is_host(host.ip));
        hosts
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
