//! The histogram of a beacon's intervals: in marks and in words.

use investigation::chart::intervals::{HEIGHT, follow, hit, marks, span, summary, told};
use investigation::chart::lettering::estimate;
use investigation::chart::marks::{Area, Mark, Role, Tone};
use investigation::chart::scale::{CssPx, Density};
use investigation::domain::beacon::{Bar, IntervalHistogram};
use investigation::domain::time::Moment;
use investigation::words::format::count;
use proptest::prelude::*;

/// 12:00:00.
const NOON: u32 = 43_200;

fn histogram(seconds: u64, from: u64, counts: &[usize], longer: usize) -> IntervalHistogram {
    let width_ms = seconds * 1_000;
    let bars = (from..).zip(counts).map(|(place, &count)| {
        let seen = (count > 0).then_some((Moment(NOON), Moment(NOON + 3_600)));
        Bar { from_ms: place * width_ms, count, seen }
    });
    IntervalHistogram { width_ms, bars: bars.collect(), longer }
}

fn drawn(histogram: &IntervalHistogram, width: f64) -> Vec<Mark> {
    marks(histogram, CssPx(width), Density::new(1.0), &estimate, count, None)
}

/// Left, top, right and bottom of what is filled in the accent's colour.
fn bars(marks: &[Mark]) -> Vec<[i32; 4]> {
    let edges = |mark: &Mark| match mark {
        Mark::Rect { role: Role::Accent, area: Area { left, top, right, bottom }, .. } => {
            Some([left.0, top.0, right.0, bottom.0])
        }
        Mark::Shape { role: Role::Accent, points, .. } => {
            let (x, y) = (|| points.iter().map(|point| point.x.0), || points.iter().map(|point| point.y.0));
            Some([x().min()?, y().min()?, x().max()?, y().max()?])
        }
        _ => None,
    };
    marks.iter().filter_map(edges).collect()
}

fn labels(marks: &[Mark]) -> Vec<&str> {
    marks
        .iter()
        .filter_map(|mark| if let Mark::Text { text, .. } = mark { Some(text.as_str()) } else { None })
        .collect()
}

#[test]
fn a_bar_is_as_high_as_its_part_of_the_highest_one() {
    let marks = drawn(&histogram(30, 16, &[19, 0, 38, 1], 0), 400.0);
    let bars = bars(&marks);
    let heights: Vec<i32> = bars.iter().map(|[_, top, _, bottom]| bottom - top).collect();
    // 114 px for 38 intervals; an empty bar is none.
    assert_eq!(heights, [57, 114, 3]);
    assert!(bars.windows(2).all(|two| two[0][2] <= two[1][0]), "{bars:?}");
    assert_eq!(labels(&marks), ["38", "0", "8 min", "9 min", "10 min"], "half minutes have no room between them");
}

#[test]
fn one_bar_alone_does_not_fill_the_picture_and_no_interval_draws_nothing() {
    let bars = bars(&drawn(&histogram(1, 300, &[288], 0), 900.0));
    let [[left, _, right, _]] = bars[..] else { panic!("{bars:?}") };
    assert!(right - left <= 44, "{bars:?}");
    assert_eq!(drawn(&IntervalHistogram::default(), 400.0), []);
}

#[test]
fn the_picture_is_told_in_words() {
    let told = |histogram: &IntervalHistogram| summary(histogram, count);
    assert_eq!(
        told(&histogram(30, 16, &[19, 0, 38, 1], 0)),
        "58 intervals, in bars of 30 s. Most, 38, are 9 min to 9 min 30 s."
    );
    assert_eq!(
        told(&histogram(60, 1, &[1_000, 1_000], 7)),
        "2,007 intervals, in bars of 1 min. Most, 1,000, are 1 min to 2 min; 7 longer than the picture shows."
    );
    assert_eq!(told(&IntervalHistogram::default()), "No interval.");
    assert_eq!(span(Bar { from_ms: 3_600_000, count: 1, seen: None }, 1_800_000), "1 h to 1 h 30 min");
}

#[test]
fn a_bar_is_told_with_its_part_of_all_and_its_times() {
    let histogram = histogram(30, 16, &[19, 0, 38, 1], 2);
    let expected = ["9 min to 9 min 30 s", "38 of 60 intervals, between 12:00:00 and 13:00:00"];
    assert_eq!(told(&histogram, 2, count), Some(expected.map(str::to_owned)));
    assert_eq!(told(&histogram, 4, count), None);
}

#[test]
fn keys_step_from_bar_to_bar_and_pass_over_what_is_empty() {
    let histogram = histogram(30, 16, &[19, 0, 38, 1], 0);
    for (chosen, key, next) in [
        (None, "ArrowRight", Some(0)),
        (Some(0), "ArrowRight", Some(2)),
        (Some(3), "ArrowRight", Some(3)),
        (Some(2), "ArrowLeft", Some(0)),
        (Some(0), "ArrowLeft", Some(0)),
        (Some(0), "End", Some(3)),
        (Some(3), "Home", Some(0)),
        (Some(3), "Escape", None),
    ] {
        assert_eq!(follow(&histogram, chosen, key), Some(next), "{chosen:?} {key}");
    }
    assert_eq!((follow(&histogram, None, "Escape"), follow(&histogram, Some(0), "x")), (None, None));
    assert_eq!(follow(&IntervalHistogram::default(), None, "End"), Some(None));
}

#[test]
fn what_is_not_chosen_is_set_back() {
    let histogram = histogram(30, 16, &[19, 0, 38, 1], 0);
    let marks = marks(&histogram, CssPx(400.0), Density::new(1.0), &estimate, count, Some(2));
    let tones: Vec<Tone> = marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Rect { role: Role::Accent, tone, .. } | Mark::Shape { role: Role::Accent, tone, .. } => Some(*tone),
            _ => None,
        })
        .collect();
    assert_eq!(tones, [Tone::Faint, Tone::Full, Tone::Faint]);
}

proptest! {
    #[test]
    fn a_bar_is_met_where_it_is_drawn(counts in prop::collection::vec(0_usize..9, 1..40), width in 200.0_f64..1_000.0) {
        let histogram = histogram(60, 3, &counts, 0);
        let filled = counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(index, _)| index);
        for ([left, top, right, foot], index) in bars(&drawn(&histogram, width)).into_iter().zip(filled) {
            let middle = (CssPx(f64::from(left + right) / 2.0), CssPx(f64::from(top + foot) / 2.0));
            prop_assert_eq!(hit(&histogram, CssPx(width), &estimate, count, middle), Some(index));
        }
        prop_assert_eq!(hit(&histogram, CssPx(width), &estimate, count, (CssPx(0.0), CssPx(60.0))), None);
        prop_assert_eq!(hit(&histogram, CssPx(width), &estimate, count, (CssPx(width + 1.0), CssPx(60.0))), None);
    }

    #[test]
    fn whatever_there_is_stays_in_its_room(
        counts in prop::collection::vec(0_usize..100_000, 0..40), from in 0_u64..10_000, width in 0.0_f64..2_000.0
    ) {
        for [left, top, right, foot] in bars(&drawn(&histogram(60, from, &counts, 0), width)) {
            prop_assert!(top >= 0 && f64::from(foot) <= HEIGHT.0 && left <= right);
            if width > 120.0 {
                prop_assert!(left >= 0 && f64::from(right) <= width + 1.0);
            }
        }
    }
}
