//! A filter says what it means: read, written, completed, edited, and held against flows.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use investigation::domain::direction::Direction;
use investigation::domain::filter::{Amount, Begun, End, Facts, Filter, Key, Value, Wanted, complete};
use rstest::rstest;

fn filter(text: &str) -> Filter {
    text.parse().unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

#[rstest]
#[case::nothing("", "")]
#[case::blanks("  \t ", "")]
#[case::the_example(
    "src:10.0.0.0/8 -dport:443 bytes:>1M proto:udp time:02:00-03:00 dir:inbound",
    "src:10.0.0.0/8 -dport:443 bytes:>1M proto:udp time:02:00-03:00 dir:inbound"
)]
#[case::any_case("SRC:10.0.0.1 Proto:TCP dir:Two-Way", "src:10.0.0.1 proto:tcp dir:two-way")]
#[case::defanged("src:10[.]0[.]0[.]1 dst:10(dot)0(dot)0(dot)2", "src:10.0.0.1 dst:10.0.0.2")]
#[case::defanged_v6("dst:2001[:]db8[:][:]1", "dst:2001:db8::1")]
#[case::an_address_alone("10[.]0[.]0[.]1", "ip:10.0.0.1")]
#[case::an_address_of_v6_alone("-2001:DB8::/32", "-ip:2001:db8::/32")]
#[case::v6_in_brackets("dst:[2001:db8::1]", "dst:2001:db8::1")]
#[case::addresses_alone("10.0.0.1,10.0.0.2", "ip:10.0.0.1,10.0.0.2")]
#[case::host_bits_go("src:10.1.2.3/8", "src:10.0.0.0/8")]
#[case::one_address_needs_no_prefix("src:10.1.2.3/32", "src:10.1.2.3")]
#[case::v4_in_v6_clothes("src:::ffff:10.0.0.1 dst:::ffff:10.0.0.0/104", "src:10.0.0.1 dst:10.0.0.0/8")]
#[case::ports("port:53,1-1023 sport:>1023 dport:<=1023", "port:53,1-1023 sport:>1023 dport:<1024")]
#[case::units("bytes:1KiB,2kb,1.5m,1G,3T", "bytes:1k,2k,1536k,1G,3T")]
#[case::bounds("bytes:>=1M bytes:<1k bytes:1k-1M", "bytes:>=1M bytes:<1k bytes:1k-1M")]
#[case::a_unit_after_a_blank("bytes:\">1.5 MiB\"", "bytes:>1536k")]
#[case::a_rounded_byte("bytes:1.1k", "bytes:1126")]
#[case::packets("packets:>100,1", "packets:>100,1")]
#[case::protocol_by_number("proto:17,99,icmpv6", "proto:udp,99,icmpv6")]
#[case::minute_and_second("time:02:00 time:2:00:30", "time:02:00-02:01 time:02:00:30-02:00:31")]
#[case::over_midnight("time:22:00-06:00 time:22:00-00:00", "time:22:00-06:00 time:22:00-24:00")]
#[case::quotes("src:\"10.0.0.1\" time:\"02:00 - 03:00\"", "src:10.0.0.1 time:02:00-03:00")]
#[case::what_is_not_told(
    "dport:443,Unknown -proto:UNKNOWN pair.bytes:unknown",
    "dport:443,unknown -proto:unknown pair.bytes:unknown"
)]
#[case::short_groups("dir:in,out", "dir:inbound,outbound")]
fn a_filter_is_written_in_one_way(#[case] text: &str, #[case] canonical: &str) {
    let read = filter(text);
    assert_eq!(read.to_string(), canonical);
    assert_eq!(filter(canonical), read);
}

// The caret stands below the first character that is wrong; what is marked is between the two bars.
#[rstest]
#[case("|scr|:10.0.0.1", "There is no `scr:`; did you mean `src:`?")]
#[case("dport:443 -|protocol|:udp", "There is no `protocol:`; did you mean `proto:`?")]
#[case(
    "|qqqqqq|:1",
    "There is no `qqqqqq:`; known are src, dst, ip, port, sport, dport, proto, bytes, packets, time, dir, \
     connections, pair.connections, pair.bytes, pair.rows, peer.connections, peer.bytes, peer.rows, host.opened, \
     host.taken, host.outside"
)]
#[case(
    "src:|10.0.0.256|",
    "`10.0.0.256` is no address or subnet: an address or a subnet, such as 10.0.0.1, 10.0.0.0/8 or 2001:db8::/32 is expected"
)]
#[case(
    "src:10.0.0.1,|10.0.0.0/33|",
    "`10.0.0.0/33` ends in no prefix length, 0 to 32, or to 128 for IPv6: an address or a subnet, such as 10.0.0.1, \
     10.0.0.0/8 or 2001:db8::/32 is expected"
)]
#[case("dport:|65536|", "`65536` is above 65535: a port, 0 to 65535, such as 443, 1-1023 or >1023 is expected")]
#[case("dport:|1k|", "`1k` is no number: a port, 0 to 65535, such as 443, 1-1023 or >1023 is expected")]
#[case("dport:|>65535|", "Nothing can be in `>65535`: a port, 0 to 65535, such as 443, 1-1023 or >1023 is expected")]
#[case("bytes:|2M-1M|", "`2M-1M` ends before it begins: a number of bytes, such as 1500, >1M or 10k-1G is expected")]
#[case("bytes:|1Q|", "`1Q` is no number: a number of bytes, such as 1500, >1M or 10k-1G is expected")]
#[case(
    "proto:|tpc|",
    "`tpc` is no protocol known here: a protocol, such as tcp, udp, icmp or its number, 0 to 255 is expected"
)]
#[case(
    "time:|25:00-26:00|",
    "`25:00-26:00` is no time of day: a time of day, such as 02:00-03:00 or 22:00-06:00 is expected"
)]
#[case(
    "time:|02:00-02:00|",
    "Nothing can be in `02:00-02:00`: a time of day, such as 02:00-03:00 or 22:00-06:00 is expected"
)]
#[case("dir:|up|", "`up` is no group of peers: inbound, outbound or two-way is expected")]
#[case("dir:|unknown|", "`unknown` is no group of peers: inbound, outbound or two-way is expected")]
#[case("dport:80,||", "A value is missing: a port, 0 to 65535, such as 443, 1-1023 or >1023 is expected")]
#[case("dir:|| src:10.0.0.1", "A value is missing: inbound, outbound or two-way is expected")]
#[case("src:10.0.0.1 |-| dport:80", "`-` leaves out what follows it: put a term right behind it, such as -dport:443")]
#[case("Zürich:1 src:|\"10.0.0.1|", "There is no `Zürich:`; known are ")]
#[case("src:|\"10.0.0.1|", "This quote is not closed")]
#[case(
    "|evil.example|",
    "`evil.example` is no address, and a term has a key and a value, such as src:10.0.0.0/8 or dport:443"
)]
#[case(
    "|dpot|",
    "`dpot` is no address; did you mean `dport:`? a port, 0 to 65535, such as 443, 1-1023 or >1023 is expected behind it"
)]
fn what_is_wrong_is_told_and_where(#[case] marked: &str, #[case] message: &str) {
    let bars: Vec<usize> = marked.match_indices('|').map(|(at, _)| at).collect();
    let text = marked.replace('|', "");
    let error = text.parse::<Filter>().unwrap_err();
    if message.ends_with("known are ") {
        assert!(error.to_string().starts_with(message), "{error}");
        assert_eq!((error.at.clone(), error.column(&text)), (0..7, 0));
        return;
    }
    assert_eq!(error.to_string(), message);
    assert_eq!(error.at, bars[0]..bars[1] - 1, "{text}");
}

#[test]
fn the_caret_counts_characters() {
    let text = "time:02:00\u{2013}03:00 dport:x";
    assert_eq!(text.parse::<Filter>().unwrap_err().column(text), 23);
}

#[rstest]
#[case::a_new_word(
    "src:10.0.0.1 |",
    Wanted::Key,
    "src: dst: ip: port: sport: dport: proto: bytes: packets: time: dir: connections: pair.connections: pair.bytes: \
     pair.rows: peer.connections: peer.bytes: peer.rows: host.opened: host.taken: host.outside:"
)]
#[case::a_key("-d|", Wanted::Key, "dst: dport: dir:")]
#[case::within_a_key("sp|ort:80", Wanted::Key, "sport:")]
#[case::a_total("peer.|", Wanted::Key, "peer.connections: peer.bytes: peer.rows:")]
#[case::a_value("proto:|", Wanted::Value(Key::Protocol), "tcp udp icmp icmpv6 sctp gre esp igmp unknown")]
#[case::a_second_value("-proto:tcp,U|", Wanted::Value(Key::Protocol), "udp unknown")]
#[case::what_is_not_told("bytes:>1M,u|", Wanted::Value(Key::Bytes), "unknown")]
#[case::a_group("dir:i|", Wanted::Value(Key::Direction), "inbound")]
#[case::an_address("src:10.|", Wanted::Value(Key::Source), "")]
#[case::no_key("foo:|", Wanted::Nothing, "")]
fn what_may_come_at_the_caret_is_offered(#[case] marked: &str, #[case] wanted: Wanted, #[case] offered: &str) {
    let caret = marked.find('|').unwrap();
    let completion = complete(&marked.replace('|', ""), caret);
    let texts: Vec<&str> = completion.candidates.iter().map(|candidate| candidate.text.as_str()).collect();
    assert_eq!((completion.wanted, texts.join(" ").as_str()), (wanted, offered));
}

#[rstest]
#[case::of_a_source("-src:10.0|", Some((End::Source, "10.0")))]
#[case::nothing_of_it_yet("dst:|", Some((End::Destination, "")))]
#[case::the_second("ip:10.0.0.1,10.|", Some((End::Either, "10.")))]
#[case::without_a_key("dport:80 -10.0|", Some((End::Either, "10.0")))]
#[case::the_second_without_a_key("10.0.0.1,2001:|", Some((End::Either, "2001:")))]
#[case::before_the_caret_alone("src:10|.0.0.1", Some((End::Source, "10")))]
#[case::ipv6_is_no_key("2001:db8|", Some((End::Either, "2001:db8")))]
#[case::nothing_at_all("|", None)]
#[case::a_word("de|", None)]
#[case::a_port("dport:44|", None)]
fn addresses_are_asked_for_where_one_may_stand(#[case] marked: &str, #[case] expected: Option<(End, &str)>) {
    let completion = complete(&marked.replace('|', ""), marked.find('|').unwrap());
    let expected = expected.map(|(end, text)| Begun { end, text: text.to_owned() });
    assert_eq!(completion.addresses, expected);
}

#[rstest]
#[case("-sp|:80 dir:in", "-sport:80 dir:in")]
#[case("proto:tcp,u|,icmp", "proto:tcp,udp,icmp")]
#[case("dst:10.0.0.1 by|", "dst:10.0.0.1 bytes:")]
fn a_candidate_takes_the_place_of_what_was_begun(#[case] marked: &str, #[case] expected: &str) {
    let caret = marked.find('|').unwrap();
    let mut text = marked.replace('|', "");
    let completion = complete(&text, caret);
    text.replace_range(completion.replace, &completion.candidates[0].text);
    assert_eq!(text, expected);
}

#[test]
fn what_is_not_known_holds_for_no_value() {
    for term in
        ["src:::/0", "dport:0-65535", "proto:tcp", "bytes:>=0", "packets:>=0", "time:00:00-24:00", "dir:inbound"]
    {
        assert!(!filter(term).matches(&Facts::default()), "{term}");
        assert!(filter(&format!("-{term}")).matches(&Facts::default()), "-{term}");
    }
}

#[test]
fn what_is_not_known_is_unknown_and_nothing_else_is() {
    for key in Key::ALL.into_iter().filter(|key| key.may_be_unknown()) {
        let term = format!("{}:unknown", key.name());
        assert!(filter(&term).matches(&Facts::default()), "{term}");
        assert!(!filter(&format!("-{term}")).matches(&Facts::default()), "-{term}");
    }
    let web = Facts { destination_port: Some(443), bytes: Amount::Above(2_147_483_647), ..Facts::default() };
    for (term, holds) in [
        ("dport:unknown", false),
        ("sport:unknown", true),
        ("port:unknown", true),
        ("dport:443,unknown", true),
        ("bytes:unknown", false),
        ("packets:unknown", true),
    ] {
        assert_eq!(filter(term).matches(&web), holds, "{term}");
    }
}

#[test]
fn a_number_that_spot_cut_is_above_what_it_could_tell() {
    let cut = Facts { bytes: Amount::Above(2_147_483_647), ..Facts::default() };
    for (term, holds) in [("bytes:>1M", true), ("bytes:>=2G", true), ("bytes:>2G", false), ("bytes:<1M", false)] {
        assert_eq!(filter(term).matches(&cut), holds, "{term}");
    }
}

#[rstest]
#[case::widens("dport:80 src:10.0.0.1", "dport:80,443 src:10.0.0.1")]
#[case::is_new("src:10.0.0.1", "src:10.0.0.1 dport:443")]
#[case::is_there("dport:1-1023", "dport:1-1023")]
#[case::takes_back("-dport:443,80", "-dport:80 dport:443")]
#[case::takes_all_back("-dport:400-500", "dport:443")]
fn include_lets_a_value_through(#[case] before: &str, #[case] after: &str) {
    assert_eq!(filter(before).include(Key::DestinationPort, Value::port(443)).to_string(), after);
}

#[rstest]
#[case::is_new("src:10.0.0.1", "src:10.0.0.1 -dport:443")]
#[case::joins("-dport:80 src:10.0.0.1", "-dport:80,443 src:10.0.0.1")]
#[case::is_there("-dport:1-1023", "-dport:1-1023")]
#[case::turns("dport:443", "-dport:443")]
#[case::narrows("dport:80,443", "dport:80 -dport:443")]
fn exclude_leaves_a_value_out(#[case] before: &str, #[case] after: &str) {
    assert_eq!(filter(before).exclude(Key::DestinationPort, Value::port(443)).to_string(), after);
}

#[rstest]
#[case::is_new("src:10.0.0.1", "src:10.0.0.1 dport:443")]
#[case::replaces("dport:80 src:10.0.0.1 -dport:22", "dport:443 src:10.0.0.1")]
fn only_lets_nothing_else_of_the_key_through(#[case] before: &str, #[case] after: &str) {
    assert_eq!(filter(before).only(Key::DestinationPort, Value::port(443)).to_string(), after);
}

#[test]
fn a_value_of_another_kind_changes_nothing() {
    let before = filter("dport:80");
    assert_eq!(before.clone().include(Key::Source, Value::port(443)), before);
    assert_eq!(before.clone().exclude(Key::Port, Value::Direction(Direction::Inbound)), before);
}

#[test]
fn a_filter_travels_as_its_text() {
    let json = serde_json::to_string(&filter("SRC:10.0.0.1  dport:80")).unwrap();
    assert_eq!(json, "\"src:10.0.0.1 dport:80\"");
    assert_eq!(serde_json::from_str::<Filter>(&json).unwrap(), filter("src:10.0.0.1 dport:80"));
    assert!(serde_json::from_str::<Filter>("\"nonsense\"").is_err());
}
