//! config.json: every field optional, unknown ones tolerated, broken ones told.

use investigation::domain::view::TopResults;
use investigation::engine::config::{Config, Endpoint};
use rstest::rstest;

#[test]
fn an_empty_file_means_the_defaults() {
    let config = Config::parse("{}");
    assert_eq!(config, Config::default());
    assert_eq!(config.endpoint, Endpoint::Unsaid);
    assert_eq!(config.top_results.get(), 20);
    assert_eq!(config.silence_limit_seconds, 60);
}

#[test]
fn the_file_that_ships_is_read_without_complaint() {
    assert_eq!(Config::parse(include_str!("../src/web/config.json")).problems, Vec::<String>::new());
}

#[test]
fn every_field_is_read() {
    let config = Config::parse(
        r#"{"endpoint": "/graphql", "topResults": 50, "timeLimitSeconds": 120, "somethingNew": [1],
            "context": {"ipRanges": "data/ipranges.csv", "networkContext": "n.csv", "geo": null}}"#,
    );
    assert_eq!(config.endpoint, Endpoint::At("/graphql".to_owned()));
    assert_eq!(config.top_results, TopResults::new(50));
    assert_eq!(config.silence_limit_seconds, 120);
    assert_eq!(config.context.ip_ranges.as_deref(), Some("data/ipranges.csv"));
    assert_eq!(config.context.network_context.as_deref(), Some("n.csv"));
    assert_eq!(config.context.geo, None);
    assert!(config.problems.is_empty());
}

#[rstest]
#[case(r#"{"endpoint": "demo"}"#, Endpoint::Demo)]
#[case(r#"{"endpoint": "DEMO"}"#, Endpoint::Demo)]
#[case(r#"{"endpoint": null}"#, Endpoint::Unsaid)]
#[case(r#"{"endpoint": " "}"#, Endpoint::Unsaid)]
#[case("\u{feff}{\"endpoint\": \"demo\"}", Endpoint::Demo)]
fn the_endpoint_may_be_the_demo_or_unsaid(#[case] text: &str, #[case] endpoint: Endpoint) {
    assert_eq!(Config::parse(text), Config { endpoint, ..Config::default() });
}

#[rstest]
#[case("", "it is not valid JSON")]
#[case("<!doctype html>", "it is not valid JSON")]
#[case("[]", "it holds no JSON object")]
fn a_broken_file_is_told_and_the_defaults_are_used(#[case] text: &str, #[case] reason: &str) {
    let config = Config::parse(text);
    assert!(config.problems[0].starts_with(&format!("config.json is not used: {reason}")), "{:?}", config.problems);
    assert_eq!(Config { problems: Vec::new(), ..config }, Config::default());
}

#[rstest]
#[case(r#"{"topResults": 0, "endpoint": "demo"}"#, "topResults", "a whole number from 1 to 1000")]
#[case(r#"{"topResults": "many", "endpoint": "demo"}"#, "topResults", "a whole number from 1 to 1000")]
#[case(r#"{"timeLimitSeconds": 1.5, "endpoint": "demo"}"#, "timeLimitSeconds", "a whole number from 1 to 86400")]
#[case(r#"{"context": "x.csv", "endpoint": "demo"}"#, "context", "an object")]
#[case(r#"{"context": {"ipRanges": 1}, "endpoint": "demo"}"#, "ipRanges", "text")]
fn a_broken_field_does_not_spoil_the_others(#[case] text: &str, #[case] field: &str, #[case] expected: &str) {
    let config = Config::parse(text);
    let problem = format!("config.json: \u{201c}{field}\u{201d} is not {expected}; its default is in use.");
    assert_eq!(config.problems, [problem]);
    assert_eq!(config.endpoint, Endpoint::Demo);
}
