//! The merged top peers one by one: what the documents sum up, for panels that unfold down to a peer.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{Coordinates, Member, NetworkKind};
use crate::domain::direction::Direction;
use crate::domain::geo::Location;

/// A merged top peer, and what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Peer {
    /// Who.
    pub ip: IpAddr,
    /// Its group.
    pub direction: Direction,
    /// Its network's name; the incident progression leaves peers without one out.
    pub network: Option<String>,
    /// What its network is for, as the impact analysis counts it.
    pub kind: NetworkKind,
    /// Where it is; `None` where that is not known.
    pub place: Option<PeerPlace>,
}

/// Where a peer is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeerPlace {
    /// City and country, or what of them is told; may be empty.
    pub name: String,
    /// Who holds the range: the globe's `location`; may be empty.
    pub owner: String,
    /// Where on the earth.
    pub at: Coordinates,
}

impl Peer {
    pub(super) fn of(member: &Member<'_>) -> Self {
        Self {
            ip: member.ip,
            direction: member.direction,
            network: member.network.map(str::to_owned),
            kind: NetworkKind::of(member.network),
            place: member.location.as_ref().and_then(PeerPlace::of),
        }
    }
}

impl PeerPlace {
    /// None where a map has no place for it.
    fn of(location: &Location<'_>) -> Option<Self> {
        let at = Coordinates::of(location)?;
        let parts = [location.city, location.country].into_iter().filter(|part| !part.trim().is_empty());
        Some(Self { name: parts.collect::<Vec<_>>().join(", "), owner: location.owner.to_owned(), at })
    }
}
