//! All that is known of an investigation, put together for the exports.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::defang;
use super::known::Known;
use super::sheet::List;
use crate::domain::attack::TechniqueId;
use crate::domain::community_id::FlowTuple;
use crate::domain::direction::Side;
use crate::domain::filter::{Filter, Term};
use crate::domain::in_common::PairService;
use crate::domain::investigation::Investigation;
use crate::domain::protocol::Protocol;
use crate::domain::threats::Comment;
use crate::domain::time::{Day, Moment};
use crate::domain::view::{Counted, Grouping, Lane, Measure, Overview, Pair, TopRow, TopTables, View};
use crate::domain::ways::Ways;

/// An investigation as it stood when it was exported. Of the size of a screen, whatever the data's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// The day that was searched.
    pub day: Day,
    /// What the analyst wrote: plain text, decoded; both parts may be empty.
    pub comment: Comment,
    /// What the analyst takes the threat for (MITRE ATT&CK), each once, by ID.
    pub techniques: Vec<TechniqueId>,
    /// The head of the investigation.
    pub overview: Overview,
    /// Errors that the server put beside its data, in its own words.
    pub warnings: Vec<String>,
    /// How the search was looked at.
    pub view: View,
    /// What a row of the tables stands for.
    pub grouping: Grouping,
    /// The four top tables.
    pub tables: TopTables,
    /// The protocol of each of their rows, where it is one and known: never of a row that is a peer.
    pub protocols: [Vec<Option<Protocol>>; 4],
    /// The lanes of the timeline.
    pub lanes: Lanes,
    /// The (source, destination) pairs of the top peers (`spot.md`, quirk 4).
    pub pairs: Vec<Pair>,
    /// What the context files know of the addresses; nothing until it is looked up.
    pub known: Known,
    /// What all connections of each pair have in common.
    pub pair_services: Vec<PairService>,
    /// What went each way in each pair; none where it was not looked up.
    pub pair_ways: Vec<Ways>,
    /// Where the flows come from.
    pub source: Source,
    /// When the export was made, as the app's clock has it, with its zone: `2016-07-09 08:15 UTC`.
    pub made_at: String,
}

/// The merged top peers, each with its lane of the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lanes {
    /// All lanes, the busiest first; `runs` is empty, since pixels mean nothing here.
    pub lanes: Vec<Lane>,
    /// What `in_lanes` counts.
    pub counted: Counted,
    /// Rows (or connections) in all lanes, and in the search.
    pub in_lanes: (u64, u64),
}

/// Where the flows come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// Spot's endpoint.
    Spot {
        /// Its host, with the port where it has one: `spot.example:8889`.
        host: String,
    },
    /// The day of flows that ships with the app.
    Demo,
    /// The analyst's own flow logs.
    Files,
}

/// Whose clock times are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The collector's wall clock, whose zone nobody here knows (`spot.md`, "Endpoint").
    Collector,
    /// UTC: logs count seconds so.
    Utc,
}

/// To whom an export may go, and in which form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// How addresses are written.
    pub addresses: Addresses,
    /// With whom it may be shared; `None` says nothing about it.
    pub marking: Option<Tlp>,
}

/// How addresses are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Addresses {
    /// As they are.
    #[default]
    Plain,
    /// So that nothing turns them into a link; names and URLs in texts too.
    Defanged,
}

/// The Traffic Light Protocol, version 2.0 (FIRST, <https://www.first.org/tlp/>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Tlp {
    /// For those who receive it alone.
    Red,
    /// For their organisation alone.
    AmberStrict,
    /// For their organisation and its clients.
    Amber,
    /// For the community.
    Green,
    /// For everyone.
    Clear,
}

impl Dossier {
    /// Gathers what is known of `investigation`, looked at as `view` and `grouping` say.
    #[must_use]
    pub fn gather(investigation: &Investigation, view: View, grouping: Grouping, told: Told) -> Self {
        let timeline = investigation.timeline(view, None, 1, 0, u32::MAX);
        let lanes = timeline.lanes.into_iter().map(|lane| Lane { runs: Vec::new(), ..lane });
        let tables = investigation.tables(view, grouping);
        let protocols = match grouping {
            Grouping::Row => investigation.protocols(&tables),
            Grouping::Peer => [const { Vec::new() }; 4],
        };
        let mut techniques = told.techniques;
        techniques.sort_unstable();
        techniques.dedup();
        let pairs = investigation.pairs(view);
        Self {
            day: told.day,
            comment: told.comment,
            techniques,
            pair_services: investigation.pair_services(&pairs),
            pair_ways: Vec::new(),
            protocols,
            overview: investigation.overview(view),
            warnings: told.warnings,
            view,
            grouping,
            tables,
            lanes: Lanes { lanes: lanes.collect(), counted: timeline.counted, in_lanes: timeline.in_lanes },
            pairs,
            known: Known::default(),
            source: told.source,
            made_at: told.made_at,
        }
    }

    /// Every address in it.
    #[must_use]
    pub fn addresses(&self) -> BTreeSet<IpAddr> {
        let peers = self.tables.iter().flat_map(|table| &table.rows).map(|row| row.peer);
        let pairs = self.pairs.iter().flat_map(|pair| [pair.source, pair.destination]);
        let lanes = self.lanes.lanes.iter().map(|lane| lane.peer);
        peers.chain(pairs).chain(lanes).chain([self.overview.ip]).collect()
    }

    /// What identifies the flows of each row of a top table in other tools, where their protocol is known.
    #[must_use]
    pub fn tuples(&self, side: Side, by: Measure) -> Vec<Option<FlowTuple>> {
        let mut tables = self.tables.iter().zip(&self.protocols);
        let Some((table, protocols)) = tables.find(|(table, _)| (table.side, table.by) == (side, by)) else {
            return Vec::new();
        };
        let tuple = |row: &TopRow, protocol: Option<Protocol>| {
            let (source, destination) = match side {
                Side::Destination => (row.peer, self.overview.ip),
                Side::Source => (self.overview.ip, row.peer),
            };
            let (source_port, destination_port) = (row.source_port, row.destination_port);
            let protocol = protocol?;
            // Type and code of ICMP, as Zeek logs them. Other logs put both into one port, or a number of the message.
            let is_told = |port: Option<u16>| port.is_some_and(|port| port < 256);
            let is_icmp = matches!(protocol.transport(), Some("icmp" | "ipv6-icmp"));
            let tuple = FlowTuple { source, destination, protocol, source_port, destination_port };
            (!is_icmp || is_told(source_port) && is_told(destination_port)).then_some(tuple)
        };
        let protocols = protocols.iter().copied().chain(std::iter::repeat(None));
        table.rows.iter().zip(protocols).map(|(row, protocol)| tuple(row, protocol)).collect()
    }

    /// What it is about, in words: the title, or the IP where none was given.
    #[must_use]
    pub fn title(&self, addresses: Addresses) -> String {
        match self.comment.title.trim() {
            "" => format!("Investigation of {}", addresses.address(self.overview.ip)),
            title => addresses.text(title),
        }
    }

    /// Out of how many a list is.
    #[must_use]
    pub fn of_how_many(&self, list: List) -> u64 {
        match list {
            List::Top(side, by) => {
                let table = self.tables.iter().find(|table| (table.side, table.by) == (side, by));
                table.map_or(0, |table| table.of)
            }
            List::Lanes => self.overview.peers.iter().map(|&peers| u64::from(peers)).sum(),
            List::Pairs => self.pairs.len() as u64,
        }
    }

    /// What a row of a list stands for, in words.
    #[must_use]
    pub fn thing(&self, list: List) -> &'static str {
        match (list, self.grouping) {
            (List::Top(..), Grouping::Row) => "row",
            (List::Top(..), Grouping::Peer) | (List::Lanes, _) => "peer",
            (List::Pairs, _) => "pair",
        }
    }
}

/// What the rows of a search do not tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The day that was searched.
    pub day: Day,
    /// What the analyst wrote.
    pub comment: Comment,
    /// What the analyst takes the threat for (MITRE ATT&CK).
    pub techniques: Vec<TechniqueId>,
    /// Errors that the server put beside its data, in its own words.
    pub warnings: Vec<String>,
    /// Where the flows come from.
    pub source: Source,
    /// When the export is made, with the zone of that clock.
    pub made_at: String,
}

impl Source {
    /// That the flows are of nobody's network; `None` where they are real work.
    #[must_use]
    pub fn demo_notice(&self) -> Option<&'static str> {
        match self {
            Self::Spot { .. } | Self::Files => None,
            Self::Demo => Some("DEMO DATA: flows that ship with the app, not of your network"),
        }
    }

    /// Whose clock its times are of.
    #[must_use]
    pub fn clock(&self) -> Clock {
        match self {
            Self::Spot { .. } => Clock::Collector,
            Self::Demo | Self::Files => Clock::Utc,
        }
    }

    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Spot { host } => format!("Apache Spot at {host}"),
            Self::Demo => "DEMO DATA of the app".to_owned(),
            Self::Files => "flow logs from the analyst\u{2019}s own files".to_owned(),
        }
    }
}

impl Clock {
    /// A moment of it for programs (ISO 8601): `2016-07-08T09:04:12`, with a `Z` in UTC.
    #[must_use]
    pub fn stamp(self, moment: Moment) -> String {
        let zone = match self {
            Self::Collector => "",
            Self::Utc => "Z",
        };
        format!("{}T{}{zone}", moment.day(), moment.clock())
    }
}

impl Addresses {
    /// An address.
    #[must_use]
    pub fn address(self, ip: IpAddr) -> String {
        match self {
            Self::Plain => ip.to_string(),
            Self::Defanged => defang::address(ip),
        }
    }

    /// A text that may hold addresses.
    #[must_use]
    pub fn text(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Defanged => defang::text(text),
        }
    }

    /// A filter. What reads filters reads it in either form.
    #[must_use]
    pub fn filter(self, filter: &Filter) -> String {
        let value = |value: &str| {
            let (ip, prefix) = value.find('/').map_or((value, ""), |slash| value.split_at(slash));
            ip.parse().map_or_else(|_| value.to_owned(), |ip| format!("{}{prefix}", self.address(ip)))
        };
        let term = |term: &Term| {
            let text = term.to_string();
            let (key, values) = text.split_once(':').unwrap_or((&text, ""));
            let values: Vec<String> = values.split(',').map(value).collect();
            format!("{key}:{}", values.join(","))
        };
        filter.terms().iter().map(term).collect::<Vec<_>>().join(" ")
    }
}

impl Tlp {
    /// All, the strictest first.
    pub const ALL: [Self; 5] = [Self::Red, Self::AmberStrict, Self::Amber, Self::Green, Self::Clear];

    /// The label, as it has to be written.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Red => "TLP:RED",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Amber => "TLP:AMBER",
            Self::Green => "TLP:GREEN",
            Self::Clear => "TLP:CLEAR",
        }
    }
}
