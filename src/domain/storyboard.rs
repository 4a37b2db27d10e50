//! The documents of a storyboard (`spot.md`, "What a storyboard consists of"), from the merged top peers of a search.
//!
//! They say what the definition says (`spot.md`, "Direction"), and not what stock Spot makes of it: what it stores for
//! the same peers, and how that differs, is told by [`differences`].

pub mod differences;
mod file;
mod globe;
mod impact;
mod lenient;
mod progression;
mod spot_json;
mod stored;
mod timeline;
mod top_peer;

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

pub use file::BoardFile;
pub use globe::{Coordinates, Feature, Globe};
pub use impact::{ImpactNode, NetworkKind};
pub use progression::ProgressionNode;
pub use spot_json::to_spot_json;
pub use stored::StoredDocuments;
pub use timeline::{FlowTimeline, StoredTimeline, TimelineRow};
pub use top_peer::{Peer, PeerPlace};

use super::context::Context;
use super::details::PeerId;
use super::direction::Direction;
use super::geo::Location;
use super::investigation::Investigation;
use super::network::Place;
use super::view::View;

/// One of the three documents that Spot stores as files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Document {
    /// Peers counted by direction and kind of network.
    ImpactAnalysis,
    /// Names of networks by direction.
    IncidentProgression,
    /// Places on the map.
    Globe,
}

impl Document {
    /// All three.
    pub const ALL: [Self; 3] = [Self::ImpactAnalysis, Self::IncidentProgression, Self::Globe];

    /// The file that holds the document of `ip`. Dots become `_` as in Spot, and so do the colons of IPv6, which some
    /// file systems do not take.
    #[must_use]
    pub fn file_name(self, ip: IpAddr) -> String {
        let kind = match self {
            Self::ImpactAnalysis => "stats",
            Self::IncidentProgression => "threat-dendro",
            Self::Globe => "globe",
        };
        format!("{kind}-{}.json", in_file_name(ip))
    }
}

fn in_file_name(ip: IpAddr) -> String {
    ip.to_string().replace(['.', ':'], "_")
}

/// The documents of one IP's day.
#[derive(Clone, Debug, PartialEq)]
pub struct Storyboard {
    /// Whom it is about.
    pub subject: Subject,
    /// The merged top peers, by group and then in the order of the timeline's lanes.
    pub peers: Vec<Peer>,
    /// Where the sought IP is; `None` where that is not known.
    pub home: Option<Coordinates>,
    /// `stats-<ip>.json`.
    pub impact: ImpactNode,
    /// `threat-dendro-<ip>.json`.
    pub progression: ProgressionNode,
    /// `globe-<ip>.json`; `None` without iploc.csv, as in Spot.
    pub globe: Option<Globe>,
    /// The rows of `flow_timeline`.
    pub timeline: FlowTimeline,
}

/// The sought IP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The IP.
    pub ip: IpAddr,
    /// Where it stands.
    pub place: Place,
    /// Its network's name.
    pub network: Option<String>,
    /// On which sides of the top peers' rows it was seen.
    pub seen: Seen,
}

/// On which sides of rows an address was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// As source only, as destination only, or not at all.
    OnOneSide,
    /// As source and as destination: Spot then takes it for a two-way peer of itself.
    OnBothSides,
}

/// A merged top peer, and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Member<'a> {
    ip: IpAddr,
    direction: Direction,
    network: Option<&'a str>,
    location: Option<Location<'a>>,
}

impl Storyboard {
    /// The storyboard of a search: of the top peers of `view`, in groups by where the sought IP stands in it.
    #[must_use]
    pub fn of(investigation: &Investigation, view: View, context: &Context) -> Self {
        let ip = investigation.table().ip();
        let peers = investigation.top_peers(view);
        let members = members(investigation, &peers, context);
        let has = |direction| members.iter().any(|member| member.direction == direction);
        let is_on_both_sides = has(Direction::TwoWay) || (has(Direction::Inbound) && has(Direction::Outbound));
        let subject = Subject {
            ip,
            place: investigation.place(view),
            network: context.name(ip).map(str::to_owned),
            seen: if is_on_both_sides { Seen::OnBothSides } else { Seen::OnOneSide },
        };
        let own_location = context.location(ip);
        Self {
            peers: members.iter().map(Peer::of).collect(),
            home: home(ip, context),
            impact: ImpactNode::of(&members),
            progression: ProgressionNode::of(ip, &members),
            globe: context.places.as_ref().map(|_| Globe::of(ip, own_location, &members)),
            timeline: FlowTimeline::of(investigation, &peers),
            subject,
        }
    }
}

/// The merged top peers of a search by themselves, in the storyboard's order.
#[must_use]
pub fn top_peers(investigation: &Investigation, view: View, context: &Context) -> Vec<Peer> {
    members(investigation, &investigation.top_peers(view), context).iter().map(Peer::of).collect()
}

/// Where an IP is; `None` where that is not known.
#[must_use]
pub fn home(ip: IpAddr, context: &Context) -> Option<Coordinates> {
    context.location(ip).as_ref().and_then(Coordinates::of)
}

fn members<'a>(investigation: &Investigation, peers: &[(PeerId, Direction)], context: &'a Context) -> Vec<Member<'a>> {
    let member = |&(id, direction): &(PeerId, Direction)| {
        let ip = investigation.table().peers().address(id);
        Member { ip, direction, network: context.name(ip), location: context.location(ip) }
    };
    peers.iter().map(member).collect()
}

impl Direction {
    /// The group of that name in Spot's documents; `None` where it is none of the three.
    #[must_use]
    pub fn of_caption(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| caption(*direction) == name)
    }
}

/// A group's name in Spot's documents.
fn caption(direction: Direction) -> &'static str {
    match direction {
        Direction::Inbound => "Inbound Only",
        Direction::Outbound => "Outbound Only",
        Direction::TwoWay => "two way",
    }
}

fn in_group<'a, 'b>(members: &'b [Member<'a>], direction: Direction) -> impl Iterator<Item = &'b Member<'a>> {
    members.iter().filter(move |member| member.direction == direction)
}

/// How often each of `names` occurs: the most frequent first, then by name. (Spot's order is that of a Python 2
/// dictionary, which is none.)
fn counted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(&'a str, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    counts
}
