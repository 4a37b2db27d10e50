//! How much went each way between a source and a destination.

use serde::{Deserialize, Serialize};

/// Counts of all connections of a pair, headers included where the source counts them. `None` where a connection does not
/// tell which way its bytes or packets went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {
    /// Bytes from the source to the destination.
    pub sent_bytes: Option<u64>,
    /// Bytes back.
    pub received_bytes: Option<u64>,
    /// Packets from the source to the destination.
    pub sent_packets: Option<u64>,
    /// Packets back.
    pub received_packets: Option<u64>,
}

impl Ways {
    /// Those of no connection.
    pub const NOTHING: Self =
        Self { sent_bytes: Some(0), received_bytes: Some(0), sent_packets: Some(0), received_packets: Some(0) };

    /// Adds those of another connection.
    pub fn add(&mut self, other: Self) {
        let add = |sum: &mut Option<u64>, part: Option<u64>| {
            *sum = sum.zip(part).map(|(sum, part)| sum.saturating_add(part));
        };
        add(&mut self.sent_bytes, other.sent_bytes);
        add(&mut self.received_bytes, other.received_bytes);
        add(&mut self.sent_packets, other.sent_packets);
        add(&mut self.received_packets, other.received_packets);
    }
}
