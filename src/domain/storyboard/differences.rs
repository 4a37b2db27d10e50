//! What Spot stored, beside what the details say: a short list of what differs, in types and in words.
//!
//! Stock Spot has deviations that explain most of it (`spot.md`, "Direction"): it takes every IP as external, so that
//! inbound and outbound are the other way round for an internal one, and it counts the sought IP as its own two-way
//! peer. Each is told as one difference, where taking it back leaves fewer others.

mod map;
mod tree;

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{Globe, ImpactNode, ProgressionNode, Storyboard, Subject};
use crate::domain::direction::Direction;
use crate::domain::network::Place;

/// Something in which a stored document and the details differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Difference {
    /// Spot stored an empty document, or none; the details have peers.
    NothingStored,
    /// Spot took the IP as external: what is inbound in the one is outbound in the other.
    GroupsSwapped,
    /// Spot counted the IP as a two-way peer of itself.
    OwnPeer,
    /// A group has another number of peers.
    GroupSize {
        /// Which.
        group: Direction,
        /// Peers that Spot stored.
        spot: u64,
        /// Peers in the details.
        details: u64,
    },
    /// The details have a context (a kind of network, or a network) that Spot did not store.
    ContextMissing {
        /// In which group.
        group: Direction,
        /// Its name.
        name: String,
        /// Its peers, where they are told.
        details: Option<u64>,
    },
    /// Spot stored a context that the details do not have.
    ContextOnlyInSpot {
        /// In which group.
        group: Direction,
        /// Its name.
        name: String,
        /// Its peers, where they are told.
        spot: Option<u64>,
    },
    /// A context has another number of peers.
    ContextSize {
        /// In which group.
        group: Direction,
        /// Its name.
        name: String,
        /// Peers that Spot stored.
        spot: u64,
        /// Peers in the details.
        details: u64,
    },
    /// The stored document has a group that is none of the three: an analyst edited it.
    OtherGroup {
        /// Its name.
        name: String,
    },
    /// Peers of the details that are not on the stored map.
    PeersMissing {
        /// Their group in the details.
        group: Direction,
        /// Ascending.
        peers: Vec<IpAddr>,
    },
    /// Peers on the stored map that the details do not have, or have no place of.
    PeersOnlyInSpot {
        /// Their group on the stored map.
        group: Direction,
        /// Ascending.
        peers: Vec<IpAddr>,
    },
    /// Peers that the stored map has in another group.
    PeersRegrouped {
        /// Their group on the stored map.
        spot: Direction,
        /// Their group in the details.
        details: Direction,
        /// Ascending.
        peers: Vec<IpAddr>,
    },
    /// Peers that the stored map has at another place, or under another owner.
    PlacesDiffer {
        /// Ascending.
        peers: Vec<IpAddr>,
    },
}

impl Storyboard {
    /// How the impact analysis that Spot stored differs from this one.
    #[must_use]
    pub fn impact_differences(&self, stored: &ImpactNode) -> Vec<Difference> {
        let own = super::NetworkKind::of(self.subject.network.as_deref()).name();
        best(&self.subject, tree::Groups::of_impact(stored), &tree::Groups::of_impact(&self.impact), Some(own))
    }

    /// How the incident progression that Spot stored differs from this one.
    #[must_use]
    pub fn progression_differences(&self, stored: &ProgressionNode) -> Vec<Difference> {
        let ours = tree::Groups::of_progression(&self.progression);
        best(&self.subject, tree::Groups::of_progression(stored), &ours, self.subject.network.as_deref())
    }

    /// How the map that Spot stored differs from this one. Without iploc.csv there is none to compare with.
    #[must_use]
    pub fn globe_differences(&self, stored: &Globe) -> Vec<Difference> {
        let Some(ours) = &self.globe else { return Vec::new() };
        best(&self.subject, map::Peers::of(stored), &map::Peers::of(ours), None)
    }
}

/// The content of a document, so that it can be compared, and Spot's deviations taken back.
trait Compared: Clone {
    fn is_empty(&self) -> bool;
    /// With inbound and outbound the other way round.
    fn swapped(self) -> Self;
    /// Without the sought IP among its two-way peers, where it can have been counted there.
    fn without_own_peer(self, subject: &Subject, ours: &Self, own_context: Option<&str>) -> Option<Self>;
    fn differences(&self, ours: &Self) -> Vec<Difference>;
}

/// The shortest list of differences: with Spot's deviations taken back where that explains some.
fn best<T: Compared>(subject: &Subject, stored: T, ours: &T, own_context: Option<&str>) -> Vec<Difference> {
    if stored.is_empty() {
        return if ours.is_empty() { Vec::new() } else { vec![Difference::NothingStored] };
    }
    let mut readings = vec![(Vec::new(), stored.clone())];
    if subject.place == Place::Internal {
        readings.push((vec![Difference::GroupsSwapped], stored.swapped()));
    }
    let without_own: Vec<_> = readings
        .iter()
        .filter_map(|(explained, stored)| {
            let stored = stored.clone().without_own_peer(subject, ours, own_context)?;
            Some((explained.iter().cloned().chain([Difference::OwnPeer]).collect(), stored))
        })
        .collect();
    readings.extend(without_own);
    let told = readings.into_iter().map(|(explained, stored)| (explained, stored.differences(ours)));
    // The first of several that are equally good: the one with less taken back.
    let best = told.min_by_key(|(explained, left)| (left.len(), explained.len()));
    best.map(|(explained, left)| [explained, left].concat()).unwrap_or_default()
}

impl Difference {
    /// What differs, in a sentence about `ip`.
    #[must_use]
    pub fn words(&self, ip: IpAddr) -> String {
        match self {
            Self::NothingStored => format!("Spot stored nothing for {ip}."),
            Self::GroupsSwapped => {
                format!("Spot took {ip} as external: what it stored as inbound is outbound, and the other way round.")
            }
            Self::OwnPeer => format!("Spot counted {ip} as a two-way peer of itself."),
            Self::GroupSize { group, spot, details } => {
                format!("{}: Spot stored {}, the details have {details}.", group.name(), Counted(*spot))
            }
            Self::ContextMissing { group, name, details } => {
                format!("{}: {name}{} is missing in what Spot stored.", group.name(), InBrackets(*details))
            }
            Self::ContextOnlyInSpot { group, name, spot } => {
                format!("{}: {name}{} is only in what Spot stored.", group.name(), InBrackets(*spot))
            }
            Self::ContextSize { group, name, spot, details } => {
                format!("{}, {name}: Spot stored {}, the details have {details}.", group.name(), Counted(*spot))
            }
            Self::OtherGroup { name } => {
                format!("{name} is none of the three groups: the document was edited after Spot made it.")
            }
            Self::PeersMissing { group, peers } => {
                format!("{}: missing on Spot's map: {}.", group.name(), Listed(peers))
            }
            Self::PeersOnlyInSpot { group, peers } => {
                format!("{}: only on Spot's map: {}.", group.name(), Listed(peers))
            }
            Self::PeersRegrouped { spot, details, peers } => {
                format!("{} on Spot's map, {} in the details: {}.", spot.name(), details.name(), Listed(peers))
            }
            Self::PlacesDiffer { peers } => format!("At another place on Spot's map: {}.", Listed(peers)),
        }
    }
}

/// `1 peer`, `2 peers`.
struct Counted(u64);

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == 1 { "peer" } else { "peers" })
    }
}

/// ` (2 peers)`, or nothing where the number is not told.
struct InBrackets(Option<u64>);

impl fmt::Display for InBrackets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |count| write!(f, " ({})", Counted(count)))
    }
}

/// The first addresses of a list, and how many more there are.
struct Listed<'a>(&'a [IpAddr]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const TOLD: usize = 5;
        for (place, ip) in self.0.iter().take(TOLD).enumerate() {
            write!(f, "{}{ip}", if place == 0 { "" } else { ", " })?;
        }
        match self.0.len().saturating_sub(TOLD) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}
