//! Hosts are ranked by what makes them suspicious, and every number behind it is what a plain reckoning says.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::net::IpAddr;

use investigation::domain::beacon::Explanation;
use investigation::domain::network::{Place, StandingChoice};
use investigation::domain::outcome::Outcome;
use investigation::domain::protocol::Protocol;
use investigation::domain::suspicion::{FlowSet, Host, Judging, ListedFlows, Observation, Progress, Reason, judge};
use investigation::local::demo;
use investigation::words::suspicion::reason;
use proptest::prelude::*;

const HOUR_MS: u64 = 3_600_000;

/// Addresses with their numbers, and flows between them.
#[derive(Default)]
struct Day {
    addresses: Vec<IpAddr>,
    numbers: BTreeMap<IpAddr, u32>,
    flows: Vec<Observation>,
}

impl Day {
    fn number(&mut self, ip: IpAddr) -> u32 {
        *self.numbers.entry(ip).or_insert_with(|| {
            self.addresses.push(ip);
            u32::try_from(self.addresses.len() - 1).unwrap()
        })
    }

    /// A flow of TCP to a port, with 100 bytes there and 1,000 back.
    fn flow(&mut self, source: IpAddr, destination: IpAddr, port: u16, start_ms: u64) -> &mut Observation {
        let (source, destination) = (self.number(source), self.number(destination));
        self.flows.push(Observation {
            source,
            destination,
            source_port: Some(50_000),
            destination_port: Some(port),
            protocol: Some(Protocol(6)),
            start_ms,
            sent_bytes: Some(100),
            received_bytes: Some(1_000),
            outcome: Outcome::Established,
        });
        self.flows.last_mut().unwrap()
    }

    fn hosts(&self) -> Vec<Host> {
        judge(&ListedFlows { addresses: &self.addresses, flows: &self.flows }, place)
    }

    fn host(&self, ip: IpAddr) -> Host {
        self.hosts().into_iter().find(|host| host.ip == ip).unwrap()
    }
}

/// 10.0.0.0/8 is inside.
fn place(ip: IpAddr) -> Place {
    match ip {
        IpAddr::V4(ip) if ip.octets()[0] == 10 => Place::Internal,
        _ => Place::External,
    }
}

fn inside(host: u8) -> IpAddr {
    IpAddr::from([10, 0, 0, host])
}

fn outside(host: u16) -> IpAddr {
    let [high, low] = host.to_be_bytes();
    IpAddr::from([203, 0, high, low])
}

/// A day on which forty hosts look at the web, by chance.
fn quiet_day(chances: &[u16]) -> Day {
    let mut day = Day::default();
    for (index, chance) in (0_u64..4_000).zip(chances.iter().cycle()) {
        let start_ms = index * 21_600 + u64::from(*chance) % 20_000;
        let page = chance.wrapping_mul(31).wrapping_add(u16::try_from(index).unwrap());
        let flow = day.flow(inside(u8::try_from(page % 40).unwrap()), outside(page % 150), 443, start_ms);
        flow.sent_bytes = Some(u64::from(page) * 7 % 9_000);
    }
    day
}

fn words(host: &Host) -> Vec<String> {
    host.reasons.iter().map(|share| reason(&share.reason)).collect()
}

#[test]
fn a_port_scan_is_found() {
    let mut day = quiet_day(&[7, 501, 33, 9_000]);
    for port in 1..=800 {
        day.flow(inside(200), inside(1), port, HOUR_MS + u64::from(port) * 20).outcome = Outcome::Refused;
    }
    let first = &day.hosts()[0];
    assert_eq!((first.ip, first.most_ports.unwrap().ports), (inside(200), 800));
    assert_eq!(words(first), ["Tried 800 ports of 10.0.0.1.", "800 of 800 connections failed (100%)."]);
}

#[test]
fn a_sweep_is_found_above_what_is_asked_of_many() {
    let mut day = quiet_day(&[7, 501, 33, 9_000]);
    for host in 0..250_u16 {
        day.flow(inside(200), outside(1_000 + host), 445, 3 * HOUR_MS + u64::from(host) * 50);
        // Names and web of as many and more: everyone's are.
        day.flow(inside(201), outside(2_000 + host), 53, 3 * HOUR_MS + u64::from(host) * 50);
        day.flow(inside(200), outside(3_000 + host), 443, 3 * HOUR_MS + u64::from(host) * 50);
        day.flow(inside(200), outside(4_000 + host), 443, 3 * HOUR_MS + u64::from(host) * 50);
    }
    let first = &day.hosts()[0];
    assert_eq!(first.ip, inside(200));
    assert_eq!(
        words(first),
        [
            "Tried TCP port 445 on 250 hosts.",
            "Met 750 hosts in the hour from 1970-01-01 03:00:00.",
            "Opened connections to 750 hosts."
        ]
    );
}

#[test]
fn a_beacon_is_found_on_both_ends() {
    let mut day = quiet_day(&[7, 501, 33, 9_000]);
    for call in 0..280_u64 {
        day.flow(inside(200), outside(9_999), 8_443, call * 300_000 + call * 7_919 % 60_000).sent_bytes = Some(540);
    }
    let hosts = day.hosts();
    assert_eq!((hosts[0].ip, hosts[1].ip), (inside(200), outside(9_999)));
    let call = hosts[0].calls.unwrap();
    assert_eq!((call.peer, call.contacts, call.service.unwrap().port), (outside(9_999), 280, Some(8_443)));
    assert!(call.score > 0.85, "{call:?}");
    assert!(words(&hosts[0])[0].starts_with("Calls 203.0.39.15 about every 5 min"), "{:?}", words(&hosts[0]));
    assert!(words(&hosts[1])[0].starts_with("Is called by 10.0.0.200 about every 5 min"), "{:?}", words(&hosts[1]));
}

#[test]
fn a_clock_that_is_set_is_no_beacon_to_fear() {
    let mut day = quiet_day(&[7, 501, 33, 9_000]);
    for call in 0..1_350_u64 {
        let asks = day.flow(inside(200), outside(9_999), 123, call * 64_000);
        (asks.protocol, asks.sent_bytes) = (Some(Protocol(17)), Some(90));
        day.flow(inside(201), outside(9_998), 4_443, call * 64_000 + call * 7_919 % 20_000);
    }
    let hosts = day.hosts();
    assert_eq!(hosts[0].ip, inside(201));
    let clock = day.host(inside(200));
    assert_eq!(clock.calls.unwrap().explanation, Some(Explanation::Ntp));
    assert!(clock.score < hosts[0].score / 2.0);
    assert!(words(&clock)[0].ends_with("beacon score 1.00. NTP client: regular by design."), "{:?}", words(&clock));
}

#[test]
fn what_is_sent_to_outside_counts_in_both_directions_of_opening() {
    let mut day = Day::default();
    day.flow(inside(1), outside(1), 443, 0).sent_bytes = Some(3 << 30);
    day.flow(outside(2), inside(1), 21, 0).received_bytes = Some(1 << 30);
    day.flow(inside(1), inside(2), 445, 0).sent_bytes = Some(9 << 30);
    day.flow(inside(1), inside(1), 445, 0).sent_bytes = Some(9 << 30);
    let host = day.host(inside(1));
    assert_eq!((host.bytes_to_external, host.connections_out, host.connections_in), (4 << 30, 2, 1));
    assert_eq!(words(&host), ["Sent 4.0 GiB to outside."]);
}

#[test]
fn who_answers_is_no_scanner() {
    // Logs of one direction: a web server's answers are flows to as many ports as there were questions.
    let mut day = Day::default();
    for port in 40_000..40_500 {
        day.flow(inside(1), outside(1), port, u64::from(port)).source_port = Some(443);
    }
    let server = day.host(inside(1));
    assert_eq!((server.peers_out, server.most_ports, server.new_peers), (1, None, None));
    assert!(server.reasons.is_empty());
}

#[test]
fn the_demo_s_bot_comes_first_and_its_master_is_what_it_calls() {
    let mut bytes = Vec::new();
    let packed = include_bytes!("../src/local/demo/flows.bin");
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
    let table = demo::decode(&bytes).unwrap();
    let mut day = Day::default();
    for index in 0..table.len() {
        let flow = table.flow(index);
        let (source, destination) = (day.number(flow.source), day.number(flow.destination));
        day.flows.push(Observation {
            source,
            destination,
            source_port: flow.source_port,
            destination_port: flow.destination_port,
            protocol: flow.protocol,
            start_ms: u64::from(flow.start.0) * 1000,
            sent_bytes: Some(flow.bytes.sent),
            received_bytes: Some(flow.bytes.received),
            outcome: Outcome::Unknown,
        });
    }
    let network = demo::internal_network();
    let place = |ip| network.standing(ip, StandingChoice::ByRanges).place;
    let hosts = judge(&ListedFlows { addresses: &day.addresses, flows: &day.flows }, place);
    let bot = &hosts[0];
    assert_eq!(bot.ip.to_string(), "147.32.84.165");
    assert_eq!(
        words(bot),
        [
            "Tried TCP port 25 on 296 hosts.",
            "Calls 212.117.174.7 about every 2 min 59 s on TCP port 4506: 68 contacts, beacon score 0.83.",
            "Met 448 hosts in the hour from 2011-08-10 11:00:00.",
            "Opened connections to 1,031 hosts."
        ]
    );
    // No other host calls anyone more like a beacon, but for those that ask for names.
    let call = |host: &Host| host.calls.map_or(0.0, |call| call.suspicion(host.place));
    assert!(hosts[1..].iter().all(|host| call(host) < call(bot)));
    // Of those outside, its master is the one that is called most like a beacon.
    let called = |host: &&Host| host.reasons.iter().any(|share| matches!(share.reason, Reason::CalledBy(_)));
    let masters: Vec<String> = hosts.iter().filter(called).map(|host| host.ip.to_string()).collect();
    assert_eq!(masters[0], "212.117.174.7");
}

fn any_flow() -> impl Strategy<Value = Observation> {
    let amount = || prop::option::weighted(0.9, 0_u64..10_000);
    let outcome = prop::sample::select(vec![Outcome::Unknown, Outcome::Established, Outcome::Refused]);
    let port = || prop::option::weighted(0.9, prop_oneof![0_u16..6, 1_020_u16..1_030]);
    let protocol = prop::option::weighted(0.9, prop::sample::select(vec![Protocol(1), Protocol(6), Protocol(17)]));
    ((0_u32..8, 0_u32..8), (port(), port()), protocol, 0_u64..5 * HOUR_MS, (amount(), amount()), outcome).prop_map(
        |((source, destination), ports, protocol, start_ms, (sent_bytes, received_bytes), outcome)| Observation {
            source,
            destination,
            source_port: ports.0,
            destination_port: ports.1,
            protocol,
            start_ms,
            sent_bytes,
            received_bytes,
            outcome,
        },
    )
}

fn count<T>(items: &BTreeSet<T>) -> u32 {
    u32::try_from(items.len()).unwrap()
}

/// Holds a host against sets and sums over all flows.
fn compare(host: &Host, number: u32, addresses: &[IpAddr], flows: &[Observation]) {
    let real: Vec<&Observation> = flows.iter().filter(|flow| flow.source != flow.destination).collect();
    let out: Vec<&&Observation> = real.iter().filter(|flow| flow.source == number).collect();
    let into: Vec<&&Observation> = real.iter().filter(|flow| flow.destination == number).collect();
    assert_eq!((host.connections_out, host.connections_in), (out.len() as u64, into.len() as u64));
    assert_eq!(host.peers_out, count(&out.iter().map(|flow| flow.destination).collect()));
    assert_eq!(host.peers_in, count(&into.iter().map(|flow| flow.source).collect()));
    let of = |outcome| out.iter().filter(|flow| flow.outcome == outcome).count() as u64;
    let (failed, answered) = (of(Outcome::Refused), of(Outcome::Established));
    assert_eq!((host.failures.failed, host.failures.known), (failed, failed + answered));
    let is_outside = |number: u32| place(addresses[number as usize]) == Place::External;
    let sent = out.iter().filter(|flow| is_outside(flow.destination)).filter_map(|flow| flow.sent_bytes);
    let back = into.iter().filter(|flow| is_outside(flow.source)).filter_map(|flow| flow.received_bytes);
    let bytes = if is_outside(number) { 0 } else { sent.chain(back).sum() };
    assert_eq!(host.bytes_to_external, bytes);

    // Pairs of which more than half of the flows are answers are left out of what follows.
    let mut peers: BTreeMap<u32, Vec<&Observation>> = BTreeMap::new();
    for flow in &out {
        peers.entry(flow.destination).or_default().push(flow);
    }
    let is_answer = |flow: &&&Observation| {
        flow.source_port.is_some_and(|port| port < 1024) && flow.destination_port.is_some_and(|port| port > 1023)
    };
    peers.retain(|_, flows| 2 * flows.iter().filter(is_answer).count() <= flows.len());
    let target = |flow: &Observation| {
        let has_ports = flow.protocol != Some(Protocol(1));
        (flow.protocol, flow.destination_port.filter(|_| has_ports))
    };
    let ports = |flows: &Vec<&Observation>| -> BTreeSet<_> {
        flows.iter().map(|flow| target(flow)).filter(|(_, port)| port.is_some()).collect()
    };
    let most_ports = peers.values().map(|flows| count(&ports(flows))).max().filter(|most| *most > 0);
    assert_eq!(host.most_ports.map(|most| most.ports), most_ports);

    let mut met: BTreeMap<u64, u32> = BTreeMap::new();
    for flows in peers.values() {
        *met.entry(flows.iter().map(|flow| flow.start_ms / HOUR_MS).min().unwrap()).or_default() += 1;
    }
    assert_eq!(host.new_peers.map(|new| new.peers), met.values().max().copied());
    assert_eq!(host.new_peers.map(|new| met[&u64::from(new.hour.0 / 3600)]), met.values().max().copied());

    let mut targets: BTreeMap<_, BTreeSet<u32>> = BTreeMap::new();
    for (peer, flows) in &peers {
        for flow in flows {
            targets.entry(target(flow)).or_default().insert(*peer);
        }
    }
    targets.retain(|(protocol, port), _| *protocol == Some(Protocol(1)) || (protocol.is_some() && port.is_some()));
    // So few hosts say nothing against anyone: the most are told.
    assert_eq!(host.most_peers.map(|most| most.peers), targets.values().map(count).max());
    if let Some(most) = host.most_peers {
        assert_eq!(most.peers, count(&targets[&(Some(most.service.protocol), most.service.port)]));
    }
}

proptest! {
    #[test]
    fn every_count_is_what_a_plain_reckoning_says(flows in prop::collection::vec(any_flow(), 0..150), budget in 0_usize..40) {
        let addresses: Vec<IpAddr> = (0..4).map(inside).chain((0..4).map(outside)).collect();
        let set = ListedFlows { addresses: &addresses, flows: &flows };
        let hosts = judge(&set, place);
        prop_assert_eq!(hosts.len(), 8);
        for host in &hosts {
            let number = addresses.iter().position(|ip| *ip == host.ip).unwrap();
            compare(host, u32::try_from(number).unwrap(), &addresses, &flows);
            prop_assert!((0.0..=1.0).contains(&host.score));
        }
        prop_assert!(hosts.windows(2).all(|pair| pair[0].score >= pair[1].score));

        // Bit by bit it comes to the same, and what is left gets less.
        let mut judging = Judging::new(&set, place);
        let mut last = 2 * set.len() + 1;
        while let Progress::Todo { flows, of } = judging.advance(&set, budget) {
            prop_assert!(flows <= last && of == 2 * set.len());
            last = flows;
        }
        prop_assert_eq!(judging.finish(&set), hosts);
    }

    #[test]
    fn the_order_of_the_flows_changes_nothing(flows in prop::collection::vec(any_flow(), 0..100)) {
        let addresses: Vec<IpAddr> = (0..4).map(inside).chain((0..4).map(outside)).collect();
        let mut reversed = flows.clone();
        reversed.reverse();
        let forth = judge(&ListedFlows { addresses: &addresses, flows: &flows }, place);
        prop_assert_eq!(judge(&ListedFlows { addresses: &addresses, flows: &reversed }, place), forth);
    }

    #[test]
    fn flows_of_unknown_hosts_are_left_out(flows in prop::collection::vec(any_flow(), 0..40)) {
        let addresses = [inside(1), outside(1)];
        let hosts = judge(&ListedFlows { addresses: &addresses, flows: &flows }, place);
        prop_assert_eq!(hosts.len(), 2);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_host_of_many_flows_is_looked_at_in_steps(
        flows in prop::collection::vec((0_u32..5_000, 0_u16..400), 6_000..9_000),
        of_one_peer in 0_u64..3_000,
        step in prop_oneof![1_usize..50, 50_usize..3_000],
    ) {
        let addresses: Vec<IpAddr> = std::iter::once(inside(1)).chain((0..5_000).map(outside)).collect();
        let mut day = Day::default();
        for ip in &addresses {
            day.number(*ip);
        }
        for (start_ms, (peer, port)) in (0_u64..).step_by(1_100).zip(flows) {
            day.flow(inside(1), outside(u16::try_from(peer).unwrap()), port, start_ms);
        }
        for number in 0..of_one_peer {
            day.flow(inside(1), outside(7), 443, number * 20_000);
        }
        let set = ListedFlows { addresses: &addresses, flows: &day.flows };
        let mut judging = Judging::new(&set, place);
        let mut last = 2 * set.len();
        while let Progress::Todo { flows, .. } = judging.advance(&set, step) {
            // The flows that it sees, and those that one more look takes.
            prop_assert!(last - flows <= 2 * step + 1, "{} at once, of {}", last - flows, step);
            last = flows;
        }
        prop_assert_eq!(judging.finish(&set), judge(&set, place));
    }
}

proptest! {
    // A day has four thousand flows.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_scanner_is_found_on_any_quiet_day(
        chances in prop::collection::vec(any::<u16>(), 50..200),
        ports in prop::collection::btree_set(1_u16..10_000, 300..600),
        start_ms in 0_u64..20 * HOUR_MS,
    ) {
        let mut day = quiet_day(&chances);
        for (index, port) in (0_u64..).zip(ports) {
            day.flow(inside(7), inside(77), port, start_ms + index * 30);
        }
        let hosts = day.hosts();
        prop_assert_eq!(hosts[0].ip, inside(7));
        let is_scan = matches!(hosts[0].reasons[0].reason, Reason::PortScan { .. });
        prop_assert!(is_scan);
    }
}
