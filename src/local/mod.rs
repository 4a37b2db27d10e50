//! Spot in the browser: a flow table, scored connections and comments that answer the questions that Spot's endpoint
//! answers, with the same meaning. Nothing of it leaves the browser.

pub mod demo;
mod flow;
pub mod flow_block;
pub mod flows;
pub mod import;
#[cfg(target_arch = "wasm32")]
mod open;
#[cfg(target_arch = "wasm32")]
mod package;
pub mod scores;
mod search;
#[cfg(target_arch = "wasm32")]
pub mod store;

use std::net::IpAddr;

use crate::domain::details::DetailTable;
use crate::domain::flows::Flows;
use crate::domain::network::InternalNetwork;
use crate::domain::time::Day;
use crate::failure::Failure;
use flows::FlowTable;
use scores::ScoredConnection;

/// An open source whose data is all here.
#[derive(Clone, Debug)]
pub struct LocalSpot {
    name: &'static str,
    flows: FlowTable,
    scored: Vec<ScoredConnection>,
    internal_network: InternalNetwork,
}

impl LocalSpot {
    /// The demo's name.
    pub const DEMO: &'static str = "demo";

    /// The demo with `flows`, the content of its file.
    pub fn demo(flows: FlowTable) -> Result<Self, Failure> {
        Ok(Self {
            name: Self::DEMO,
            flows,
            scored: demo::scored_connections()?,
            internal_network: demo::internal_network(),
        })
    }

    /// What the store keeps its comments under; fit for drafts, too.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The days that hold flows, ascending.
    #[must_use]
    pub fn days(&self) -> Vec<Day> {
        self.flows.days()
    }

    /// What counts as internal.
    #[must_use]
    pub fn internal_network(&self) -> &InternalNetwork {
        &self.internal_network
    }

    /// The flows.
    #[must_use]
    pub fn flows(&self) -> &FlowTable {
        &self.flows
    }

    /// The scored connections of all days.
    #[must_use]
    pub fn scored(&self) -> &[ScoredConnection] {
        &self.scored
    }

    /// The expanded search: the rows of `ip` on `day`, and the flows behind them.
    #[must_use]
    pub fn search(&self, day: Day, ip: IpAddr) -> (DetailTable, Flows) {
        self.flows.search(day, ip)
    }
}
