//! Keys of which nothing is known where the filter is in force: no value of them holds but `unknown`, and that is told.

use crate::domain::filter::{Filter, Key};

/// What is looked at through a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looked {
    /// Rows of Spot, which tells no single flows.
    AtRows,
    /// Flows of a search.
    AtFlows,
    /// The hosts of a day.
    AtHosts,
}

/// What `filter` asks for in vain, and why; `None` where all of it is known.
#[must_use]
pub fn unknown(filter: &Filter, looked: Looked) -> Option<String> {
    let is_unknown = |key: Key| match looked {
        Looked::AtRows => key == Key::Protocol || key.is_of_host(),
        Looked::AtFlows => false,
        // The way across the border of the network stands for the group of a peer.
        Looked::AtHosts => key.is_of_search() && key != Key::Direction,
    };
    let asked: Vec<&str> =
        Key::ALL.into_iter().filter(|key| is_unknown(*key) && filter.asks(*key)).map(Key::name).collect();
    let why = match looked {
        Looked::AtRows => "Spot does not tell it of a row",
        Looked::AtFlows | Looked::AtHosts => "it is told in the search of an IP",
    };
    (!asked.is_empty()).then(|| {
        format!("Nothing is known here of {}: {why}. So no value of it holds but `unknown`.", asked.join(", "))
    })
}
