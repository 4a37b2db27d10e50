//! Random filters and flows, and a plain reckoning of which flow a filter wants: bit by bit and second by second.

// Each test file uses its part.
#![allow(dead_code)]

use std::net::IpAddr;

use investigation::domain::direction::Direction;
use investigation::domain::filter::{Amount, Facts, HostTotals, Sums, Totals};
use investigation::domain::protocol::Protocol;
use investigation::domain::time::Moment;
use proptest::prelude::*;

/// A filter: its terms.
#[derive(Clone, Debug)]
pub struct Model(pub Vec<Term>);

/// Whether it is negated, its key, its values.
#[derive(Clone, Debug)]
pub struct Term {
    is_negated: bool,
    key: &'static str,
    values: Vec<Value>,
}

#[derive(Clone, Debug)]
enum Value {
    Network(IpAddr, u8),
    /// How it is written, and the first and last number.
    Number(String, u64, u64),
    Protocol(u8),
    /// Seconds of the day.
    Window(u32, u32),
    Direction(&'static str),
    Unknown,
}

impl Model {
    pub fn text(&self) -> String {
        self.0.iter().map(Term::text).collect::<Vec<_>>().join("  ")
    }

    pub fn matches(&self, facts: &Facts) -> bool {
        self.0.iter().all(|term| term.values.iter().any(|value| value.holds(term.key, facts)) != term.is_negated)
    }
}

impl Term {
    fn text(&self) -> String {
        let values: Vec<String> = self.values.iter().map(Value::text).collect();
        format!("{}{}:{}", if self.is_negated { "-" } else { "" }, self.key, values.join(","))
    }
}

fn bits(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => format!("{:032b}", ip.to_bits()),
        IpAddr::V6(ip) => format!("{:0128b}", ip.to_bits()),
    }
}

impl Value {
    fn text(&self) -> String {
        let clock = |second: u32| format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
        match self {
            Self::Network(ip, prefix) => format!("{ip}/{prefix}"),
            Self::Number(text, ..) => text.clone(),
            Self::Protocol(number) => number.to_string(),
            Self::Window(from, to) => format!("{}-{}", clock(*from), clock(*to)),
            Self::Direction(name) => (*name).to_owned(),
            Self::Unknown => "unknown".to_owned(),
        }
    }

    fn holds(&self, key: &str, facts: &Facts) -> bool {
        match self {
            Self::Network(network, prefix) => {
                let sides = match key {
                    "src" => vec![facts.source],
                    "dst" => vec![facts.destination],
                    _ => vec![facts.source, facts.destination],
                };
                let start = &bits(*network)[..usize::from(*prefix)];
                sides.into_iter().flatten().any(|ip| ip.is_ipv4() == network.is_ipv4() && bits(ip).starts_with(start))
            }
            Self::Number(_, first, last) => {
                numbers(key, facts).into_iter().flatten().any(|number| *first <= number && number <= *last)
            }
            Self::Protocol(number) => facts.protocol == Some(Protocol(*number)),
            Self::Window(from, to) => facts.seen.is_some_and(|(first, last)| {
                (first.0..=last.0).any(|second| {
                    let second = second % 86_400;
                    if from < to { *from <= second && second < *to } else { second >= *from || second < *to }
                })
            }),
            Self::Direction(name) => {
                facts.direction.is_some_and(|direction| direction.name().eq_ignore_ascii_case(name))
            }
            Self::Unknown if key == "proto" => facts.protocol.is_none(),
            Self::Unknown => numbers(key, facts).contains(&None),
        }
    }
}

/// What a key of numbers is about; of either side, both.
fn numbers(key: &str, facts: &Facts) -> Vec<Option<u64>> {
    match key {
        "sport" => vec![facts.source_port.map(u64::from)],
        "dport" => vec![facts.destination_port.map(u64::from)],
        "port" => vec![facts.source_port.map(u64::from), facts.destination_port.map(u64::from)],
        "bytes" => vec![known(facts.bytes)],
        "packets" => vec![known(facts.packets)],
        "connections" => vec![known(facts.connections)],
        "pair.connections" => vec![known(facts.totals.pair.connections)],
        "pair.bytes" => vec![known(facts.totals.pair.bytes)],
        "pair.rows" => vec![known(facts.totals.pair.rows)],
        "peer.connections" => vec![known(facts.totals.peer.connections)],
        "peer.bytes" => vec![known(facts.totals.peer.bytes)],
        "peer.rows" => vec![known(facts.totals.peer.rows)],
        "host.opened" => vec![facts.totals.source.map(|host| host.opened)],
        "host.taken" => vec![facts.totals.destination.map(|host| host.taken)],
        "host.outside" => {
            [facts.totals.source, facts.totals.destination].map(|host| host.map(|host| host.outside_bytes)).to_vec()
        }
        _ => panic!("no key of numbers: {key}"),
    }
}

fn known(amount: Amount) -> Option<u64> {
    match amount {
        Amount::Known(number) => Some(number),
        Amount::Unknown | Amount::Above(_) => None,
    }
}

/// Few of them, so that filters and flows meet.
fn any_ip() -> impl Strategy<Value = IpAddr> {
    prop_oneof![
        (0_u8..4, 0_u8..4).prop_map(|(net, host)| IpAddr::from([10, net, 0, host])),
        (0_u16..4).prop_map(|host| IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, host])),
    ]
}

fn network() -> impl Strategy<Value = Value> {
    any_ip().prop_flat_map(|ip| {
        let all = if ip.is_ipv4() { 32_u8 } else { 128 };
        prop_oneof![Just(all), Just(all - 1), Just(all / 2), Just(0), 0..=all]
            .prop_map(move |prefix| Value::Network(ip, prefix))
    })
}

fn number(most: u64) -> impl Strategy<Value = Value> {
    (0_u64..6, 0_u64..6, 0..7).prop_map(move |(one, other, form)| match form {
        0 => Value::Number(format!(">{one}"), one + 1, most),
        1 => Value::Number(format!(">={one}"), one, most),
        2 => Value::Number(format!("<{}", one + 1), 0, one),
        3 => Value::Number(format!("<={one}"), 0, one),
        4 => Value::Number(format!("{}-{}", one.min(other), one.max(other)), one.min(other), one.max(other)),
        5 => Value::Number(one.to_string(), one, one),
        _ => Value::Unknown,
    })
}

fn window() -> impl Strategy<Value = Value> {
    (0_u32..86_400, 0_u32..86_400)
        .prop_filter("a window is not empty", |(from, to)| from != to)
        .prop_map(|(from, to)| Value::Window(from, to))
}

fn any_term() -> impl Strategy<Value = Term> {
    let term = |key: &'static str, value: BoxedStrategy<Value>| {
        (any::<bool>(), prop::collection::vec(value, 1..4))
            .prop_map(move |(is_negated, values)| Term { is_negated, key, values })
            .boxed()
    };
    let totals = |keys: &[&'static str]| {
        let keys = keys.to_vec();
        (prop::sample::select(keys), any::<bool>(), prop::collection::vec(number(u64::MAX), 1..3))
            .prop_map(|(key, is_negated, values)| Term { is_negated, key, values })
            .boxed()
    };
    prop_oneof![
        term("src", network().boxed()),
        term("dst", network().boxed()),
        term("ip", network().boxed()),
        term("port", number(65_535).boxed()),
        term("sport", number(65_535).boxed()),
        term("dport", number(65_535).boxed()),
        term("proto", prop_oneof![6 => (0_u8..20).prop_map(Value::Protocol), 1 => Just(Value::Unknown)].boxed()),
        term("bytes", number(u64::MAX).boxed()),
        term("packets", number(u64::MAX).boxed()),
        term("time", window().boxed()),
        totals(&["connections", "pair.connections", "pair.rows", "peer.connections", "peer.rows"]),
        totals(&["pair.bytes", "peer.bytes", "host.opened", "host.taken", "host.outside"]),
        term("dir", prop::sample::select(vec!["inbound", "outbound", "two-way"]).prop_map(Value::Direction).boxed()),
    ]
}

pub fn any_model() -> impl Strategy<Value = Model> {
    prop::collection::vec(any_term(), 0..4).prop_map(Model)
}

pub fn any_facts() -> impl Strategy<Value = Facts> {
    let amount = || {
        prop_oneof![
            5 => (0_u64..6).prop_map(Amount::Known),
            1 => Just(Amount::Unknown),
            1 => any::<u64>().prop_map(Amount::Known),
        ]
    };
    let sums =
        move || (amount(), amount(), amount()).prop_map(|(connections, bytes, rows)| Sums { connections, bytes, rows });
    let host = || {
        let totals = (0_u64..6, 0_u64..6, 0_u64..6);
        prop::option::weighted(
            0.8,
            totals.prop_map(|(opened, taken, outside_bytes)| HostTotals { opened, taken, outside_bytes }),
        )
    };
    let totals = (sums(), sums(), host(), host()).prop_map(|(pair, peer, source, destination)| Totals {
        pair,
        peer,
        source,
        destination,
    });
    let port = || prop::option::weighted(0.9, 0_u16..6);
    let seen = (1_300_000_000_u32..1_300_090_000, prop_oneof![Just(0), 0_u32..4_000]);
    (
        (prop::option::weighted(0.9, any_ip()), prop::option::weighted(0.9, any_ip())),
        (port(), port()),
        prop::option::weighted(0.9, 0_u8..20),
        (amount(), amount()),
        prop::option::weighted(0.9, seen),
        prop::option::weighted(0.9, prop::sample::select(Direction::ALL.to_vec())),
        (amount(), totals),
    )
        .prop_map(|(addresses, ports, protocol, (bytes, packets), seen, direction, (connections, totals))| Facts {
            source: addresses.0,
            destination: addresses.1,
            source_port: ports.0,
            destination_port: ports.1,
            protocol: protocol.map(Protocol),
            bytes,
            packets,
            seen: seen.map(|(first, length)| (Moment(first), Moment(first + length))),
            direction,
            connections,
            totals,
        })
}
