//! The usual line of Zeek's conn.log, read without a detour: IPv4, times with six digits behind the point, `-` for what is
//! not set. Whatever differs, and be it by a byte, is left to the slow way (`record`), which reads any line and tells what
//! is wrong with it.
//!
//! A field is read by words of eight bytes, which may reach into the fields behind it: what counts is where its digits end.

use super::columns::Columns;
use super::role::Role;
use super::states;
use super::values::{self, whole};
use crate::domain::protocol::Protocol;
use crate::domain::swar::{self, word};
use crate::local::flow_block::{PackedFlow, outcome_marks};

/// How many fields are looked at; the usual line has 20 to 22.
const FIELDS: usize = 32;
/// So many ends are noted at once: in 64 bytes there are seldom more.
const ENDS: usize = 8;
/// A longer line is not usual.
const LONGEST_BLOCKS: usize = 8;
const SECOND_US: u32 = 1_000_000;

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
    /// The end of the field before each; before the first it is "-1". Behind the last there is room for ends that are none.
    ends: [u32; FIELDS + 1 + ENDS],
}

/// A field, and what is behind it.
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
            ends: [u32::MAX; FIELDS + 1 + ENDS],
        })
    }

    /// Reads the line at the beginning of `bytes`, and tells how long it is; `None` where it is none of the usual ones, or
    /// may not end in them. The bits of the addresses stand in the places of their IDs.
    #[inline]
    pub fn flow(&mut self, bytes: &[u8]) -> Option<(PackedFlow, usize)> {
        let length = self.cut(bytes)?;
        let field = |place| self.field(bytes, place);
        let (start, start_us) = field(self.start)?.time()?;
        let (seconds, us) = field(self.duration)?.duration()?;
        // Both are below a second.
        let end_us = start_us + us;
        let has_carry = end_us >= SECOND_US;
        let flow = PackedFlow {
            source: field(self.source)?.ipv4()?,
            destination: field(self.destination)?.ipv4()?,
            start,
            start_us,
            // In 2106 at the latest.
            end: start.saturating_add(seconds).saturating_add(u32::from(has_carry)),
            end_us: if has_carry { end_us - SECOND_US } else { end_us },
            source_port: field(self.source_port)?.port()?,
            destination_port: field(self.destination_port)?.port()?,
            marks: outcome_marks(states::outcome(field(self.state)?.text()?)),
            protocol: field(self.protocol)?.protocol()?.0,
            bytes_sent: field(self.bytes[0])?.number()?,
            bytes_received: field(self.bytes[1])?.number()?,
            packets_sent: u32::try_from(field(self.packets[0])?.number()?).ok()?,
            packets_received: u32::try_from(field(self.packets[1])?.number()?).ok()?,
        };
        Some((flow, length))
    }

    /// Finds where the fields of a line end, and where it ends itself. One of too few fields is not usual, nor one with `\r`
    /// at its end, which is no part of its last field.
    #[inline]
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn cut(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut count = 0;
        for (block, base) in bytes.as_chunks::<64>().0.iter().take(LONGEST_BLOCKS).zip((0..).step_by(64)) {
            let (tabs, ends) = (swar::which(block, b'\t'), swar::which(block, b'\n'));
            if ends == 0 {
                count = self.mark(tabs, base, count);
                continue;
            }
            let place = ends.trailing_zeros();
            count = self.mark(tabs & ((1 << place) - 1), base, count);
            let length = base + place as usize;
            let fields = self.end(length, count);
            let is_bare = bytes.get(..length).and_then(<[u8]>::last) != Some(&b'\r');
            return (is_bare && fields >= self.fields).then_some(length);
        }
        None
    }

    /// Takes each bit for the end of a field. A loop that ends at the last bit would be guessed wrong by the processor in each
    /// block: so some ends are noted in any case, and what is too much is written over by the next ones.
    #[inline]
    fn mark(&mut self, mut tabs: u64, base: usize, count: usize) -> usize {
        let behind = count + tabs.count_ones() as usize;
        let mut at = count + 1;
        while tabs != 0 {
            let Some(slots) = self.ends.get_mut(at..).and_then(<[u32]>::first_chunk_mut::<ENDS>) else { break };
            for slot in slots {
                // There are few blocks.
                #[allow(clippy::cast_possible_truncation)]
                {
                    *slot = base as u32 + tabs.trailing_zeros();
                }
                tabs &= tabs.wrapping_sub(1);
            }
            at += ENDS;
        }
        behind
    }

    /// Notes where the line ends, and tells how many fields there are.
    #[inline]
    fn end(&mut self, at: usize, count: usize) -> usize {
        if let Some(slot) = self.ends.get_mut(count + 1) {
            #[allow(clippy::cast_possible_truncation)]
            {
                *slot = at as u32;
            }
        }
        count + 1
    }

    #[inline]
    fn field<'a>(&self, bytes: &'a [u8], place: usize) -> Option<Field<'a>> {
        let place = place % FIELDS;
        let start = self.ends[place].wrapping_add(1);
        let length = self.ends[place + 1].wrapping_sub(start) as usize;
        Some(Field { tail: bytes.get(start as usize..)?, length })
    }
}

impl<'a> Field<'a> {
    #[inline]
    fn text(self) -> Option<&'a [u8]> {
        self.tail.get(..self.length)
    }

    #[inline]
    fn number(self) -> Option<u64> {
        match word(self.tail).and_then(|word| swar::all_digits(word, self.length)) {
            Some(number) => Some(u64::from(number)),
            None => self.long_number(),
        }
    }

    #[cold]
    fn long_number(self) -> Option<u64> {
        whole(self.text()?)
    }

    #[inline]
    fn port(self) -> Option<u16> {
        u16::try_from(self.number()?).ok()
    }

    #[inline]
    fn protocol(self) -> Option<Protocol> {
        match self.tail.first_chunk()? {
            b"tcp\t" => Some(Protocol::TCP),
            b"udp\t" => Some(Protocol::UDP),
            _ => values::protocol(self.text()?),
        }
    }

    #[inline]
    fn ipv4(self) -> Option<u32> {
        // Further fields follow in any log that Zeek writes.
        swar::whole_ipv4(self.tail.first_chunk()?, self.length)
    }

    /// `1258617547.414887`, as seconds and microseconds.
    #[inline]
    fn time(self) -> Option<(u32, u32)> {
        const LENGTH: usize = 17;
        if self.length != LENGTH {
            return None;
        }
        let upper = swar::all_digits(word(self.tail)?, 8)?;
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = *self.tail.get(8..10)? else {
            return None;
        };
        let lower = u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
        Some((upper.checked_mul(100)?.checked_add(lower)?, self.millionths()?))
    }

    /// `0.000023`, `21930.000012`, or `-`, as seconds and microseconds.
    #[inline]
    fn duration(self) -> Option<(u32, u32)> {
        if self.length == 1 && self.tail.first() == Some(&b'-') {
            return Some((0, 0));
        }
        Some((swar::all_digits(word(self.tail)?, self.length.checked_sub(7)?)?, self.millionths()?))
    }

    /// The six last digits, behind a point.
    #[inline]
    fn millionths(self) -> Option<u32> {
        let last = word(self.tail.get(self.length.checked_sub(8)?..)?)?;
        if last >> 8 & 0xff != u64::from(b'.') {
            return None;
        }
        // What is before them is made zeros.
        swar::all_digits(last & !0xffff | 0x3030, 8)
    }
}
