//! One record as a flow, from what its fields tell, whatever the format.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use super::clock::{Instant, instant, next_after, on_day};
use super::columns::Role;
use super::dates::day;
use super::notation::Notation;
use super::numbers::Numbers;
use super::states;
use super::values::{address, protocol};
use crate::domain::csv::shown;
use crate::domain::protocol::Protocol;
use crate::local::flows::{BothWays, Flow, FlowTable, Summary};
use crate::local::told_ways::ToldWays;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is a flow.
    Flow,
    /// It is something else that belongs there: another event, a heading, a sum.
    LeftOut,
}

/// Why a line is no flow. Made without words, for there may be millions of such lines and few are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong<'a> {
    /// A field is not there.
    Missing(Role),
    /// A field is there and cannot be read.
    Unreadable(Role, Cow<'a, [u8]>),
    /// A field is a number, and its mark may be decimal or not.
    Open(Role, Cow<'a, [u8]>),
    /// There are too few fields: found, expected.
    TooFew(usize, usize),
    /// Its quotes do not match.
    Quotes,
    /// It is no JSON, or not of the form of a record.
    Json(String),
    /// It stands where no line may.
    Misplaced(&'static str),
}

impl Wrong<'_> {
    /// The same without the line, for a field that was no part of it as it stands.
    #[must_use]
    pub fn into_owned(self) -> Wrong<'static> {
        match self {
            Wrong::Missing(role) => Wrong::Missing(role),
            Wrong::Unreadable(role, text) => Wrong::Unreadable(role, Cow::Owned(text.into_owned())),
            Wrong::Open(role, text) => Wrong::Open(role, Cow::Owned(text.into_owned())),
            Wrong::TooFew(found, expected) => Wrong::TooFew(found, expected),
            Wrong::Quotes => Wrong::Quotes,
            Wrong::Json(reason) => Wrong::Json(reason),
            Wrong::Misplaced(reason) => Wrong::Misplaced(reason),
        }
    }
}

impl fmt::Display for Wrong<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(role) => write!(f, "it has no {}", role.name()),
            Self::Unreadable(role, text) => {
                write!(f, "{} is no {}", shown(&String::from_utf8_lossy(text)), role.name())
            }
            Self::Open(role, text) => write!(
                f,
                "its {}, {}, may be a whole number or one with a fraction",
                role.name(),
                shown(&String::from_utf8_lossy(text))
            ),
            Self::TooFew(found, expected) => write!(f, "it has {found} fields where {expected} are expected"),
            Self::Quotes => f.write_str("its quotes do not match"),
            Self::Json(reason) => write!(f, "it is no record in JSON: {reason}"),
            Self::Misplaced(reason) => f.write_str(reason),
        }
    }
}

/// Whether a field says that it tells nothing.
#[must_use]
pub fn is_nothing(text: &[u8]) -> bool {
    matches!(text, b"" | b"-" | b"(empty)")
}

/// Puts a flow together. `cell` tells the text of a field, and none where it is not there or says that it is unknown.
#[inline]
pub fn flow<'a>(cell: impl Fn(Role) -> Option<&'a [u8]>, notation: Notation) -> Result<Flow, Wrong<'a>> {
    let needed = |role| cell(role).ok_or(Wrong::Missing(role));
    let numbers = notation.numbers;
    let number = |role| number(cell(role), role, numbers, |text| numbers.count(text));
    // What is no port may be a service's name.
    let port = |role| match cell(role) {
        Some(text) if numbers.is_open(text) => Err(unread(text, role, numbers)),
        text => Ok(text.and_then(|text| numbers.port(text))),
    };

    let (start, start_us) = match cell(Role::Start) {
        Some(text) => told(text, Role::Start, |text| instant(text, notation))?,
        None if cell(Role::StartDate).is_none() => return Err(Wrong::Missing(Role::Start)),
        None => of_two(&cell, Role::StartDate, Role::StartClock, notation)?,
    };
    let source = told(needed(Role::Source)?, Role::Source, address)?;
    let destination = told(needed(Role::Destination)?, Role::Destination, address)?;
    let mut flow = Flow { start_us, ..Flow::between(source, destination, start) };
    if let Some(duration) =
        self::number(cell(Role::Duration), Role::Duration, numbers, |text| numbers.duration_us(text))?
    {
        flow = flow.lasting(duration);
    } else if let Some(end) = end(&cell, notation, (start, start_us))? {
        // One that ends before it begins ends at once.
        (flow.end, flow.end_us) = end.max((start, start_us));
    }
    flow.source_port = port(Role::SourcePort)?;
    flow.destination_port = port(Role::DestinationPort)?;
    flow.protocol = cell(Role::Protocol).and_then(protocol).map(|protocol| of_family(protocol, source));
    let number_or = |role, other| {
        Ok(match number(role)? {
            None => number(other)?,
            told => told,
        })
    };
    let sent = number_or(Role::BytesSent, Role::PayloadSent)?;
    let received = number_or(Role::BytesReceived, Role::PayloadReceived)?;
    flow.bytes = both_ways(sent, received, number(Role::BytesTotal)?);
    let packets = both_ways(number(Role::PacketsSent)?, number(Role::PacketsReceived)?, number(Role::PacketsTotal)?);
    let narrow = |packets| u32::try_from(packets).unwrap_or(u32::MAX);
    flow.packets = BothWays { sent: narrow(packets.sent), received: narrow(packets.received) };
    flow.outcome = cell(Role::State).map(states::outcome).unwrap_or_default();
    Ok(match cell(Role::Direction) {
        Some(arrow) if arrow.contains(&b'<') && !arrow.contains(&b'>') => reversed(&flow),
        _ => flow,
    })
}

/// Adds the flow to the table: where it stands for several connections, with what it tells of them.
pub fn push<'a>(
    table: &mut FlowTable,
    flow: &Flow,
    cell: impl Fn(Role) -> Option<&'a [u8]>,
    notation: Notation,
) -> Result<(), Wrong<'a>> {
    let numbers = notation.numbers;
    let number = |role| number(cell(role), role, numbers, |text| numbers.count(text));
    let narrow = |number| u32::try_from(number).unwrap_or(u32::MAX);
    match number(Role::Connections)? {
        Some(connections) if connections > 1 => {
            let mean_bytes = number(Role::MeanBytes)?.unwrap_or(flow.bytes.total());
            let mean_packets = number(Role::MeanPackets)?.unwrap_or(flow.packets.total());
            let summary = Summary { connections: narrow(connections), mean_bytes, mean_packets: narrow(mean_packets) };
            table.push_summary(flow, summary);
        }
        _ => table.push_told(flow, told_ways(cell)),
    }
    Ok(())
}

/// Which ways the fields tell of. A row of Spot's `details` has the number of one direction or the other.
fn told_ways<'a>(cell: impl Fn(Role) -> Option<&'a [u8]>) -> ToldWays {
    let has = |role| cell(role).is_some();
    let (sent, received) =
        (has(Role::BytesSent) || has(Role::PayloadSent), has(Role::BytesReceived) || has(Role::PayloadReceived));
    let both = |sent, received, total| u8::from(sent) + u8::from(received) + u8::from(total) >= 2;
    let bytes = both(sent, received, has(Role::BytesTotal));
    let (packets_sent, packets_received) = (has(Role::PacketsSent), has(Role::PacketsReceived));
    let packets = both(packets_sent, packets_received, has(Role::PacketsTotal));
    // Its source is the responder then, and so what is sent comes back.
    let may_be_reversed = cell(Role::Direction).is_some_and(|arrow| arrow.contains(&b'<'));
    match (bytes, packets) {
        _ if has(Role::Connections) => ToldWays::Neither,
        (true, true) => ToldWays::Both,
        (true, false) => ToldWays::Bytes,
        (false, false) if sent && packets_sent && !may_be_reversed => ToldWays::Sent,
        (false, _) => ToldWays::Neither,
    }
}

/// A number, where it is told.
#[inline]
fn number<T>(
    text: Option<&[u8]>,
    role: Role,
    numbers: Numbers,
    read: impl Fn(&[u8]) -> Option<T>,
) -> Result<Option<T>, Wrong<'_>> {
    text.map(|text| read(text).ok_or_else(|| unread(text, role, numbers))).transpose()
}

/// What is said of a number that was not read.
#[cold]
fn unread(text: &[u8], role: Role, numbers: Numbers) -> Wrong<'_> {
    let text_of = Cow::Borrowed(text);
    if numbers.is_open(text) { Wrong::Open(role, text_of) } else { Wrong::Unreadable(role, text_of) }
}

#[inline]
fn told<T>(text: &[u8], role: Role, read: impl Fn(&[u8]) -> Option<T>) -> Result<T, Wrong<'_>> {
    read(text).ok_or(Wrong::Unreadable(role, Cow::Borrowed(text)))
}

/// The end of a flow that began then, where it is told.
fn end<'a>(
    cell: &impl Fn(Role) -> Option<&'a [u8]>,
    notation: Notation,
    begun: Instant,
) -> Result<Option<Instant>, Wrong<'a>> {
    if let Some(text) = cell(Role::End) {
        let ended = |text: &_| instant(text, notation).or_else(|| next_after(begun, text));
        return told(text, Role::End, ended).map(Some);
    }
    let is_told = cell(Role::EndDate).is_some() || cell(Role::EndClock).is_some();
    is_told.then(|| of_two(cell, Role::EndDate, Role::EndClock, notation)).transpose()
}

/// A time whose date and clock stand in two fields.
fn of_two<'a>(
    cell: &impl Fn(Role) -> Option<&'a [u8]>,
    date: Role,
    clock: Role,
    notation: Notation,
) -> Result<Instant, Wrong<'a>> {
    let day_text = cell(date).ok_or(Wrong::Missing(date))?;
    let clock_text = cell(clock).ok_or(Wrong::Missing(clock))?;
    let day = told(day_text, date, |text| day(text, notation.dates))?;
    told(clock_text, clock, |text| on_day(day, text))
}

/// Logs write `icmp` for that of both families.
#[inline]
fn of_family(protocol: Protocol, address: IpAddr) -> Protocol {
    const ICMP: Protocol = Protocol(1);
    const ICMP_V6: Protocol = Protocol(58);
    if protocol == ICMP && address.is_ipv6() { ICMP_V6 } else { protocol }
}

/// What is told of both ways. A sum alone counts as sent.
#[inline]
fn both_ways(sent: Option<u64>, received: Option<u64>, total: Option<u64>) -> BothWays<u64> {
    let (sent, received) = match (sent, received, total) {
        (Some(sent), None, Some(total)) => (sent, total.saturating_sub(sent)),
        (None, Some(received), Some(total)) => (total.saturating_sub(received), received),
        (None, None, Some(total)) => (total, 0),
        (sent, received, _) => (sent.unwrap_or(0), received.unwrap_or(0)),
    };
    BothWays { sent, received }
}

/// The flow from the other side: what is called its source there is the responder.
fn reversed(flow: &Flow) -> Flow {
    Flow {
        source: flow.destination,
        destination: flow.source,
        source_port: flow.destination_port,
        destination_port: flow.source_port,
        bytes: BothWays { sent: flow.bytes.received, received: flow.bytes.sent },
        packets: BothWays { sent: flow.packets.received, received: flow.packets.sent },
        ..flow.clone()
    }
}
