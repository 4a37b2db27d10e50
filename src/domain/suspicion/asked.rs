//! The flows that were opened to a host.

use super::host::Host;
use super::observation::FlowSet;
use crate::domain::network::Place;

/// Adds up what was asked of host `own` in `flows`, which are all that were opened to it.
pub(super) fn asked_by(all: &impl FlowSet, own: usize, flows: &mut [u32], hosts: &mut [Host]) {
    flows.sort_unstable_by_key(|&flow| (all.sides(flow as usize).0, flow));
    for pair in flows.chunk_by(|&one, &other| all.sides(one as usize).0 == all.sides(other as usize).0) {
        let Some(peer) = pair.first().map(|&flow| all.sides(flow as usize).0 as usize) else {
            continue;
        };
        let Some(peer_place) = hosts.get(peer).filter(|_| peer != own).map(|peer| peer.place) else {
            continue;
        };
        let host = &mut hosts[own];
        host.peers_in += 1;
        host.connections_in += pair.len() as u64;
        if host.place == Place::Internal && peer_place == Place::External {
            let sent_back = pair.iter().filter_map(|&flow| all.flow(flow as usize).received_bytes);
            host.bytes_to_external = sent_back.fold(host.bytes_to_external, u64::saturating_add);
        }
    }
}
