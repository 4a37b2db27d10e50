//! The timeline's counts, against looking at every span.

// A helper may fail its test, as the test itself may.
#![allow(clippy::expect_used)]

mod common;

use common::{SOUGHT, any_rows, investigation, row, view};
use investigation::domain::network::StandingChoice;
use investigation::domain::time::{Moment, Window};
use investigation::domain::timeline::{Spans, pixel_window};
use investigation::domain::view::{Counted, Run};
use proptest::prelude::*;

fn any_spans() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((0u32..300, 0u32..60).prop_map(|(first, length)| (first, first + length)), 0..40)
}

/// So many that they are sorted by counting.
fn many_spans() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((0u32..300, 0u32..60).prop_map(|(first, length)| (first, first + length)), 1_000..1_200)
}

fn any_window() -> impl Strategy<Value = Window> {
    (0u32..350, 1u32..350).prop_map(|(start, length)| Window::new(Moment(start), Moment(start + length)))
}

fn active(spans: &[(u32, u32)], window: Window) -> u32 {
    let here = spans.iter().filter(|(first, last)| *first < window.end.0 && *last >= window.start.0);
    u32::try_from(here.count()).expect("few")
}

proptest! {
    #[test]
    fn each_pixel_counts_what_is_active_in_its_seconds(spans in prop_oneof![9 => any_spans(), 1 => many_spans()], window in any_window(), width in 1u16..200) {
        let runs = Spans::new(spans.iter().copied()).runs(window, width);
        let mut pixels = vec![0; usize::from(width)];
        for Run { from_px, to_px, active } in runs {
            prop_assert!(from_px < to_px && active > 0);
            pixels[usize::from(from_px)..usize::from(to_px)].fill(active);
        }
        let plain: Vec<_> = (0..width).map(|px| active(&spans, pixel_window(window, width, px))).collect();

        prop_assert_eq!(pixels, plain);
    }

    #[test]
    fn pixels_cover_the_window_without_a_gap(window in any_window(), width in 1u16..200) {
        prop_assert_eq!(pixel_window(window, width, 0).start, window.start);
        prop_assert_eq!(pixel_window(window, width, width - 1).end, window.end);
        for px in 1..width {
            prop_assert!(pixel_window(window, width, px).start <= pixel_window(window, width, px - 1).end);
        }
    }

    #[test]
    fn the_strip_counts_the_rows_active_in_each_bucket(rows in any_rows(), window in any_window(), width in 1u16..200) {
        let timeline = investigation(SOUGHT, &rows).timeline(view(20, StandingChoice::ByRanges), Some(window), width, 0, 99);
        let activity = timeline.activity;
        let spans: Vec<_> = rows.iter().filter(|row| row.source != row.destination)
            .map(|row| (row.first_seen.0, row.last_seen.0)).collect();

        prop_assert_eq!(activity.start.0 % activity.bucket_seconds, 0);
        prop_assert!(activity.buckets.len() <= usize::from(width) + 2);
        for (number, counts) in (0u32..).zip(&activity.buckets) {
            let from = activity.start.0 + number * activity.bucket_seconds;
            let bucket = Window::new(Moment(from), Moment(from + activity.bucket_seconds));
            prop_assert_eq!(counts.iter().sum::<u32>(), active(&spans, bucket));
        }
    }

    #[test]
    fn of_some_peers_alone_it_is_as_if_there_were_no_others(rows in any_rows(), window in any_window(), last in 1u8..9) {
        // Without the others' rows the same peers are asked for; the first and the last of the named ones may be none.
        let named = [1, last].map(|last| std::net::IpAddr::from([203, 0, 113, last]));
        let own: Vec<_> =
            rows.iter().filter(|row| named.contains(&row.source) || named.contains(&row.destination)).cloned().collect();
        let (view, window) = (view(1000, StandingChoice::ByRanges), Some(window));
        let filtered = investigation(SOUGHT, &rows).timeline_of(view, Some(&named), window, 100, 0, 99);
        let alone = investigation(SOUGHT, &own).timeline(view, window, 100, 0, 99);

        prop_assert_eq!(filtered.activity, alone.activity);
        prop_assert_eq!(filtered.lanes, alone.lanes);
        prop_assert_eq!(filtered.lanes_total, alone.lanes_total);
    }

    #[test]
    fn what_is_in_no_lane_is_told(rows in any_rows(), count in 1u16..5) {
        let investigation = investigation(SOUGHT, &rows);
        let timeline = investigation.timeline(view(count, StandingChoice::ByRanges), None, 600, 0, 99);
        let in_lanes: u32 = timeline.lanes.iter().map(|lane| lane.rows).sum();
        let with_peers = rows.iter().filter(|row| row.source != row.destination).count();

        prop_assert_eq!(timeline.in_lanes, (u64::from(in_lanes), with_peers as u64));
        prop_assert_eq!(timeline.lanes_total as usize, timeline.lanes.len());
    }
}

#[test]
fn lanes_come_in_pages_and_facts_are_those_under_the_pointer() {
    let rows =
        [row("203.0.113.1", SOUGHT, 5, 10), row(SOUGHT, "203.0.113.2", 4, 10), row(SOUGHT, "203.0.113.3", 3, 90)];
    let investigation = investigation(SOUGHT, &rows);
    let timeline = investigation.timeline(view(20, StandingChoice::ByRanges), None, 600, 1, 1);
    assert_eq!((timeline.lanes_total, timeline.lanes.len()), (3, 1));
    assert_eq!(timeline.counted, Counted::RowsActive);
    let lane = &timeline.lanes[0];
    assert_eq!(lane.peer, common::ip("203.0.113.2"));

    let window = pixel_window(timeline.window, 600, lane.runs[0].from_px);
    let facts = investigation.facts(lane.peer, window, 5);
    assert_eq!((facts.total, facts.shown[0].connections), (1, Some(4)));
    let before = Window::new(Moment(0), Moment(10));
    assert_eq!(investigation.facts(lane.peer, before, 5).total, 0);
}
