//! What Spot answers about a saved storyboard, read leniently; and what is kept and taken along of one.
#![allow(clippy::expect_used)]

mod common;

use common::{SOUGHT, investigation, ip, row, view};
use investigation::domain::context::Context;
use investigation::domain::network::StandingChoice;
use investigation::domain::protocol::Protocol;
use investigation::domain::storyboard::{
    BoardFile, Document, StoredDocuments, StoredTimeline, Storyboard, TimelineRow,
};
use investigation::failure::Failure;
use investigation::spot::stored::from_answer;
use rstest::rstest;
use serde_json::{Value, json};

const WHAT: &str = "The stored storyboard";

fn read(answer: &Value) -> (StoredDocuments, Vec<String>) {
    from_answer(WHAT, answer.to_string().as_bytes()).expect("an answer")
}

fn threat(threat: &Value) -> Value {
    json!({"data": {"flow": {"threat": threat}}})
}

/// An answer of Spot's own server, to a question like the app's.
fn recorded(name: &str) -> String {
    let all: Vec<Value> = serde_json::from_str(include_str!("data/spot-recorded.json")).expect("the recording");
    let found = all.iter().find(|answer| answer["name"] == name).expect("an answer of that name");
    found["body"].as_str().expect("a body").to_owned()
}

#[test]
fn before_one_is_saved_spots_null_and_its_errors_are_no_failure_and_no_news() {
    let answer = recorded("a storyboard that was never saved");
    assert!(answer.contains("Cannot return null"), "{answer}");

    let (documents, remarks) = from_answer(WHAT, answer.as_bytes()).expect("an answer");
    assert!(documents.is_empty(), "{documents:?}");
    assert_eq!(remarks, Vec::<String>::new());
}

#[rstest]
#[case::no_threat(json!({"data": {"flow": {"threat": null}}}))]
#[case::no_flow(json!({"data": {"flow": null}}))]
#[case::empty_lists(threat(&json!({"geoLocalization": {"srcIps": [], "dstIps": null}, "timeline": []})))]
#[case::a_name_alone(threat(&json!({"incidentProgression": {"name": "10.0.0.1"}, "impactAnalysis": {"name": "", "size": 0}})))]
fn an_empty_document_is_none(#[case] answer: Value) {
    assert!(read(&answer).0.is_empty());
}

/// Spot's own sample, as its endpoint tells it: without impacts, lists under other names.
#[test]
fn the_documents_of_spots_sample_are_read() {
    let file = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    let globe = file(include_str!("data/spot-demo/globe-10.13.77.49.json"));
    let (documents, remarks) = read(&threat(&json!({
        "incidentProgression": file(include_str!("data/spot-demo/threat-dendro-10.13.77.49.json")),
        "impactAnalysis": file(include_str!("data/spot-demo/stats-10.13.77.49.json")),
        "geoLocalization": {"srcIps": globe["sourceips"], "dstIps": globe["destips"]},
        "timeline": [{"tstart": "2016-07-08 08:02:00", "tend": "2016-07-08 08:02:00", "srcIp": "172.10.0.9",
            "dstIp": "10.13.77.49", "protocol": "TCP", "srcPort": 80, "dstPort": 1507, "pkts": 5, "bytes": 448}],
    })));

    assert_eq!(remarks, Vec::<String>::new());
    let impact = documents.impact.expect("stats");
    // By hand, from the file: 16 peers, 7 of them inbound only.
    assert_eq!((impact.size, impact.children.expect("groups")[0].size), (Some(16), Some(7)));
    let groups = documents.progression.expect("dendrogram").children.expect("groups");
    assert_eq!(groups[0].name, "DoS attack port 80");
    let globe = documents.globe.expect("map");
    assert!(!globe.destinations.is_empty() && globe.unreadable == 0, "{globe:?}");
    assert_eq!(documents.timeline.expect("timeline").rows[0].destination, ip("10.13.77.49"));
}

#[test]
fn rows_that_spot_cuts_are_counted_and_their_errors_are_not_told_twice() {
    let mut answer = threat(&json!({"timeline": [null, {"tstart": "2016-07-08 00:00:00"}]}));
    answer["errors"] = json!([
        {"message": "Int cannot represent non 32-bit signed integer value: 3000000000"},
        {"message": "Cannot return null for non-nullable field NetflowTimelineType.bytes."},
    ]);
    let (documents, remarks) = read(&answer);
    assert_eq!(documents.timeline, Some(StoredTimeline { rows: Vec::new(), unreadable: 2 }));
    assert_eq!(remarks, Vec::<String>::new());
}

#[test]
fn what_else_the_server_says_is_told_in_its_words() {
    let mut answer = threat(&json!({"impactAnalysis": null}));
    answer["errors"] = json!([{"message": "[Errno 13] Permission denied: stats-10_0_0_1.json"}]);
    assert_eq!(read(&answer).1, ["[Errno 13] Permission denied: stats-10_0_0_1.json"]);
}

#[test]
fn a_document_of_another_form_is_told_and_spoils_no_other() {
    let (documents, remarks) = read(&threat(&json!({
        "incidentProgression": [1, 2],
        "impactAnalysis": {"name": null, "size": "7", "children": [null, {"name": 5}]},
    })));
    assert_eq!(documents.progression, None);
    assert_eq!(documents.impact.expect("stats").size, Some(7));
    assert!(remarks.len() == 1 && remarks[0].contains("incident progression"), "{remarks:?}");
}

#[test]
fn an_answer_without_data_is_a_failure() {
    let answer = json!({"data": null, "errors": [{"message": "no such table"}]}).to_string();
    let failure = from_answer(WHAT, answer.as_bytes()).expect_err("a failure");
    assert!(matches!(failure, Failure::Refused { .. }), "{failure}");
    assert!(matches!(from_answer(WHAT, b"<html>log in</html>"), Err(Failure::LoginPage { .. })));
}

fn flow(protocol: Option<u8>, source_port: Option<u16>, bytes: u64) -> TimelineRow {
    TimelineRow {
        start: "2016-07-08 08:02:00".parse().expect("a time"),
        end: "2016-07-08 08:03:00".parse().expect("a time"),
        source: ip(SOUGHT),
        destination: ip("203.0.113.1"),
        protocol: protocol.map(Protocol),
        source_port,
        destination_port: Some(80),
        packets: 3,
        bytes,
    }
}

fn saved() -> StoredDocuments {
    let rows = [row("203.0.113.1", SOUGHT, 1, 1), row(SOUGHT, "203.0.113.2", 1, 1)];
    let board = Storyboard::of(&investigation(SOUGHT, &rows), view(20, StandingChoice::ByRanges), &Context::default());
    let rows = vec![flow(Some(6), Some(1024), 5_000_000_000), flow(Some(99), None, 1), flow(None, None, 0)];
    StoredDocuments { timeline: Some(StoredTimeline { rows, unreadable: 0 }), ..StoredDocuments::of(&board) }
}

#[test]
fn what_the_browser_keeps_comes_back_as_it_was() {
    let kept = serde_json::to_string(&saved()).expect("JSON");
    assert_eq!(serde_json::from_str::<StoredDocuments>(&kept).expect("as written"), saved());
}

#[test]
fn it_travels_through_the_channel_as_it_is() {
    let mut sent = saved();
    sent.timeline.iter_mut().for_each(|timeline| timeline.unreadable = 7);
    let bytes = postcard::to_allocvec(&sent).expect("bytes");
    assert_eq!(postcard::from_bytes::<StoredDocuments>(&bytes).expect("as sent"), sent);
}

#[test]
fn each_document_is_a_file_of_spots_name() {
    let of = |address: &str| BoardFile::ALL.map(|file| file.name(ip(address)));
    assert_eq!(
        of("10.0.0.1"),
        ["threat-dendro-10_0_0_1.json", "stats-10_0_0_1.json", "globe-10_0_0_1.json", "sbdet-10_0_0_1.tsv"]
    );
    assert_eq!(of("2001:db8::1")[3], "sbdet-2001_db8__1.tsv");
}

#[test]
fn a_file_holds_the_document_in_spots_form() {
    let stats = BoardFile::Document(Document::ImpactAnalysis).content(&saved()).expect("stats");
    assert_eq!(
        stats,
        "{\"size\": 2, \"name\": \"\", \"children\": [\
         {\"size\": 1, \"name\": \"Inbound Only\", \"children\": [{\"name\": \"DMZ\", \"size\": 1}]}, \
         {\"size\": 1, \"name\": \"Outbound Only\", \"children\": [{\"name\": \"DMZ\", \"size\": 1}]}, \
         {\"size\": 0, \"name\": \"two way\", \"children\": []}]}"
    );
    // Without iploc.csv there is no map.
    assert_eq!(BoardFile::Document(Document::Globe).content(&saved()), None);
    assert_eq!(
        BoardFile::Timeline.content(&saved()).expect("rows"),
        "tstart\ttend\tsrcip\tdstip\tproto\tsport\tdport\tpkts\tbytes\n\
         2016-07-08 08:02:00\t2016-07-08 08:03:00\t10.0.0.1\t203.0.113.1\tTCP\t1024\t80\t3\t5000000000\n\
         2016-07-08 08:02:00\t2016-07-08 08:03:00\t10.0.0.1\t203.0.113.1\tprotocol 99\t\t80\t3\t1\n\
         2016-07-08 08:02:00\t2016-07-08 08:03:00\t10.0.0.1\t203.0.113.1\t\t\t80\t3\t0\n"
    );
}
