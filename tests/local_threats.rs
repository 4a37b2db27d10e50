//! The list of threats follows from scored connections and comments as Spot's does.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use std::net::IpAddr;

use investigation::domain::threats::{Comment, HighRisk, Investigated, Threats};
use investigation::domain::time::Day;
use investigation::local::demo::scored_connections;
use investigation::local::scores::{ScoredConnection, threats};

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn day() -> Day {
    "2011-08-10".parse().unwrap()
}

fn scored(source: &str, destination: &str, score: u8) -> ScoredConnection {
    let json = format!(
        r#"{{"start": "2011-08-10 09:00:00", "source": "{source}", "destination": "{destination}",
            "sourcePort": 1025, "destinationPort": null, "score": {score}}}"#
    );
    serde_json::from_str(&json).unwrap()
}

fn comment(title: &str) -> Comment {
    Comment { title: title.to_owned(), text: String::new() }
}

fn to_do(threats: &Threats) -> Vec<(String, u32)> {
    threats.to_do.iter().map(|HighRisk { ip, scored }| (ip.to_string(), *scored)).collect()
}

#[test]
fn both_ips_of_a_high_risk_connection_enter_once_each_and_are_counted() {
    let rows =
        [scored("10.0.0.9", "10.0.0.10", 1), scored("10.0.0.9", "9.9.9.9", 1), scored("10.0.0.9", "10.0.0.9", 1)];
    let list = threats(&rows, day(), Vec::new(), Vec::new());
    let expected = [("9.9.9.9", 1), ("10.0.0.9", 3), ("10.0.0.10", 1)];
    assert_eq!(to_do(&list), expected.map(|(ip, count)| (ip.to_owned(), count)));
}

#[test]
fn only_score_1_is_high_risk() {
    let rows =
        [scored("10.0.0.1", "10.0.0.2", 2), scored("10.0.0.3", "10.0.0.4", 3), scored("10.0.0.5", "10.0.0.6", 0)];
    assert_eq!(threats(&rows, day(), Vec::new(), Vec::new()), Threats::default());
}

#[test]
fn another_day_has_its_own_list() {
    let rows = [scored("10.0.0.1", "10.0.0.2", 1)];
    assert_eq!(threats(&rows, day().next(), Vec::new(), Vec::new()), Threats::default());
}

#[test]
fn ips_sort_as_numbers_and_ipv4_comes_first() {
    let rows = [scored("fe80::1", "100.0.0.1", 1), scored("20.0.0.1", "3.0.0.1", 1)];
    let list = threats(&rows, day(), Vec::new(), Vec::new());
    let ips: Vec<String> = list.to_do.iter().map(|threat| threat.ip.to_string()).collect();
    assert_eq!(ips, ["3.0.0.1", "20.0.0.1", "100.0.0.1", "fe80::1"]);
}

#[test]
fn an_ip_with_a_comment_is_investigated_whether_scored_or_not() {
    let rows = [scored("10.0.0.1", "10.0.0.2", 1)];
    let list =
        threats(&rows, day(), Vec::new(), vec![(ip("10.0.0.2"), comment("C2")), (ip("8.8.8.8"), comment("known"))]);
    assert_eq!(to_do(&list), [("10.0.0.1".to_owned(), 1)]);
    assert_eq!(
        list.investigated,
        [
            Investigated { ip: ip("8.8.8.8"), scored: 0, comment: comment("known") },
            Investigated { ip: ip("10.0.0.2"), scored: 1, comment: comment("C2") },
        ]
    );
}

#[test]
fn the_demo_s_list_has_the_bot_and_the_decoy() {
    let list = threats(&scored_connections().unwrap(), day(), Vec::new(), Vec::new());
    let expected = [
        ("77.220.7.181", 1),
        ("78.129.227.128", 1),
        ("147.32.84.165", 29),
        ("147.32.84.229", 4),
        ("195.212.29.188", 3),
        ("209.85.225.27", 3),
        ("212.117.171.138", 23),
        ("213.246.53.125", 2),
    ];
    assert_eq!(to_do(&list), expected.map(|(ip, count)| (ip.to_owned(), count)));
}

#[test]
fn a_scored_connection_with_a_wrong_time_is_refused() {
    let json = r#"{"start": "yesterday", "source": "10.0.0.1", "destination": "10.0.0.2",
        "sourcePort": 1, "destinationPort": 2, "score": 1}"#;
    let error = serde_json::from_str::<ScoredConnection>(json).unwrap_err().to_string();
    assert!(error.contains("`yesterday` is not a time"), "{error}");
}

#[test]
fn a_host_that_the_analyst_marked_is_to_do_whatever_its_scores() {
    let marked = vec![ip("10.0.0.9"), ip("10.0.0.8")];
    let list = threats(&[], day(), marked, vec![(ip("10.0.0.8"), comment("done"))]);
    assert_eq!(list.to_do, [HighRisk { ip: ip("10.0.0.9"), scored: 0 }]);
    assert_eq!(list.investigated.len(), 1, "what is written about it moves it on");
}
