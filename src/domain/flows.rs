//! Single connections of an expanded search, where a source knows them: local Spot does, Spot's `details` does not.

use super::details::PeerId;
use super::direction::Side;
use super::protocol::Protocol;

/// The connections behind a [`DetailTable`](super::details::DetailTable), in columns; peers by that table's IDs.
#[derive(Clone, Debug, Default)]
pub struct Flows {
    /// The other side of each.
    pub peer: Vec<PeerId>,
    /// The side of the sought IP in each; either, in a connection of the IP with itself.
    pub side: Vec<Side>,
    /// First second of each.
    pub start: Vec<u32>,
    /// Last second of each, never before the first.
    pub end: Vec<u32>,
    /// Port at the source.
    pub source_port: Vec<Option<u16>>,
    /// Port at the destination.
    pub destination_port: Vec<Option<u16>>,
    /// Protocol.
    pub protocol: Vec<Option<Protocol>>,
    /// Bytes, both ways together.
    pub bytes: Vec<u64>,
    /// Packets, both ways together.
    pub packets: Vec<u64>,
}

impl Flows {
    /// With room for so many.
    #[must_use]
    pub fn with_capacity(count: usize) -> Self {
        Self {
            peer: Vec::with_capacity(count),
            side: Vec::with_capacity(count),
            start: Vec::with_capacity(count),
            end: Vec::with_capacity(count),
            source_port: Vec::with_capacity(count),
            destination_port: Vec::with_capacity(count),
            protocol: Vec::with_capacity(count),
            bytes: Vec::with_capacity(count),
            packets: Vec::with_capacity(count),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.peer.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.peer.is_empty()
    }
}
