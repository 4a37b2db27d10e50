//! The expanded search over a flow table: what Spot's `details` answers (`spot.md`, "Operations").
//!
//! `GROUP BY sip, dip, sport, dport` over the flows that began on the day. A flow's one number of bytes and of packets
//! is the sum of both ways; firstSeen and lastSeen are the earliest and the latest *beginning*, since Spot groups by
//! the time at which a flow was received.

use std::net::IpAddr;

use hashbrown::HashMap;

use super::flow_block::{FlowBlock, IS_SUMMARY, NO_DESTINATION_PORT, NO_SOURCE_PORT, PackedFlow};
use super::flows::{FlowTable, Summary};
use super::host_totals::is_of_day;
use crate::domain::details::{DetailTable, PeerId, Row, Untold};
use crate::domain::direction::Side;
use crate::domain::flows::Flows;
use crate::domain::search_facts::SearchFacts;
use crate::domain::table_builder::TableBuilder;
use crate::domain::time::{DAY_SECONDS, Day, Moment};

/// A row that is being put together.
struct Group {
    /// The first of its flows: all of them have its addresses and ports.
    flow: usize,
    first_seen: u32,
    last_seen: u32,
    connections: u64,
    max_packets: u64,
    all_packets: u128,
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
        self.search_where(day, ip, |_| true)
    }

    /// The same of the flows alone that pass a filter, which knows what the search as a whole tells. Here the single flows are
    /// known, and each is held against it: rows are made of those that pass.
    #[must_use]
    pub fn search_filtered(&self, day: Day, ip: IpAddr, filter: &SearchFacts) -> (DetailTable, Flows) {
        let hosts = self.totals_asked_by(filter.filter(), day, |ip| filter.peer_place(ip));
        self.search_where(day, ip, |flow| filter.passes(self.facts(flow, hosts.as_deref())))
    }

    fn search_where(&self, day: Day, ip: IpAddr, is_wanted: impl Fn(&PackedFlow) -> bool) -> (DetailTable, Flows) {
        let mut rows = TableBuilder::new(ip);
        let Some(sought) = self.addresses.find(ip) else {
            return (rows.finish(Untold::Missing, 0), Flows::default());
        };
        let (groups, places, found) = (Vec::new(), Places::default(), Vec::new());
        let mut search = Search { sought, groups, places, found };
        self.each_of(day, ip, |flow, packed| {
            if is_wanted(packed) {
                search.add(self, packed, flow);
            }
        });
        for groups in search.groups.chunks(AT_ONCE) {
            self.add_rows(groups, &mut rows);
        }
        let rows = rows.finish(Untold::Missing, 0);
        // Memory that is asked for in one piece is asked for once; in WebAssembly it never goes back.
        let mut flows = Flows::with_capacity(search.found.len());
        for found in search.found.chunks(AT_ONCE) {
            self.add_connections(sought, found, &rows, &mut flows);
        }
        (rows, flows)
    }

    /// Visits each flow of `ip` that began on `day`, with its place in the table.
    pub(super) fn each_of(&self, day: Day, ip: IpAddr, mut visit: impl FnMut(usize, &PackedFlow)) {
        let Some(sought) = self.addresses.find(ip) else { return };
        for (number, block) in self.blocks().iter().enumerate() {
            each_of_block(block, day, sought, |at, packed| visit(number * FlowBlock::FLOWS + at, packed));
        }
    }

    #[inline(never)]
    fn add_rows(&self, groups: &[Group], rows: &mut TableBuilder) {
        for group in groups {
            rows.push(&group.row(self));
        }
    }

    #[inline(never)]
    fn add_connections(&self, sought: PeerId, found: &[(usize, usize)], rows: &DetailTable, flows: &mut Flows) {
        for &(flow, row) in found {
            let packed = self.packed(flow);
            flows.peer.push(rows.peer(row));
            flows.side.push(if packed.source == sought { Side::Source } else { Side::Destination });
            flows.start.push(packed.start);
            flows.end.push(packed.end);
            flows.source_port.push(packed.source_port());
            flows.destination_port.push(packed.destination_port());
            flows.protocol.push(packed.protocol());
            flows.bytes.push(packed.bytes().total());
            flows.packets.push(packed.packets().total());
        }
    }
}

/// The mean, cut to a whole number; `None` where it has more than 64 bits. A processor divides 64 bits at once.
fn mean(all: u128, count: u64) -> Option<u64> {
    match u64::try_from(all) {
        Ok(all) => all.checked_div(count),
        Err(_) => all.checked_div(u128::from(count)).and_then(|mean| u64::try_from(mean).ok()),
    }
}

/// How many rows or flows one call of a function looks at: see "The road of a byte" in ARCHITECTURE.md.
const AT_ONCE: usize = 4_096;

/// What is found so far.
struct Search {
    sought: PeerId,
    groups: Vec<Group>,
    places: Places,
    /// Each flow that was found, with the row that it belongs to.
    found: Vec<(usize, usize)>,
}

/// Visits each flow of `sought` in a block that began on `day`.
#[inline(never)]
fn each_of_block(block: &FlowBlock, day: Day, sought: PeerId, mut visit: impl FnMut(usize, &PackedFlow)) {
    let midnight = day.start().0;
    let (earliest, latest) = block.starts();
    if latest < midnight || earliest.saturating_sub(midnight) >= DAY_SECONDS {
        return;
    }
    let ends = block.source().iter().zip(block.destination());
    for (at, ((&source, &destination), &start)) in ends.zip(block.start()).enumerate() {
        if (source == sought || destination == sought) && is_of_day(day, start) {
            visit(at, &block.flow(at));
        }
    }
}

impl Search {
    fn add(&mut self, table: &FlowTable, packed: &PackedFlow, flow: usize) {
        let row = self.places.of(packed, self.sought, self.groups.len());
        if row == self.groups.len() {
            self.groups.push(Group::new(flow));
        }
        let summary = if packed.marks & IS_SUMMARY == 0 { None } else { table.summary(flow) };
        if let Some(group) = self.groups.get_mut(row) {
            group.add(packed, summary);
        }
        self.found.push((flow, row));
    }
}

/// Which row a flow belongs to. Peer and ports make a key of 64 bits; what else tells rows apart, the side of the
/// sought IP and whether there are ports, chooses one of eight maps.
#[derive(Default)]
struct Places {
    maps: [HashMap<u64, usize>; 8],
}

impl Places {
    /// The row of `flow`: `next` if it is the first of a row.
    fn of(&mut self, flow: &PackedFlow, sought: PeerId, next: usize) -> usize {
        let is_source = flow.source == sought;
        let peer = if is_source { flow.destination } else { flow.source };
        let key = u64::from(peer) << 32 | u64::from(flow.source_port) << 16 | u64::from(flow.destination_port);
        let ports = usize::from(flow.marks & (NO_SOURCE_PORT | NO_DESTINATION_PORT));
        // The marks of ports are 1 and 2.
        let map = &mut self.maps[ports | usize::from(is_source) << 2];
        *map.entry(key).or_insert(next)
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

    fn add(&mut self, flow: &PackedFlow, summary: Option<Summary>) {
        let (bytes, packets) = (flow.bytes().total(), flow.packets().total());
        self.first_seen = self.first_seen.min(flow.start);
        self.max_packets = self.max_packets.max(packets);
        self.max_bytes = self.max_bytes.max(bytes);
        if let Some(summary) = summary {
            self.last_seen = self.last_seen.max(flow.end);
            self.connections += u64::from(summary.connections);
            self.all_packets += u128::from(summary.mean_packets) * u128::from(summary.connections);
            self.all_bytes += u128::from(summary.mean_bytes) * u128::from(summary.connections);
        } else {
            self.last_seen = self.last_seen.max(flow.start);
            self.connections += 1;
            self.all_packets += u128::from(packets);
            self.all_bytes += u128::from(bytes);
        }
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
            connections: u32::try_from(self.connections).ok(),
            max_packets: u32::try_from(self.max_packets).ok(),
            avg_packets: mean(self.all_packets, self.connections).and_then(|mean| u32::try_from(mean).ok()),
            max_bytes: Some(self.max_bytes),
            // A mean is never above the largest, which fits.
            avg_bytes: mean(self.all_bytes, self.connections),
        }
    }
}
