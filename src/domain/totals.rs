//! What each peer adds up to, from one pass over the rows.

use std::cmp::{Ordering, Reverse};
use std::net::IpAddr;

use super::block::{Block, PackedRow, UNTOLD, mark};
use super::details::{DetailTable, PeerId, row_number, told};
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
    /// Its bytes, as their column has them, in the upper half, and its connections in the lower.
    largest: u64,
    /// Connections of all.
    pub connections: Sum,
    /// Mean bytes times connections.
    pub approx_bytes: Sum,
}

/// A peer's rows, by [`Side`]. The sought IP's rows with itself are on both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeerTotals([SideTotals; 2]);

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

/// Rows whose peers' totals are looked at beforehand.
const TOUCHED_ROWS: usize = 64;

impl Totals {
    /// Adds the last block of `table`.
    pub fn add_last_block(&mut self, table: &DetailTable) {
        let Some(block) = table.blocks().last() else { return };
        let first_row = (table.blocks().len() - 1) * Block::ROWS;
        self.peers.resize(table.peers().addresses().len(), PeerTotals::default());
        let mut of_block = BlockTotals::default();
        for (batch, peers) in block.peer().chunks(TOUCHED_ROWS).enumerate() {
            self.touch(peers);
            for at in (0..peers.len()).map(|at| batch * TOUCHED_ROWS + at) {
                let row = block.row(at);
                let PeerTotals(sides) = &mut self.peers[row.peer as usize];
                let mut add = |side: Side| {
                    sides[side as usize].add(table, first_row + at, &row);
                    of_block.add(side, &row);
                };
                match (row.marks & mark::AS_SOURCE != 0, row.marks & mark::AS_DESTINATION != 0) {
                    (true, true) => [Side::Source, Side::Destination].into_iter().for_each(add),
                    // One place computed rather than two branches, of which the processor would guess every third wrong.
                    (is_source, _) => add(if is_source { Side::Source } else { Side::Destination }),
                }
            }
        }
        self.blocks.push(of_block);
    }

    /// Looks at the totals of some peers, so that they are at hand when they are added to: the looks go out at once, while
    /// each addition would wait for its own.
    fn touch(&self, peers: &[PeerId]) {
        let sum = |sum: u32, peer: &PeerId| {
            let PeerTotals([one, other]) = &self.peers[*peer as usize];
            sum.wrapping_add(one.rows).wrapping_add(other.rows)
        };
        std::hint::black_box(peers.iter().fold(0, sum));
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

        let mut best = Best::new(count, |one: &(Rank, usize), other: &(Rank, usize)| {
            one.0.order(&other.0, by).then(one.1.cmp(&other.1))
        });
        let mut least = Least::default();
        for (number, (most, block)) in promising {
            if most < least.first {
                break;
            }
            least = offer_rows(&mut best, table, (number, block), (side, by), least);
        }
        (best.sorted(), self.blocks.iter().map(|of_block| of_block.rows[side as usize]).sum())
    }
}

impl BlockTotals {
    #[inline]
    fn add(&mut self, side: Side, row: &PackedRow) {
        let side = side as usize;
        self.rows[side] += 1;
        self.connections[side] = self.connections[side].max(row.connections);
        self.max_bytes[side] = self.max_bytes[side].max(row.max_bytes);
    }
}

impl PeerTotals {
    /// The rows with the sought IP on `side`.
    #[must_use]
    pub fn on(&self, side: Side) -> &SideTotals {
        &self.0[side as usize]
    }

    /// The peer's group.
    #[must_use]
    pub fn direction(&self, place: Place) -> Option<Direction> {
        Direction::of(place, self.on(Side::Source).rows > 0, self.on(Side::Destination).rows > 0)
    }

    /// Rows on both sides.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.0.iter().map(|side| side.rows).sum()
    }

    /// Connections on both sides; `None` where a row does not tell.
    #[must_use]
    pub fn connections(&self) -> Option<u64> {
        self.0.iter().map(|side| side.connections.whole()).sum()
    }

    fn met_sides(&self) -> impl Iterator<Item = &SideTotals> {
        self.0.iter().filter(|side| side.rows > 0)
    }

    /// Bytes of the largest connection on either side; `None` where a row of `table` does not tell.
    #[must_use]
    pub fn max_bytes(&self, table: &DetailTable) -> Option<u64> {
        self.met_sides().map(|side| side.max_bytes(table)).try_fold(0, |most, bytes| Some(bytes?.max(most)))
    }

    /// First and last sight.
    #[must_use]
    pub fn seen(&self) -> Option<(Moment, Moment)> {
        self.met_sides()
            .map(|side| (Moment(side.first_seen), Moment(side.last_seen)))
            .reduce(|(first, last), (other_first, other_last)| (first.min(other_first), last.max(other_last)))
    }

    /// What a ranking of peers goes by.
    #[must_use]
    pub fn rank(&self, table: &DetailTable, ip: IpAddr) -> Rank {
        Rank { connections: self.connections(), max_bytes: self.max_bytes(table), ip, ports: (None, None) }
    }
}

impl SideTotals {
    /// Adds row `index` of `table`, which is `row`.
    #[inline]
    fn add(&mut self, table: &DetailTable, index: usize, row: &PackedRow) {
        let earliest = if self.rows == 0 { u32::MAX } else { self.first_seen };
        self.first_seen = earliest.min(row.first_seen);
        self.last_seen = self.last_seen.max(row.last_seen);

        let size = u64::from(row.max_bytes) << 32 | u64::from(row.connections);
        // What the columns cannot tell apart, ports and what is too large for them, is looked at more closely.
        let is_close = size == self.largest || (row.max_bytes == UNTOLD && self.largest >> 32 == u64::from(UNTOLD));
        let is_larger = if is_close { self.comes_first(table, index) } else { size > self.largest };
        self.largest = if is_larger { size } else { self.largest };
        self.largest_row = if is_larger { row_number(index) } else { self.largest_row };

        self.rows += 1;
        self.connections.add(told(row.connections).map(u64::from));
        if row.marks & mark::WIDE_BYTES != 0 {
            self.approx_bytes.add(table.approx_bytes(index));
        } else {
            // The product of two 32-bit numbers fits.
            let approx = told(row.avg_bytes).zip(told(row.connections));
            self.approx_bytes.add(approx.map(|(mean, count)| u64::from(mean) * u64::from(count)));
        }
    }

    /// Whether row `index` comes before the largest so far in a ranking by bytes.
    #[cold]
    fn comes_first(&self, table: &DetailTable, index: usize) -> bool {
        let rank = |index: usize| row_rank(table, index);
        self.rows == 0 || rank(index).order(&rank(self.largest_row as usize), Measure::Bytes).is_lt()
    }

    /// Bytes of the largest connection; `None` where a row of `table` does not tell: it ranks first, and is the largest
    /// row then.
    #[must_use]
    pub fn max_bytes(&self, table: &DetailTable) -> Option<u64> {
        match u32::try_from(self.largest >> 32) {
            Ok(bytes) if bytes != UNTOLD => Some(u64::from(bytes)),
            _ => table.max_bytes(self.largest_row as usize),
        }
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
            max_bytes: self.max_bytes(table),
            max_packets: max_packets.map(u64::from),
            avg_bytes: mean(self.approx_bytes),
            avg_packets: mean(approx_packets),
        }
    }
}

/// The numbers of the worst of the best so far, as the columns have them: what has less is not among the first.
#[derive(Clone, Copy, Debug, Default)]
struct Least {
    /// In the column that orders the ranking.
    first: u32,
    /// In the one that settles its ties: where connections are ranked, nearly all rows may have as many.
    second: u32,
}

impl Least {
    fn of(table: &DetailTable, row: usize, by: Measure) -> Self {
        let number = |by| {
            let number = match by {
                Measure::Connections => table.connections(row),
                Measure::Bytes => table.max_bytes(row),
            };
            number.and_then(|number| u32::try_from(number).ok()).unwrap_or(UNTOLD)
        };
        let first = number(by);
        // What is not told, or too much for the column, is the largest number there: such rows are no tie.
        let second = if first == UNTOLD { 0 } else { number(by.other()) };
        Self { first, second }
    }
}

/// Offers the rows of a block with the sought IP on `side` that may be among the best, which have no less than `least`; gives
/// the new least. A function of one block, as the passes of [`Investigation`](super::investigation) are.
#[inline(never)]
fn offer_rows(
    best: &mut Best<(Rank, usize), impl Fn(&(Rank, usize), &(Rank, usize)) -> Ordering>,
    table: &DetailTable,
    (number, block): (usize, &Block),
    (side, by): (Side, Measure),
    mut least: Least,
) -> Least {
    let column = |by| match by {
        Measure::Connections => block.connections(),
        Measure::Bytes => block.max_bytes(),
    };
    let columns = column(by).iter().zip(column(by.other()));
    for (at, (&marks, (&first, &second))) in block.marks().iter().zip(columns).enumerate() {
        if (first, second) >= (least.first, least.second) && marks & mark::of(side) != 0 {
            let index = number * Block::ROWS + at;
            best.offer((row_rank(table, index), index));
            least = best.worst().map_or_else(Least::default, |(_, worst)| Least::of(table, *worst, by));
        }
    }
    least
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

    /// Adds what other rows add up to.
    pub(super) fn merge(&mut self, other: Self) {
        self.known = self.known.saturating_add(other.known);
        self.untold += other.untold;
    }

    /// The sum, if every row tells its part.
    #[must_use]
    pub fn whole(self) -> Option<u64> {
        (self.untold == 0).then_some(self.known)
    }
}
