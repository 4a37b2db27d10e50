//! Which way a peer's traffic runs (`spot.md`, "Direction, as the notebook's documentation defines it").
//!
//! | rows seen   | A internal | A external |
//! | ----------- | ---------- | ---------- |
//! | only P to A | inbound    | outbound   |
//! | only A to P | outbound   | inbound    |
//! | both        | two-way    | two-way    |

use serde::{Deserialize, Serialize};

use super::network::Place;

/// Which side of a row the sought IP is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Side {
    /// The sought IP is the destination: the peer is the source.
    Destination,
    /// The sought IP is the source: the peer is the destination.
    Source,
}

/// The group a peer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// It came from outside in.
    Inbound,
    /// It went from inside out.
    Outbound,
    /// Rows both ways.
    TwoWay,
}

impl Direction {
    /// All three, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Inbound, Self::Outbound, Self::TwoWay];

    /// The direction of a peer, from where the sought IP stands and whether rows were seen with the IP as source and
    /// as destination. `None` where there was neither.
    #[must_use]
    pub fn of(place: Place, seen_as_source: bool, seen_as_destination: bool) -> Option<Self> {
        match (seen_as_source, seen_as_destination, place) {
            (true, true, _) => Some(Self::TwoWay),
            (true, false, Place::Internal) | (false, true, Place::External) => Some(Self::Outbound),
            (true, false, Place::External) | (false, true, Place::Internal) => Some(Self::Inbound),
            (false, false, _) => None,
        }
    }

    /// Its name, as headings and accessible names have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Inbound => "Inbound",
            Self::Outbound => "Outbound",
            Self::TwoWay => "Two-way",
        }
    }
}
