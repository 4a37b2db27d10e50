//! The expanded search over a flow table: what Spot's `details` answers (`spot.md`, "Operations").
//!
//! `GROUP BY sip, dip, sport, dport` over the flows that began on the day. A flow's one number of bytes and of packets
//! is the sum of both ways; firstSeen and lastSeen are the earliest and the latest *beginning*, since Spot groups by
//! the time at which a flow was received.

use std::hash::BuildHasher;
use std::net::IpAddr;

use hashbrown::DefaultHashBuilder;

use super::flow_block::{FlowBlock, IS_SUMMARY, NO_DESTINATION_PORT, NO_SOURCE_PORT, PackedFlow};
use super::flows::{FlowTable, Summary};
use super::host_totals::is_of_day;
use crate::domain::details::{DetailTable, PeerId, Row, Untold, row_number};
use crate::domain::direction::Side;
use crate::domain::flows::Flows;
use crate::domain::search_facts::SearchFacts;
use crate::domain::table_builder::TableBuilder;
use crate::domain::time::{DAY_SECONDS, Day, Moment};

/// A row that is being put together.
struct Group {
    key: Key,
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
        let mut wanted = Vec::new();
        self.each_of(day, ip, |flow, packed| {
            if is_wanted(packed) {
                wanted.push(flow);
            }
        });
        // Memory that is asked for in one piece is asked for once; in WebAssembly it never goes back.
        let mut search = Search::of(sought, wanted.len());
        for wanted in wanted.chunks(TOUCHED_FLOWS) {
            search.add(self, wanted);
        }
        for groups in search.groups.chunks(AT_ONCE) {
            self.add_rows(groups, &mut rows);
        }
        let rows = rows.finish(Untold::Missing, 0);
        let mut flows = Flows::with_capacity(wanted.len());
        for (wanted, of_rows) in wanted.chunks(AT_ONCE).zip(search.rows.chunks(AT_ONCE)) {
            self.add_connections(sought, wanted.iter().zip(of_rows), &rows, &mut flows);
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
        let sought = rows.ip();
        for groups in groups.chunks(TOUCHED_FLOWS) {
            self.addresses.touch(groups.iter().map(|group| group.key.peer));
            for group in groups {
                rows.push(&group.row(sought, self.addresses.address(group.key.peer)));
            }
        }
    }

    #[inline(never)]
    fn add_connections<'a>(
        &self,
        sought: PeerId,
        wanted: impl Iterator<Item = (&'a usize, &'a u32)>,
        rows: &DetailTable,
        flows: &mut Flows,
    ) {
        for (&flow, &row) in wanted {
            let packed = self.packed(flow);
            flows.peer.push(rows.peer(row as usize));
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

/// The mean, cut to a whole number; `None` where it has more than 64 bits. A processor divides 64 bits at once, and most rows
/// have one connection.
fn mean(all: u128, count: u64) -> Option<u64> {
    match u64::try_from(all) {
        Ok(all) if count == 1 => Some(all),
        Ok(all) => all.checked_div(count),
        Err(_) => all.checked_div(u128::from(count)).and_then(|mean| u64::try_from(mean).ok()),
    }
}

/// How many rows or flows one call of a function looks at: see "The road of a byte" in ARCHITECTURE.md.
const AT_ONCE: usize = 4_096;

/// How many flows, or rows, are looked at before what they refer to is looked for.
const TOUCHED_FLOWS: usize = 64;

/// The rows that are found so far.
struct Search {
    sought: PeerId,
    groups: Vec<Group>,
    places: Places,
    /// The row that each flow belongs to.
    rows: Vec<u32>,
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
    /// For so many flows.
    fn of(sought: PeerId, flows: usize) -> Self {
        Self { sought, groups: Vec::new(), places: Places::of(flows), rows: Vec::with_capacity(flows) }
    }

    #[inline(never)]
    fn add(&mut self, table: &FlowTable, flows: &[usize]) {
        let sought = self.sought;
        self.places.touch(flows.iter().map(|&flow| Key::of(&table.packed(flow), sought)));
        for &flow in flows {
            let packed = table.packed(flow);
            let key = Key::of(&packed, sought);
            let groups = &self.groups;
            let row = self.places.of_key(key, groups.len(), |row| groups[row].key);
            if row == groups.len() {
                self.groups.push(Group::new(key));
            }
            let summary = if packed.marks & IS_SUMMARY == 0 { None } else { table.summary(flow) };
            if let Some(group) = self.groups.get_mut(row) {
                group.add(&packed, summary);
            }
            self.rows.push(row_number(row));
        }
    }
}

/// What tells rows apart: peer and ports, the side of the sought IP, and whether there are ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    peer: PeerId,
    /// The source's in the upper half.
    ports: u32,
    /// The marks of ports that are missing, and [`AS_SOURCE`].
    kind: u8,
}

/// The sought IP is the source. The marks of ports are 1 and 2.
const AS_SOURCE: u8 = 4;

impl Key {
    #[inline]
    fn of(flow: &PackedFlow, sought: PeerId) -> Self {
        let is_source = flow.source == sought;
        let peer = if is_source { flow.destination } else { flow.source };
        let ports = u32::from(flow.source_port) << 16 | u32::from(flow.destination_port);
        let kind = flow.marks & (NO_SOURCE_PORT | NO_DESTINATION_PORT) | if is_source { AS_SOURCE } else { 0 };
        Self { peer, ports, kind }
    }

    fn side(self) -> Side {
        if self.kind & AS_SOURCE == 0 { Side::Destination } else { Side::Source }
    }

    fn source_port(self) -> Option<u16> {
        let [.., upper, lower] = (self.ports >> 16).to_be_bytes();
        (self.kind & NO_SOURCE_PORT == 0).then_some(u16::from_be_bytes([upper, lower]))
    }

    fn destination_port(self) -> Option<u16> {
        let [.., upper, lower] = self.ports.to_be_bytes();
        (self.kind & NO_DESTINATION_PORT == 0).then_some(u16::from_be_bytes([upper, lower]))
    }
}

/// Which row has a key: an open table like that of [`Peers`](crate::domain::peers), made as large as it can become. At most
/// half of it is taken.
struct Places {
    /// The lower half of a key's hash in the upper half, the row's number plus one in the lower; 0 is free. As many as a power
    /// of two.
    slots: Vec<u64>,
    /// Nobody outside can know it, and so nobody can make keys meet in one slot.
    factor: u64,
}

impl Places {
    /// For so many rows.
    fn of(rows: usize) -> Self {
        let slots = vec![0; (2 * rows).next_power_of_two()];
        Self { slots, factor: DefaultHashBuilder::default().hash_one(0u64) | 1 }
    }

    /// Where a key belongs, unless another one is there, and what tells it from most others.
    #[inline]
    fn first_slot(&self, key: Key) -> (usize, u64) {
        let bits = u64::from(key.peer) << 32 | u64::from(key.ports);
        let hash = bits.wrapping_mul(self.factor);
        // The upper bits of a product depend on all bits of its factors. 32 bits of them fit any machine's size.
        #[allow(clippy::cast_possible_truncation)]
        let slot = (hash >> 32) as usize & (self.slots.len() - 1);
        (slot, hash << 32)
    }

    /// Looks at where some keys belong, so that it is at hand: the looks go out at once.
    #[inline]
    fn touch(&self, keys: impl Iterator<Item = Key>) {
        let look = |sum: u64, key| sum.wrapping_add(self.slots[self.first_slot(key).0]);
        std::hint::black_box(keys.fold(0, look));
    }

    /// The row of `key`: `next` if it is a new one. `key_of` tells that of a row.
    #[inline]
    fn of_key(&mut self, key: Key, next: usize, key_of: impl Fn(usize) -> Key) -> usize {
        let (mut slot, tag) = self.first_slot(key);
        loop {
            let entry = self.slots[slot];
            if entry == 0 {
                self.slots[slot] = tag | (u64::from(row_number(next)) + 1);
                return next;
            }
            let row = (entry & 0xffff_ffff) as usize - 1;
            if entry & !0xffff_ffff == tag && key_of(row) == key {
                return row;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

impl Group {
    fn new(key: Key) -> Self {
        Self {
            key,
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

    fn row(&self, sought: IpAddr, peer: IpAddr) -> Row {
        let (source, destination) = match self.key.side() {
            Side::Source => (sought, peer),
            Side::Destination => (peer, sought),
        };
        Row {
            source,
            destination,
            source_port: self.key.source_port(),
            destination_port: self.key.destination_port(),
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
