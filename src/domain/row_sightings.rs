//! Rows of an expanded search as sightings of connections: what Spot's `details` tells of when they came.

use std::net::IpAddr;

use super::details::{DetailTable, PeerId};
use super::direction::Side;
use super::suspicion::{Sighting, Sightings};

/// The rows of a table. A row that does not tell its connections stands for more than any that does.
pub(super) struct RowSightings<'a>(pub &'a DetailTable);

impl Sightings for RowSightings<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn peers(&self) -> usize {
        self.0.peers().addresses().len()
    }

    fn address(&self, peer: PeerId) -> IpAddr {
        self.0.peers().address(peer)
    }

    fn pair(&self, index: usize) -> Option<(PeerId, Side)> {
        let is_source = self.0.is_on(index, Side::Source);
        let is_both = is_source && self.0.is_on(index, Side::Destination);
        let side = if is_source { Side::Source } else { Side::Destination };
        (!is_both).then(|| (self.0.peer(index), side))
    }

    fn connections(&self, index: usize) -> u64 {
        self.0.connections(index).unwrap_or(u64::from(u32::MAX)).max(1)
    }

    fn sighting(&self, index: usize) -> Sighting {
        let (first, last) = self.0.seen(index);
        Sighting {
            first_ms: u64::from(first) * 1_000,
            last_ms: u64::from(last) * 1_000,
            connections: self.connections(index),
            source_port: self.0.source_port(index),
            destination_port: self.0.destination_port(index),
            protocol: None,
            sent_bytes: self.0.max_bytes(index),
        }
    }
}
