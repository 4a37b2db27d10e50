//! What the page makes of the filter: places in the field, completions, and what cells say.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use std::net::IpAddr;

use investigation::domain::details::Untold;
use investigation::domain::direction::Direction;
use investigation::domain::filter::{Begun, End, Filter, Key, Total, complete};
use investigation::domain::protocol::Protocol;
use investigation::domain::time::Moment;
use investigation::engine::api::ActiveAddress;
use investigation::ui::filter::cell::{
    Edit, Scope, address, addresses, amount, direction, edited, minute, number, port, protocol, stretch,
};
use investigation::ui::filter::typed::{Complaint, byte_of, completed, offered, offers, utf16_of};
use investigation::ui::filter::unknown::{Looked, unknown};
use investigation::ui::find::{matches, parse_ip};
use rstest::rstest;

#[rstest]
#[case("dport:443 src:10.0.0.300", 14, 10, "`10.0.0.300` is no address or subnet: an address or a subnet")]
#[case("dport:", 6, 1, "A value is missing: a port")]
#[case("dprt:1", 0, 4, "did you mean `dport:`?")]
fn what_is_wrong_is_told_at_its_column(
    #[case] text: &str,
    #[case] column: usize,
    #[case] width: usize,
    #[case] words: &str,
) {
    let complaint = Complaint::about(text).unwrap();
    assert_eq!((complaint.column, complaint.width), (column, width));
    assert!(complaint.words.contains(words), "{}", complaint.words);
}

#[test]
fn a_filter_gives_no_complaint() {
    for text in ["", "  ", "dport:443", "src:10[.]0[.]0[.]1"] {
        assert_eq!(Complaint::about(text), None, "{text}");
    }
}

#[test]
fn places_are_counted_as_a_browser_counts() {
    let text = "a\u{e9}\u{1f600}b";
    for (utf16, byte) in [(0, 0), (1, 1), (2, 3), (4, 7), (5, 8)] {
        assert_eq!(byte_of(text, utf16), byte);
        assert_eq!(utf16_of(text, byte), utf16);
    }
    assert_eq!(byte_of(text, 99), text.len());
}

#[rstest]
#[case::a_key("dp", 2, 0, "dport:", 6)]
#[case::a_key_before_others("pro dport:443", 3, 0, "proto: dport:443", 6)]
#[case::a_value_ends_with_a_blank("proto:u", 7, 0, "proto:udp ", 10)]
#[case::a_value_in_between("proto:u dport:53", 7, 0, "proto:udp dport:53", 9)]
fn a_completion_is_written_with_the_caret_behind_it(
    #[case] text: &str,
    #[case] caret: usize,
    #[case] index: usize,
    #[case] expected: &str,
    #[case] behind: usize,
) {
    let completion = complete(text, caret);
    assert!(offers(text, &completion));
    assert_eq!(completed(text, &completion, &completion.candidates[index]), (expected.to_owned(), behind));
}

#[test]
fn what_is_written_already_is_not_offered() {
    for (text, caret) in [("proto:udp", 9), ("dir:two-way", 11), ("dport:443", 9), ("nosuchkey", 9)] {
        assert!(!offers(text, &complete(text, caret)), "{text}");
    }
}

#[test]
fn a_cell_says_what_it_holds() {
    let ip = "10.0.0.5".parse().unwrap();
    assert_eq!(address(Key::Source, ip).as_deref(), Some("src:10.0.0.5"));
    assert_eq!(port(Key::DestinationPort, Some(443)).as_deref(), Some("dport:443"));
    assert_eq!(port(Key::DestinationPort, None).as_deref(), Some("dport:unknown"));
    assert_eq!(number(Key::Bytes, Some(2048)).as_deref(), Some("bytes:2k"));
    assert_eq!(number(Key::Bytes, None).as_deref(), Some("bytes:unknown"));
    assert_eq!(protocol(Some(Protocol::TCP)).as_deref(), Some("proto:tcp"));
    assert_eq!(protocol(None).as_deref(), Some("proto:unknown"));
    assert_eq!(direction(Direction::TwoWay).as_deref(), Some("dir:two-way"));
    let minute_of = |text: &str| minute(text.parse::<Moment>().unwrap());
    assert_eq!(minute_of("2016-07-08 09:04:12").as_deref(), Some("time:09:04-09:05"));
    let stretch_of = |first: &str, last: &str| stretch(first.parse().unwrap(), last.parse().unwrap());
    for (first, last, says) in [
        ("2016-07-08 02:03:12", "2016-07-08 09:14:55", "time:02:03-09:15"),
        ("2016-07-08 02:03:12", "2016-07-08 23:59:59", "time:02:03-24:00"),
        ("2016-07-08 22:00:00", "2016-07-09 01:00:00", "time:22:00-01:01"),
        ("2016-07-08 22:00:59", "2016-07-09 21:59:58", "time:00:00-24:00"),
        ("2016-07-08 22:00:00", "2016-07-11 01:00:00", "time:00:00-24:00"),
    ] {
        assert_eq!(stretch_of(first, last).as_deref(), Some(says));
    }
    assert_eq!(minute_of("2016-07-08 23:59:59").as_deref(), Some("time:23:59-24:00"));
}

#[test]
fn a_total_is_asked_for_where_all_is_seen_and_its_owner_where_a_part_is() {
    let peer = || address(Key::Source, "10.0.0.5".parse().unwrap());
    let says = |scope: Scope, told| scope.total(Key::Total(Total::PairBytes), told, Untold::Over32Bit, peer());
    assert_eq!(says(Scope::of(&Filter::default()), Some(3 << 30)).as_deref(), Some("pair.bytes:3G"));
    assert_eq!(says(Scope::Whole, None).as_deref(), Some("pair.bytes:>=2G"), "Spot cut it");
    assert_eq!(says(Scope::of(&"dport:443".parse().unwrap()), Some(5)).as_deref(), Some("src:10.0.0.5"));
    assert_eq!(amount(Key::Connections, None, Untold::Missing).as_deref(), Some("connections:unknown"));
}

#[test]
fn a_cell_stands_for_as_many_addresses_as_a_link_can_hold() {
    let first = |count: u8| addresses((0..count).map(|host| IpAddr::from([10, 0, 0, host])));
    assert_eq!(first(2).as_deref(), Some("ip:10.0.0.0,10.0.0.1"));
    assert_eq!(first(0), None);
    assert!(first(100).is_some());
    let subnet = || (0..=255_u8).rev().map(|host| IpAddr::from([10, 0, 0, host]));
    let v6 = IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]);
    assert_eq!(addresses(subnet()).as_deref(), Some("ip:10.0.0.0/24"), "all of a subnet are few words");
    assert_eq!(
        addresses(subnet().skip(1).chain([v6])).as_deref(),
        Some(
            "ip:10.0.0.0/25,10.0.0.128/26,10.0.0.192/27,10.0.0.224/28,10.0.0.240/29,10.0.0.248/30,10.0.0.252/31,10.0.0.254,2001:db8::1"
        )
    );
    let odd = (0..200_u8).map(|host| IpAddr::from([10, 0, host, 1]));
    assert_eq!(addresses(odd), None, "no subnet has these alone");
}

#[rstest]
#[case(Looked::AtRows, "proto:tcp host.opened:>5", Some("proto, host.opened"))]
#[case(Looked::AtRows, "dir:inbound peer.rows:1", None)]
#[case(Looked::AtFlows, "proto:tcp host.opened:>5 pair.rows:1", None)]
#[case(Looked::AtHosts, "-peer.bytes:>1G connections:5 dir:inbound host.taken:0", Some("connections, peer.bytes"))]
fn what_is_asked_in_vain_is_told(#[case] looked: Looked, #[case] filter: &str, #[case] names: Option<&str>) {
    let told = unknown(&filter.parse().unwrap(), looked);
    assert_eq!(told.is_some(), names.is_some());
    assert!(names.is_none_or(|names| told.clone().unwrap().contains(&format!("of {names}:"))), "{told:?}");
}

#[test]
fn addresses_that_were_answered_are_offered_as_long_as_they_fit() {
    let address = |ip: &str, connections, name: Option<&str>| ActiveAddress {
        ip: ip.parse().unwrap(),
        connections,
        name: name.map(str::to_owned),
    };
    let answered = (
        Begun { end: End::Source, text: "10.0".to_owned() },
        vec![
            address("10.0.0.7", Some(1_204), Some("mail")),
            address("10.0.2.1", Some(1), None),
            address("10.0.3.1", None, None),
        ],
    );
    let offers = |text: &str| {
        let completion = offered(text, text.len(), Some(&answered));
        completion.candidates.into_iter().map(|one| (one.text, one.about.into_owned())).collect::<Vec<_>>()
    };
    let told = |ip: &str, about: &str| (ip.to_owned(), about.to_owned());
    let all = [told("10.0.0.7", "mail, 1,204 connections"), told("10.0.2.1", "1 connection"), told("10.0.3.1", "")];
    assert_eq!(offers("src:10.0"), all);
    assert_eq!(offers("src:10.0.2"), all[1..2], "more is written by now");
    assert_eq!(offers("src:10"), [], "less is: it was not asked for");
    assert_eq!(offers("dst:10.0"), [], "another end has others");
    let ends_with_a_colon = address("2001:db8::", None, None);
    let completion =
        offered("2001", 4, Some(&(Begun { end: End::Either, text: "2001".to_owned() }, vec![ends_with_a_colon])));
    assert_eq!(completed("2001", &completion, &completion.candidates[0]).0, "2001:db8:: ", "it is no key");
}

#[rstest]
#[case("", Edit::Include, "dport:443", "dport:443")]
#[case("dport:80", Edit::Include, "dport:443", "dport:80,443")]
#[case("dport:80", Edit::Exclude, "dport:443", "dport:80 -dport:443")]
#[case("dport:80 proto:tcp", Edit::Only, "dport:443", "dport:443 proto:tcp")]
#[case("dport:80", Edit::Include, "dport:unknown", "dport:80,unknown")]
#[case("dport:80,unknown", Edit::Exclude, "dport:unknown", "dport:80 -dport:unknown")]
#[case("dport:80", Edit::Only, "no filter", "dport:80")]
fn a_menu_edits_the_filter(#[case] filter: &str, #[case] edit: Edit, #[case] cell: &str, #[case] expected: &str) {
    assert_eq!(edited(filter.parse().unwrap(), edit, cell).to_string(), expected);
}

#[rstest]
#[case("10.0.0[.]5", "10.0.0.5")]
#[case("hxxp://10[.]0[.]0[.]5/a.sh?b=c", "10.0.0.5")]
#[case("hXXps://10.0.0.5:8443", "10.0.0.5")]
#[case("hxxp[://]10(.)0(.)0(.)5:80/", "10.0.0.5")]
#[case("http://[2001:db8::1]:8080/a", "2001:db8::1")]
fn addresses_of_reports_are_understood_in_both_fields(#[case] typed: &str, #[case] ip: &str) {
    assert_eq!(parse_ip(typed), ip.parse().ok());
    let filter: Filter = typed.parse().unwrap_or_else(|error| panic!("{typed}: {error}"));
    assert_eq!(filter.to_string(), format!("ip:{ip}"));
    let filter: Filter = format!("src:{typed}").parse().unwrap_or_else(|error| panic!("{typed}: {error}"));
    assert_eq!(filter.to_string(), format!("src:{ip}"));
}

#[test]
fn a_defanged_part_of_an_address_finds_it_in_the_list() {
    let ip = "10.0.2.112".parse().unwrap();
    assert!(
        matches("10[.]0[.]2", ip, "")
            && matches("10.0.2[.]112", ip, "")
            && matches("hxxp://10[.]0[.]2[.]112/x", ip, "")
    );
    assert!(!matches("10[.]0[.]3", ip, ""));
}
