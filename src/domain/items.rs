//! The rows of a search, or the single flows behind them, as the timeline passes over them.

use std::collections::BTreeMap;

use super::block::Block;
use super::details::{DetailTable, PeerId};
use super::flows::Flows;
use super::timeline::Gathering;

/// What the timeline shows: the rows or, where they are known, the flows behind them.
#[derive(Clone, Copy, Debug)]
pub enum Items<'a> {
    /// Rows of the details.
    Rows(&'a DetailTable),
    /// Single connections.
    Flows(&'a Flows),
}

impl<'a> Items<'a> {
    /// The flows where there are some, else the rows.
    #[must_use]
    pub fn of(table: &'a DetailTable, flows: Option<&'a Flows>) -> Self {
        flows.map_or(Self::Rows(table), Self::Flows)
    }

    /// All of them, part by part, in order.
    pub fn parts(self) -> Box<dyn Iterator<Item = Part<'a>> + 'a> {
        match self {
            Self::Rows(table) => Box::new(table.blocks().iter().map(|block| {
                let (first, last) = block.seen();
                Part { peer: block.peer(), first, last }
            })),
            Self::Flows(flows) => {
                let parts = flows.peer.chunks(Block::ROWS).zip(flows.start.chunks(Block::ROWS));
                let parts = parts.zip(flows.end.chunks(Block::ROWS));
                Box::new(parts.map(|((peer, first), last)| Part { peer, first, last }))
            }
        }
    }

    /// First and last second.
    #[must_use]
    pub fn seen(self, index: usize) -> (u32, u32) {
        match self {
            Self::Rows(table) => table.seen(index),
            Self::Flows(flows) => (flows.start[index], flows.end[index]),
        }
    }
}

/// Some of the items in columns: peer, first and last second of each.
///
/// What passes over all items does so in functions of one part. A browser starts with a program that it has compiled in
/// haste, and can put a better one in its place only where a function is called anew.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Whose each is.
    pub peer: &'a [PeerId],
    first: &'a [u32],
    last: &'a [u32],
}

impl Part<'_> {
    /// The first and the last second of all.
    #[must_use]
    pub fn bounds(self) -> Option<(u32, u32)> {
        Some((*self.first.iter().min()?, *self.last.iter().max()?))
    }

    /// Adds the spans to those of their peers' groups.
    #[inline(never)]
    pub fn add_to(self, gathering: &mut [Gathering; 3], groups: &[Option<usize>]) {
        for (&peer, (&first, &last)) in self.peer.iter().zip(self.first.iter().zip(self.last)) {
            if let Some(group) = groups[peer as usize] {
                gathering[group].add(first, last);
            }
        }
    }

    /// Hands the items of the wanted peers to their lists; the first item is number `number`.
    #[inline(never)]
    pub fn hand_out(self, number: u32, is_wanted: &[bool], wanted: &mut BTreeMap<PeerId, Vec<u32>>) {
        for (number, peer) in (number..).zip(self.peer) {
            if is_wanted.get(*peer as usize) == Some(&true) {
                wanted.entry(*peer).or_default().push(number);
            }
        }
    }
}
