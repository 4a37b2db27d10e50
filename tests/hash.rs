//! The hash holds what is on screen, in Spot's own form, so that links, Back and reload reproduce it.

mod filter_model;

use std::net::IpAddr;

use filter_model::any_model;
use investigation::domain::network::StandingChoice;
use investigation::domain::time::{Day, Moment, Window};
use investigation::domain::view::{Grouping, TopResults};
use investigation::ui::route::{Route, Screen, SourceName};
use proptest::prelude::*;
use rstest::rstest;

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn read(hash: &str) -> Route {
    let (route, ignored) = Route::parse(hash);
    assert!(ignored.is_empty(), "{ignored:?}");
    route
}

fn complaints(hash: &str) -> Vec<String> {
    Route::parse(hash).1.iter().map(ToString::to_string).collect()
}

#[test]
fn a_whole_screen_has_a_readable_address() {
    let route = Route {
        day: Some(day("2011-08-10")),
        ip: Some("147.32.84.165".parse().unwrap()),
        source: Some(SourceName::Demo),
        screen: Screen::Storyboard,
        top: Some(TopResults::new(50)),
        grouping: Grouping::Peer,
        standing: StandingChoice::External,
        window: Some(Window {
            start: "2011-08-10 09:00:00".parse().unwrap(),
            end: "2011-08-11 00:00:00".parse().unwrap(),
        }),
        filter: "proto:udp -dport:53 bytes:>1M".parse().unwrap(),
    };
    let hash = "#date=2011-08-10|ip=147.32.84.165|source=demo|view=storyboard|top=50|by=peer|standing=external\
                |from=09:00:00|to=2011-08-11T00:00:00|filter=proto:udp%20-dport:53%20bytes:%3E1M";
    assert_eq!(route.to_string(), hash);
    assert_eq!(read(hash), route);
}

#[test]
fn a_fresh_screen_has_a_bare_address() {
    assert_eq!(Route::default().to_string(), "#");
    for hash in ["", "#", "#|", "#date=|ip="] {
        assert_eq!(read(hash), Route::default(), "{hash}");
    }
}

#[rstest]
#[case::a_date_alone("#date=2016-07-08", Some("2016-07-08"), None)]
#[case::the_ip_as_a_filter("#date=2016-07-08|filter=10.0.2.112", Some("2016-07-08"), Some("10.0.2.112"))]
#[case::an_ip_beats_a_filter("#ip=10.0.0.1|filter=10.0.2.112", None, Some("10.0.0.1"))]
#[case::fields_of_spot("#type=flow|date=2016-07-08|page=3|odd", Some("2016-07-08"), None)]
#[case::without_a_hash_sign("date=2016-07-08", Some("2016-07-08"), None)]
#[case::escaped_by_a_browser("#date=2016-07-08%7Cip=10.0.2.112", Some("2016-07-08"), Some("10.0.2.112"))]
#[case::escaped_whole("#date%3D2016-07-08%7cip%3D10.0.2.112", Some("2016-07-08"), Some("10.0.2.112"))]
#[case::with_stray_spaces("# date = 2016-07-08 | ip = 10.0.2.112 ", Some("2016-07-08"), Some("10.0.2.112"))]
#[case::with_a_broken_escape("#date=2016-07-08|x=%|y=%7|z=%zz", Some("2016-07-08"), None)]
#[case::ipv6("#ip=2001:db8::1", None, Some("2001:db8::1"))]
#[case::defanged("#ip=10[.]0[.]2[.]112", None, Some("10.0.2.112"))]
#[case::twice_the_first_counts("#date=2016-07-08|date=2016-07-09", Some("2016-07-08"), None)]
fn links_of_spot_and_of_others_are_read(#[case] hash: &str, #[case] date: Option<&str>, #[case] ip: Option<&str>) {
    let route = read(hash);
    assert_eq!(route.day.map(|day| day.to_string()).as_deref(), date);
    assert_eq!(route.ip.map(|ip| ip.to_string()).as_deref(), ip);
}

#[rstest]
#[case(
    "#date=2011-02-30",
    "The link\u{2019}s date \u{201c}2011-02-30\u{201d} is not used: it is no date (yyyy-mm-dd)."
)]
#[case("#ip=10.0.0", "The link\u{2019}s ip \u{201c}10.0.0\u{201d} is not used: it is no IP address.")]
#[case(
    "#source=https://evil.example/graphql",
    "The link\u{2019}s source \u{201c}https://evil.example/graphql\u{201d} is not used: it is no source (spot, demo or files)."
)]
#[case("#top=0", "The link\u{2019}s top \u{201c}0\u{201d} is not used: it is no number from 1 to 1,000.")]
#[case("#top=1001", "The link\u{2019}s top \u{201c}1001\u{201d} is not used: it is no number from 1 to 1,000.")]
#[case(
    "#view=report",
    "The link\u{2019}s view \u{201c}report\u{201d} is not used: it is no investigation or storyboard."
)]
#[case(
    "#filter=evil.example",
    "The link\u{2019}s filter \u{201c}evil.example\u{201d} is not used: it is no filter, such as dport:443."
)]
#[case("#by=size", "The link\u{2019}s by \u{201c}size\u{201d} is not used: it is no row or peer.")]
#[case(
    "#from=09:00:00",
    "The link\u{2019}s from \u{201c}09:00:00\u{201d} is not used: it is no time of that day (hh:mm:ss)."
)]
fn what_is_malformed_is_said_and_left_out(#[case] hash: &str, #[case] complaint: &str) {
    assert_eq!(complaints(hash), [complaint]);
    assert_eq!(Route::parse(hash).0, Route::default());
}

#[test]
fn one_malformed_field_does_not_spoil_the_others() {
    let (route, ignored) = Route::parse("#date=2011-08-10|ip=nobody|top=50");
    assert_eq!(route.day, Some(day("2011-08-10")));
    assert_eq!(route.top, Some(TopResults::new(50)));
    assert_eq!(ignored.len(), 1);
}

#[test]
fn a_complaint_does_not_repeat_a_long_value() {
    let hash = format!("#ip={}", "x".repeat(5_000));
    assert!(complaints(&hash)[0].len() < 160);
}

#[test]
fn an_open_window_reaches_to_the_days_end() {
    let window = read("#date=2011-08-10|from=09:00:00").window.unwrap();
    assert_eq!(window.start.to_string(), "2011-08-10 09:00:00");
    assert_eq!(window.end.to_string(), "2011-08-11 00:00:00");
    let window = read("#date=2011-08-10|to=09:00:00").window.unwrap();
    assert_eq!(window.start, day("2011-08-10").start());
}

#[test]
fn a_window_that_runs_backwards_is_said_and_left_out() {
    let (route, ignored) = Route::parse("#date=2011-08-10|from=10:00:00|to=09:00:00");
    assert_eq!(route.window, None);
    assert_eq!(ignored.len(), 1);
}

#[test]
fn another_ip_keeps_the_screen_but_not_what_was_the_former_ips() {
    let route = read("#date=2011-08-10|ip=10.0.0.1|top=50|by=peer|standing=external|from=09:00:00");
    let ip: IpAddr = "10.0.0.2".parse().unwrap();
    let next = route.clone().about(ip);
    assert_eq!(next.to_string(), "#date=2011-08-10|ip=10.0.0.2|top=50|by=peer");
    let storyboard = Route { screen: Screen::Storyboard, ..route }.about(ip);
    assert_eq!(storyboard.to_string(), "#date=2011-08-10|ip=10.0.0.2|view=storyboard|top=50|by=peer");
}

#[rstest]
#[case::as_it_is_written("#ip=10.0.0.1|filter=dport:443 -src:10.0.0.0/8", "dport:443 -src:10.0.0.0/8")]
#[case::escaped_by_a_browser("#ip=10.0.0.1|filter=bytes:%3E1M%20proto:udp", "bytes:>1M proto:udp")]
#[case::defanged("#ip=10.0.0.1|filter=src:10.0.0[.]5", "src:10.0.0.5")]
#[case::an_address_of_its_own("#ip=10.0.0.1|filter=ip:10.0.0.5", "ip:10.0.0.5")]
#[case::the_ip_of_a_link_of_spot("#date=2016-07-08|filter=10.0.2.112", "")]
#[case::beside_the_ip("#ip=10.0.0.1|filter=10.0.2.112", "")]
#[case::of_all_hosts("#date=2011-08-10|filter=dport:25", "dport:25")]
fn a_link_says_which_flows_are_wanted(#[case] hash: &str, #[case] filter: &str) {
    assert_eq!(read(hash).filter.to_string(), filter);
}

#[test]
fn a_filter_goes_along_to_another_ip() {
    let route = read("#date=2011-08-10|ip=10.0.0.1|filter=dport:443").about("10.0.0.2".parse().unwrap());
    assert_eq!(route.to_string(), "#date=2011-08-10|ip=10.0.0.2|filter=dport:443");
}

#[test]
fn without_a_view_a_link_is_about_the_investigation() {
    assert_eq!(read("#date=2016-07-08|ip=10.0.0.1").screen, Screen::Investigation);
    assert_eq!(read("#view=investigation").to_string(), "#");
    assert_eq!(read("#view=Storyboard").screen, Screen::Storyboard);
}

fn moments() -> impl Strategy<Value = Moment> {
    // 32 bits end within a day, in 2106: the last whole day is the last one that is known.
    (0..u32::MAX - u32::MAX % 86_400).prop_map(Moment)
}

fn routes() -> impl Strategy<Value = Route> {
    let days = moments().prop_map(Moment::day);
    let windows = (moments(), moments()).prop_map(|(a, b)| Window::new(a.min(b), a.max(b)));
    let sources = prop_oneof![Just(SourceName::Spot), Just(SourceName::Demo), Just(SourceName::Files)];
    let groupings = prop_oneof![Just(Grouping::Row), Just(Grouping::Peer)];
    let standings =
        prop_oneof![Just(StandingChoice::ByRanges), Just(StandingChoice::Internal), Just(StandingChoice::External)];
    (
        proptest::option::of(days),
        proptest::option::of(any::<IpAddr>().prop_map(|ip| ip.to_canonical())),
        (proptest::option::of(sources), prop_oneof![Just(Screen::Investigation), Just(Screen::Storyboard)]),
        proptest::option::of((1u16..=1000).prop_map(TopResults::new)),
        groupings,
        standings,
        (proptest::option::of(windows), any_model()),
    )
        .prop_map(|(day, ip, (source, screen), top, grouping, standing, (window, filter))| Route {
            day,
            ip,
            source,
            screen,
            top,
            grouping,
            standing,
            window,
            filter: filter.text().parse().unwrap_or_else(|error| panic!("{error}")),
        })
}

proptest! {
    #[test]
    fn every_screen_comes_back_from_its_address(route in routes()) {
        let hash = route.to_string();
        prop_assert_eq!(Route::parse(&hash), (route.clone(), Vec::new()));
        prop_assert_eq!(Route::parse(&hash.replace('|', "%7C")).0, route);
    }

    #[test]
    fn no_hash_is_too_odd_to_be_read(hash in ".*") {
        let (route, _) = Route::parse(&hash);
        let (again, ignored) = Route::parse(&route.to_string());
        prop_assert_eq!(again, route);
        prop_assert!(ignored.is_empty());
    }
}
