//! The investigation as JSON, with the field names of the Elastic Common Schema, 8.11
//! (<https://www.elastic.co/guide/en/ecs>).
//!
//! ```text
//! { "flow_threat_investigation": { what it is about, the comment, the overview },
//!   "events": [ one document for each row of each list ] }
//! ```
//!
//! `jq -c '.events[]'` makes of it what Elasticsearch loads. An event stands alone: each says of which IP, day and source
//! it is, when it was made, and whether it is demo data. How fields are used, where the schema leaves a choice:
//!
//! - `event.start` and `event.end` are first and last sight, as ISO 8601. Those of files and the demo are UTC and end in
//!   `Z`. Spot's have **no zone**: they are the collector's wall clock, and its zone is known to nobody here (`spot.md`,
//!   "Endpoint"). Elasticsearch takes such a time for UTC. Whoever knows the zone gives it when loading (a date processor's
//!   `timezone`).
//! - `source.*` and `destination.*` are who opened a connection and to whom. A lane of a peer with rows both ways has
//!   neither, but `related.ip`. Ports stand there where a row has one of each; else they are those of the row with most
//!   bytes, and stand under `flow_threat_investigation.largest`.
//! - `network.bytes` and `network.packets` are totals, and Spot tells the largest connection's. They stand only where there
//!   was one connection; the others are `flow_threat_investigation.max_connection_bytes` and so on. `source.bytes` would
//!   claim to know which way they went.
//! - `source.geo` and `destination.geo` are what iploc.csv tells. `network.name` is the name of the network of one end, where
//!   only one end has a name, or both the same; `flow_threat_investigation.known` has all that context files know of both
//!   ends.
//! - `network.direction` is a lane's group, seen from the perimeter. The schema has no word for two-way:
//!   `flow_threat_investigation.direction` has.
//! - `network.community_id` (version 1, seed 0), `network.transport` and `network.iana_number` stand where a row is one of
//!   flows whose protocol is known and the same: Spot's `details` tells none.
//! - `threat.technique` is what the analyst takes the whole threat for. Sub-techniques are below it, as the schema has them.
//! - A number that is not told is left out, and named in `flow_threat_investigation.not_told`, or in `over_32_bit`
//!   where it is known to be above 2,147,483,647 (quirk 1).
//!
//! Addresses are never defanged here: `source.ip` is of the type `ip`.

mod event;
mod fields;
mod known;

use std::net::IpAddr;

use serde::Serialize;

use super::dossier::{Clock, Dossier, Handling, Source};
use crate::domain::attack::TechniqueId;
use crate::domain::view::Sum;
use crate::words::search;

/// The whole investigation; indented, ends with a line break.
#[must_use]
pub fn document(dossier: &Dossier, handling: Handling) -> String {
    let document = Document { head: Head::of(dossier, handling), events: event::all(dossier) };
    // Numbers, texts and lists of them: nothing in it can fail to be written.
    let mut json = serde_json::to_string_pretty(&document).unwrap_or_default();
    json.push('\n');
    json
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "flow_threat_investigation")]
    head: Head<'a>,
    events: Vec<fields::Entry>,
}

#[derive(Serialize)]
struct Head<'a> {
    #[serde(flatten)]
    about: About,
    #[serde(skip_serializing_if = "Option::is_none")]
    demo_notice: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tlp: Option<&'a str>,
    /// What is known of the zone of all times.
    time_zone: &'a str,
    threat: Threat<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    techniques: Vec<Technique>,
    standing: Standing<'a>,
    peers: Groups,
    /// What was let through; all numbers and events are of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    filter: Option<String>,
    rows: u64,
    /// Rows of the whole search, where a filter was in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows_without_filter: Option<u64>,
    connections: Total,
    approximate_bytes: Total,
    self_rows: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_seen: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_seen: Option<String>,
    /// What context files know of the IP.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<known::KnownEnd>,
    /// What limits the numbers, in words.
    remarks: Vec<String>,
}

/// What the document, and each event, is about.
#[derive(Clone, Serialize)]
struct About {
    ip: IpAddr,
    day: String,
    data_source: String,
    demo: bool,
    made_at: String,
}

#[derive(Serialize)]
struct Threat<'a> {
    title: &'a str,
    text: &'a str,
}

/// A technique of MITRE ATT&CK.
#[derive(Serialize)]
struct Technique {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    reference: String,
}

#[derive(Serialize)]
struct Standing<'a> {
    place: &'a str,
    reason: String,
}

#[derive(Serialize)]
struct Groups {
    inbound: u32,
    outbound: u32,
    two_way: u32,
}

#[derive(Serialize)]
struct Total {
    known: u64,
    rows_that_do_not_tell: u64,
}

impl About {
    fn of(dossier: &Dossier) -> Self {
        Self {
            ip: dossier.overview.ip,
            day: dossier.day.to_string(),
            data_source: dossier.source.words(),
            demo: dossier.source == Source::Demo,
            made_at: dossier.made_at.clone(),
        }
    }
}

impl Technique {
    fn of(id: TechniqueId) -> Self {
        Self { id: id.to_string(), name: id.full_name(), reference: id.reference() }
    }
}

impl<'a> Head<'a> {
    fn of(dossier: &'a Dossier, handling: Handling) -> Self {
        let overview = &dossier.overview;
        let [inbound, outbound, two_way] = overview.peers;
        Self {
            about: About::of(dossier),
            demo_notice: dossier.source.demo_notice(),
            tlp: handling.marking.map(super::dossier::Tlp::label),
            time_zone: match dossier.source.clock() {
                Clock::Collector => "unknown: the collector's wall clock",
                Clock::Utc => "UTC",
            },
            threat: Threat { title: &dossier.comment.title, text: &dossier.comment.text },
            techniques: dossier.techniques.iter().map(|id| Technique::of(*id)).collect(),
            standing: Standing {
                place: search::place(overview.standing.place),
                reason: search::reason(&overview.standing.reason, "the analyst"),
            },
            peers: Groups { inbound, outbound, two_way },
            filter: overview.filtered.as_ref().map(|filtered| filtered.filter.to_string()),
            rows: overview.rows,
            rows_without_filter: overview.filtered.as_ref().map(|filtered| filtered.of_rows),
            connections: overview.connections.into(),
            approximate_bytes: overview.approx_bytes.into(),
            self_rows: overview.self_rows,
            first_seen: overview.seen.map(|(first, _)| dossier.source.clock().stamp(first)),
            last_seen: overview.seen.map(|(_, last)| dossier.source.clock().stamp(last)),
            known: known::KnownEnd::of(overview.ip, dossier),
            remarks: search::remarks(overview, &dossier.warnings)
                .into_iter()
                .chain(dossier.known.places_notice.clone())
                .collect(),
        }
    }
}

impl From<Sum> for Total {
    fn from(sum: Sum) -> Self {
        Self { known: sum.known, rows_that_do_not_tell: sum.untold }
    }
}
