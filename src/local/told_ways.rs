//! What a log tells of the ways that bytes and packets went, and what the flows of a pair add up to each way.

use std::net::IpAddr;

use hashbrown::HashMap;

use super::flow_block::{IS_SUMMARY, PackedFlow};
use super::flows::{Flow, FlowTable};
use crate::domain::details::PeerId;
use crate::domain::search_facts::SearchFacts;
use crate::domain::time::Day;
use crate::domain::view::Pair;
use crate::domain::ways::Ways;

/// What a flow's numbers tell. A sum of both ways counts as sent, and what is not told as 0: neither is a way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ToldWays {
    /// Bytes and packets, each way.
    #[default]
    Both,
    /// Bytes and packets from the source alone: what came back is another flow, or is not told.
    Sent,
    /// Bytes each way, and no packets.
    Bytes,
    /// None.
    Neither,
}

/// The bits of the marks that tell it.
const SHIFT: u32 = 4;
const MASK: u8 = 3 << SHIFT;

impl ToldWays {
    fn mark(self) -> u8 {
        let code: u8 = match self {
            Self::Both => 0,
            Self::Sent => 1,
            Self::Bytes => 2,
            Self::Neither => 3,
        };
        code << SHIFT
    }

    fn of(flow: &PackedFlow) -> Self {
        match (flow.marks & MASK) >> SHIFT {
            // Of several connections it tells the largest.
            _ if flow.marks & IS_SUMMARY != 0 => Self::Neither,
            0 => Self::Both,
            1 => Self::Sent,
            2 => Self::Bytes,
            _ => Self::Neither,
        }
    }
}

impl PackedFlow {
    fn ways(&self) -> Ways {
        let (bytes, packets) = (self.bytes(), self.packets());
        let all = Ways {
            sent_bytes: Some(bytes.sent),
            received_bytes: Some(bytes.received),
            sent_packets: Some(packets.sent.into()),
            received_packets: Some(packets.received.into()),
        };
        match ToldWays::of(self) {
            ToldWays::Both => all,
            ToldWays::Sent => Ways { received_bytes: None, received_packets: None, ..all },
            ToldWays::Bytes => Ways { sent_packets: None, received_packets: None, ..all },
            ToldWays::Neither => Ways::default(),
        }
    }
}

impl FlowTable {
    /// Adds a flow, and what its numbers tell of the ways.
    pub fn push_told(&mut self, flow: &Flow, told: ToldWays) {
        self.push(flow);
        self.mark_last(told.mark());
    }

    /// What the flows of each of `pairs`, of the search of `ip` on `day`, add up to each way: of those flows that `filter`
    /// lets through, as [`search_filtered`](Self::search_filtered) does.
    #[must_use]
    pub fn pair_ways(&self, (day, ip): (Day, IpAddr), pairs: &[Pair], filter: &SearchFacts) -> Vec<Ways> {
        let key = |pair: &Pair| Some((self.addresses.find(pair.source)?, self.addresses.find(pair.destination)?));
        let mut sums: HashMap<(PeerId, PeerId), Ways> =
            pairs.iter().filter_map(key).map(|key| (key, Ways::NOTHING)).collect();
        let hosts = self.totals_asked_by(filter.filter(), day, |ip| filter.peer_place(ip));
        self.each_of(day, ip, |_, flow| {
            if let Some(sum) = sums.get_mut(&(flow.source, flow.destination))
                && filter.passes(self.facts(flow, hosts.as_deref()))
            {
                sum.add(flow.ways());
            }
        });
        pairs.iter().map(|pair| key(pair).and_then(|key| sums.get(&key).copied()).unwrap_or_default()).collect()
    }
}
