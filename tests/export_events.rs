//! Rows as events of the Elastic Common Schema, and cells of a spreadsheet: what a field may claim.

// The helper fails the test as its own lines do.
#![allow(clippy::unwrap_used)]

mod export_scenario;

use export_scenario::{SOUGHT, dossier, dossier_of, rows, spot, told};
use investigation::domain::network::Place;
use investigation::domain::view::Grouping;
use investigation::export::csv::neutralised;
use investigation::export::dossier::{Dossier, Handling, Source};
use investigation::export::json;
use rstest::rstest;
use serde_json::{Value, json};

fn events(dossier: &Dossier) -> Vec<Value> {
    let document: Value = serde_json::from_str(&json::document(dossier, Handling::default())).unwrap();
    document["events"].as_array().cloned().unwrap_or_default()
}

/// The event of `peer` in `list`.
fn event(dossier: &Dossier, list: &str, peer: &str) -> Value {
    let is_sought = |event: &Value| {
        event["flow_threat_investigation"]["list"] == list
            && event["related"]["ip"].as_array().is_some_and(|ips| ips.contains(&json!(peer)))
    };
    events(dossier).into_iter().find(is_sought).unwrap_or_default()
}

const LANES: &str = "top-peers-in-the-timeline";
const PAIRS: &str = "pairs-of-the-top-peers";

#[rstest]
#[case(Place::Internal, "203.0.113.5", "inbound", "203.0.113.5", SOUGHT)]
#[case(Place::Internal, "192.0.2.9", "outbound", SOUGHT, "192.0.2.9")]
#[case(Place::External, "203.0.113.5", "outbound", "203.0.113.5", SOUGHT)]
#[case(Place::External, "192.0.2.9", "inbound", SOUGHT, "192.0.2.9")]
fn who_opened_the_connections_stays_whatever_the_direction_is_called(
    #[case] place: Place,
    #[case] peer: &str,
    #[case] direction: &str,
    #[case] source: &str,
    #[case] destination: &str,
) {
    use investigation::domain::direction::Direction;
    let mut dossier = dossier();
    dossier.overview.standing.place = place;
    for lane in &mut dossier.lanes.lanes {
        // As the engine says it for an IP that stands there (spot.md, "Direction").
        lane.direction = match (lane.direction, place) {
            (Direction::Inbound, Place::External) => Direction::Outbound,
            (Direction::Outbound, Place::External) => Direction::Inbound,
            (direction, _) => direction,
        };
    }
    let event = event(&dossier, LANES, peer);
    assert_eq!(event["network"]["direction"], direction);
    assert_eq!(event["source"], json!({ "ip": source }));
    assert_eq!(event["destination"], json!({ "ip": destination }));
}

#[test]
fn a_two_way_peer_is_neither_source_nor_destination() {
    let event = event(&dossier(), LANES, "198.51.100.7");
    assert!(event.get("source").is_none() && event.get("destination").is_none() && event.get("network").is_none());
    assert_eq!(event["related"]["ip"], json!([SOUGHT, "198.51.100.7"]));
    assert_eq!(event["flow_threat_investigation"]["direction"], "two-way");
    assert_eq!(event["flow_threat_investigation"]["over_32_bit"], json!(["max_connection_bytes"]));
}

#[test]
fn bytes_of_the_largest_connection_are_a_total_where_there_was_one_alone() {
    let with_totals: Vec<Value> =
        events(&dossier()).into_iter().filter(|event| event["network"].get("bytes").is_some()).collect();
    assert!(!with_totals.is_empty());
    for event in with_totals {
        assert_eq!(event["flow_threat_investigation"]["connections"], 1);
        assert_eq!(event["network"]["bytes"], 60);
    }
}

#[test]
fn times_claim_no_zone() {
    for event in events(&dossier()) {
        for time in [&event["@timestamp"], &event["event"]["start"], &event["event"]["end"]] {
            let time = time.as_str().unwrap();
            assert_eq!(time.len(), "2016-07-08T09:04:12".len(), "{time}");
            assert_eq!(time.as_bytes()[10], b'T');
        }
        assert_eq!(event["event"]["kind"], "event");
        assert_eq!(event["event"]["category"], json!(["network"]));
        assert_eq!(event["event"]["type"], json!(["connection", "info"]));
    }
}

#[test]
fn an_event_that_is_torn_out_still_says_that_it_is_demo_data() {
    for event in events(&dossier_of(&rows(), told(Source::Demo), Grouping::Peer)) {
        assert_eq!(event["tags"], json!(["demo-data"]));
        assert_eq!(event["flow_threat_investigation"]["demo"], true);
        assert_eq!(event["flow_threat_investigation"]["day"], "2016-07-08");
        assert_eq!(event["flow_threat_investigation"]["ip"], SOUGHT);
    }
}

#[test]
fn ports_of_one_row_among_many_are_not_those_of_the_event() {
    let by_peer = dossier_of(&rows(), told(spot()), Grouping::Peer);
    let list = "top-source-ip-per-connections";
    let peer = event(&by_peer, list, "203.0.113.5");
    assert_eq!(peer["source"], json!({ "ip": "203.0.113.5" }));
    assert_eq!(peer["flow_threat_investigation"]["largest"], json!({ "source_port": 40_000, "destination_port": 22 }));
    let row = event(&dossier(), list, "203.0.113.5");
    assert_eq!(row["source"], json!({ "ip": "203.0.113.5", "port": 40_000 }));
    let pair = event(&dossier(), PAIRS, "2001:db8::1");
    assert_eq!(pair["destination"], json!({ "ip": "2001:db8::1" }));
}

#[rstest]
#[case("=1+1", "'=1+1")]
#[case("+1", "'+1")]
#[case("-1", "'-1")]
#[case("@A1", "'@A1")]
#[case("\t=1", "'\t=1")]
#[case("\rA", "'\rA")]
#[case(" =1", "' =1")]
#[case("\u{ff1d}1", "'\u{ff1d}1")]
#[case("1-1", "1-1")]
#[case(">2147483647", ">2147483647")]
#[case("", "")]
fn what_begins_as_a_formula_gets_an_apostrophe(#[case] text: &str, #[case] cell: &str) {
    assert_eq!(neutralised(text), cell);
}
