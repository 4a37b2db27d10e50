//! The demo day that ships with the app, against facts that were reckoned from the dataset itself.
//!
//! The numbers in here come from `CTU1SampleAsVast.csv` by a plain script (Python's csv module, sums, sets and
//! dictionaries over its text columns; seconds are its times without their fraction), which shares no code with
//! `scripts/make-demo-data`.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::net::IpAddr;
use std::sync::LazyLock;

use investigation::domain::details::DetailTable;
use investigation::domain::direction::{Direction, Side};
use investigation::domain::network::{Place, StandingChoice};
use investigation::domain::time::Day;
use investigation::failure::Failure;
use investigation::local::LocalSpot;
use investigation::local::demo::{decode, internal_network, scored_connections};
use investigation::local::flows::{Flow, FlowTable};
use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};
use proptest::sample::Index;

const PACKED: &[u8] = include_bytes!("../src/local/demo/flows.bin");
const BOT: &str = "147.32.84.165";
const DECOY: &str = "147.32.84.229";

static UNPACKED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(PACKED).read_to_end(&mut bytes).unwrap();
    bytes
});

static TABLE: LazyLock<FlowTable> = LazyLock::new(|| decode(&UNPACKED).unwrap());

fn all() -> Vec<Flow> {
    (0..TABLE.len()).map(|index| TABLE.flow(index)).collect()
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn day() -> Day {
    "2011-08-10".parse().unwrap()
}

/// Peers in each group, in the order of `Direction::ALL`, by the table in the contract.
fn peers(rows: &DetailTable) -> [usize; 3] {
    let place = internal_network().standing(rows.ip(), StandingChoice::ByRanges).place;
    assert_eq!(place, Place::Internal);
    let on =
        |side| (0..rows.len()).filter(|&row| rows.is_on(row, side)).map(|row| rows.peer(row)).collect::<BTreeSet<_>>();
    let (as_source, as_destination) = (on(Side::Source), on(Side::Destination));
    Direction::ALL.map(|direction| {
        let is_in =
            |peer| Direction::of(place, as_source.contains(peer), as_destination.contains(peer)) == Some(direction);
        as_source.union(&as_destination).filter(|peer| is_in(peer)).count()
    })
}

#[test]
fn the_demo_is_the_whole_day() {
    let flows = all();
    assert_eq!(flows.len(), 32_048);
    let addresses: BTreeSet<IpAddr> = flows.iter().flat_map(|flow| [flow.source, flow.destination]).collect();
    assert_eq!(addresses.len(), 15_935);
    assert_eq!(TABLE.days(), [day()]);
}

#[test]
fn every_column_adds_up_to_the_dataset_s() {
    let flows = all();
    let sum = |number: fn(&Flow) -> u64| flows.iter().map(number).sum::<u64>();
    assert_eq!(sum(|flow| flow.start.0.into()), 42_078_177_801_086);
    assert_eq!(sum(|flow| flow.end.0.into()), 42_078_190_006_732);
    assert_eq!(sum(|flow| flow.bytes.sent), 68_234_021);
    assert_eq!(sum(|flow| flow.bytes.received), 2_020_174_774);
    assert_eq!(sum(|flow| flow.packets.sent.into()), 813_869);
    assert_eq!(sum(|flow| flow.packets.received.into()), 1_503_957);
    assert_eq!(sum(|flow| flow.source_port.unwrap_or(0).into()), 1_066_060_710);
    assert_eq!(sum(|flow| flow.destination_port.unwrap_or(0).into()), 273_363_115);
    // Ports above 65535.
    assert_eq!(sum(|flow| flow.source_port.is_none().into()), 108);
    assert_eq!(sum(|flow| flow.destination_port.is_none().into()), 47);
}

#[test]
fn protocols_are_those_of_the_dataset_and_arp_is_none() {
    let mut counts: BTreeMap<Option<u8>, u32> = BTreeMap::new();
    for flow in all() {
        *counts.entry(flow.protocol.map(|protocol| protocol.0)).or_default() += 1;
    }
    let expected = [(None, 7), (Some(1), 399), (Some(2), 18), (Some(6), 6_166), (Some(17), 25_457), (Some(58), 1)];
    assert_eq!(counts, BTreeMap::from(expected));
}

#[test]
fn flows_come_in_the_order_of_time() {
    assert!(all().is_sorted_by_key(|flow| flow.start));
}

#[test]
fn the_bot_s_search_is_the_dataset_s() {
    let (rows, flows) = TABLE.search(day(), ip(BOT));
    assert_eq!(flows.len(), 4_086);
    assert_eq!(rows.len(), 1_885);
    assert_eq!(peers(&rows), [5, 1_031, 0]);
    let seen = (0..rows.len()).map(|row| rows.row(row));
    assert_eq!(seen.clone().map(|row| row.first_seen).min().unwrap().clock(), "09:04:27");
    assert_eq!(seen.map(|row| row.last_seen).max().unwrap().clock(), "13:48:48");
    // 3.18 MiB
    assert_eq!(flows.bytes.iter().sum::<u64>(), 3_337_429);
}

#[test]
fn the_bot_s_largest_transfer_took_an_hour() {
    let (rows, flows) = TABLE.search(day(), ip(BOT));
    let largest = (0..rows.len()).map(|row| rows.row(row)).max_by_key(|row| row.max_bytes).unwrap();
    assert_eq!(largest.destination, ip("78.129.227.128"));
    assert_eq!((largest.source_port, largest.destination_port), (Some(2078), Some(5231)));
    assert_eq!((largest.connections, largest.max_bytes), (Some(1), Some(567_961)));
    let index = flows.bytes.iter().position(|&bytes| bytes == 567_961).unwrap();
    assert_eq!(flows.end[index] - flows.start[index], 3_559);
}

#[test]
fn a_row_of_many_connections_has_their_maximum_and_their_mean() {
    let (rows, _) = TABLE.search(day(), ip(BOT));
    let most = (0..rows.len()).map(|row| rows.row(row)).max_by_key(|row| row.connections).unwrap();
    assert_eq!((most.destination, most.source_port, most.destination_port), (ip("147.32.80.9"), Some(2077), Some(53)));
    assert_eq!(most.connections, Some(402));
    assert_eq!((most.max_bytes, most.avg_bytes), (Some(481), Some(201)));
    assert_eq!((most.max_packets, most.avg_packets), (Some(2), Some(2)));
    assert_eq!((most.first_seen.clock(), most.last_seen.clock()), ("10:29:13".to_owned(), "13:48:20".to_owned()));
}

#[test]
fn the_decoy_has_thousands_of_peers_both_ways() {
    let (rows, flows) = TABLE.search(day(), ip(DECOY));
    assert_eq!((flows.len(), rows.len()), (12_141, 12_064));
    assert_eq!(rows.peers().addresses().len(), 11_750);
    assert_eq!(peers(&rows), [10_353, 1_366, 31]);
    assert_eq!(flows.bytes.iter().sum::<u64>(), 13_133_362);
}

#[test]
fn ipv6_addresses_are_found() {
    let (rows, _) = TABLE.search(day(), ip("ff02::1"));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows.row(0).source, ip("fe80::7272:cfff:fe1b:d243"));
    assert_eq!((rows.row(0).source_port, rows.row(0).destination_port), (Some(133), None));
}

#[test]
fn an_ip_or_a_day_without_flows_has_no_rows() {
    assert!(TABLE.search(day(), ip("203.0.113.1")).0.is_empty());
    assert!(TABLE.search(day().next(), ip(BOT)).0.is_empty());
}

#[test]
fn every_scored_connection_is_one_of_the_day_s() {
    let known: BTreeSet<_> = all()
        .into_iter()
        .map(|flow| (flow.start, flow.source, flow.destination, flow.source_port, flow.destination_port))
        .collect();
    let scored = scored_connections().unwrap();
    assert!(scored.iter().all(|row| {
        known.contains(&(row.start, row.source, row.destination, row.source_port, row.destination_port))
    }));
    let count = |score| scored.iter().filter(|row| row.score == score).count();
    assert_eq!([1, 2, 3].map(count), [33, 5, 3]);
}

#[test]
fn the_demo_opens_with_its_network_and_its_day() {
    let demo = LocalSpot::demo(TABLE.clone()).unwrap();
    assert_eq!(demo.days(), [day()]);
    let place = |text| demo.internal_network().standing(ip(text), StandingChoice::ByRanges).place;
    assert_eq!((place(BOT), place("78.129.227.128")), (Place::Internal, Place::External));
    assert_eq!(demo.search(day(), ip(BOT)).0.len(), 1_885);
}

#[test]
fn the_file_stays_small() {
    assert!(PACKED.len() < 300_000, "{} bytes", PACKED.len());
}

#[test]
fn another_version_is_told_apart() {
    let mut bytes = UNPACKED.clone();
    bytes[5] += 1;
    let failure = decode(&bytes).unwrap_err().to_string();
    assert!(failure.contains("another version"), "{failure}");
}

#[test]
fn counts_that_lie_take_no_memory() {
    // 2^63 flows, 2^63 addresses of each kind.
    let mut bytes = b"FLOWS\x01".to_vec();
    for _ in 0..4 {
        bytes.extend([0xff; 8]);
        bytes.push(0x7f);
    }
    assert!(is_malformed(&bytes));
}

fn is_malformed(bytes: &[u8]) -> bool {
    matches!(decode(bytes), Err(Failure::Malformed { .. }))
}

proptest! {
    // Each case reads the whole file.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_cut_file_is_malformed(at in any::<Index>()) {
        let cut = &UNPACKED[..at.index(UNPACKED.len())];
        prop_assert!(is_malformed(cut));
    }

    #[test]
    fn a_longer_file_is_malformed(more in any::<[u8; 3]>()) {
        let bytes = [UNPACKED.as_slice(), &more].concat();
        prop_assert!(is_malformed(&bytes));
    }

    #[test]
    fn flipped_bytes_are_read_or_refused(flips in proptest::collection::vec((any::<Index>(), 1..=255_u8), 1..8)) {
        let mut bytes = UNPACKED.clone();
        for (at, flip) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
        }
        prop_assert!(decode(&bytes).is_ok() || is_malformed(&bytes));
    }

    #[test]
    fn garbage_is_malformed(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(is_malformed(&bytes));
        // And after a good beginning nothing else happens.
        let _ = decode(&[b"FLOWS\x01", bytes.as_slice()].concat());
    }
}
