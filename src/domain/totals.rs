//! What each peer adds up to, from one pass over the rows.

use std::net::IpAddr;

use super::details::DetailTable;
use super::direction::{Direction, Side};
use super::network::Place;
use super::ranking::Rank;
use super::time::Moment;
use super::view::{Pair, Sum};

/// The rows between the sought IP and one peer, on one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SideTotals {
    /// How many rows.
    pub rows: u32,
    /// Their connections.
    pub connections: Sum,
    /// Mean bytes times connections.
    pub approx_bytes: Sum,
    /// Mean packets times connections.
    pub approx_packets: Sum,
    /// The earliest of them, in seconds since 1970.
    pub first_seen: u32,
    /// The latest.
    pub last_seen: u32,
    /// The row with most bytes, ties settled as in a ranking by bytes.
    largest_row: usize,
    /// The most packets of a connection; `None` where a row does not tell.
    max_packets: Option<u32>,
}

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
    for index in 0..table.len() {
        let peer = &mut totals[table.peer(index) as usize];
        for side in [Side::Source, Side::Destination] {
            if table.is_on(index, side) {
                peer.on_mut(side).add(table, index);
            }
        }
    }
    totals
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
    pub fn max_bytes(&self, table: &DetailTable) -> Option<u64> {
        let sides = [&self.as_source, &self.as_destination].into_iter().filter(|side| side.rows > 0);
        sides.map(|side| side.max_bytes(table)).try_fold(0, |most, bytes| Some(bytes?.max(most)))
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
    pub fn rank(&self, ip: IpAddr, table: &DetailTable) -> Rank {
        Rank { connections: self.connections(), max_bytes: self.max_bytes(table), ip, ports: (None, None) }
    }
}

impl SideTotals {
    fn add(&mut self, table: &DetailTable, index: usize) {
        let (first_seen, last_seen) = table.seen(index);
        if self.rows == 0 {
            self.first_seen = first_seen;
            self.last_seen = last_seen;
            self.largest_row = index;
            self.max_packets = table.max_packets(index);
        } else {
            self.first_seen = self.first_seen.min(first_seen);
            self.last_seen = self.last_seen.max(last_seen);
            if row_rank(table, index).order(&row_rank(table, self.largest_row), super::view::Measure::Bytes).is_lt() {
                self.largest_row = index;
            }
            self.max_packets = self.max_packets.zip(table.max_packets(index)).map(|(most, packets)| most.max(packets));
        }
        self.rows += 1;
        self.connections.add(table.connections(index));
        self.approx_bytes.add(table.approx_bytes(index));
        self.approx_packets.add(table.approx_packets(index));
    }

    /// Bytes of the largest connection; `None` where a row does not tell.
    #[must_use]
    pub fn max_bytes(&self, table: &DetailTable) -> Option<u64> {
        // A row that does not tell ranks first, and is the largest row then.
        if self.rows == 0 { Some(0) } else { table.max_bytes(self.largest_row) }
    }

    /// Source and destination port of the row with most bytes.
    #[must_use]
    pub fn ports(&self, table: &DetailTable) -> (Option<u16>, Option<u16>) {
        if self.rows == 0 {
            return (None, None);
        }
        (table.source_port(self.largest_row), table.destination_port(self.largest_row))
    }

    /// These rows as one, as `createStoryboard` takes them. `peer` is the other side.
    #[must_use]
    pub fn pair(&self, table: &DetailTable, peer: IpAddr, side: Side) -> Pair {
        let (source, destination) = match side {
            Side::Source => (table.ip(), peer),
            Side::Destination => (peer, table.ip()),
        };
        let (source_port, destination_port) = self.ports(table);
        let connections = self.connections.whole();
        let mean = |sum: Sum| sum.whole()?.checked_div(connections?);
        Pair {
            source,
            destination,
            source_port,
            destination_port,
            first_seen: Moment(self.first_seen),
            last_seen: Moment(self.last_seen),
            connections,
            max_bytes: self.max_bytes(table),
            max_packets: self.max_packets.map(u64::from),
            avg_bytes: mean(self.approx_bytes),
            avg_packets: mean(self.approx_packets),
        }
    }
}

/// What a ranking of rows goes by.
#[must_use]
pub fn row_rank(table: &DetailTable, index: usize) -> Rank {
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
