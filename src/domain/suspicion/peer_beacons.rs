//! The peers of one IP, by how much the connections with each look like a beacon.
//!
//! Both ways are judged apart: whom the IP calls, and who calls it. The method is that of [`beacon`](crate::domain::beacon),
//! the order that of the list of hosts ([`Call::suspicion`]), so that a host's first reason and its first peer are the same.
//!
//! Spot's `details` tells single connections only by chance: a row of one connection has its time, and one of two has both.
//! Of larger rows only the ends are known. So a pair is judged where the times of nine in ten of its connections are, and
//! counted as untimed otherwise: a client that takes another port each time can be judged, NTP from port 123 cannot.

use std::cmp::Ordering;
use std::net::IpAddr;

use super::counted::Counted;
use super::host::Call;
use super::observation::is_answer;
use super::pair::{Target, has_no_ports};
use crate::domain::beacon::{
    Beacon, Explanation, IntervalHistogram, MIN_CONTACTS, Observed, Service, beacon, histogram,
};
use crate::domain::details::PeerId;
use crate::domain::direction::Side;
use crate::domain::network::Place;
use crate::domain::protocol::Protocol;

/// The connections of one IP, by number: whatever stores them.
pub trait Sightings {
    /// How many there are; fewer than 2^32.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many peers there are; their numbers are below.
    fn peers(&self) -> usize;

    /// The address of a peer.
    fn address(&self, peer: PeerId) -> IpAddr;

    /// The peer and the side of the sought IP; `None` for what is between the IP and itself.
    fn pair(&self, index: usize) -> Option<(PeerId, Side)>;

    /// How many connections are told together.
    fn connections(&self, index: usize) -> u64;

    /// What is known of them.
    fn sighting(&self, index: usize) -> Sighting;
}

/// What a source tells together: one connection, or several with the same addresses and ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// When the first began, in milliseconds since 1970.
    pub first_ms: u64,
    /// When the last began.
    pub last_ms: u64,
    /// How many there are; at least 1.
    pub connections: u64,
    /// Port at the source.
    pub source_port: Option<u16>,
    /// Port at the destination.
    pub destination_port: Option<u16>,
    /// Protocol.
    pub protocol: Option<Protocol>,
    /// Bytes from the source, of a single connection.
    pub sent_bytes: Option<u64>,
}

/// The peers of an IP that could be judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeerBeacons {
    /// The first of them, the most suspicious first.
    pub best: Vec<PeerBeacon>,
    /// How many there are.
    pub judged: usize,
    /// How many peers have too few contacts, or answer.
    pub too_few: usize,
    /// How many have enough connections, but not when each came.
    pub untimed: usize,
}

/// A peer whose connections were judged. One with connections both ways may be there twice.
#[derive(Clone, Debug, PartialEq)]
pub struct PeerBeacon {
    /// The peer, and what the list of hosts would say of it.
    pub call: Call,
    /// The side of the sought IP: as the source it calls, as the destination it is called.
    pub side: Side,
    /// Connections, those without a known time as well.
    pub connections: u64,
    /// The port at the destination of most of them.
    pub port: Option<u16>,
    /// How it was judged.
    pub beacon: Beacon,
    /// The delays between its contacts.
    pub histogram: IntervalHistogram,
    /// What puts it in its place, 0 to 1.
    pub suspicion: f64,
}

/// Judges the peers of an IP that stands at `own`, and gives the first `at_most`. `place` tells where an address stands.
pub fn peer_beacons(
    sightings: &impl Sightings,
    observed: Observed,
    own: Place,
    place: impl Fn(IpAddr) -> Place,
    at_most: usize,
) -> PeerBeacons {
    let mut counts = vec![0_u64; 2 * sightings.peers()];
    for index in 0..sightings.len() {
        if let Some(count) = key(sightings, index).and_then(|key| counts.get_mut(key as usize)) {
            *count = count.saturating_add(sightings.connections(index));
        }
    }
    let is_enough = |count: u64| count >= MIN_CONTACTS as u64;
    let too_few = counts.iter().filter(|count| **count > 0 && !is_enough(**count)).count();
    let mut found = PeerBeacons { too_few, ..PeerBeacons::default() };
    // Most peers have few connections: only the rest are put in order.
    let mut by_pair: Vec<u64> = (0..sightings.len())
        .filter_map(|index| Some((key(sightings, index)?, index as u64)))
        .filter(|(key, _)| counts.get(*key as usize).is_some_and(|count| is_enough(*count)))
        .map(|(key, index)| u64::from(key) << 32 | index)
        .collect();
    by_pair.sort_unstable();

    let mut gathered = Gathered::default();
    for pair in by_pair.chunk_by(|one, other| one >> 32 == other >> 32) {
        let Some(key) = pair.first().map(|first| first >> 32) else { continue };
        // Both halves were 32 bits.
        #[allow(clippy::cast_possible_truncation)]
        let (peer, indices) = ((key >> 1) as PeerId, pair.iter().map(|both| (both & 0xffff_ffff) as usize));
        let side = if key & 1 == 0 { Side::Source } else { Side::Destination };
        gathered.clear();
        indices.for_each(|index| gathered.add(&sightings.sighting(index)));
        let ip = sightings.address(peer);
        match gathered.judge(observed) {
            Judged::TooFew => found.too_few += 1,
            Judged::Untimed => found.untimed += 1,
            Judged::Beacon(beacon, service, port) => {
                let call = Call {
                    peer: ip,
                    peer_place: place(ip),
                    score: beacon.score,
                    contacts: u32::try_from(beacon.contacts).unwrap_or(u32::MAX),
                    interval_ms: beacon.intervals.median,
                    service,
                    explanation: beacon.explanation,
                };
                let (suspicion, connections) = (call.suspicion(own), gathered.connections);
                let histogram = histogram(&gathered.starts_ms);
                found.best.push(PeerBeacon { call, side, connections, port, beacon: *beacon, histogram, suspicion });
            }
        }
    }
    found.judged = found.best.len();
    found.best.sort_by(order);
    found.best.truncate(at_most);
    found
}

/// Peer and side in one number.
fn key(sightings: &impl Sightings, index: usize) -> Option<u32> {
    let (peer, side) = sightings.pair(index)?;
    let side = match side {
        Side::Source => 0,
        Side::Destination => 1,
    };
    Some(peer.checked_mul(2)? + side)
}

fn order(one: &PeerBeacon, other: &PeerBeacon) -> Ordering {
    let by_score = other.suspicion.total_cmp(&one.suspicion).then(other.beacon.score.total_cmp(&one.beacon.score));
    let side = |of: &PeerBeacon| of.side == Side::Destination;
    by_score
        .then(other.connections.cmp(&one.connections))
        .then(one.call.peer.cmp(&other.call.peer))
        .then(side(one).cmp(&side(other)))
}

enum Judged {
    TooFew,
    Untimed,
    Beacon(Box<Beacon>, Option<Service>, Option<u16>),
}

/// The connections of one pair. The lists are used again for the next one.
#[derive(Default)]
struct Gathered {
    starts_ms: Vec<u64>,
    sent_bytes: Vec<u64>,
    targets: Counted<Target>,
    connections: u64,
    answers: u64,
}

impl Gathered {
    fn clear(&mut self) {
        self.starts_ms.clear();
        self.sent_bytes.clear();
        self.targets.clear();
        (self.connections, self.answers) = (0, 0);
    }

    fn add(&mut self, seen: &Sighting) {
        self.connections = self.connections.saturating_add(seen.connections);
        if is_answer(seen.source_port, seen.destination_port) {
            self.answers = self.answers.saturating_add(seen.connections);
        }
        let port = seen.destination_port.filter(|_| !seen.protocol.is_some_and(has_no_ports));
        let target = (seen.protocol, port);
        match seen.connections {
            1 => {
                self.starts_ms.push(seen.first_ms);
                self.sent_bytes.extend(seen.sent_bytes);
                self.targets.add(target);
            }
            2 => {
                self.starts_ms.extend([seen.first_ms, seen.last_ms]);
                self.targets.add(target);
                self.targets.add(target);
            }
            // Its ends without what lies between them would be long intervals that never were.
            _ => {}
        }
    }

    fn judge(&mut self, observed: Observed) -> Judged {
        // Who answers does not call.
        if self.answers.saturating_mul(2) > self.connections {
            return Judged::TooFew;
        }
        if (self.starts_ms.len() as u64).saturating_mul(10) < self.connections.saturating_mul(9) {
            return Judged::Untimed;
        }
        let (protocol, port) = self.targets.most_common().map(|(target, _)| target).unwrap_or_default();
        let service = protocol.map(|protocol| Service { protocol, port });
        match beacon(&self.starts_ms, &self.sent_bytes, observed, service) {
            Err(_) => Judged::TooFew,
            Ok(mut judged) => {
                if protocol.is_none() {
                    judged.explanation = port.and_then(Explanation::of_port);
                }
                Judged::Beacon(Box::new(judged), service, port)
            }
        }
    }
}
