//! What the analyst asks of an expanded search, and the answers: of the size of a screen, whatever the data's.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::details::{Skipped, Untold};
use super::direction::{Direction, Side};
use super::filter::Filter;
use super::network::{Standing, StandingChoice};
use super::protocol::Protocol;
use super::time::{Moment, Window};

/// How a search is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Rows in each table; peers that each group gives to the timeline and the storyboard, by each measure.
    pub top: TopResults,
    /// Whether the sought IP is internal.
    pub standing: StandingChoice,
}

/// Top results: 1 to 1,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopResults(u16);

impl TopResults {
    /// The least and the most.
    pub const RANGE: std::ops::RangeInclusive<u16> = 1..=1000;

    /// `count`, or the nearest that is allowed.
    #[must_use]
    pub fn new(count: u16) -> Self {
        Self(count.clamp(*Self::RANGE.start(), *Self::RANGE.end()))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

impl Default for TopResults {
    /// The notebook's 20.
    fn default() -> Self {
        Self(20)
    }
}

/// By what a ranking goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// Number of connections.
    Connections,
    /// Bytes of the largest connection.
    Bytes,
}

impl Measure {
    /// The one that settles ties.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Connections => Self::Bytes,
            Self::Bytes => Self::Connections,
        }
    }
}

/// What a table's row stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Grouping {
    /// A row of the search: two addresses and two ports.
    #[default]
    Row,
    /// All rows of a peer on one side.
    Peer,
}

/// A sum over rows of which some may not tell their part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// The sum of what is told.
    pub known: u64,
    /// Rows that do not tell.
    pub untold: u64,
}

/// The head of an investigation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The sought IP.
    pub ip: IpAddr,
    /// Where it stands, and why.
    pub standing: Standing,
    /// Peers in each group, in the order of [`Direction::ALL`].
    pub peers: [u32; 3],
    /// Rows of the search.
    pub rows: u64,
    /// Connections of all rows.
    pub connections: Sum,
    /// Mean bytes times connections, summed: about what was transferred.
    pub approx_bytes: Sum,
    /// Rows of the IP with itself: no peer, but part of the rows.
    pub self_rows: u64,
    /// Connections of the rows of the IP with itself.
    pub self_connections: Sum,
    /// First and last sight of the IP; `None` without a row.
    pub seen: Option<(Moment, Moment)>,
    /// Values that Spot said do not fit 32 bits.
    pub cut_values: u64,
    /// Why numbers are missing, where they are.
    pub untold: Untold,
    /// Rows that could not be read.
    pub skipped: Skipped,
    /// Peers of the merged top, per group: the lanes of the timeline.
    pub top_peers: [u32; 3],
    /// The filter that this is a part by; `None` for all of the search.
    pub filtered: Option<Filtered>,
}

/// Of what something is a part, and by which filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filtered {
    /// What was let through.
    pub filter: Filter,
    /// Rows of the whole search.
    pub of_rows: u64,
}

/// One of the four top tables (`spot.md`, "Four tables").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopTable {
    /// The side of the sought IP in its rows.
    pub side: Side,
    /// What orders them.
    pub by: Measure,
    /// The rows, best first.
    pub rows: Vec<TopRow>,
    /// Out of how many.
    pub of: u64,
}

/// A row of a top table.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TopRow {
    /// The other side.
    pub peer: IpAddr,
    /// Connections; summed where the row is a peer.
    pub connections: Option<u64>,
    /// Bytes of the largest connection.
    pub max_bytes: Option<u64>,
    /// Mean bytes times connections; summed where the row is a peer.
    pub approx_bytes: Option<u64>,
    /// Source port: of the row with most bytes where the row is a peer.
    pub source_port: Option<u16>,
    /// Destination port, likewise.
    pub destination_port: Option<u16>,
    /// Rows of the search in it: 1 where the row is one of the search.
    pub rows: u32,
    /// First sight.
    pub first_seen: Moment,
    /// Last sight.
    pub last_seen: Moment,
}

/// The four tables, in the order of the screen: by connections, then by bytes; the IP as destination, then as source.
pub type TopTables = [TopTable; 4];

/// What the strip above the lanes counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counted {
    /// Rows that were active in the bucket: only their first and last connection's times are known.
    RowsActive,
    /// Connections that began in the bucket: every one is known.
    ConnectionsBegun,
}

/// The timeline of a window, for a plot of a given width.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// What is shown.
    pub window: Window,
    /// All there is to show.
    pub extent: Window,
    /// What the strip counts.
    pub counted: Counted,
    /// The strip: counts per bucket and group ([`Direction::ALL`]).
    pub activity: Activity,
    /// The lanes that were asked for.
    pub lanes: Vec<Lane>,
    /// How many lanes there are in all.
    pub lanes_total: u32,
    /// Rows (or connections) in all lanes, and in the search: what the lanes leave out is the difference.
    pub in_lanes: (u64, u64),
}

/// Counts over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// When the first bucket begins; buckets lie on multiples of their length, so that they stay when one pans.
    pub start: Moment,
    /// The length of a bucket.
    pub bucket_seconds: u32,
    /// Per bucket: inbound, outbound, two-way.
    pub buckets: Vec<[u32; 3]>,
}

/// One peer's line in the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// The peer.
    pub peer: IpAddr,
    /// Its group.
    pub direction: Direction,
    /// Its rows in the search.
    pub rows: u32,
    /// Its connections.
    pub connections: Option<u64>,
    /// Bytes of its largest connection.
    pub max_bytes: Option<u64>,
    /// First sight.
    pub first_seen: Moment,
    /// Last sight.
    pub last_seen: Moment,
    /// What is active where, in pixels of the plot, left to right; they do not overlap.
    pub runs: Vec<Run>,
}

/// Neighbouring pixels of a lane in which the same number of rows (or connections) is active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The first pixel.
    pub from_px: u16,
    /// The pixel after the last.
    pub to_px: u16,
    /// Rows (or connections) active in each of its pixels, at least 1.
    pub active: u32,
}

/// What lies behind a spot of a lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The rows (or connections), the ones with most bytes first; not all where there are many.
    pub shown: Vec<Fact>,
    /// How many there are.
    pub total: u64,
}

/// A row of the search or, where single flows are known, a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Who opened it.
    pub source: IpAddr,
    /// Whom it was opened to.
    pub destination: IpAddr,
    /// Port at the source.
    pub source_port: Option<u16>,
    /// Port at the destination.
    pub destination_port: Option<u16>,
    /// The protocol, where it is known.
    pub protocol: Option<Protocol>,
    /// Its beginning: firstSeen of a row.
    pub start: Moment,
    /// Its end: lastSeen of a row.
    pub end: Moment,
    /// Connections: 1 for a single one.
    pub connections: Option<u64>,
    /// Bytes: of the largest connection.
    pub max_bytes: Option<u64>,
    /// Packets: of the connection with most.
    pub max_packets: Option<u64>,
}

/// A (source, destination) pair of the top peers, as `createStoryboard` takes it (`spot.md`, quirk 4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Who opened the connections.
    pub source: IpAddr,
    /// Whom they were opened to.
    pub destination: IpAddr,
    /// Source port of the row with most bytes.
    pub source_port: Option<u16>,
    /// Destination port of the row with most bytes.
    pub destination_port: Option<u16>,
    /// The earliest of the rows.
    pub first_seen: Moment,
    /// The latest of the rows.
    pub last_seen: Moment,
    /// Summed; `None` where a row does not tell.
    pub connections: Option<u64>,
    /// The largest; `None` where a row does not tell, since that row is larger than any that does.
    pub max_bytes: Option<u64>,
    /// Of the connection with most packets.
    pub max_packets: Option<u64>,
    /// Mean over the pair's connections, cut to a whole number.
    pub avg_bytes: Option<u64>,
    /// Mean over the pair's connections, cut to a whole number.
    pub avg_packets: Option<u64>,
}

impl TopTable {
    /// The caption, word for word as in `spot.md`.
    #[must_use]
    pub fn caption(side: Side, by: Measure) -> &'static str {
        match (side, by) {
            (Side::Destination, Measure::Connections) => "Top source IP per connections",
            (Side::Source, Measure::Connections) => "Top destination IP per connections",
            (Side::Destination, Measure::Bytes) => "Top source IP per bytes transferred",
            (Side::Source, Measure::Bytes) => "Top destination IP per bytes transferred",
        }
    }

    /// The largest number that is told of what orders the rows; 0 where none is.
    #[must_use]
    pub fn largest(&self) -> u64 {
        let measured = self.rows.iter().filter_map(|row| match self.by {
            Measure::Connections => row.connections,
            Measure::Bytes => row.max_bytes,
        });
        measured.max().unwrap_or_default()
    }
}
