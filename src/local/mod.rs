//! Spot in the browser: a flow table, scored connections and comments that answer the questions that Spot's endpoint
//! answers, with the same meaning. Nothing of it leaves the browser.

pub mod demo;
mod flow;
pub mod flow_block;
pub mod flows;
pub mod host_judging;
mod host_totals;
pub mod import;
mod judged;
#[cfg(target_arch = "wasm32")]
mod open;
#[cfg(target_arch = "wasm32")]
pub mod package;
pub mod scores;
mod search;
#[cfg(target_arch = "wasm32")]
pub mod store;
pub mod told_ways;

use std::cell::RefCell;
use std::net::IpAddr;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::domain::details::DetailTable;
use crate::domain::flows::Flows;
use crate::domain::network::InternalNetwork;
use crate::domain::time::Day;
use crate::failure::Failure;
use flows::FlowTable;
use scores::ScoredConnection;

/// What the analyst takes a host for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// High risk: it is to be investigated.
    HighRisk,
    /// Nothing.
    None,
}

/// A flow table that grows while it is searched, between one question and the next. Clones are the same.
#[derive(Clone, Debug, Default)]
pub struct SharedFlows(Rc<RefCell<FlowTable>>);

impl SharedFlows {
    /// Looks at the table.
    pub fn look<T>(&self, look: impl FnOnce(&FlowTable) -> T) -> T {
        look(&self.0.borrow())
    }

    /// Changes the table.
    pub fn update<T>(&self, change: impl FnOnce(&mut FlowTable) -> T) -> T {
        change(&mut self.0.borrow_mut())
    }
}

impl From<FlowTable> for SharedFlows {
    fn from(table: FlowTable) -> Self {
        Self(Rc::new(RefCell::new(table)))
    }
}

/// An open source whose data is all here.
#[derive(Clone, Debug)]
pub struct LocalSpot {
    name: &'static str,
    flows: SharedFlows,
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
            flows: flows.into(),
            scored: demo::scored_connections()?,
            internal_network: demo::internal_network(),
        })
    }

    /// The name of the analyst's own files.
    pub const FILES: &'static str = "files";

    /// The analyst's own files.
    #[must_use]
    pub fn files(flows: SharedFlows) -> Self {
        Self { name: Self::FILES, flows, scored: Vec::new(), internal_network: InternalNetwork::default() }
    }

    /// What the store keeps its comments under; fit for drafts, too.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The days that hold flows, ascending.
    #[must_use]
    pub fn days(&self) -> Vec<Day> {
        self.flows.look(FlowTable::days)
    }

    /// What counts as internal.
    #[must_use]
    pub fn internal_network(&self) -> &InternalNetwork {
        &self.internal_network
    }

    /// The flows.
    #[must_use]
    pub fn flows(&self) -> &SharedFlows {
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
        self.flows.look(|flows| flows.search(day, ip))
    }
}
