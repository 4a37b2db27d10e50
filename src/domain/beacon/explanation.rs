//! What calls by the clock and means no harm.

use super::Regularity;
use serde::{Deserialize, Serialize};

use crate::domain::protocol::Protocol;

/// What most of the connections were for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Service {
    /// Their protocol.
    pub protocol: Protocol,
    /// Their port at the destination, where it is known.
    pub port: Option<u16>,
}

/// Why connections that look like a beacon may be harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Explanation {
    /// It sets its clock.
    Ntp,
    /// It asks for names: DNS, `NetBIOS`, mDNS, LLMNR.
    Names,
    /// It keeps its address: DHCP.
    Addresses,
    /// It tells what it offers: SSDP, WS-Discovery.
    Discovery,
    /// It is watched, or reports: SNMP, syslog, ping.
    Monitoring,
    /// It looks for mail.
    Mail,
    /// It keeps a line open for messages: XMPP, push services of phones.
    Chat,
    /// It is on IRC: people chat there, and bots take their orders.
    Irc,
}

const ICMP: [u8; 2] = [1, 58];
const TCP: u8 = 6;
const UDP: u8 = 17;

/// Bytes of a request of NTP: its own, in a packet of IPv4, in a frame of Ethernet.
const NTP_BYTES: [u64; 3] = [48, 76, 90];

impl Explanation {
    /// From what the connections were for, and from how much was sent with each.
    pub(super) fn of(service: Option<Service>, sizes: Option<Regularity>) -> Option<Self> {
        let Service { protocol, port } = service?;
        let by_port = port.and_then(|port| Self::by_port(protocol, port));
        let is_of_ntp = |sizes: Regularity| sizes.deviation == 0 && NTP_BYTES.contains(&sizes.median);
        by_port.or_else(|| match protocol.0 {
            number if ICMP.contains(&number) => Some(Self::Monitoring),
            UDP if port.is_none() && sizes.is_some_and(is_of_ntp) => Some(Self::Ntp),
            _ => None,
        })
    }

    fn by_port(protocol: Protocol, port: u16) -> Option<Self> {
        match (protocol.0, port) {
            (UDP, 123) => Some(Self::Ntp),
            (UDP | TCP, 53 | 853 | 137 | 5353 | 5355) => Some(Self::Names),
            (UDP, 67 | 68 | 546 | 547) => Some(Self::Addresses),
            (UDP, 1900 | 3702) => Some(Self::Discovery),
            (UDP, 161 | 162 | 514) | (TCP, 514 | 6514) => Some(Self::Monitoring),
            (TCP, 110 | 143 | 993 | 995) => Some(Self::Mail),
            (TCP, 5222 | 5223 | 5228..=5230) => Some(Self::Chat),
            (TCP, 194 | 6660..=6669 | 6697 | 7000) => Some(Self::Irc),
            _ => None,
        }
    }

    /// From the port alone, where a source does not tell the protocol: what the port stands for in the usual one.
    #[must_use]
    pub fn of_port(port: u16) -> Option<Self> {
        [Protocol::UDP, Protocol::TCP].into_iter().find_map(|protocol| Self::by_port(protocol, port))
    }

    /// How much of the suspicion remains, 0 to 1.
    #[must_use]
    pub fn remaining(self) -> f64 {
        match self {
            Self::Ntp | Self::Names | Self::Addresses | Self::Discovery | Self::Monitoring => 0.25,
            Self::Mail | Self::Chat => 0.5,
            // Said, but no excuse.
            Self::Irc => 1.0,
        }
    }
}
