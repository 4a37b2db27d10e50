//! What Spot stored beside what the details say.
#![allow(clippy::expect_used)]

mod common;

use common::{SOUGHT, investigation, ip, row, view};
use investigation::domain::context::{Context, NetworkNames};
use investigation::domain::details::Row;
use investigation::domain::direction::Direction;
use investigation::domain::geo::PlacesReader;
use investigation::domain::network::StandingChoice;
use investigation::domain::storyboard::differences::Difference;
use investigation::domain::storyboard::{Globe, ImpactNode, ProgressionNode, Storyboard};
use serde::de::DeserializeOwned;
use serde_json::json;

/// Two peers inbound (Proxy and none), one outbound (FW), one two-way (VPN); the IP itself is of a DMZ.
fn rows() -> Vec<Row> {
    vec![
        row("203.0.113.1", SOUGHT, 1, 1),
        row("203.0.113.2", SOUGHT, 1, 1),
        row(SOUGHT, "203.0.113.3", 1, 1),
        row(SOUGHT, "203.0.113.4", 1, 1),
        row("203.0.113.4", SOUGHT, 1, 1),
    ]
}

fn storyboard(rows: &[Row], standing: StandingChoice) -> Storyboard {
    let names = "srcIP,name\n203.0.113.1,Proxy\n203.0.113.3,FW\n203.0.113.4,VPN\n10.0.0.1,DMZ home\n";
    let mut places = PlacesReader::default();
    // 10.0.0.1, 203.0.113.0 to 203.0.113.255.
    places.push(b"167772161,167772161,,,,,1,2,Home,\n3405803776,3405804031,,,,,3,-170,Away,\n");
    let context = Context { names: NetworkNames::from_csv(names).0, places: Some(places.finish().0) };
    Storyboard::of(&investigation(SOUGHT, rows), view(20, standing), &context)
}

fn ours() -> Storyboard {
    storyboard(&rows(), StandingChoice::ByRanges)
}

fn read<T: DeserializeOwned>(document: serde_json::Value) -> T {
    serde_json::from_value(document).expect("Spot's form")
}

/// (name, (context, peers) ...) of each group; the size is the sum.
fn stats(groups: [&[(&str, u64)]; 3]) -> ImpactNode {
    let children: Vec<_> = ["Inbound Only", "Outbound Only", "two way"]
        .into_iter()
        .zip(groups)
        .map(|(name, contexts)| {
            let size: u64 = contexts.iter().map(|(_, size)| size).sum();
            let children: Vec<_> = contexts.iter().map(|(name, size)| json!({"name": name, "size": size})).collect();
            json!({"name": name, "size": size, "children": children})
        })
        .collect();
    read(json!({"name": "", "size": 0, "children": children}))
}

fn dendrogram(groups: &[(&str, &[&str])]) -> ProgressionNode {
    let named = |name: &&str| json!({"name": name});
    let group = |(name, networks): &(&str, &[&str])| json!({"name": name, "children": networks.iter().map(named).collect::<Vec<_>>()});
    read(json!({"name": SOUGHT, "children": groups.iter().map(group).collect::<Vec<_>>()}))
}

#[test]
fn a_storyboard_does_not_differ_from_itself() {
    let ours = ours();

    assert_eq!(ours.impact_differences(&ours.impact), []);
    assert_eq!(ours.progression_differences(&ours.progression), []);
    assert_eq!(ours.globe_differences(ours.globe.as_ref().expect("places")), []);
}

#[test]
fn what_stock_spot_stores_is_explained_by_its_two_deviations() {
    // As external, inbound and outbound swapped; the IP itself, of a DMZ, counted as two-way.
    let stored = stats([&[("FW", 1)], &[("DMZ", 1), ("Proxy", 1)], &[("DMZ", 1), ("VPN", 1)]]);

    assert_eq!(ours().impact_differences(&stored), [Difference::GroupsSwapped, Difference::OwnPeer]);
}

#[test]
fn only_one_deviation_is_told_where_the_other_explains_nothing() {
    let not_itself = stats([&[("FW", 1)], &[("DMZ", 1), ("Proxy", 1)], &[("VPN", 1)]]);
    assert_eq!(ours().impact_differences(&not_itself), [Difference::GroupsSwapped]);

    let not_swapped = stats([&[("DMZ", 1), ("Proxy", 1)], &[("FW", 1)], &[("VPN", 1), ("DMZ", 1)]]);
    assert_eq!(ours().impact_differences(&not_swapped), [Difference::OwnPeer]);
}

#[test]
fn an_external_ips_groups_are_never_swapped_by_spot() {
    let external = storyboard(&rows(), StandingChoice::External);
    let turned = ours().impact;
    let told = external.impact_differences(&turned);

    assert!(!told.contains(&Difference::GroupsSwapped), "{told:?}");
    assert_eq!(told[0], Difference::GroupSize { group: Direction::Inbound, spot: 2, details: 1 });
}

#[test]
fn an_ip_seen_on_one_side_only_is_no_peer_of_itself() {
    let one_side = storyboard(&rows()[..2], StandingChoice::ByRanges);
    let stored = stats([&[("DMZ", 1), ("Proxy", 1)], &[], &[("DMZ", 1)]]);

    assert_eq!(
        one_side.impact_differences(&stored),
        [
            Difference::GroupSize { group: Direction::TwoWay, spot: 1, details: 0 },
            Difference::ContextOnlyInSpot { group: Direction::TwoWay, name: "DMZ".into(), spot: Some(1) },
        ]
    );
}

#[test]
fn other_sizes_and_contexts_are_told_one_by_one() {
    let stored = stats([&[("DMZ", 3), ("VPN", 1)], &[("FW", 1)], &[("VPN", 1)]]);

    assert_eq!(
        ours().impact_differences(&stored),
        [
            Difference::GroupSize { group: Direction::Inbound, spot: 4, details: 2 },
            Difference::ContextSize { group: Direction::Inbound, name: "DMZ".into(), spot: 3, details: 1 },
            Difference::ContextMissing { group: Direction::Inbound, name: "Proxy".into(), details: Some(1) },
            Difference::ContextOnlyInSpot { group: Direction::Inbound, name: "VPN".into(), spot: Some(1) },
        ]
    );
}

#[test]
fn sizes_that_were_not_asked_for_are_no_difference() {
    let stored: ImpactNode = read(json!({"name": "", "children": [
        {"name": "Inbound Only", "size": 2}, {"name": "Outbound Only", "size": 1}, {"name": "two way", "size": 2}
    ]}));

    assert_eq!(ours().impact_differences(&stored), [Difference::OwnPeer]);
}

#[test]
fn nothing_stored_is_one_difference() {
    assert_eq!(ours().impact_differences(&ImpactNode::default()), [Difference::NothingStored]);
    assert_eq!(ours().progression_differences(&ProgressionNode::default()), [Difference::NothingStored]);
    assert_eq!(ours().globe_differences(&Globe::default()), [Difference::NothingStored]);
    let empty = storyboard(&[], StandingChoice::ByRanges);
    assert_eq!(empty.impact_differences(&ImpactNode::default()), []);
    assert_eq!(empty.globe_differences(&Globe::default()), []);
}

/// Over GraphQL the tree tells names only.
#[test]
fn the_tree_is_compared_by_names_where_impacts_are_not_told() {
    let stored =
        dendrogram(&[("Inbound Only", &["FW"]), ("Outbound Only", &["Proxy"]), ("two way", &["VPN", "DMZ home"])]);
    assert_eq!(ours().progression_differences(&stored), [Difference::GroupsSwapped, Difference::OwnPeer]);

    let stored = dendrogram(&[("Inbound Only", &["Proxy", "x"]), ("two way", &["VPN"])]);
    assert_eq!(
        ours().progression_differences(&stored),
        [
            Difference::ContextOnlyInSpot { group: Direction::Inbound, name: "x".into(), spot: None },
            Difference::ContextMissing { group: Direction::Outbound, name: "FW".into(), details: Some(1) },
        ]
    );
}

#[test]
fn groups_that_an_analyst_wrote_are_told() {
    let sample: ProgressionNode =
        serde_json::from_str(include_str!("data/spot-demo/threat-dendro-10.13.77.49.json")).expect("Spot's form");
    let told = ours().progression_differences(&sample);

    let names: Vec<_> = ["DoS attack port 80", "RDP Scanning 3389", "Mail port 25"].into();
    let others = told.iter().filter_map(|difference| match difference {
        Difference::OtherGroup { name } => Some(name.as_str()),
        _ => None,
    });
    assert_eq!(others.collect::<Vec<_>>(), names);
}

fn feature(ip: &str, kind: u8, longitude: f64) -> serde_json::Value {
    json!({"geometry": {"coordinates": [longitude, 3]}, "properties": {"ip": ip, "type": kind, "location": "Away"}})
}

#[test]
fn the_map_of_stock_spot_is_explained_by_its_two_deviations() {
    // 190 degrees east are 170 west.
    let stored: Globe = read(json!({
        "srcIps": [feature("203.0.113.1", 3, -170.0), feature("203.0.113.2", 3, 190.0), feature("203.0.113.3", 2, -170.0)],
        "dstIps": [feature("203.0.113.4", 1, -170.0), feature(SOUGHT, 1, 0.0), feature(SOUGHT, 3, 0.0)],
    }));

    assert_eq!(ours().globe_differences(&stored), [Difference::GroupsSwapped, Difference::OwnPeer]);
}

#[test]
fn peers_that_the_map_lacks_or_has_elsewhere_are_told_by_group() {
    let stored: Globe = read(json!({
        "srcIps": [feature("203.0.113.1", 2, 7.0), feature("203.0.113.9", 2, 0.0), feature("203.0.113.4", 3, -170.0)],
        "dstIps": [],
    }));
    let inbound = Direction::Inbound;

    assert_eq!(
        ours().globe_differences(&stored),
        [
            Difference::PeersMissing { group: inbound, peers: vec![ip("203.0.113.2")] },
            Difference::PeersMissing { group: Direction::Outbound, peers: vec![ip("203.0.113.3")] },
            Difference::PeersOnlyInSpot { group: inbound, peers: vec![ip("203.0.113.9")] },
            Difference::PeersRegrouped {
                spot: Direction::Outbound,
                details: Direction::TwoWay,
                peers: vec![ip("203.0.113.4")]
            },
            Difference::PlacesDiffer { peers: vec![ip("203.0.113.1")] },
        ]
    );
}

#[test]
fn each_difference_is_a_sentence() {
    let many: Vec<_> = (1..=7).map(|last| ip(&format!("203.0.113.{last}"))).collect();
    let (group, name) = (Direction::TwoWay, || "Lab".to_owned());
    let sentences = [
        (Difference::NothingStored, "Spot stored nothing for 10.0.0.1."),
        (
            Difference::GroupsSwapped,
            "Spot took 10.0.0.1 as external: what it stored as inbound is outbound, and the other way round.",
        ),
        (Difference::OwnPeer, "Spot counted 10.0.0.1 as a two-way peer of itself."),
        (Difference::GroupSize { group, spot: 1, details: 2 }, "Two-way: Spot stored 1 peer, the details have 2."),
        (
            Difference::ContextMissing { group, name: name(), details: Some(3) },
            "Two-way: Lab (3 peers) is missing in what Spot stored.",
        ),
        (
            Difference::ContextOnlyInSpot { group, name: name(), spot: None },
            "Two-way: Lab is only in what Spot stored.",
        ),
        (
            Difference::ContextSize { group, name: name(), spot: 0, details: 1 },
            "Two-way, Lab: Spot stored 0 peers, the details have 1.",
        ),
        (
            Difference::OtherGroup { name: name() },
            "Lab is none of the three groups: the document was edited after Spot made it.",
        ),
        (
            Difference::PeersMissing { group, peers: many },
            "Two-way: missing on Spot's map: 203.0.113.1, 203.0.113.2, 203.0.113.3, 203.0.113.4, 203.0.113.5 and 2 more.",
        ),
        (
            Difference::PeersRegrouped { spot: Direction::Inbound, details: group, peers: vec![ip("::1")] },
            "Inbound on Spot's map, Two-way in the details: ::1.",
        ),
    ];
    for (difference, sentence) in sentences {
        assert_eq!(difference.words(ip(SOUGHT)), sentence);
    }
}
