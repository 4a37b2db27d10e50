//! The rows (or flows) of single peers: the timeline's lanes, and what lies behind them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::details::PeerId;
use super::items::Items;
use super::timeline::Spans;

/// Those of the peers that were looked at, by peer.
#[derive(Clone, Debug, Default)]
pub struct Lanes(RefCell<BTreeMap<PeerId, LaneItems>>);

/// The rows (or flows) of one peer, and their spans.
#[derive(Clone, Debug, Default)]
pub struct LaneItems {
    /// Their numbers.
    pub items: Vec<u32>,
    /// Their times.
    pub spans: Spans,
}

impl Lanes {
    /// Gathers the rows (or flows) of those of `peers` that were not looked at yet, in one pass over all.
    pub fn gather(&self, all: Items<'_>, peers: &[PeerId]) {
        let mut lanes = self.0.borrow_mut();
        let mut wanted: BTreeMap<PeerId, Vec<u32>> =
            peers.iter().filter(|peer| !lanes.contains_key(peer)).map(|&peer| (peer, Vec::new())).collect();
        let Some(largest) = wanted.keys().next_back() else { return };
        let mut is_wanted = vec![false; *largest as usize + 1];
        for &peer in wanted.keys() {
            is_wanted[peer as usize] = true;
        }
        let mut number = 0;
        for part in all.parts() {
            part.hand_out(number, &is_wanted, &mut wanted);
            number += u32::try_from(part.peer.len()).unwrap_or(u32::MAX);
        }
        for (peer, items) in wanted {
            let spans = Spans::new(items.iter().map(|&index| all.seen(index as usize)));
            lanes.insert(peer, LaneItems { items, spans });
        }
    }

    /// Looks at the rows (or flows) of `peer`.
    pub fn with<T>(&self, all: Items<'_>, peer: PeerId, look: impl FnOnce(&LaneItems) -> T) -> T {
        self.gather(all, &[peer]);
        look(self.0.borrow().get(&peer).unwrap_or(&LaneItems::default()))
    }
}
