//! Rows in columns, in blocks that never move.
//!
//! A vector that doubles holds up to three times its content while it moves, and WebAssembly memory never shrinks.

use super::peers::PeerId;

/// Stands for a number that is not told; one that large counts as not told. So it ranks above all, as it should.
pub const UNTOLD: u32 = u32::MAX;

/// What a row's marks say, by bit.
pub mod mark {
    use crate::domain::direction::Side;

    /// The sought IP is the row's source.
    pub const AS_SOURCE: u8 = 1;
    /// The sought IP is the row's destination. Both: a row of the IP with itself.
    pub const AS_DESTINATION: u8 = 2;
    /// The source port is not told.
    pub const NO_SOURCE_PORT: u8 = 4;
    /// The destination port is not told.
    pub const NO_DESTINATION_PORT: u8 = 8;
    /// The row's bytes are too many for the columns, and kept apart.
    pub const WIDE_BYTES: u8 = 16;

    /// The mark of the sought IP on `side`.
    #[must_use]
    pub fn of(side: Side) -> u8 {
        match side {
            Side::Source => AS_SOURCE,
            Side::Destination => AS_DESTINATION,
        }
    }
}

/// Up to [`Block::ROWS`] rows; all columns are of one length.
#[derive(Clone, Debug)]
pub struct Block {
    /// The other side of each.
    pub peer: Vec<PeerId>,
    /// See [`mark`].
    pub marks: Vec<u8>,
    /// First second, since 1970; never after the last.
    pub first_seen: Vec<u32>,
    /// Last second, since 1970.
    pub last_seen: Vec<u32>,
    /// Port at the source.
    pub source_port: Vec<u16>,
    /// Port at the destination.
    pub destination_port: Vec<u16>,
    /// Connections.
    pub connections: Vec<u32>,
    /// Packets of the connection with most packets.
    pub max_packets: Vec<u32>,
    /// Mean packets of a connection.
    pub avg_packets: Vec<u32>,
    /// Bytes of the connection with most bytes.
    pub max_bytes: Vec<u32>,
    /// Mean bytes of a connection.
    pub avg_bytes: Vec<u32>,
}

impl Block {
    /// Rows of a full block: a power of two, so that finding a row is a shift and a mask.
    pub const ROWS: usize = 1 << 14;

    /// The last of `blocks`, or a new one where that is full.
    #[inline]
    pub fn with_room(blocks: &mut Vec<Self>) -> &mut Self {
        if blocks.last().is_none_or(|last| last.peer.len() == Self::ROWS) {
            blocks.push(Self::new());
        }
        let last = blocks.len() - 1;
        &mut blocks[last]
    }

    fn new() -> Self {
        Self {
            peer: Vec::with_capacity(Self::ROWS),
            marks: Vec::with_capacity(Self::ROWS),
            first_seen: Vec::with_capacity(Self::ROWS),
            last_seen: Vec::with_capacity(Self::ROWS),
            source_port: Vec::with_capacity(Self::ROWS),
            destination_port: Vec::with_capacity(Self::ROWS),
            connections: Vec::with_capacity(Self::ROWS),
            max_packets: Vec::with_capacity(Self::ROWS),
            avg_packets: Vec::with_capacity(Self::ROWS),
            max_bytes: Vec::with_capacity(Self::ROWS),
            avg_bytes: Vec::with_capacity(Self::ROWS),
        }
    }
}
