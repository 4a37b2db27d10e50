//! The files that a storyboard can be taken along as.

use std::fmt::Write as _;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{Document, StoredDocuments, TimelineRow, in_file_name, to_spot_json};

/// A file of a storyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BoardFile {
    /// One of the three documents, as Spot's own file of it.
    Document(Document),
    /// The rows of `flow_timeline`, as the file in which Spot keeps a storyboard's details ("sbdet").
    Timeline,
}

/// The columns of Spot's file, those of `flow_timeline` without the IP that the file is named by.
const COLUMNS: &str = "tstart\ttend\tsrcip\tdstip\tproto\tsport\tdport\tpkts\tbytes\n";

impl BoardFile {
    /// All four, in the order of the panels.
    pub const ALL: [Self; 4] = [
        Self::Document(Document::IncidentProgression),
        Self::Document(Document::ImpactAnalysis),
        Self::Document(Document::Globe),
        Self::Timeline,
    ];

    /// Its name, with the dots of `ip` as in Spot.
    #[must_use]
    pub fn name(self, ip: IpAddr) -> String {
        match self {
            Self::Document(document) => document.file_name(ip),
            Self::Timeline => format!("sbdet-{}.tsv", in_file_name(ip)),
        }
    }

    /// Its content; `None` where there is no such document.
    #[must_use]
    pub fn content(self, documents: &StoredDocuments) -> Option<String> {
        let StoredDocuments { impact, progression, globe, timeline } = documents;
        match self {
            // Names and numbers always can be written.
            Self::Document(Document::ImpactAnalysis) => to_spot_json(impact.as_ref()?).ok(),
            Self::Document(Document::IncidentProgression) => to_spot_json(progression.as_ref()?).ok(),
            Self::Document(Document::Globe) => to_spot_json(globe.as_ref()?).ok(),
            Self::Timeline => Some(tab_separated(&timeline.as_ref()?.rows)),
        }
    }
}

/// Addresses, times and numbers: there is nothing in them that would need to be quoted.
fn tab_separated(rows: &[TimelineRow]) -> String {
    let mut text = COLUMNS.to_owned();
    for row in rows {
        let TimelineRow { start, end, source, destination, packets, bytes, .. } = row;
        let protocol = row.protocol.map(|protocol| protocol.to_string()).unwrap_or_default();
        let port = |port: Option<u16>| port.map(|port| port.to_string()).unwrap_or_default();
        let (from, to) = (port(row.source_port), port(row.destination_port));
        // A text takes all that is written.
        let _ = writeln!(text, "{start}\t{end}\t{source}\t{destination}\t{protocol}\t{from}\t{to}\t{packets}\t{bytes}");
    }
    text
}
