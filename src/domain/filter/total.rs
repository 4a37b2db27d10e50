//! What is asked of flows together: of a pair or a peer in the whole search, of a host on the whole day.

use super::facts::Amount;
use super::key::Units;

/// A total. Whatever else a filter says, it is that of all flows: which of them pass does not change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Total {
    /// Connections from the same source to the same destination.
    PairConnections,
    /// About as many bytes between them.
    PairBytes,
    /// Rows of them.
    PairRows,
    /// Connections with the peer, whoever opened them.
    PeerConnections,
    /// About as many bytes.
    PeerBytes,
    /// Rows.
    PeerRows,
    /// Connections that the source opened.
    HostOpened,
    /// Connections that the destination took.
    HostTaken,
    /// Bytes that either side sent to outside.
    HostOutside,
}

/// What is known of a flow's totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Of its source and destination, in the search.
    pub pair: Sums,
    /// Of its peer, both ways, in the search.
    pub peer: Sums,
    /// Of its source, on the day.
    pub source: Option<HostTotals>,
    /// Of its destination, on the day.
    pub destination: Option<HostTotals>,
}

/// What flows of a search add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Connections.
    pub connections: Amount,
    /// Mean bytes times connections, row by row.
    pub bytes: Amount,
    /// Rows.
    pub rows: Amount,
}

/// What all flows of a host on a day add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HostTotals {
    /// Flows that it opened, those to itself left out.
    pub opened: u64,
    /// Flows that were opened to it, likewise.
    pub taken: u64,
    /// Bytes that it sent to outside; 0 of a host that is outside itself.
    pub outside_bytes: u64,
}

impl Total {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::PairConnections,
        Self::PairBytes,
        Self::PairRows,
        Self::PeerConnections,
        Self::PeerBytes,
        Self::PeerRows,
        Self::HostOpened,
        Self::HostTaken,
        Self::HostOutside,
    ];

    /// Whether it is that of a host, known where all flows of a day are; the others are those of a search.
    #[must_use]
    pub fn is_of_host(self) -> bool {
        matches!(self, Self::HostOpened | Self::HostTaken | Self::HostOutside)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::PairConnections => "pair.connections",
            Self::PairBytes => "pair.bytes",
            Self::PairRows => "pair.rows",
            Self::PeerConnections => "peer.connections",
            Self::PeerBytes => "peer.bytes",
            Self::PeerRows => "peer.rows",
            Self::HostOpened => "host.opened",
            Self::HostTaken => "host.taken",
            Self::HostOutside => "host.outside",
        }
    }

    pub(super) fn about(self) -> &'static str {
        match self {
            Self::PairConnections => "connections from this source to this destination, in the whole search",
            Self::PairBytes => "\u{2248} bytes between this source and this destination, in the whole search",
            Self::PairRows => "rows of this source and this destination, in the whole search",
            Self::PeerConnections => "connections with the peer, both ways, in the whole search",
            Self::PeerBytes => "\u{2248} bytes with the peer, both ways, in the whole search",
            Self::PeerRows => "rows of the peer, both ways, in the whole search",
            Self::HostOpened => "connections that the source opened, on the whole day",
            Self::HostTaken => "connections that the destination took, on the whole day",
            Self::HostOutside => "bytes that either side sent outside, on the whole day",
        }
    }

    pub(super) fn units(self) -> Units {
        match self {
            Self::PairBytes | Self::PeerBytes | Self::HostOutside => Units::Bytes,
            _ => Units::None,
        }
    }

    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::PairBytes | Self::PeerBytes | Self::HostOutside => "a number of bytes, such as >1G or 10M-100M",
            Self::PairRows | Self::PeerRows => "a number of rows, such as 1, >100 or 10-20",
            _ => "a number of connections, such as 1, >100 or 10-20",
        }
    }
}

impl Totals {
    /// Whether it holds for what `total` is about.
    pub(super) fn hold(&self, total: Total, holds: impl Fn(Amount) -> bool) -> bool {
        let host = |host: Option<HostTotals>, of: fn(HostTotals) -> u64| holds(Amount::known(host.map(of)));
        match total {
            Total::PairConnections => holds(self.pair.connections),
            Total::PairBytes => holds(self.pair.bytes),
            Total::PairRows => holds(self.pair.rows),
            Total::PeerConnections => holds(self.peer.connections),
            Total::PeerBytes => holds(self.peer.bytes),
            Total::PeerRows => holds(self.peer.rows),
            Total::HostOpened => host(self.source, |host| host.opened),
            Total::HostTaken => host(self.destination, |host| host.taken),
            Total::HostOutside => {
                [self.source, self.destination].into_iter().any(|side| host(side, |host| host.outside_bytes))
            }
        }
    }
}
