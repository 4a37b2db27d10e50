//! The top of a ranking, without sorting the rest (`spot.md`: "Ties: by the other measure, then by IP as a number,
//! then by ports, so that every run shows the same").

use std::cmp::{Ordering, Reverse};
use std::net::IpAddr;

use super::view::Measure;

/// What a ranking goes by. A number that is not told ranks above every known one: Spot leaves out only what is too
/// large for it (quirk 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// Number of connections.
    pub connections: Option<u64>,
    /// Bytes of the largest connection.
    pub max_bytes: Option<u64>,
    /// The peer.
    pub ip: IpAddr,
    /// Source and destination port; an unknown one is below port 0.
    pub ports: (Option<u16>, Option<u16>),
}

impl Rank {
    /// `Less` where `self` comes before `other` in the ranking by `measure`.
    #[must_use]
    pub fn order(&self, other: &Self, measure: Measure) -> Ordering {
        self.key(measure).cmp(&other.key(measure))
    }

    fn key(&self, measure: Measure) -> impl Ord + use<> {
        let connections = Reverse(or_above_all(self.connections));
        let bytes = Reverse(or_above_all(self.max_bytes));
        let (first, second) = match measure {
            Measure::Connections => (connections, bytes),
            Measure::Bytes => (bytes, connections),
        };
        (first, second, self.ip, self.ports)
    }
}

fn or_above_all(number: Option<u64>) -> (bool, u64) {
    (number.is_none(), number.unwrap_or_default())
}

/// The first `count` of `items` in `order`, sorted. Costs one pass, and memory for two times `count`.
pub fn top<T>(items: impl IntoIterator<Item = T>, count: usize, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    if count == 0 {
        return Vec::new();
    }
    let mut best: Vec<T> = Vec::new();
    let mut was_halved = false;
    for item in items {
        // Once the buffer was halved, its item `count - 1` is the worst of the best so far: most items end here.
        if was_halved && order(&item, &best[count - 1]).is_ge() {
            continue;
        }
        best.push(item);
        if best.len() == 2 * count {
            best.select_nth_unstable_by(count - 1, &order);
            best.truncate(count);
            was_halved = true;
        }
    }
    best.sort_unstable_by(order);
    best.truncate(count);
    best
}
