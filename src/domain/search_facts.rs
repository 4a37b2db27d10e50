//! What a search as a whole tells of each of its rows and flows, for a filter to go by: the group of the peer, and what row,
//! pair and peer add up to.

use std::net::IpAddr;

use hashbrown::HashMap;

use super::details::{DetailTable, PeerId};
use super::direction::Side;
use super::filter::{Amount, Facts, Filter, Key, Sums, Totals};
use super::investigation::Investigation;
use super::network::Place;
use super::view::{Sum, View};

/// What tells a row from others: peer, side of the sought IP, ports.
type RowKey = (PeerId, Side, Option<u16>, Option<u16>);

/// A filter, and what can be known of the parts of a search. Only what the filter asks for is looked up.
#[derive(Debug)]
pub struct SearchFacts<'a> {
    whole: &'a Investigation,
    filter: &'a Filter,
    table: &'a DetailTable,
    /// Where the sought IP stands.
    place: Place,
    asks_peers: bool,
    /// The connections of each row, where they are asked for.
    connections: Option<HashMap<RowKey, Amount>>,
}

impl<'a> SearchFacts<'a> {
    /// For flows of `whole`, looked at as `view` says, that are to be held against `filter`: one pass over the rows, where it
    /// asks for their connections.
    #[must_use]
    pub fn new(whole: &'a Investigation, filter: &'a Filter, view: View) -> Self {
        let table = whole.table();
        let row = |index: usize| {
            let side = if table.is_on(index, Side::Source) { Side::Source } else { Side::Destination };
            let key = (table.peer(index), side, table.source_port(index), table.destination_port(index));
            (key, Amount::told(table.connections(index), table.untold))
        };
        Self {
            whole,
            filter,
            table,
            place: whole.place(view),
            asks_peers: filter.asks_any(|key| key.is_of_search() && key != Key::Connections),
            connections: filter.asks(Key::Connections).then(|| (0..table.len()).map(row).collect()),
        }
    }

    /// The filter.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        self.filter
    }

    /// Whether the filter lets a flow of the sought IP through, of which so much is known without the search.
    #[must_use]
    pub fn passes(&self, known: Facts) -> bool {
        self.filter.is_empty() || self.filter.matches(&self.of_flow(known))
    }

    /// Where a peer stands, as ranges tell.
    #[must_use]
    pub fn peer_place(&self, ip: IpAddr) -> Place {
        self.whole.peer_place(ip)
    }

    /// What is known of a row or a flow of the sought IP, with what the search tells of it.
    fn of_flow(&self, known: Facts) -> Facts {
        let (Some(source), Some(destination)) = (known.source, known.destination) else { return known };
        if !self.asks_peers && self.connections.is_none() {
            return known;
        }
        let (peer, side) =
            if source == self.table.ip() { (destination, Side::Source) } else { (source, Side::Destination) };
        let Some(id) = self.table.peers().find(peer) else { return known };
        let known = if self.asks_peers { self.of_peer(known, id, side) } else { known };
        let key = (id, side, known.source_port, known.destination_port);
        let connections = self.connections.as_ref().and_then(|all| all.get(&key));
        Facts { connections: connections.copied().unwrap_or_default(), ..known }
    }

    /// What is known of the rows of a peer with the sought IP on `side`, with what the search tells of them. The IP itself is
    /// nobody's peer: nothing is told of it.
    #[must_use]
    pub fn of_peer(&self, known: Facts, id: PeerId, side: Side) -> Facts {
        if self.table.peers().address(id) == self.table.ip() {
            return known;
        }
        let (peer, untold) = (&self.table.totals().peers[id as usize], self.table.untold);
        let sums = |rows, [connections, bytes]: [Sum; 2]| Sums {
            connections: Amount::sum(connections, untold),
            bytes: Amount::sum(bytes, untold),
            rows: Amount::Known(u64::from(rows)),
        };
        let of_side = |side| [peer.on(side).connections, peer.on(side).approx_bytes];
        let mut both_ways = of_side(Side::Source);
        both_ways.iter_mut().zip(of_side(Side::Destination)).for_each(|(sum, other)| sum.merge(other));
        let totals = Totals {
            pair: sums(peer.on(side).rows, of_side(side)),
            peer: sums(peer.rows(), both_ways),
            ..known.totals
        };
        Facts { direction: peer.direction(self.place), totals, ..known }
    }
}
