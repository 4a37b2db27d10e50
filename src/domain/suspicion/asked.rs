//! The flows that were opened to a host.

use super::by_peer::Run;
use super::host::Host;
use super::observation::FlowSet;
use crate::domain::network::Place;

/// Adds up what a peer asked of host `own` in flows of a row.
pub(super) fn asked_by(all: &impl FlowSet, own: usize, run: Run, hosts: &mut [Host]) {
    let peer_place = hosts[run.peer].place;
    let host = &mut hosts[own];
    host.peers_in += u32::from(run.is_first);
    host.connections_in += run.flows().len() as u64;
    if host.place == Place::Internal && peer_place == Place::External {
        let sent_back = run.flows().filter_map(|flow| all.flow(flow).received_bytes);
        host.bytes_to_external = sent_back.fold(host.bytes_to_external, u64::saturating_add);
    }
}
