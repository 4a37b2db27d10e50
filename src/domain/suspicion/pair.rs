//! The flows that a host opened, peer by peer.

use super::by_peer::Run;
use super::counted::Counted;
use super::host::{Call, Host, NewPeers, PeersAtService, PortsAtPeer};
use super::observation::FlowSet;
use super::reason::sweep;
use crate::domain::beacon::{MIN_CONTACTS, Observed, Service, beacon};
use crate::domain::network::Place;
use crate::domain::outcome::Outcome;
use crate::domain::protocol::Protocol;
use crate::domain::time::Moment;

const HOUR_MS: u64 = 3_600_000;
/// ICMP of IPv4 and of IPv6: what stands for their ports is a message's type and code.
const WITHOUT_PORTS: [u8; 2] = [1, 58];

/// Protocol and port, as far as known.
pub(super) type Target = (Option<Protocol>, Option<u16>);

/// What is gathered of a host that opens flows: over its peers, and of the peer that is looked at. The lists are used again, for
/// each pair and for each host.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Hours in which a peer was met.
    met: Counted<u64>,
    /// Targets at each peer, each once a peer.
    targets: Counted<Target>,
    /// Of the pair: starts, bytes sent, and the target of each flow.
    starts_ms: Vec<u64>,
    sent_bytes: Vec<u64>,
    pair_targets: Counted<Target>,
    /// How many flows of the pair look like answers.
    answers: usize,
}

impl Gathered {
    /// Forgets the host before.
    pub fn begin_host(&mut self) {
        self.met.clear();
        self.targets.clear();
    }

    /// Adds up what host `own` did in flows of a row to one peer.
    pub fn look_at(&mut self, all: &impl FlowSet, observed: Observed, own: usize, run: Run, hosts: &mut [Host]) {
        if run.is_first {
            self.begin_pair();
        }
        let leaves = (hosts[own].place, hosts[run.peer].place) == (Place::Internal, Place::External);
        let host = &mut hosts[own];
        for flow in run.flows() {
            let flow = all.flow(flow);
            host.connections_out += 1;
            host.failures.known += u64::from(flow.outcome != Outcome::Unknown);
            host.failures.failed += u64::from(flow.outcome.is_failed());
            if leaves {
                host.bytes_to_external = host.bytes_to_external.saturating_add(flow.sent_bytes.unwrap_or(0));
            }
            self.answers += usize::from(flow.is_answer());
            self.starts_ms.push(flow.start_ms);
            self.sent_bytes.extend(flow.sent_bytes);
            let has_ports = !flow.protocol.is_some_and(has_no_ports);
            self.pair_targets.add((flow.protocol, flow.destination_port.filter(|_| has_ports)));
        }
        if run.is_last {
            self.end_pair(observed, (own, run.peer), hosts);
        }
    }

    fn begin_pair(&mut self) {
        self.starts_ms.clear();
        self.sent_bytes.clear();
        self.pair_targets.clear();
        self.answers = 0;
    }

    /// What all flows of a host to another say.
    fn end_pair(&mut self, observed: Observed, (own, peer): (usize, usize), hosts: &mut [Host]) {
        hosts[own].peers_out += 1;
        // Who answers neither scans nor calls.
        if 2 * self.answers > self.starts_ms.len() {
            return;
        }
        if let Some(first) = self.starts_ms.iter().min() {
            self.met.add(first / HOUR_MS);
        }
        let service = self.pair_targets.most_common();
        let service = service.and_then(|((protocol, port), _)| Some(Service { protocol: protocol?, port }));
        let targets = self.pair_targets.counts();
        for (target, _) in targets {
            self.targets.add(*target);
        }
        let ports = targets.iter().filter(|((_, port), _)| port.is_some()).count();
        let ports = u32::try_from(ports).unwrap_or(u32::MAX);
        if ports > hosts[own].most_ports.map_or(0, |most| most.ports) {
            hosts[own].most_ports = Some(PortsAtPeer { peer: hosts[peer].ip, ports });
        }
        // Fewer connections make no more contacts.
        if self.starts_ms.len() < MIN_CONTACTS {
            return;
        }
        let Ok(judged) = beacon(&self.starts_ms, &self.sent_bytes, observed, service) else {
            return;
        };
        let call = |other: &Host| Call {
            peer: other.ip,
            peer_place: other.place,
            score: judged.score,
            contacts: u32::try_from(judged.contacts).unwrap_or(u32::MAX),
            interval_ms: judged.intervals.median,
            service,
            explanation: judged.explanation,
        };
        let (calls, called_by) = (call(&hosts[peer]), call(&hosts[own]));
        keep_best(&mut hosts[own], |host| &mut host.calls, calls);
        keep_best(&mut hosts[peer], |host| &mut host.called_by, called_by);
    }

    /// What all its peers together say of a host.
    pub fn end_host(&mut self, host: &mut Host) {
        let (hour, peers) = self.met.most_common().unzip();
        let hour = hour.and_then(|hour| u32::try_from(hour * 3600).ok());
        host.new_peers = hour.zip(peers).map(|(second, peers)| NewPeers { hour: Moment(second), peers });
        host.most_peers = widest_sweep(self.targets.counts());
    }
}

/// Of the targets that a host tried, with the number of peers, the service that says most against it; of equals the one on
/// most hosts, then the first.
fn widest_sweep(targets: &[(Target, u32)]) -> Option<PeersAtService> {
    let mut widest: Option<(f64, PeersAtService)> = None;
    for &((protocol, port), peers) in targets {
        let Some(protocol) = protocol else { continue };
        if port.is_none() && !has_no_ports(protocol) {
            continue;
        }
        let most = PeersAtService { service: Service { protocol, port }, peers };
        let share = sweep(most);
        if widest.is_none_or(|(widest_share, widest)| (share, peers) > (widest_share, widest.peers)) {
            widest = Some((share, most));
        }
    }
    widest.map(|(_, most)| most)
}

/// The more suspicious of the call that is there and a new one; of equals the one that is there.
fn keep_best(host: &mut Host, of: impl Fn(&mut Host) -> &mut Option<Call>, call: Call) {
    let place = host.place;
    let best = of(host);
    if best.is_none_or(|best| call.suspicion(place) > best.suspicion(place)) {
        *best = Some(call);
    }
}

pub(super) fn has_no_ports(protocol: Protocol) -> bool {
    WITHOUT_PORTS.contains(&protocol.0)
}
