//! Ranges of addresses of one family in columns.

use super::distinct::Together;
use crate::domain::ranges::{Address, narrowest};

/// Addresses of one family, as numbers.
pub trait Bits: Address {
    /// How many bits there are.
    const BITS: u32;
    /// An address beside smaller numbers: 128 bits in one would leave gaps there.
    type Packed: Copy + std::fmt::Debug;

    /// The address packed.
    fn pack(self) -> Self::Packed;
    /// What was packed.
    fn unpack(packed: Self::Packed) -> Self;
    /// The bits above the lowest `lower` ones; at most 32.
    fn above(self, lower: u32) -> u32;
}

impl Bits for u32 {
    const BITS: u32 = u32::BITS;
    type Packed = Self;

    fn pack(self) -> Self {
        self
    }

    fn unpack(packed: Self) -> Self {
        packed
    }

    fn above(self, lower: u32) -> u32 {
        self.checked_shr(lower).unwrap_or(0)
    }
}

impl Bits for u128 {
    const BITS: u32 = u128::BITS;
    type Packed = [u8; 16];

    fn pack(self) -> [u8; 16] {
        self.to_le_bytes()
    }

    fn unpack(packed: [u8; 16]) -> Self {
        Self::from_le_bytes(packed)
    }

    fn above(self, lower: u32) -> u32 {
        u32::try_from(self.checked_shr(lower).unwrap_or(0)).unwrap_or(u32::MAX)
    }
}

/// A range and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<A> {
    /// The first address.
    pub first: A,
    /// The last one, in it.
    pub last: A,
    /// The number of its area.
    pub area: u32,
    /// Owner and domain.
    pub holder: Together<2>,
}

/// Sorted ranges: where they begin in a column of its own, for bisection; what is looked at once one is found beside it.
#[derive(Clone, Debug)]
pub struct Columns<A: Bits> {
    first: Vec<A>,
    rest: Vec<Rest<A>>,
    /// By the upper bits of an address: how many ranges begin below all addresses that have them; one more for the end.
    /// Empty until the columns are ready.
    begin: Vec<u32>,
    /// The bits of an address below those.
    lower_bits: u32,
}

#[derive(Clone, Copy, Debug)]
struct Rest<A: Bits> {
    last: A::Packed,
    area: u32,
    holder: Together<2>,
}

impl<A: Bits> Default for Columns<A> {
    fn default() -> Self {
        Self { first: Vec::new(), rest: Vec::new(), begin: Vec::new(), lower_bits: 0 }
    }
}

impl<A: Bits> Columns<A> {
    /// Adds a range, in any order.
    pub fn push(&mut self, range: Range<A>) {
        let Range { first, last, area, holder } = range;
        self.first.push(first);
        self.rest.push(Rest { last: last.pack(), area, holder });
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
        ranges.lower_bits = A::BITS - upper_bits;
        let mut below = 0;
        ranges.begin = (0u64..=1 << upper_bits)
            .map(|upper| {
                let is_below = |first: &&A| u64::from(first.above(ranges.lower_bits)) < upper;
                below += ranges.first.iter().skip(below).take_while(is_below).count();
                u32::try_from(below).unwrap_or(u32::MAX)
            })
            .collect();
        ranges
    }

    fn is_ascending(&self) -> bool {
        self.rest.iter().zip(self.first.iter().skip(1)).all(|(rest, next_first)| A::unpack(rest.last) < *next_first)
    }

    fn taken_apart(&self) -> Self {
        let ends: Vec<(A, A)> =
            self.first.iter().zip(&self.rest).map(|(first, rest)| (*first, A::unpack(rest.last))).collect();
        let mut apart = Self::default();
        for piece in narrowest(&ends) {
            if let Some(range) = self.get(piece.range as usize) {
                apart.push(Range { first: piece.first, last: piece.last, ..range });
            }
        }
        apart
    }

    fn get(&self, index: usize) -> Option<Range<A>> {
        let (&first, &Rest { last, area, holder }) = self.first.get(index).zip(self.rest.get(index))?;
        Some(Range { first, last: A::unpack(last), area, holder })
    }

    /// The range that `ip` is in.
    pub fn find(&self, ip: A) -> Option<Range<A>> {
        let upper = ip.above(self.lower_bits) as usize;
        let (from, to) = (*self.begin.get(upper)? as usize, *self.begin.get(upper + 1)? as usize);
        let begun = from + self.first.get(from..to)?.partition_point(|&first| first <= ip);
        // The last that has begun may have done so below these upper bits.
        self.get(begun.checked_sub(1)?).filter(|range| ip <= range.last)
    }
}
