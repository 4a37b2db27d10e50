//! The most active addresses that begin as what is written, of a search and of a day.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

mod common;

use std::collections::BTreeMap;
use std::net::IpAddr;

use common::{SOUGHT, any_rows, investigation, ip, row, view};
use investigation::domain::active::most_active;
use investigation::domain::context::Context;
use investigation::domain::filter::{Begun, End};
use investigation::domain::network::{Place, StandingChoice};
use investigation::domain::time::Moment;
use investigation::engine::active::{ActiveOf, AskActive, answer, of_day};
use investigation::local::flows::{Flow, FlowTable};
use proptest::prelude::*;

fn begun(end: End, text: &str) -> Begun {
    Begun { end, text: text.to_owned() }
}

proptest! {
    #[test]
    fn they_are_ranked_by_what_a_plain_reckoning_counts(
        rows in any_rows(), end in prop::sample::select(vec![End::Source, End::Destination, End::Either]),
        text in prop::sample::select(vec!["", "2", "203.0.113.1", "10.", "2001:", "x"]), at_most in 0_usize..6,
    ) {
        let mut expected: BTreeMap<IpAddr, (u64, u64)> = BTreeMap::new();
        for row in &rows {
            let mut ends = match end {
                End::Source => vec![row.source],
                End::Destination => vec![row.destination],
                End::Either => vec![row.source, row.destination],
            };
            // A row of an address with itself is one row of it.
            ends.dedup();
            for ip in ends {
                let (known, untold) = expected.entry(ip).or_default();
                match row.connections {
                    Some(connections) => *known += u64::from(connections),
                    None => *untold += 1,
                }
            }
        }
        expected.retain(|ip, sum| ip.to_string().starts_with(text) && *sum != (0, 0));
        let mut expected: Vec<_> = expected.into_iter().collect();
        expected.sort_by_key(|(ip, (known, untold))| (std::cmp::Reverse(known + untold * 2_147_483_647), *ip));
        expected.truncate(at_most);
        let found = most_active(investigation(SOUGHT, &rows).active(end), &begun(end, text), at_most);
        let found: Vec<_> = found.into_iter().map(|(ip, sum)| (ip, (sum.known, sum.untold))).collect();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn of_a_day_each_host_counts_what_it_opened_and_took() {
    let mut table = FlowTable::default();
    let midnight = Moment(1_700_006_400);
    for (source, destination, day) in [
        ("10.0.0.1", "10.0.0.2", 0),
        ("10.0.0.1", "10.0.1.3", 0),
        ("10.0.1.3", "10.0.0.2", 0),
        ("10.0.0.9", "10.0.0.2", 1),
    ] {
        table.push(&Flow::between(ip(source), ip(destination), Moment(midnight.0 + day * 86_400)));
    }
    let totals = table.host_totals(midnight.day(), |_| Place::External);
    let asked = |end, text: &str| {
        let question = AskActive { of: ActiveOf::Day(midnight.day()), begun: begun(end, text), at_most: 8 };
        let of_day = of_day(table.addresses().addresses(), &totals, end);
        let told = answer(&question, of_day, &Context::default());
        told.into_iter().map(|address| (address.ip.to_string(), address.connections.unwrap())).collect::<Vec<_>>()
    };
    let told = |ip: &str, connections| (ip.to_owned(), connections);
    assert_eq!(asked(End::Source, "10.0"), [told("10.0.0.1", 2), told("10.0.1.3", 1)]);
    assert_eq!(asked(End::Destination, "10.0.0."), [told("10.0.0.2", 2)]);
    assert_eq!(asked(End::Either, ""), [told("10.0.0.1", 2), told("10.0.0.2", 2), told("10.0.1.3", 2)]);
}

#[test]
fn a_peer_is_found_in_its_lane_and_one_that_is_no_top_peer_has_none() {
    let rows = [row("203.0.113.1", SOUGHT, 9, 10), row("203.0.113.2", SOUGHT, 5, 99), row("203.0.113.3", SOUGHT, 1, 1)];
    let search = investigation(SOUGHT, &rows);
    // One by connections and one by bytes.
    let view = view(1, StandingChoice::ByRanges);
    let lanes = search.timeline(view, None, 10, 0, 9).lanes;
    for (number, lane) in (0..).zip(&lanes) {
        assert_eq!(search.lane_of(view, lane.peer), Some(number));
    }
    assert_eq!(lanes.len(), 2);
    assert_eq!(search.lane_of(view, ip("203.0.113.3")), None);
    assert_eq!(search.lane_of(view, ip("203.0.113.4")), None);
}
