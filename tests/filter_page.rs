//! What the page makes of the filter: places in the field, completions, and what cells say.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use investigation::domain::direction::Direction;
use investigation::domain::filter::{Filter, Key, complete};
use investigation::domain::protocol::Protocol;
use investigation::domain::time::Moment;
use investigation::ui::filter::cell::{Edit, address, direction, edited, minute, number, port, protocol};
use investigation::ui::filter::typed::{Complaint, byte_of, completed, offers, utf16_of};
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
    assert_eq!(port(Key::DestinationPort, None), None);
    assert_eq!(number(Key::Bytes, Some(2048)).as_deref(), Some("bytes:2k"));
    assert_eq!(number(Key::Bytes, None), None);
    assert_eq!(protocol(Some(Protocol::TCP)).as_deref(), Some("proto:tcp"));
    assert_eq!(direction(Direction::TwoWay).as_deref(), Some("dir:two-way"));
    let minute_of = |text: &str| minute(text.parse::<Moment>().unwrap());
    assert_eq!(minute_of("2016-07-08 09:04:12").as_deref(), Some("time:09:04-09:05"));
    assert_eq!(minute_of("2016-07-08 23:59:59").as_deref(), Some("time:23:59-24:00"));
}

#[rstest]
#[case("", Edit::Include, "dport:443", "dport:443")]
#[case("dport:80", Edit::Include, "dport:443", "dport:80,443")]
#[case("dport:80", Edit::Exclude, "dport:443", "dport:80 -dport:443")]
#[case("dport:80 proto:tcp", Edit::Only, "dport:443", "dport:443 proto:tcp")]
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
