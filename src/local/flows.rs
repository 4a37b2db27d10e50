//! All flows of a source, in columns.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::domain::details::{PeerId, Peers};
use crate::domain::protocol::Protocol;
use crate::domain::time::{Day, Moment};

/// One flow as a log tells it: a connection from its originator to its responder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Who opened it.
    pub source: IpAddr,
    /// Whom it was opened to.
    pub destination: IpAddr,
    /// Port at the source; `None` where the log has none, or an impossible one.
    pub source_port: Option<u16>,
    /// Port at the destination, likewise.
    pub destination_port: Option<u16>,
    /// Protocol; `None` where the log names none of IP.
    pub protocol: Option<Protocol>,
    /// The second in which it began.
    pub start: Moment,
    /// The second in which it ended.
    pub end: Moment,
    /// Bytes each way.
    pub bytes: BothWays<u64>,
    /// Packets each way.
    pub packets: BothWays<u32>,
}

/// A count each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BothWays<T> {
    /// From the source to the destination.
    pub sent: T,
    /// Back.
    pub received: T,
}

impl<T: Into<u64>> BothWays<T> {
    /// Both together: Spot's one number.
    #[must_use]
    pub fn total(self) -> u64 {
        self.sent.into().saturating_add(self.received.into())
    }
}

/// All flows of a source, in the order in which they were added: 46 bytes each, and its addresses once.
#[derive(Clone, Debug, Default)]
pub struct FlowTable {
    pub(super) addresses: Peers,
    pub(super) source: Vec<PeerId>,
    pub(super) destination: Vec<PeerId>,
    pub(super) start: Vec<u32>,
    end: Vec<u32>,
    source_port: Vec<u16>,
    destination_port: Vec<u16>,
    marks: Vec<u8>,
    protocol: Vec<u8>,
    bytes_sent: Vec<u64>,
    bytes_received: Vec<u64>,
    packets_sent: Vec<u32>,
    packets_received: Vec<u32>,
}

/// What a flow does not have: its column holds 0 then. The same bits as in a file of flows.
pub(super) const NO_SOURCE_PORT: u8 = 1;
pub(super) const NO_DESTINATION_PORT: u8 = 2;
pub(super) const NO_PROTOCOL: u8 = 4;

impl FlowTable {
    /// Adds a flow. One that ends before it begins is kept as one that ends at once.
    pub fn push(&mut self, flow: &Flow) {
        self.source.push(self.addresses.intern(flow.source));
        self.destination.push(self.addresses.intern(flow.destination));
        self.start.push(flow.start.0);
        self.end.push(flow.end.max(flow.start).0);
        self.source_port.push(flow.source_port.unwrap_or(0));
        self.destination_port.push(flow.destination_port.unwrap_or(0));
        self.protocol.push(flow.protocol.map_or(0, |protocol| protocol.0));
        let mark = |is_missing: bool, mark| if is_missing { mark } else { 0 };
        self.marks.push(
            mark(flow.source_port.is_none(), NO_SOURCE_PORT)
                | mark(flow.destination_port.is_none(), NO_DESTINATION_PORT)
                | mark(flow.protocol.is_none(), NO_PROTOCOL),
        );
        self.bytes_sent.push(flow.bytes.sent);
        self.bytes_received.push(flow.bytes.received);
        self.packets_sent.push(flow.packets.sent);
        self.packets_received.push(flow.packets.received);
    }

    /// How many flows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.start.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start.is_empty()
    }

    /// The days on which flows began, ascending.
    #[must_use]
    pub fn days(&self) -> Vec<Day> {
        let days: BTreeSet<Day> = self.start.iter().map(|&start| Moment(start).day()).collect();
        days.into_iter().collect()
    }

    /// Flow `index`, put together from the columns.
    #[must_use]
    pub fn flow(&self, index: usize) -> Flow {
        Flow {
            source: self.addresses.address(self.source[index]),
            destination: self.addresses.address(self.destination[index]),
            source_port: self.source_port(index),
            destination_port: self.destination_port(index),
            protocol: self.protocol(index),
            start: Moment(self.start[index]),
            end: Moment(self.end[index]),
            bytes: self.bytes(index),
            packets: self.packets(index),
        }
    }

    pub(super) fn end(&self, index: usize) -> u32 {
        self.end[index]
    }

    pub(super) fn source_port(&self, index: usize) -> Option<u16> {
        self.has(index, NO_SOURCE_PORT).then(|| self.source_port[index])
    }

    pub(super) fn destination_port(&self, index: usize) -> Option<u16> {
        self.has(index, NO_DESTINATION_PORT).then(|| self.destination_port[index])
    }

    pub(super) fn protocol(&self, index: usize) -> Option<Protocol> {
        self.has(index, NO_PROTOCOL).then(|| Protocol(self.protocol[index]))
    }

    pub(super) fn bytes(&self, index: usize) -> BothWays<u64> {
        BothWays { sent: self.bytes_sent[index], received: self.bytes_received[index] }
    }

    pub(super) fn packets(&self, index: usize) -> BothWays<u32> {
        BothWays { sent: self.packets_sent[index], received: self.packets_received[index] }
    }

    fn has(&self, index: usize, missing: u8) -> bool {
        self.marks[index] & missing == 0
    }
}
