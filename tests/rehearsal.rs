//! What is made of a search while its rows still come in leaves no trace.

// A helper may fail its test, as the test itself may.
#![allow(clippy::expect_used)]

use std::fmt::Write;

use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, StandingChoice};
use investigation::domain::view::{Grouping, Overview, Timeline, TopResults, TopTables, View};
use investigation::engine::rehearsal::Rehearsal;
use investigation::spot::ingest::Ingest;

const SOUGHT: &str = "10.0.0.7";
/// Enough for the first rehearsal, and some that come after it.
const ROWS: u32 = 70_000;

fn view() -> View {
    View { top: TopResults::default(), standing: StandingChoice::ByRanges }
}

fn body() -> String {
    let mut body = String::from(r#"{"data": {"flow": {"threat": {"details": ["#);
    for row in 0..ROWS {
        let comma = if row == 0 { "" } else { ", " };
        let (peer, port) = (format!("20.{}.{}.1", row % 7, row % 251), 1_024 + row % 60_000);
        let (source, destination) = if row % 3 == 0 { (peer.as_str(), SOUGHT) } else { (SOUGHT, peer.as_str()) };
        let (hour, minute) = (row % 24, row % 60);
        write!(
            body,
            r#"{comma}{{"firstSeen": "2016-07-08 {hour:02}:{minute:02}:00", "lastSeen": "2016-07-08 {hour:02}:{minute:02}:30", "srcIp": "{source}", "dstIp": "{destination}", "srcPort": {port}, "dstPort": 443, "connections": {}, "maxPkts": 1, "avgPkts": 1, "maxBytes": {}, "avgBytes": 60}}"#,
            1 + row % 40,
            60 + row % 9_973
        )
        .expect("a string takes all");
    }
    body.push_str("]}}}}");
    body
}

/// What is seen of the search, read in chunks after each of which `then` is called.
fn seen(body: &str, mut then: impl FnMut(&mut Ingest)) -> (Overview, TopTables, TopTables, Timeline) {
    let mut search = Ingest::new(SOUGHT.parse().expect("an address"));
    for chunk in body.as_bytes().chunks(100_000) {
        search.push(chunk).expect("a chunk of an answer");
        then(&mut search);
    }
    let table = search.finish().expect("an answer").table;
    let investigation = Investigation::new(table, None, InternalNetwork::default());
    (
        investigation.overview(view()),
        investigation.tables(view(), Grouping::Row),
        investigation.tables(view(), Grouping::Peer),
        investigation.timeline(view(), None, 700, 0, 20),
    )
}

#[test]
fn a_rehearsed_search_shows_what_it_shows_unrehearsed() {
    let body = body();
    let mut rehearsal = Rehearsal::new(view(), InternalNetwork::default());
    assert_eq!(seen(&body, |search| rehearsal.follow(search)), seen(&body, |_| {}));
}
