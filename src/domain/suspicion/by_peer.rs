//! The flows of a host, peer by peer.

use crate::domain::details::PeerId;

/// Peer and number of each of a host's flows in one number, which is quicker to sort than to look up at each comparison: in
/// the order of the peers, and of each peer in that of the flows. The lists are used again, for each host.
///
/// What fits into a step is sorted at once. More is put in order by one digit of the peer after the other, from the last on,
/// each pass some flows at a time:
///
/// ```text
/// flows --> listed, digits counted --> by the last digit --> by the one before it --> ... --> ordered
/// ```
#[derive(Debug, Default)]
pub(super) struct ByPeer {
    listed: Vec<u64>,
    /// Where a pass puts them.
    moved: Vec<u64>,
    /// For each digit, from the last on, how many flows have each value of it; during its pass, where the next of them goes.
    digits: Vec<[u32; VALUES]>,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// Flows are listed.
    Listing,
    /// The pass of that digit, which has moved so many.
    Moving(usize, usize),
    #[default]
    Ordered,
}

/// Flows in a row with one peer: all of them, or a part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    /// The number of the peer.
    pub peer: usize,
    flows: &'a [u64],
    /// Whether they are the first of the peer.
    pub is_first: bool,
    /// Whether they are the last.
    pub is_last: bool,
}

/// Three digits make the 32 bits of a peer.
const DIGITS: usize = 3;
const BITS: usize = 11;
const VALUES: usize = 1 << BITS;

impl ByPeer {
    /// Begins with the flows of another host: all are put in order now, if they are no more than `most`.
    pub fn begin(&mut self, flows: &[u32], most: usize, peer_of: impl Fn(usize) -> PeerId) {
        self.listed.clear();
        if flows.len() <= most {
            self.listed.extend(flows.iter().map(|&flow| both(peer_of(flow as usize), flow)));
            self.listed.sort_unstable();
            self.stage = Stage::Ordered;
        } else {
            self.digits.clear();
            self.digits.resize(DIGITS, [0; VALUES]);
            self.stage = Stage::Listing;
        }
    }

    /// Whether all are in order.
    pub fn is_ordered(&self) -> bool {
        self.stage == Stage::Ordered
    }

    /// Goes on for at most `most` of the flows that it began with; tells how many it took.
    #[inline(never)]
    pub fn advance(&mut self, flows: &[u32], most: usize, peer_of: impl Fn(usize) -> PeerId) -> usize {
        match self.stage {
            Stage::Listing => {
                let first = self.listed.len();
                let end = first.saturating_add(most).min(flows.len());
                self.listed.extend(flows[first..end].iter().map(|&flow| both(peer_of(flow as usize), flow)));
                for (place, counts) in self.digits.iter_mut().enumerate() {
                    self.listed[first..].iter().for_each(|both| counts[digit(*both, place)] += 1);
                }
                if end == flows.len() {
                    self.next_pass(0);
                }
                end - first
            }
            Stage::Moving(place, first) => {
                let end = first.saturating_add(most).min(self.listed.len());
                let free = &mut self.digits[place];
                for &both in &self.listed[first..end] {
                    let free = &mut free[digit(both, place)];
                    self.moved[*free as usize] = both;
                    *free += 1;
                }
                if end == self.listed.len() {
                    std::mem::swap(&mut self.listed, &mut self.moved);
                    self.next_pass(place + 1);
                } else {
                    self.stage = Stage::Moving(place, end);
                }
                end - first
            }
            Stage::Ordered => 0,
        }
    }

    /// Begins the pass of that digit, or of the next in which peers differ.
    fn next_pass(&mut self, place: usize) {
        let is_one_for_all = |counts: &[u32; VALUES]| counts.iter().any(|count| *count as usize == self.listed.len());
        let Some(place) = (place..DIGITS).find(|place| !is_one_for_all(&self.digits[*place])) else {
            self.stage = Stage::Ordered;
            return;
        };
        let mut next = 0;
        for count in &mut self.digits[place] {
            next += std::mem::replace(count, next);
        }
        self.moved.resize(self.listed.len(), 0);
        self.stage = Stage::Moving(place, 0);
    }

    /// From the flow at place `at` of the order on, those of its peer, at most `most`.
    pub fn run(&self, at: usize, most: usize) -> Option<Run<'_>> {
        let rest = self.listed.get(at..)?;
        let peer = peer(*rest.first()?);
        let length = rest.iter().take(most).take_while(|both| self::peer(**both) == peer).count();
        let is_other = |both: Option<&u64>| both.is_none_or(|both| self::peer(*both) != peer);
        Some(Run {
            peer,
            flows: &rest[..length],
            is_first: is_other(at.checked_sub(1).and_then(|before| self.listed.get(before))),
            is_last: is_other(rest.get(length)),
        })
    }
}

impl<'a> Run<'a> {
    /// Their numbers.
    pub fn flows(self) -> impl ExactSizeIterator<Item = usize> + 'a {
        self.flows.iter().map(|&both| flow(both))
    }
}

fn both(peer: PeerId, flow: u32) -> u64 {
    u64::from(peer) << 32 | u64::from(flow)
}

// Numbers of 32 bits each; a machine of 32 bits has no more.
#[allow(clippy::cast_possible_truncation)]
fn peer(both: u64) -> usize {
    (both >> 32) as usize
}

#[allow(clippy::cast_possible_truncation)]
fn flow(both: u64) -> usize {
    both as u32 as usize
}

fn digit(both: u64, place: usize) -> usize {
    (peer(both) >> (place * BITS)) % VALUES
}
