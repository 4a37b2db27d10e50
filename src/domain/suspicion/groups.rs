//! Flows by host.

use crate::domain::details::PeerId;

/// The numbers of all flows, those of a host side by side, each host's in the order of the flows.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// Where a host's flows begin; one more at the end.
    starts: Vec<u32>,
    flows: Vec<u32>,
}

impl Groups {
    /// A counting sort of `flows` flows. One of no host of the list is left out.
    pub fn new(hosts: usize, flows: usize, host_of: impl Fn(usize) -> PeerId) -> Self {
        let numbers = || 0..u32::try_from(flows).unwrap_or(u32::MAX);
        let mut ends = vec![0_u32; hosts + 1];
        for flow in numbers() {
            if let Some(end) = ends[1..].get_mut(host_of(flow as usize) as usize) {
                *end += 1;
            }
        }
        for host in 0..hosts {
            ends[host + 1] += ends[host];
        }
        let mut grouped = vec![0_u32; ends[hosts] as usize];
        // From the back, so that each host's first free place is the one before its last.
        let mut free = ends.clone();
        for flow in numbers().rev() {
            if let Some(free) = free[1..].get_mut(host_of(flow as usize) as usize) {
                *free -= 1;
                grouped[*free as usize] = flow;
            }
        }
        Self { starts: ends, flows: grouped }
    }

    /// The flows of a host.
    pub fn of(&self, host: usize) -> &[u32] {
        &self.flows[self.starts[host] as usize..self.starts[host + 1] as usize]
    }

    /// How many flows `host` and those after it have.
    pub fn flows_from(&self, host: usize) -> usize {
        self.flows.len() - self.starts[host] as usize
    }
}

/// A host's flows in the order of their other sides, each as that side's number and its own in one: quicker to sort than to
/// look up at each comparison.
pub(super) fn sort_by_peer(sorted: &mut Vec<u64>, flows: &[u32], peer_of: impl Fn(usize) -> PeerId) {
    sorted.clear();
    sorted.extend(flows.iter().map(|&flow| u64::from(peer_of(flow as usize)) << 32 | u64::from(flow)));
    sorted.sort_unstable();
}

/// Each other side, and its flows.
pub(super) fn pairs(sorted: &[u64]) -> impl Iterator<Item = (usize, impl ExactSizeIterator<Item = usize>)> {
    // Numbers of 32 bits each; a machine of 32 bits has no more.
    #[allow(clippy::cast_possible_truncation)]
    let (peer, flow) = (|both: u64| (both >> 32) as usize, |both: u64| both as u32 as usize);
    sorted
        .chunk_by(move |one, other| peer(*one) == peer(*other))
        .filter_map(move |pair| Some((peer(*pair.first()?), pair.iter().map(move |both| flow(*both)))))
}
