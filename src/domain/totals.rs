//! What each peer adds up to, from one pass over the rows.

use std::cmp::Reverse;
use std::net::IpAddr;

use super::block::{Block, mark};
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

/// What the rows of a table add up to.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// By [`PeerId`](super::details::PeerId).
    pub peers: Vec<PeerTotals>,
    /// What is known of each block, so that a ranking need not look into all of them.
    blocks: Vec<BlockTotals>,
}

/// What a ranking can know of a block beforehand, by [`Side`].
#[derive(Clone, Copy, Debug, Default)]
struct BlockTotals {
    rows: [usize; 2],
    /// The largest numbers of the columns.
    connections: [u32; 2],
    max_bytes: [u32; 2],
}

impl Totals {
    /// Adds the blocks of `table` that are not in yet. The last of them has to be full, or nothing may come after it.
    pub fn catch_up(&mut self, table: &DetailTable) {
        self.peers.resize(table.peers().addresses().len(), PeerTotals::default());
        for number in self.blocks.len()..table.blocks().len() {
            let of_block = self.add(table, number);
            self.blocks.push(of_block);
        }
    }

    fn add(&mut self, table: &DetailTable, number: usize) -> BlockTotals {
        let block = &table.blocks()[number];
        let mut of_block = BlockTotals::default();
        for at in 0..block.len() {
            let packed = block.row(at);
            let index = number * Block::ROWS + at;
            let is_wide = packed.marks & mark::WIDE_BYTES != 0;
            let row = PassedRow {
                index,
                seen: (packed.first_seen, packed.last_seen),
                connections: told(packed.connections).map(u64::from),
                max_bytes: if is_wide { table.max_bytes(index) } else { told(packed.max_bytes).map(u64::from) },
                avg_bytes: if is_wide { table.avg_bytes(index) } else { told(packed.avg_bytes).map(u64::from) },
            };
            let peer = &mut self.peers[packed.peer as usize];
            for side in [Side::Destination, Side::Source] {
                if packed.marks & mark::of(side) != 0 {
                    peer.on_mut(side).add(table, &row);
                    let side = side as usize;
                    of_block.rows[side] += 1;
                    of_block.connections[side] = of_block.connections[side].max(packed.connections);
                    of_block.max_bytes[side] = of_block.max_bytes[side].max(packed.max_bytes);
                }
            }
        }
        of_block
    }

    /// The first `count` rows of `table` with the sought IP on `side`, with their numbers, and how many rows there are on
    /// that side.
    ///
    /// Blocks are looked at in the order of their largest number: most need not be. Most rows of the others end at one
    /// comparison: of the column that orders them, with the worst of the best so far.
    #[must_use]
    pub fn top_rows(&self, table: &DetailTable, side: Side, by: Measure, count: usize) -> (Vec<(Rank, usize)>, usize) {
        let most = |of_block: &BlockTotals| match by {
            Measure::Connections => of_block.connections[side as usize],
            Measure::Bytes => of_block.max_bytes[side as usize],
        };
        let mut promising: Vec<_> = self.blocks.iter().map(most).zip(table.blocks()).enumerate().collect();
        promising.sort_by_key(|(_, (most, _))| Reverse(*most));

        let mut best = Best::new(count, |one: &(Rank, usize), other: &(Rank, usize)| one.0.order(&other.0, by));
        // The number of the worst of the best so far, as the column has it.
        let mut least = 0;
        for (number, (most, block)) in promising {
            if most < least {
                break;
            }
            let column = match by {
                Measure::Connections => block.connections(),
                Measure::Bytes => block.max_bytes(),
            };
            for (at, (&marks, &value)) in block.marks().iter().zip(column).enumerate() {
                // What is not told, or too much for the column, is the largest number there: it is looked at more closely.
                if value >= least && marks & mark::of(side) != 0 {
                    let index = number * Block::ROWS + at;
                    best.offer((row_rank(table, index), index));
                    least = best.worst().map_or(0, |(_, worst)| table.ranked(*worst, by));
                }
            }
        }
        (best.sorted(), self.blocks.iter().map(|of_block| of_block.rows[side as usize]).sum())
    }
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

    fn on_mut(&mut self, side: Side) -> &mut SideTotals {
        match side {
            Side::Source => &mut self.as_source,
            Side::Destination => &mut self.as_destination,
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
