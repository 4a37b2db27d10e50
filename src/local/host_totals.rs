//! What the flows of each host on a day add up to, for a filter that asks.

use std::net::IpAddr;

use super::flow_block::FlowBlock;
use super::flows::FlowTable;
use crate::domain::filter::{Filter, HostTotals, Key};
use crate::domain::network::Place;
use crate::domain::time::{DAY_SECONDS, Day};

impl FlowTable {
    /// The totals of all hosts on a day, by the number of the address: as the list of hosts has them without a filter. `place`
    /// tells where an address stands.
    #[must_use]
    pub fn host_totals(&self, day: Day, place: impl Fn(IpAddr) -> Place) -> Vec<HostTotals> {
        let places: Vec<Place> = self.addresses().addresses().iter().map(|&ip| place(ip)).collect();
        let mut totals = vec![HostTotals::default(); places.len()];
        self.blocks().iter().for_each(|block| add_block(&mut totals, &places, day, block, block.len()));
        totals
    }

    /// The same, where `filter` asks for them.
    pub(super) fn totals_asked_by(
        &self,
        filter: &Filter,
        day: Day,
        place: impl Fn(IpAddr) -> Place,
    ) -> Option<Vec<HostTotals>> {
        filter.asks_any(Key::is_of_host).then(|| self.host_totals(day, place))
    }
}

/// Adds those of the first `flows` flows of a block that began on `day`.
#[inline(never)]
pub(super) fn add_block(totals: &mut [HostTotals], places: &[Place], day: Day, block: &FlowBlock, flows: usize) {
    let ends = block.source().iter().zip(block.destination());
    for (at, ((&source, &destination), &start)) in ends.zip(block.start()).enumerate().take(flows) {
        // A flow of a host with itself makes it neither source nor peer.
        if source == destination || !is_of_day(day, start) {
            continue;
        }
        let (source, destination) = (source as usize, destination as usize);
        totals[source].opened += 1;
        totals[destination].taken += 1;
        let (host, bytes) = match (places[source], places[destination]) {
            (Place::Internal, Place::External) => (source, block.flow(at).bytes().sent),
            (Place::External, Place::Internal) => (destination, block.flow(at).bytes().received),
            (Place::Internal, Place::Internal) | (Place::External, Place::External) => continue,
        };
        totals[host].outside_bytes = totals[host].outside_bytes.saturating_add(bytes);
    }
}

/// Whether a flow that began then began on that day.
pub(super) fn is_of_day(day: Day, start: u32) -> bool {
    start.checked_sub(day.start().0).is_some_and(|second| second < DAY_SECONDS)
}
