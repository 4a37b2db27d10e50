//! The timeline in words, and its colours in numbers.

mod chart_scenario;

use chart_scenario::{NINE, WORDS, answered, ip, span};
use investigation::chart::answered::per;
use investigation::chart::marks::{Role, Tone};
use investigation::chart::palette::{DARK, LIGHT, Palette, Rgb};
use investigation::chart::words::{self, duration, shorten, which_of};
use investigation::domain::details::Untold;
use investigation::domain::direction::Direction;
use investigation::domain::protocol::Protocol;
use investigation::domain::time::Moment;
use investigation::domain::view::{Counted, Fact, Lane};
use proptest::prelude::*;
use rstest::rstest;

#[test]
fn the_picture_in_words() {
    let answered = answered();
    let lanes: Vec<&Lane> = answered.timeline.lanes.iter().collect();
    assert_eq!(
        words::summary(&answered, span(0, 100), &lanes, [2, 3, 1], WORDS),
        "2011-08-10 09:00:00 to 09:01:40. \
         Busiest: 31 connections begun within 1 min from 2011-08-10 09:00:00. \
         3 of 6 peers have a lane; 4 of 42 connections are in no lane. \
         Busiest of the lanes in sight: 2001:db8:1234:5678:9abc:def0:1234:5678, two-way, connections 40."
    );
    let part = words::summary(&answered, span(60, 100), &[], [1, 1, 1], WORDS);
    assert!(part.starts_with("2011-08-10 09:01:00 to 09:01:40, a part of 2011-08-10 09:00:00 to 09:01:40. "), "{part}");
    assert!(part.contains("Busiest: 11 connections"), "{part}");
}

#[test]
fn nothing_is_left_out_without_saying_so() {
    let mut answered = answered();
    assert_eq!(
        words::left_out(&answered, [1, 1, 1], WORDS),
        "3 of 3 peers have a lane; 4 of 42 connections are in no lane."
    );
    answered.timeline.in_lanes = (42, 42);
    assert_eq!(words::left_out(&answered, [1, 1, 1], WORDS), "Every peer has a lane (3).");
    answered.timeline.counted = Counted::RowsActive;
    answered.timeline.in_lanes = (41, 42);
    assert_eq!(words::left_out(&answered, [9, 1, 1], WORDS), "3 of 11 peers have a lane; 1 of 42 rows is in no lane.");
}

fn some_fact() -> Fact {
    Fact {
        source: ip("10.0.0.1"),
        destination: ip("2001:db8::1"),
        source_port: Some(2077),
        destination_port: None,
        protocol: Some(Protocol(17)),
        start: Moment(NINE),
        end: Moment(NINE + 4),
        connections: Some(402),
        max_bytes: None,
        max_packets: None,
    }
}

#[test]
fn a_row_can_be_read_aloud() {
    let row = some_fact();
    assert_eq!(
        words::fact(&row, false, Untold::Over32Bit, WORDS),
        "09:00:00 to 09:00:04: 10.0.0.1 port 2077 to 2001:db8::1 port unknown, UDP, connections 402, \
         bytes of the largest over 2 GiB (cut at 32 bits)"
    );
    let unknown = Fact { connections: None, protocol: None, ..row };
    assert_eq!(
        words::fact(&unknown, true, Untold::Missing, WORDS),
        "2011-08-10 09:00:00 to 09:00:04: 10.0.0.1 port 2077 to 2001:db8::1 port unknown, connections unknown, \
         bytes of the largest unknown"
    );
}

#[rstest]
#[case(1, 1, "The only row here")]
#[case(1, 37, "1 of 37 rows here, the one with most bytes")]
#[case(3, 3, "All 3 rows here")]
#[case(20, 37, "20 of 37 rows here, those with most bytes")]
#[case(0, 0, "No rows here")]
fn what_is_shown_of_a_spot_is_said(#[case] shown: usize, #[case] total: u64, #[case] expected: &str) {
    assert_eq!(which_of(shown, total, Counted::RowsActive, WORDS), expected);
}

#[rstest]
#[case("192.0.2.7", 15, "192.0.2.7")]
#[case("2001:db8:1234:5678:9abc:def0:1234:5678", 17, "2001:db8…234:5678")]
#[case("abc", 1, "…")]
fn long_addresses_keep_both_ends(#[case] text: &str, #[case] characters: usize, #[case] expected: &str) {
    assert_eq!(shorten(text, characters), expected);
}

proptest! {
    #[test]
    fn a_shortened_text_has_the_room_it_was_given(text in ".{0,60}", characters in 1_usize..40) {
        let length = text.chars().count();
        prop_assert_eq!(shorten(&text, characters).chars().count(), length.min(characters));
    }
}

#[rstest]
#[case(0, "0 s")]
#[case(59, "59 s")]
#[case(60, "1 min")]
#[case(125, "2 min 5 s")]
#[case(3_780, "1 h 3 min")]
#[case(187_200, "2 d 4 h")]
fn lengths_of_time_have_two_units_at_most(#[case] seconds: u32, #[case] expected: &str) {
    assert_eq!(duration(seconds), expected);
}

#[rstest]
#[case(1, "s")]
#[case(30, "30 s")]
#[case(60, "min")]
#[case(300, "5 min")]
#[case(3_600, "h")]
#[case(604_800, "7 d")]
fn a_rate_names_its_bucket(#[case] seconds: u32, #[case] expected: &str) {
    assert_eq!(per(seconds), expected);
}

#[test]
fn an_endpoint_is_written_as_one_types_it() {
    let v6 = ip("2001:db8::1");
    assert_eq!(words::endpoint(ip("10.0.0.1"), Some(53)), "10.0.0.1:53");
    assert_eq!(words::endpoint(v6, Some(53)), "[2001:db8::1]:53");
    assert_eq!(words::endpoint(v6, None), "2001:db8::1");
}

#[rstest]
#[case::light(LIGHT)]
#[case::dark(DARK)]
fn every_tone_can_be_seen_and_more_is_stronger(#[case] palette: Palette) {
    for direction in Direction::ALL {
        let contrast = |tone| palette.shade(Role::Traffic(direction), tone).contrast(palette.panel);
        let tones = [Tone::One, Tone::Few, Tone::Full, Tone::Many, Tone::Most].map(contrast);
        assert!(tones[0] >= 3.0, "{direction:?}: {tones:?}");
        assert!(tones.is_sorted(), "{direction:?}: {tones:?}");
    }
    assert!(palette.muted.contrast(palette.panel) >= 4.5 && palette.ink.contrast(palette.panel) >= 4.5);
    // Text in the lane that is pointed at.
    assert!(palette.ink.contrast(palette.shade(Role::Accent, Tone::Ground)) >= 4.5);
}

#[rstest]
#[case("#0b5fbf", Some(Rgb(11, 95, 191)))]
#[case("rgb(1, 2, 3)", Some(Rgb(1, 2, 3)))]
#[case("rgba(1, 2, 3, 0.5)", Some(Rgb(1, 2, 3)))]
#[case("#fff", None)]
#[case("#0b5fé", None)]
#[case("", None)]
fn colours_are_read_as_a_canvas_tells_them(#[case] text: &str, #[case] expected: Option<Rgb>) {
    assert_eq!(Rgb::parse(text), expected);
}
