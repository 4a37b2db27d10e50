//! The fast way to read a row: expect it to look like the one before.
//!
//! The fields of a response come in the same order and with the same blanks in every row, so that all between two values
//! is known beforehand:
//!
//! ```text
//! {"firstSeen": "2016-07-08 00:31:00", "lastSeen": "2016-07-08 00:46:00", "srcIp": "172.30.0.46", ... "avgBytes": 17}
//! `-- literal -'`------ value ------'`- literal -'`------ value ------'                                            `tail
//! ```
//!
//! Whatever differs, and be it by a byte, is left to the slow way, which reads any JSON.

use std::net::{IpAddr, Ipv4Addr};

use crate::domain::details::Row;
use crate::domain::time::{DAY_SECONDS, Day, Moment};

/// The fields of a row, by the place of their value in [`Values`].
const FIELDS: [&str; 11] = [
    "firstSeen",
    "lastSeen",
    "srcIp",
    "dstIp",
    "srcPort",
    "dstPort",
    "connections",
    "maxPkts",
    "avgPkts",
    "maxBytes",
    "avgBytes",
];
const FIRST_ADDRESS: usize = 2;
const FIRST_NUMBER: usize = 4;

/// A literal longer than this is not expected: no known field has one.
const LITERAL_BYTES: usize = 24;

/// How the rows of an answer look.
#[derive(Clone, Debug)]
pub struct Template {
    /// What comes before each value, and which value that is.
    parts: [(Literal, usize); FIELDS.len()],
    /// What comes after the last.
    tail: Literal,
    /// The day that was read last: the next row's is mostly the same.
    day: (u64, u32, u32),
}

/// Up to [`LITERAL_BYTES`] bytes that are compared eight at a time.
#[derive(Clone, Copy, Debug, Default)]
struct Literal {
    words: [u64; LITERAL_BYTES / 8],
    masks: [u64; LITERAL_BYTES / 8],
    length: usize,
}

/// The values of a row as they were read.
#[derive(Default)]
struct Values {
    moments: [u32; 2],
    addresses: [Option<IpAddr>; 2],
    numbers: [Option<u64>; 7],
}

impl Template {
    /// The template that `row`, a whole object, follows; `None` where it has other fields than a row's, or values of
    /// another form.
    #[must_use]
    pub fn of(row: &[u8]) -> Option<Self> {
        let mut parts = [(Literal::default(), usize::MAX); FIELDS.len()];
        let mut seen = [false; FIELDS.len()];
        let mut at = 0;
        for part in &mut parts {
            let colon = at + row.get(at..)?.iter().position(|byte| *byte == b':')?;
            let value = colon + 1 + row.get(colon + 1..)?.iter().position(|byte| *byte != b' ')?;
            let literal = row.get(at..value)?;
            let mut quoted = literal.split(|byte| *byte == b'"').skip(1);
            let name = quoted.next()?;
            let field = FIELDS.iter().position(|field| field.as_bytes() == name)?;
            if std::mem::replace(&mut seen[field], true) {
                return None;
            }
            *part = (Literal::of(literal)?, field);
            let rest = row.get(value..)?;
            at = value
                + match rest.first()? {
                    b'"' => 2 + rest[1..].iter().position(|byte| *byte == b'"')?,
                    _ => rest.iter().position(|byte| matches!(byte, b',' | b'}' | b' '))?,
                };
        }
        Some(Self { parts, tail: Literal::of(row.get(at..)?)?, day: (0, 0, 0) })
    }

    /// Reads a row at the beginning of `bytes`, and tells its length. `None` where it differs from the template, or
    /// goes on beyond the bytes.
    #[inline]
    pub fn read(&mut self, bytes: &[u8]) -> Option<(Row, usize)> {
        let mut values = Values::default();
        let mut at = 0;
        for (literal, field) in self.parts {
            at = literal.skip(bytes, at)?;
            if field >= FIRST_NUMBER {
                (values.numbers[field - FIRST_NUMBER], at) = number(bytes, at)?;
            } else if field >= FIRST_ADDRESS {
                let (address, end) = address(bytes, at)?;
                values.addresses[field - FIRST_ADDRESS] = Some(address);
                at = end;
            } else {
                (values.moments[field], at) = self.moment(bytes, at)?;
            }
        }
        at = self.tail.skip(bytes, at)?;
        Some((values.row()?, at))
    }

    /// `"yyyy-mm-dd hh:mm:ss"`.
    #[inline]
    fn moment(&mut self, bytes: &[u8], at: usize) -> Option<(u32, usize)> {
        let text: &[u8; 21] = bytes.get(at..at + 21)?.try_into().ok()?;
        if text[0] != b'"' || text[20] != b'"' {
            return None;
        }
        let year_month = word(text, 1)?;
        let day_of_month = u32::from(text[9]) << 8 | u32::from(text[10]);
        if self.day.0 != year_month || self.day.1 != day_of_month {
            let day: Day = std::str::from_utf8(&text[1..11]).ok()?.parse().ok()?;
            self.day = (year_month, day_of_month, day.start().0);
        }
        let mut is_digits = true;
        let mut two = |at: usize| {
            let (tens, ones) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
            is_digits &= tens < 10 && ones < 10;
            u32::from(tens) * 10 + u32::from(ones)
        };
        let (hour, minute, second) = (two(12), two(15), two(18));
        let is_clock = text[11] == b' ' && text[14] == b':' && text[17] == b':';
        if !(is_digits && is_clock && hour < 24 && minute < 60 && second < 60) {
            return None;
        }
        let seconds = hour * 3600 + minute * 60 + second;
        debug_assert!(seconds < DAY_SECONDS);
        Some((self.day.2 + seconds, at + 21))
    }
}

/// An address in quotes. IPv4 by hand, since nearly all are.
#[inline]
fn address(bytes: &[u8], at: usize) -> Option<(IpAddr, usize)> {
    if *bytes.get(at)? != b'"' {
        return None;
    }
    ipv4(bytes, at + 1).or_else(|| {
        let text = bytes.get(at + 1..)?;
        // The longest IPv6 address has 45 characters.
        let length = text.iter().take(46).position(|byte| *byte == b'"')?;
        let address = std::str::from_utf8(text.get(..length)?).ok()?.parse().ok()?;
        Some((address, at + length + 2))
    })
}

/// A dotted quad up to its closing quote.
#[inline]
fn ipv4(bytes: &[u8], mut at: usize) -> Option<(IpAddr, usize)> {
    let mut address = 0u32;
    for octet in 0..4 {
        let begin = at;
        let mut value = 0u32;
        while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
            value = value * 10 + u32::from(digit);
            at += 1;
            if at - begin > 3 {
                return None;
            }
        }
        // An octet with a leading zero might be octal: the slow way refuses it.
        let has_leading_zero = at - begin > 1 && bytes[begin] == b'0';
        let end = if octet < 3 { b'.' } else { b'"' };
        if at == begin || has_leading_zero || value > 255 || *bytes.get(at)? != end {
            return None;
        }
        address = address << 8 | value;
        at += 1;
    }
    Some((IpAddr::V4(Ipv4Addr::from_bits(address)), at))
}

/// A whole number, or null. What follows it is for the next literal to judge.
#[inline]
fn number(bytes: &[u8], mut at: usize) -> Option<(Option<u64>, usize)> {
    let begin = at;
    let mut value = 0u64;
    while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    match at - begin {
        0 if bytes.get(at..at + 4)? == b"null" => Some((None, at + 4)),
        // JSON has no leading zeros; 19 digits fit for sure.
        1..=19 if at - begin == 1 || bytes[begin] != b'0' => Some((Some(value), at)),
        _ => None,
    }
}

impl Values {
    #[inline]
    fn row(self) -> Option<Row> {
        let [source, destination] = self.addresses;
        let [first_seen, last_seen] = self.moments;
        let [source_port, destination_port, connections, max_packets, avg_packets, max_bytes, avg_bytes] = self.numbers;
        let port = |number: Option<u64>| number.and_then(|number| number.try_into().ok());
        let count = |number: Option<u64>| number.and_then(|number| number.try_into().ok());
        Some(Row {
            source: source?,
            destination: destination?,
            source_port: port(source_port),
            destination_port: port(destination_port),
            first_seen: Moment(first_seen),
            last_seen: Moment(last_seen),
            connections: count(connections),
            max_packets: count(max_packets),
            avg_packets: count(avg_packets),
            max_bytes,
            avg_bytes,
        })
    }
}

impl Literal {
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut padded = [0; LITERAL_BYTES];
        padded.get_mut(..bytes.len())?.copy_from_slice(bytes);
        let mut mask = [0; LITERAL_BYTES];
        mask[..bytes.len()].fill(0xff);
        let words = |bytes: &[u8; LITERAL_BYTES]| {
            [word(bytes, 0).unwrap_or(0), word(bytes, 8).unwrap_or(0), word(bytes, 16).unwrap_or(0)]
        };
        Some(Self { words: words(&padded), masks: words(&mask), length: bytes.len() })
    }

    /// The place after this literal, if it is at `at`. Near the end of the bytes it may be, and is not looked for.
    #[inline]
    fn skip(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let here: &[u8; LITERAL_BYTES] = bytes.get(at..at + LITERAL_BYTES)?.try_into().ok()?;
        let mut differs = 0;
        for (index, (expected, mask)) in self.words.iter().zip(self.masks).enumerate() {
            differs |= (word(here, index * 8)? ^ expected) & mask;
        }
        (differs == 0).then_some(at + self.length)
    }
}

#[inline]
fn word(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}
