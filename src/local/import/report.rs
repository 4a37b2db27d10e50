//! What is told of a file that was read, or was not.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::preview::Preview;
use crate::domain::csv::SkippedLine;

/// The formats of flow logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Format {
    /// Zeek's conn.log in columns.
    ZeekTsv,
    /// Zeek's conn.log in JSON.
    ZeekJson,
    /// Suricata's EVE.
    Eve,
    /// nfdump's CSV.
    Nfdump,
    /// Argus' `ra`, and binetflow.
    Argus,
    /// CTU-13 as the VAST challenge wrote it.
    Vast,
    /// Spot's raw flows.
    SpotFlows,
    /// Spot's `details`.
    SpotDetails,
    /// The timeline of a storyboard of Spot's.
    SpotTimeline,
    /// A table whose columns the analyst assigned.
    Assigned,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeekTsv => "Zeek conn.log (TSV)",
            Self::ZeekJson => "Zeek conn.log (JSON)",
            Self::Eve => "Suricata EVE",
            Self::Nfdump => "nfdump CSV",
            Self::Argus => "Argus binetflow",
            Self::Vast => "CTU-13 CSV",
            Self::SpotFlows => "Spot raw flows",
            Self::SpotDetails => "Spot details",
            Self::SpotTimeline => "Spot timeline",
            Self::Assigned => "table with assigned columns",
        })
    }
}

/// What was read of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What it is.
    pub format: Format,
    /// Lines that became flows.
    pub flows: u64,
    /// Lines that belong there and are no flows: headers, other events, sums.
    pub left_out: u64,
    /// Lines that could not be read.
    pub skipped: Skipped,
    /// What else there is to say: that the file was cut off, for instance.
    pub notices: Vec<String>,
}

/// Lines that could not be read: all are counted, the first ones are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// How many.
    pub total: u64,
    /// The first of them, at most [`Skipped::TOLD`].
    pub first: Vec<SkippedLine>,
}

impl Skipped {
    /// How many lines are told with what is wrong.
    pub const TOLD: usize = 100;

    /// One more; its reason is put into words only if it is told.
    pub(super) fn add(&mut self, line: usize, reason: impl fmt::Display) {
        self.total += 1;
        if self.first.len() < Self::TOLD {
            self.first.push(SkippedLine { line, reason: reason.to_string() });
        }
    }
}

/// Why a file is not read at all.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum ImportError {
    /// It is none of the formats.
    #[error(
        "It is no flow log that can be read{}. Expected: {EXPECTED}. Its first line: {first_line}",
        looks_like.as_deref().map(|kind| format!(": it looks like {kind}")).unwrap_or_default()
    )]
    UnknownFormat {
        /// The beginning of its first line, as text, in backticks.
        first_line: String,
        /// What it is instead, where that can be told.
        looks_like: Option<String>,
    },
    /// It is a log of Zeek's, but of something else.
    #[error(
        "It is a log of Zeek's of {log}, not of connections. Expected: conn.log, with fields such as conn_state and orig_bytes."
    )]
    OtherZeekLog {
        /// Its `#path`, in backticks.
        log: String,
    },
    /// It is a table that is not known: its columns have to be assigned.
    #[error(
        "It is a table of an unknown kind: tell which columns hold the start time, the source address and the destination address."
    )]
    NeedsColumns(Box<Preview>),
    /// There is nothing in it.
    #[error("It is empty.")]
    Empty,
}

/// The formats, as they are told.
pub const EXPECTED: &str = "Zeek conn.log (TSV or JSON), Suricata EVE (flow events), nfdump CSV, Argus or CTU binetflow, \
    Spot's raw flows, details or timeline (TSV), or any table with times and addresses (CSV); plain, gzip or zstd";
