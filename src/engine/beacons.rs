//! The peers of the open search that call by the clock, or are called so; with reasons in words.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::domain::beacon::IntervalHistogram;
use crate::domain::direction::Side;
use crate::domain::investigation::Investigation;
use crate::domain::network::Place;
use crate::domain::suspicion::{PeerBeacon as Judged, PeerBeacons};
use crate::domain::time::Day;
use crate::domain::view::View;
use crate::local::flows::FlowTable;
use crate::words::beacon::reasons;
use crate::words::suspicion::service;

/// The peers of the open search, by how much they look like beacons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskBeacons {
    /// How the search is looked at.
    pub view: View,
    /// No more than so many.
    pub at_most: u16,
}

/// Peers that could be judged, the most suspicious first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Beacons {
    /// The first of them.
    pub peers: Vec<PeerBeacon>,
    /// How many there are.
    pub judged: u64,
    /// How many have too few contacts.
    pub too_few: u64,
    /// How many have enough connections, but the source does not tell when each came.
    pub untimed: u64,
    /// What is known of times.
    pub times: Times,
}

/// What a source tells of when connections came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Times {
    /// Each one's time.
    OfFlows,
    /// The first and the last of each row (`spot.md`, "Operations").
    OfRows,
}

/// A peer that was judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeerBeacon {
    /// The peer.
    pub peer: IpAddr,
    /// The side of the sought IP: as the source it calls, as the destination it is called.
    pub side: Side,
    /// 0 to 1: how much it looks like a beacon.
    pub score: f64,
    /// 0 to 1: the score, less what an explanation takes off; what puts it in its place.
    pub suspicion: f64,
    /// Connections.
    pub connections: u64,
    /// The interval in the middle, in milliseconds.
    pub interval_ms: u64,
    /// The port at the destination of most.
    pub port: Option<u16>,
    /// What most connections were for: `TCP port 443`, `port 443`.
    pub service: Option<String>,
    /// Why it has its score, a sentence each.
    pub reasons: Vec<String>,
    /// Its intervals.
    pub histogram: IntervalHistogram,
}

/// Of a source that has every flow: those of `ip` on `day`, judged as all hosts are.
#[must_use]
pub fn of_flows(
    flows: &FlowTable,
    investigation: &Investigation,
    (day, ip): (Day, IpAddr),
    question: AskBeacons,
) -> Beacons {
    let own = investigation.place(question.view);
    let place = |ip| investigation.peer_place(ip);
    let found = flows.peer_beacons(day, ip, own, place, usize::from(question.at_most));
    answer(found, own, Times::OfFlows)
}

/// Of a source that has rows alone.
#[must_use]
pub fn of_rows(investigation: &Investigation, day: Day, question: AskBeacons) -> Beacons {
    let found = investigation.row_beacons(question.view, day, usize::from(question.at_most));
    answer(found, investigation.place(question.view), Times::OfRows)
}

fn answer(found: PeerBeacons, own: Place, times: Times) -> Beacons {
    Beacons {
        judged: found.judged as u64,
        too_few: found.too_few as u64,
        untimed: found.untimed as u64,
        peers: found.best.into_iter().map(|judged| told(judged, own)).collect(),
        times,
    }
}

fn told(judged: Judged, own: Place) -> PeerBeacon {
    let Judged { call, side, connections, port, beacon, histogram, suspicion } = judged;
    let mut reasons = reasons(&beacon);
    if call.peer_place == own {
        reasons.push(match own {
            Place::Internal => "Both ends are inside: it counts half.".to_owned(),
            Place::External => "Both ends are outside: it counts half.".to_owned(),
        });
    }
    PeerBeacon {
        peer: call.peer,
        side,
        score: beacon.score,
        suspicion,
        connections,
        interval_ms: beacon.intervals.median,
        port,
        service: call.service.map(service).or_else(|| port.map(|port| format!("port {port}"))),
        reasons,
        histogram,
    }
}
