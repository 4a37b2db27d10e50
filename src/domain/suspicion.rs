//! What makes each host of a set of flows suspicious, with reasons, and the hosts in that order.
//!
//! Every count is exact. Flows are put in order by host (a counting sort: 4 bytes a flow, and 4 a host), then each host's
//! are looked at by themselves, and only what they add up to is kept: some 300 bytes a host. So ten million flows of a
//! hundred thousand hosts take 70 MB beside the flows, and what one host needs while it is looked at: 16 bytes a flow, and
//! some 20 a flow of its busiest pair. A sketch would save only this last part, and cost exactness.
//!
//! ```text
//! flows --by source-------> pairs: ports, services, first contact, beacon --+
//!       --by destination--> who asked, what was sent back ------------------+--> Host --> reasons, score, rank
//! ```
//!
//! The score is 1 minus the product of what each reason leaves: 1 - (1 - a)(1 - b)..., where a reason's share grows with
//! the logarithm of its number. So several weak reasons come near one that is strong, and none goes above 1.

mod asked;
mod by_peer;
mod counted;
mod groups;
mod host;
mod looking;
mod observation;
mod pair;
mod peer_beacons;
mod reason;

use std::cmp::Ordering;
use std::net::IpAddr;

use super::beacon::Observed;
use super::network::Place;
use groups::Grouping;
pub use host::{Call, Failures, Host, NewPeers, PeersAtService, PortsAtPeer};
use looking::{Lists, Looking, Role};
pub use observation::{FlowSet, ListedFlows, Observation};
pub use peer_beacons::{PeerBeacon, PeerBeacons, Sighting, Sightings, peer_beacons};
pub use reason::{Reason, Share};

/// Hosts that are being judged, some flows at a time. The flows are lent to it each time: in between they may grow, and those
/// that it began with have to stay what they were.
#[derive(Debug)]
pub struct Judging {
    /// How many flows it began with.
    flows: usize,
    /// From `u64::MAX` to 0 until a flow is seen.
    observed: Observed,
    lists: Lists,
    hosts: Vec<Host>,
    stage: Stage,
}

/// Each host as a source, then each as a destination. There is but one order of the flows at a time.
#[derive(Debug)]
enum Stage {
    /// Flows are put in order.
    Grouping(Role, Grouping),
    /// Hosts are looked at.
    Looking(Looking),
    Done,
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

impl Judging {
    /// Begins. `place` tells where an address stands.
    pub fn new(flows: &impl FlowSet, place: impl Fn(IpAddr) -> Place) -> Self {
        let hosts: Vec<Host> = flows.addresses().iter().map(|&ip| Host::new(ip, place(ip))).collect();
        Self {
            flows: flows.len(),
            observed: Observed { first_ms: u64::MAX, last_ms: 0 },
            lists: Lists::default(),
            stage: Stage::Grouping(Role::Source, Grouping::new(hosts.len(), flows.len())),
            hosts,
        }
    }

    /// Goes on for some `flows`. Those of a host are looked at in several goes where they are more; what all flows of one host
    /// to another say together is reckoned in one.
    pub fn advance(&mut self, all: &impl FlowSet, flows: usize) -> Progress {
        let mut seen = 0;
        while seen <= flows && !matches!(self.stage, Stage::Done) {
            seen += self.step(all, (flows - seen).max(1));
        }
        // To put a flow in order is little beside looking at it, and not counted.
        let left = match &self.stage {
            Stage::Grouping(Role::Source, _) => 2 * self.flows,
            Stage::Grouping(Role::Destination, _) => self.flows,
            Stage::Looking(looking) if looking.role() == Role::Source => self.flows + looking.flows_left(),
            Stage::Looking(looking) => looking.flows_left(),
            Stage::Done => return Progress::Done,
        };
        Progress::Todo { flows: left, of: 2 * self.flows }
    }

    /// Puts at most `flows` flows in order, or looks at as many; tells how many it saw.
    fn step(&mut self, all: &impl FlowSet, flows: usize) -> usize {
        let (seen, next) = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Grouping(role, grouping) if grouping.is_done() => {
                self.observed.first_ms = self.observed.first_ms.min(self.observed.last_ms);
                (0, Stage::Looking(Looking::new(role, grouping.finish())))
            }
            Stage::Grouping(role, mut grouping) => {
                let Observed { first_ms, last_ms } = &mut self.observed;
                let look = |flow| {
                    let start_ms = all.flow(flow).start_ms;
                    (*first_ms, *last_ms) = (start_ms.min(*first_ms), start_ms.max(*last_ms));
                };
                let seen = match role {
                    Role::Source => grouping.advance(flows, |flow| all.sides(flow).0, look),
                    Role::Destination => grouping.advance(flows, |flow| all.sides(flow).1, |_| {}),
                };
                (seen, Stage::Grouping(role, grouping))
            }
            Stage::Looking(looking) if looking.is_done(&self.hosts) => match looking.role() {
                Role::Source => {
                    // The order by source is not needed any more: its memory serves the other.
                    drop(looking);
                    (0, Stage::Grouping(Role::Destination, Grouping::new(self.hosts.len(), self.flows)))
                }
                Role::Destination => (0, Stage::Done),
            },
            Stage::Looking(mut looking) => {
                let seen = looking.advance(all, self.observed, &mut self.hosts, &mut self.lists, flows);
                (seen, Stage::Looking(looking))
            }
            Stage::Done => (0, Stage::Done),
        };
        self.stage = next;
        seen
    }

    /// Looks at what is left, and gives all hosts, the most suspicious first; of equals the one with more connections,
    /// then the lower address.
    #[must_use]
    pub fn finish(mut self, all: &impl FlowSet) -> Vec<Host> {
        while self.advance(all, usize::MAX) != Progress::Done {}
        let Self { mut hosts, .. } = self;
        hosts.iter_mut().for_each(Host::give_reasons);
        hosts.sort_by(order);
        hosts
    }
}

/// All hosts, the most suspicious first.
pub fn judge(flows: &impl FlowSet, place: impl Fn(IpAddr) -> Place) -> Vec<Host> {
    Judging::new(flows, place).finish(flows)
}

fn order(one: &Host, other: &Host) -> Ordering {
    let connections = |host: &Host| host.connections_out + host.connections_in;
    other
        .score
        .total_cmp(&one.score)
        .then_with(|| connections(other).cmp(&connections(one)))
        .then_with(|| one.ip.cmp(&other.ip))
}
