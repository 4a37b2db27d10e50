//! `networkcontext_1.csv`: which name a peer's network has.

mod common;

use std::net::IpAddr;

use common::ip;
use investigation::domain::context::NetworkNames;
use investigation::domain::network::{InternalNetwork, Reason, StandingChoice};
use proptest::prelude::*;
use rstest::rstest;

const FILE: &str = "\
srcIP,name
10.0.0.0/8,Company
10.1.0.0/16,Branch.Berlin
10.1.2.0-10.1.2.9,\"Printers, Berlin\"
10.1.2.3,Printer 3
10.1.2.3,VPN printer
2001:db8::/32,V6
2001:db8::5 - 2001:db8::7,V6 core
255.255.255.255,Last of all
ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,Last of all V6
";

#[rstest]
#[case::subnet("10.200.1.1", Some("Company"))]
#[case::narrower_subnet("10.1.1.1", Some("Branch.Berlin"))]
#[case::range("10.1.2.0", Some("Printers, Berlin"))]
#[case::end_of_the_range("10.1.2.9", Some("Printers, Berlin"))]
#[case::after_the_range("10.1.2.10", Some("Branch.Berlin"))]
#[case::the_last_of_two_lines_for_the_same("10.1.2.3", Some("VPN printer"))]
#[case::below_all("9.255.255.255", None)]
#[case::between("11.0.0.0", None)]
#[case::ipv6("2001:db8::4", Some("V6"))]
#[case::ipv6_range("2001:db8::5", Some("V6 core"))]
#[case::ipv6_nowhere("2001:db9::", None)]
#[case::ipv4_written_as_ipv6("::ffff:10.1.2.0", Some("Printers, Berlin"))]
#[case::the_last_ipv4("255.255.255.255", Some("Last of all"))]
#[case::the_last_ipv6("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Some("Last of all V6"))]
#[case::the_first_ipv6("::", None)]
fn the_narrowest_line_names_the_network(#[case] address: &str, #[case] name: Option<&str>) {
    let (names, skipped) = NetworkNames::from_csv(FILE);

    assert_eq!(names.name(ip(address)), name);
    assert_eq!(skipped.total, 0, "{skipped:?}");
}

#[test]
fn the_first_line_is_a_header_as_in_spot_and_told_where_it_names_a_network() {
    let (names, skipped) = NetworkNames::from_csv("\n10.0.0.0/8,Company\n10.0.0.1,One\n");

    assert_eq!((names.name(ip("10.0.0.1")), names.name(ip("10.0.0.2"))), (Some("One"), None));
    assert_eq!(skipped.first[0].line, 2);
    assert_eq!(skipped.first[0].reason, "it is the file's first line, which has to be a header, and names 10.0.0.0/8");
}

#[rstest]
#[case::no_address("somewhere,x", "`somewhere` is not an address")]
#[case::no_subnet("10.0.0.0/33,x", "`10.0.0.0/33` is not a subnet")]
#[case::no_name("10.0.0.1,", "`10.0.0.1` has no name")]
#[case::one_field("10.0.0.1", "`10.0.0.1` has no name")]
#[case::backwards("10.0.0.2-10.0.0.1,x", "the range runs backwards, from 10.0.0.2 to 10.0.0.1")]
#[case::mixed("10.0.0.2-::1,x", "10.0.0.2 and ::1 are of different families")]
#[case::half_a_range("10.0.0.2-,x", "`` is not an address")]
#[case::cut_in_a_quote("\"10.0.0.1\",\"Lab", "the quote before `Lab` is not closed")]
#[case::spots_short_form("10.1,x", "`10.1` is not an address")]
fn a_line_that_cannot_be_read_is_told_and_the_next_one_read(#[case] line: &str, #[case] reason: &str) {
    let (names, skipped) = NetworkNames::from_csv(&format!("srcIP,name\r\n{line}\r\n10.9.9.9,Next\r\n"));

    assert_eq!(skipped.first.iter().map(|line| (line.line, line.reason.as_str())).collect::<Vec<_>>(), [(2, reason)]);
    assert_eq!(names.name(ip("10.9.9.9")), Some("Next"));
}

#[test]
fn an_empty_file_names_nothing() {
    for text in ["", "srcIP,name", "\n\n"] {
        let (names, skipped) = NetworkNames::from_csv(text);
        assert_eq!((names.name(ip("10.0.0.1")), skipped.total), (None, 0), "{text:?}");
    }
}

/// Few addresses, at both ends of both families, so that ranges overlap in every way.
fn any_ip() -> impl Strategy<Value = IpAddr> {
    let near = |most: u128| prop_oneof![0u128..24, (0u128..24).prop_map(move |back| most - back)];
    prop_oneof![
        3 => near(u128::from(u32::MAX)).prop_map(|bits| IpAddr::V4(u32::try_from(bits).unwrap_or(u32::MAX).into())),
        1 => near(u128::MAX).prop_map(|bits| IpAddr::V6(bits.into())),
    ]
}

fn any_range() -> impl Strategy<Value = (IpAddr, IpAddr)> {
    let one_family = |(one, other): &(IpAddr, IpAddr)| one.is_ipv4() == other.is_ipv4();
    (any_ip(), any_ip()).prop_filter("one family", one_family).prop_map(|(one, other)| (one.min(other), one.max(other)))
}

fn width((first, last): (IpAddr, IpAddr)) -> u128 {
    match (first, last) {
        (IpAddr::V4(first), IpAddr::V4(last)) => u128::from(last.to_bits() - first.to_bits()),
        (IpAddr::V6(first), IpAddr::V6(last)) => last.to_bits() - first.to_bits(),
        _ => unreachable!("one family"),
    }
}

proptest! {
    /// The plain reckoning looks at every range, and at every address that begins or ends one and its neighbours.
    #[test]
    fn lookups_equal_a_scan_of_all_ranges(ranges in prop::collection::vec(any_range(), 0..40), asked in any_ip()) {
        let lines = ranges.iter().enumerate().map(|(at, (first, last))| format!("{first}-{last},{at}\n"));
        let (names, skipped) = NetworkNames::from_csv(&format!("srcIP,name\n{}", lines.collect::<String>()));
        prop_assert_eq!(skipped.total, 0);
        let ends = ranges.iter().flat_map(|(first, last)| [*first, *last]);
        for ip in ends.chain([asked]) {
            // IPv4 addresses in the form of IPv6 are none of the random ones: these lie at both ends.
            let covering = ranges.iter().enumerate().filter(|(_, (first, last))| *first <= ip && ip <= *last);
            let narrowest = covering.min_by_key(|(at, range)| (width(**range), std::cmp::Reverse(*at)));
            prop_assert_eq!(names.name(ip).map(str::to_owned), narrowest.map(|(at, _)| at.to_string()), "{}", ip);
        }
    }

    #[test]
    fn any_text_can_be_read(text in any::<String>()) {
        let _ = NetworkNames::from_csv(&text);
    }
}

#[test]
fn ipranges_that_overlap_by_half_are_explained_by_the_narrower_one() {
    let (network, _) = InternalNetwork::from_csv("10.0.0.5,10.0.0.8,narrow\n10.0.0.0,10.0.0.6,wide\n");
    let reason = network.standing(ip("10.0.0.6"), StandingChoice::ByRanges).reason;

    assert_eq!(reason, Reason::Range { range: "10.0.0.5 - 10.0.0.8".into(), name: "narrow".into() });
}
