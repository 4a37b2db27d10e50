//! Scored connections: what Spot keeps in `flow_threat_investigation`, and the list of threats that follows from it.

use std::net::IpAddr;

use serde::Deserialize;

use crate::domain::threats::{Collector, Comment, HIGH_RISK, Threats};
use crate::domain::time::{Day, Moment, TimeError};

/// A connection that an analyst scored.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct ScoredConnection {
    /// When it began.
    pub start: Moment,
    /// Who opened it.
    pub source: IpAddr,
    /// Whom it was opened to.
    pub destination: IpAddr,
    /// Port at the source.
    pub source_port: Option<u16>,
    /// Port at the destination.
    pub destination_port: Option<u16>,
    /// As in Spot: 1 is high risk, 2 medium, 3 low.
    pub score: u8,
}

/// The form of a scored connection in a file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    start: String,
    source: IpAddr,
    destination: IpAddr,
    source_port: Option<u16>,
    destination_port: Option<u16>,
    score: u8,
}

impl TryFrom<Written> for ScoredConnection {
    type Error = TimeError;

    fn try_from(written: Written) -> Result<Self, TimeError> {
        let Written { start, source, destination, source_port, destination_port, score } = written;
        Ok(Self { start: start.parse()?, source, destination, source_port, destination_port, score })
    }
}

/// The day's high-risk IPs and comments: both IPs of every connection with score 1, those that the analyst `marked`, and
/// every IP with a comment.
#[must_use]
pub fn threats(
    scored: &[ScoredConnection],
    day: Day,
    marked: Vec<IpAddr>,
    comments: Vec<(IpAddr, Comment)>,
) -> Threats {
    let mut collector = Collector::default();
    for connection in scored {
        if connection.start.day() == day && i64::from(connection.score) == HIGH_RISK {
            collector.high_risk(connection.source, connection.destination);
        }
    }
    for ip in marked {
        collector.marked(ip);
    }
    for (ip, comment) in comments {
        collector.comment(ip, comment);
    }
    collector.finish()
}
