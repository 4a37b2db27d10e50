//! What a cell of a table says in the language of the filter: the attribute that the cell's menu reads.

use std::net::IpAddr;

use crate::domain::direction::Direction;
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

/// A port, as the side that `key` names. What is not known says nothing.
#[must_use]
pub fn port(key: Key, port: Option<u16>) -> Option<String> {
    say(key, Value::port(port?))
}

/// A number of bytes or packets.
#[must_use]
pub fn number(key: Key, number: Option<u64>) -> Option<String> {
    say(key, Value::Number(NumberSpan::exactly(number?)))
}

/// A protocol.
#[must_use]
pub fn protocol(protocol: Option<Protocol>) -> Option<String> {
    say(Key::Protocol, Value::Protocol(protocol?))
}

/// A group of peers.
#[must_use]
pub fn direction(direction: Direction) -> Option<String> {
    say(Key::Direction, Value::Direction(direction))
}

/// A time: its minute of the day.
#[must_use]
pub fn minute(moment: Moment) -> Option<String> {
    let second = moment.0 % DAY_SECONDS;
    let from = second - second % 60;
    say(Key::Time, Value::Window(DayWindow::new(from, from + 60)?))
}
