//! Questions about the hosts of a source whose flows are all here.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::domain::filter::Filter;
use crate::domain::suspicion::Host;
use crate::domain::time::Day;
use crate::local::Mark;

/// The hosts of a day. Sends [`Progress`](super::api::Progress): hundredths of the work as rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskHosts {
    /// The day.
    pub day: Day,
    /// Which come first.
    pub order: HostOrder,
    /// What their addresses contain.
    pub containing: String,
    /// By which flows they are judged.
    pub filter: Filter,
    /// No more than so many.
    pub at_most: u16,
}

/// Which hosts come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HostOrder {
    /// The most suspicious.
    #[default]
    Suspicion,
    /// Those of most connections, opened or taken.
    Connections,
    /// Those of most peers.
    Peers,
    /// Those that sent most bytes to outside.
    BytesOut,
    /// The lowest address.
    Address,
}

/// Some hosts of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hosts {
    /// The first of them.
    pub hosts: Vec<Host>,
    /// How many contain what was asked for.
    pub matching: u64,
    /// How many there are, of which a flow passes the filter.
    pub of: u64,
}

/// Takes a host for high risk, or no longer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MarkHost {
    /// The day.
    pub day: Day,
    /// The host.
    pub ip: IpAddr,
    /// What it is taken for.
    pub mark: Mark,
}
