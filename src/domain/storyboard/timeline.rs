//! The rows of Spot's table `flow_timeline`: flows between the sought IP and its top peers.

use std::collections::BTreeSet;
use std::net::IpAddr;

use hashbrown::HashMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::lenient;
use crate::domain::details::PeerId;
use crate::domain::direction::{Direction, Side};
use crate::domain::investigation::Investigation;
use crate::domain::protocol::Protocol;
use crate::domain::ranking::top;
use crate::domain::time::Moment;

/// What can be told of the flows with the top peers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlowTimeline {
    /// The source knows the single flows.
    Rows {
        /// The first rows by their beginning, at most [`FlowTimeline::MOST_ROWS`].
        rows: Vec<TimelineRow>,
        /// Out of how many.
        of: u64,
    },
    /// The source tells the rows of `details` only: these have no protocol, and of several flows only the largest one's
    /// packets and bytes. Spot has the timeline once a storyboard is saved.
    SingleFlowsUnknown,
}

/// Flows of the same addresses, protocol, ports, packets and bytes.
///
/// It is in the order in which rows are sorted: by `start`, then by the columns that follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TimelineRow {
    /// `tstart`: the earliest beginning.
    pub start: Moment,
    /// `srcip`.
    pub source: IpAddr,
    /// `dstip`.
    pub destination: IpAddr,
    /// `proto`; `None` where it is not known.
    pub protocol: Option<Protocol>,
    /// `sport`; `None` where it is not known.
    pub source_port: Option<u16>,
    /// `dport`, likewise.
    pub destination_port: Option<u16>,
    /// `ipkt`, of each of the flows.
    pub packets: u64,
    /// `ibyt`, of each of the flows.
    pub bytes: u64,
    /// `tend`: the latest beginning, since Spot groups by the time at which a flow was received.
    pub end: Moment,
}

/// What a row is grouped by.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    peer: PeerId,
    side: Side,
    protocol: Option<Protocol>,
    ports: (Option<u16>, Option<u16>),
    packets: u64,
    bytes: u64,
}

impl FlowTimeline {
    /// As many rows as Spot keeps.
    pub const MOST_ROWS: usize = 1_000;

    pub(super) fn of(investigation: &Investigation, peers: &[(PeerId, Direction)]) -> Self {
        let Some(flows) = investigation.flows() else { return Self::SingleFlowsUnknown };
        let wanted: BTreeSet<PeerId> = peers.iter().map(|(peer, _)| *peer).collect();
        let mut groups: HashMap<Key, (u32, u32)> = HashMap::new();
        for index in (0..flows.len()).filter(|&index| wanted.contains(&flows.peer[index])) {
            let key = Key {
                peer: flows.peer[index],
                side: flows.side[index],
                protocol: flows.protocol[index],
                ports: (flows.source_port[index], flows.destination_port[index]),
                packets: flows.packets[index],
                bytes: flows.bytes[index],
            };
            let begun = flows.start[index];
            let (first, last) = groups.entry(key).or_insert((begun, begun));
            (*first, *last) = (begun.min(*first), begun.max(*last));
        }
        let row = |(key, (first, last)): (&Key, &(u32, u32))| {
            let table = investigation.table();
            let peer = table.peers().address(key.peer);
            let (source, destination) = match key.side {
                Side::Source => (table.ip(), peer),
                Side::Destination => (peer, table.ip()),
            };
            TimelineRow {
                start: Moment(*first),
                source,
                destination,
                protocol: key.protocol,
                source_port: key.ports.0,
                destination_port: key.ports.1,
                packets: key.packets,
                bytes: key.bytes,
                end: Moment(*last),
            }
        };
        // No two rows are alike, so that the map's order leaves no trace.
        let rows = top(groups.iter().map(row), Self::MOST_ROWS, Ord::cmp);
        Self::Rows { rows, of: groups.len() as u64 }
    }
}

/// A timeline that Spot stored, as `NetflowTimelineType` tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredTimeline {
    /// The rows, in Spot's order.
    pub rows: Vec<TimelineRow>,
    /// Rows that were left out: null, since a number in them is above 32 bits (`spot.md`, quirk 1), or malformed.
    pub unreadable: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredRow {
    #[serde(default, deserialize_with = "lenient::text")]
    tstart: String,
    #[serde(default, deserialize_with = "lenient::text")]
    tend: String,
    #[serde(default, deserialize_with = "lenient::text")]
    src_ip: String,
    #[serde(default, deserialize_with = "lenient::text")]
    dst_ip: String,
    #[serde(default, deserialize_with = "lenient::text")]
    protocol: String,
    #[serde(default, deserialize_with = "lenient::whole")]
    src_port: Option<u64>,
    #[serde(default, deserialize_with = "lenient::whole")]
    dst_port: Option<u64>,
    #[serde(default, deserialize_with = "lenient::whole")]
    pkts: Option<u64>,
    #[serde(default, deserialize_with = "lenient::whole")]
    bytes: Option<u64>,
}

impl StoredRow {
    fn read(self) -> Option<TimelineRow> {
        let port = |port: Option<u64>| port.and_then(|port| u16::try_from(port).ok());
        Some(TimelineRow {
            start: Moment::from_ascii(self.tstart.as_bytes())?,
            source: self.src_ip.trim().parse().ok()?,
            destination: self.dst_ip.trim().parse().ok()?,
            protocol: Protocol::from_text(&self.protocol),
            source_port: port(self.src_port),
            destination_port: port(self.dst_port),
            packets: self.pkts?,
            bytes: self.bytes?,
            end: Moment::from_ascii(self.tend.as_bytes())?,
        })
    }
}

/// A row as `NetflowTimelineType` has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenRow {
    tstart: String,
    tend: String,
    src_ip: IpAddr,
    dst_ip: IpAddr,
    protocol: Option<String>,
    src_port: Option<u16>,
    dst_port: Option<u16>,
    pkts: u64,
    bytes: u64,
}

impl WrittenRow {
    fn of(row: &TimelineRow) -> Self {
        Self {
            tstart: row.start.to_string(),
            tend: row.end.to_string(),
            src_ip: row.source,
            dst_ip: row.destination,
            protocol: row.protocol.map(|protocol| protocol.to_string()),
            src_port: row.source_port,
            dst_port: row.destination_port,
            pkts: row.packets,
            bytes: row.bytes,
        }
    }
}

impl Serialize for StoredTimeline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_seq(self.rows.iter().map(WrittenRow::of))
        } else {
            (&self.rows, self.unreadable).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for StoredTimeline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let (rows, unreadable) = Deserialize::deserialize(deserializer)?;
            return Ok(Self { rows, unreadable });
        }
        let list = Option::<Vec<Option<StoredRow>>>::deserialize(deserializer)?.unwrap_or_default();
        let all = list.len();
        let rows: Vec<_> = list.into_iter().filter_map(|row| row?.read()).collect();
        let unreadable = (all - rows.len()) as u64;
        Ok(Self { rows, unreadable })
    }
}
