//! The expanded search of local Spot groups flows as Spot's `details` does.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use std::net::IpAddr;

use investigation::domain::details::Row;
use investigation::domain::direction::Side;
use investigation::domain::outcome::Outcome;
use investigation::domain::protocol::Protocol;
use investigation::domain::time::{DAY_SECONDS, Day, Moment};
use investigation::local::flows::{BothWays, Flow, FlowTable, Summary};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};

/// Few addresses, so that they meet often; the last one is never sought but in vain.
const ADDRESSES: [&str; 6] = ["10.0.0.1", "10.0.0.2", "192.0.2.7", "fe80::1", "ff02::1", "198.51.100.1"];

fn address(index: usize) -> IpAddr {
    ADDRESSES[index].parse().unwrap()
}

fn day() -> Day {
    "2011-08-10".parse().unwrap()
}

fn table(flows: &[Flow]) -> FlowTable {
    let mut table = FlowTable::default();
    for flow in flows {
        table.push(flow);
    }
    table
}

/// Any second of the day, its first and last ones often, and those of its neighbours.
fn starts() -> impl Strategy<Value = u32> {
    let midnight = day().start().0;
    prop_oneof![
        midnight..midnight + DAY_SECONDS,
        Just(midnight - 1),
        Just(midnight),
        Just(midnight + DAY_SECONDS - 1),
        Just(midnight + DAY_SECONDS),
    ]
}

fn flows() -> impl Strategy<Value = Flow> {
    let ports = || option::of(prop_oneof![Just(0_u16), Just(53), Just(65535)]);
    let bytes = prop_oneof![0_u64..2_000, any::<u64>().prop_map(|bytes| bytes / 4)];
    let packets = prop_oneof![0_u32..10, any::<u32>()];
    (
        0..5_usize,
        0..5_usize,
        ports(),
        ports(),
        option::of(any::<u8>()),
        starts(),
        0..4_000_u32,
        (bytes, 0..999_u64),
        (packets, 0..99_u32),
    )
        .prop_map(
            |(source, destination, source_port, destination_port, protocol, start, duration, bytes, packets)| Flow {
                source_port,
                destination_port,
                protocol: protocol.map(Protocol),
                start_us: start % 1_000_000,
                end: Moment(start + duration + 1),
                end_us: duration * 200,
                outcome: [Outcome::Unknown, Outcome::Established, Outcome::Unanswered, Outcome::Refused][source % 4],
                bytes: BothWays { sent: bytes.0, received: bytes.1 },
                packets: BothWays { sent: packets.0, received: packets.1 },
                ..Flow::between(address(source), address(destination), Moment(start))
            },
        )
}

/// The rows, reckoned one by one from all flows, without tables or hashes.
fn reckoned(flows: &[Flow], ip: IpAddr) -> Vec<Row> {
    let same = |a: &Flow, b: &Flow| {
        (a.source, a.destination, a.source_port, a.destination_port)
            == (b.source, b.destination, b.source_port, b.destination_port)
    };
    let found: Vec<&Flow> = flows
        .iter()
        .filter(|flow| flow.start.day() == day() && (flow.source == ip || flow.destination == ip))
        .collect();
    let mut rows = Vec::new();
    for (index, first) in found.iter().enumerate() {
        if found[..index].iter().any(|earlier| same(earlier, first)) {
            continue;
        }
        let all: Vec<&Flow> = found.iter().copied().filter(|flow| same(flow, first)).collect();
        let bytes: Vec<u128> =
            all.iter().map(|flow| u128::from(flow.bytes.sent) + u128::from(flow.bytes.received)).collect();
        let packets: Vec<u128> =
            all.iter().map(|flow| u128::from(flow.packets.sent) + u128::from(flow.packets.received)).collect();
        let fits_32 = |number: u128| u32::try_from(number).ok().filter(|&number| number != u32::MAX);
        let mean = |numbers: &[u128]| numbers.iter().sum::<u128>() / numbers.len() as u128;
        rows.push(Row {
            source: first.source,
            destination: first.destination,
            source_port: first.source_port,
            destination_port: first.destination_port,
            first_seen: all.iter().map(|flow| flow.start).min().unwrap(),
            last_seen: all.iter().map(|flow| flow.start).max().unwrap(),
            connections: u32::try_from(all.len()).ok(),
            max_packets: packets.iter().copied().max().and_then(fits_32),
            avg_packets: fits_32(mean(&packets)),
            max_bytes: bytes.iter().copied().max().map(|bytes| u64::try_from(bytes).unwrap()),
            avg_bytes: Some(u64::try_from(mean(&bytes)).unwrap()),
        });
    }
    rows
}

proptest! {
    #[test]
    fn flows_that_are_removed_leave_the_others(flows in vec(flows(), 0..40), from in 0..40_usize, to in 0..40_usize) {
        let mut flows = flows;
        let mut table = table(&flows);
        let gone = from.min(flows.len())..to.clamp(from, flows.len().max(from)).min(flows.len()).max(from.min(flows.len()));
        table.remove(gone.clone());
        flows.drain(gone);
        let left: Vec<Flow> = (0..table.len()).map(|index| table.flow(index)).collect();
        prop_assert_eq!(left, flows);
    }

    #[test]
    fn rows_are_those_of_a_plain_reckoning(flows in vec(flows(), 0..60), sought in 0..6_usize) {
        let ip = address(sought);
        let (rows, _) = table(&flows).search(day(), ip);
        let shown: Vec<Row> = (0..rows.len()).map(|index| rows.row(index)).collect();
        prop_assert_eq!(shown, reckoned(&flows, ip));
        prop_assert_eq!(rows.skipped.total(), 0);
    }

    #[test]
    fn every_flow_of_the_rows_is_there_with_its_peer(flows in vec(flows(), 0..60), sought in 0..5_usize) {
        let ip = address(sought);
        let (rows, singles) = table(&flows).search(day(), ip);
        let of_ip = |flow: &&Flow| flow.start.day() == day() && (flow.source == ip || flow.destination == ip);
        let expected: Vec<&Flow> = flows.iter().filter(of_ip).collect();
        prop_assert_eq!(singles.len(), expected.len());
        for (index, flow) in expected.into_iter().enumerate() {
            let peer = if flow.source == ip { flow.destination } else { flow.source };
            prop_assert_eq!(singles.peer[index], rows.peers().find(peer).unwrap());
            let on_side = match singles.side[index] { Side::Source => flow.source, Side::Destination => flow.destination };
            prop_assert_eq!(on_side, ip);
            prop_assert_eq!((singles.start[index], singles.end[index]), (flow.start.0, flow.end.0));
            prop_assert_eq!((singles.source_port[index], singles.destination_port[index]), (flow.source_port, flow.destination_port));
            prop_assert_eq!(singles.protocol[index], flow.protocol);
            prop_assert_eq!(singles.bytes[index], flow.bytes.sent + flow.bytes.received);
            prop_assert_eq!(singles.packets[index], u64::from(flow.packets.sent) + u64::from(flow.packets.received));
        }
    }

    #[test]
    fn a_flow_comes_back_as_it_was_added(flows in vec(flows(), 0..20)) {
        let table = table(&flows);
        let back: Vec<Flow> = (0..table.len()).map(|index| table.flow(index)).collect();
        prop_assert_eq!(back, flows);
    }
}

fn plain_flow() -> Flow {
    Flow {
        source_port: Some(1025),
        destination_port: Some(53),
        protocol: Some(Protocol(17)),
        bytes: BothWays { sent: 1, received: 0 },
        packets: BothWays { sent: 1, received: 0 },
        ..Flow::between(address(0), address(1), day().start())
    }
}

#[test]
fn means_are_cut_to_whole_numbers() {
    let larger = Flow { bytes: BothWays { sent: 1, received: 1 }, ..plain_flow() };
    let (rows, _) = table(&[plain_flow(), larger]).search(day(), address(0));
    assert_eq!((rows.row(0).max_bytes, rows.row(0).avg_bytes), (Some(2), Some(1)));
}

#[test]
fn a_flow_of_an_ip_with_itself_is_a_row_without_peer() {
    let own = Flow { destination: address(0), ..plain_flow() };
    let (rows, flows) = table(&[own]).search(day(), address(0));
    assert!(rows.is_on(0, Side::Source) && rows.is_on(0, Side::Destination));
    assert_eq!(flows.len(), 1);
}

#[test]
fn a_flow_belongs_to_the_day_on_which_it_begins() {
    let over_midnight = Flow {
        start: Moment(day().start().0 + DAY_SECONDS - 1),
        end: Moment(day().start().0 + DAY_SECONDS + 600),
        ..plain_flow()
    };
    let table = table(&[over_midnight]);
    assert_eq!(table.days(), [day()]);
    assert_eq!(table.search(day(), address(0)).0.len(), 1);
    assert!(table.search(day().next(), address(0)).0.is_empty());
    assert!(table.search(day().previous(), address(0)).0.is_empty());
}

#[test]
fn the_last_day_that_can_be_told_has_its_flows() {
    let last = Flow { start: Moment(u32::MAX), end: Moment(u32::MAX), ..plain_flow() };
    let table = table(&[last]);
    assert_eq!(table.search(table.days()[0], address(0)).0.len(), 1);
}

#[test]
fn days_are_told_once_each_and_in_order() {
    let on = |day: Day| Flow { start: day.start(), end: day.start(), ..plain_flow() };
    let days = [day().next(), day(), day().next()].map(on);
    assert_eq!(table(&days).days(), [day(), day().next()]);
}

#[test]
fn a_flow_that_stands_for_several_connections_counts_as_them() {
    let several =
        Flow { end: Moment(day().start().0 + 60), bytes: BothWays { sent: 900, received: 0 }, ..plain_flow() };
    let mut table = FlowTable::default();
    table.push(&plain_flow());
    table.push_summary(&several, Summary { connections: 3, mean_bytes: 600, mean_packets: 2 });
    let row = table.search(day(), address(0)).0.row(0);
    assert_eq!(row.connections, Some(4));
    assert_eq!((row.max_bytes, row.avg_bytes), (Some(900), Some(1_801 / 4)));
    assert_eq!(row.avg_packets, Some(7 / 4));
    assert_eq!((row.first_seen, row.last_seen), (day().start(), Moment(day().start().0 + 60)));
    table.remove(0..1);
    assert_eq!(table.search(day(), address(0)).0.row(0).connections, Some(3));
}

/// More flows than a block holds, so that blocks move up.
#[test]
fn removal_over_blocks_keeps_order_and_summaries() {
    let mut table = FlowTable::default();
    let numbered = |number: u64| Flow { bytes: BothWays { sent: number, received: 0 }, ..plain_flow() };
    for number in 0..50_000 {
        table.push(&numbered(number));
    }
    table.push_summary(&numbered(50_000), Summary { connections: 7, mean_bytes: 1, mean_packets: 1 });
    table.remove(20_000..40_000);
    assert_eq!(table.len(), 30_001);
    let sent: Vec<u64> = (0..table.len()).map(|index| table.flow(index).bytes.sent).collect();
    assert!(sent.into_iter().eq((0..20_000).chain(40_000..=50_000)));
    assert_eq!(table.summary(30_000).map(|summary| summary.connections), Some(7));
    assert_eq!(table.summary(29_999), None);
}
