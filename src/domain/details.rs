//! The expanded search in columns: one row per (source IP, destination IP, source port, destination port).

use std::net::IpAddr;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::block::{Block, PackedRow, UNTOLD, mark};
use super::direction::Side;
pub use super::peers::{PeerId, Peers};
use super::time::Moment;
use super::totals::Totals;
use super::view::Measure;

/// One row of `details` as Spot defines it (`spot.md`, "Operations").
///
/// `None` is a number that Spot did not tell: one that did not fit 32 bits (quirk 1), or a null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Who opened the connections.
    pub source: IpAddr,
    /// Whom they were opened to.
    pub destination: IpAddr,
    /// Port at the source; `None` where it is not known.
    pub source_port: Option<u16>,
    /// Port at the destination; `None` where it is not known.
    pub destination_port: Option<u16>,
    /// When the first of the connections was seen.
    pub first_seen: Moment,
    /// When the last of them was seen.
    pub last_seen: Moment,
    /// How many there were.
    pub connections: Option<u32>,
    /// Packets of the connection with most packets.
    pub max_packets: Option<u32>,
    /// Mean packets of a connection, cut to a whole number.
    pub avg_packets: Option<u32>,
    /// Bytes of the connection with most bytes: not a total.
    pub max_bytes: Option<u64>,
    /// Mean bytes of a connection, cut to a whole number.
    pub avg_bytes: Option<u64>,
}

/// Rows that were left out, by why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// An address was missing or no address.
    pub address: u64,
    /// A time was missing or no time.
    pub time: u64,
    /// The sought IP was on neither side.
    pub foreign: u64,
    /// The row itself was null, or not of a row's form.
    pub shape: u64,
    /// What was wrong with the first of them, for the analyst to look up.
    pub first: Option<String>,
}

/// The largest number that Spot tells (`spot.md`, quirk 1): of 32 bits.
pub const LARGEST_TOLD: u32 = 2_147_483_647;

/// Why a number is not told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Untold {
    /// The answer had null and no word about it.
    #[default]
    Missing,
    /// The answer said that it does not fit 32 bits: it is above 2,147,483,647.
    Over32Bit,
}

/// The rows of one IP's expanded search, in columns: 37 bytes each. A [`TableBuilder`](super::table_builder::TableBuilder)
/// makes it.
#[derive(Clone, Debug)]
pub struct DetailTable {
    pub(super) ip: IpAddr,
    pub(super) peers: Peers,
    pub(super) blocks: Vec<Block>,
    pub(super) totals: Totals,
    /// Bytes that are too many for the columns: (largest, mean) by row.
    pub(super) wide_bytes: HashMap<u32, (Option<u64>, Option<u64>)>,
    /// Rows that were left out.
    pub skipped: Skipped,
    /// Why numbers are missing, where they are.
    pub untold: Untold,
    /// How many values the answer said do not fit 32 bits.
    pub cut_values: u64,
}

impl DetailTable {
    pub(super) fn empty(ip: IpAddr) -> Self {
        Self {
            ip,
            peers: Peers::default(),
            blocks: Vec::new(),
            totals: Totals::default(),
            wide_bytes: HashMap::new(),
            skipped: Skipped::default(),
            untold: Untold::default(),
            cut_values: 0,
        }
    }

    /// The sought IP.
    #[must_use]
    pub fn ip(&self) -> IpAddr {
        self.ip
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        // All blocks but the last are full.
        self.blocks.last().map_or(0, |last| (self.blocks.len() - 1) * Block::ROWS + last.len())
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows in blocks, for a pass over all. A block's rows follow those of the one before.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// What the rows add up to.
    #[must_use]
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    fn packed(&self, index: usize) -> PackedRow {
        self.blocks[index / Block::ROWS].row(index % Block::ROWS)
    }

    /// The addresses of the rows' other sides.
    #[must_use]
    pub fn peers(&self) -> &Peers {
        &self.peers
    }

    /// Row `index`, put together from the columns.
    #[must_use]
    pub fn row(&self, index: usize) -> Row {
        let packed = self.packed(index);
        let peer = self.peers.address(packed.peer);
        let (source, destination) = if packed.marks & mark::AS_SOURCE != 0 { (self.ip, peer) } else { (peer, self.ip) };
        Row {
            source,
            destination,
            source_port: self.source_port(index),
            destination_port: self.destination_port(index),
            first_seen: Moment(packed.first_seen),
            last_seen: Moment(packed.last_seen),
            connections: told(packed.connections),
            max_packets: told(packed.max_packets),
            avg_packets: told(packed.avg_packets),
            max_bytes: self.max_bytes(index),
            avg_bytes: self.avg_bytes(index),
        }
    }

    /// The other side of row `index`: the sought IP itself in a row of the IP with itself.
    #[must_use]
    pub fn peer(&self, index: usize) -> PeerId {
        self.packed(index).peer
    }

    /// First and last second of row `index`, since 1970; the first is never the later.
    #[must_use]
    pub fn seen(&self, index: usize) -> (u32, u32) {
        let packed = self.packed(index);
        (packed.first_seen, packed.last_seen)
    }

    /// Whether the sought IP is on `side` of row `index`. It is on both in a row of the IP with itself.
    #[must_use]
    pub fn is_on(&self, index: usize, side: Side) -> bool {
        self.packed(index).marks & mark::of(side) != 0
    }

    /// The column of row `index` that orders a ranking `by` that measure, as it stands there.
    #[must_use]
    pub fn ranked(&self, index: usize, by: Measure) -> u32 {
        let packed = self.packed(index);
        match by {
            Measure::Connections => packed.connections,
            Measure::Bytes => packed.max_bytes,
        }
    }

    /// Connections of row `index`.
    #[must_use]
    pub fn connections(&self, index: usize) -> Option<u64> {
        told(self.packed(index).connections).map(u64::from)
    }

    /// Bytes of the largest connection of row `index`.
    #[must_use]
    pub fn max_bytes(&self, index: usize) -> Option<u64> {
        let packed = self.packed(index);
        if packed.marks & mark::WIDE_BYTES != 0 {
            return self.wide_bytes.get(&row_number(index)).and_then(|(most, _)| *most);
        }
        told(packed.max_bytes).map(u64::from)
    }

    /// Mean bytes of a connection of row `index`, cut to a whole number.
    #[must_use]
    pub fn avg_bytes(&self, index: usize) -> Option<u64> {
        let packed = self.packed(index);
        if packed.marks & mark::WIDE_BYTES != 0 {
            return self.wide_bytes.get(&row_number(index)).and_then(|(_, mean)| *mean);
        }
        told(packed.avg_bytes).map(u64::from)
    }

    /// Mean bytes times connections of row `index`: about what it transferred.
    #[must_use]
    pub fn approx_bytes(&self, index: usize) -> Option<u64> {
        Some(self.avg_bytes(index)?.saturating_mul(self.connections(index)?))
    }

    /// Source port of row `index`.
    #[must_use]
    pub fn source_port(&self, index: usize) -> Option<u16> {
        let packed = self.packed(index);
        (packed.marks & mark::NO_SOURCE_PORT == 0).then_some(packed.source_port)
    }

    /// Destination port of row `index`.
    #[must_use]
    pub fn destination_port(&self, index: usize) -> Option<u16> {
        let packed = self.packed(index);
        (packed.marks & mark::NO_DESTINATION_PORT == 0).then_some(packed.destination_port)
    }
}

impl Skipped {
    /// How many rows were left out.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.address + self.time + self.foreign + self.shape
    }
}

/// A number of a column, if it is told.
#[must_use]
pub fn told(value: u32) -> Option<u32> {
    (value != UNTOLD).then_some(value)
}

/// A row's number as the columns have it: a browser's memory ends long before 2^32 rows.
#[must_use]
pub fn row_number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
