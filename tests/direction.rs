//! Peers are sorted into inbound, outbound and two-way by the table of `spot.md`.

mod common;

use common::{SOUGHT, any_rows, investigation, ip, row, table, view};
use investigation::domain::direction::Direction;
use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, Place, Reason, StandingChoice};
use proptest::prelude::*;
use rstest::rstest;

const INBOUND: [u32; 3] = [1, 0, 0];
const OUTBOUND: [u32; 3] = [0, 1, 0];
const TWO_WAY: [u32; 3] = [0, 0, 1];
const NO_PEER: [u32; 3] = [0, 0, 0];

#[rstest]
#[case::only_the_peer_opens_to_an_internal_ip("10.0.0.1", &["P>A"], INBOUND)]
#[case::only_an_internal_ip_opens("10.0.0.1", &["A>P"], OUTBOUND)]
#[case::both_open_and_the_ip_is_internal("10.0.0.1", &["P>A", "A>P"], TWO_WAY)]
#[case::only_the_peer_opens_to_an_external_ip("198.51.100.7", &["P>A"], OUTBOUND)]
#[case::only_an_external_ip_opens("198.51.100.7", &["A>P"], INBOUND)]
#[case::both_open_and_the_ip_is_external("198.51.100.7", &["P>A", "A>P"], TWO_WAY)]
#[case::both_open_in_the_other_order("198.51.100.7", &["A>P", "P>A"], TWO_WAY)]
#[case::many_rows_one_way_stay_one_way("10.0.0.1", &["P>A", "P>A", "P>A"], INBOUND)]
#[case::a_row_of_the_ip_with_itself_is_no_peer("10.0.0.1", &["A>A"], NO_PEER)]
#[case::a_row_with_itself_makes_nobody_two_way("10.0.0.1", &["A>A", "P>A"], INBOUND)]
#[case::private_ipv6_is_internal("fd00::1", &["A>P"], OUTBOUND)]
#[case::public_ipv6_is_external("2001:db8::1", &["A>P"], INBOUND)]
#[case::no_rows("10.0.0.1", &[], NO_PEER)]
fn a_peers_group_follows_the_rows_seen(#[case] sought: &str, #[case] seen: &[&str], #[case] peers: [u32; 3]) {
    let peer = if ip(sought).is_ipv6() { "2001:db8::99" } else { "203.0.113.9" };
    let end = |name: &str| if name == "A" { sought } else { peer };
    let rows: Vec<_> = seen
        .iter()
        .filter_map(|way| way.split_once('>'))
        .map(|(source, destination)| row(end(source), end(destination), 1, 1))
        .collect();

    assert_eq!(investigation(sought, &rows).overview(view(20, StandingChoice::ByRanges)).peers, peers);
}

#[test]
fn rows_of_the_ip_with_itself_are_counted_apart_and_are_part_of_the_rows() {
    let rows = [row(SOUGHT, SOUGHT, 3, 9), row(SOUGHT, "203.0.113.9", 4, 9)];
    let overview = investigation(SOUGHT, &rows).overview(view(20, StandingChoice::ByRanges));

    assert_eq!((overview.rows, overview.self_rows, overview.self_connections.known), (2, 1, 3));
    assert_eq!(overview.connections.known, 7);
}

#[test]
fn the_analysts_word_on_where_the_ip_stands_turns_the_groups() {
    let rows = [row("203.0.113.9", SOUGHT, 1, 1), row(SOUGHT, "203.0.113.8", 1, 1), row(SOUGHT, "203.0.113.7", 1, 1)];
    let peers = |choice| investigation(SOUGHT, &rows).overview(view(20, choice)).peers;

    assert_eq!(peers(StandingChoice::ByRanges), [1, 2, 0]);
    assert_eq!(peers(StandingChoice::Internal), [1, 2, 0]);
    assert_eq!(peers(StandingChoice::External), [2, 1, 0]);
}

#[rstest]
#[case::rfc_1918("172.31.255.255", Place::Internal)]
#[case::just_outside_rfc_1918("172.32.0.0", Place::External)]
#[case::rfc_3927("169.254.1.1", Place::Internal)]
#[case::rfc_6598("100.64.0.1", Place::Internal)]
#[case::just_outside_rfc_6598("100.128.0.0", Place::External)]
#[case::rfc_4193("fdff::1", Place::Internal)]
#[case::link_local("fe80::1", Place::Internal)]
#[case::loopback("::1", Place::Internal)]
#[case::mapped_ipv4("::ffff:10.1.2.3", Place::Internal)]
#[case::public("8.8.8.8", Place::External)]
fn without_ipranges_the_private_ranges_are_internal(#[case] address: &str, #[case] place: Place) {
    assert_eq!(InternalNetwork::default().standing(ip(address), StandingChoice::ByRanges).place, place);
}

#[test]
fn ipranges_replace_the_private_ranges_and_the_narrowest_explains() {
    let csv = "147.32.0.0,147.32.255.255,CTU\n147.32.84.0,147.32.84.255,Lab\nnonsense\n2001:db8::,2001:db8::ff,V6\n";
    let (network, skipped) = InternalNetwork::from_csv(csv);
    let standing = |address| network.standing(ip(address), StandingChoice::ByRanges);
    let range = |range: &str, name: &str| Reason::Range { range: range.to_owned(), name: name.to_owned() };

    assert_eq!(standing("147.32.84.165").reason, range("147.32.84.0/24", "Lab"));
    assert_eq!(standing("147.32.1.1").reason, range("147.32.0.0/16", "CTU"));
    assert_eq!(standing("2001:db8::7").reason, range("2001:db8::/120", "V6"));
    assert_eq!((standing("10.0.0.1").place, standing("10.0.0.1").reason), (Place::External, Reason::NoRange));
    assert_eq!(skipped.first.iter().map(|line| line.line).collect::<Vec<_>>(), [3]);
}

#[test]
fn ranges_that_are_no_range_are_told() {
    let (_, skipped) = InternalNetwork::from_csv(
        "10.0.0.9,10.0.0.1,backwards\n10.0.0.1,::1,mixed\n,,\nten dot nothing\n10.0.0.1\n10.0.0.1,,one\n\n",
    );
    let reasons: Vec<_> = skipped.first.into_iter().map(|line| line.reason).collect();

    assert_eq!(
        reasons,
        [
            "the range runs backwards, from 10.0.0.9 to 10.0.0.1",
            "10.0.0.1 and ::1 are of different families",
            "the first IP, ``, is not an address",
            "the first IP, `ten dot nothing`, is not an address",
            "the last IP, ``, is not an address",
            "the last IP, ``, is not an address"
        ]
    );
}

proptest! {
    /// The table of the contract, written out plainly: a set of peers per side.
    #[test]
    fn groups_equal_a_plain_reckoning(rows in any_rows(), external: bool) {
        use std::collections::BTreeSet;
        let sought = ip(SOUGHT);
        let to: BTreeSet<_> = rows.iter().filter(|row| row.source == sought).map(|row| row.destination).collect();
        let from: BTreeSet<_> = rows.iter().filter(|row| row.destination == sought).map(|row| row.source).collect();
        let only = |one: &BTreeSet<_>, other: &BTreeSet<_>| one.difference(other).filter(|ip| **ip != sought).count();
        let both = to.intersection(&from).filter(|ip| **ip != sought).count();
        let (inbound, outbound) =
            if external { (only(&to, &from), only(&from, &to)) } else { (only(&from, &to), only(&to, &from)) };
        let choice = if external { StandingChoice::External } else { StandingChoice::Internal };
        let overview = Investigation::new(table(SOUGHT, &rows), None, InternalNetwork::default())
            .overview(view(20, choice));

        prop_assert_eq!(overview.peers.map(|count| count as usize), [inbound, outbound, both]);
    }
}

#[test]
fn directions_are_shown_in_the_order_of_their_numbers() {
    assert_eq!(Direction::ALL.map(|direction| direction as usize), [0, 1, 2]);
}
