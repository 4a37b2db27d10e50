//! The investigation as a bundle of STIX 2.1 (OASIS Standard, <https://docs.oasis-open.org/cti/stix/v2.1/os/>).
//!
//! ```text
//!   report (title, comment)   --> observed-data --> network-traffic --> ipv4-addr, ipv6-addr
//!         |                       one a pair of the top peers
//!         +--> attack-pattern     one a technique that the analyst chose
//!   identity: the app, which made all of it          marking-definition: with whom it may be shared
//! ```
//!
//! How it uses what the standard leaves open:
//!
//! - A `network-traffic` is a (source, destination) pair. It has the ports and the protocol that all its connections share.
//!   `protocols` has to be there: where none is known, or where there are several, it is `ipv4` or `ipv6` alone.
//! - Its counts of bytes and packets are there where each of its flows tells which way they went. Spot's rows do not: they have
//!   means and the largest, of one number a flow.
//! - `number_observed` is the pair's connections, up to the standard's 999,999,999; 1 where Spot does not tell them, and
//!   that many where it says that they do not fit.
//! - STIX wants times in UTC. Spot's are the collector's wall clock, whose zone nobody here knows: they are written as they
//!   are, and the report says so.
//! - TLP is version 2.0, as everywhere in the app. The standard itself has markings for version 1 only; OASIS publishes those
//!   of version 2.0 as an extension (cti-stix-common-objects), and those are used.
//! - What holds it together is a `report`, not a `grouping`: OASIS's schema of a bundle does not know the latter.
//! - The same input makes the same bundle. IDs of observables are made as the standard says; those of the other objects
//!   likewise, in a namespace of the app's own, from what does not change when one exports again: then a receiver sees a
//!   new version. So `created` is the beginning of the investigated day, and `modified` the time of the export.
//!
//! Addresses are never defanged here, and texts are texts of JSON.

mod id;
mod objects;

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde_json::{Value, json};

use super::dossier::{Clock, Dossier, Handling};
use crate::domain::details::Untold;
use crate::domain::in_common::PairService;
use crate::domain::protocol::Protocol;
use crate::domain::time::Moment;
use crate::domain::view::Pair;
use crate::domain::ways::Ways;
use id::{of_app, of_observable};
use objects::{Common, app, attack_pattern, marking};

/// The most that `number_observed` may say.
const MOST_OBSERVED: u64 = 999_999_999;

/// The largest integer of the standard type `integer`: what a number of JSON holds exactly.
const LARGEST_INTEGER: u64 = (1 << 53) - 1;

/// The whole investigation as a bundle; indented, ends with a line break.
#[must_use]
pub fn bundle(dossier: &Dossier, handling: Handling) -> String {
    let marking = handling.marking.map(marking);
    let common = Common::of(dossier, marking.as_ref());
    let app = app(&common);
    let patterns = dossier.techniques.iter().map(|id| attack_pattern(*id, &common));
    let ways = dossier.pair_ways.iter().copied().chain(std::iter::repeat(Ways::default()));
    let pairs = dossier.pairs.iter().zip(&dossier.pair_services).zip(ways);

    let mut content: Vec<Value> = patterns.collect();
    // By address: each once.
    let mut addresses: BTreeMap<IpAddr, Value> = BTreeMap::new();
    addresses.insert(dossier.overview.ip, address(dossier.overview.ip, &common));
    let mut traffic = Vec::new();
    for ((pair, service), ways) in pairs {
        for ip in [pair.source, pair.destination] {
            addresses.entry(ip).or_insert_with(|| address(ip, &common));
        }
        let seen = network_traffic(pair, *service, ways, &common);
        traffic.push(observed_data(pair, &seen, dossier, &common));
        traffic.push(seen);
    }
    content.extend(addresses.into_values());
    content.extend(traffic);

    let report = report(dossier, &content, &common);
    let id = of_app("bundle", &[&common.about]);
    let objects: Vec<Value> = marking.into_iter().chain([app, report]).chain(content).collect();
    // Numbers, texts and lists of them: nothing in it can fail to be written.
    let mut json =
        serde_json::to_string_pretty(&json!({"type": "bundle", "id": id, "objects": objects})).unwrap_or_default();
    json.push('\n');
    json
}

/// `2016-07-08T09:04:12Z`: as the collector's clock had it.
fn time(moment: Moment) -> String {
    Clock::Utc.stamp(moment)
}

fn address_type(ip: IpAddr) -> &'static str {
    if ip.is_ipv4() { "ipv4-addr" } else { "ipv6-addr" }
}

fn address_id(ip: IpAddr) -> String {
    of_observable(address_type(ip), &json!({"value": ip}))
}

fn address(ip: IpAddr, common: &Common) -> Value {
    common.observable(json!({"type": address_type(ip), "id": address_id(ip), "value": ip}))
}

fn network_traffic(pair: &Pair, service: PairService, ways: Ways, common: &Common) -> Value {
    let version = if pair.source.is_ipv4() && pair.destination.is_ipv4() { "ipv4" } else { "ipv6" };
    let protocols: Vec<&str> =
        [Some(version), service.protocol.and_then(Protocol::transport)].into_iter().flatten().collect();
    let mut traffic = json!({
        "start": time(pair.first_seen),
        "end": time(pair.last_seen),
        "src_ref": address_id(pair.source),
        "dst_ref": address_id(pair.destination),
        "protocols": protocols,
    });
    let ports = [("src_port", service.source_port), ("dst_port", service.destination_port)];
    for (name, port) in ports {
        if let Some(port) = port {
            traffic[name] = json!(port);
        }
    }
    // These are the properties that make its ID.
    let id = of_observable("network-traffic", &traffic);
    let counts = [
        ("src_byte_count", ways.sent_bytes),
        ("dst_byte_count", ways.received_bytes),
        ("src_packets", ways.sent_packets),
        ("dst_packets", ways.received_packets),
    ];
    for (name, count) in counts {
        if let Some(count) = count.filter(|count| *count <= LARGEST_INTEGER) {
            traffic[name] = json!(count);
        }
    }
    traffic["type"] = json!("network-traffic");
    // It has an end: the standard wants this said, too.
    traffic["is_active"] = json!(false);
    traffic["id"] = json!(id);
    common.observable(traffic)
}

fn observed_data(pair: &Pair, traffic: &Value, dossier: &Dossier, common: &Common) -> Value {
    let number = match (pair.connections, dossier.overview.untold) {
        (Some(connections), _) => connections.clamp(1, MOST_OBSERVED),
        (None, Untold::Over32Bit) => MOST_OBSERVED,
        (None, Untold::Missing) => 1,
    };
    let ends = [pair.source.to_string(), pair.destination.to_string()];
    common.object(json!({
        "type": "observed-data",
        "id": of_app("observed-data", &[&common.about, &ends[0], &ends[1]]),
        "first_observed": time(pair.first_seen),
        "last_observed": time(pair.last_seen),
        "number_observed": number,
        "object_refs": [traffic["id"], address_id(pair.source), address_id(pair.destination)],
    }))
}

fn report(dossier: &Dossier, content: &[Value], common: &Common) -> Value {
    let text = dossier.comment.text.trim();
    let ip = dossier.overview.ip;
    let clock = match dossier.source.clock() {
        Clock::Utc => "",
        Clock::Collector => {
            " Times are the collector's wall clock; its zone is not known, and they are written as if it were UTC."
        }
    };
    let filter = dossier.overview.filtered.as_ref();
    let filter =
        filter.map(|of| format!(" Of all flows only those that pass a filter: {}.", of.filter)).unwrap_or_default();
    let notice = dossier.source.demo_notice().map(|notice| format!("{notice}.\n\n")).unwrap_or_default();
    let told = format!(
        "Flows of {ip} on {}, from {}. Made {}. Each observation is what all connections of one host to another add up \
         to, of the top peers.{filter}{clock}",
        dossier.day,
        dossier.source.words(),
        dossier.made_at
    );
    let description = if text.is_empty() { format!("{notice}{told}") } else { format!("{notice}{text}\n\n{told}") };
    let refs: Vec<&Value> = content.iter().map(|object| &object["id"]).collect();
    common.object(json!({
        "type": "report",
        "id": of_app("report", &[&common.about]),
        "name": dossier.title(super::dossier::Addresses::Plain),
        "description": description,
        "report_types": ["observed-data"],
        "published": common.modified(),
        "object_refs": refs,
    }))
}
