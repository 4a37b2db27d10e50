//! Ranges of IPv4 addresses in columns.

use super::distinct::Together;
use crate::domain::ranges::narrowest;

/// A range and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first address.
    pub first: u32,
    /// The last one, in it.
    pub last: u32,
    /// The number of its area.
    pub area: u32,
    /// Owner and domain.
    pub holder: Together<2>,
}

/// Sorted ranges: where they begin in a column of its own, for bisection; what is looked at once one is found beside it.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    first: Vec<u32>,
    rest: Vec<Rest>,
    /// By the upper bits of an address: how many ranges begin below all addresses that have them; one more for the end.
    /// Empty until the columns are ready.
    begin: Vec<u32>,
    /// The bits of an address below those.
    lower_bits: u32,
}

#[derive(Clone, Copy, Debug)]
struct Rest {
    last: u32,
    area: u32,
    holder: Together<2>,
}

impl Columns {
    /// Adds a range, in any order.
    pub fn push(&mut self, range: Range) {
        let Range { first, last, area, holder } = range;
        self.first.push(first);
        self.rest.push(Rest { last, area, holder });
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.first.len()
    }

    /// Ranges that are sorted and apart from one another, and so can be looked up in.
    pub fn ready(self) -> Self {
        let mut ranges = if self.is_ascending() { self } else { self.taken_apart() };
        // As many upper bits as leave about ten ranges to each: these lie next to one another, and the table is small.
        let upper_bits = ranges.len().checked_ilog2().unwrap_or(0).saturating_sub(3);
        ranges.lower_bits = u32::BITS - upper_bits;
        let mut below = 0;
        ranges.begin = (0u64..=1 << upper_bits)
            .map(|upper| {
                let is_below = |first: &&u32| u64::from(**first) < upper << ranges.lower_bits;
                below += ranges.first.iter().skip(below).take_while(is_below).count();
                u32::try_from(below).unwrap_or(u32::MAX)
            })
            .collect();
        ranges
    }

    fn is_ascending(&self) -> bool {
        self.rest.iter().zip(self.first.iter().skip(1)).all(|(rest, next_first)| rest.last < *next_first)
    }

    fn taken_apart(&self) -> Self {
        let ends: Vec<(u32, u32)> =
            self.first.iter().zip(&self.rest).map(|(first, rest)| (*first, rest.last)).collect();
        let mut apart = Self::default();
        for piece in narrowest(&ends) {
            if let Some(range) = self.get(piece.range as usize) {
                apart.push(Range { first: piece.first, last: piece.last, ..range });
            }
        }
        apart
    }

    fn get(&self, index: usize) -> Option<Range> {
        let (&first, &Rest { last, area, holder }) = self.first.get(index).zip(self.rest.get(index))?;
        Some(Range { first, last, area, holder })
    }

    /// The range that `ip` is in.
    pub fn find(&self, ip: u32) -> Option<Range> {
        let upper = ip.checked_shr(self.lower_bits).unwrap_or(0) as usize;
        let (from, to) = (*self.begin.get(upper)? as usize, *self.begin.get(upper + 1)? as usize);
        let begun = from + self.first.get(from..to)?.partition_point(|&first| first <= ip);
        // The last that has begun may have done so below these upper bits.
        self.get(begun.checked_sub(1)?).filter(|range| ip <= range.last)
    }
}
