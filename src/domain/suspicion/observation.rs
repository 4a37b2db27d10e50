//! What judging needs to know of each flow.

use std::net::IpAddr;

use crate::domain::details::PeerId;
use crate::domain::outcome::Outcome;
use crate::domain::protocol::Protocol;

/// Flows, by number, between hosts, by number: whatever stores them.
pub trait FlowSet {
    /// The hosts' addresses; a host's number is its place among them.
    fn addresses(&self) -> &[IpAddr];

    /// How many flows there are; fewer than 2^32.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers of a flow's source and destination.
    fn sides(&self, flow: usize) -> (PeerId, PeerId);

    /// What is known of a flow.
    fn flow(&self, flow: usize) -> Observation;
}

/// A flow, from its originator to its responder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Number of who opened it.
    pub source: PeerId,
    /// Number of whom it was opened to.
    pub destination: PeerId,
    /// Port at the source.
    pub source_port: Option<u16>,
    /// Port at the destination.
    pub destination_port: Option<u16>,
    /// Protocol.
    pub protocol: Option<Protocol>,
    /// When it began, in milliseconds since 1970.
    pub start_ms: u64,
    /// Bytes from the source.
    pub sent_bytes: Option<u64>,
    /// Bytes back.
    pub received_bytes: Option<u64>,
    /// How it went.
    pub outcome: Outcome,
}

/// Flows in a list.
#[derive(Clone, Copy, Debug)]
pub struct ListedFlows<'a> {
    /// Addresses by number.
    pub addresses: &'a [IpAddr],
    /// The flows.
    pub flows: &'a [Observation],
}

impl FlowSet for ListedFlows<'_> {
    fn addresses(&self) -> &[IpAddr] {
        self.addresses
    }

    fn len(&self) -> usize {
        self.flows.len()
    }

    fn sides(&self, flow: usize) -> (PeerId, PeerId) {
        (self.flows[flow].source, self.flows[flow].destination)
    }

    fn flow(&self, flow: usize) -> Observation {
        self.flows[flow]
    }
}

impl Observation {
    /// Whether it looks like an answer: logs of one direction have those as flows of their own, from a service's port to
    /// a port that a client was given.
    pub(super) fn is_answer(&self) -> bool {
        is_answer(self.source_port, self.destination_port)
    }
}

/// The same of its ports.
pub(super) fn is_answer(source_port: Option<u16>, destination_port: Option<u16>) -> bool {
    source_port.is_some_and(|port| port < 1024) && destination_port.is_some_and(|port| port >= 1024)
}
