//! The expanded search over a flow table: what Spot's `details` answers (`spot.md`, "Operations").
//!
//! `GROUP BY sip, dip, sport, dport` over the flows that began on the day. A flow's one number of bytes and of packets
//! is the sum of both ways; firstSeen and lastSeen are the earliest and the latest *beginning*, since Spot groups by
//! the time at which a flow was received.

use std::net::IpAddr;

use hashbrown::HashMap;

use super::flows::FlowTable;
use crate::domain::details::{DetailTable, PeerId, Row, Untold};
use crate::domain::direction::Side;
use crate::domain::flows::Flows;
use crate::domain::table_builder::TableBuilder;
use crate::domain::time::{DAY_SECONDS, Day, Moment};

/// What the rows are grouped by.
type Key = (PeerId, PeerId, Option<u16>, Option<u16>);

/// A row that is being put together.
struct Group {
    /// The first of its flows: all of them have its addresses and ports.
    flow: usize,
    first_seen: u32,
    last_seen: u32,
    connections: u32,
    max_packets: u64,
    all_packets: u64,
    max_bytes: u64,
    // A table of 64-bit numbers may well add up to more than 64 bits.
    all_bytes: u128,
}

impl FlowTable {
    /// The rows of `ip` on `day`, in the order of each row's first flow, and the flows behind them, in the table's.
    ///
    /// ```
    /// use investigation::domain::time::Day;
    /// use investigation::local::flows::FlowTable;
    /// let (rows, flows) = FlowTable::default().search("2011-08-10".parse::<Day>()?, "10.0.0.1".parse()?);
    /// assert!(rows.is_empty() && flows.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn search(&self, day: Day, ip: IpAddr) -> (DetailTable, Flows) {
        let mut rows = TableBuilder::new(ip);
        let Some(sought) = self.addresses.find(ip) else {
            return (rows.finish(Untold::Missing, 0), Flows::default());
        };
        let mut groups: Vec<Group> = Vec::new();
        let mut places: HashMap<Key, usize> = HashMap::new();
        // Each flow that was found, with the row that it belongs to.
        let mut found: Vec<(usize, usize)> = Vec::new();
        for flow in self.flows_of(day, sought) {
            let ports = (self.source_port(flow), self.destination_port(flow));
            let place =
                *places.entry((self.source[flow], self.destination[flow], ports.0, ports.1)).or_insert_with(|| {
                    groups.push(Group::new(flow));
                    groups.len() - 1
                });
            groups[place].add(self, flow);
            found.push((flow, place));
        }
        for group in &groups {
            rows.push(&group.row(self));
        }
        let rows = rows.finish(Untold::Missing, 0);
        let flows = self.connections(sought, &found, &rows);
        (rows, flows)
    }

    fn flows_of(&self, day: Day, sought: PeerId) -> impl Iterator<Item = usize> {
        let midnight = day.start().0;
        (0..self.len()).filter(move |&flow| {
            (self.source[flow] == sought || self.destination[flow] == sought)
                // Earlier ones wrap around to something far beyond a day.
                && self.start[flow].wrapping_sub(midnight) < DAY_SECONDS
        })
    }

    fn connections(&self, sought: PeerId, found: &[(usize, usize)], rows: &DetailTable) -> Flows {
        let mut flows = Flows::default();
        for &(flow, row) in found {
            flows.peer.push(rows.peer(row));
            flows.side.push(if self.source[flow] == sought { Side::Source } else { Side::Destination });
            flows.start.push(self.start[flow]);
            flows.end.push(self.end(flow));
            flows.source_port.push(self.source_port(flow));
            flows.destination_port.push(self.destination_port(flow));
            flows.protocol.push(self.protocol(flow));
            flows.bytes.push(self.bytes(flow).total());
            flows.packets.push(self.packets(flow).total());
        }
        flows
    }
}

impl Group {
    fn new(flow: usize) -> Self {
        Self {
            flow,
            first_seen: u32::MAX,
            last_seen: 0,
            connections: 0,
            max_packets: 0,
            all_packets: 0,
            max_bytes: 0,
            all_bytes: 0,
        }
    }

    fn add(&mut self, table: &FlowTable, flow: usize) {
        let (start, bytes, packets) = (table.start[flow], table.bytes(flow).total(), table.packets(flow).total());
        self.first_seen = self.first_seen.min(start);
        self.last_seen = self.last_seen.max(start);
        self.connections += 1;
        self.max_packets = self.max_packets.max(packets);
        self.all_packets += packets;
        self.max_bytes = self.max_bytes.max(bytes);
        self.all_bytes += u128::from(bytes);
    }

    fn row(&self, table: &FlowTable) -> Row {
        let flow = table.flow(self.flow);
        Row {
            source: flow.source,
            destination: flow.destination,
            source_port: flow.source_port,
            destination_port: flow.destination_port,
            first_seen: Moment(self.first_seen),
            last_seen: Moment(self.last_seen),
            connections: Some(self.connections),
            max_packets: u32::try_from(self.max_packets).ok(),
            avg_packets: u32::try_from(self.all_packets / u64::from(self.connections)).ok(),
            max_bytes: Some(self.max_bytes),
            // A mean is never above the largest, which fits.
            avg_bytes: u64::try_from(self.all_bytes / u128::from(self.connections)).ok(),
        }
    }
}
