//! Addresses of IPv6 in the three context files, however they are written.

use std::cmp::Reverse;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use investigation::domain::context::file::ContextFile;
use investigation::domain::context::{Context, NetworkNames};
use investigation::domain::csv::SkippedLines;
use investigation::domain::geo::{Places, PlacesReader};
use investigation::domain::network::{InternalNetwork, Place, Reason, StandingChoice};
use proptest::prelude::*;
use rstest::rstest;

fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

fn places(file: &str) -> (Places, SkippedLines) {
    let mut reader = PlacesReader::default();
    file.as_bytes().chunks(61).for_each(|chunk| reader.push(chunk));
    reader.finish()
}

fn place_line(first: &str, last: &str, owner: &str) -> String {
    format!("\"{first}\",\"{last}\",\"DE\",\"Germany\",\"\",\"Berlin\",\"52.5\",\"13.4\",\"{owner}\",\"\"\n")
}

/// Those of RFC 5952, section 4 and 5.
#[rstest]
#[case("2001:0DB8:0000:0000:0000:0000:0000:0001", "2001:db8::1")]
#[case("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
#[case("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
#[case("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]
#[case("2001:DB8:0::/47", "2001:db8::/47")]
#[case("2001:db8::ffff/32", "2001:db8::/32")]
#[case("2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::/32")]
#[case("2001:DB8::1 - 2001:DB8::A", "2001:db8::1 - 2001:db8::a")]
#[case("::ffff:10.0.0.0 - ::ffff:a00:ff", "10.0.0.0/24")]
#[case("::ffff:0:0/96", "0.0.0.0/0")]
#[case("42540766411282592856903984951653826561", "2001:db8::1/128")]
#[case("42540766411282592856903984951653826561-2001:db8::2", "2001:db8::1 - 2001:db8::2")]
fn a_range_is_shown_in_the_canonical_form(#[case] written: &str, #[case] shown: &str) {
    let range: investigation::domain::ranges::AddressRange = written.parse().expect("a range");
    let range = range.to_string();
    assert_eq!(range.strip_suffix("/128").unwrap_or(&range), shown.strip_suffix("/128").unwrap_or(shown));
}

#[test]
fn the_internal_network_may_be_ipv6_in_every_form() {
    let file = "2001:db8::,2001:DB8::ff,two ends\n\
        fd12:3456::/32,,a subnet\n\
        42540766411282592856903984951653830656,42540766411282592856903984951653834751,numbers\n\
        ::ffff:192.0.2.0,::ffff:192.0.2.255,mapped\n\
        2001:db8::9,2001:db8::9,one\n\
        2001:db8::/129,,wrong\n\
        1,9,small numbers are no addresses\n\
        2001:db8::1,10.0.0.1,mixed\n";
    let (network, skipped) = InternalNetwork::from_csv(file);
    let standing = |address: &str| network.standing(ip(address), StandingChoice::ByRanges);
    let range = |range: &str, name: &str| Reason::Range { range: range.to_owned(), name: name.to_owned() };

    assert_eq!(standing("2001:db8::1").reason, range("2001:db8::/120", "two ends"));
    assert_eq!(standing("2001:db8::9").reason, range("2001:db8::9/128", "one"));
    assert_eq!(standing("fd12:3456:7::1").reason, range("fd12:3456::/32", "a subnet"));
    assert_eq!(standing("2001:db8::1fff").reason, range("2001:db8::1000/116", "numbers"));
    assert_eq!(standing("192.0.2.7").reason, range("192.0.2.0/24", "mapped"));
    assert_eq!(standing("::ffff:192.0.2.7").reason, range("192.0.2.0/24", "mapped"));
    assert_eq!((standing("fd13::1").place, standing("fd13::1").reason), (Place::External, Reason::NoRange));
    let told: Vec<_> = skipped.first.iter().map(|line| (line.line, line.reason.as_str())).collect();
    assert_eq!(
        told,
        [
            (6, "`2001:db8::/129` is not a subnet"),
            (7, "the first IP, `1`, is not an address"),
            (8, "2001:db8::1 and 10.0.0.1 are of different families"),
        ]
    );
}

#[test]
fn a_peer_of_ipv6_has_a_name_an_owner_and_a_place() {
    let lines = [
        // As IP location databases begin: all that is below the IPv4 addresses, which are written as IPv6 there.
        place_line("0", "281470681743359", "nobody"),
        place_line("281470681743360", "281474976710655", "IPv4"),
        place_line("42540766411282592856903984951653826560", "42540766490510755371168322545197776895", "Example AG"),
        place_line("2001:db8:1::", "2001:db8:1:ffff:ffff:ffff:ffff:ffff", "Text AG"),
        place_line("2001:db8:1:2::/64", "", "Subnet AG"),
        place_line("16909060", "16909060", "Number"),
    ];
    let (places, skipped) = places(&lines.concat());
    assert_eq!(skipped.total, 0, "{skipped:?}");
    let owner = |address: &str| places.location(ip(address)).map(|place| place.owner);
    assert_eq!(owner("::1"), Some("nobody"));
    assert_eq!(owner("2001:db8::1"), Some("Example AG"));
    assert_eq!(owner("2001:db8:1:1::"), Some("Text AG"));
    assert_eq!(owner("2001:db8:1:2:3::"), Some("Subnet AG"));
    assert_eq!(owner("2001:db9::"), None);
    // The same address in either of its two forms.
    assert_eq!((owner("1.2.3.4"), owner("::ffff:1.2.3.4")), (Some("Number"), Some("Number")));
    assert_eq!((owner("1.2.3.5"), owner("::ffff:102:305")), (Some("IPv4"), Some("IPv4")));

    let (names, skipped) = NetworkNames::from_csv("srcIP,name\n2001:db8::/32,lab\n2001:db8::1-2001:db8::5,gate\n");
    assert_eq!(skipped.total, 0);
    let context = Context { names, places: Some(places) };
    let label = context.label(ip("2001:db8::1")).expect("a label");
    assert_eq!(label.in_full(), "Network: gate. Place: Berlin, Germany. Owner: Example AG.");
    assert_eq!(context.label(ip("2001:db8:1::1")).map(|label| label.name), Some("lab".to_owned()));
}

#[rstest]
#[case("fd00::,fd00::ff,office", ContextFile::IpRanges)]
#[case("fd00::/8,,office", ContextFile::IpRanges)]
#[case("42540766411282592856903984951653830656,42540766411282592856903984951653834751,office", ContextFile::IpRanges)]
#[case("srcIP,name\nfd00::/8,office", ContextFile::NetworkContext)]
#[case("srcIP,name\nfd00::1-fd00::9,office", ContextFile::NetworkContext)]
#[case("\"0\",\"281470681743359\",\"-\",\"-\",\"-\",\"-\",\"0\",\"0\",\"-\",\"-\"", ContextFile::Places)]
#[case("2001:db8::/32,,DE,Germany,,,1,1,,", ContextFile::Places)]
fn a_file_of_ipv6_is_told_by_its_lines(#[case] head: &str, #[case] file: ContextFile) {
    assert_eq!(ContextFile::recognise(head.as_bytes()), Some(file));
}

#[rstest]
#[case("1,9,first of many columns")]
#[case("1700000000,1700000060,10.0.0.1")]
#[case("srcIP,name\n5,five")]
#[case("1700000000000000000,x")]
fn small_numbers_alone_are_no_context_file(#[case] head: &str) {
    assert_eq!(ContextFile::recognise(head.as_bytes()), None);
}

/// How an address is written.
fn written(address: IpAddr, style: u8) -> String {
    match (address, style % 3) {
        (IpAddr::V4(v4), 0) => v4.to_ipv6_mapped().to_string(),
        (IpAddr::V6(v6), 0) => v6.segments().map(|segment| format!("{segment:04X}")).join(":"),
        (IpAddr::V4(v4), 1) => v4.to_bits().to_string(),
        (IpAddr::V6(v6), 1) => v6.to_bits().to_string(),
        (address, _) => address.to_string(),
    }
}

/// Addresses that lie close to one another and at the borders of families and upper bits, so that ranges overlap.
fn any_ip() -> impl Strategy<Value = IpAddr> {
    let border = prop_oneof![
        Just(1_u128 << 32),
        Just(0xffff_u128 << 32),
        Just(1_u128 << 48),
        Just(0x2001_0db8_u128 << 96),
        Just(0x2a00_u128 << 112),
        Just(1_u128 << 127),
        Just(u128::MAX - 20),
    ];
    let v6 = (border, 0..40_u128).prop_map(|(border, off)| border.saturating_add(off).saturating_sub(20));
    prop_oneof![
        3 => v6.prop_map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits)).to_canonical()),
        1 => (0..40_u32).prop_map(|off| IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + off))),
    ]
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u128::from(v4.to_bits()),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

/// Ranges as a plain reader takes them: ends of one family, in order.
fn any_range() -> impl Strategy<Value = (IpAddr, IpAddr)> {
    let is_range = |(one, other): &(IpAddr, IpAddr)| {
        // A number below 2^32 is one of IPv4, whatever was meant.
        let is_large = |address: &IpAddr| address.is_ipv4() || bits(*address) > u128::from(u32::MAX);
        one.is_ipv4() == other.is_ipv4() && is_large(one) && is_large(other)
    };
    (any_ip(), any_ip())
        .prop_filter("of one family", is_range)
        .prop_map(|(one, other)| (one.min(other), one.max(other)))
}

proptest! {
    /// The three files are read to the same ranges, and each lookup is what a look at every line tells.
    #[test]
    fn lookups_equal_a_scan_of_all_lines(
        ranges in prop::collection::vec((any_range(), 0..9_u8), 0..40),
        asked in any_ip(),
    ) {
        let texts = || ranges.iter().enumerate().map(|(at, ((first, last), style))| (at.to_string(), *first, *last, *style));
        let place_lines: String = texts().map(|(at, first, last, style)| {
            place_line(&written(first, style), &written(last, style / 3), &at)
        }).collect();
        // Small numbers are no addresses there.
        let of_text = |style: u8| if style.is_multiple_of(3) { 0 } else { 2 };
        let range_lines: String = texts().map(|(at, first, last, style)| {
            format!("{},{},{at}\n", written(first, of_text(style)), written(last, of_text(style / 3)))
        }).collect();
        let name_lines: String = texts().map(|(at, first, last, style)| {
            format!("{}-{},{at}\n", written(first, of_text(style)), written(last, of_text(style / 3)))
        }).collect();
        let (places, of_places) = places(&place_lines);
        let (network, of_network) = InternalNetwork::from_csv(&range_lines);
        let (names, of_names) = NetworkNames::from_csv(&format!("srcIP,name\n{name_lines}"));
        prop_assert_eq!((of_places.total, of_network.total, of_names.total), (0, 0, 0), "{:?} {:?} {:?}", of_places, of_network, of_names);

        for ip in ranges.iter().flat_map(|((first, last), _)| [*first, *last]).chain([asked]) {
            let covering = ranges.iter().enumerate().filter(|(_, ((first, last), _))| {
                first.is_ipv4() == ip.is_ipv4() && (bits(*first)..=bits(*last)).contains(&bits(ip))
            });
            let narrowest = covering.min_by_key(|(at, ((first, last), _))| (bits(*last) - bits(*first), Reverse(*at)));
            let expected = narrowest.map(|(at, _)| at.to_string());
            let mapped = match ip {
                IpAddr::V4(v4) => IpAddr::V6(v4.to_ipv6_mapped()),
                v6 @ IpAddr::V6(_) => v6,
            };
            for ip in [ip, mapped] {
                prop_assert_eq!(places.location(ip).map(|place| place.owner.to_owned()), expected.clone(), "{}", ip);
                prop_assert_eq!(network.range(ip).map(|(_, name)| name.to_owned()), expected.clone(), "{}", ip);
                prop_assert_eq!(names.name(ip).map(str::to_owned), expected.clone(), "{}", ip);
            }
        }
    }

    /// As real files are: sorted, apart from one another, crowded in a few blocks.
    #[test]
    fn lookups_in_a_sorted_file_equal_a_scan(
        steps in prop::collection::vec((0..3_u128, 1..4_u128, 32..97_u32), 1..400),
        asked in any::<u128>(),
    ) {
        let mut next = 0x2001_u128 << 112;
        let mut ranges = Vec::new();
        for (gap, width, bits) in steps {
            let first = next + (gap << bits);
            next = first + (width << bits);
            ranges.push((first, next - 1));
        }
        let file: String = ranges.iter().enumerate().map(|(at, (first, last))| place_line(&first.to_string(), &last.to_string(), &at.to_string())).collect();
        let (places, _) = places(&file);
        prop_assert_eq!(places.len(), ranges.len());
        for ip in ranges.iter().flat_map(|(first, last)| [*first, *last, last + 1]).chain([asked % next]) {
            let plain = ranges.iter().position(|(first, last)| (*first..=*last).contains(&ip));
            let told = places.location(Ipv6Addr::from_bits(ip).into()).map(|place| place.owner.to_owned());
            prop_assert_eq!(told, plain.map(|at| at.to_string()), "{}", ip);
        }
    }
}
