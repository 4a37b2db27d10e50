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
use groups::{Grouping, Groups};
pub use host::{Call, Failures, Host, NewPeers, PeersAtService, PortsAtPeer};
pub use observation::{FlowSet, ListedFlows, Observation};
use pair::{Gathered, outgoing};
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
    gathered: Gathered,
    hosts: Vec<Host>,
    stage: Stage,
}

/// Each host as a source, then each as a destination. There is but one order of the flows at a time.
#[derive(Debug)]
enum Stage {
    /// Flows are put in order.
    Grouping(Role, Grouping),
    /// Hosts are looked at; the number is that of the next.
    Looking(Role, Groups, usize),
    Done,
}

/// What a host is looked at as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Source,
    Destination,
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
            gathered: Gathered::default(),
            stage: Stage::Grouping(Role::Source, Grouping::new(hosts.len(), flows.len())),
            hosts,
        }
    }

    /// Goes on for some `flows`, at least one host's. All of a host are looked at in one go.
    pub fn advance(&mut self, all: &impl FlowSet, flows: usize) -> Progress {
        let mut seen = 0;
        while seen <= flows && !matches!(self.stage, Stage::Done) {
            seen += self.step(all, (flows - seen).max(1));
        }
        // To put a flow in order is little beside looking at it, and not counted.
        let left = match &self.stage {
            Stage::Grouping(Role::Source, _) => 2 * self.flows,
            Stage::Looking(Role::Source, groups, next) => self.flows + groups.flows_from(*next),
            Stage::Grouping(Role::Destination, _) => self.flows,
            Stage::Looking(Role::Destination, groups, next) => groups.flows_from(*next),
            Stage::Done => return Progress::Done,
        };
        Progress::Todo { flows: left, of: 2 * self.flows }
    }

    /// Puts at most `flows` flows in order, or looks at a host; tells how many flows it saw.
    fn step(&mut self, all: &impl FlowSet, flows: usize) -> usize {
        let hosts = self.hosts.len();
        let (seen, next) = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Grouping(role, grouping) if grouping.is_done() => {
                self.observed.first_ms = self.observed.first_ms.min(self.observed.last_ms);
                (0, Stage::Looking(role, grouping.finish(), 0))
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
            Stage::Looking(Role::Source, groups, host) if host == hosts => {
                // The order by source is not needed any more: its memory serves the other.
                drop(groups);
                (0, Stage::Grouping(Role::Destination, Grouping::new(hosts, self.flows)))
            }
            Stage::Looking(Role::Destination, _, host) if host == hosts => (0, Stage::Done),
            Stage::Looking(role, groups, host) => {
                let flows = groups.of(host);
                match role {
                    Role::Source => outgoing(all, self.observed, host, flows, &mut self.hosts, &mut self.gathered),
                    Role::Destination => asked_by(all, host, flows, &mut self.hosts, self.gathered.by_peer()),
                }
                (flows.len(), Stage::Looking(role, groups, host + 1))
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
