//! iploc.csv: where addresses are.

mod common;

use std::net::{IpAddr, Ipv4Addr};

use common::ip;
use investigation::domain::csv::SkippedLines;
use investigation::domain::geo::{Places, PlacesReader};
use proptest::prelude::*;
use rstest::rstest;

fn read(file: &str, chunk: usize) -> (Places, SkippedLines) {
    let mut reader = PlacesReader::default();
    file.as_bytes().chunks(chunk).for_each(|chunk| reader.push(chunk));
    reader.finish()
}

/// A line for addresses as numbers.
fn line(first: u32, last: u32, owner: &str) -> String {
    format!("\"{first}\",\"{last}\",\"DE\",\"Germany\",\"\",\"\",\"50.0\",\"10.5\",\"{owner}\",\"\"\n")
}

fn owner(places: &Places, ip: u32) -> Option<&str> {
    places.location(IpAddr::V4(Ipv4Addr::from_bits(ip))).map(|location| location.owner)
}

#[test]
fn a_place_comes_back_as_the_file_has_it() {
    // 8.8.8.0 to 8.8.8.255, with all that a line can have; then its neighbours with less.
    let file = "\"134743039\",\"134743039\",\"XX\",\"\",\"\",\"\",\"-90\",\"180\",\"\",\"\"\r\n\
        \"134744064\",\"134744319\",\"US\",\"United States\",\"California\",\"San José, \"\"SJ\"\"\",\"32.992399\",\"-96.682108\",\"Google LLC\",\"google.com\"\r\n\
        134744320,134744320,US,United States,,,0,-0.0000001,Next,";
    for chunk in [1, 7, 10_000] {
        let (places, skipped) = read(file, chunk);
        assert_eq!((places.len(), skipped.total), (3, 0), "{skipped:?}");
        let place = places.location(ip("8.8.8.8")).expect("in the second line");
        assert_eq!((place.country_code, place.country, place.state), ("US", "United States", "California"));
        assert_eq!((place.city, place.owner, place.domain), ("San José, \"SJ\"", "Google LLC", "google.com"));
        // Exactly the numbers that the texts stand for.
        #[allow(clippy::float_cmp)]
        let is_exact = place.at.is_some_and(|at| at.latitude == 32.992_399 && at.longitude == -96.682_108);
        assert!(is_exact, "{place:?}");
        assert_eq!(places.location(ip("8.8.9.0")).map(|place| (place.owner, place.city)), Some(("Next", "")));
        assert_eq!(places.location(ip("::ffff:8.8.8.8")), Some(place));
        assert_eq!(places.location(ip("8.8.9.1")), None);
        assert_eq!(places.location(ip("8.8.7.255")), None, "between two ranges");
        assert_eq!(places.location(ip("2001:db8::1")), None);
    }
}

/// A real file has 149 such lines.
#[test]
fn a_line_without_coordinates_still_tells_whose_the_range_is() {
    let (places, skipped) = read("1,9,,,,,,,Owner,owner.example", 4);
    let place = places.location(ip("0.0.0.5")).expect("it is in the range");
    assert_eq!((place.owner, place.at, skipped.total), ("Owner", None, 0));
}

/// A real file has all of Russia at 193 degrees east.
#[test]
fn a_longitude_beyond_the_date_line_is_counted_the_other_way_round() {
    let (places, skipped) = read("1,1,RU,Russia,,,56.3821,193.2164,,\n2,2,,,,,0,180,,\n3,3,,,,,0,360,,", 100);
    let longitude = |address: &str| places.location(ip(address)).and_then(|place| place.at).map(|at| at.longitude);

    assert_eq!(["0.0.0.1", "0.0.0.2", "0.0.0.3"].map(longitude), [Some(-166.7836), Some(180.0), Some(0.0)]);
    assert_eq!(skipped.total, 0);
}

#[test]
fn the_first_and_the_last_address_have_places_too() {
    let file = [line(0, 0, "first"), line(1, u32::MAX - 1, "all"), line(u32::MAX, u32::MAX, "last")].concat();
    let (places, _) = read(&file, 64);

    assert_eq!(
        [0, 1, 0x7fff_ffff, u32::MAX].map(|ip| owner(&places, ip)),
        [Some("first"), Some("all"), Some("all"), Some("last")]
    );
}

#[test]
fn a_file_that_is_not_sorted_and_overlaps_is_put_in_order() {
    let file = [line(500, 600, "b"), line(0, 1_000, "a"), line(550, 700, "c"), line(550, 550, "d")].concat();
    let (places, skipped) = read(&file, 13);

    assert_eq!(skipped.total, 0);
    for (ip, expected) in [
        (0, "a"),
        (499, "a"),
        (500, "b"),
        (549, "b"),
        (550, "d"),
        (551, "b"),
        (600, "b"),
        (601, "c"),
        (700, "c"),
        (701, "a"),
    ] {
        assert_eq!(owner(&places, ip), Some(expected), "{ip}");
    }
    assert_eq!(owner(&places, 1_001), None);
}

#[rstest]
#[case::header(
    "start,end,code,country,state,city,latitude,longitude,owner,domain",
    "the first IP, `start`, is not an address"
)]
#[case::too_few("\"1\",\"2\",\"DE\"", "it has 3 fields, not 10")]
#[case::too_many("1,2,DE,Germany,,,1,1,owner,domain,more", "it has 11 fields, not 10")]
#[case::no_range(",,AU,Australia,,,1,1,,", "the first IP, ``, is not an address")]
#[case::no_subnet("2001:db8::/129,,AU,Australia,,,1,1,,", "`2001:db8::/129` is not a subnet")]
#[case::two_families("1.0.0.0,2001:db8::,AU,Australia,,,1,1,,", "1.0.0.0 and 2001:db8:: are of different families")]
#[case::too_large(
    "0,340282366920938463463374607431768211456,,,,,1,1,,",
    "the last IP, `340282366920938463463374607431768211456`, is not an address"
)]
#[case::backwards_ipv6(
    "42540766411282592856903984951653826561,42540766411282592856903984951653826560,,,,,1,1,,",
    "the range runs backwards, from 2001:db8::1 to 2001:db8::"
)]
#[case::half_in_ipv4("281470681743360,281474976710656,,,,,1,1,,", "0.0.0.0 and ::1:0:0:0 are of different families")]
#[case::negative("-1,2,,,,,1,1,,", "the first IP, `-1`, is not an address")]
#[case::backwards("256,1,,,,,1,1,,", "the range runs backwards, from 0.0.1.0 to 0.0.0.1")]
#[case::no_latitude("1,2,,,,,,1,,", "the latitude is missing")]
#[case::latitude_beyond_the_pole("1,2,,,,,90.1,1,,", "the latitude, `90.1`, is not between -90 and 90")]
#[case::longitude_beyond_the_date_line("1,2,,,,,1,-181,,", "the longitude, `-181`, is not between -180 and 360")]
#[case::not_a_number("1,2,,,,,NaN,1,,", "the latitude, `NaN`, is not between -90 and 90")]
#[case::infinite("1,2,,,,,1,1e999,,", "the longitude, `1e999`, is not between -180 and 360")]
#[case::cut("\"1\",\"2\",\"DE\",\"Ger", "the quote before `Ger` is not closed")]
fn a_line_that_cannot_be_read_is_told_and_the_next_one_read(#[case] bad: &str, #[case] reason: &str) {
    let (places, skipped) = read(&format!("{}{bad}\n{}", line(10, 19, "before"), line(20, 29, "after")), 5);

    assert_eq!(skipped.first.iter().map(|line| (line.line, line.reason.as_str())).collect::<Vec<_>>(), [(2, reason)]);
    assert_eq!((owner(&places, 15), owner(&places, 25)), (Some("before"), Some("after")));
}

#[test]
fn a_line_without_end_is_left_out_and_costs_no_memory() {
    let mut reader = PlacesReader::default();
    reader.push(line(10, 19, "before").as_bytes());
    // 100 MB without a newline: were it kept, the test would be seen to take them.
    let junk = vec![b'x'; 64 * 1024];
    for _ in 0..1_600 {
        reader.push(&junk);
    }
    reader.push(format!("\n{}", line(20, 29, "after")).as_bytes());
    let (places, skipped) = reader.finish();

    assert_eq!((owner(&places, 15), owner(&places, 25)), (Some("before"), Some("after")));
    assert_eq!((skipped.total, skipped.first[0].line), (1, 2));
}

#[test]
fn bytes_that_are_no_text_are_replaced() {
    let mut reader = PlacesReader::default();
    reader.push(b"1,2,BR,Brazil,,S\xe3o Paulo,1,1,,\n");
    let (places, skipped) = reader.finish();

    assert_eq!(skipped.total, 0);
    assert_eq!(places.location(ip("0.0.0.1")).map(|place| place.city), Some("S\u{fffd}o Paulo"));
}

#[test]
fn an_empty_file_knows_no_place() {
    let (places, skipped) = read("", 1);

    assert!(places.is_empty());
    assert_eq!((places.location(ip("8.8.8.8")), skipped.total), (None, 0));
}

/// Addresses around the borders of upper bits, by which places are found.
fn any_address() -> impl Strategy<Value = u32> {
    let border = prop_oneof![Just(0u32), Just(1 << 16), Just(0x4000_0000), Just(0x8000_0000), Just(u32::MAX)];
    (border, -20i32..20).prop_map(|(border, off)| border.saturating_add_signed(off))
}

proptest! {
    #[test]
    fn lookups_equal_a_scan_of_all_lines(
        ranges in prop::collection::vec((any_address(), any_address()), 0..40),
        asked in any_address(),
    ) {
        let ranges: Vec<_> = ranges.into_iter().map(|(one, other)| (one.min(other), one.max(other))).collect();
        let file: String = ranges.iter().enumerate().map(|(at, (first, last))| line(*first, *last, &at.to_string())).collect();
        let (places, skipped) = read(&file, 50);
        prop_assert_eq!(skipped.total, 0);
        for ip in ranges.iter().flat_map(|(first, last)| [*first, *last]).chain([asked]) {
            let covering = ranges.iter().enumerate().filter(|(_, (first, last))| *first <= ip && ip <= *last);
            let narrowest = covering.min_by_key(|(at, (first, last))| (last - first, std::cmp::Reverse(*at)));
            prop_assert_eq!(owner(&places, ip).map(str::to_owned), narrowest.map(|(at, _)| at.to_string()), "{}", ip);
        }
    }

    /// As real files are: sorted, apart from one another, here and there with a gap.
    #[test]
    fn lookups_in_a_sorted_file_equal_a_scan(steps in prop::collection::vec((0u32..3, 1u32..6_000_000), 1..600), asked in any::<u32>()) {
        let mut next = 0u32;
        let ranges: Vec<_> = steps
            .into_iter()
            .map(|(gap, width)| {
                let first = next + gap;
                next = first + width;
                (first, next - 1)
            })
            .collect();
        let file: String = ranges.iter().enumerate().map(|(at, (first, last))| line(*first, *last, &at.to_string())).collect();
        let (places, _) = read(&file, 1_000);
        prop_assert_eq!(places.len(), ranges.len());
        for ip in ranges.iter().flat_map(|(first, last)| [*first, *last, last + 1]).chain([asked % next]) {
            let plain = ranges.iter().position(|(first, last)| *first <= ip && ip <= *last);
            prop_assert_eq!(owner(&places, ip).map(str::to_owned), plain.map(|at| at.to_string()), "{}", ip);
        }
    }
}
