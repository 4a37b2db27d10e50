//! A host, and what its flows add up to.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::reason::{Share, reasons};
use crate::domain::beacon::{Explanation, Service};
use crate::domain::network::Place;
use crate::domain::time::Moment;

/// A host of the data. What it did is told of the flows that it opened, unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Host {
    /// Its address.
    pub ip: IpAddr,
    /// Inside or outside.
    pub place: Place,
    /// Flows that it opened, those to itself left out.
    pub connections_out: u64,
    /// Flows that were opened to it, likewise.
    pub connections_in: u64,
    /// Hosts that it opened flows to.
    pub peers_out: u32,
    /// Hosts that opened flows to it.
    pub peers_in: u32,
    /// The hour in which it met most hosts.
    pub new_peers: Option<NewPeers>,
    /// The peer of which it tried most ports.
    pub most_ports: Option<PortsAtPeer>,
    /// The service that it tried on so many hosts that it says most against it: web and names are asked of many.
    pub most_peers: Option<PeersAtService>,
    /// How its flows went.
    pub failures: Failures,
    /// Bytes that it sent to outside, in whichever flows; 0 of a host that is outside itself.
    pub bytes_to_external: u64,
    /// Whom it calls most like a beacon.
    pub calls: Option<Call>,
    /// Who calls it most like a beacon.
    pub called_by: Option<Call>,
    /// 0 to 1: how suspicious it is.
    pub score: f64,
    /// Why, the strongest reason first.
    pub reasons: Vec<Share>,
}

/// Hosts met in one hour: those that a host opened a flow to for the first time in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPeers {
    /// When the hour begins.
    pub hour: Moment,
    /// How many there were.
    pub peers: u32,
}

/// Ports tried at one peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortsAtPeer {
    /// The peer.
    pub peer: IpAddr,
    /// How many ports there were, each protocol's counted by itself.
    pub ports: u32,
}

/// Hosts on which one service was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeersAtService {
    /// Protocol and port; no port where the protocol has none.
    pub service: Service,
    /// How many hosts there were.
    pub peers: u32,
}

/// How flows went, of those where the log says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures {
    /// Those that failed.
    pub failed: u64,
    /// Those of which it is known.
    pub known: u64,
}

/// Regular connections of one host to another. [`beacon`](crate::domain::beacon::beacon) tells more of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The other one.
    pub peer: IpAddr,
    /// Where the other one stands.
    pub peer_place: Place,
    /// The beacon's score, 0 to 1.
    pub score: f64,
    /// How many contacts there were.
    pub contacts: u32,
    /// The interval in the middle, in milliseconds.
    pub interval_ms: u64,
    /// What most of the connections were for, where that is known.
    pub service: Option<Service>,
    /// Why it may be harmless.
    pub explanation: Option<Explanation>,
}

impl Host {
    pub(super) fn new(ip: IpAddr, place: Place) -> Self {
        Self {
            ip,
            place,
            connections_out: 0,
            connections_in: 0,
            peers_out: 0,
            peers_in: 0,
            new_peers: None,
            most_ports: None,
            most_peers: None,
            failures: Failures::default(),
            bytes_to_external: 0,
            calls: None,
            called_by: None,
            score: 0.0,
            reasons: Vec::new(),
        }
    }

    /// Reasons and score, from what it did.
    pub(super) fn give_reasons(&mut self) {
        self.reasons = reasons(self);
        self.score = 1.0 - self.reasons.iter().map(|share| 1.0 - share.of_score).product::<f64>();
    }
}

impl Call {
    /// What is left of the score where it may be harmless, and where it does not leave the network: RITA looks only at
    /// what does.
    #[must_use]
    pub fn suspicion(&self, own: Place) -> f64 {
        let leaves = match (own, self.peer_place) {
            (Place::Internal, Place::External) | (Place::External, Place::Internal) => 1.0,
            (Place::Internal, Place::Internal) | (Place::External, Place::External) => 0.5,
        };
        self.score * leaves * self.explanation.map_or(1.0, Explanation::remaining)
    }
}
