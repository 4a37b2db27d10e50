//! A storyboard becomes what its charts draw: the details' peers, or the documents that a source stored.
//!
//! ```text
//!   peers, or a stored document --> Picture (a tree, and what each node stands for) --> tree, bars
//!                               --> Map (markers, and who is at each)               --> globe, map, table
//! ```

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::marks::Face;
use super::places::{Located, Marker, Places};
use super::projection::{Eye, View};
use super::sphere::LonLat;
use super::tree::{Node, Path, Target};
use crate::domain::direction::Direction;
use crate::domain::storyboard::{Coordinates, Globe, ImpactNode, Peer, ProgressionNode};

/// What peers without a network name are called.
pub const UNNAMED: &str = "Unknown";

/// A part of a storyboard that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All peers of a direction.
    Group(Direction),
    /// Those whose network has this name; `None`: those whose network has none.
    Network(Direction, Option<String>),
    /// Those whose network is for this, as the impact analysis calls it.
    Kind(Direction, String),
    /// One of them.
    Peer(IpAddr),
    /// Those at a place.
    Place {
        /// What the place is called.
        name: String,
        /// Who is there, ascending.
        peers: Vec<IpAddr>,
    },
}

impl Part {
    /// The direction of all its peers, where it is a group's.
    #[must_use]
    pub fn direction(&self) -> Option<Direction> {
        match self {
            Self::Group(direction) | Self::Network(direction, _) | Self::Kind(direction, _) => Some(*direction),
            Self::Peer(_) | Self::Place { .. } => None,
        }
    }

    /// Whether a peer belongs to it.
    #[must_use]
    pub fn holds(&self, peer: &Peer) -> bool {
        match self {
            Self::Group(direction) => peer.direction == *direction,
            Self::Network(direction, name) => peer.direction == *direction && peer.network == *name,
            Self::Kind(direction, name) => {
                let is_it = peer.kind.name() == name || peer.network.as_ref() == Some(name);
                peer.direction == *direction && is_it
            }
            Self::Peer(ip) => peer.ip == *ip,
            Self::Place { peers, .. } => peers.binary_search(&peer.ip).is_ok(),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Group(direction) => direction.name().to_owned(),
            Self::Network(direction, name) => {
                format!("{} \u{b7} {}", direction.name(), name.as_deref().unwrap_or(UNNAMED))
            }
            Self::Kind(direction, name) => format!("{} \u{b7} {name}", direction.name()),
            Self::Peer(ip) => ip.to_string(),
            Self::Place { name, .. } => name.clone(),
        }
    }
}

/// A tree, and what its nodes stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The tree.
    pub root: Node,
    /// What of it can be chosen.
    parts: BTreeMap<Path, Part>,
}

impl Picture {
    /// What a node stands for; nothing that can be chosen where it is the root, or an analyst's own group.
    #[must_use]
    pub fn part(&self, target: &Target) -> Option<&Part> {
        match target {
            Target::Node(path) => self.parts.get(path),
            Target::More(_) => None,
        }
    }

    /// Where a part is.
    #[must_use]
    pub fn target(&self, part: &Part) -> Option<Target> {
        let found = self.parts.iter().find(|(_, of)| *of == part);
        found.map(|(path, _)| Target::Node(path.clone()))
    }

    /// The same parts in a tree of the same shape.
    #[must_use]
    pub fn with_root(self, root: Node) -> Self {
        Self { root, ..self }
    }

    /// The incident progression: directions, networks (most peers first, the unnamed last), peers in their order.
    #[must_use]
    pub fn progression(ip: IpAddr, peers: &[&Peer]) -> Self {
        Self::of_peers(ip.to_string(), peers, |peer| Heading {
            is_last: peer.network.is_none(),
            name: peer.network.as_deref().unwrap_or(UNNAMED).to_owned(),
            part: Part::Network(peer.direction, peer.network.clone()),
        })
    }

    /// The impact analysis: directions, and what networks are for.
    #[must_use]
    pub fn impact(peers: &[&Peer]) -> Self {
        Self::of_peers(String::new(), peers, |peer| Heading {
            is_last: false,
            name: peer.kind.name().to_owned(),
            part: Part::Kind(peer.direction, peer.kind.name().to_owned()),
        })
    }

    fn of_peers(name: String, peers: &[&Peer], heading: impl Fn(&Peer) -> Heading) -> Self {
        let mut parts = BTreeMap::new();
        let branches = Direction::ALL.into_iter().enumerate().map(|(number, direction)| {
            let path = Path::default().child(number);
            parts.insert(path.clone(), Part::Group(direction));
            let mut by_heading: BTreeMap<Heading, Vec<&Peer>> = BTreeMap::new();
            for peer in peers.iter().filter(|peer| peer.direction == direction) {
                by_heading.entry(heading(peer)).or_default().push(peer);
            }
            let mut headings: Vec<_> = by_heading.into_iter().collect();
            // Stable: of equals the order by name stays.
            headings.sort_by_key(|(heading, peers)| (heading.is_last, std::cmp::Reverse(peers.len())));
            let contexts = headings.into_iter().enumerate().map(|(number, (heading, peers))| {
                let path = path.child(number);
                parts.insert(path.clone(), heading.part);
                let leaves = peers.iter().enumerate().map(|(number, peer)| {
                    parts.insert(path.child(number), Part::Peer(peer.ip));
                    node(peer.ip.to_string(), Face::Mono, Some(1), Vec::new())
                });
                let leaves: Vec<Node> = leaves.collect();
                node(heading.name, Face::Sans, Some(leaves.len() as u64), leaves)
            });
            let contexts: Vec<Node> = contexts.collect();
            let all = contexts.iter().map(Node::told).sum();
            let branch = node(direction.name().to_owned(), Face::Sans, Some(all), contexts);
            Node { direction: Some(direction), ..branch }
        });
        let branches: Vec<Node> = branches.collect();
        let all = branches.iter().map(Node::told).sum();
        let root = node(name, Face::Mono, Some(all), branches);
        Self { root, parts }
    }

    /// An incident progression that a source stored. `side` is what a group of its is in the details.
    #[must_use]
    pub fn stored_progression(stored: &ProgressionNode, side: impl Fn(Direction) -> Direction) -> Self {
        let mut parts = BTreeMap::new();
        let root = tree(stored, &Path::default(), None, &mut |path, direction, name| {
            let network = || Part::Network(side(direction), Some(name.to_owned()));
            let part = if path.0.len() == 1 { Part::Group(side(direction)) } else { network() };
            parts.insert(path.clone(), part);
        });
        Self { root: Node { face: Face::Mono, ..root }, parts }
    }

    /// An impact analysis that a source stored.
    #[must_use]
    pub fn stored_impact(stored: &ImpactNode, side: impl Fn(Direction) -> Direction) -> Self {
        let mut parts = BTreeMap::new();
        let root = tree(stored, &Path::default(), None, &mut |path, direction, name| {
            let kind = || Part::Kind(side(direction), name.to_owned());
            let part = if path.0.len() == 1 { Part::Group(side(direction)) } else { kind() };
            parts.insert(path.clone(), part);
        });
        Self { root, parts }
    }
}

/// A context of peers. It is ordered by name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Heading {
    is_last: bool,
    name: String,
    part: Part,
}

fn node(name: String, face: Face, peers: Option<u64>, children: Vec<Node>) -> Node {
    Node { name, face, peers, direction: None, children }
}

/// A node of a stored tree.
trait Stored: Sized {
    fn name(&self) -> &str;
    fn peers(&self) -> Option<u64>;
    fn children(&self) -> &[Self];
}

impl Stored for ProgressionNode {
    fn name(&self) -> &str {
        &self.name
    }

    fn peers(&self) -> Option<u64> {
        // A group's impact is always 0, and says nothing.
        self.impact.filter(|_| self.children.is_none())
    }

    fn children(&self) -> &[Self] {
        self.children.as_deref().unwrap_or_default()
    }
}

impl Stored for ImpactNode {
    fn name(&self) -> &str {
        &self.name
    }

    fn peers(&self) -> Option<u64> {
        self.size
    }

    fn children(&self) -> &[Self] {
        self.children.as_deref().unwrap_or_default()
    }
}

/// A stored tree. `found` hears of each node that is, or is below, one of the three groups.
fn tree<T: Stored>(
    stored: &T,
    path: &Path,
    above: Option<Direction>,
    found: &mut impl FnMut(&Path, Direction, &str),
) -> Node {
    let own = if path.0.len() == 1 { Direction::of_caption(stored.name()) } else { None };
    let direction = own.or(above);
    if let Some(direction) = direction {
        found(path, direction, stored.name());
    }
    // Spot's own names of the three groups are the app's.
    let shown = own.map_or_else(|| stored.name().to_owned(), |direction| direction.name().to_owned());
    let children = stored.children().iter().enumerate();
    let children = children.map(|(number, child)| tree(child, &path.child(number), direction, found)).collect();
    Node { direction: own, ..node(shown, Face::Sans, stored.peers(), children) }
}

/// Where peers are, and who they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// The markers.
    pub places: Places,
    /// Whom the markers' members are.
    pub peers: Vec<(IpAddr, Direction)>,
    /// Where the sought IP is.
    pub home: Option<LonLat>,
}

impl Map {
    /// The map of the details' peers.
    #[must_use]
    pub fn of_peers(home: Option<Coordinates>, peers: &[&Peer]) -> Self {
        let located = peers.iter().map(|peer| {
            let place = peer.place.as_ref();
            let name = place.map(|place| if place.name.is_empty() { &place.owner } else { &place.name });
            Located {
                direction: peer.direction,
                at: place.and_then(|place| lon_lat(place.at)),
                name: name.cloned().unwrap_or_default(),
            }
        });
        let located: Vec<_> = located.collect();
        let peers = peers.iter().map(|peer| (peer.ip, peer.direction)).collect();
        Self { places: Places::of(&located), peers, home: home.and_then(lon_lat) }
    }

    /// A map that a source stored, of those for whom `is_in` holds. `side` is what a group of its is in the details.
    #[must_use]
    pub fn stored(
        ip: IpAddr,
        globe: &Globe,
        side: impl Fn(Direction) -> Direction,
        is_in: impl Fn(IpAddr) -> bool,
    ) -> Self {
        let two_way = globe.destinations.iter().filter(|feature| feature.direction == Direction::TwoWay);
        // Spot counts the IP as a peer of its own.
        let features = two_way.chain(&globe.sources).filter(|feature| feature.ip != ip && is_in(feature.ip));
        let (mut located, mut peers) = (Vec::new(), Vec::new());
        for feature in features {
            let direction = side(feature.direction);
            let at = feature.coordinates.and_then(lon_lat);
            located.push(Located { direction, at, name: feature.location.clone() });
            peers.push((feature.ip, direction));
        }
        let own = globe.destinations.iter().chain(&globe.sources).filter(|feature| feature.ip == ip);
        let home = own.filter_map(|feature| feature.coordinates).find_map(lon_lat);
        Self { places: Places::of(&located), peers, home }
    }

    /// Where one looks from at first: above the sought IP, or where most peers are.
    #[must_use]
    pub fn first_eye(&self, view: View) -> Eye {
        let center = self.home.or_else(|| self.places.markers.first().map(|marker| marker.at));
        let center = center.unwrap_or(LonLat { lon: 10.0, lat: 20.0 });
        match view {
            // From a little nearer to the equator more of the earth's other half is seen.
            View::Globe => Eye::above(LonLat { lat: center.lat * 0.6, ..center }),
            View::Map => Eye::above(LonLat { lon: 10.0, lat: 0.0 }),
        }
    }

    /// Who is at a marker, ascending.
    #[must_use]
    pub fn members(&self, marker: &Marker) -> Vec<IpAddr> {
        let mut members: Vec<IpAddr> =
            marker.members.iter().filter_map(|&number| self.peers.get(number)).map(|(ip, _)| *ip).collect();
        members.sort_unstable();
        members.dedup();
        members
    }

    /// The part that a marker stands for.
    #[must_use]
    pub fn part(&self, number: usize) -> Option<Part> {
        let marker = self.places.markers.get(number)?;
        Some(Part::Place { name: super::globe_words::name(marker), peers: self.members(marker) })
    }

    /// The marker of a part, where the part is a place or a peer.
    #[must_use]
    pub fn marker(&self, part: &Part) -> Option<usize> {
        self.places.markers.iter().position(|marker| match part {
            Part::Place { peers, .. } => self.members(marker) == *peers,
            Part::Peer(ip) => self.members(marker).contains(ip),
            Part::Group(_) | Part::Network(..) | Part::Kind(..) => false,
        })
    }
}

fn lon_lat(at: Coordinates) -> Option<LonLat> {
    LonLat::new(at.longitude, at.latitude)
}
