//! The values of a term.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};

use super::defang;
use super::error::Problem;
use super::key::{Key, Kind};
use super::number::NumberSpan;
use super::window::DayWindow;
use crate::domain::direction::Direction;
use crate::domain::protocol::Protocol;

/// One value of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// A subnet; an address is one of a single address.
    Network(IpNet),
    /// Ports, bytes or packets.
    Number(NumberSpan),
    /// A protocol.
    Protocol(Protocol),
    /// A stretch of the day.
    Window(DayWindow),
    /// A group of peers.
    Direction(Direction),
    /// Nothing that is known, of a key whose value a log may not tell.
    Unknown,
}

/// How [`Value::Unknown`] is written.
pub(super) const UNKNOWN: &str = "unknown";

impl Value {
    /// A single address.
    #[must_use]
    pub fn address(ip: IpAddr) -> Self {
        Self::Network(ip.to_canonical().into())
    }

    /// A single port.
    #[must_use]
    pub fn port(port: u16) -> Self {
        Self::Number(NumberSpan::exactly(port.into()))
    }

    /// Whether whatever `other` holds for, this holds for too. Of two stretches of the day only the same ones are
    /// compared.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Network(network), Self::Network(other)) => network.contains(other),
            (Self::Number(span), Self::Number(other)) => span.covers(*other),
            _ => self == other,
        }
    }

    /// Reads a value of `key`.
    pub(super) fn read(key: Key, text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if key.may_be_unknown() && text.eq_ignore_ascii_case(UNKNOWN) {
            return Ok(Self::Unknown);
        }
        match key.kind() {
            Kind::Network => network(text).map(Self::Network),
            Kind::Number { max, units } => NumberSpan::read(text, max, units).map(Self::Number),
            Kind::Protocol => Protocol::from_text(text).map(Self::Protocol).ok_or(Problem::NoProtocol),
            Kind::Window => DayWindow::read(text).map(Self::Window),
            Kind::Direction => direction(text).map(Self::Direction),
        }
    }

    /// As [`read`](Self::read) takes it for `key`.
    pub(super) fn text(&self, key: Key) -> String {
        match (self, key.kind()) {
            (Self::Network(network), _) if network.prefix_len() == network.max_prefix_len() => {
                network.addr().to_string()
            }
            (Self::Network(network), _) => network.to_string(),
            (Self::Number(span), Kind::Number { max, units }) => span.text(max, units),
            // No term has numbers for a key of another kind.
            (Self::Number(span), _) => format!("{}-{}", span.min(), span.max()),
            (Self::Protocol(protocol), _) => protocol_text(*protocol),
            (Self::Window(window), _) => window.to_string(),
            (Self::Direction(direction), _) => direction.name().to_ascii_lowercase(),
            (Self::Unknown, _) => UNKNOWN.to_owned(),
        }
    }

    /// The one form of what is the same; `None` where it is no value of `key`.
    pub(super) fn normal(self, key: Key) -> Option<Self> {
        match (self, key.kind()) {
            (Self::Network(network), Kind::Network) => Some(Self::Network(normal_network(network))),
            (Self::Number(span), Kind::Number { max, .. }) => (span.max() <= max).then_some(self),
            (Self::Protocol(_), Kind::Protocol)
            | (Self::Window(_), Kind::Window)
            | (Self::Direction(_), Kind::Direction) => Some(self),
            (Self::Unknown, _) => key.may_be_unknown().then_some(self),
            _ => None,
        }
    }
}

fn network(text: &str) -> Result<IpNet, Problem> {
    let text = defang::plain(text);
    if let Ok(ip) = text.parse::<IpAddr>() {
        return Ok(ip.to_canonical().into());
    }
    let network = text.parse::<IpNet>().map_err(|_| match text.split_once('/') {
        Some((ip, _)) if ip.parse::<IpAddr>().is_ok() => Problem::NoPrefix,
        _ => Problem::NoAddress,
    })?;
    Ok(normal_network(network))
}

/// Without bits after the prefix; of IPv4 where it is IPv4 in IPv6's clothes.
fn normal_network(network: IpNet) -> IpNet {
    let network = network.trunc();
    let mapped = match network {
        IpNet::V6(v6) if v6.prefix_len() >= 96 => {
            v6.addr().to_ipv4_mapped().and_then(|v4| Ipv4Net::new(v4, v6.prefix_len() - 96).ok())
        }
        _ => None,
    };
    mapped.map_or(network, IpNet::V4)
}

fn direction(text: &str) -> Result<Direction, Problem> {
    match text.to_ascii_lowercase().as_str() {
        "inbound" | "in" => Ok(Direction::Inbound),
        "outbound" | "out" => Ok(Direction::Outbound),
        "two-way" | "twoway" | "two way" => Ok(Direction::TwoWay),
        _ => Err(Problem::NoDirection),
    }
}

/// Its name in lower case, or its number.
pub(super) fn protocol_text(protocol: Protocol) -> String {
    let text = protocol.to_string().to_ascii_lowercase();
    match text.strip_prefix("protocol ") {
        Some(number) => number.to_owned(),
        None => text,
    }
}
