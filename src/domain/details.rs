//! The expanded search in columns: one row per (source IP, destination IP, source port, destination port).

use std::hash::BuildHasher;
use std::net::IpAddr;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use serde::{Deserialize, Serialize};

use super::column::Column;
use super::direction::Side;
use super::time::Moment;

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

/// Why a number is not told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Untold {
    /// The answer had null and no word about it.
    #[default]
    Missing,
    /// The answer said that it does not fit 32 bits: it is above 2,147,483,647.
    Over32Bit,
}

/// The rows of one IP's expanded search, in columns: 37 bytes each.
#[derive(Clone, Debug)]
pub struct DetailTable {
    ip: IpAddr,
    peers: Peers,
    peer: Column<PeerId>,
    first_seen: Column<u32>,
    last_seen: Column<u32>,
    source_port: Column<u16>,
    destination_port: Column<u16>,
    marks: Column<u8>,
    connections: Column<u32>,
    max_packets: Column<u32>,
    avg_packets: Column<u32>,
    max_bytes: Column<u32>,
    avg_bytes: Column<u32>,
    /// Bytes that are too many for the columns: (largest, mean) by row.
    wide_bytes: HashMap<u32, (Option<u64>, Option<u64>)>,
    /// Rows that were left out.
    pub skipped: Skipped,
    /// Why numbers are missing, where they are.
    pub untold: Untold,
    /// How many values the answer said do not fit 32 bits.
    pub cut_values: u64,
}

/// A peer's place in [`Peers`].
pub type PeerId = u32;

/// The addresses met in a search, each once, in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    addresses: Vec<IpAddr>,
    /// IDs by their address's hash: each address is kept once.
    ids: HashTable<PeerId>,
    hasher: DefaultHashBuilder,
}

impl Peers {
    /// The ID of `ip`, a new one where it was not met before.
    pub fn intern(&mut self, ip: IpAddr) -> PeerId {
        let Self { addresses, ids, hasher } = self;
        let same = |id: &PeerId| addresses[*id as usize] == ip;
        match ids.entry(hasher.hash_one(ip), same, |id| hasher.hash_one(addresses[*id as usize])) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                // A browser's memory ends long before 2^32 addresses.
                let id = PeerId::try_from(addresses.len()).unwrap_or(PeerId::MAX);
                entry.insert(id);
                addresses.push(ip);
                id
            }
        }
    }

    /// The ID of `ip`, if it was met.
    #[must_use]
    pub fn find(&self, ip: IpAddr) -> Option<PeerId> {
        self.ids.find(self.hasher.hash_one(ip), |id| self.addresses[*id as usize] == ip).copied()
    }

    /// The address behind an ID of this set.
    #[must_use]
    pub fn address(&self, id: PeerId) -> IpAddr {
        self.addresses[id as usize]
    }

    /// All addresses, by ID.
    #[must_use]
    pub fn addresses(&self) -> &[IpAddr] {
        &self.addresses
    }
}

/// The sought IP is the row's source.
const AS_SOURCE: u8 = 1;
/// The sought IP is the row's destination. Both: a row of the IP with itself.
const AS_DESTINATION: u8 = 2;
const NO_SOURCE_PORT: u8 = 4;
const NO_DESTINATION_PORT: u8 = 8;

/// Bytes of the row are in `wide_bytes`.
const WIDE_BYTES: u8 = 16;

/// Stands for `None` in a column; a value that large counts as not told.
const UNTOLD: u32 = u32::MAX;

impl DetailTable {
    /// An empty table for the expanded search of `ip`.
    #[must_use]
    pub fn new(ip: IpAddr) -> Self {
        Self {
            ip,
            peers: Peers::default(),
            peer: Column::default(),
            first_seen: Column::default(),
            last_seen: Column::default(),
            source_port: Column::default(),
            destination_port: Column::default(),
            marks: Column::default(),
            connections: Column::default(),
            max_packets: Column::default(),
            avg_packets: Column::default(),
            max_bytes: Column::default(),
            avg_bytes: Column::default(),
            wide_bytes: HashMap::new(),
            skipped: Skipped::default(),
            untold: Untold::default(),
            cut_values: 0,
        }
    }

    /// Adds a row. One in which the sought IP does not occur is counted as skipped instead.
    pub fn push(&mut self, row: &Row) {
        let (peer, side) = match (row.source == self.ip, row.destination == self.ip) {
            (true, true) => (row.source, AS_SOURCE | AS_DESTINATION),
            (true, false) => (row.destination, AS_SOURCE),
            (false, true) => (row.source, AS_DESTINATION),
            (false, false) => {
                self.skipped.foreign += 1;
                self.skipped.first.get_or_insert_with(|| format!("{} to {}", row.source, row.destination));
                return;
            }
        };
        let mark = |port: Option<u16>, mark| if port.is_none() { mark } else { 0 };
        let mut marks = side | mark(row.source_port, NO_SOURCE_PORT) | mark(row.destination_port, NO_DESTINATION_PORT);
        let narrow = |bytes: Option<u64>| match bytes {
            None => Some(UNTOLD),
            Some(bytes) => u32::try_from(bytes).ok().filter(|bytes| *bytes != UNTOLD),
        };
        let (max_bytes, avg_bytes) = narrow(row.max_bytes).zip(narrow(row.avg_bytes)).unwrap_or_else(|| {
            marks |= WIDE_BYTES;
            self.wide_bytes.insert(row_number(self.peer.len()), (row.max_bytes, row.avg_bytes));
            (UNTOLD, UNTOLD)
        });
        self.peer.push(self.peers.intern(peer));
        self.marks.push(marks);
        self.first_seen.push(row.first_seen.min(row.last_seen).0);
        self.last_seen.push(row.first_seen.max(row.last_seen).0);
        self.source_port.push(row.source_port.unwrap_or(0));
        self.destination_port.push(row.destination_port.unwrap_or(0));
        self.connections.push(row.connections.unwrap_or(UNTOLD));
        self.max_packets.push(row.max_packets.unwrap_or(UNTOLD));
        self.avg_packets.push(row.avg_packets.unwrap_or(UNTOLD));
        self.max_bytes.push(max_bytes);
        self.avg_bytes.push(avg_bytes);
    }

    /// The sought IP.
    #[must_use]
    pub fn ip(&self) -> IpAddr {
        self.ip
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.peer.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.peer.is_empty()
    }

    /// The addresses of the rows' other sides.
    #[must_use]
    pub fn peers(&self) -> &Peers {
        &self.peers
    }

    /// Row `index`, put together from the columns.
    #[must_use]
    pub fn row(&self, index: usize) -> Row {
        let peer = self.peers.address(self.peer.get(index));
        let (source, destination) = if self.is_on(index, Side::Source) { (self.ip, peer) } else { (peer, self.ip) };
        Row {
            source,
            destination,
            source_port: self.source_port(index),
            destination_port: self.destination_port(index),
            first_seen: Moment(self.first_seen.get(index)),
            last_seen: Moment(self.last_seen.get(index)),
            connections: told(self.connections.get(index)),
            max_packets: told(self.max_packets.get(index)),
            avg_packets: told(self.avg_packets.get(index)),
            max_bytes: self.max_bytes(index),
            avg_bytes: self.avg_bytes(index),
        }
    }

    /// The other side of row `index`: the sought IP itself in a row of the IP with itself.
    #[must_use]
    pub fn peer(&self, index: usize) -> PeerId {
        self.peer.get(index)
    }

    /// First and last second of row `index`, since 1970; the first is never the later.
    #[must_use]
    pub fn seen(&self, index: usize) -> (u32, u32) {
        (self.first_seen.get(index), self.last_seen.get(index))
    }

    /// Whether the sought IP is on `side` of row `index`. It is on both in a row of the IP with itself.
    #[must_use]
    pub fn is_on(&self, index: usize, side: Side) -> bool {
        let mark = match side {
            Side::Source => AS_SOURCE,
            Side::Destination => AS_DESTINATION,
        };
        self.marks.get(index) & mark != 0
    }

    /// Whether row `index` is one of the sought IP with itself: no peer.
    #[must_use]
    pub fn is_self(&self, index: usize) -> bool {
        self.is_on(index, Side::Source) && self.is_on(index, Side::Destination)
    }

    /// Connections of row `index`.
    #[must_use]
    pub fn connections(&self, index: usize) -> Option<u64> {
        told(self.connections.get(index)).map(u64::from)
    }

    /// Bytes of the largest connection of row `index`.
    #[must_use]
    pub fn max_bytes(&self, index: usize) -> Option<u64> {
        if self.marks.get(index) & WIDE_BYTES != 0 {
            return self.wide_bytes.get(&row_number(index)).and_then(|(most, _)| *most);
        }
        told(self.max_bytes.get(index)).map(u64::from)
    }

    /// Mean bytes of a connection of row `index`, cut to a whole number.
    #[must_use]
    pub fn avg_bytes(&self, index: usize) -> Option<u64> {
        if self.marks.get(index) & WIDE_BYTES != 0 {
            return self.wide_bytes.get(&row_number(index)).and_then(|(_, mean)| *mean);
        }
        told(self.avg_bytes.get(index)).map(u64::from)
    }

    /// Mean bytes times connections of row `index`: about what it transferred.
    #[must_use]
    pub fn approx_bytes(&self, index: usize) -> Option<u64> {
        Some(self.avg_bytes(index)?.saturating_mul(self.connections(index)?))
    }

    /// Packets of the connection with most packets in row `index`.
    #[must_use]
    pub fn max_packets(&self, index: usize) -> Option<u32> {
        told(self.max_packets.get(index))
    }

    /// Mean packets times connections of row `index`.
    #[must_use]
    pub fn approx_packets(&self, index: usize) -> Option<u64> {
        Some(u64::from(told(self.avg_packets.get(index))?) * self.connections(index)?)
    }

    /// Source port of row `index`.
    #[must_use]
    pub fn source_port(&self, index: usize) -> Option<u16> {
        (self.marks.get(index) & NO_SOURCE_PORT == 0).then(|| self.source_port.get(index))
    }

    /// Destination port of row `index`.
    #[must_use]
    pub fn destination_port(&self, index: usize) -> Option<u16> {
        (self.marks.get(index) & NO_DESTINATION_PORT == 0).then(|| self.destination_port.get(index))
    }
}

impl Skipped {
    /// How many rows were left out.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.address + self.time + self.foreign + self.shape
    }
}

fn told(value: u32) -> Option<u32> {
    (value != UNTOLD).then_some(value)
}

/// A row's number as the columns have it: a browser's memory ends long before 2^32 rows.
fn row_number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
