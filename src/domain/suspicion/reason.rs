//! Why a host is suspicious, and how much.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::host::{Call, Failures, Host, NewPeers, PeersAtService};
use crate::domain::network::Place;

/// A reason, and its share of the score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// The reason.
    pub reason: Reason,
    /// 0 to 1: the score that it would make alone.
    pub of_score: f64,
}

/// Why a host is suspicious.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reason {
    /// It calls a host by the clock.
    Calls(Call),
    /// A host calls it by the clock, from inside: it may give orders.
    CalledBy(Call),
    /// It tried many ports of one host.
    PortScan {
        /// The host.
        peer: IpAddr,
        /// How many ports.
        ports: u32,
    },
    /// It tried one service on many hosts.
    Sweep(PeersAtService),
    /// It met many hosts within an hour.
    NewPeers(NewPeers),
    /// It has opened flows to many hosts.
    ManyPeers {
        /// How many.
        peers: u32,
    },
    /// Many of its flows failed.
    Failures(Failures),
    /// It sent much to outside.
    Upload {
        /// How much.
        bytes: u64,
    },
}

/// From where a reason begins to where it has its full share, which is `weight`.
struct Ramp {
    from: f64,
    to: f64,
    weight: f64,
}

/// A beacon's score counts from where one day's traffic of people ends.
const CALLS: Ramp = Ramp { from: 0.7, to: 1.0, weight: 0.8 };
const CALLED_BY: Ramp = Ramp { from: 0.7, to: 1.0, weight: 0.6 };
const PORT_SCAN: Ramp = Ramp { from: 20.0, to: 1_000.0, weight: 0.9 };
const SWEEP: Ramp = Ramp { from: 30.0, to: 3_000.0, weight: 0.8 };
/// Names, web and time are asked of many by everyone.
const COMMON_SWEEP: Ramp = Ramp { from: 300.0, to: 30_000.0, weight: 0.8 };
const COMMON_PORTS: [u16; 4] = [53, 80, 123, 443];
const NEW_PEERS: Ramp = Ramp { from: 50.0, to: 3_000.0, weight: 0.5 };
const MANY_PEERS: Ramp = Ramp { from: 200.0, to: 20_000.0, weight: 0.3 };
/// Flows that failed, times the part that failed: a hundred of a hundred weigh as two hundred of four hundred do.
const FAILURES: Ramp = Ramp { from: 20.0, to: 1_000.0, weight: 0.6 };
/// The part that has to fail: some do everywhere.
const FAILED_PART: f64 = 0.25;
/// What counts of the scans of a host outside: all the world is scanned, and little can be done about it.
const OUTSIDE: f64 = 0.6;
const UPLOAD: Ramp = Ramp { from: 104_857_600.0, to: 10_737_418_240.0, weight: 0.5 };

/// Why `host` is suspicious, the strongest reason first.
pub(super) fn reasons(host: &Host) -> Vec<Share> {
    let mut shares = Vec::new();
    let mut give = |reason: Reason, of_score: f64| {
        if of_score > 0.0 {
            shares.push(Share { reason, of_score });
        }
    };
    if let Some(call) = host.calls {
        give(Reason::Calls(call), CALLS.even(call.score) * excuse(&call, host.place));
    }
    if let Some(call) = host.called_by.filter(|call| call.peer_place == Place::Internal) {
        give(Reason::CalledBy(call), CALLED_BY.even(call.score) * excuse(&call, host.place));
    }
    let own = match host.place {
        Place::Internal => 1.0,
        Place::External => OUTSIDE,
    };
    if let Some(most) = host.most_ports {
        give(Reason::PortScan { peer: most.peer, ports: most.ports }, own * PORT_SCAN.logarithmic(most.ports.into()));
    }
    if let Some(most) = host.most_peers {
        give(Reason::Sweep(most), own * sweep(most));
    }
    if let Some(new) = host.new_peers {
        give(Reason::NewPeers(new), own * NEW_PEERS.logarithmic(new.peers.into()));
    }
    give(Reason::ManyPeers { peers: host.peers_out }, own * MANY_PEERS.logarithmic(host.peers_out.into()));
    let Failures { failed, known } = host.failures;
    if known > 0 && real(failed) >= FAILED_PART * real(known) {
        let weighed = real(failed) * (real(failed) / real(known));
        give(Reason::Failures(host.failures), own * FAILURES.logarithmic(weighed));
    }
    give(Reason::Upload { bytes: host.bytes_to_external }, UPLOAD.logarithmic(real(host.bytes_to_external)));
    // Stable: of equal shares the order above stays.
    shares.sort_by(|one, other| other.of_score.total_cmp(&one.of_score));
    shares
}

/// The share of one service tried on many hosts.
pub(super) fn sweep(most: PeersAtService) -> f64 {
    let is_common = most.service.port.is_some_and(|port| COMMON_PORTS.contains(&port));
    let ramp = if is_common { COMMON_SWEEP } else { SWEEP };
    ramp.logarithmic(most.peers.into())
}

/// What is left of a call's share.
fn excuse(call: &Call, own: Place) -> f64 {
    if call.score > 0.0 { call.suspicion(own) / call.score } else { 0.0 }
}

fn real(number: u64) -> f64 {
    // Counts and bytes of a day are below 2^53, or so near that a score does not tell.
    #[allow(clippy::cast_precision_loss)]
    let real = number as f64;
    real
}

impl Ramp {
    fn even(&self, number: f64) -> f64 {
        ((number - self.from) / (self.to - self.from)).clamp(0.0, 1.0) * self.weight
    }

    fn logarithmic(&self, number: f64) -> f64 {
        if number <= self.from {
            return 0.0;
        }
        ((number / self.from).ln() / (self.to / self.from).ln()).clamp(0.0, 1.0) * self.weight
    }
}
