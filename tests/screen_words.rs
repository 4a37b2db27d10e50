//! Numbers, bytes, times and sentences, as the screen shows them.

use std::net::{IpAddr, Ipv4Addr};

use investigation::domain::context::file::ContextFile;
use investigation::domain::csv::SkippedLines;
use investigation::domain::details::{Skipped, Untold};
use investigation::domain::network::{Place, Reason, Standing};
use investigation::domain::threats::Threats;
use investigation::domain::time::{Day, Moment};
use investigation::domain::view::{Overview, Sum};
use investigation::engine::api::{ContextOrigin, ContextRead};
use investigation::export::dossier::{Addresses, Handling, Tlp};
use investigation::failure::Failure;
use investigation::ui::{export_options, find, format, words};
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case(0, "0")]
#[case(999, "999")]
#[case(1_000, "1,000")]
#[case(88_301, "88,301")]
#[case(u64::MAX, "18,446,744,073,709,551,615")]
fn numbers_are_grouped(#[case] number: u64, #[case] text: &str) {
    assert_eq!(format::count(number), text);
}

#[rstest]
#[case(0, "0 B")]
#[case(1_023, "1023 B")]
#[case(1_024, "1.0 KiB")]
#[case(567_961, "554.6 KiB")]
#[case(1_048_575, "1.0 MiB")]
#[case(2_147_483_647, "2.0 GiB")]
#[case(u64::MAX, "16.0 EiB")]
fn bytes_are_in_iec_units(#[case] bytes: u64, #[case] text: &str) {
    assert_eq!(format::bytes(bytes), text);
}

proptest! {
    #[test]
    fn bytes_never_need_more_than_four_digits(bytes: u64) {
        let text = format::bytes(bytes);
        let whole = text.split(['.', ' ']).next().unwrap();
        prop_assert!(whole.parse::<u64>().unwrap() < 1024, "{text}");
    }

    #[test]
    fn a_bar_is_as_long_as_its_share_and_never_unseen(part in 1..=u64::MAX, largest in 1..=u64::MAX) {
        let share = format::share_percent(part, largest.max(part));
        prop_assert!((2.0..=100.0).contains(&share));
        prop_assert!((format::share_percent(largest, largest) - 100.0).abs() < 1e-9);
    }
}

#[test]
fn exact_bytes_and_ports_are_told_to_the_last() {
    assert_eq!(format::exact_bytes(567_961), "567,961 bytes");
    assert_eq!(format::exact_bytes(1), "1 byte");
    assert_eq!(format::port(Some(0)), "0");
    assert_eq!(format::port(None), "\u{2013}");
}

#[test]
fn what_spot_cut_is_told_as_more_than_it_can_say() {
    assert_eq!(format::untold_bytes(Untold::Over32Bit), "> 2 GiB");
    assert_eq!(format::untold_bytes(Untold::Missing), "not told");
}

#[test]
fn a_span_names_the_day_only_where_it_is_another() {
    let day: Day = "2011-08-10".parse().unwrap();
    let at = |text: &str| text.parse::<Moment>().unwrap();
    let span = |first, last| format::span(at(first), at(last), day);
    assert_eq!(span("2011-08-10 09:04:59", "2011-08-10 13:48:00"), "09:04 \u{2013} 13:48");
    assert_eq!(span("2011-08-10 09:04:01", "2011-08-10 09:04:59"), "09:04");
    assert_eq!(span("2011-08-09 23:59:00", "2011-08-10 00:01:00"), "2011-08-09 23:59 \u{2013} 00:01");
}

#[rstest]
#[case("10.0.2.112", "10.0.2.112")]
#[case(" 10.0.2.112\n", "10.0.2.112")]
#[case("10[.]0[.]2[.]112", "10.0.2.112")]
#[case("10(.)0(.)2(.)112", "10.0.2.112")]
#[case("10[dot]0[DOT]2.112", "10.0.2.112")]
#[case("2001:DB8::1", "2001:db8::1")]
#[case("[2001:db8::1]", "2001:db8::1")]
#[case("2001[:]db8[:][:]1", "2001:db8::1")]
#[case("::ffff:10.0.2.112", "10.0.2.112")]
fn an_address_is_read_as_analysts_write_it(#[case] typed: &str, #[case] ip: IpAddr) {
    assert_eq!(find::parse_ip(typed), Some(ip));
}

#[rstest]
#[case("")]
#[case("10.0.2")]
#[case("10.0.2.256")]
#[case("010.0.2.112")]
#[case("10.0.2.112/24")]
#[case("evil.example")]
fn what_is_no_address_is_none(#[case] typed: &str) {
    assert_eq!(find::parse_ip(typed), None);
}

#[test]
fn the_list_is_searched_by_address_and_title() {
    let ip: IpAddr = "147.32.84.165".parse().unwrap();
    for typed in ["", "84.1", " 147", "147[.]32[.]84[.]165", "SCAN"] {
        assert!(find::matches(typed, ip, "Port scan"), "{typed}");
    }
    assert!(!find::matches("10.", ip, "Port scan"));
}

#[rstest]
#[case(
    Place::Internal,
    Reason::Range { range: "147.32.0.0/16".into(), name: "CTU".into() },
    "internal \u{b7} 147.32.0.0/16 \u{201c}CTU\u{201d}"
)]
#[case(Place::Internal, Reason::Range { range: "10.0.0.0/8".into(), name: String::new() }, "internal \u{b7} 10.0.0.0/8")]
#[case(
    Place::Internal,
    Reason::Private { range: "10.0.0.0/8, RFC 1918".into() },
    "internal \u{b7} private range, 10.0.0.0/8, RFC 1918"
)]
#[case(Place::External, Reason::NoRange, "external \u{b7} in no range of ipranges.csv")]
#[case(Place::External, Reason::Public, "external \u{b7} in no private range")]
#[case(Place::External, Reason::Chosen, "external \u{b7} chosen by you")]
fn a_standing_says_why(#[case] place: Place, #[case] reason: Reason, #[case] text: &str) {
    assert_eq!(words::standing(&Standing { place, reason }), text);
}

fn overview() -> Overview {
    Overview {
        ip: Ipv4Addr::new(10, 0, 0, 1).into(),
        standing: Standing { place: Place::Internal, reason: Reason::Chosen },
        peers: [0; 3],
        rows: 10,
        connections: Sum::default(),
        approx_bytes: Sum::default(),
        self_rows: 0,
        self_connections: Sum::default(),
        seen: None,
        cut_values: 0,
        untold: Untold::Missing,
        skipped: Skipped::default(),
        filtered: None,
        top_peers: [0; 3],
    }
}

#[test]
fn a_clean_search_needs_no_remark() {
    assert_eq!(words::remarks(&overview(), &[]), Vec::<String>::new());
}

#[test]
fn what_bears_on_the_numbers_is_remarked() {
    let overview = Overview {
        self_rows: 2,
        self_connections: Sum { known: 5, untold: 0 },
        cut_values: 3,
        untold: Untold::Over32Bit,
        skipped: Skipped {
            address: 1,
            foreign: 2,
            first: Some("sip \u{201c}nobody\u{201d}".into()),
            ..Skipped::default()
        },
        ..overview()
    };
    assert_eq!(
        words::remarks(&overview, &["<b>slow</b>".to_owned()]),
        [
            "2 rows (5 connections) of the IP with itself: part of the totals, but no peer.",
            "3 values over 2 GiB were cut by Spot; they rank first.",
            "3 rows are left out: 1 without a valid IP, 2 about other IPs. The first: sip \u{201c}nobody\u{201d}",
            "Spot says: <b>slow</b>",
        ]
    );
}

#[test]
fn a_list_says_what_it_lacks() {
    let threats = Threats { skipped: 1, null_lists: vec!["comments".into()], ..Threats::default() };
    assert_eq!(
        words::list_remarks(&threats),
        ["1 row without a valid IP is left out.", "Spot sent nothing (null) in place of comments."]
    );
}

fn read(origin: ContextOrigin, left_out: &[(usize, &str)]) -> ContextRead {
    let mut skipped = SkippedLines::default();
    for (line, reason) in left_out {
        skipped.add(*line, (*reason).to_owned());
    }
    ContextRead { origin, entries: 3, skipped, revision: 1 }
}

#[test]
fn lines_of_a_context_file_that_are_left_out_are_told_and_counted() {
    let one = read(ContextOrigin::Nowhere, &[(2, "it has 3 fields, not 10")]);
    let told = words::context_remarks(ContextFile::Places, &one);
    assert_eq!(told, ["1 line of iploc.csv is left out. Line 2: it has 3 fields, not 10."]);
    let many = read(ContextOrigin::Nowhere, &[(2, "`x` is not an address"); 30]);
    let told = words::context_remarks(ContextFile::IpRanges, &many);
    assert_eq!(told, ["30 lines of ipranges.csv are left out. Line 2: `x` is not an address."]);
    assert_eq!(many.skipped.first.len(), 20);
    assert!(words::context_remarks(ContextFile::Places, &read(ContextOrigin::Demo, &[])).is_empty());
}

#[test]
fn a_file_that_the_browser_does_not_keep_is_told() {
    let origin = ContextOrigin::Dropped { name: "mine.csv".to_owned(), not_kept: Some("The disk is full.".to_owned()) };
    let told = words::context_remarks(ContextFile::Places, &read(origin.clone(), &[]));
    assert_eq!(told, ["mine.csv is in use until this page is closed. The disk is full."]);
    assert_eq!(words::origin(ContextFile::Places, &origin), "Dropped in: mine.csv");
}

#[rstest]
#[case(
    ContextFile::IpRanges,
    "The private ranges count as internal: Cancelled.",
    "None: the private ranges count as internal"
)]
#[case(ContextFile::NetworkContext, "Names of networks are not shown: Cancelled.", "None")]
#[case(ContextFile::Places, "Places are not shown: Cancelled.", "None")]
fn what_is_missing_without_a_file_is_told(#[case] file: ContextFile, #[case] failed: &str, #[case] nowhere: &str) {
    assert_eq!(words::without_context(file, &Failure::Cancelled), failed);
    assert_eq!(words::origin(file, &ContextOrigin::Nowhere), nowhere);
}

#[test]
fn how_exports_are_written_is_remembered() {
    let markings = [None].into_iter().chain(Tlp::ALL.map(Some));
    for marking in markings {
        for addresses in [Addresses::Plain, Addresses::Defanged] {
            let handling = Handling { addresses, marking };
            assert_eq!(export_options::from_text(&export_options::to_text(handling)), handling);
        }
    }
    for unknown in ["", "TLP:PURPLE", "defanged everything"] {
        assert_eq!(export_options::from_text(unknown), Handling::default(), "{unknown}");
    }
    assert_eq!(
        export_options::to_text(Handling { addresses: Addresses::Defanged, marking: Some(Tlp::Amber) }),
        "defang TLP:AMBER"
    );
}
