//! Which addresses of the data begin as what the analyst writes.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::domain::active::most_active;
use crate::domain::context::Context;
use crate::domain::filter::{Begun, End, HostTotals};
use crate::domain::time::Day;
use crate::domain::view::Sum;

/// The most active addresses that begin so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskActive {
    /// Of which data.
    pub of: ActiveOf,
    /// How they begin, and at which end of a flow they are looked for.
    pub begun: Begun,
    /// No more than so many.
    pub at_most: u8,
}

/// Of which data addresses are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActiveOf {
    /// The open search, whatever the filter.
    Search,
    /// All flows of a day, of a source whose flows are all here.
    Day(Day),
}

/// An address of the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveAddress {
    /// The address.
    pub ip: IpAddr,
    /// Its connections at that end; `None` where a row does not tell.
    pub connections: Option<u64>,
    /// What the context files know of it, in short.
    pub name: Option<String>,
}

/// The addresses of a day, each with its flows at an end; `totals` are by the place of the address.
pub fn of_day<'a>(
    addresses: &'a [IpAddr],
    totals: &'a [HostTotals],
    end: End,
) -> impl Iterator<Item = (IpAddr, Sum)> + 'a {
    addresses.iter().zip(totals).map(move |(&ip, host)| {
        let known = match end {
            End::Source => host.opened,
            End::Destination => host.taken,
            End::Either => host.opened.saturating_add(host.taken),
        };
        (ip, Sum { known, untold: 0 })
    })
}

/// The first of `all` that were asked for, with what `context` knows of them.
#[must_use]
pub fn answer(question: &AskActive, all: impl Iterator<Item = (IpAddr, Sum)>, context: &Context) -> Vec<ActiveAddress> {
    let first = most_active(all, &question.begun, question.at_most.into());
    let told = |(ip, connections): (IpAddr, Sum)| ActiveAddress {
        ip,
        connections: connections.whole(),
        name: context.label(ip).map(|label| label.short()),
    };
    first.into_iter().map(told).collect()
}
