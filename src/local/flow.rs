//! A flow, as a log tells it.

use std::net::IpAddr;

use crate::domain::outcome::Outcome;
use crate::domain::protocol::Protocol;
use crate::domain::time::Moment;

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
    /// Microseconds of that second that had passed; 0 where the log tells seconds.
    pub start_us: u32,
    /// The second in which it ended.
    pub end: Moment,
    /// Microseconds of that second.
    pub end_us: u32,
    /// Bytes each way.
    pub bytes: BothWays<u64>,
    /// Packets each way.
    pub packets: BothWays<u32>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What a flow tells that stands for several connections, as a row of Spot's `details` does: they are of the same
/// addresses and ports. The flow itself has what the largest of them had, and begins and ends when the first and the
/// last of them were seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How many connections; at least 1.
    pub connections: u32,
    /// Mean bytes of one, cut to a whole number.
    pub mean_bytes: u64,
    /// Mean packets of one, likewise.
    pub mean_packets: u32,
}

impl Flow {
    /// A flow that is told by its addresses and its time alone; for the rest to be filled in.
    #[must_use]
    pub fn between(source: IpAddr, destination: IpAddr, start: Moment) -> Self {
        Self {
            source,
            destination,
            source_port: None,
            destination_port: None,
            protocol: None,
            start,
            start_us: 0,
            end: start,
            end_us: 0,
            bytes: BothWays::default(),
            packets: BothWays::default(),
            outcome: Outcome::Unknown,
        }
    }

    /// How long it took, in microseconds.
    #[must_use]
    pub fn duration_us(&self) -> u64 {
        let end = u64::from(self.end.0) * 1_000_000 + u64::from(self.end_us);
        end.saturating_sub(u64::from(self.start.0) * 1_000_000 + u64::from(self.start_us))
    }

    /// The same, ending `duration_us` microseconds after it began; in 2106 at the latest.
    #[inline]
    #[must_use]
    pub fn lasting(mut self, duration_us: u64) -> Self {
        let after_us = u64::from(self.start_us).saturating_add(duration_us);
        let end = u64::from(self.start.0).saturating_add(after_us / 1_000_000);
        self.end = Moment(u32::try_from(end).unwrap_or(u32::MAX));
        // A remainder fits.
        #[allow(clippy::cast_possible_truncation)]
        {
            self.end_us = (after_us % 1_000_000) as u32;
        }
        self
    }
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
