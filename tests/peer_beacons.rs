//! The peers of an investigated IP by how much they call by the clock: of flows, and of rows as Spot has them.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

mod common;

use std::collections::BTreeMap;
use std::io::Read;
use std::net::IpAddr;

use common::ip;
use investigation::domain::details::{Row, Untold};
use investigation::domain::direction::Side;
use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, StandingChoice};
use investigation::domain::protocol::Protocol;
use investigation::domain::table_builder::TableBuilder;
use investigation::domain::time::{Day, Moment};
use investigation::domain::view::{TopResults, View};
use investigation::engine::beacons::{AskBeacons, Beacons, Times, of_flows, of_rows};
use investigation::local::demo::{decode, internal_network};
use investigation::local::flows::{BothWays, Flow, FlowTable};

const MIDNIGHT: u32 = 1_700_006_400;
const SOUGHT: &str = "10.0.0.5";
const BEACON: &str = "203.0.113.9";
const CHAT: &str = "198.51.100.20";
const TIME: &str = "198.51.100.123";
const WEB: &str = "198.51.100.80";

fn question() -> AskBeacons {
    AskBeacons { view: View { top: TopResults::default(), standing: StandingChoice::ByRanges }, at_most: 20 }
}

fn day() -> Day {
    Moment(MIDNIGHT).day()
}

fn ask_flows(table: &FlowTable, day: Day, sought: &str) -> Beacons {
    ask_within(InternalNetwork::default(), table, day, sought)
}

fn ask_within(network: InternalNetwork, table: &FlowTable, day: Day, sought: &str) -> Beacons {
    let (rows, flows) = table.search(day, ip(sought));
    let investigation = Investigation::new(rows, Some(flows), network);
    of_flows(table, &investigation, (day, ip(sought)), question())
}

/// Numbers that look like chance and are the same on every run.
fn chances() -> impl Iterator<Item = u32> {
    let mut state = 12_345_u32;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 8
    })
}

/// A day of a client: a beacon each ten minutes give or take two, a chat, its clock, and web pages by chance.
fn client() -> FlowTable {
    let mut table = FlowTable::default();
    let mut call = |(second, peer, port): (u32, &str, u16), protocol, sent| {
        table.push(&Flow {
            source_port: Some(40_000 + u16::try_from(second % 20_000).unwrap()),
            destination_port: Some(port),
            protocol: Some(protocol),
            bytes: BothWays { sent, received: 900 },
            ..Flow::between(ip(SOUGHT), ip(peer), Moment(MIDNIGHT + second))
        });
    };
    let mut chance = chances();
    let mut upto = |most: u32| chance.next().unwrap() % most;
    for tick in 0..144 {
        call((tick * 600 + upto(120), BEACON, 8443), Protocol::TCP, 540 + u64::from(upto(40)));
        call((tick * 600 + 7, CHAT, 5222), Protocol::TCP, 120);
        call((tick * 600 + 9, TIME, 123), Protocol::UDP, 76);
        call((upto(86_400), WEB, 443), Protocol::TCP, u64::from(200 + upto(90_000)));
    }
    for second in 0..19 {
        call((second * 60, "198.51.100.3", 80), Protocol::TCP, 100);
    }
    table
}

fn of<'a>(beacons: &'a Beacons, peer: &str) -> &'a investigation::engine::beacons::PeerBeacon {
    beacons.peers.iter().find(|of| of.peer == ip(peer)).unwrap()
}

#[test]
fn a_beacon_with_jitter_ranks_first_and_what_is_regular_by_design_is_explained() {
    let beacons = ask_flows(&client(), day(), SOUGHT);
    let order: Vec<IpAddr> = beacons.peers.iter().map(|of| of.peer).collect();
    assert_eq!(order[0], ip(BEACON), "{beacons:#?}");
    assert_eq!((beacons.judged, beacons.too_few, beacons.untimed), (4, 1, 0));
    assert_eq!(beacons.times, Times::OfFlows);

    let first = of(&beacons, BEACON);
    assert_eq!((first.connections, first.side, first.service.as_deref()), (144, Side::Source, Some("TCP port 8443")));
    assert!((480_000..=720_000).contains(&first.interval_ms), "{first:?}");
    assert!(first.score > 0.8 && first.suspicion.to_bits() == first.score.to_bits(), "{first:?}");

    for (peer, why, remains) in
        [(CHAT, "Chat or push service: keeps in touch regularly.", 0.5), (TIME, "NTP client: regular by design.", 0.25)]
    {
        let explained = of(&beacons, peer);
        assert!(explained.score > first.score, "by itself it is more regular: {explained:?}");
        assert_eq!(explained.reasons[0], why);
        assert!((explained.suspicion - explained.score * remains).abs() < 1e-9, "{explained:?}");
    }
    assert!(of(&beacons, WEB).score < first.score);
}

#[test]
fn the_histogram_holds_every_interval_of_the_peer() {
    let beacons = ask_flows(&client(), day(), SOUGHT);
    for peer in &beacons.peers {
        let counted: usize = peer.histogram.bars.iter().map(|bar| bar.count).sum();
        assert_eq!(counted + peer.histogram.longer, usize::try_from(peer.connections).unwrap() - 1, "{peer:?}");
    }
}

#[test]
fn who_calls_the_ip_is_judged_too_and_who_answers_is_not() {
    let mut table = FlowTable::default();
    for tick in 0..100 {
        let start = Moment(MIDNIGHT + tick * 300);
        let called = Flow { destination_port: Some(4444), ..Flow::between(ip("10.0.0.66"), ip(SOUGHT), start) };
        table.push(&Flow { source_port: Some(50_000), protocol: Some(Protocol::TCP), ..called });
        let asked = Flow { destination_port: Some(443), ..Flow::between(ip(SOUGHT), ip(WEB), start) };
        table.push(&Flow { source_port: Some(51_000), protocol: Some(Protocol::TCP), ..asked });
        let answer = Flow { destination_port: Some(51_000), ..Flow::between(ip(WEB), ip(SOUGHT), start) };
        table.push(&Flow { source_port: Some(443), protocol: Some(Protocol::TCP), ..answer });
        table.push(&Flow::between(ip(SOUGHT), ip(SOUGHT), start));
    }
    let beacons = ask_flows(&table, day(), SOUGHT);
    let told: Vec<(IpAddr, Side)> = beacons.peers.iter().map(|of| (of.peer, of.side)).collect();
    assert_eq!(told, [(ip(WEB), Side::Source), (ip("10.0.0.66"), Side::Destination)]);
    let inside = of(&beacons, "10.0.0.66");
    assert!((inside.suspicion - inside.score / 2.0).abs() < 1e-9);
    assert_eq!(inside.reasons.last().unwrap(), "Both ends are inside: it counts half.");
    assert_eq!(beacons.too_few, 1, "the answers");
}

/// A row as Spot has it: so many connections between two times.
fn row((peer, ports): (&str, (u16, u16)), (first, last): (u32, u32), connections: Option<u32>) -> Row {
    Row {
        source: ip(SOUGHT),
        destination: ip(peer),
        source_port: Some(ports.0),
        destination_port: Some(ports.1),
        first_seen: Moment(MIDNIGHT + first),
        last_seen: Moment(MIDNIGHT + last),
        connections,
        max_packets: Some(4),
        avg_packets: Some(4),
        max_bytes: Some(540),
        avg_bytes: Some(540),
    }
}

#[test]
fn rows_of_one_connection_or_two_tell_when_each_came_and_others_are_not_judged() {
    let mut table = TableBuilder::new(ip(SOUGHT));
    for tick in 0..100_u16 {
        let second = u32::from(tick) * 800;
        table.push(&row((BEACON, (40_000 + tick, 8443)), (second, second), Some(1)));
        // Two each: the same port came again.
        if tick < 50 {
            table.push(&row((CHAT, (40_000 + tick, 5222)), (second, second + 40_000), Some(2)));
        }
    }
    table.push(&row((TIME, (123, 123)), (0, 86_000), Some(144)));
    table.push(&row(("198.51.100.4", (5_000, 53)), (0, 86_000), None));
    table.push(&row(("198.51.100.5", (5_000, 53)), (0, 86_000), Some(19)));
    let investigation = Investigation::new(table.finish(Untold::Over32Bit, 1), None, InternalNetwork::default());

    let beacons = of_rows(&investigation, day(), question());

    let order: Vec<(IpAddr, u64)> = beacons.peers.iter().map(|of| (of.peer, of.connections)).collect();
    assert_eq!(order, [(ip(BEACON), 100), (ip(CHAT), 100)]);
    assert_eq!((beacons.judged, beacons.untimed, beacons.too_few), (2, 2, 1));
    assert_eq!(beacons.times, Times::OfRows);
    let [first, chat] = &beacons.peers[..] else { panic!("{beacons:?}") };
    assert_eq!((first.interval_ms, chat.interval_ms), (800_000, 800_000));
    assert_eq!(first.service.as_deref(), Some("port 8443"), "Spot tells no protocol");
    assert_eq!(chat.reasons[0], "Chat or push service: keeps in touch regularly.");
    assert_eq!(first.reasons[1], "Constant size: 540 B sent each time.");
    assert_eq!(chat.reasons[2], "Bytes sent are not known.", "of two only the larger one's are");
}

#[test]
fn a_pair_is_judged_where_nine_of_ten_times_are_known() {
    let judged = |timed: u16, together: u32| {
        let mut table = TableBuilder::new(ip(SOUGHT));
        for tick in 0..timed {
            let second = u32::from(tick) * 300;
            table.push(&row((BEACON, (40_000 + tick, 8443)), (second, second), Some(1)));
        }
        table.push(&row((BEACON, (9, 8443)), (0, 40_000), Some(together)));
        let table = table.finish(Untold::Missing, 0);
        let beacons = of_rows(&Investigation::new(table, None, InternalNetwork::default()), day(), question());
        (beacons.judged, beacons.untimed)
    };
    assert_eq!(judged(90, 10), (1, 0));
    assert_eq!(judged(89, 11), (0, 1));
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let beacons = ask_flows(&FlowTable::default(), day(), SOUGHT);
    assert_eq!((beacons.peers.len(), beacons.judged, beacons.too_few), (0, 0, 0));
}

/// Delays in seconds between contacts of the demo's bot with each service that it called often: a reckoning of sorted
/// lists, which shares nothing with the app.
#[test]
fn the_demos_bot_calls_its_masters_by_the_clock_as_a_plain_reckoning_says() {
    const BOT: &str = "147.32.84.165";
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&include_bytes!("../src/local/demo/flows.bin")[..]).read_to_end(&mut bytes).unwrap();
    let table = decode(&bytes).unwrap();
    let day: Day = "2011-08-10".parse().unwrap();
    let mut starts: BTreeMap<IpAddr, Vec<u64>> = BTreeMap::new();
    for flow in (0..table.len()).map(|index| table.flow(index)).filter(|flow| flow.source == ip(BOT)) {
        starts
            .entry(flow.destination)
            .or_default()
            .push(u64::from(flow.start.0) * 1_000 + u64::from(flow.start_us / 1_000));
    }
    let beacons = ask_within(internal_network(), &table, day, BOT);
    for peer in beacons.peers.iter().filter(|of| of.side == Side::Source) {
        let mut starts = starts[&peer.peer].clone();
        assert_eq!(starts.len() as u64, peer.connections);
        starts.sort_unstable();
        let mut contacts = vec![starts[0]];
        for start in starts {
            if start - contacts.last().unwrap() >= 1_000 {
                contacts.push(start);
            }
        }
        let mut delays: Vec<u64> = contacts.windows(2).map(|two| two[1] - two[0]).collect();
        delays.sort_unstable();
        let shorter = delays.iter().filter(|delay| **delay < peer.interval_ms).count();
        let longer = delays.iter().filter(|delay| **delay > peer.interval_ms).count();
        assert!(shorter <= delays.len() / 2 && longer <= delays.len() / 2, "{peer:?}");
    }
    // By a script over the dataset's own table: mean of even intervals (0.60), of even sizes (1.00), of how long it goes on
    // (1.00) and, by the variation of its hours alone, of how steadily (0.26); two levels of hours can only add to that.
    let first = &beacons.peers[0];
    assert_eq!((first.peer, first.connections, first.interval_ms), (ip("212.117.174.7"), 68, 179_000));
    assert!((0.71..0.9).contains(&first.score), "{first:?}");
    let resolver = of(&beacons, "147.32.80.9");
    assert_eq!(resolver.reasons[0], "Asks for names (DNS, NetBIOS, mDNS or LLMNR): regular by design.");
    assert!(resolver.suspicion < 0.2, "{resolver:?}");
}
