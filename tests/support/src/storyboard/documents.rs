//! The three documents of a storyboard, as Spot writes them.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::peers::{Group, Groups, Peer};

/// The captions of the groups, in Spot's order and spelling.
fn captioned(groups: &Groups) -> [(&'static str, &Group); 3] {
    [("Inbound Only", &groups.inbound), ("Outbound Only", &groups.outbound), ("two way", &groups.two_way)]
}

/// Impact analysis: peers counted by direction and context.
pub(super) fn stats(groups: &Groups) -> Value {
    let children = captioned(groups).map(|(name, group)| {
        let contexts = count(group.values().map(|peer| context_of(peer).to_owned()));
        let children: Vec<Value> = contexts.iter().map(|(name, size)| json!({"name": name, "size": size})).collect();
        json!({"name": name, "children": children, "size": group.len()})
    });
    let size: usize = captioned(groups).iter().map(|(_, group)| group.len()).sum();
    json!({"name": "", "children": children, "size": size})
}

/// Incident progression: network names by direction. Peers without one are left out.
pub(super) fn dendrogram(ip: &str, groups: &Groups) -> Value {
    let children = captioned(groups).map(|(name, group)| {
        let names = count(group.values().filter_map(|peer| peer.network.clone()));
        let children: Vec<Value> = names.iter().map(|(name, impact)| json!({"name": name, "impact": impact})).collect();
        json!({"name": name, "children": children, "impact": 0})
    });
    json!({"name": ip, "children": children, "time": ""})
}

/// The map. Peers whose place has no coordinates are left out.
pub(super) fn globe(groups: &Groups) -> Value {
    let (mut sources, mut destinations) = (Vec::new(), Vec::new());
    for (ip, peer) in &groups.two_way {
        if let Some((owner, here)) = located(peer) {
            destinations.push(feature(owner, ip, 1, here));
        }
    }
    for (kind, group) in [(3, &groups.outbound), (2, &groups.inbound)] {
        for (ip, peer) in group {
            let Some((owner, here)) = located(peer) else { continue };
            sources.push(feature(owner, ip, kind, here));
            // The other end is drawn at its own place, but under the peer's owner.
            if let Some(there) = peer.other_place.as_ref().and_then(|place| place.coordinates) {
                destinations.push(feature(owner, &peer.other, kind, there));
            }
        }
    }
    json!({"type": "FeatureCollection", "sourceips": sources, "destips": destinations})
}

fn located(peer: &Peer) -> Option<(&str, [f64; 2])> {
    let place = peer.place.as_ref()?;
    Some((&place.owner, place.coordinates?))
}

fn feature(location: &str, ip: &str, kind: u8, coordinates: [f64; 2]) -> Value {
    json!({
        "type": "Feature",
        "properties": {"location": location, "ip": ip, "type": kind},
        "geometry": {"type": "Point", "coordinates": coordinates},
    })
}

/// Of the part of the network's name before the first dot, the first of these that occurs; else DMZ.
fn context_of(peer: &Peer) -> &'static str {
    let name = peer.network.as_deref().unwrap_or_default().split('.').next().unwrap_or_default();
    ["VPN", "DMZ", "Proxy", "FW"].into_iter().find(|context| name.contains(context)).unwrap_or("DMZ")
}

fn count(names: impl Iterator<Item = String>) -> IndexMap<String, usize> {
    let mut counts = IndexMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}
