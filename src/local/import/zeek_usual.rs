//! The usual line of Zeek's conn.log, read without a detour: IPv4, times with six digits behind the point, `-` for what is
//! not set. Whatever differs, and be it by a byte, is left to the slow way (`record`), which reads any line and tells what
//! is wrong with it.
//!
//! A field is read by words of eight bytes, which may reach into the fields behind it: what counts is where its digits end.

use std::net::{IpAddr, Ipv4Addr};

use super::columns::Columns;
use super::role::Role;
use super::states;
use super::values::{self, whole};
use crate::domain::swar::{self, word};
use crate::domain::time::Moment;
use crate::local::flows::{BothWays, Flow};

/// How many fields are looked at; the usual line has 20 to 22.
const FIELDS: usize = 32;

/// The fields of a usual line, and where they are.
#[derive(Debug)]
pub struct UsualLine {
    start: usize,
    duration: usize,
    source: usize,
    destination: usize,
    source_port: usize,
    destination_port: usize,
    protocol: usize,
    bytes: [usize; 2],
    packets: [usize; 2],
    state: usize,
    fields: usize,
    /// The end of the field before each; before the first it is "-1".
    ends: [u32; FIELDS + 1],
}

/// A field, and the line behind it.
#[derive(Clone, Copy)]
struct Field<'a> {
    tail: &'a [u8],
    length: usize,
}

impl UsualLine {
    /// With these columns; `None` where one is missing that the usual line has.
    pub fn new(columns: &Columns, fields: usize) -> Option<Self> {
        let place = |role| columns.place(role).filter(|&place| place < fields && fields <= FIELDS);
        Some(Self {
            start: place(Role::Start)?,
            duration: place(Role::Duration)?,
            source: place(Role::Source)?,
            destination: place(Role::Destination)?,
            source_port: place(Role::SourcePort)?,
            destination_port: place(Role::DestinationPort)?,
            protocol: place(Role::Protocol)?,
            bytes: [place(Role::BytesSent)?, place(Role::BytesReceived)?],
            packets: [place(Role::PacketsSent)?, place(Role::PacketsReceived)?],
            state: place(Role::State)?,
            fields,
            ends: [u32::MAX; FIELDS + 1],
        })
    }

    /// Reads a line; `None` where it is none of the usual ones.
    #[inline]
    pub fn flow(&mut self, line: &[u8]) -> Option<Flow> {
        if self.cut(line) < self.fields {
            return None;
        }
        let field = |place| self.field(line, place);
        let (start, start_us) = field(self.start)?.time()?;
        let source = field(self.source)?.ipv4()?;
        let destination = field(self.destination)?.ipv4()?;
        let flow = Flow {
            start_us,
            source_port: Some(field(self.source_port)?.port()?),
            destination_port: Some(field(self.destination_port)?.port()?),
            protocol: Some(values::protocol(field(self.protocol)?.text()?)?),
            bytes: BothWays { sent: field(self.bytes[0])?.number()?, received: field(self.bytes[1])?.number()? },
            packets: BothWays {
                sent: u32::try_from(field(self.packets[0])?.number()?).ok()?,
                received: u32::try_from(field(self.packets[1])?.number()?).ok()?,
            },
            outcome: states::outcome(field(self.state)?.text()?),
            ..Flow::between(source, destination, Moment(start))
        };
        Some(flow.lasting(field(self.duration)?.duration_us()?))
    }

    /// Finds where the first fields end, and tells how many there are. A line of less than 64 bytes has none.
    #[inline]
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn cut(&mut self, line: &[u8]) -> usize {
        // The first 64 bytes, the next ones, and so on; then the last ones, of which some were looked at.
        let Some(last) = line.last_chunk::<64>() else { return 0 };
        let (blocks, rest) = line.as_chunks::<64>();
        let mut count = 0;
        let mut base = 0;
        for block in blocks {
            count = self.mark(swar::which(block, b'\t'), base, count);
            base += 64;
        }
        if !rest.is_empty() {
            count = self.mark(swar::which(last, b'\t') >> (64 - rest.len()), base, count);
            base += rest.len();
        }
        self.end(base, count)
    }

    /// Takes each bit for the end of a field.
    #[inline]
    fn mark(&mut self, mut tabs: u64, base: usize, mut count: usize) -> usize {
        while tabs != 0 {
            count = self.end(base + tabs.trailing_zeros() as usize, count);
            tabs &= tabs - 1;
        }
        count
    }

    #[inline]
    fn end(&mut self, at: usize, count: usize) -> usize {
        if let Some(slot) = self.ends.get_mut(count + 1) {
            // A line has 1 MiB at most.
            #[allow(clippy::cast_possible_truncation)]
            {
                *slot = at as u32;
            }
        }
        count + 1
    }

    #[inline]
    fn field<'a>(&self, line: &'a [u8], place: usize) -> Option<Field<'a>> {
        let place = place % FIELDS;
        let start = self.ends[place].wrapping_add(1);
        let length = self.ends[place + 1].wrapping_sub(start) as usize;
        Some(Field { tail: line.get(start as usize..)?, length })
    }
}

impl<'a> Field<'a> {
    #[inline]
    fn text(self) -> Option<&'a [u8]> {
        self.tail.get(..self.length)
    }

    #[inline]
    fn number(self) -> Option<u64> {
        match word(self.tail).map(swar::digits) {
            Some((count, number)) if count == self.length && count > 0 => Some(u64::from(number)),
            _ => whole(self.text()?),
        }
    }

    #[inline]
    fn port(self) -> Option<u16> {
        u16::try_from(self.number()?).ok()
    }

    #[inline]
    fn ipv4(self) -> Option<IpAddr> {
        // Further fields follow in any log that Zeek writes.
        swar::whole_ipv4(self.tail.first_chunk()?, self.length).map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits)))
    }

    /// `1258617547.414887`
    #[inline]
    fn time(self) -> Option<(u32, u32)> {
        const LENGTH: usize = 17;
        if self.length != LENGTH {
            return None;
        }
        let (upper, lower) = (word(self.tail)?, self.tail.get(8..10)?);
        let (8, upper) = swar::digits(upper) else {
            return None;
        };
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = *lower else {
            return None;
        };
        let lower = u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
        Some((upper.checked_mul(100)?.checked_add(lower)?, self.millionths()?))
    }

    /// `0.000023`, `21930.000012`, or `-`.
    #[inline]
    fn duration_us(self) -> Option<u64> {
        if self.length == 1 && self.tail.first() == Some(&b'-') {
            return Some(0);
        }
        let seconds = match swar::digits(word(self.tail)?) {
            (count, seconds) if count > 0 && count + 7 == self.length => u64::from(seconds),
            _ => return None,
        };
        Some(seconds * 1_000_000 + u64::from(self.millionths()?))
    }

    /// The six last digits, behind a point.
    #[inline]
    fn millionths(self) -> Option<u32> {
        let last = word(self.tail.get(self.length.checked_sub(8)?..)?)?;
        if last >> 8 & 0xff != u64::from(b'.') {
            return None;
        }
        // What is before them is made zeros.
        match swar::digits(last & !0xffff | 0x3030) {
            (8, millionths) => Some(millionths),
            _ => None,
        }
    }
}
