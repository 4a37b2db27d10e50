//! What a cell of a table says in the language of the filter: the attribute that the cell's menu reads.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::domain::details::{LARGEST_TOLD, Untold};
use crate::domain::direction::{Direction, Side};
use crate::domain::filter::{DayWindow, Filter, Key, NumberSpan, Sense, Term, Value};
use crate::domain::protocol::Protocol;
use crate::domain::time::{DAY_SECONDS, Moment};

/// What is done with what a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// It is let through, too.
    Include,
    /// It is left out.
    Exclude,
    /// Of its kind it alone is let through.
    Only,
}

impl Edit {
    /// All, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Include, Self::Exclude, Self::Only];

    /// As the menu has it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Include => "Include",
            Self::Exclude => "Exclude",
            Self::Only => "Only",
        }
    }
}

/// `filter` after that was done with a cell that says `cell`. A cell that says nothing of the language changes nothing.
#[must_use]
pub fn edited(filter: Filter, edit: Edit, cell: &str) -> Filter {
    let Ok(said) = cell.parse::<Filter>() else { return filter };
    let values = said.terms().iter().flat_map(|term| term.values().iter().map(|value| (term.key(), *value)));
    values.fold(filter, |filter, (key, value)| match edit {
        Edit::Include => filter.include(key, value),
        Edit::Exclude => filter.exclude(key, value),
        Edit::Only => filter.only(key, value),
    })
}

fn say(key: Key, value: Value) -> Option<String> {
    Term::new(Sense::Wanted, key, vec![value]).map(|term| term.to_string())
}

/// An address, as the side that `key` names.
#[must_use]
pub fn address(key: Key, ip: IpAddr) -> Option<String> {
    say(key, Value::address(ip))
}

/// The peer of rows that have the sought IP on `side`.
#[must_use]
pub fn peer(side: Side, ip: IpAddr) -> Option<String> {
    let key = match side {
        Side::Destination => Key::Source,
        Side::Source => Key::Destination,
    };
    address(key, ip)
}

/// A port, as the side that `key` names.
#[must_use]
pub fn port(key: Key, port: Option<u16>) -> Option<String> {
    say(key, port.map_or(Value::Unknown, Value::port))
}

/// A number of bytes or packets.
#[must_use]
pub fn number(key: Key, number: Option<u64>) -> Option<String> {
    say(key, number.map_or(Value::Unknown, |number| Value::Number(NumberSpan::exactly(number))))
}

/// A number of a row; one that Spot cut is above all that it tells (`spot.md`, quirk 1).
#[must_use]
pub fn amount(key: Key, told: Option<u64>, untold: Untold) -> Option<String> {
    let above = || NumberSpan::new(u64::from(LARGEST_TOLD) + 1, u64::MAX);
    match (told, untold) {
        (Some(_), _) | (None, Untold::Missing) => number(key, told),
        (None, Untold::Over32Bit) => say(key, Value::Number(above()?)),
    }
}

/// What a cell adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All of a search or a day.
    Whole,
    /// What passes the filter. The language asks for totals of all: here the cell stands for whom it is about.
    Filtered,
}

impl Scope {
    /// What is seen through `filter`.
    #[must_use]
    pub fn of(filter: &Filter) -> Self {
        if filter.is_empty() { Self::Whole } else { Self::Filtered }
    }

    /// What a number of a `key` that asks for all says: itself, or `whose` it is.
    #[must_use]
    pub fn total(self, key: Key, told: Option<u64>, untold: Untold, whose: Option<String>) -> Option<String> {
        match self {
            Self::Whole => amount(key, told, untold),
            Self::Filtered => whose,
        }
    }
}

/// The most addresses and subnets that a cell stands for: a link with more would be too long.
const MOST_ADDRESSES: usize = 100;

/// Several addresses, on either side; nothing where there is none, or too many. Many are written as subnets, where subnets have
/// these alone: a wider one would stand for peers that are not meant.
#[must_use]
pub fn addresses(ips: impl IntoIterator<Item = IpAddr>) -> Option<String> {
    let mut networks: Vec<IpNet> = ips.into_iter().map(|ip| ip.to_canonical().into()).collect();
    if networks.len() > MOST_ADDRESSES {
        networks = IpNet::aggregate(&networks);
    }
    if networks.len() > MOST_ADDRESSES {
        return None;
    }
    Term::new(Sense::Wanted, Key::Ip, networks.into_iter().map(Value::Network).collect()).map(|term| term.to_string())
}

/// A protocol.
#[must_use]
pub fn protocol(protocol: Option<Protocol>) -> Option<String> {
    say(Key::Protocol, protocol.map_or(Value::Unknown, Value::Protocol))
}

/// A group of peers.
#[must_use]
pub fn direction(direction: Direction) -> Option<String> {
    say(Key::Direction, Value::Direction(direction))
}

/// From one time to another: the minutes of the day from the one's to the other's; all of it where they are a day apart.
#[must_use]
pub fn stretch(first: Moment, last: Moment) -> Option<String> {
    let minute = |moment: Moment| moment.0 % DAY_SECONDS / 60 * 60;
    let is_short = last.0.saturating_sub(first.0) < DAY_SECONDS - 120;
    let window =
        if is_short { DayWindow::new(minute(first), minute(last) + 60) } else { DayWindow::new(0, DAY_SECONDS) };
    say(Key::Time, Value::Window(window?))
}

/// A time: its minute of the day.
#[must_use]
pub fn minute(moment: Moment) -> Option<String> {
    let second = moment.0 % DAY_SECONDS;
    let from = second - second % 60;
    say(Key::Time, Value::Window(DayWindow::new(from, from + 60)?))
}
