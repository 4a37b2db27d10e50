//! Hosts that are looked at one after the other, some flows at a time.

use super::asked::asked_by;
use super::by_peer::ByPeer;
use super::groups::Groups;
use super::host::Host;
use super::observation::FlowSet;
use super::pair::Gathered;
use crate::domain::beacon::Observed;

/// What a host is looked at as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Source,
    Destination,
}

/// How far it is.
#[derive(Debug)]
pub(super) struct Looking {
    role: Role,
    groups: Groups,
    /// The number of the host.
    host: usize,
    /// How many of its flows were looked at; `None` before it is begun.
    looked_at: Option<usize>,
}

/// What is known of the host that is looked at. The lists are used again, for each host.
#[derive(Debug, Default)]
pub(super) struct Lists {
    by_peer: ByPeer,
    gathered: Gathered,
}

impl Looking {
    /// Begins with the first host.
    pub fn new(role: Role, groups: Groups) -> Self {
        Self { role, groups, host: 0, looked_at: None }
    }

    /// What hosts are looked at as.
    pub fn role(&self) -> Role {
        self.role
    }

    /// How many flows are to be looked at.
    pub fn flows_left(&self) -> usize {
        self.groups.flows_from(self.host) - self.looked_at.unwrap_or(0)
    }

    /// Whether all of `hosts` were looked at.
    pub fn is_done(&self, hosts: &[Host]) -> bool {
        self.host >= hosts.len()
    }

    /// Goes on for at most `most` flows, all of one host; tells how many flows it saw.
    pub fn advance(
        &mut self,
        all: &impl FlowSet,
        observed: Observed,
        hosts: &mut [Host],
        lists: &mut Lists,
        most: usize,
    ) -> usize {
        let (own, flows) = (self.host, self.groups.of(self.host));
        if flows.is_empty() {
            self.host += 1;
            return 0;
        }
        let Lists { by_peer, gathered } = lists;
        let peer_of = |flow| match self.role {
            Role::Source => all.sides(flow).1,
            Role::Destination => all.sides(flow).0,
        };
        let before = *self.looked_at.get_or_insert_with(|| {
            by_peer.begin(flows, most, peer_of);
            gathered.begin_host();
            0
        });
        if !by_peer.is_ordered() {
            return by_peer.advance(flows, most, peer_of);
        }
        let end = before.saturating_add(most).min(flows.len());
        let mut at = before;
        while let Some(run) = by_peer.run(at, end - at) {
            // Flows of a host with itself make it neither source nor peer.
            if run.peer != own && run.peer < hosts.len() {
                match self.role {
                    Role::Source => gathered.look_at(all, observed, own, run, hosts),
                    Role::Destination => asked_by(all, own, run, hosts),
                }
            }
            at += run.flows().len();
            if at == end {
                break;
            }
        }
        if at == flows.len() {
            if self.role == Role::Source {
                gathered.end_host(&mut hosts[own]);
            }
            (self.host, self.looked_at) = (own + 1, None);
        } else {
            self.looked_at = Some(at);
        }
        at - before
    }
}
