//! What other tools know flows and threats by: Community IDs and techniques of ATT&CK in the exports, where they are known.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

mod common;
mod export_scenario;

use common::ip;
use export_scenario::{dossier, dossier_of, rows, spot, told};
use investigation::domain::attack::{TechniqueId, known};
use investigation::domain::direction::Side;
use investigation::domain::investigation::Investigation;
use investigation::domain::network::InternalNetwork;
use investigation::domain::protocol::Protocol;
use investigation::domain::time::Moment;
use investigation::domain::view::{Grouping, Measure};
use investigation::export::dossier::{Addresses, Dossier, Handling, Source, Told};
use investigation::export::sheet::List;
use investigation::export::{csv, json, markdown, report};
use investigation::local::flows::{Flow, FlowTable};
use rstest::rstest;
use serde_json::{Value, json};

const SOUGHT: &str = "192.168.1.52";
const MIDNIGHT: u32 = 1_467_936_000;
/// By the specification's own list of flows and IDs (corelight/community-id-spec, baseline).
const DNS: &str = "1:d/FP5EW3wiY1vCndhwleRRKHowQ=";

/// Flows: peer, protocol, ports.
fn dossier_of_flows(flows: &[(&str, u8, (u16, u16))], grouping: Grouping) -> Dossier {
    let mut table = FlowTable::default();
    for (&(peer, protocol, ports), second) in flows.iter().zip(0..) {
        table.push(&Flow {
            protocol: Some(Protocol(protocol)).filter(|protocol| protocol.0 > 0),
            source_port: Some(ports.0),
            destination_port: Some(ports.1),
            ..Flow::between(ip(SOUGHT), ip(peer), Moment(MIDNIGHT + second))
        });
    }
    let day = Moment(MIDNIGHT).day();
    let (rows, flows) = table.search(day, ip(SOUGHT));
    let investigation = Investigation::new(rows, Some(flows), InternalNetwork::default());
    Dossier::gather(&investigation, export_scenario::view(), grouping, Told { day, ..told(Source::Files) })
}

const QUERY: (&str, u8, (u16, u16)) = ("8.8.8.8", 17, (54_585, 53));

fn events(dossier: &Dossier) -> Vec<Value> {
    let document: Value = serde_json::from_str(&json::document(dossier, Handling::default())).unwrap();
    document["events"].as_array().cloned().unwrap()
}

fn of_tables(dossier: &Dossier) -> Vec<Value> {
    let is_of_table = |event: &Value| {
        let list = event["flow_threat_investigation"]["list"].as_str().unwrap();
        list.contains("per-connections") || list.contains("per-bytes")
    };
    events(dossier).into_iter().filter(is_of_table).collect()
}

fn top_csv(dossier: &Dossier) -> Vec<String> {
    let file = csv::file(List::Top(Side::Source, Measure::Connections), dossier, Handling::default());
    file.lines().map(str::to_owned).collect()
}

#[test]
fn a_row_of_one_protocol_has_the_id_of_the_specification() {
    let dossier = dossier_of_flows(&[QUERY, QUERY], Grouping::Row);
    let events = of_tables(&dossier);
    assert_eq!(events.len(), 2, "by connections and by bytes");
    for event in events {
        assert_eq!(event["network"]["community_id"], DNS);
        assert_eq!(event["network"]["transport"], "udp");
        assert_eq!(event["network"]["iana_number"], "17");
    }
    let csv = top_csv(&dossier);
    assert!(csv[0].contains(",Community ID,") && csv[1].contains(&format!(",{DNS},")), "{csv:?}");
}

#[rstest]
#[case::two_protocols(&[QUERY, ("8.8.8.8", 6, (54_585, 53))])]
#[case::one_of_them_is_not_told(&[QUERY, ("8.8.8.8", 0, (54_585, 53))])]
#[case::none_is_told(&[("8.8.8.8", 0, (54_585, 53))])]
#[case::messages_of_icmp_by_another_numbering(&[("8.8.8.8", 1, (0, 2_048))])]
fn what_is_not_known_is_left_out(#[case] flows: &[(&str, u8, (u16, u16))]) {
    let dossier = dossier_of_flows(flows, Grouping::Row);
    for event in of_tables(&dossier) {
        assert_eq!(event["network"]["community_id"], Value::Null, "{event:#}");
    }
    assert!(!top_csv(&dossier)[0].contains("Community ID"));
}

#[test]
fn a_peer_of_many_rows_and_a_row_of_spot_have_none() {
    for dossier in [dossier_of_flows(&[QUERY], Grouping::Peer), dossier()] {
        assert!(events(&dossier).iter().all(|event| event["network"]["community_id"].is_null()));
        assert!(!top_csv(&dossier)[0].contains("Community ID"));
    }
}

#[test]
fn an_empty_cell_stands_where_only_other_rows_are_known() {
    let dossier = dossier_of_flows(&[QUERY, QUERY, ("8.8.4.4", 0, (54_586, 53))], Grouping::Row);
    let csv = top_csv(&dossier);
    assert!(csv[1].contains(DNS), "{csv:?}");
    let (columns, unknown): (Vec<&str>, Vec<&str>) = (csv[0].split(',').collect(), csv[2].split(',').collect());
    let place = columns.iter().position(|name| *name == "Community ID").unwrap();
    assert_eq!((unknown[0], unknown[place], unknown.len()), ("8.8.4.4", "", columns.len()));
}

#[rstest]
#[case("T1071")]
#[case("T1071.004")]
#[case("T0001.001")]
fn an_id_of_a_technique_is_read_and_written(#[case] text: &str) {
    let id: TechniqueId = text.parse().unwrap();
    assert_eq!(id.to_string(), text);
    assert_eq!(format!(" {} ", text.to_lowercase()).parse(), Ok(id));
}

#[rstest]
#[case("")]
#[case("T")]
#[case("1071")]
#[case("T107")]
#[case("T10711")]
#[case("T1071.4")]
#[case("T1071.0044")]
#[case("T1071.")]
#[case("T+071")]
#[case("T1071.+04")]
#[case("TA0011")]
#[case("T\u{661}071")]
fn what_looks_otherwise_is_no_technique(#[case] text: &str) {
    assert!(text.parse::<TechniqueId>().is_err());
}

#[test]
fn known_techniques_are_in_order_each_once_and_a_sub_technique_has_its_technique() {
    let known = known();
    assert_eq!(known.len(), 100);
    assert!(known.windows(2).all(|two| two[0].id < two[1].id));
    for technique in &known {
        assert!(technique.id.parent().name().is_some(), "{technique:?}");
        assert_eq!(technique.id.is_sub(), technique.name.contains(": "), "{technique:?}");
    }
}

fn with_techniques(ids: &[&str]) -> Dossier {
    let techniques = ids.iter().map(|id| id.parse().unwrap()).collect();
    dossier_of(&rows(), Told { techniques, ..told(spot()) }, Grouping::Row)
}

#[test]
fn techniques_stand_in_report_ticket_and_data_each_once_by_id() {
    let dossier = with_techniques(&["T1110", "T1071.004", "T9999", "T1110"]);
    let report = report::page(&dossier, &[], Handling { addresses: Addresses::Defanged, marking: None });
    let ticket = markdown::ticket(&dossier, Handling::default());
    for words in ["T1071.004 Application Layer Protocol: DNS", "T1110 Brute Force", "T9999"] {
        assert_eq!(report.matches(words).count(), 1, "{report}");
        assert_eq!(ticket.matches(words).count(), 1, "{ticket}");
    }
    assert!(report.contains("The MITRE Corporation"));
    assert!(ticket.find("T1071.004") < ticket.find("T1110"));

    let document: Value = serde_json::from_str(&json::document(&dossier, Handling::default())).unwrap();
    assert_eq!(
        document["flow_threat_investigation"]["techniques"],
        json!([
            {
                "id": "T1071.004",
                "name": "Application Layer Protocol: DNS",
                "reference": "https://attack.mitre.org/techniques/T1071/004/"
            },
            { "id": "T1110", "name": "Brute Force", "reference": "https://attack.mitre.org/techniques/T1110/" },
            { "id": "T9999", "reference": "https://attack.mitre.org/techniques/T9999/" },
        ])
    );
    for event in document["events"].as_array().unwrap() {
        assert_eq!(event["threat"]["framework"], "MITRE ATT&CK");
        let technique = &event["threat"]["technique"];
        assert_eq!(technique["id"], json!(["T1071", "T1110", "T9999"]));
        assert_eq!(technique["name"], json!(["Application Layer Protocol", "Brute Force"]));
        assert_eq!(technique["subtechnique"]["id"], json!(["T1071.004"]));
        assert_eq!(technique["subtechnique"]["name"], json!(["DNS"]));
    }
}

#[test]
fn without_techniques_nothing_is_said_of_them() {
    let dossier = dossier();
    assert!(!report::page(&dossier, &[], Handling::default()).contains("MITRE"));
    assert!(!markdown::ticket(&dossier, Handling::default()).contains("ATT&CK"));
    assert!(!json::document(&dossier, Handling::default()).contains("threat\": {\n      \"framework"));
}
