//! All flows of a source, in columns.

use std::collections::BTreeSet;
use std::ops::Range;

use hashbrown::HashMap;

pub use super::flow::{BothWays, Flow, Summary};
use super::flow_block::{
    FlowBlock, IS_SUMMARY, NO_DESTINATION_PORT, NO_PROTOCOL, NO_SOURCE_PORT, PackedFlow, outcome_marks, outcome_of,
    start_ms,
};
use crate::domain::details::{PeerId, Peers};
use crate::domain::filter::{Amount, Facts, HostTotals, Totals};
use crate::domain::outcome::Outcome;
use crate::domain::protocol::Protocol;
use crate::domain::suspicion::Observation;
use crate::domain::time::{Day, Moment};

/// All flows of a source, in the order in which they were added: 54 bytes each, and its addresses once.
#[derive(Clone, Debug, Default)]
pub struct FlowTable {
    pub(super) addresses: Peers,
    /// All but the last are full.
    blocks: Vec<FlowBlock>,
    /// What the flows tell that stand for several connections, by their place.
    summaries: HashMap<usize, Summary>,
    removals: u64,
}

impl FlowTable {
    /// Adds a flow. One that ends before it begins is kept as one that ends at once.
    #[inline]
    pub fn push(&mut self, flow: &Flow) {
        let (end, end_us) = (flow.end, flow.end_us).max((flow.start, flow.start_us));
        let mark = |is_missing: bool, mark| if is_missing { mark } else { 0 };
        let packed = PackedFlow {
            source: self.addresses.intern(flow.source),
            destination: self.addresses.intern(flow.destination),
            start: flow.start.0,
            start_us: flow.start_us,
            end: end.0,
            end_us,
            source_port: flow.source_port.unwrap_or(0),
            destination_port: flow.destination_port.unwrap_or(0),
            marks: mark(flow.source_port.is_none(), NO_SOURCE_PORT)
                | mark(flow.destination_port.is_none(), NO_DESTINATION_PORT)
                | mark(flow.protocol.is_none(), NO_PROTOCOL)
                | outcome_marks(flow.outcome),
            protocol: flow.protocol.map_or(0, |protocol| protocol.0),
            bytes_sent: flow.bytes.sent,
            bytes_received: flow.bytes.received,
            packets_sent: flow.packets.sent,
            packets_received: flow.packets.received,
        };
        self.push_packed(&packed);
    }

    /// Adds a flow that stands for several connections.
    pub fn push_summary(&mut self, flow: &Flow, summary: Summary) {
        let index = self.len();
        self.push(flow);
        self.mark_last(IS_SUMMARY);
        self.summaries.insert(index, Summary { connections: summary.connections.max(1), ..summary });
    }

    /// Moves flows into the table that are between addresses of IPv4, whose bits stand in the places of the IDs, and that end
    /// no earlier than they begin. Several together, since each alone would wait for its look-ups.
    pub(super) fn push_ipv4(&mut self, flows: &mut Vec<PackedFlow>) {
        self.addresses.touch_ipv4(flows.iter().flat_map(|flow| [flow.source, flow.destination]));
        for flow in &mut *flows {
            flow.source = self.addresses.intern_ipv4(flow.source);
            flow.destination = self.addresses.intern_ipv4(flow.destination);
        }
        let mut rest = flows.as_slice();
        while !rest.is_empty() {
            if self.blocks.last().is_none_or(FlowBlock::is_full) {
                self.blocks.push(FlowBlock::default());
            }
            let Some(block) = self.blocks.last_mut() else { break };
            rest = block.extend(rest);
        }
        flows.clear();
    }

    pub(super) fn mark_last(&mut self, mark: u8) {
        if let Some(block) = self.blocks.last_mut() {
            block.mark_last(mark);
        }
    }

    #[inline]
    fn push_packed(&mut self, flow: &PackedFlow) {
        match self.blocks.last_mut() {
            Some(block) if !block.is_full() => block.push(flow),
            _ => {
                let mut block = FlowBlock::default();
                block.push(flow);
                self.blocks.push(block);
            }
        }
    }

    /// Takes the flows at these places out, as those of a file that is removed. The places of later ones move; the
    /// addresses stay known.
    pub fn remove(&mut self, places: Range<usize>) {
        self.removals += 1;
        let summaries = std::mem::take(&mut self.summaries);
        let kept_blocks = (places.start / FlowBlock::FLOWS).min(self.blocks.len());
        let moved = self.blocks.split_off(kept_blocks);
        self.summaries = summaries.iter().filter(|(place, _)| **place < self.len()).map(|(&p, &s)| (p, s)).collect();
        // One block after the other is given back while its flows move.
        for (block, number) in moved.into_iter().zip(kept_blocks..) {
            for at in 0..block.len() {
                let place = number * FlowBlock::FLOWS + at;
                if places.contains(&place) {
                    continue;
                }
                if let Some(summary) = summaries.get(&place) {
                    self.summaries.insert(self.len(), *summary);
                }
                self.push_packed(&block.flow(at));
            }
        }
    }

    /// Takes all flows out, and forgets the addresses.
    pub fn clear(&mut self) {
        *self = Self { removals: self.removals + 1, ..Self::default() };
    }

    /// How often flows were taken out: as long as it is the same, each flow is where it was, and others only follow.
    #[must_use]
    pub fn removals(&self) -> u64 {
        self.removals
    }

    /// How many flows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.last().map_or(0, |last| (self.blocks.len() - 1) * FlowBlock::FLOWS + last.len())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The flows in blocks, for a pass over all; addresses by the IDs of [`FlowTable::addresses`].
    #[must_use]
    pub fn blocks(&self) -> &[FlowBlock] {
        &self.blocks
    }

    /// The addresses of all flows, and of those that were removed.
    #[must_use]
    pub fn addresses(&self) -> &Peers {
        &self.addresses
    }

    /// The days on which flows began, ascending.
    #[must_use]
    pub fn days(&self) -> Vec<Day> {
        let mut days = BTreeSet::new();
        for block in &self.blocks {
            let (first, last) = block.starts();
            if Moment(first).day() == Moment(last).day() {
                days.insert(Moment(first).day());
            } else {
                days.extend(block.start().iter().map(|&start| Moment(start).day()));
            }
        }
        days.into_iter().collect()
    }

    /// Flow `index`, put together from the columns.
    #[must_use]
    pub fn flow(&self, index: usize) -> Flow {
        let packed = self.packed(index);
        Flow {
            source: self.addresses.address(packed.source),
            destination: self.addresses.address(packed.destination),
            source_port: packed.source_port(),
            destination_port: packed.destination_port(),
            protocol: packed.protocol(),
            start: Moment(packed.start),
            start_us: packed.start_us,
            end: Moment(packed.end),
            end_us: packed.end_us,
            bytes: packed.bytes(),
            packets: packed.packets(),
            outcome: outcome_of(packed.marks),
        }
    }

    /// Originator and responder of flow `index`.
    #[inline]
    pub(super) fn sides(&self, index: usize) -> (PeerId, PeerId) {
        let packed = self.packed(index);
        (packed.source, packed.destination)
    }

    /// What a filter can know of a flow: all but what depends on who is sought. `hosts` are the day's totals by address, where
    /// they are asked for.
    pub(super) fn facts(&self, packed: &PackedFlow, hosts: Option<&[HostTotals]>) -> Facts {
        let host = |address: PeerId| hosts.and_then(|hosts| hosts.get(address as usize).copied());
        let (source, destination) = (host(packed.source), host(packed.destination));
        Facts {
            source: Some(self.addresses.address(packed.source)),
            destination: Some(self.addresses.address(packed.destination)),
            source_port: packed.source_port(),
            destination_port: packed.destination_port(),
            protocol: packed.protocol(),
            bytes: Amount::Known(packed.bytes().total()),
            packets: Amount::Known(packed.packets().total()),
            seen: Some((Moment(packed.start), Moment(packed.end))),
            totals: Totals { source, destination, ..Totals::default() },
            ..Facts::default()
        }
    }

    /// Flow `index`, as it is judged.
    pub(super) fn observation(&self, index: usize) -> Observation {
        let packed = self.packed(index);
        // Without a handshake no answer is no failure: a name that is announced to all has none.
        let outcome = match outcome_of(packed.marks) {
            Outcome::Unanswered if packed.protocol() != Some(Protocol::TCP) => Outcome::Unknown,
            outcome => outcome,
        };
        Observation {
            source: packed.source,
            destination: packed.destination,
            source_port: packed.source_port(),
            destination_port: packed.destination_port(),
            protocol: packed.protocol(),
            start_ms: start_ms(packed.start, packed.start_us),
            sent_bytes: Some(packed.bytes().sent),
            received_bytes: Some(packed.bytes().received),
            outcome,
        }
    }

    /// What flow `index` tells if it stands for several connections.
    #[must_use]
    pub fn summary(&self, index: usize) -> Option<Summary> {
        self.summaries.get(&index).copied()
    }

    pub(super) fn packed(&self, index: usize) -> PackedFlow {
        self.blocks[index / FlowBlock::FLOWS].flow(index % FlowBlock::FLOWS)
    }
}

impl PackedFlow {
    pub(super) fn source_port(&self) -> Option<u16> {
        self.has(NO_SOURCE_PORT).then_some(self.source_port)
    }

    pub(super) fn destination_port(&self) -> Option<u16> {
        self.has(NO_DESTINATION_PORT).then_some(self.destination_port)
    }

    pub(super) fn protocol(&self) -> Option<Protocol> {
        self.has(NO_PROTOCOL).then_some(Protocol(self.protocol))
    }

    pub(super) fn bytes(&self) -> BothWays<u64> {
        BothWays { sent: self.bytes_sent, received: self.bytes_received }
    }

    pub(super) fn packets(&self) -> BothWays<u32> {
        BothWays { sent: self.packets_sent, received: self.packets_received }
    }

    fn has(&self, missing: u8) -> bool {
        self.marks & missing == 0
    }
}
