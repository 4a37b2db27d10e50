//! The demo: a day of real flows that ships with the app. Its licence lies beside its files, in `demo/`.
//!
//! `flows.bin`, made by `scripts/make-demo-data`, is gzip of this; *varint* is LEB128 without sign:
//!
//! ```text
//! "FLOWS"  version (1 byte)
//! varint   flows, base second, IPv4 addresses, IPv6 addresses
//! IPv4     varint each: its number minus that of the one before, ascending
//! IPv6     16 bytes each, ascending                                         an address's index counts through both
//! columns, each of all flows, by source and then by time:
//!   varint source's index minus that of the flow before
//!   varint start minus that of the flow before; minus the base second where the source is another one
//!   varint end minus start
//!   varint destination's index
//!   byte   marks: 1 no source port, 2 no destination port, 4 no protocol
//!   byte   protocol
//!   bytes  source port: the high bytes of all flows, then the low bytes; the same for the destination port
//!   varint bytes sent    varint bytes received    varint packets sent    varint packets received
//! ```
//!
//! By source, the columns pack a sixth smaller than by time.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::flow_block::{NO_DESTINATION_PORT, NO_PROTOCOL, NO_SOURCE_PORT};
use super::flows::{BothWays, Flow, FlowTable};
use super::scores::ScoredConnection;
use crate::domain::network::InternalNetwork;
use crate::domain::protocol::Protocol;
use crate::domain::time::Moment;
use crate::failure::Failure;

/// Of the form and the content of `flows.bin`; a file of another version is not read.
pub const VERSION: u8 = 1;

/// Of `iploc.bin`, likewise: places of the day's addresses, made by `scripts/make-demo-places`.
pub const PLACES_VERSION: u8 = 1;

/// What is to be said of these places wherever they are shown. Their licence asks for the name.
pub const PLACES_NOTICE: &str = "Places are countries, each at its centre, as the registries have the ranges now and not in \
                                 2011: RIR data by ip-location-db, CC BY 4.0.";

/// How failures name the demo.
pub const NAME: &str = "The demo day";

const MAGIC: &[u8] = b"FLOWS";

/// The network of the CTU University, where the flows were captured.
const INTERNAL_NETWORK: &str = "147.32.0.0,147.32.255.255,CTU";

/// The demo's internal network.
#[must_use]
pub fn internal_network() -> InternalNetwork {
    InternalNetwork::from_csv(INTERNAL_NETWORK).0
}

/// The demo's scored connections.
pub fn scored_connections() -> Result<Vec<ScoredConnection>, Failure> {
    serde_json::from_str(include_str!("demo/scores.json")).map_err(|error| malformed(&error.to_string()))
}

/// Reads `flows.bin`, unpacked. Any other bytes give a [`Failure::Malformed`].
pub fn decode(bytes: &[u8]) -> Result<FlowTable, Failure> {
    read(bytes).map_err(malformed)
}

fn malformed(reason: &str) -> Failure {
    Failure::Malformed { what: NAME.to_owned(), reason: reason.to_owned() }
}

type Outcome<T> = Result<T, &'static str>;

fn read(bytes: &[u8]) -> Outcome<FlowTable> {
    let mut reader = Reader { rest: bytes };
    if reader.bytes(MAGIC.len()) != Ok(MAGIC) {
        return Err("it is no file of flows");
    }
    if reader.bytes(1)? != [VERSION] {
        return Err("it is of another version than the app; reload the page without the browser's cache");
    }
    let count: usize = reader.varint()?;
    let base: u32 = reader.varint()?;
    let (v4, v6): (usize, usize) = (reader.varint()?, reader.varint()?);
    let addresses = reader.addresses(v4, v6)?;

    let source_steps: Vec<usize> = reader.varints(count)?;
    let start_steps: Vec<u32> = reader.varints(count)?;
    let durations: Vec<u32> = reader.varints(count)?;
    let destinations: Vec<usize> = reader.varints(count)?;
    let (marks, protocols) = (reader.bytes(count)?, reader.bytes(count)?);
    let (source_ports, destination_ports) = (reader.ports(count)?, reader.ports(count)?);
    let bytes: [Vec<u64>; 2] = [reader.varints(count)?, reader.varints(count)?];
    let packets: [Vec<u32>; 2] = [reader.varints(count)?, reader.varints(count)?];
    if !reader.rest.is_empty() {
        return Err("it is longer than it says");
    }

    let mut flows = Vec::with_capacity(count);
    let (mut source, mut start) = (0_usize, base);
    for index in 0..count {
        source = source.checked_add(source_steps[index]).ok_or(NO_ADDRESS)?;
        let since = if source_steps[index] == 0 { start } else { base };
        start = since.checked_add(start_steps[index]).ok_or(NO_TIME)?;
        let lacks = |mark| marks[index] & mark != 0;
        flows.push(Flow {
            source_port: (!lacks(NO_SOURCE_PORT)).then_some(source_ports[index]),
            destination_port: (!lacks(NO_DESTINATION_PORT)).then_some(destination_ports[index]),
            protocol: (!lacks(NO_PROTOCOL)).then_some(Protocol(protocols[index])),
            end: Moment(start.checked_add(durations[index]).ok_or(NO_TIME)?),
            bytes: BothWays { sent: bytes[0][index], received: bytes[1][index] },
            packets: BothWays { sent: packets[0][index], received: packets[1][index] },
            ..Flow::between(
                *addresses.get(source).ok_or(NO_ADDRESS)?,
                *addresses.get(destinations[index]).ok_or(NO_ADDRESS)?,
                Moment(start),
            )
        });
    }
    // As a log has them; the order of those of one second stays.
    flows.sort_by_key(|flow| flow.start);
    let mut table = FlowTable::default();
    for flow in &flows {
        table.push(flow);
    }
    Ok(table)
}

const NO_ADDRESS: &str = "a flow names an address that is not there";
const NO_TIME: &str = "a time lies beyond 2106";
const TOO_SHORT: &str = "it ends too early";
const NO_NUMBER: &str = "a number is too large";

/// What is not read yet.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Outcome<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or(TOO_SHORT)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn varint<T: TryFrom<u64>>(&mut self) -> Outcome<T> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.bytes(1)?[0];
            let digits = u64::from(byte & 0x7f);
            if digits << shift >> shift != digits {
                return Err(NO_NUMBER);
            }
            number |= digits << shift;
            if byte < 0x80 {
                return T::try_from(number).map_err(|_| NO_NUMBER);
            }
        }
        Err(NO_NUMBER)
    }

    fn varints<T: TryFrom<u64>>(&mut self, count: usize) -> Outcome<Vec<T>> {
        // Each takes a byte at least: a count that is a lie must not take memory.
        if count > self.rest.len() {
            return Err(TOO_SHORT);
        }
        (0..count).map(|_| self.varint()).collect()
    }

    fn addresses(&mut self, v4: usize, v6: usize) -> Outcome<Vec<IpAddr>> {
        let mut addresses = Vec::new();
        let mut number = 0_u32;
        for step in self.varints::<u32>(v4)? {
            number = number.checked_add(step).ok_or(NO_NUMBER)?;
            addresses.push(Ipv4Addr::from_bits(number).into());
        }
        let (chunks, _) = self.bytes(v6.checked_mul(16).ok_or(TOO_SHORT)?)?.as_chunks::<16>();
        addresses.extend(chunks.iter().map(|&octets| IpAddr::from(Ipv6Addr::from(octets))));
        Ok(addresses)
    }

    fn ports(&mut self, count: usize) -> Outcome<Vec<u16>> {
        let (high, low) = (self.bytes(count)?, self.bytes(count)?);
        Ok(high.iter().zip(low).map(|(&high, &low)| u16::from_be_bytes([high, low])).collect())
    }
}
