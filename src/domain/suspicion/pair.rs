//! The flows that a host opened, peer by peer.

use super::groups::{pairs, sort_by_peer};
use super::host::{Call, Host, NewPeers, PeersAtService, PortsAtPeer};
use super::observation::{FlowSet, Observation};
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

/// What is gathered over the peers of a host. The lists are used again, for each pair and for each host.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Peer and number of each of the host's flows.
    by_peer: Vec<u64>,
    /// Hours in which a peer was met.
    met: Vec<u64>,
    /// Targets at each peer, each once a peer.
    targets: Vec<Target>,
    /// Of the pair: starts, bytes sent, and the target of each flow.
    starts_ms: Vec<u64>,
    sent_bytes: Vec<u64>,
    pair_targets: Vec<Target>,
}

impl Gathered {
    /// The list of a host's flows, to be used for another purpose.
    pub fn by_peer(&mut self) -> &mut Vec<u64> {
        &mut self.by_peer
    }
}

/// Adds up what host `own` did in `flows`, which are all that it opened.
pub(super) fn outgoing(
    all: &impl FlowSet,
    observed: Observed,
    own: usize,
    flows: &[u32],
    hosts: &mut [Host],
    gathered: &mut Gathered,
) {
    gathered.met.clear();
    gathered.targets.clear();
    let mut by_peer = std::mem::take(&mut gathered.by_peer);
    sort_by_peer(&mut by_peer, flows, |flow| all.sides(flow).1);
    for (peer, pair) in pairs(&by_peer) {
        // Flows of a host with itself make it neither source nor peer.
        if peer != own && peer < hosts.len() {
            look_at(pair.map(|flow| all.flow(flow)), observed, (own, peer), hosts, gathered);
        }
    }
    gathered.by_peer = by_peer;
    let host = &mut hosts[own];
    gathered.met.sort_unstable();
    let (hour, peers) = most_common(&gathered.met).unzip();
    let hour = hour.and_then(|hour| u32::try_from(hour * 3600).ok());
    host.new_peers = hour.zip(peers).map(|(second, peers)| NewPeers { hour: Moment(second), peers });
    gathered.targets.sort_unstable();
    host.most_peers = widest_sweep(&gathered.targets);
}

/// Of the targets that a host tried at each peer, sorted, the service that says most against it; of equals the one on most
/// hosts, then the first.
fn widest_sweep(targets: &[Target]) -> Option<PeersAtService> {
    let mut widest: Option<(f64, PeersAtService)> = None;
    for run in targets.chunk_by(|one, other| one == other) {
        let Some(&(Some(protocol), port)) = run.first() else {
            continue;
        };
        if port.is_none() && !has_no_ports(protocol) {
            continue;
        }
        let peers = u32::try_from(run.len()).unwrap_or(u32::MAX);
        let most = PeersAtService { service: Service { protocol, port }, peers };
        let share = sweep(most);
        if widest.is_none_or(|(widest_share, widest)| (share, peers) > (widest_share, widest.peers)) {
            widest = Some((share, most));
        }
    }
    widest.map(|(_, most)| most)
}

/// The flows of one host to another.
fn look_at(
    flows: impl Iterator<Item = Observation>,
    observed: Observed,
    (own, peer): (usize, usize),
    hosts: &mut [Host],
    gathered: &mut Gathered,
) {
    let peer_place = hosts[peer].place;
    let Gathered { met, targets: all_targets, starts_ms, sent_bytes, pair_targets: targets, .. } = gathered;
    starts_ms.clear();
    sent_bytes.clear();
    targets.clear();
    let mut answers = 0;
    let host = &mut hosts[own];
    for flow in flows {
        host.connections_out += 1;
        answers += usize::from(flow.is_answer());
        host.failures.known += u64::from(flow.outcome != Outcome::Unknown);
        host.failures.failed += u64::from(flow.outcome.is_failed());
        if host.place == Place::Internal && peer_place == Place::External {
            host.bytes_to_external = host.bytes_to_external.saturating_add(flow.sent_bytes.unwrap_or(0));
        }
        starts_ms.push(flow.start_ms);
        sent_bytes.extend(flow.sent_bytes);
        let has_ports = !flow.protocol.is_some_and(has_no_ports);
        targets.push((flow.protocol, flow.destination_port.filter(|_| has_ports)));
    }
    host.peers_out += 1;
    // Who answers neither scans nor calls.
    if 2 * answers > starts_ms.len() {
        return;
    }
    met.extend(starts_ms.iter().min().map(|first| first / HOUR_MS));
    targets.sort_unstable();
    let service = most_common(targets).and_then(|((protocol, port), _)| Some(Service { protocol: protocol?, port }));
    targets.dedup();
    let ports = targets.iter().filter(|(_, port)| port.is_some()).count();
    let ports = u32::try_from(ports).unwrap_or(u32::MAX);
    all_targets.append(targets);
    if ports > hosts[own].most_ports.map_or(0, |most| most.ports) {
        hosts[own].most_ports = Some(PortsAtPeer { peer: hosts[peer].ip, ports });
    }
    // Fewer connections make no more contacts.
    if starts_ms.len() < MIN_CONTACTS {
        return;
    }
    let Ok(judged) = beacon(starts_ms, sent_bytes, observed, service) else {
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

/// What comes most often in a sorted list, and how often; of equals the first.
pub(super) fn most_common<T: Copy + PartialEq>(sorted: &[T]) -> Option<(T, u32)> {
    let mut best: Option<(T, u32)> = None;
    for run in sorted.chunk_by(|one, other| one == other) {
        let count = u32::try_from(run.len()).unwrap_or(u32::MAX);
        if best.is_none_or(|(_, most)| count > most) {
            best = run.first().map(|&item| (item, count));
        }
    }
    best
}
