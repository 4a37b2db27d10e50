//! What makes each host of a set of flows suspicious, with reasons, and the hosts in that order.
//!
//! Every count is exact. Flows are put in order by host (a counting sort: 4 bytes a flow, and 4 a host), then each host's
//! are looked at by themselves, and only what they add up to is kept: some 300 bytes a host. So ten million flows of a
//! hundred thousand hosts take 70 MB beside the flows, and what one host needs while it is looked at: 8 bytes a flow, and
//! some 30 a flow of its busiest pair. A sketch would save only this last part, and cost exactness.
//!
//! ```text
//! flows --by source-------> pairs: ports, services, first contact, beacon --+
//!       --by destination--> who asked, what was sent back ------------------+--> Host --> reasons, score, rank
//! ```
//!
//! The score is 1 minus the product of what each reason leaves: 1 - (1 - a)(1 - b)..., where a reason's share grows with
//! the logarithm of its number. So several weak reasons come near one that is strong, and none goes above 1.

mod asked;
mod groups;
mod host;
mod observation;
mod pair;
mod peer_beacons;
mod reason;

use std::cmp::Ordering;
use std::net::IpAddr;

use super::beacon::Observed;
use super::network::Place;
use asked::asked_by;
use groups::Groups;
pub use host::{Call, Failures, Host, NewPeers, PeersAtService, PortsAtPeer};
pub use observation::{FlowSet, ListedFlows, Observation};
use pair::{Gathered, outgoing};
pub use peer_beacons::{PeerBeacon, PeerBeacons, Sighting, Sightings, peer_beacons};
pub use reason::{Reason, Share};

/// Hosts that are being judged, some flows at a time.
#[derive(Debug)]
pub struct Judging<'a, F> {
    flows: &'a F,
    observed: Observed,
    /// By source, then by destination.
    groups: Groups,
    gathered: Gathered,
    hosts: Vec<Host>,
    /// Of two times the hosts: each as a source, then each as a destination.
    next: usize,
}

/// How far judging has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many flows, of so many, are to be looked at; each is twice.
    Todo {
        /// What is left.
        flows: usize,
        /// All.
        of: usize,
    },
    /// Nothing is left.
    Done,
}

impl<'a, F: FlowSet> Judging<'a, F> {
    /// Begins: one pass over the flows. `place` tells where an address stands.
    pub fn new(flows: &'a F, place: impl Fn(IpAddr) -> Place) -> Self {
        let hosts: Vec<Host> = flows.addresses().iter().map(|&ip| Host::new(ip, place(ip))).collect();
        let groups = Groups::new(hosts.len(), flows.len(), |flow| flows.sides(flow).0);
        let starts = (0..flows.len()).map(|flow| flows.flow(flow).start_ms);
        let (first_ms, last_ms) =
            starts.fold((u64::MAX, 0), |(first, last): (u64, u64), start| (first.min(start), last.max(start)));
        let observed = Observed { first_ms: first_ms.min(last_ms), last_ms };
        Self { flows, observed, groups, gathered: Gathered::default(), hosts, next: 0 }
    }

    /// Goes on for some `flows`, at least one host's. All of a host are looked at in one go.
    pub fn advance(&mut self, flows: usize) -> Progress {
        let count = self.hosts.len();
        let mut seen = 0;
        while self.next < 2 * count && seen <= flows {
            let host = self.next % count;
            seen += if self.next < count { self.look_at_source(host) } else { self.look_at_destination(host) };
            self.next += 1;
        }
        if self.next >= 2 * count {
            return Progress::Done;
        }
        let all = self.flows.len();
        let left = match self.next.checked_sub(count) {
            None => all + self.groups.flows_from(self.next),
            Some(0) => all,
            Some(host) => self.groups.flows_from(host),
        };
        Progress::Todo { flows: left, of: 2 * all }
    }

    fn look_at_source(&mut self, host: usize) -> usize {
        let flows = self.groups.of(host);
        outgoing(self.flows, self.observed, host, flows, &mut self.hosts, &mut self.gathered);
        flows.len()
    }

    fn look_at_destination(&mut self, host: usize) -> usize {
        if host == 0 {
            // The other order is not needed any more: there is but one at a time.
            self.groups = Groups::default();
            self.groups = Groups::new(self.hosts.len(), self.flows.len(), |flow| self.flows.sides(flow).1);
        }
        let flows = self.groups.of(host);
        asked_by(self.flows, host, flows, &mut self.hosts, self.gathered.by_peer());
        flows.len()
    }

    /// Looks at what is left, and gives all hosts, the most suspicious first; of equals the one with more connections,
    /// then the lower address.
    #[must_use]
    pub fn finish(mut self) -> Vec<Host> {
        while self.advance(usize::MAX) != Progress::Done {}
        let Self { mut hosts, .. } = self;
        hosts.iter_mut().for_each(Host::give_reasons);
        hosts.sort_by(order);
        hosts
    }
}

/// All hosts, the most suspicious first.
pub fn judge(flows: &impl FlowSet, place: impl Fn(IpAddr) -> Place) -> Vec<Host> {
    Judging::new(flows, place).finish()
}

fn order(one: &Host, other: &Host) -> Ordering {
    let connections = |host: &Host| host.connections_out + host.connections_in;
    other
        .score
        .total_cmp(&one.score)
        .then_with(|| connections(other).cmp(&connections(one)))
        .then_with(|| one.ip.cmp(&other.ip))
}
