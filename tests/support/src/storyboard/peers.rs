//! The peers of a storyboard, as Spot sorts them into groups.
//!
//! Its three deviations from the notebook's definition are kept (the contract's "Direction"): always the external column, the
//! sought IP counts as its own peer, and of each address only the last row is looked at (quirk 4).

use indexmap::IndexMap;

use crate::{
    context::{ContextFiles, Found, Place},
    python::{inet_aton, slice_end},
    schema::{Int, ThreatDetailsInput},
};

/// An address of a group, and what its last row said.
#[derive(Debug, Clone)]
pub(super) struct Peer {
    number: u32,
    /// The other end of the row.
    pub(super) other: String,
    other_number: u32,
    connections: i64,
    max_bytes: i64,
    /// Its network's name.
    pub(super) network: Option<String>,
    pub(super) place: Option<Place>,
    pub(super) other_place: Option<Place>,
}

/// Peers by address. Python 2 keeps a dictionary in no useful order; here it is the order of the rows.
pub(super) type Group = IndexMap<String, Peer>;

/// The three groups, cut to the top peers.
pub(super) struct Groups {
    /// Addresses that are a destination only.
    pub(super) inbound: Group,
    /// Addresses that are a source only.
    pub(super) outbound: Group,
    /// Addresses that are both.
    pub(super) two_way: Group,
}

/// Sorts the rows' addresses. `top` peers are kept by bytes and by connections each, all of them without it (quirk 3).
pub(super) fn groups(rows: &[Option<ThreatDetailsInput>], top: Option<i64>) -> Result<Groups, String> {
    let (mut sources, mut destinations) = (Group::new(), Group::new());
    for row in rows {
        let Some(row) = row else { return Err("'NoneType' object has no attribute '__getitem__'".to_owned()) };
        let source = &row.src_ip.as_ref().ok_or("'srcIp'")?.0;
        let source_number = inet_aton(source)?;
        let destination = &row.dst_ip.as_ref().ok_or("'dstIp'")?.0;
        let destination_number = inet_aton(destination)?;
        // Quirk 2: a value that is null is, to Spot, a key that is not there.
        let connections = row.connections.map(Int::whole).ok_or("'connections'")?;
        let max_bytes = row.max_bytes.map(Int::whole).ok_or("'maxBytes'")?;
        let peer = |number, other: &str, other_number| Peer {
            number,
            other: other.to_owned(),
            other_number,
            connections,
            max_bytes,
            network: None,
            place: None,
            other_place: None,
        };
        sources.insert(source.clone(), peer(source_number, destination, destination_number));
        destinations.insert(destination.clone(), peer(destination_number, source, source_number));
    }
    let inbound = destinations.iter().filter(|(ip, _)| !sources.contains_key(*ip));
    let inbound = inbound.map(|(ip, peer)| (ip.clone(), peer.clone())).collect();
    let (two_way, outbound): (Group, Group) = sources.into_iter().partition(|(ip, _)| destinations.contains_key(ip));
    Ok(Groups { inbound: top_of(&inbound, top), outbound: top_of(&outbound, top), two_way: top_of(&two_way, top) })
}

fn top_of(group: &Group, top: Option<i64>) -> Group {
    let mut chosen = first_by(group, top, |peer| peer.max_bytes);
    chosen.extend(first_by(group, top, |peer| peer.connections));
    chosen
}

fn first_by(group: &Group, top: Option<i64>, measure: fn(&Peer) -> i64) -> Group {
    let mut peers: Vec<_> = group.iter().collect();
    peers.sort_by_key(|(_, peer)| std::cmp::Reverse(measure(peer)));
    peers.truncate(slice_end(peers.len(), top));
    peers.into_iter().map(|(ip, peer)| (ip.clone(), peer.clone())).collect()
}

impl Groups {
    /// Adds the peers' networks. An outbound peer with a line of its own makes Spot fail: it writes to the wrong group.
    pub(super) fn add_networks(&mut self, context: &ContextFiles) -> Result<(), String> {
        for (ip, peer) in &mut self.outbound {
            peer.network = match context.network(ip, peer.number) {
                Found::Exactly(_) => return Err(format!("'{ip}'")),
                Found::Within(network) => Some(network.name.clone()),
                Found::Nowhere => None,
            };
        }
        for (ip, peer) in self.two_way.iter_mut().chain(&mut self.inbound) {
            peer.network = match context.network(ip, peer.number) {
                Found::Exactly(network) | Found::Within(network) => Some(network.name.clone()),
                Found::Nowhere => None,
            };
        }
        Ok(())
    }

    /// Adds the places of the peers and of the other ends. An address before the first range makes Spot fail.
    pub(super) fn add_places(&mut self, context: &ContextFiles) -> Result<(), String> {
        if !context.has_places() {
            return Ok(());
        }
        let find = |number| context.place(number).cloned().ok_or_else(|| "list index out of range".to_owned());
        for peer in self.two_way.values_mut() {
            peer.place = Some(find(peer.number)?);
        }
        for peer in self.outbound.values_mut().chain(self.inbound.values_mut()) {
            peer.place = Some(find(peer.number)?);
            peer.other_place = Some(find(peer.other_number)?);
        }
        Ok(())
    }

    /// All addresses, for the timeline.
    pub(super) fn addresses(&self) -> Vec<&str> {
        let groups = [&self.two_way, &self.outbound, &self.inbound];
        groups.into_iter().flat_map(IndexMap::keys).map(String::as_str).collect()
    }
}
