//! The peers of a map.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::{Compared, Difference};
use crate::domain::direction::Direction;
use crate::domain::storyboard::{Coordinates, Feature, Globe, Subject};

/// Who is on a map, and where.
#[derive(Clone, Debug, Default)]
pub(super) struct Peers {
    by_ip: BTreeMap<IpAddr, Peer>,
    /// Features of whom nothing can be said.
    unreadable: u64,
}

#[derive(Clone, Debug)]
struct Peer {
    group: Direction,
    owner: String,
    coordinates: Option<Coordinates>,
}

impl Peers {
    /// Two-way peers are destinations, the others sources; the other destinations are the sought IP.
    pub(super) fn of(globe: &Globe) -> Self {
        let two_way = globe.destinations.iter().filter(|feature| feature.direction == Direction::TwoWay);
        let peer = |feature: &Feature| Peer {
            group: feature.direction,
            owner: feature.location.clone(),
            coordinates: feature.coordinates,
        };
        let by_ip = two_way.chain(&globe.sources).map(|feature| (feature.ip, peer(feature))).collect();
        Self { by_ip, unreadable: globe.unreadable }
    }
}

impl Compared for Peers {
    fn is_empty(&self) -> bool {
        self.by_ip.is_empty() && self.unreadable == 0
    }

    fn swapped(mut self) -> Self {
        for peer in self.by_ip.values_mut() {
            peer.group = match peer.group {
                Direction::Inbound => Direction::Outbound,
                Direction::Outbound => Direction::Inbound,
                Direction::TwoWay => Direction::TwoWay,
            };
        }
        self
    }

    /// Here the IP is named: it is there, or it is not.
    fn without_own_peer(mut self, subject: &Subject, _ours: &Self, _own_context: Option<&str>) -> Option<Self> {
        self.by_ip.remove(&subject.ip).map(|_| self)
    }

    fn differences(&self, ours: &Self) -> Vec<Difference> {
        let mut missing: BTreeMap<Direction, Vec<IpAddr>> = BTreeMap::new();
        let mut only_in_spot: BTreeMap<Direction, Vec<IpAddr>> = BTreeMap::new();
        let mut regrouped: BTreeMap<(Direction, Direction), Vec<IpAddr>> = BTreeMap::new();
        let mut elsewhere = Vec::new();
        for (&ip, stored) in &self.by_ip {
            let Some(ours) = ours.by_ip.get(&ip) else {
                only_in_spot.entry(stored.group).or_default().push(ip);
                continue;
            };
            if stored.group != ours.group {
                regrouped.entry((stored.group, ours.group)).or_default().push(ip);
            }
            if !stored.is_at_the_place_of(ours) {
                elsewhere.push(ip);
            }
        }
        for (&ip, ours) in ours.by_ip.iter().filter(|(ip, _)| !self.by_ip.contains_key(ip)) {
            missing.entry(ours.group).or_default().push(ip);
        }
        let missing = missing.into_iter().map(|(group, peers)| Difference::PeersMissing { group, peers });
        let only_in_spot = only_in_spot.into_iter().map(|(group, peers)| Difference::PeersOnlyInSpot { group, peers });
        let regrouped =
            regrouped.into_iter().map(|((spot, details), peers)| Difference::PeersRegrouped { spot, details, peers });
        let elsewhere = (!elsewhere.is_empty()).then_some(Difference::PlacesDiffer { peers: elsewhere });
        missing.chain(only_in_spot).chain(regrouped).chain(elsewhere).collect()
    }
}

impl Peer {
    /// To a ten-millionth of a degree, to which places are kept; a place that is not told is no other one.
    fn is_at_the_place_of(&self, other: &Self) -> bool {
        const NEAR: f64 = 1e-7;
        let here = self.coordinates.zip(other.coordinates).is_none_or(|(one, other)| {
            // Once around the earth is no difference: Spot keeps a file's 193 degrees east.
            let eastwards = (one.longitude - other.longitude).rem_euclid(360.0);
            eastwards.min(360.0 - eastwards) <= NEAR && (one.latitude - other.latitude).abs() <= NEAR
        });
        here && self.owner == other.owner
    }
}
