//! The fast way to read a row: expect it to look like the one before.
//!
//! The fields of a response come in the query's order, and with the same blanks in every row, so that all between two
//! values is known beforehand:
//!
//! ```text
//! {"firstSeen": "2016-07-08 00:31:00", "lastSeen": "2016-07-08 00:46:00", "srcIp": "172.30.0.46", ... "avgBytes": 17}
//! `-- literal --'`----- value ------'`-- literal --'`----- value ------'                                            `tail
//! ```
//!
//! Whatever differs, and be it by a byte, is left to the slow way, which reads any JSON.

use std::net::{IpAddr, Ipv4Addr};

use crate::domain::details::Row;
use crate::domain::swar::{self, word};
use crate::domain::time::{Day, Moment};

/// The fields of a row, in the order of `operations/details.graphql`.
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
/// The fields before this one are texts, in quotes that belong to the literals; the rest are numbers.
const FIRST_NUMBER: usize = 4;
/// What comes after the last value.
const TAIL: &[u8] = b"}";

/// How the rows of an answer look.
#[derive(Clone, Debug)]
pub struct Template {
    /// What comes before each value.
    literals: [Literal; FIELDS.len()],
    /// The day that was read last: the next row's is mostly the same.
    day: KnownDay,
    /// One of a row's two addresses is mostly the sought one.
    sought: KnownAddress,
}

/// From 8 to 24 bytes, compared in three steps of eight, which may overlap:
///
/// ```text
/// ", "lastSeen": "
/// `- 0 -'`- len-8 -'
/// ```
#[derive(Clone, Copy, Debug, Default)]
struct Literal {
    words: [u64; 3],
    /// Where the second and the third step begin.
    steps: [usize; 2],
    length: usize,
}

/// The bytes of a day, `yyyy-mm-dd` and a blank, and when it begins.
#[derive(Clone, Copy, Debug)]
struct KnownDay {
    /// The first eight bytes, and the last.
    text: (u64, u64),
    start: u32,
}

impl Default for KnownDay {
    /// None yet: no text has both, since they overlap.
    fn default() -> Self {
        Self { text: (0, u64::MAX), start: 0 }
    }
}

/// An IPv4 address as it is written, with the quote that ends it: up to 16 bytes.
#[derive(Clone, Copy, Debug)]
struct KnownAddress {
    words: [u64; 2],
    masks: [u64; 2],
    address: IpAddr,
    length: usize,
}

impl Template {
    /// The template that `row`, a whole object of the search of `sought`, follows; `None` where it has not exactly the
    /// fields of a row in their order, or values of another form.
    #[must_use]
    pub fn of(row: &[u8], sought: IpAddr) -> Option<Self> {
        let mut literals = [Literal::default(); FIELDS.len()];
        let mut at = 0;
        for (field, literal) in literals.iter_mut().enumerate() {
            let colon = at + row.get(at..)?.iter().position(|byte| *byte == b':')?;
            let begin = colon + 1 + row.get(colon + 1..)?.iter().position(|byte| *byte != b' ')?;
            let is_text = field < FIRST_NUMBER;
            if (*row.get(begin)? == b'"') != is_text {
                return None;
            }
            let value = begin + usize::from(is_text);
            let before = row.get(at..value)?;
            if !is_before(field, before) {
                return None;
            }
            *literal = Literal::of(before)?;
            let ends = |byte: &u8| if is_text { *byte == b'"' } else { matches!(byte, b',' | b'}' | b' ') };
            at = value + row.get(value..)?.iter().position(ends)?;
        }
        (row.get(at..)? == TAIL).then_some(())?;
        Some(Self { literals, day: KnownDay::default(), sought: KnownAddress::of(sought) })
    }

    /// Reads a row at the beginning of `bytes`, and tells its length. `None` where it differs from the template, or where
    /// the bytes end before it or shortly after.
    #[inline]
    pub fn read(&mut self, bytes: &[u8]) -> Option<(Row, usize)> {
        let mut rest = Rest(bytes);
        let mut literals = self.literals.iter();
        let mut skip = |rest: &mut Rest| rest.skip(literals.next()?);

        skip(&mut rest)?;
        let first_seen = rest.moment(&mut self.day)?;
        skip(&mut rest)?;
        let last_seen = rest.moment(&mut self.day)?;
        skip(&mut rest)?;
        let source = rest.address(&self.sought)?;
        skip(&mut rest)?;
        let destination = rest.address(&self.sought)?;
        let mut numbers = [None; FIELDS.len() - FIRST_NUMBER];
        for number in &mut numbers {
            skip(&mut rest)?;
            *number = rest.number()?.told;
        }
        let end = rest.0.strip_prefix(TAIL)?;

        let [source_port, destination_port, connections, max_packets, avg_packets, max_bytes, avg_bytes] = numbers;
        let port = |number: Option<u64>| number.and_then(|number| number.try_into().ok());
        let count = |number: Option<u64>| number.and_then(|number| number.try_into().ok());
        let row = Row {
            source,
            destination,
            source_port: port(source_port),
            destination_port: port(destination_port),
            first_seen: Moment(first_seen),
            last_seen: Moment(last_seen),
            connections: count(connections),
            max_packets: count(max_packets),
            avg_packets: count(avg_packets),
            max_bytes,
            avg_bytes,
        };
        Some((row, bytes.len() - end.len()))
    }
}

/// Whether `literal` is all that JSON has between the value before `field` and its own, blanks wherever they may be.
fn is_before(field: usize, literal: &[u8]) -> bool {
    let quote = |is_text: bool| if is_text { "\"" } else { "" };
    let (closing, separator) = if field == 0 { ("", "{") } else { (quote(field <= FIRST_NUMBER), ",") };
    let key = format!("\"{}\"", FIELDS[field]);
    let expected = format!("{closing}{separator}{key}:{}", quote(field < FIRST_NUMBER));
    let has_key = literal.windows(key.len()).any(|part| part == key.as_bytes());
    has_key && literal.iter().filter(|byte| **byte != b' ').eq(expected.as_bytes())
}

/// What is not read yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    #[inline]
    fn pass(&mut self, length: usize) -> Option<()> {
        self.0 = self.0.get(length..)?;
        Some(())
    }

    #[inline]
    fn skip(&mut self, literal: &Literal) -> Option<()> {
        let [first, second, third] = literal.words;
        let [second_step, third_step] = literal.steps;
        let differs = (word(self.0)? ^ first)
            | (word(self.0.get(second_step..)?)? ^ second)
            | (word(self.0.get(third_step..)?)? ^ third);
        if differs != 0 {
            return None;
        }
        self.pass(literal.length)
    }

    /// `yyyy-mm-dd hh:mm:ss`.
    #[inline]
    fn moment(&mut self, known: &mut KnownDay) -> Option<u32> {
        let text: &[u8; 19] = self.0.first_chunk()?;
        let day = (word(text)?, word(&text[3..])?);
        if day != known.text {
            *known = KnownDay { text: day, start: day_start(text)? };
        }
        let seconds = swar::clock(word(&text[11..])?)?;
        self.pass(19)?;
        Some(known.start + seconds)
    }

    #[inline]
    fn address(&mut self, sought: &KnownAddress) -> Option<IpAddr> {
        let differs = (word(self.0)? ^ sought.words[0]) & sought.masks[0]
            | (word(self.0.get(8..)?)? ^ sought.words[1]) & sought.masks[1];
        if differs == 0 {
            self.pass(sought.length)?;
            return Some(sought.address);
        }
        let (bits, length) = swar::ipv4(self.0)?;
        self.pass(length)?;
        Some(IpAddr::V4(Ipv4Addr::from_bits(bits)))
    }

    /// What follows it is for the next literal to judge.
    #[inline]
    fn number(&mut self) -> Option<Number> {
        let first = *self.0.first()?;
        let (count, value) = swar::digits(word(self.0)?);
        match count {
            // JSON has no leading zeros.
            1..=7 if count == 1 || first != b'0' => {
                self.pass(count)?;
                Some(Number { told: Some(u64::from(value)) })
            }
            8 => self.long_number(),
            0 if self.0.starts_with(b"null") => {
                self.pass(4)?;
                Some(Number { told: None })
            }
            _ => None,
        }
    }

    #[cold]
    fn long_number(&mut self) -> Option<Number> {
        let length = self.0.iter().position(|byte| !byte.is_ascii_digit())?;
        let text = self.0.get(..length).filter(|text| text.first() != Some(&b'0'))?;
        let number = std::str::from_utf8(text).ok()?.parse().ok()?;
        self.pass(length)?;
        Some(Number { told: Some(number) })
    }
}

/// A whole number, or null.
struct Number {
    told: Option<u64>,
}

#[cold]
fn day_start(text: &[u8; 19]) -> Option<u32> {
    let day: Day = std::str::from_utf8(&text[..10]).ok()?.parse().ok()?;
    (text[10] == b' ').then_some(day.start().0)
}

impl Literal {
    fn of(bytes: &[u8]) -> Option<Self> {
        let last = bytes.len().checked_sub(8).filter(|last| *last <= 16)?;
        let steps = [last.min(8), last];
        let words = [word(bytes)?, word(&bytes[steps[0]..])?, word(&bytes[last..])?];
        Some(Self { words, steps, length: bytes.len() })
    }
}

impl KnownAddress {
    fn of(address: IpAddr) -> Self {
        // An IPv6 address is written in more than one way: it goes the slow way, and equals nothing here.
        let IpAddr::V4(ipv4) = address else {
            return Self { words: [0; 2], masks: [u64::MAX; 2], address, length: 0 };
        };
        let text = format!("{ipv4}\"");
        let (mut padded, mut mask) = ([0; 16], [0; 16]);
        padded[..text.len()].copy_from_slice(text.as_bytes());
        mask[..text.len()].fill(0xff);
        let halves = |bytes: [u8; 16]| [word(&bytes).unwrap_or(0), word(&bytes[8..]).unwrap_or(0)];
        Self { words: halves(padded), masks: halves(mask), address, length: text.len() - 1 }
    }
}
