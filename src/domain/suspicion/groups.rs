//! Flows by host.

use crate::domain::details::PeerId;

/// The numbers of all flows, those of a host side by side, each host's in the order of the flows.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// Where a host's flows begin; one more at the end.
    starts: Vec<u32>,
    flows: Vec<u32>,
}

/// A counting sort, some flows at a time: how many flows each host has, then where each of them goes.
#[derive(Debug)]
pub(super) struct Grouping {
    /// How many flows there are.
    flows: u32,
    /// Of the host before: how many flows it has while they are counted, then where its flows end.
    ends: Vec<u32>,
    /// Each host's first place that is taken.
    free: Vec<u32>,
    grouped: Vec<u32>,
    /// The first so many are counted.
    counted: u32,
    /// The first so many have no place yet.
    unplaced: u32,
}

impl Grouping {
    /// Begins with `flows` flows of `hosts` hosts.
    pub fn new(hosts: usize, flows: usize) -> Self {
        let flows = u32::try_from(flows).unwrap_or(u32::MAX);
        Self { flows, ends: vec![0; hosts + 1], free: Vec::new(), grouped: Vec::new(), counted: 0, unplaced: flows }
    }

    /// Goes on for at most `flows` flows; tells how many it took. One of no host of the list is left out. `look` sees each
    /// flow once.
    pub fn advance(&mut self, flows: usize, host_of: impl Fn(usize) -> PeerId, look: impl FnMut(usize)) -> usize {
        let flows = u32::try_from(flows).unwrap_or(u32::MAX);
        let seen =
            if self.counted < self.flows { self.count(flows, host_of, look) } else { self.place(flows, host_of) };
        seen as usize
    }

    #[inline(never)]
    fn count(&mut self, flows: u32, host_of: impl Fn(usize) -> PeerId, mut look: impl FnMut(usize)) -> u32 {
        let first = self.counted;
        self.counted = first.saturating_add(flows).min(self.flows);
        for flow in (first..self.counted).map(|flow| flow as usize) {
            look(flow);
            if let Some(end) = self.ends[1..].get_mut(host_of(flow) as usize) {
                *end += 1;
            }
        }
        self.counted - first
    }

    /// From the back, so that each host's first free place is the one before its last.
    #[inline(never)]
    fn place(&mut self, flows: u32, host_of: impl Fn(usize) -> PeerId) -> u32 {
        if self.unplaced == self.flows {
            for host in 1..self.ends.len() {
                self.ends[host] += self.ends[host - 1];
            }
            self.free.clone_from(&self.ends);
            self.grouped = vec![0; self.ends.last().map_or(0, |all| *all as usize)];
        }
        let end = self.unplaced;
        self.unplaced = end.saturating_sub(flows);
        for flow in (self.unplaced..end).rev() {
            if let Some(free) = self.free[1..].get_mut(host_of(flow as usize) as usize) {
                *free -= 1;
                self.grouped[*free as usize] = flow;
            }
        }
        end - self.unplaced
    }

    /// Whether all flows are in their places.
    pub fn is_done(&self) -> bool {
        self.unplaced == 0
    }

    /// The groups.
    pub fn finish(self) -> Groups {
        Groups { starts: self.ends, flows: self.grouped }
    }
}

impl Groups {
    /// The flows of a host.
    pub fn of(&self, host: usize) -> &[u32] {
        &self.flows[self.starts[host] as usize..self.starts[host + 1] as usize]
    }

    /// How many flows `host` and those after it have.
    pub fn flows_from(&self, host: usize) -> usize {
        self.flows.len() - self.starts[host] as usize
    }
}
