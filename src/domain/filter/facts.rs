//! What is known of a flow or a row, for a filter to go by.

use std::net::IpAddr;

use super::key::Key;
use super::number::NumberSpan;
use super::total::Totals;
use super::value::Value;
use crate::domain::details::{LARGEST_TOLD, Untold};
use crate::domain::direction::Direction;
use crate::domain::protocol::Protocol;
use crate::domain::time::Moment;
use crate::domain::view::Sum;

/// A flow, or a row of several; `None` is what is not known of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Who opened it.
    pub source: Option<IpAddr>,
    /// Whom it was opened to.
    pub destination: Option<IpAddr>,
    /// Port at the source.
    pub source_port: Option<u16>,
    /// Port at the destination.
    pub destination_port: Option<u16>,
    /// Protocol.
    pub protocol: Option<Protocol>,
    /// Bytes, both ways together.
    pub bytes: Amount,
    /// Packets, both ways together.
    pub packets: Amount,
    /// First and last second in which it was seen.
    pub seen: Option<(Moment, Moment)>,
    /// The group of the peer.
    pub direction: Option<Direction>,
    /// Connections of its row.
    pub connections: Amount,
    /// What it is a part of adds up to.
    pub totals: Totals,
}

/// A count that may be known in part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Amount {
    /// Nothing is known.
    #[default]
    Unknown,
    /// So many.
    Known(u64),
    /// More than this: Spot tells no number that does not fit 32 bits (quirk 1).
    Above(u64),
}

impl Facts {
    /// Whether `value` holds for what `key` is about. Where that is not known, only [`Value::Unknown`] does.
    pub(super) fn hold(&self, key: Key, value: &Value) -> bool {
        match value {
            Value::Network(network) => {
                let is_inside = |ip: Option<IpAddr>| ip.is_some_and(|ip| network.contains(&ip.to_canonical()));
                either(key, (Key::Source, Key::Destination), (self.source, self.destination), is_inside)
            }
            Value::Number(span) => self.number_holds(key, |amount| amount.is_in(*span)),
            Value::Protocol(protocol) => self.protocol == Some(*protocol),
            Value::Window(window) => self.seen.is_some_and(|(first, last)| window.meets(first, last)),
            Value::Direction(direction) => self.direction == Some(*direction),
            Value::Unknown if key == Key::Protocol => self.protocol.is_none(),
            Value::Unknown => self.number_holds(key, |amount| amount == Amount::Unknown),
        }
    }

    /// Whether it holds for the number that `key`, a key of numbers, is about.
    fn number_holds(&self, key: Key, holds: impl Fn(Amount) -> bool) -> bool {
        match key {
            Key::Bytes => holds(self.bytes),
            Key::Packets => holds(self.packets),
            Key::Connections => holds(self.connections),
            Key::Total(total) => self.totals.hold(total, holds),
            _ => {
                let ports = (self.source_port, self.destination_port);
                let holds = |port: Option<u16>| holds(Amount::known(port.map(u64::from)));
                either(key, (Key::SourcePort, Key::DestinationPort), ports, holds)
            }
        }
    }
}

/// Whether it holds for the side that `key` names, or for either where it names none.
fn either<T>(key: Key, (source, destination): (Key, Key), sides: (T, T), holds: impl Fn(T) -> bool) -> bool {
    let (at_source, at_destination) = sides;
    (key != destination && holds(at_source)) || (key != source && holds(at_destination))
}

impl Amount {
    /// A number that is known, or not at all.
    #[must_use]
    pub fn known(number: Option<u64>) -> Self {
        number.map_or(Self::Unknown, Self::Known)
    }

    /// A number of a row that says why it tells none.
    #[must_use]
    pub fn told(told: Option<u64>, untold: Untold) -> Self {
        match (told, untold) {
            (Some(number), _) => Self::Known(number),
            (None, Untold::Over32Bit) => Self::Above(LARGEST_TOLD.into()),
            (None, Untold::Missing) => Self::Unknown,
        }
    }

    /// A sum over such rows. One that is not told makes it more than what the others tell.
    #[must_use]
    pub fn sum(sum: Sum, untold: Untold) -> Self {
        match (sum.whole(), untold) {
            (Some(whole), _) => Self::Known(whole),
            (None, Untold::Over32Bit) => Self::Above(sum.known.saturating_add(LARGEST_TOLD.into())),
            (None, Untold::Missing) => Self::Unknown,
        }
    }

    pub(super) fn is_in(self, span: NumberSpan) -> bool {
        match self {
            Self::Unknown => false,
            Self::Known(number) => span.covers(NumberSpan::exactly(number)),
            // Whatever it is, it has to be inside.
            Self::Above(bound) => span.max() == u64::MAX && span.min() <= bound.saturating_add(1),
        }
    }
}
