//! What a save would send, to be looked at before: made of the very input that is sent.

use serde::{Deserialize, Serialize};

use super::operations::create_storyboard::{NetflowThreatDetailsInputType, Variables};

/// What would be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The title in the safe form.
    pub title: String,
    /// The text in the safe form.
    pub text: String,
    /// How many pairs.
    pub pairs: u32,
    /// Pairs that are left out, since Spot stores IPv4 only.
    pub ipv6_pairs: u32,
    /// The first of the pairs.
    pub rows: Vec<SentPair>,
}

/// A (source, destination) pair as it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentPair {
    /// `srcIp`.
    pub source: String,
    /// `dstIp`.
    pub destination: String,
    /// `srcPort`.
    pub source_port: i64,
    /// `dstPort`.
    pub destination_port: i64,
    /// `firstSeen`.
    pub first_seen: String,
    /// `lastSeen`.
    pub last_seen: String,
    /// `connections`.
    pub connections: i64,
    /// `maxPkts`.
    pub max_packets: i64,
    /// `avgPkts`.
    pub avg_packets: i64,
    /// `maxBytes`.
    pub max_bytes: i64,
    /// `avgBytes`.
    pub avg_bytes: i64,
}

impl Preview {
    /// What `variables` would send, with at most so many rows.
    #[must_use]
    pub fn of(variables: &Variables, ipv6_pairs: u32, at_most: usize) -> Self {
        let input = &variables.input;
        Self {
            title: input.title.clone(),
            text: input.text.clone(),
            pairs: u32::try_from(input.threat_details.len()).unwrap_or(u32::MAX),
            ipv6_pairs,
            rows: input.threat_details.iter().flatten().take(at_most).map(SentPair::of).collect(),
        }
    }
}

impl SentPair {
    fn of(detail: &NetflowThreatDetailsInputType) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let number = |number: Option<i64>| number.unwrap_or_default();
        Self {
            source: text(&detail.src_ip),
            destination: text(&detail.dst_ip),
            source_port: number(detail.src_port),
            destination_port: number(detail.dst_port),
            first_seen: text(&detail.first_seen),
            last_seen: text(&detail.last_seen),
            connections: number(detail.connections),
            max_packets: number(detail.max_pkts),
            avg_packets: number(detail.avg_pkts),
            max_bytes: number(detail.max_bytes),
            avg_bytes: number(detail.avg_bytes),
        }
    }
}
