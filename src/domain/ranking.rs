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
    let mut best = Best::new(count, order);
    items.into_iter().for_each(|item| best.offer(item));
    best.sorted()
}

/// The first `count` in `order` of what is offered.
pub struct Best<T, F> {
    /// Up to two times `count`. Once it was halved, item `count - 1` is the worst of the best so far.
    items: Vec<T>,
    was_halved: bool,
    count: usize,
    order: F,
}

impl<T, F: Fn(&T, &T) -> Ordering> Best<T, F> {
    /// Nothing was offered yet.
    pub fn new(count: usize, order: F) -> Self {
        Self { items: Vec::new(), was_halved: false, count, order }
    }

    /// The worst of the best so far, once there are enough: what does not come before it is not among the first.
    pub fn worst(&self) -> Option<&T> {
        if self.was_halved { self.items.get(self.count - 1) } else { None }
    }

    /// Takes `item` if it may be among the first.
    pub fn offer(&mut self, item: T) {
        if self.count == 0 || self.worst().is_some_and(|worst| (self.order)(&item, worst).is_ge()) {
            return;
        }
        self.items.push(item);
        if self.items.len() == 2 * self.count {
            self.items.select_nth_unstable_by(self.count - 1, &self.order);
            self.items.truncate(self.count);
            self.was_halved = true;
        }
    }

    /// The first ones, in order.
    pub fn sorted(mut self) -> Vec<T> {
        self.items.sort_unstable_by(&self.order);
        self.items.truncate(self.count);
        self.items
    }
}
