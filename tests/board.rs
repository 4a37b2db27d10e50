//! A storyboard's panels: what they are made of, and how a choice in one filters the others.
#![allow(clippy::expect_used)]

use std::collections::BTreeSet;
use std::net::IpAddr;

use investigation::chart::board::{Map, Part, Picture};
use investigation::chart::narrowed::Narrowed;
use investigation::chart::tree::{Node, Path, Target};
use investigation::domain::direction::Direction;
use investigation::domain::storyboard::{
    Coordinates, Globe, ImpactNode, NetworkKind, Peer, PeerPlace, ProgressionNode,
};
use investigation::domain::time::{Moment, Window};
use investigation::ui::chosen::{Chosen, Panel};
use serde_json::json;

const SOUGHT: &str = "10.0.0.1";

fn ip(text: &str) -> IpAddr {
    text.parse().expect("an IP")
}

fn peer(address: &str, direction: Direction, network: Option<&str>, longitude: Option<f64>) -> Peer {
    Peer {
        ip: ip(address),
        direction,
        network: network.map(str::to_owned),
        kind: NetworkKind::of(network),
        place: longitude.map(|longitude| PeerPlace {
            name: format!("at {longitude}"),
            owner: "Somebody".to_owned(),
            at: Coordinates { longitude, latitude: 50.0 },
        }),
    }
}

/// Four outbound peers, two of them in one network; one inbound.
fn peers() -> Vec<Peer> {
    use Direction::{Inbound, Outbound};
    vec![
        peer("192.0.2.1", Outbound, None, Some(14.0)),
        peer("192.0.2.2", Outbound, Some("VPN west"), Some(14.0)),
        peer("192.0.2.3", Outbound, Some("Mail"), Some(2.0)),
        peer("192.0.2.4", Outbound, Some("Mail"), None),
        peer("192.0.2.5", Inbound, Some("Mail"), Some(2.0)),
    ]
}

fn all(peers: &[Peer]) -> Vec<&Peer> {
    peers.iter().collect()
}

/// Each node with its number of peers, children indented.
fn told(node: &Node) -> Vec<String> {
    let peers = node.peers.map_or_else(|| "?".to_owned(), |peers| peers.to_string());
    let own = format!("{} {peers}", node.name);
    let below = node.children.iter().flat_map(|child| told(child).into_iter().map(|line| format!("  {line}")));
    std::iter::once(own).chain(below).collect()
}

fn at(way: &[usize]) -> Target {
    Target::Node(Path(way.to_vec()))
}

fn as_it_is(direction: Direction) -> Direction {
    direction
}

#[test]
fn the_progression_unfolds_to_networks_and_peers_the_unnamed_last() {
    let peers = peers();
    let picture = Picture::progression(ip(SOUGHT), &all(&peers));
    assert_eq!(
        told(&picture.root),
        [
            "10.0.0.1 5",
            "  Inbound 1",
            "    Mail 1",
            "      192.0.2.5 1",
            "  Outbound 4",
            "    Mail 2",
            "      192.0.2.3 1",
            "      192.0.2.4 1",
            "    VPN west 1",
            "      192.0.2.2 1",
            "    Unknown 1",
            "      192.0.2.1 1",
            "  Two-way 0",
        ]
    );
    assert_eq!(picture.part(&at(&[])), None, "the root is everything");
    assert_eq!(picture.part(&at(&[1])), Some(&Part::Group(Direction::Outbound)));
    assert_eq!(picture.part(&at(&[1, 2])), Some(&Part::Network(Direction::Outbound, None)));
    assert_eq!(picture.part(&at(&[1, 0, 1])), Some(&Part::Peer(ip("192.0.2.4"))));
    assert_eq!(picture.target(&Part::Peer(ip("192.0.2.4"))), Some(at(&[1, 0, 1])));
}

#[test]
fn a_network_that_is_called_unknown_is_not_taken_for_the_unnamed() {
    let peers = [
        peer("192.0.2.1", Direction::Inbound, Some("Unknown"), None),
        peer("192.0.2.2", Direction::Inbound, None, None),
    ];
    let picture = Picture::progression(ip(SOUGHT), &all(&peers));
    assert_eq!(picture.part(&at(&[0, 0])), Some(&Part::Network(Direction::Inbound, Some("Unknown".to_owned()))));
    assert_eq!(picture.part(&at(&[0, 1])), Some(&Part::Network(Direction::Inbound, None)));
}

#[test]
fn the_impact_counts_by_what_networks_are_for() {
    let peers = peers();
    let picture = Picture::impact(&all(&peers));
    let shallow: Vec<_> = told(&picture.root).into_iter().filter(|line| !line.contains("192.")).collect();
    assert_eq!(shallow, [" 5", "  Inbound 1", "    DMZ 1", "  Outbound 4", "    DMZ 3", "    VPN 1", "  Two-way 0"]);
    assert_eq!(picture.part(&at(&[1, 1])), Some(&Part::Kind(Direction::Outbound, "VPN".to_owned())));
}

#[test]
fn of_stored_documents_what_is_not_told_is_not_made_up() {
    let stored: ProgressionNode = serde_json::from_value(json!({"name": SOUGHT, "children": [
        {"name": "Inbound Only", "children": [{"name": "Mail"}]},
        {"name": "DoS attack port 80", "children": [{"name": "WEB01"}]},
    ]}))
    .expect("Spot's form");
    let picture = Picture::stored_progression(&stored, as_it_is);
    assert_eq!(
        told(&picture.root),
        ["10.0.0.1 ?", "  Inbound ?", "    Mail ?", "  DoS attack port 80 ?", "    WEB01 ?"]
    );
    assert_eq!(picture.part(&at(&[0, 0])), Some(&Part::Network(Direction::Inbound, Some("Mail".to_owned()))));
    assert_eq!(picture.part(&at(&[1])), None, "an analyst's own group is no group of peers");
    assert_eq!(picture.part(&at(&[1, 0])), None);
}

#[test]
fn where_spot_swapped_the_groups_a_choice_is_of_the_details_group() {
    let stored: ImpactNode = serde_json::from_value(json!({"name": "", "size": 4, "children": [
        {"name": "Inbound Only", "size": 4, "children": [{"name": "VPN", "size": 1}, {"name": "DMZ", "size": 3}]},
    ]}))
    .expect("Spot's form");
    let swapped = |direction| match direction {
        Direction::Inbound => Direction::Outbound,
        Direction::Outbound => Direction::Inbound,
        Direction::TwoWay => Direction::TwoWay,
    };
    let picture = Picture::stored_impact(&stored, swapped);
    assert_eq!(told(&picture.root)[1], "  Inbound 4", "what Spot stored is shown as it is");
    let part = picture.part(&at(&[0, 0])).expect("a part");
    assert_eq!(*part, Part::Kind(Direction::Outbound, "VPN".to_owned()));
    let held: Vec<IpAddr> = peers().iter().filter(|peer| part.holds(peer)).map(|peer| peer.ip).collect();
    assert_eq!(held, [ip("192.0.2.2")]);
}

#[test]
fn peers_at_one_place_are_one_marker_and_those_without_are_counted() {
    let peers = peers();
    let map = Map::of_peers(Some(Coordinates { longitude: 14.0, latitude: 50.0 }), &all(&peers));
    assert_eq!((map.places.markers.len(), map.places.unplaced), (2, 1));
    let part = map.part(0).expect("a marker");
    assert_eq!(part, Part::Place { name: "at 2".to_owned(), peers: vec![ip("192.0.2.3"), ip("192.0.2.5")] });
    assert_eq!(map.marker(&part), Some(0));
    assert_eq!(map.marker(&Part::Peer(ip("192.0.2.2"))), Some(1));
    assert_eq!(map.marker(&Part::Group(Direction::Inbound)), None);
    assert!(map.home.is_some());
}

#[test]
fn a_stored_map_shows_its_peers_and_not_the_ip_as_a_peer_of_its_own() {
    let feature = |address: &str, kind: u8, longitude: f64| json!({"geometry": {"coordinates": [longitude, 3]}, "properties": {"ip": address, "type": kind, "location": "Away"}});
    let globe: Globe = serde_json::from_value(json!({
        "srcIps": [feature("192.0.2.1", 3, 10.0), feature("192.0.2.2", 2, 20.0)],
        "dstIps": [feature(SOUGHT, 1, 5.0), feature("192.0.2.3", 1, 30.0), feature(SOUGHT, 3, 5.0)],
    }))
    .expect("Spot's form");
    let map = Map::stored(ip(SOUGHT), &globe, as_it_is, |_| true);
    let who: Vec<_> = map.peers.iter().map(|(ip, direction)| (ip.to_string(), *direction)).collect();
    assert_eq!(
        who,
        [
            ("192.0.2.3".to_owned(), Direction::TwoWay),
            ("192.0.2.1".to_owned(), Direction::Outbound),
            ("192.0.2.2".to_owned(), Direction::Inbound)
        ]
    );
    assert_eq!(map.home.map(|home| home.lon), Some(5.0));
    let one = Map::stored(ip(SOUGHT), &globe, as_it_is, |address| address == ip("192.0.2.2"));
    assert_eq!(one.places.markers.len(), 1);
}

fn addresses(of: &[&str]) -> BTreeSet<IpAddr> {
    of.iter().map(|address| ip(address)).collect()
}

const ELSEWHERE: [Panel; 3] = [Panel::Impact, Panel::Where, Panel::Timeline];

#[test]
fn a_choice_filters_every_panel_but_its_own() {
    let mut chosen = Chosen::default();
    chosen.toggle(Part::Network(Direction::Outbound, Some("Mail".to_owned())), Panel::Progression);
    for panel in ELSEWHERE {
        assert_eq!(chosen.focus(panel, &peers(), None), Some(addresses(&["192.0.2.3", "192.0.2.4"])), "{panel:?}");
    }
    assert_eq!(chosen.focus(Panel::Progression, &peers(), None), None);
    assert!(chosen.part_of(Panel::Progression).is_some() && chosen.part_of(Panel::Where).is_none());
}

#[test]
fn the_same_choice_again_shows_all_and_another_replaces_it() {
    let mut chosen = Chosen::default();
    chosen.toggle(Part::Peer(ip("192.0.2.1")), Panel::Timeline);
    chosen.toggle(Part::Group(Direction::Inbound), Panel::Impact);
    assert_eq!(chosen.focus(Panel::Timeline, &peers(), None), Some(addresses(&["192.0.2.5"])));
    chosen.toggle(Part::Group(Direction::Inbound), Panel::Impact);
    assert!(chosen.is_nothing());
}

#[test]
fn a_stretch_of_time_filters_all_but_the_timeline_and_joins_with_a_part() {
    let active = addresses(&["192.0.2.1", "192.0.2.3"]);
    let window = Some(Window::new(Moment(10), Moment(20)));
    let mut chosen = Chosen { part: None, window };
    assert_eq!(chosen.focus(Panel::Timeline, &peers(), Some(&active)), None);
    assert_eq!(chosen.focus(Panel::Where, &peers(), Some(&active)), Some(active.clone()));
    assert_eq!(chosen.focus(Panel::Where, &peers(), None), None, "as long as it is not known who was active");

    chosen.toggle(Part::Network(Direction::Outbound, Some("Mail".to_owned())), Panel::Progression);
    assert_eq!(chosen.focus(Panel::Where, &peers(), Some(&active)), Some(addresses(&["192.0.2.3"])));
    assert_eq!(chosen.focus(Panel::Progression, &peers(), Some(&active)), Some(active.clone()));
    assert_eq!(chosen.focus(Panel::Timeline, &peers(), Some(&active)), Some(addresses(&["192.0.2.3", "192.0.2.4"])));
}

#[test]
fn what_was_active_before_does_not_filter_once_all_of_the_time_is_seen() {
    let active = addresses(&["192.0.2.1"]);
    assert_eq!(Chosen::default().focus(Panel::Where, &peers(), Some(&active)), None);
}

#[test]
fn a_place_of_a_stored_map_may_have_peers_that_the_details_do_not() {
    let mut chosen = Chosen::default();
    let there = vec![ip("192.0.2.1"), ip("198.51.100.9")];
    chosen.toggle(Part::Place { name: "Prague".to_owned(), peers: there }, Panel::Where);
    assert_eq!(chosen.focus(Panel::Timeline, &peers(), None), Some(addresses(&["192.0.2.1", "198.51.100.9"])));
}

fn stored_impact(sums: &serde_json::Value) -> Picture {
    let stored: ImpactNode = serde_json::from_value(sums.clone()).expect("an impact analysis");
    Picture::stored_impact(&stored, |direction| direction)
}

#[test]
fn stored_sums_that_are_those_of_the_details_are_filtered_with_them() {
    let stored = stored_impact(&json!({"name": "", "size": 5, "children": [
        {"name": "Inbound Only", "size": 1, "children": [{"name": "DMZ", "size": 1}]},
        {"name": "Outbound Only", "size": 4, "children": [{"name": "VPN", "size": 1}, {"name": "DMZ", "size": 3}]},
        {"name": "two way", "size": 0, "children": []},
    ]}));
    let focus: BTreeSet<IpAddr> = ["192.0.2.2", "192.0.2.3"].map(ip).into();
    let narrowed = Narrowed::to(stored, &peers(), &focus);
    assert_eq!(
        told(&narrowed.picture.root),
        [" 2", "  Inbound 0", "    DMZ 0", "  Outbound 2", "    VPN 1", "    DMZ 1", "  Two-way 0"]
    );
    assert_eq!(narrowed.notice(), None);
}

#[test]
fn a_stored_group_whose_sums_are_others_shows_all_and_says_so() {
    let stored = stored_impact(&json!({"name": "", "size": 8, "children": [
        {"name": "Inbound Only", "size": 1, "children": [{"name": "DMZ", "size": 1}]},
        {"name": "Outbound Only", "size": 7, "children": [{"name": "VPN", "size": 4}, {"name": "DMZ", "size": 3}]},
        {"name": "two way", "size": 0, "children": []},
    ]}));
    let focus: BTreeSet<IpAddr> = ["192.0.2.2"].map(ip).into();
    let narrowed = Narrowed::to(stored, &peers(), &focus);
    assert_eq!(
        told(&narrowed.picture.root),
        [" 7", "  Inbound 0", "    DMZ 0", "  Outbound 7", "    VPN 4", "    DMZ 3", "  Two-way 0"]
    );
    assert!(narrowed.notice().is_some_and(|words| words.starts_with("Outbound shows all that is stored:")));
}

#[test]
fn a_stored_tree_tells_networks_alone_and_is_filtered_by_them() {
    let stored: ProgressionNode = serde_json::from_value(json!({"name": SOUGHT, "time": "", "children": [
        {"name": "Inbound Only", "impact": 0, "children": [{"name": "Mail", "impact": 1}]},
        {"name": "Outbound Only", "impact": 0, "children": [{"name": "VPN west", "impact": 1}, {"name": "Mail", "impact": 2}]},
    ]}))
    .expect("a tree");
    let stored = Picture::stored_progression(&stored, |direction| direction);
    let focus: BTreeSet<IpAddr> = ["192.0.2.4"].map(ip).into();
    let narrowed = Narrowed::to(stored, &peers(), &focus);
    assert_eq!(
        told(&narrowed.picture.root),
        ["10.0.0.1 ?", "  Inbound ?", "    Mail 0", "  Outbound ?", "    VPN west 0", "    Mail 1"]
    );
    assert_eq!(narrowed.notice(), None);
}
