//! What `createStoryboard` is sent.

mod common;

use common::{SOUGHT, investigation, ip, row, view};
use investigation::domain::network::StandingChoice;
use investigation::domain::threats::Comment;
use investigation::domain::view::TopResults;
use investigation::failure::Failure;
use investigation::spot::storyboard::input;

fn comment() -> Comment {
    Comment { title: "It's <bad>".into(), text: "one\ntwo".into() }
}

#[test]
fn pairs_go_out_in_spots_form_with_the_text_made_safe() {
    let mut huge = row("203.0.113.1", SOUGHT, 2, 5_000_000_000);
    huge.source_port = None;
    let mut cut = row(SOUGHT, "203.0.113.2", 1, 0);
    cut.max_bytes = None;
    let rows = [huge, row("203.0.113.1", SOUGHT, 3, 7), cut];
    let pairs = investigation(SOUGHT, &rows).pairs(view(7, StandingChoice::ByRanges));
    let day = "2016-07-08".parse().expect("a day");
    let (variables, left_out) = input(day, ip(SOUGHT), &comment(), &pairs, TopResults::new(7)).expect("IPv4");
    let sent = serde_json::to_value(&variables.input).expect("JSON");

    assert_eq!(left_out, 0);
    assert_eq!(sent["date"], "2016-07-08");
    assert_eq!(sent["first"], 7, "the number that the server looks at");
    assert_eq!(sent["ip"], SOUGHT);
    assert_eq!(sent["title"], "It&#39;s &#60;bad&#62;");
    assert_eq!(sent["text"], "one\\ntwo");
    let details = sent["threatDetails"].as_array().expect("pairs");
    assert_eq!(details.len(), 2, "one row per pair");
    assert_eq!(details[0]["srcIp"], "203.0.113.1");
    assert_eq!(details[0]["connections"], 5, "summed");
    assert_eq!(details[0]["maxBytes"], 2_147_483_647, "the largest, cut to 32 bits");
    assert_eq!(details[0]["srcPort"], 0, "an unknown port");
    assert_eq!(details[0]["firstSeen"], "1970-01-12 13:46:40");
    assert_eq!(details[1]["maxBytes"], 2_147_483_647, "never null, which makes the server fail");
}

#[test]
fn ipv6_pairs_are_left_out_and_counted_since_spot_stores_ipv4_only() {
    let rows = [row("2001:db8::1", SOUGHT, 1, 1), row("203.0.113.1", SOUGHT, 1, 1)];
    let pairs = investigation(SOUGHT, &rows).pairs(view(20, StandingChoice::ByRanges));
    let day = "2016-07-08".parse().expect("a day");
    let (variables, left_out) = input(day, ip(SOUGHT), &comment(), &pairs, TopResults::default()).expect("IPv4");

    assert_eq!((variables.input.threat_details.len(), left_out), (1, 1));
}

#[test]
fn an_ipv6_storyboard_is_refused_before_anything_is_sent() {
    let day = "2016-07-08".parse().expect("a day");
    let refused = input(day, ip("2001:db8::1"), &comment(), &[], TopResults::default());

    assert!(matches!(refused, Err(Failure::NotPossible(words)) if words.contains("IPv4")));
}
