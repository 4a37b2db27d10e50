//! Tables, top peers and pairs, against plain reckonings that sort everything.

mod common;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use common::{SOUGHT, any_rows, investigation, ip, row, view};
use investigation::domain::details::Row;
use investigation::domain::direction::Side;
use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, StandingChoice};
use investigation::domain::ranking::top;
use investigation::domain::view::{Grouping, Measure, Pair, TopTable};
use proptest::prelude::*;

/// Above every number, if it is not told.
fn or_most(number: Option<u64>) -> u128 {
    number.map_or(u128::MAX, u128::from)
}

fn largest_first(connections: Option<u64>, bytes: Option<u64>, by: Measure) -> Reverse<(u128, u128)> {
    let (connections, bytes) = (or_most(connections), or_most(bytes));
    Reverse(match by {
        Measure::Connections => (connections, bytes),
        Measure::Bytes => (bytes, connections),
    })
}

fn whole_sum(parts: impl Iterator<Item = Option<u64>>) -> Option<u64> {
    parts.sum()
}

fn whole_max(parts: impl Iterator<Item = Option<u64>>) -> Option<u64> {
    parts.collect::<Option<Vec<_>>>()?.into_iter().max()
}

fn peer_of(row: &Row) -> IpAddr {
    if row.source == ip(SOUGHT) { row.destination } else { row.source }
}

fn is_on(row: &Row, side: Side) -> bool {
    ip(SOUGHT) == if side == Side::Source { row.source } else { row.destination }
}

proptest! {
    #[test]
    fn the_top_is_the_beginning_of_the_sorted_whole(items in prop::collection::vec(0u8..40, 0..200), count in 0usize..50) {
        // Numbered, so that equal ones can be told apart.
        let items: Vec<_> = items.into_iter().enumerate().map(|(number, item)| (item, number)).collect();
        let mut sorted = items.clone();
        sorted.sort_unstable();
        sorted.truncate(count);

        prop_assert_eq!(top(items, count, Ord::cmp), sorted);
    }

    #[test]
    fn tables_by_row_equal_a_plain_sort(rows in any_rows(), count in 1u16..80) {
        let investigation = investigation(SOUGHT, &rows);
        let tables = investigation.tables(view(count, StandingChoice::ByRanges), Grouping::Row);
        investigation.rank_ahead();
        prop_assert_eq!(&investigation.tables(view(count, StandingChoice::ByRanges), Grouping::Row), &tables);
        for table in tables {
            let mut plain: Vec<_> = rows.iter().filter(|row| is_on(row, table.side)).collect();
            let of = plain.len();
            plain.sort_by_key(|row| {
                let numbers = largest_first(row.connections.map(u64::from), row.max_bytes, table.by);
                (numbers, peer_of(row), row.source_port, row.destination_port)
            });
            plain.truncate(usize::from(count));
            let expected: Vec<_> = plain.into_iter().map(|row| {
                (peer_of(row), row.connections.map(u64::from), row.max_bytes, row.source_port, row.destination_port)
            }).collect();
            let shown: Vec<_> = table.rows.iter().map(|row| {
                (row.peer, row.connections, row.max_bytes, row.source_port, row.destination_port)
            }).collect();

            prop_assert_eq!(shown, expected);
            prop_assert_eq!(table.of, of as u64);
        }
    }

    #[test]
    fn tables_by_peer_equal_a_plain_reckoning(rows in any_rows(), count in 1u16..12) {
        for table in investigation(SOUGHT, &rows).tables(view(count, StandingChoice::ByRanges), Grouping::Peer) {
            let mut peers: BTreeMap<IpAddr, Vec<&Row>> = BTreeMap::new();
            for row in rows.iter().filter(|row| is_on(row, table.side) && peer_of(row) != ip(SOUGHT)) {
                peers.entry(peer_of(row)).or_default().push(row);
            }
            let of = peers.len();
            let mut plain: Vec<_> = peers.into_iter().map(|(peer, rows)| (
                peer,
                whole_sum(rows.iter().map(|row| row.connections.map(u64::from))),
                whole_max(rows.iter().map(|row| row.max_bytes)),
                whole_sum(rows.iter().map(|row| Some(row.avg_bytes? * u64::from(row.connections?)))),
                rows.len(),
            )).collect();
            plain.sort_by_key(|&(peer, connections, bytes, _, _)| (largest_first(connections, bytes, table.by), peer));
            plain.truncate(usize::from(count));
            let shown: Vec<_> = table.rows.iter().map(|row| {
                (row.peer, row.connections, row.max_bytes, row.approx_bytes, row.rows as usize)
            }).collect();

            prop_assert_eq!(shown, plain);
            prop_assert_eq!(table.of, of as u64);
        }
    }

    /// `spot.md`: per group the top by connections and the top by bytes, merged; one row per (source, destination).
    #[test]
    fn pairs_are_those_of_the_merged_top_peers(rows in any_rows(), count in 1u16..6) {
        let pairs = investigation(SOUGHT, &rows).pairs(view(count, StandingChoice::ByRanges));
        let expected = plain_pairs(&rows, usize::from(count));
        let ends = |pair: &Pair| (pair.source, pair.destination);

        prop_assert_eq!(pairs.iter().map(ends).collect::<BTreeSet<_>>().len(), pairs.len(), "each pair once");
        prop_assert_eq!(pairs.iter().map(ends).collect::<BTreeSet<_>>(), expected.keys().copied().collect());
        for pair in &pairs {
            let rows = &expected[&ends(pair)];
            let largest = rows.iter().min_by_key(|row| {
                let numbers = largest_first(row.connections.map(u64::from), row.max_bytes, Measure::Bytes);
                (numbers, row.source_port, row.destination_port)
            });
            prop_assert_eq!(pair.connections, whole_sum(rows.iter().map(|row| row.connections.map(u64::from))));
            prop_assert_eq!(pair.max_bytes, whole_max(rows.iter().map(|row| row.max_bytes)));
            prop_assert_eq!(pair.max_packets, whole_max(rows.iter().map(|row| row.max_packets.map(u64::from))));
            prop_assert_eq!(Some(pair.first_seen), rows.iter().map(|row| row.first_seen).min());
            prop_assert_eq!(Some(pair.last_seen), rows.iter().map(|row| row.last_seen).max());
            let ports = largest.map(|row| (row.source_port, row.destination_port));
            prop_assert_eq!(Some((pair.source_port, pair.destination_port)), ports);
        }
    }
}

type Ends = (IpAddr, IpAddr);

fn plain_pairs(rows: &[Row], count: usize) -> BTreeMap<Ends, Vec<&Row>> {
    let rows: Vec<&Row> = rows.iter().filter(|row| peer_of(row) != ip(SOUGHT)).collect();
    let mut groups: BTreeMap<(bool, bool), BTreeMap<IpAddr, Vec<&Row>>> = BTreeMap::new();
    for row in &rows {
        let peer = peer_of(row);
        let sides = (
            rows.iter().any(|other| peer_of(other) == peer && is_on(other, Side::Source)),
            rows.iter().any(|other| peer_of(other) == peer && is_on(other, Side::Destination)),
        );
        groups.entry(sides).or_default().entry(peer).or_default().push(row);
    }
    let mut merged = BTreeSet::new();
    for peers in groups.values() {
        for by in [Measure::Connections, Measure::Bytes] {
            let mut ranked: Vec<_> = peers.iter().collect();
            ranked.sort_by_key(|(peer, rows)| {
                let connections = whole_sum(rows.iter().map(|row| row.connections.map(u64::from)));
                let bytes = whole_max(rows.iter().map(|row| row.max_bytes));
                (largest_first(connections, bytes, by), **peer)
            });
            merged.extend(ranked.into_iter().take(count).map(|(peer, _)| *peer));
        }
    }
    let mut pairs: BTreeMap<Ends, Vec<&Row>> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| merged.contains(&peer_of(row))) {
        pairs.entry((row.source, row.destination)).or_default().push(row);
    }
    pairs
}

#[test]
fn a_number_that_spot_cut_ranks_above_every_known_one() {
    let mut cut = row("203.0.113.1", SOUGHT, 1, 0);
    cut.max_bytes = None;
    let rows = [row("203.0.113.2", SOUGHT, 1, 2_147_483_647), cut];
    let [_, _, by_bytes, _] = investigation(SOUGHT, &rows).tables(view(1, StandingChoice::ByRanges), Grouping::Row);

    assert_eq!(by_bytes.rows[0].peer, ip("203.0.113.1"));
    assert_eq!(by_bytes.rows[0].max_bytes, None);
}

/// Enough rows for several blocks of the columns, with ties and numbers that are not told at the edge of the top.
#[test]
fn a_long_search_is_ranked_and_added_up_as_a_short_one() {
    let mut numbers = 1u32;
    let mut below = |limit: u32| {
        numbers = numbers.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (numbers >> 8) % limit
    };
    let rows: Vec<Row> = (0..70_000)
        .map(|_| {
            let peer = IpAddr::from(below(3_000).to_be_bytes());
            let (source, destination) = if below(3) == 0 { (peer, ip(SOUGHT)) } else { (ip(SOUGHT), peer) };
            let magnitude = 4 + below(20);
            let bytes = below(1 << magnitude);
            let max_bytes = match below(5_000) {
                0 => None,
                1 => Some(u64::from(u32::MAX) + u64::from(bytes)),
                _ => Some(u64::from(bytes)),
            };
            Row {
                source,
                destination,
                source_port: u16::try_from(below(60_000)).ok(),
                connections: Some(1 + below(40)),
                max_bytes,
                ..row(SOUGHT, SOUGHT, 0, 0)
            }
        })
        .collect();
    let search = investigation(SOUGHT, &rows);
    for table in search.tables(view(30, StandingChoice::ByRanges), Grouping::Row) {
        let mut plain: Vec<_> = rows.iter().filter(|row| is_on(row, table.side)).collect();
        assert_eq!(table.of, plain.len() as u64);
        plain.sort_by_key(|row| {
            (largest_first(row.connections.map(u64::from), row.max_bytes, table.by), peer_of(row), row.source_port)
        });
        let expected: Vec<_> = plain[..30].iter().map(|row| (peer_of(row), row.max_bytes, row.source_port)).collect();
        let shown: Vec<_> = table.rows.iter().map(|row| (row.peer, row.max_bytes, row.source_port)).collect();
        assert_eq!(shown, expected);
    }
    for table in search.tables(view(30, StandingChoice::ByRanges), Grouping::Peer) {
        for shown in &table.rows {
            let of_peer = || rows.iter().filter(|row| is_on(row, table.side) && peer_of(row) == shown.peer);
            assert_eq!(shown.rows as usize, of_peer().count());
            assert_eq!(shown.connections, whole_sum(of_peer().map(|row| row.connections.map(u64::from))));
            assert_eq!(shown.max_bytes, whole_max(of_peer().map(|row| row.max_bytes)));
        }
    }
}

#[test]
fn the_four_tables_have_the_notebooks_captions_in_the_screens_order() {
    let tables = investigation(SOUGHT, &[]).tables(view(20, StandingChoice::ByRanges), Grouping::Row);

    assert_eq!(
        tables.map(|table| TopTable::caption(table.side, table.by)),
        [
            "Top source IP per connections",
            "Top destination IP per connections",
            "Top source IP per bytes transferred",
            "Top destination IP per bytes transferred",
        ]
    );
}

proptest! {
    #[test]
    fn ranges_that_come_later_change_the_open_search_as_if_they_had_been_there(rows in any_rows()) {
        let ours = InternalNetwork::from_csv("203.0.113.0,203.0.113.255,ours").0;
        let later = investigation(SOUGHT, &rows);
        let view = view(3, StandingChoice::ByRanges);
        // What was looked at before must not stay.
        let _ = (later.overview(view), later.top_peers(view));
        later.use_network(ours.clone());
        let from_the_start = Investigation::new(common::table(SOUGHT, &rows), None, ours);
        prop_assert_eq!(later.overview(view), from_the_start.overview(view));
        prop_assert_eq!(later.top_peers(view), from_the_start.top_peers(view));
        prop_assert_eq!(later.timeline(view, None, 50, 0, 9), from_the_start.timeline(view, None, 50, 0, 9));
    }
}
