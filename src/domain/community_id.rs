//! Community ID version 1: the same text for a flow in every tool that knows it (corelight/community-id-spec).
//!
//! ```text
//! "1:" + base64(sha1(seed(2) address(4 or 16) address protocol(1) 0(1) port(2) port(2)))
//! ```
//!
//! Numbers are big-endian, and the smaller (address, port) comes first, so that both directions give one ID. Messages of
//! ICMP have their type for a port, and the type of the message that answers them for the other; one that has no answer
//! has its code there, and stays in its direction. Protocols without ports leave both out.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha1_smol::Sha1;

use super::protocol::Protocol;

const ICMP: u8 = 1;
const TCP: u8 = 6;
const UDP: u8 = 17;
const ICMP_V6: u8 = 58;
const SCTP: u8 = 132;

/// What a Community ID is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowTuple {
    /// One side.
    pub source: IpAddr,
    /// The other.
    pub destination: IpAddr,
    /// Protocol.
    pub protocol: Protocol,
    /// Port at the source; for ICMP the message's type, as Zeek logs it.
    pub source_port: Option<u16>,
    /// Port at the destination; for ICMP the message's code, or the type of its counterpart.
    pub destination_port: Option<u16>,
}

/// Messages of ICMP and the ones that answer them, each way.
const ICMP_PAIRS: [(u16, u16); 5] = [(8, 0), (13, 14), (15, 16), (10, 9), (17, 18)];
/// The same for ICMP of IPv6.
const ICMP_V6_PAIRS: [(u16, u16); 6] = [(128, 129), (130, 131), (133, 134), (135, 136), (139, 140), (144, 145)];

/// The Community ID of a flow, with the seed that a site may have chosen (0 where it chose none).
///
/// `None` where ports are not known and the protocol has them, or where the addresses are of two families.
///
/// ```
/// use investigation::domain::community_id::{FlowTuple, community_id};
/// use investigation::domain::protocol::Protocol;
///
/// let query = FlowTuple {
///     source: "192.168.1.52".parse()?,
///     destination: "8.8.8.8".parse()?,
///     protocol: Protocol(17),
///     source_port: Some(54585),
///     destination_port: Some(53),
/// };
/// assert_eq!(community_id(&query, 0).as_deref(), Some("1:d/FP5EW3wiY1vCndhwleRRKHowQ="));
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[must_use]
pub fn community_id(flow: &FlowTuple, seed: u16) -> Option<String> {
    let (source, destination) = (flow.source.to_canonical(), flow.destination.to_canonical());
    if source.is_ipv4() != destination.is_ipv4() {
        return None;
    }
    let both_ports = || flow.source_port.zip(flow.destination_port);
    // Ports, and whether the two sides may change places.
    let (ports, has_two_ways) = match flow.protocol.0 {
        TCP | UDP | SCTP => (Some(both_ports()?), true),
        ICMP => icmp_ports(both_ports()?, &ICMP_PAIRS),
        ICMP_V6 => icmp_ports(both_ports()?, &ICMP_V6_PAIRS),
        _ => (None, true),
    };
    let (source_port, destination_port) = ports.unwrap_or_default();
    let (mut first, mut second) = ((source, source_port), (destination, destination_port));
    if has_two_ways && second < first {
        std::mem::swap(&mut first, &mut second);
    }

    let mut hash = Sha1::new();
    hash.update(&seed.to_be_bytes());
    for (address, _) in [first, second] {
        match address {
            IpAddr::V4(address) => hash.update(&address.octets()),
            IpAddr::V6(address) => hash.update(&address.octets()),
        }
    }
    hash.update(&[flow.protocol.0, 0]);
    if ports.is_some() {
        hash.update(&first.1.to_be_bytes());
        hash.update(&second.1.to_be_bytes());
    }
    Some(format!("1:{}", STANDARD.encode(hash.digest().bytes())))
}

/// Type and counterpart of a message that has one; type and code, one way, of any other.
fn icmp_ports((kind, code): (u16, u16), pairs: &[(u16, u16)]) -> (Option<(u16, u16)>, bool) {
    let answer = pairs.iter().find_map(|&(asks, answers)| match kind {
        _ if kind == asks => Some(answers),
        _ if kind == answers => Some(asks),
        _ => None,
    });
    (Some((kind, answer.unwrap_or(code))), answer.is_some())
}
