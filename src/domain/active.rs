//! The most active addresses that begin as what is written: so few that an analyst chooses among them.

use std::net::IpAddr;

use super::details::LARGEST_TOLD;
use super::direction::Side;
use super::filter::{Begun, End};
use super::investigation::Investigation;
use super::ranking::top;
use super::view::Sum;

/// Of `all` addresses, each with its connections at the end that is meant, the first `at_most` that `begun` may become: by
/// connections, then by address. One without connections there is none of them.
#[must_use]
pub fn most_active(all: impl Iterator<Item = (IpAddr, Sum)>, begun: &Begun, at_most: usize) -> Vec<(IpAddr, Sum)> {
    let active = all.filter(|(ip, connections)| *connections != Sum::default() && begun.may_become(*ip));
    top(active, at_most, |(one, of_one), (other, of_other)| {
        weight(*of_other).cmp(&weight(*of_one)).then(one.cmp(other))
    })
}

/// What is not told is more than what Spot can tell.
fn weight(connections: Sum) -> u64 {
    connections.known.saturating_add(connections.untold.saturating_mul(u64::from(LARGEST_TOLD)))
}

impl Investigation {
    /// The sought IP and its peers, each with its connections at an end of a flow.
    pub fn active(&self, end: End) -> impl Iterator<Item = (IpAddr, Sum)> {
        let totals = self.table().totals().peers.iter();
        let rows = self.table().peers().addresses().iter().zip(totals);
        let mut own = Sum::default();
        for (ip, peer) in rows.clone() {
            let of_side = |side| peer.on(side).connections;
            // Rows of the IP with itself are on both sides.
            match end {
                End::Source => own.merge(of_side(Side::Source)),
                End::Destination => own.merge(of_side(Side::Destination)),
                End::Either if *ip == self.table().ip() => own.merge(of_side(Side::Source)),
                End::Either => [Side::Source, Side::Destination].into_iter().for_each(|side| own.merge(of_side(side))),
            }
        }
        let peers = rows.filter(|(ip, _)| **ip != self.table().ip()).map(move |(&ip, peer)| {
            let (opened, taken) = (peer.on(Side::Destination).connections, peer.on(Side::Source).connections);
            let mut connections = Sum::default();
            if end != End::Destination {
                connections.merge(opened);
            }
            if end != End::Source {
                connections.merge(taken);
            }
            (ip, connections)
        });
        std::iter::once((self.table().ip(), own)).chain(peers)
    }
}
