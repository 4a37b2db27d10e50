//! A filter means what a plain reckoning says, whatever it is and whatever it is held against.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

mod filter_model;

use std::net::IpAddr;

use filter_model::{Model, any_facts, any_model};
use investigation::domain::direction::Direction;
use investigation::domain::filter::{
    Amount, DayWindow, Facts, Filter, Key, Kind, NumberSpan, Sense, Term, Total, Value, complete,
};
use investigation::domain::protocol::Protocol;
use investigation::domain::time::Moment;
use ipnet::IpNet;
use proptest::prelude::*;

fn filter(text: &str) -> Filter {
    text.parse().unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// Numbers at the edges of units and of what there is.
fn edge(max: u64) -> impl Strategy<Value = u64> {
    prop_oneof![
        any::<u64>(),
        0_u64..3,
        (0_u32..64, 0_u64..3).prop_map(|(bit, more)| (1_u64 << bit).saturating_add(more).saturating_sub(1)),
        Just(u64::MAX),
        Just(u64::MAX - 1),
    ]
    .prop_map(move |number| number.min(max))
}

fn any_network() -> impl Strategy<Value = IpNet> {
    let any_ip = prop_oneof![
        any::<u32>().prop_map(|bits| IpAddr::V4(bits.into())),
        any::<u128>().prop_map(|bits| IpAddr::V6(bits.into())),
        any::<u32>().prop_map(|bits| IpAddr::V6(std::net::Ipv4Addr::from(bits).to_ipv6_mapped())),
    ];
    (any_ip, 0_u8..=128)
        .prop_map(|(ip, prefix)| IpNet::new(ip, prefix.min(if ip.is_ipv4() { 32 } else { 128 })).unwrap())
}

fn any_value(key: Key) -> BoxedStrategy<Value> {
    let told = any_told_value(key);
    if key.may_be_unknown() { prop_oneof![6 => told, 1 => Just(Value::Unknown)].boxed() } else { told }
}

fn any_told_value(key: Key) -> BoxedStrategy<Value> {
    match key.kind() {
        Kind::Network => any_network().prop_map(Value::Network).boxed(),
        Kind::Number { max, .. } => (edge(max), edge(max))
            .prop_map(|(one, other)| Value::Number(NumberSpan::new(one.min(other), one.max(other)).unwrap()))
            .boxed(),
        Kind::Protocol => any::<u8>().prop_map(|number| Value::Protocol(Protocol(number))).boxed(),
        Kind::Window => (0_u32..86_400, 0_u32..=86_400)
            .prop_filter_map("a window is not empty", |(from, to)| DayWindow::new(from, to))
            .prop_map(Value::Window)
            .boxed(),
        Kind::Direction => prop::sample::select(Direction::ALL.to_vec()).prop_map(Value::Direction).boxed(),
    }
}

/// Any filter that can be put together, by whatever way.
fn any_filter() -> impl Strategy<Value = Filter> {
    let any_term = (prop::sample::select(Key::ALL.to_vec()), any::<bool>()).prop_flat_map(|(key, is_wanted)| {
        let sense = if is_wanted { Sense::Wanted } else { Sense::Unwanted };
        prop::collection::vec(any_value(key), 1..4).prop_map(move |values| Term::new(sense, key, values).unwrap())
    });
    prop::collection::vec(any_term, 0..5).prop_map(Filter::new)
}

/// Each key with a value that exactly these facts have. A key of either side has two: what leaves one out may leave the flow out
/// that has the other.
fn cells(facts: &Facts) -> Vec<(Key, Value)> {
    let exactly = |number| Value::Number(NumberSpan::exactly(number));
    let number = |amount| match amount {
        Amount::Known(number) => Some(exactly(number)),
        Amount::Unknown => Some(Value::Unknown),
        Amount::Above(_) => None,
    };
    let port = |told: Option<u16>| told.map_or(Value::Unknown, Value::port);
    let minute = |(first, _): (Moment, Moment)| {
        let from = first.0 % 86_400;
        Value::Window(DayWindow::new(from, (from + 60).min(86_400)).unwrap())
    };
    [
        (Key::Source, facts.source.map(Value::address)),
        (Key::Destination, facts.destination.map(Value::address)),
        (Key::SourcePort, Some(port(facts.source_port))),
        (Key::DestinationPort, Some(port(facts.destination_port))),
        (Key::Protocol, Some(facts.protocol.map_or(Value::Unknown, Value::Protocol))),
        (Key::Bytes, number(facts.bytes)),
        (Key::Packets, number(facts.packets)),
        (Key::Time, facts.seen.map(minute)),
        (Key::Direction, facts.direction.map(Value::Direction)),
        (Key::Connections, number(facts.connections)),
        (Key::Total(Total::PairConnections), number(facts.totals.pair.connections)),
        (Key::Total(Total::PairBytes), number(facts.totals.pair.bytes)),
        (Key::Total(Total::PairRows), number(facts.totals.pair.rows)),
        (Key::Total(Total::PeerConnections), number(facts.totals.peer.connections)),
        (Key::Total(Total::PeerBytes), number(facts.totals.peer.bytes)),
        (Key::Total(Total::PeerRows), number(facts.totals.peer.rows)),
        (Key::Total(Total::HostOpened), Some(facts.totals.source.map_or(Value::Unknown, |host| exactly(host.opened)))),
        (
            Key::Total(Total::HostTaken),
            Some(facts.totals.destination.map_or(Value::Unknown, |host| exactly(host.taken))),
        ),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key, value?)))
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_filter_is_read_as_it_is_written(any in any_filter()) {
        let text = any.to_string();
        prop_assert_eq!(filter(&text), any, "{}", text);
    }

    #[test]
    fn written_and_read_again_it_is_the_same(model in any_model()) {
        let read = filter(&model.text());
        let text = read.to_string();
        prop_assert_eq!(&filter(&text), &read);
        prop_assert_eq!(filter(&text).to_string(), text);
    }

    #[test]
    fn it_holds_for_what_a_plain_reckoning_says(model in any_model(), facts in prop::collection::vec(any_facts(), 20)) {
        let read = filter(&model.text());
        for facts in facts {
            prop_assert_eq!(read.matches(&facts), model.matches(&facts), "{} {:?}", read, facts);
        }
    }

    #[test]
    fn a_term_and_its_negation_part_all_flows(model in any_model(), facts in any_facts()) {
        for term in model.0 {
            let text = Model(vec![term]).text();
            let opposite = text.strip_prefix('-').map_or_else(|| format!("-{text}"), str::to_owned);
            prop_assert_ne!(filter(&text).matches(&facts), filter(&opposite).matches(&facts), "{}", text);
        }
    }

    #[test]
    fn any_text_is_answered_within_its_bounds(text in r#"([a-z]{0,3}|src:|time:|bytes:|dport:|-|"|,|:|>|<|=|[0-9]{1,25}|[kM.]|[ \t]|\[\.\]|/|ü|.){0,12}"#, caret in 0_usize..60) {
        match text.parse::<Filter>() {
            Ok(read) => prop_assert_eq!(filter(&read.to_string()), read),
            Err(error) => {
                prop_assert!(text.get(error.at.clone()).is_some(), "{:?}", error);
                prop_assert!(error.column(&text) <= text.chars().count());
                prop_assert!(!error.to_string().is_empty());
            }
        }
        let completion = complete(&text, caret);
        prop_assert!(text.get(completion.replace).is_some());
    }

    #[test]
    fn a_cell_s_buttons_do_what_they_say(model in any_model(), facts in any_facts(), other in any_facts()) {
        let read = filter(&model.text());
        for (key, value) in cells(&facts) {
            let others: Vec<_> = read.terms().iter().filter(|term| term.key() != key).cloned().collect();
            let of_others = Filter::new(others);
            let included = read.clone().include(key, value);
            // A minute is let through as a whole or not at all: two stretches of the day are not compared.
            if key != Key::Time {
                prop_assert_eq!(included.matches(&facts), of_others.matches(&facts), "{} {}", read, included);
// What passed goes on passing, unless this was the first value of the key to be wanted.
                let narrows = read.terms().iter().all(|term| term.key() != key || term.sense() == Sense::Unwanted);
                prop_assert!(narrows || !read.matches(&other) || included.matches(&other), "{} {}", read, included);
            }
            let excluded = read.clone().exclude(key, value);
            prop_assert!(!excluded.matches(&facts), "{} {}", read, excluded);
            let only = read.clone().only(key, value);
            prop_assert_eq!(only.matches(&facts), of_others.matches(&facts));
            for edited in [included, excluded, only] {
                prop_assert_eq!(filter(&edited.to_string()), edited);
            }
        }
    }
}
