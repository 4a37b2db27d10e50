//! A search looked at through a filter is the search of the rows, or the flows, that the filter lets through.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

mod common;
mod filter_model;

use std::collections::BTreeSet;
use std::net::IpAddr;

use common::{SOUGHT, any_rows, investigation, ip, row, view};
use filter_model::{Model, any_model};
use investigation::domain::details::{Row, Untold};
use investigation::domain::direction::Direction;
use investigation::domain::filter::{Amount, Facts, Filter, HostTotals, Sums, Totals};
use investigation::domain::filtering::Filtering;
use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, Place, StandingChoice};
use investigation::domain::outcome::Outcome;
use investigation::domain::protocol::Protocol;
use investigation::domain::search_facts::SearchFacts;
use investigation::domain::table_builder::TableBuilder;
use investigation::domain::time::{Day, Moment, Window};
use investigation::domain::view::{Grouping, Overview, View};
use investigation::domain::ways::Ways;
use investigation::local::flows::{BothWays, Flow, FlowTable};
use investigation::local::told_ways::ToldWays;
use proptest::prelude::*;

fn filter(text: &str) -> Filter {
    text.parse().unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

fn filtered(whole: &Investigation, filter: &Filter, view: View) -> Investigation {
    let table = Filtering::new(whole, filter, view).finish();
    whole.part(filter.clone(), table, None)
}

/// Where the model's subnets meet them.
fn among_the_model_s(rows: Vec<Row>) -> Vec<Row> {
    let moved = |address: IpAddr| match address {
        IpAddr::V4(v4) if v4.octets()[0] == 203 => IpAddr::from([10, v4.octets()[3] / 4, 0, v4.octets()[3] % 4 + 2]),
        other => other,
    };
    let moved = |row: Row| Row { source: moved(row.source), destination: moved(row.destination), ..row };
    rows.into_iter().map(moved).collect()
}

/// Peer and sides by the definition: which way rows of a peer were seen.
fn group(ends: &[(IpAddr, IpAddr)], peer: IpAddr, place: Place) -> Option<Direction> {
    let sought = ip(SOUGHT);
    let opened = ends.contains(&(peer, sought)) && peer != sought;
    let taken = ends.contains(&(sought, peer)) && peer != sought;
    match (opened, taken) {
        (true, true) => Some(Direction::TwoWay),
        (false, false) => None,
        (opened, _) if opened == (place == Place::Internal) => Some(Direction::Inbound),
        _ => Some(Direction::Outbound),
    }
}

fn other_side((source, destination): (IpAddr, IpAddr)) -> IpAddr {
    if source == ip(SOUGHT) { destination } else { source }
}

fn facts(row: &Row) -> Facts {
    let amount = |told: Option<u64>| told.map_or(Amount::Unknown, Amount::Known);
    Facts {
        source: Some(row.source),
        destination: Some(row.destination),
        source_port: row.source_port,
        destination_port: row.destination_port,
        bytes: amount(row.max_bytes),
        packets: amount(row.max_packets.map(u64::from)),
        seen: Some((row.first_seen, row.last_seen)),
        ..Facts::default()
    }
}

fn flow_facts(flow: &Flow) -> Facts {
    Facts {
        source: Some(flow.source),
        destination: Some(flow.destination),
        source_port: flow.source_port,
        destination_port: flow.destination_port,
        protocol: flow.protocol,
        bytes: Amount::Known(flow.bytes.sent + flow.bytes.received),
        packets: Amount::Known(u64::from(flow.packets.sent + flow.packets.received)),
        seen: Some((flow.start, flow.end)),
        ..Facts::default()
    }
}

/// What `rows` tell of a flow or of one of them, which is `own_row`, by looking at all of them anew.
fn with_the_search(facts: Facts, own_row: Option<&Row>, rows: &[Row], place: Place) -> Facts {
    let ends: Vec<_> = rows.iter().map(|row| (row.source, row.destination)).collect();
    let own = (facts.source.unwrap(), facts.destination.unwrap());
    let connections =
        own_row.and_then(|row| row.connections).map_or(Amount::Unknown, |number| Amount::Known(number.into()));
    // The IP is not its own peer; its row has connections all the same.
    if own.0 == own.1 {
        return Facts { connections, ..facts };
    }
    let sums = |is_meant: &dyn Fn(&Row) -> bool| {
        let rows: Vec<&Row> = rows.iter().filter(|row| is_meant(row)).collect();
        let sum = |part: &dyn Fn(&Row) -> Option<u64>| {
            rows.iter().map(|row| part(row)).sum::<Option<u64>>().map_or(Amount::Unknown, Amount::Known)
        };
        Sums {
            connections: sum(&|row| row.connections.map(u64::from)),
            bytes: sum(&|row| Some(row.avg_bytes? * u64::from(row.connections?))),
            rows: Amount::Known(rows.len() as u64),
        }
    };
    let totals = Totals {
        pair: sums(&|row| (row.source, row.destination) == own),
        peer: sums(&|row| (row.source, row.destination) == own || (row.destination, row.source) == own),
        ..facts.totals
    };
    Facts { direction: group(&ends, other_side(own), place), connections, totals, ..facts }
}

/// What all flows of a host add up to.
fn host_totals(flows: &[Flow], host: IpAddr, place: impl Fn(IpAddr) -> Place) -> HostTotals {
    let others = || flows.iter().filter(|flow| flow.source != flow.destination);
    let sent = others().filter(|flow| flow.source == host).map(|flow| (flow.destination, flow.bytes.sent));
    let answered = others().filter(|flow| flow.destination == host).map(|flow| (flow.source, flow.bytes.received));
    let to_outside =
        sent.chain(answered).filter(|(peer, _)| (place(host), place(*peer)) == (Place::Internal, Place::External));
    HostTotals {
        opened: others().filter(|flow| flow.source == host).count() as u64,
        taken: others().filter(|flow| flow.destination == host).count() as u64,
        outside_bytes: to_outside.map(|(_, bytes)| bytes).sum(),
    }
}

fn with_the_day(facts: Facts, flows: &[Flow], place: impl Fn(IpAddr) -> Place + Copy) -> Facts {
    let host = |ip: Option<IpAddr>| Some(host_totals(flows, ip?, place));
    let totals = Totals { source: host(facts.source), destination: host(facts.destination), ..facts.totals };
    Facts { totals, ..facts }
}

/// 10.0.0.0/16 is inside.
fn network() -> InternalNetwork {
    InternalNetwork::from_csv("10.0.0.0/16,,inside").0
}

/// The same, by what is written.
fn by_ranges(ip: IpAddr) -> Place {
    if ip.to_string().starts_with("10.0.") { Place::Internal } else { Place::External }
}

fn plain(rows: &[Row], model: &Model, place: Place) -> Vec<Row> {
    rows.iter().filter(|row| model.matches(&with_the_search(facts(row), Some(row), rows, place))).cloned().collect()
}

fn as_a_search_of_its_own(overview: Overview) -> Overview {
    Overview { filtered: None, ..overview }
}

const WHOLE: Window = Window { start: Moment(0), end: Moment(20_000) };

fn standing() -> impl Strategy<Value = (StandingChoice, Place)> {
    prop_oneof![Just((StandingChoice::Internal, Place::Internal)), Just((StandingChoice::External, Place::External)),]
}

proptest! {
    #[test]
    fn everything_on_screen_follows_the_filter(
        rows in any_rows().prop_map(among_the_model_s), model in any_model(), (choice, place) in standing(), count in 1u16..30,
    ) {
        let view = view(count, choice);
        let whole = investigation(SOUGHT, &rows);
        let filter = filter(&model.text());
        let seen = filtered(&whole, &filter, view);
        let kept = plain(&rows, &model, place);
        let expected = investigation(SOUGHT, &kept);

        let overview = seen.overview(view);
        let told = overview.filtered.clone().unwrap();
        prop_assert_eq!((told.filter, told.of_rows), (filter, rows.len() as u64));
        prop_assert_eq!(overview.rows, kept.len() as u64);
        prop_assert_eq!(as_a_search_of_its_own(overview), expected.overview(view));
        for grouping in [Grouping::Row, Grouping::Peer] {
            prop_assert_eq!(seen.tables(view, grouping), expected.tables(view, grouping));
        }
        for window in [None, Some(WHOLE)] {
            prop_assert_eq!(seen.timeline(view, window, 90, 0, 99), expected.timeline(view, window, 90, 0, 99));
        }
        let peers: BTreeSet<IpAddr> = rows.iter().map(|row| other_side((row.source, row.destination))).collect();
        for peer in peers {
            prop_assert_eq!(seen.facts(peer, WHOLE, 50), expected.facts(peer, WHOLE, 50));
        }
    }

    #[test]
    fn where_flows_are_known_each_is_held_against_the_filter(
        flows in prop::collection::vec(any_flow(), 0..60), model in any_model(), (choice, place) in standing(),
    ) {
        let day = Day::from_civil(2011, 3, 13).unwrap();
        let table = table(&flows);
        let view = view(20, choice);
        let whole = investigate(table.search(day, ip(SOUGHT)));
        let filter = filter(&model.text());
        let known = SearchFacts::new(&whole, &filter, view);
        let (rows, single) = table.search_filtered(day, ip(SOUGHT), &known);
        let seen = whole.part(filter.clone(), rows, Some(single));

        let all_rows: Vec<Row> = (0..whole.table().len()).map(|index| whole.table().row(index)).collect();
        let passes = |flow: &&Flow| {
            let key = (flow.source, flow.destination, flow.source_port, flow.destination_port);
            let is_its = |row: &&Row| (row.source, row.destination, row.source_port, row.destination_port) == key;
            let known = with_the_day(flow_facts(flow), &flows, by_ranges);
            model.matches(&with_the_search(known, all_rows.iter().find(is_its), &all_rows, place))
        };
        let kept: Vec<Flow> = flows.iter().filter(passes).cloned().collect();
        let expected = investigate(self::table(&kept).search(day, ip(SOUGHT)));
        prop_assert_eq!(as_a_search_of_its_own(seen.overview(view)), expected.overview(view));
        prop_assert_eq!(seen.tables(view, Grouping::Row), expected.tables(view, Grouping::Row));
        prop_assert_eq!(seen.timeline(view, None, 90, 0, 99), expected.timeline(view, None, 90, 0, 99));
    }

    #[test]
    fn what_went_each_way_in_a_pair_is_told_where_each_flow_tells_it(
        flows in prop::collection::vec((any_flow(), any_told()), 0..60), model in any_model(),
    ) {
        let day = Day::from_civil(2011, 3, 13).unwrap();
        let mut table = FlowTable::default();
        for (flow, told) in &flows {
            table.push_told(flow, *told);
        }
        let all: Vec<Flow> = flows.iter().map(|(flow, _)| flow.clone()).collect();
        let view = view(20, StandingChoice::Internal);
        let whole = investigate(table.search(day, ip(SOUGHT)));
        let filter = filter(&model.text());
        let known = SearchFacts::new(&whole, &filter, view);
        let (rows, single) = table.search_filtered(day, ip(SOUGHT), &known);
        let pairs = whole.part(filter.clone(), rows, Some(single)).pairs(view);
        let ways = table.pair_ways((day, ip(SOUGHT)), &pairs, &known);
        prop_assert_eq!(ways.len(), pairs.len());

        let rows: Vec<Row> = (0..whole.table().len()).map(|index| whole.table().row(index)).collect();
        let passes = |flow: &Flow| {
            let key = (flow.source, flow.destination, flow.source_port, flow.destination_port);
            let is_its = |row: &&Row| (row.source, row.destination, row.source_port, row.destination_port) == key;
            let known = with_the_day(flow_facts(flow), &all, by_ranges);
            model.matches(&with_the_search(known, rows.iter().find(is_its), &rows, Place::Internal))
        };
        for (pair, ways) in pairs.iter().zip(ways) {
            let of_pair: Vec<&(Flow, ToldWays)> = flows
                .iter()
                .filter(|(flow, _)| (flow.source, flow.destination) == (pair.source, pair.destination) && passes(flow))
                .collect();
            prop_assert!(!of_pair.is_empty());
            let sum = |who_tell: &[ToldWays], number: fn(&Flow) -> u64| {
                of_pair.iter().map(|(flow, told)| who_tell.contains(told).then(|| number(flow))).sum::<Option<u64>>()
            };
            prop_assert_eq!(ways, Ways {
                sent_bytes: sum(&[ToldWays::Both, ToldWays::Sent, ToldWays::Bytes], |flow| flow.bytes.sent),
                received_bytes: sum(&[ToldWays::Both, ToldWays::Bytes], |flow| flow.bytes.received),
                sent_packets: sum(&[ToldWays::Both, ToldWays::Sent], |flow| flow.packets.sent.into()),
                received_packets: sum(&[ToldWays::Both], |flow| flow.packets.received.into()),
            });
        }
    }

    #[test]
    fn hosts_are_judged_by_the_flows_that_pass(flows in prop::collection::vec(any_flow(), 0..60), model in any_model()) {
        let day = Day::from_civil(2011, 3, 13).unwrap();
        let passes = |flow: &&Flow| {
            let direction = match (by_ranges(flow.source), by_ranges(flow.destination)) {
                (Place::External, Place::Internal) => Some(Direction::Inbound),
                (Place::Internal, Place::External) => Some(Direction::Outbound),
                _ => None,
            };
            model.matches(&Facts { direction, ..with_the_day(flow_facts(flow), &flows, by_ranges) })
        };
        let judged = table(&flows).hosts_filtered(day, &filter(&model.text()), by_ranges);
        // Of equals the host that was met first is named: it is the same one where the others are taken out again.
        let mut kept = table(&flows);
        for (place, flow) in flows.iter().enumerate().rev() {
            if !passes(&flow) {
                kept.remove(place..place + 1);
            }
        }
        prop_assert_eq!(judged, kept.hosts(day, by_ranges));
    }
}

fn any_told() -> impl Strategy<Value = ToldWays> {
    prop_oneof![
        6 => Just(ToldWays::Both),
        1 => Just(ToldWays::Sent),
        1 => Just(ToldWays::Bytes),
        1 => Just(ToldWays::Neither),
    ]
}

fn investigate(
    (rows, flows): (investigation::domain::details::DetailTable, investigation::domain::flows::Flows),
) -> Investigation {
    Investigation::new(rows, Some(flows), network())
}

fn table(flows: &[Flow]) -> FlowTable {
    let mut table = FlowTable::default();
    for flow in flows {
        table.push(flow);
    }
    table
}

fn any_flow() -> impl Strategy<Value = Flow> {
    let peer = prop_oneof![
        (0_u8..4, 0_u8..4).prop_map(|(net, host)| IpAddr::from([10, net, 0, host])),
        (0_u16..4).prop_map(|host| IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, host])),
    ];
    let port = || prop::option::weighted(0.9, 0_u16..6);
    let protocol = prop::option::weighted(0.9, 0_u8..20);
    // 2011-03-13.
    let times = (1_299_974_400_u32..1_300_060_800, prop_oneof![Just(0), 0_u32..4_000]);
    (peer, any::<bool>(), (port(), port()), protocol, times, (0_u64..4, 0_u64..4, 0_u32..4, 0_u32..4)).prop_map(
        |(peer, is_opened, ports, protocol, (start, length), (sent, received, sent_packets, received_packets))| Flow {
            source: if is_opened { ip(SOUGHT) } else { peer },
            destination: if is_opened { peer } else { ip(SOUGHT) },
            source_port: ports.0,
            destination_port: ports.1,
            protocol: protocol.map(Protocol),
            start: Moment(start),
            start_us: 0,
            end: Moment(start + length),
            end_us: 0,
            bytes: BothWays { sent, received },
            packets: BothWays { sent: sent_packets, received: received_packets },
            outcome: Outcome::Unknown,
        },
    )
}

#[test]
fn a_number_that_spot_cut_is_above_what_it_can_tell() {
    let cut = Row { max_bytes: None, ..row("203.0.113.1", SOUGHT, 1, 0) };
    let small = row("203.0.113.2", SOUGHT, 1, 500);
    let passed = |untold: Untold, text: &str| {
        let mut table = TableBuilder::new(ip(SOUGHT));
        for row in [&cut, &small] {
            table.push(row);
        }
        let whole = Investigation::new(table.finish(untold, 1), None, InternalNetwork::default());
        let view = view(20, StandingChoice::ByRanges);
        let seen = filtered(&whole, &filter(text), view).overview(view);
        assert_eq!((seen.untold, seen.cut_values), (untold, 1), "what is known of the answer stays known");
        seen.rows
    };
    assert_eq!(passed(Untold::Over32Bit, "bytes:>1M"), 1);
    assert_eq!(passed(Untold::Over32Bit, "bytes:<1M"), 1);
    assert_eq!(passed(Untold::Missing, "bytes:>1M"), 0);
    assert_eq!(passed(Untold::Missing, "-bytes:<1M"), 1);
    assert_eq!((passed(Untold::Missing, "bytes:unknown"), passed(Untold::Over32Bit, "bytes:unknown")), (1, 0));
}

#[test]
fn what_a_peer_has_in_total_is_asked_of_the_whole_search() {
    let port = |port: u16, row: Row| Row { source_port: Some(port), ..row };
    // 203.0.113.1 has two rows from it, of 7 connections, and one to it, of 3; 203.0.113.2 has one row of 7.
    let rows = [
        port(1, row("203.0.113.1", SOUGHT, 5, 100)),
        port(2, row("203.0.113.1", SOUGHT, 2, 10)),
        port(3, row(SOUGHT, "203.0.113.1", 3, 1)),
        port(1, row("203.0.113.2", SOUGHT, 7, 50)),
    ];
    let view = view(20, StandingChoice::ByRanges);
    let whole = investigation(SOUGHT, &rows);
    let passed = |text: &str| filtered(&whole, &filter(text), view).overview(view).rows;
    assert_eq!(passed("connections:7"), 1, "of a row");
    assert_eq!(passed("pair.connections:7"), 3, "of the rows of one source and one destination");
    assert_eq!(passed("peer.connections:10"), 3, "of the peer, both ways");
    assert_eq!(passed("peer.rows:3 dst:203.0.113.1"), 1, "other terms change no total");
    assert_eq!(passed("-pair.rows:2"), 2);
    assert_eq!(passed("host.opened:>=0"), 0, "rows tell nothing of a host's day");
}

#[test]
fn a_sum_with_a_number_that_spot_cut_is_above_what_the_others_tell() {
    let cut = Row { avg_bytes: None, max_bytes: None, ..row("203.0.113.1", SOUGHT, 1, 0) };
    let passed = |untold: Untold, text: &str| {
        let mut table = TableBuilder::new(ip(SOUGHT));
        for row in [&cut, &Row { source_port: Some(9), ..row("203.0.113.1", SOUGHT, 1, 500) }] {
            table.push(row);
        }
        let whole = Investigation::new(table.finish(untold, 1), None, InternalNetwork::default());
        let view = view(20, StandingChoice::ByRanges);
        filtered(&whole, &filter(text), view).overview(view).rows
    };
    assert_eq!(passed(Untold::Over32Bit, "peer.bytes:>1G"), 2);
    assert_eq!(passed(Untold::Over32Bit, "peer.bytes:>3G"), 0, "it may be less");
    assert_eq!(passed(Untold::Missing, "peer.bytes:>1G"), 0);
    assert_eq!(passed(Untold::Missing, "peer.bytes:unknown"), 2);
}

#[test]
fn rows_of_many_blocks_are_filtered_a_block_at_a_time() {
    let rows: Vec<Row> = (0..40_000_u32)
        .map(|number| {
            let [.., high, low] = number.to_be_bytes();
            let peer = format!("203.0.{high}.{low}");
            Row { destination_port: Some(u16::from(low)), ..row(SOUGHT, &peer, 1, u64::from(number)) }
        })
        .collect();
    let view = view(20, StandingChoice::ByRanges);
    let whole = investigation(SOUGHT, &rows);
    let passed = |text: &str| filtered(&whole, &filter(text), view).overview(view).rows;
    assert_eq!(passed("dst:203.0.1.0/24"), 256);
    assert_eq!(passed("dport:7"), 157);
    assert_eq!(passed("dst:203.0.1.0/24 dport:7"), 1);
    assert_eq!(passed("-dport:7"), 40_000 - 157);
    assert_eq!(passed("src:203.0.0.0/16"), 0);
    assert_eq!(passed("dir:outbound bytes:>=39990"), 10);
    assert_eq!(passed("proto:tcp"), 0, "Spot tells no protocol");
    assert_eq!(passed("proto:unknown"), 40_000);
}
