//! What each peer adds up to, from one pass over the rows.

use std::net::IpAddr;

use super::block::mark;
use super::details::{DetailTable, told};
use super::direction::{Direction, Side};
use super::network::Place;
use super::ranking::{Best, Rank};
use super::time::Moment;
use super::view::{Measure, Pair, Sum};

/// The rows between the sought IP and one peer, on one side. Small, since a pass over the rows jumps between peers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SideTotals {
    /// How many rows.
    pub rows: u32,
    /// The earliest of them, in seconds since 1970.
    pub first_seen: u32,
    /// The latest.
    pub last_seen: u32,
    /// The row with most bytes, ties settled as in a ranking by bytes.
    largest_row: u32,
    /// Its bytes and its connections, [`ABOVE_ALL`] where they are not told.
    largest: (u64, u64),
    /// Connections of all.
    pub connections: Sum,
    /// Mean bytes times connections.
    pub approx_bytes: Sum,
}

/// A number that is not told ranks above every known one.
const ABOVE_ALL: u64 = u64::MAX;

/// A peer's rows on both sides. The sought IP's rows with itself are in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeerTotals {
    /// Rows with the sought IP as source.
    pub as_source: SideTotals,
    /// Rows with the sought IP as destination.
    pub as_destination: SideTotals,
}

/// The totals of every peer of `table`, by [`PeerId`](super::details::PeerId).
#[must_use]
pub fn reckon(table: &DetailTable) -> Vec<PeerTotals> {
    let mut totals = vec![PeerTotals::default(); table.peers().addresses().len()];
    let mut first_of_block = 0;
    for block in table.blocks() {
        let seen = block.first_seen.iter().zip(&block.last_seen);
        let bytes = block.max_bytes.iter().zip(&block.avg_bytes);
        let rows = block.peer.iter().zip(&block.marks).zip(seen).zip(block.connections.iter().zip(bytes)).enumerate();
        for (at, (((&peer, &marks), (&first, &last)), (&connections, (&max_bytes, &avg_bytes)))) in rows {
            let index = first_of_block + at;
            let is_wide = marks & mark::WIDE_BYTES != 0;
            let row = PassedRow {
                index,
                seen: (first, last),
                connections: told(connections).map(u64::from),
                max_bytes: if is_wide { table.max_bytes(index) } else { told(max_bytes).map(u64::from) },
                avg_bytes: if is_wide { table.avg_bytes(index) } else { told(avg_bytes).map(u64::from) },
            };
            let peer = &mut totals[peer as usize];
            if marks & mark::AS_SOURCE != 0 {
                peer.as_source.add(table, &row);
            }
            if marks & mark::AS_DESTINATION != 0 {
                peer.as_destination.add(table, &row);
            }
        }
        first_of_block += block.peer.len();
    }
    totals
}

/// What a pass over the rows needs of one.
struct PassedRow {
    index: usize,
    seen: (u32, u32),
    connections: Option<u64>,
    max_bytes: Option<u64>,
    avg_bytes: Option<u64>,
}

impl PeerTotals {
    /// The rows with the sought IP on `side`.
    #[must_use]
    pub fn on(&self, side: Side) -> &SideTotals {
        match side {
            Side::Source => &self.as_source,
            Side::Destination => &self.as_destination,
        }
    }

    /// The peer's group.
    #[must_use]
    pub fn direction(&self, place: Place) -> Option<Direction> {
        Direction::of(place, self.as_source.rows > 0, self.as_destination.rows > 0)
    }

    /// Rows on both sides.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.as_source.rows + self.as_destination.rows
    }

    /// Connections on both sides; `None` where a row does not tell.
    #[must_use]
    pub fn connections(&self) -> Option<u64> {
        Some(self.as_source.connections.whole()? + self.as_destination.connections.whole()?)
    }

    /// Bytes of the largest connection on either side; `None` where a row does not tell.
    #[must_use]
    pub fn max_bytes(&self) -> Option<u64> {
        let sides = [&self.as_source, &self.as_destination].into_iter().filter(|side| side.rows > 0);
        sides.map(SideTotals::max_bytes).try_fold(0, |most, bytes| Some(bytes?.max(most)))
    }

    /// First and last sight.
    #[must_use]
    pub fn seen(&self) -> Option<(Moment, Moment)> {
        [&self.as_source, &self.as_destination]
            .into_iter()
            .filter(|side| side.rows > 0)
            .map(|side| (Moment(side.first_seen), Moment(side.last_seen)))
            .reduce(|(first, last), (other_first, other_last)| (first.min(other_first), last.max(other_last)))
    }

    /// What a ranking of peers goes by.
    #[must_use]
    pub fn rank(&self, ip: IpAddr) -> Rank {
        Rank { connections: self.connections(), max_bytes: self.max_bytes(), ip, ports: (None, None) }
    }
}

impl SideTotals {
    #[inline]
    fn add(&mut self, table: &DetailTable, row: &PassedRow) {
        let (first_seen, last_seen) = row.seen;
        let size = (row.max_bytes.unwrap_or(ABOVE_ALL), row.connections.unwrap_or(ABOVE_ALL));
        if self.rows == 0 {
            (self.first_seen, self.last_seen) = row.seen;
        }
        self.first_seen = self.first_seen.min(first_seen);
        self.last_seen = self.last_seen.max(last_seen);
        let ports = |index: usize| (table.source_port(index), table.destination_port(index));
        let is_larger = self.rows == 0
            || size > self.largest
            || (size == self.largest && ports(row.index) < ports(self.largest_row as usize));
        if is_larger {
            self.largest = size;
            self.largest_row = u32::try_from(row.index).unwrap_or(u32::MAX);
        }
        self.rows += 1;
        self.connections.add(row.connections);
        self.approx_bytes.add(row.avg_bytes.zip(row.connections).map(|(mean, count)| mean.saturating_mul(count)));
    }

    /// Bytes of the largest connection; `None` where a row does not tell.
    #[must_use]
    pub fn max_bytes(&self) -> Option<u64> {
        // A row that does not tell ranks first, and is the largest row then.
        Some(self.largest.0).filter(|bytes| *bytes != ABOVE_ALL)
    }

    /// Source and destination port of the row with most bytes.
    #[must_use]
    pub fn ports(&self, table: &DetailTable) -> (Option<u16>, Option<u16>) {
        if self.rows == 0 {
            return (None, None);
        }
        let row = self.largest_row as usize;
        (table.source_port(row), table.destination_port(row))
    }

    /// These rows as one, as `createStoryboard` takes them. `peer` is the other side, `rows` are the rows' numbers.
    #[must_use]
    pub fn pair(&self, table: &DetailTable, peer: IpAddr, side: Side, rows: &[usize]) -> Pair {
        let (source, destination) = match side {
            Side::Source => (table.ip(), peer),
            Side::Destination => (peer, table.ip()),
        };
        let (source_port, destination_port) = self.ports(table);
        let connections = self.connections.whole();
        let mean = |sum: Sum| sum.whole()?.checked_div(connections?);
        let mut max_packets = Some(0);
        let mut approx_packets = Sum::default();
        for row in rows.iter().map(|&index| table.row(index)) {
            max_packets = max_packets.zip(row.max_packets).map(|(most, packets)| packets.max(most));
            let packets = row.avg_packets.zip(row.connections);
            approx_packets.add(packets.map(|(mean, count)| u64::from(mean) * u64::from(count)));
        }
        Pair {
            source,
            destination,
            source_port,
            destination_port,
            first_seen: Moment(self.first_seen),
            last_seen: Moment(self.last_seen),
            connections,
            max_bytes: self.max_bytes(),
            max_packets: max_packets.map(u64::from),
            avg_bytes: mean(self.approx_bytes),
            avg_packets: mean(approx_packets),
        }
    }
}

/// The first `count` rows with the sought IP on `side`, with their numbers, and how many rows there are on that side.
///
/// Most rows end at one comparison: of the column that orders them, with the worst of the best so far.
#[must_use]
pub fn top_rows(table: &DetailTable, side: Side, by: Measure, count: usize) -> (Vec<(Rank, usize)>, usize) {
    let mut best = Best::new(count, |one: &(Rank, usize), other: &(Rank, usize)| one.0.order(&other.0, by));
    // The number of the worst of the best so far, as the column has it.
    let mut least = 0;
    let mut of = 0;
    let mut first_of_block = 0;
    for block in table.blocks() {
        let column = match by {
            Measure::Connections => &block.connections,
            Measure::Bytes => &block.max_bytes,
        };
        for (at, (&marks, &value)) in block.marks.iter().zip(column).enumerate() {
            if marks & mark::of(side) == 0 {
                continue;
            }
            of += 1;
            // What is not told, or too much for the column, is the largest number there: it is looked at more closely.
            if value >= least {
                let index = first_of_block + at;
                best.offer((row_rank(table, index), index));
                least = best.worst().map_or(0, |(_, worst)| table.ranked(*worst, by));
            }
        }
        first_of_block += block.marks.len();
    }
    (best.sorted(), of)
}

/// What a ranking of rows goes by.
fn row_rank(table: &DetailTable, index: usize) -> Rank {
    Rank {
        connections: table.connections(index),
        max_bytes: table.max_bytes(index),
        ip: table.peers().address(table.peer(index)),
        ports: (table.source_port(index), table.destination_port(index)),
    }
}

impl Sum {
    /// Adds a row's part.
    pub fn add(&mut self, part: Option<u64>) {
        match part {
            Some(part) => self.known = self.known.saturating_add(part),
            None => self.untold += 1,
        }
    }

    /// The sum, if every row tells its part.
    #[must_use]
    pub fn whole(self) -> Option<u64> {
        (self.untold == 0).then_some(self.known)
    }
}
