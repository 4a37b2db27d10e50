//! The flows that were opened to a host.

use super::groups::{pairs, sort_by_peer};
use super::host::Host;
use super::observation::FlowSet;
use crate::domain::network::Place;

/// Adds up what was asked of host `own` in `flows`, which are all that were opened to it. `by_peer` is a list to use.
pub(super) fn asked_by(all: &impl FlowSet, own: usize, flows: &[u32], hosts: &mut [Host], by_peer: &mut Vec<u64>) {
    sort_by_peer(by_peer, flows, |flow| all.sides(flow).0);
    for (peer, pair) in pairs(by_peer) {
        let Some(peer_place) = hosts.get(peer).filter(|_| peer != own).map(|peer| peer.place) else {
            continue;
        };
        let host = &mut hosts[own];
        host.peers_in += 1;
        host.connections_in += pair.len() as u64;
        if host.place == Place::Internal && peer_place == Place::External {
            let sent_back = pair.filter_map(|flow| all.flow(flow).received_bytes);
            host.bytes_to_external = sent_back.fold(host.bytes_to_external, u64::saturating_add);
        }
    }
}
