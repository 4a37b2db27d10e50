//! Where peers are: those at one place are one marker.

use std::collections::BTreeMap;

use super::sphere::LonLat;
use crate::domain::direction::Direction;

/// A peer and where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// Which way its traffic runs.
    pub direction: Direction,
    /// Where it is, if that is known.
    pub at: Option<LonLat>,
    /// What the place is called; may be empty.
    pub name: String,
}

/// A place with peers.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// Where.
    pub at: LonLat,
    /// The first name that one of its peers has for it; may be empty.
    pub name: String,
    /// Peers of each direction.
    pub peers: [u32; 3],
    /// The peers: their numbers in what the places were made of, ascending.
    pub members: Vec<usize>,
}

impl Marker {
    /// All its peers.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.peers.iter().map(|&count| u64::from(count)).sum()
    }

    /// The directions that occur, in the order in which they are shown.
    pub fn directions(&self) -> impl Iterator<Item = Direction> {
        Direction::ALL.into_iter().filter(|&direction| self.of(direction) > 0)
    }

    /// Peers of a direction.
    #[must_use]
    pub fn of(&self, direction: Direction) -> u32 {
        self.peers.get(direction as usize).copied().unwrap_or(0)
    }

    /// The direction of most peers; of equals the first.
    #[must_use]
    pub fn main_direction(&self) -> Direction {
        let most = Direction::ALL.into_iter().rev().max_by_key(|&direction| self.of(direction));
        most.unwrap_or(Direction::Inbound)
    }
}

/// All places, the one with most peers first; of equals the northern, then the western one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// The places.
    pub markers: Vec<Marker>,
    /// Peers of which no place is known.
    pub unplaced: u64,
}

/// Steps a degree within which places are one: about a kilometre.
const STEPS: f64 = 100.0;

impl Places {
    /// The places of peers.
    #[must_use]
    pub fn of(peers: &[Located]) -> Self {
        let mut by_place: BTreeMap<(i32, i32), Marker> = BTreeMap::new();
        let mut unplaced = 0_u64;
        for (number, peer) in peers.iter().enumerate() {
            // What was made without `LonLat::new` may be no place.
            let Some(at) = peer.at.and_then(|at| LonLat::new(at.lon, at.lat)) else {
                unplaced += 1;
                continue;
            };
            let empty = || Marker { at, name: String::new(), peers: [0; 3], members: Vec::new() };
            let marker = by_place.entry(key(at)).or_insert_with(empty);
            if marker.name.is_empty() {
                marker.name.clone_from(&peer.name);
            }
            if let Some(count) = marker.peers.get_mut(peer.direction as usize) {
                *count = count.saturating_add(1);
            }
            marker.members.push(number);
        }
        let mut markers: Vec<Marker> = by_place.into_values().collect();
        // Stable: of equals the order by place stays.
        markers.sort_by_key(|marker| std::cmp::Reverse(marker.count()));
        Self { markers, unplaced }
    }
}

/// North to south, then west to east.
fn key(at: LonLat) -> (i32, i32) {
    // At most some ten thousands.
    #[allow(clippy::cast_possible_truncation)]
    let steps = |degrees: f64| (degrees * STEPS).round() as i32;
    (-steps(at.lat), steps(at.lon))
}
