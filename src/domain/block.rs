//! Rows in columns, in blocks that never move.
//!
//! A vector that doubles holds up to three times its content while it moves, and WebAssembly memory never shrinks.

use super::peers::{PeerId, Peers};

/// Stands for a number that is not told; one that large counts as not told. So it ranks above all, as it should.
pub const UNTOLD: u32 = u32::MAX;

/// Peers that are looked at before their IDs are asked for.
const TOUCHED_PEERS: usize = 64;

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
    /// The peer has its ID before the block is closed.
    pub const PEER_IS_ID: u8 = 32;

    /// The mark of the sought IP on `side`.
    #[must_use]
    pub fn of(side: Side) -> u8 {
        match side {
            Side::Source => AS_SOURCE,
            Side::Destination => AS_DESTINATION,
        }
    }
}

/// A row as the columns have it.
#[derive(Clone, Copy, Debug)]
pub struct PackedRow {
    /// The other side.
    pub peer: PeerId,
    /// See [`mark`].
    pub marks: u8,
    /// First second, since 1970; never after the last.
    pub first_seen: u32,
    /// Last second, since 1970.
    pub last_seen: u32,
    /// Port at the source.
    pub source_port: u16,
    /// Port at the destination.
    pub destination_port: u16,
    /// Connections.
    pub connections: u32,
    /// Packets of the connection with most packets.
    pub max_packets: u32,
    /// Mean packets of a connection.
    pub avg_packets: u32,
    /// Bytes of the connection with most bytes.
    pub max_bytes: u32,
    /// Mean bytes of a connection.
    pub avg_bytes: u32,
}

/// A column: of a length that the compiler knows, so that one look at it lets a row into all columns.
type Column<T> = Box<[T; Block::ROWS]>;

/// Up to [`Block::ROWS`] rows.
#[derive(Clone, Debug)]
pub struct Block {
    len: usize,
    peer: Column<PeerId>,
    marks: Column<u8>,
    first_seen: Column<u32>,
    last_seen: Column<u32>,
    source_port: Column<u16>,
    destination_port: Column<u16>,
    connections: Column<u32>,
    max_packets: Column<u32>,
    avg_packets: Column<u32>,
    max_bytes: Column<u32>,
    avg_bytes: Column<u32>,
}

// On the stack it would be as large as that.
#[allow(clippy::unnecessary_box_returns)]
fn column<T: Copy + Default>() -> Column<T> {
    match vec![T::default(); Block::ROWS].into_boxed_slice().try_into() {
        Ok(column) => column,
        Err(_) => unreachable!("it has as many rows as a block"),
    }
}

impl Default for Block {
    fn default() -> Self {
        Self {
            len: 0,
            peer: column(),
            marks: column(),
            first_seen: column(),
            last_seen: column(),
            source_port: column(),
            destination_port: column(),
            connections: column(),
            max_packets: column(),
            avg_packets: column(),
            max_bytes: column(),
            avg_bytes: column(),
        }
    }
}

impl Block {
    /// Rows of a full block: a power of two, so that finding a row is a shift and a mask.
    pub const ROWS: usize = 1 << 14;

    /// Adds a row, and tells whether the block is full now. A full block takes none.
    #[inline]
    pub fn push(&mut self, row: &PackedRow) -> bool {
        let at = self.len;
        if at < Self::ROWS {
            self.peer[at] = row.peer;
            self.marks[at] = row.marks;
            self.first_seen[at] = row.first_seen;
            self.last_seen[at] = row.last_seen;
            self.source_port[at] = row.source_port;
            self.destination_port[at] = row.destination_port;
            self.connections[at] = row.connections;
            self.max_packets[at] = row.max_packets;
            self.avg_packets[at] = row.avg_packets;
            self.max_bytes[at] = row.max_bytes;
            self.avg_bytes[at] = row.avg_bytes;
            self.len = at + 1;
        }
        self.len == Self::ROWS
    }

    /// Puts IDs in the place of the peers that are IPv4 addresses.
    pub fn name_peers(&mut self, ids: &mut Peers) {
        let (all, marks) = (&mut self.peer[..self.len], &self.marks[..self.len]);
        for (all, marks) in all.chunks_mut(TOUCHED_PEERS).zip(marks.chunks(TOUCHED_PEERS)) {
            // Of what is an ID already some other place is looked at: that does no harm.
            ids.touch_ipv4(all.iter().copied());
            for (peer, _) in all.iter_mut().zip(marks).filter(|(_, marks)| *marks & mark::PEER_IS_ID == 0) {
                *peer = ids.intern_ipv4(*peer);
            }
        }
    }

    /// Row `at` of this block.
    #[inline]
    #[must_use]
    pub fn row(&self, at: usize) -> PackedRow {
        let at = at % Self::ROWS;
        PackedRow {
            peer: self.peer[at],
            marks: self.marks[at],
            first_seen: self.first_seen[at],
            last_seen: self.last_seen[at],
            source_port: self.source_port[at],
            destination_port: self.destination_port[at],
            connections: self.connections[at],
            max_packets: self.max_packets[at],
            avg_packets: self.avg_packets[at],
            max_bytes: self.max_bytes[at],
            avg_bytes: self.avg_bytes[at],
        }
    }

    /// How many rows there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The rows' other sides.
    #[must_use]
    pub fn peer(&self) -> &[PeerId] {
        &self.peer[..self.len]
    }

    /// The rows' marks.
    #[must_use]
    pub fn marks(&self) -> &[u8] {
        &self.marks[..self.len]
    }

    /// The rows' first and last seconds.
    #[must_use]
    pub fn seen(&self) -> (&[u32], &[u32]) {
        (&self.first_seen[..self.len], &self.last_seen[..self.len])
    }

    /// The rows' connections.
    #[must_use]
    pub fn connections(&self) -> &[u32] {
        &self.connections[..self.len]
    }

    /// The rows' largest bytes.
    #[must_use]
    pub fn max_bytes(&self) -> &[u32] {
        &self.max_bytes[..self.len]
    }
}
