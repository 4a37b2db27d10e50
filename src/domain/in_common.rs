//! What flows that are told together have in common: the protocol of a row, ports and protocol of a pair.

use std::net::IpAddr;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::details::PeerId;
use super::direction::Side;
use super::investigation::Investigation;
use super::protocol::Protocol;
use super::view::{Pair, TopTables};

/// What all connections of a pair have in common; `None` where they differ or it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairService {
    /// Port at the source.
    pub source_port: Option<u16>,
    /// Port at the destination.
    pub destination_port: Option<u16>,
    /// Protocol.
    pub protocol: Option<Protocol>,
}

/// A row of the search: peer, side, ports.
type RowKey = (PeerId, Side, Option<u16>, Option<u16>);

/// What is known of something after some flows: nothing yet, the same of all, or that they differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Same<T> {
    #[default]
    Unseen,
    Of(T),
    Differ,
}

impl<T: Copy + PartialEq> Same<Option<T>> {
    fn add(&mut self, value: Option<T>) {
        *self = match *self {
            Self::Unseen => Self::Of(value),
            Self::Of(of) if of == value => *self,
            Self::Of(_) | Self::Differ => Self::Differ,
        };
    }

    fn get(self) -> Option<T> {
        match self {
            Self::Of(value) => value,
            Self::Unseen | Self::Differ => None,
        }
    }
}

/// Ports at the source and at the destination, and the protocol, of what was seen of a pair.
type Seen = (Same<Option<u16>>, Same<Option<u16>>, Same<Option<Protocol>>);

impl Investigation {
    /// The protocol of each row of tables of rows, where its flows are known and have one: one pass over them.
    #[must_use]
    pub fn protocols(&self, tables: &TopTables) -> [Vec<Option<Protocol>>; 4] {
        let key = |peer, side, ports: (Option<u16>, Option<u16>)| -> Option<RowKey> {
            Some((self.table().peers().find(peer)?, side, ports.0, ports.1))
        };
        let keys = tables.each_ref().map(|table| {
            let keys = table.rows.iter().map(|row| key(row.peer, table.side, (row.source_port, row.destination_port)));
            keys.collect::<Vec<_>>()
        });
        let mut found: HashMap<RowKey, Same<Option<Protocol>>> =
            keys.iter().flatten().flatten().map(|key| (*key, Same::Unseen)).collect();
        if let Some(flows) = self.flows() {
            let own = self.table().peers().find(self.table().ip());
            for index in 0..flows.len() {
                let (peer, ports) = (flows.peer[index], (flows.source_port[index], flows.destination_port[index]));
                // What is between the IP and itself is on both sides.
                let sides = if Some(peer) == own { [Side::Source, Side::Destination] } else { [flows.side[index]; 2] };
                for side in sides {
                    if let Some(same) = found.get_mut(&(peer, side, ports.0, ports.1)) {
                        same.add(flows.protocol[index]);
                    }
                }
            }
        }
        keys.map(|keys| keys.into_iter().map(|key| found.get(&key?).and_then(|same| same.get())).collect())
    }

    /// What all connections of each of `pairs` have in common: one pass over rows or flows.
    #[must_use]
    pub fn pair_services(&self, pairs: &[Pair]) -> Vec<PairService> {
        let sought = self.table().ip();
        let key = |pair: &Pair| {
            let (peer, side): (IpAddr, Side) =
                if pair.source == sought { (pair.destination, Side::Source) } else { (pair.source, Side::Destination) };
            Some((self.table().peers().find(peer)?, side))
        };
        let mut found: HashMap<(PeerId, Side), Seen> =
            pairs.iter().filter_map(key).map(|key| (key, Seen::default())).collect();
        let mut add = |key, source_port, destination_port, protocol| {
            if let Some((source, destination, of)) = found.get_mut(&key) {
                source.add(source_port);
                destination.add(destination_port);
                of.add(protocol);
            }
        };
        if let Some(flows) = self.flows() {
            for index in 0..flows.len() {
                let key = (flows.peer[index], flows.side[index]);
                add(key, flows.source_port[index], flows.destination_port[index], flows.protocol[index]);
            }
        } else {
            let table = self.table();
            for index in 0..table.len() {
                let side = if table.is_on(index, Side::Source) { Side::Source } else { Side::Destination };
                add((table.peer(index), side), table.source_port(index), table.destination_port(index), None);
            }
        }
        let service = |pair| {
            let (source, destination, protocol) = found.get(&key(pair)?)?;
            let (source_port, destination_port) = (source.get(), destination.get());
            Some(PairService { source_port, destination_port, protocol: protocol.get() })
        };
        pairs.iter().map(|pair| service(pair).unwrap_or_default()).collect()
    }
}
