//! Transport protocols by their IANA number.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A protocol number of the IP header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Protocol(pub u8);

/// The protocols that flow logs name.
const NAMES: [(u8, &str); 12] = [
    (1, "ICMP"),
    (2, "IGMP"),
    (6, "TCP"),
    (17, "UDP"),
    (41, "IPv6"),
    (47, "GRE"),
    (50, "ESP"),
    (51, "AH"),
    (58, "ICMPv6"),
    (89, "OSPF"),
    (103, "PIM"),
    (132, "SCTP"),
];

impl Protocol {
    /// With a handshake.
    pub const TCP: Self = Self(6);
    /// Without one.
    pub const UDP: Self = Self(17);

    /// Its name in the Elastic Common Schema and in STIX, which is that of IANA in small letters: `udp`, `ipv6-icmp`.
    #[must_use]
    pub fn transport(self) -> Option<&'static str> {
        match self.0 {
            1 => Some("icmp"),
            2 => Some("igmp"),
            6 => Some("tcp"),
            17 => Some("udp"),
            47 => Some("gre"),
            50 => Some("esp"),
            51 => Some("ah"),
            58 => Some("ipv6-icmp"),
            89 => Some("ospf"),
            103 => Some("pim"),
            132 => Some("sctp"),
            _ => None,
        }
    }

    /// A protocol from its name, as flow logs write it, or its number, also as `protocol 99`; `None` where it is none of
    /// these.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let named = NAMES.iter().find(|(_, name)| name.eq_ignore_ascii_case(text));
        let number = text.strip_prefix("protocol ").unwrap_or(text);
        named.map(|(number, _)| *number).or_else(|| number.parse().ok()).map(Self)
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match NAMES.iter().find(|(number, _)| *number == self.0) {
            Some((_, name)) => f.write_str(name),
            None => write!(f, "protocol {}", self.0),
        }
    }
}
