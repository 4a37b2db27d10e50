//! Ranges of addresses, and which of several is the most specific one (`spot.md`, "Context files").

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

use super::csv::shown;

/// Addresses from a first to a last one, both in it, both of one family. IPv4 that is written as IPv6 (`::ffff:10.0.0.1`)
/// is IPv4: a range of such addresses is one of IPv4, and a wider one of IPv6 says nothing of IPv4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressRange {
    first: IpAddr,
    last: IpAddr,
}

impl AddressRange {
    /// From `first` to `last`, or what is wrong with that.
    pub fn new(first: IpAddr, last: IpAddr) -> Result<Self, String> {
        let (first, last) = (first.to_canonical(), last.to_canonical());
        if first.is_ipv4() != last.is_ipv4() {
            return Err(format!("{first} and {last} are of different families"));
        }
        if first > last {
            return Err(format!("the range runs backwards, from {first} to {last}"));
        }
        Ok(Self { first, last })
    }

    /// From two fields, addresses or such numbers. An empty second one says that the first is a subnet or a range of
    /// its own.
    pub fn of_fields(first: &str, last: &str, numbers: Numbers) -> Result<Self, String> {
        if last.is_empty() && first.contains(['/', '-']) {
            return first.parse();
        }
        let end = |which, text| {
            End::of(text, numbers).ok_or_else(|| format!("the {which} IP, {}, is not an address", shown(text)))
        };
        Self::of_ends(end("first", first)?, end("last", last)?)
    }

    fn of_ends(first: End, last: End) -> Result<Self, String> {
        // The same number may be of either family: the larger of the two tells.
        let is_v4 = |end: End| match end {
            End::Number(number) => u32::try_from(number).is_ok(),
            End::Address(address) => address.to_canonical().is_ipv4(),
        };
        let address = |end: End, other: End| match end {
            End::Address(address) => address,
            End::Number(number) => match u32::try_from(number) {
                Ok(bits) if is_v4(other) => IpAddr::V4(bits.into()),
                _ => IpAddr::V6(number.into()),
            },
        };
        Self::new(address(first, last), address(last, first))
    }

    /// Its first and last address.
    #[must_use]
    pub fn ends(self) -> (IpAddr, IpAddr) {
        (self.first, self.last)
    }
}

impl FromStr for AddressRange {
    type Err = String;

    /// Reads an IP, a subnet `192.0.54.0/24` or a range `192.0.54.0-192.0.54.254`, whose ends may be
    /// numbers of 128 bits.
    fn from_str(text: &str) -> Result<Self, String> {
        let end = |text: &str| {
            let text = text.trim();
            End::of(text, Numbers::OfIpv6).ok_or_else(|| format!("{} is not an address", shown(text)))
        };
        if text.contains('/') {
            let subnet: IpNet = text.parse().map_err(|_| format!("{} is not a subnet", shown(text)))?;
            return Self::new(subnet.network(), subnet.broadcast());
        }
        match text.split_once('-') {
            Some((first, last)) => Self::of_ends(end(first)?, end(last)?),
            None => end(text).and_then(|only| Self::of_ends(only, only)),
        }
    }
}

/// Which numbers are addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// As files of places have them: `a*256^3 + b*256^2 + c*256 + d` or, of IPv6, all 128 bits.
    OfBoth,
    /// Those alone that are nothing else: of more than 64 bits.
    OfIpv6,
}

/// An end of a range, as it is written.
#[derive(Clone, Copy)]
enum End {
    Address(IpAddr),
    Number(u128),
}

impl End {
    fn of(text: &str, numbers: Numbers) -> Option<Self> {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().map(Self::Address).ok();
        }
        let least = match numbers {
            Numbers::OfBoth => 0,
            Numbers::OfIpv6 => 1 << 64,
        };
        text.parse().ok().filter(|number| *number >= least).map(Self::Number)
    }
}

impl fmt::Display for AddressRange {
    /// In CIDR form where the range is a whole subnet.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = match (self.first, self.last) {
            (IpAddr::V4(first), IpAddr::V4(last)) => (first.to_bits() ^ last.to_bits()).leading_zeros(),
            (IpAddr::V6(first), IpAddr::V6(last)) => (first.to_bits() ^ last.to_bits()).leading_zeros(),
            _ => 0,
        };
        let subnet = u8::try_from(prefix).ok().and_then(|prefix| IpNet::new(self.first, prefix).ok());
        match subnet {
            Some(net) if net.network() == self.first && net.broadcast() == self.last => write!(f, "{net}"),
            _ => write!(f, "{} - {}", self.first, self.last),
        }
    }
}

/// Ranges with names. Of several that cover an address the narrowest counts, of equally wide ones the last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedRanges {
    ranges: Vec<(AddressRange, String)>,
    /// Ascending, apart from one another: found by bisection.
    pieces: Vec<Piece<IpAddr>>,
}

impl NamedRanges {
    /// Of `ranges`, in the order of their lines.
    #[must_use]
    pub fn new(ranges: Vec<(AddressRange, String)>) -> Self {
        let ends: Vec<_> = ranges.iter().map(|(range, _)| range.ends()).collect();
        Self { pieces: narrowest(&ends), ranges }
    }

    /// How many were given.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The range that counts for `ip`, and its name.
    #[must_use]
    pub fn find(&self, ip: IpAddr) -> Option<(AddressRange, &str)> {
        let ip = ip.to_canonical();
        let after = self.pieces.partition_point(|piece| piece.first <= ip);
        let piece = self.pieces.get(after.checked_sub(1)?).filter(|piece| ip <= piece.last)?;
        let (range, name) = self.ranges.get(piece.range as usize)?;
        Some((*range, name))
    }
}

/// What ranges are made of: numbers of one or more families. A range is of one family.
pub trait Address: Copy + Ord {
    /// The one after it; `None` after the last of its family.
    fn successor(self) -> Option<Self>;
    /// The one before it; `None` before the first of its family.
    fn predecessor(self) -> Option<Self>;
    /// How far it is from `first`, which is not behind it.
    fn distance_from(self, first: Self) -> u128;
}

impl Address for u32 {
    fn successor(self) -> Option<Self> {
        self.checked_add(1)
    }

    fn predecessor(self) -> Option<Self> {
        self.checked_sub(1)
    }

    fn distance_from(self, first: Self) -> u128 {
        u128::from(self.saturating_sub(first))
    }
}

impl Address for u128 {
    fn successor(self) -> Option<Self> {
        self.checked_add(1)
    }

    fn predecessor(self) -> Option<Self> {
        self.checked_sub(1)
    }

    fn distance_from(self, first: Self) -> u128 {
        self.saturating_sub(first)
    }
}

impl Address for IpAddr {
    fn successor(self) -> Option<Self> {
        match self {
            Self::V4(ip) => Some(Self::V4(ip.to_bits().checked_add(1)?.into())),
            Self::V6(ip) => Some(Self::V6(ip.to_bits().checked_add(1)?.into())),
        }
    }

    fn predecessor(self) -> Option<Self> {
        match self {
            Self::V4(ip) => Some(Self::V4(ip.to_bits().checked_sub(1)?.into())),
            Self::V6(ip) => Some(Self::V6(ip.to_bits().checked_sub(1)?.into())),
        }
    }

    fn distance_from(self, first: Self) -> u128 {
        match (self, first) {
            (Self::V4(last), Self::V4(first)) => last.to_bits().distance_from(first.to_bits()),
            (Self::V6(last), Self::V6(first)) => last.to_bits().saturating_sub(first.to_bits()),
            _ => u128::MAX,
        }
    }
}

/// A stretch of addresses for which one range counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<A> {
    /// The first address.
    pub first: A,
    /// The last one, in it.
    pub last: A,
    /// The place of the range among those that were given.
    pub range: u32,
}

/// Cuts ranges that may overlap into pieces that do not, ascending: at each address the narrowest range counts, of
/// equally wide ones the last.
///
/// ```text
/// 0  |----------------------|
/// 1        |------|
/// 2            |----------------|     narrower than 0, wider than 1
///    000000111111112222222222222222
/// ```
///
/// One pass from left to right with the ranges that have begun in a heap, the narrowest on top: n log n for n ranges,
/// and at most two pieces for each.
#[must_use]
pub fn narrowest<A: Address>(ranges: &[(A, A)]) -> Vec<Piece<A>> {
    let mut by_first: Vec<(A, A, u32)> =
        (0u32..).zip(ranges).map(|(range, &(first, last))| (first, last, range)).collect();
    by_first.sort_unstable_by_key(|&(first, _, range)| (first, range));
    let mut to_come = by_first.into_iter().peekable();
    let mut begun: BinaryHeap<(Reverse<u128>, u32, A)> = BinaryHeap::new();
    let mut pieces: Vec<Piece<A>> = Vec::with_capacity(ranges.len());
    let mut at: Option<A> = None;
    loop {
        // What has ended goes, as soon as it comes up.
        while begun.peek().is_some_and(|&(_, _, last)| at.is_none_or(|at| last < at)) {
            begun.pop();
        }
        let here = match (begun.is_empty(), at, to_come.peek()) {
            (false, Some(at), _) => at,
            (_, _, Some(&(first, ..))) => first,
            _ => return pieces,
        };
        while let Some((first, last, range)) = to_come.next_if(|&(first, ..)| first <= here) {
            begun.push((Reverse(last.distance_from(first)), range, last));
        }
        let Some(&(_, range, last)) = begun.peek() else { return pieces };
        // The next range may be narrower: this one counts up to the address before it.
        let before_next = to_come.peek().and_then(|&(next, ..)| next.predecessor());
        let last = before_next.map_or(last, |before| before.min(last));
        match pieces.last_mut() {
            Some(piece) if piece.range == range => piece.last = last,
            _ => pieces.push(Piece { first: here, last, range }),
        }
        at = last.successor();
    }
}
