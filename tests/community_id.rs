//! Community IDs are those that the specification publishes, and both directions of a flow have one.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use std::net::IpAddr;

use investigation::domain::community_id::{FlowTuple, community_id};
use investigation::domain::protocol::Protocol;
use proptest::prelude::*;
use rstest::rstest;
use serde::Deserialize;

#[derive(Deserialize)]
struct Baseline {
    proto: u8,
    saddr: IpAddr,
    daddr: IpAddr,
    sport: Option<u16>,
    dport: Option<u16>,
    communityid: String,
}

fn flow(protocol: u8, source: (IpAddr, Option<u16>), destination: (IpAddr, Option<u16>)) -> FlowTuple {
    FlowTuple {
        source: source.0,
        destination: destination.0,
        protocol: Protocol(protocol),
        source_port: source.1,
        destination_port: destination.1,
    }
}

#[rstest]
#[case::default_seed(include_str!("data/community_id/baseline_default.json"), 0)]
#[case::seed_1(include_str!("data/community_id/baseline_seed1.json"), 1)]
fn the_ids_are_those_of_the_specification(#[case] baseline: &str, #[case] seed: u16) {
    let flows: Vec<Baseline> = serde_json::from_str(baseline).unwrap();
    assert_eq!(flows.len(), 23);
    for known in flows {
        let flow = flow(known.proto, (known.saddr, known.sport), (known.daddr, known.dport));
        assert_eq!(community_id(&flow, seed), Some(known.communityid), "{flow:?}");
    }
}

#[rstest]
// The second number of a log may be the code: an echo request has code 0, a router solicitation too.
#[case::echo(1, "192.168.0.89", "192.168.0.1", 8, 0, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=")]
#[case::echo_reply_by_code(1, "192.168.0.1", "192.168.0.89", 0, 0, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=")]
#[case::solicitation_by_code(58, "fe80::200:86ff:fe05:80da", "ff02::2", 133, 0, "1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0=")]
fn icmp_is_told_by_type_and_code_too(
    #[case] protocol: u8,
    #[case] source: IpAddr,
    #[case] destination: IpAddr,
    #[case] kind: u16,
    #[case] code: u16,
    #[case] expected: &str,
) {
    let flow = flow(protocol, (source, Some(kind)), (destination, Some(code)));
    assert_eq!(community_id(&flow, 0).as_deref(), Some(expected));
}

#[test]
fn what_is_not_known_has_no_id() {
    let [one, other]: [IpAddr; 2] = ["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
    assert_eq!(community_id(&flow(6, (one, None), (other, Some(80))), 0), None);
    assert_eq!(community_id(&flow(1, (one, Some(8)), (other, None)), 0), None);
    assert_eq!(community_id(&flow(6, (one, Some(1)), ("2001:db8::1".parse().unwrap(), Some(80))), 0), None);
    // An IPv4 address stays one in IPv6's clothes.
    let mapped = flow(17, ("::ffff:10.0.0.1".parse().unwrap(), Some(5)), (other, Some(53)));
    assert_eq!(community_id(&mapped, 0), community_id(&flow(17, (one, Some(5)), (other, Some(53))), 0));
}

fn any_v4() -> impl Strategy<Value = IpAddr> {
    any::<u32>().prop_map(|bits| IpAddr::V4(bits.into()))
}

fn any_v6() -> impl Strategy<Value = IpAddr> {
    any::<u128>().prop_map(|bits| IpAddr::V6(bits.into()))
}

proptest! {
    #[test]
    fn both_directions_have_one_id(
        (one, other) in prop_oneof![(any_v4(), any_v4()), (any_v6(), any_v6())],
        ports in any::<(u16, u16)>(),
        seed: u16,
    ) {
        for protocol in [6, 17, 132] {
            let there = flow(protocol, (one, Some(ports.0)), (other, Some(ports.1)));
            let back = flow(protocol, (other, Some(ports.1)), (one, Some(ports.0)));
            prop_assert_eq!(community_id(&there, seed), community_id(&back, seed));
        }
    }

    #[test]
    fn any_flow_is_answered(protocol: u8, addresses in (any_v4(), any_v6()), ports: (Option<u16>, Option<u16>), seed: u16) {
        for (one, other) in [addresses, (addresses.0, addresses.0), (addresses.1, addresses.1)] {
            let id = community_id(&flow(protocol, (one, ports.0), (other, ports.1)), seed);
            prop_assert!(id.is_none_or(|id| id.len() == 30 && id.starts_with("1:") && id.ends_with('=')));
        }
    }
}
