//! Time on screen: scales and their inverse, zoom arithmetic, and an axis that can be read.

use investigation::chart::scale::{CssPx, Density, DevicePx, Span, TimeScale};
use investigation::chart::ticks::{Labels, Tick, ticks};
use investigation::chart::zoom;
use investigation::domain::time::{Moment, Window};
use proptest::prelude::*;

const DAY: f64 = 86_400.0;

fn moment(text: &str) -> f64 {
    f64::from(Moment::from_ascii(text.as_bytes()).map_or(0, |moment| moment.0))
}

fn spans() -> impl Strategy<Value = Span> {
    (0.0..4.0e9, 10.0..1.0e8).prop_map(|(start, seconds): (f64, f64)| Span { start, end: start + seconds })
}

/// Of a span, a part that can be looked at.
fn parts() -> impl Strategy<Value = (Span, Span)> {
    (spans(), 0.0..1.0, 0.0..1.0).prop_map(|(extent, from, share): (Span, f64, f64)| {
        let seconds = extent.seconds() * share;
        let start = extent.start + (extent.seconds() - seconds) * from;
        (extent, zoom::clamp(Span { start, end: start + seconds }, extent))
    })
}

fn is_inside(span: Span, extent: Span) -> bool {
    let slack = extent.end * 1e-12;
    span.start >= extent.start - slack
        && span.end <= extent.end + slack
        && span.seconds() >= zoom::LEAST_SECONDS - slack
}

proptest! {
    #[test]
    fn a_place_leads_to_its_time_and_back(
        span in spans(), left in 0.0..500.0, width in 10.0..4000.0, ratio in 0.5..4.0, at in -0.5..1.5,
    ) {
        let scale = TimeScale::new(span, CssPx(left), CssPx(width), Density::new(ratio));
        let x = CssPx(left + at * width);
        prop_assert!((scale.x(scale.seconds(x)).0 - x.0).abs() < 1e-3);
    }

    #[test]
    fn later_is_never_further_left(span in spans(), ratio in 0.5..4.0, one in 0.0..1.0, other in 0.0..1.0) {
        let scale = TimeScale::new(span, CssPx(100.0), CssPx(777.0), Density::new(ratio));
        let column = |share: f64| scale.column(span.start + span.seconds() * share);
        let (early, late) = if one <= other { (one, other) } else { (other, one) };
        prop_assert!(column(early) <= column(late));
        let (left, right) = scale.edges();
        prop_assert!(left <= column(one) && column(one) <= right);
    }

    #[test]
    fn zooming_keeps_the_moment_under_the_pointer((extent, seen) in parts(), at in 0.0..1.0_f64, factor in 0.1..10.0) {
        let about = seen.start + seen.seconds() * at;
        let zoomed = zoom::zoom(seen, extent, about, factor);
        prop_assert!(is_inside(zoomed, extent), "{:?} of {:?}", zoomed, extent);
        let is_at_edge = zoomed.start <= extent.start || zoomed.end >= extent.end;
        let share: f64 = (about - zoomed.start) / zoomed.seconds();
        prop_assert!(is_at_edge || (share - at).abs() < 1e-3, "{} became {}", at, share);
    }

    #[test]
    fn panning_keeps_the_length_and_stays_inside((extent, seen) in parts(), share in -3.0..3.0) {
        let panned = zoom::pan(seen, extent, seen.seconds() * share);
        prop_assert!(is_inside(panned, extent));
        prop_assert!((panned.seconds() - seen.seconds()).abs() < 1e-3);
    }

    #[test]
    fn labels_never_touch_and_ticks_are_on_their_times((extent, seen) in parts(), width in 60.0..2000.0) {
        let all = axis(seen, extent, width);
        let half = |text: &str| text.chars().map(|_| 7.0 / 2.0).sum::<f64>();
        for pair in all.windows(2) {
            let [one, next] = pair else { unreachable!() };
            prop_assert!(one.x.0 + half(&one.label) < next.x.0 - half(&next.label), "{:?}", pair);
        }
        let contexts: Vec<(f64, &str)> =
            all.iter().filter_map(|tick| Some((tick.x.0, tick.context.as_deref()?))).collect();
        for pair in contexts.windows(2) {
            prop_assert!(pair[0].0 + half(pair[0].1) < pair[1].0 - half(pair[1].1), "{:?}", pair);
        }
        for tick in &all {
            prop_assert!(f64::from(tick.seconds) >= seen.start && f64::from(tick.seconds) <= seen.end);
        }
        prop_assert!(width < 400.0 || all.len() >= 2, "{:?} of {:?}", all, seen);
    }
}

fn axis(seen: Span, extent: Span, width: f64) -> Vec<Tick> {
    let scale = TimeScale::new(seen, CssPx(100.0), CssPx(width), Density::new(1.0));
    ticks(scale, seen, CssPx(100.0 + width + 12.0), Labels { character: CssPx(7.0), extent })
}

/// The labels in a row; a second line in brackets.
fn read(ticks: &[Tick]) -> String {
    let one = |tick: &Tick| match &tick.context {
        None => tick.label.clone(),
        Some(context) => format!("{} [{context}]", tick.label),
    };
    ticks.iter().map(one).collect::<Vec<_>>().join("  ")
}

fn between(from: &str, to: &str) -> Span {
    Span { start: moment(from), end: moment(to) }
}

#[test]
fn an_axis_within_a_day_shows_times_only() {
    let morning = between("2011-08-10 09:04:00", "2011-08-10 13:48:00");
    assert_eq!(read(&axis(morning, morning, 800.0)), "09:30  10:00  10:30  11:00  11:30  12:00  12:30  13:00  13:30");
    assert_eq!(read(&axis(morning, morning, 200.0)), "10:00  12:00");
}

#[test]
fn an_axis_of_seconds_shows_seconds() {
    let seen = between("2011-08-10 11:32:04", "2011-08-10 11:32:26");
    assert_eq!(read(&axis(seen, seen, 400.0)), "11:32:05  11:32:10  11:32:15  11:32:20  11:32:25");
}

#[test]
fn an_axis_of_one_of_several_days_names_the_day_where_it_begins_and_at_the_left() {
    let week = between("2013-04-01 08:27:00", "2013-04-07 12:15:00");
    let night = between("2013-04-02 19:00:00", "2013-04-03 05:00:00");
    assert_eq!(
        read(&axis(night, week, 600.0)),
        "19:00 [Apr 2]  20:00  21:00  22:00  23:00  00:00 [Apr 3]  01:00  02:00  03:00  04:00"
    );
}

#[test]
fn an_axis_of_days_shows_days_and_the_year_below() {
    let week = between("2013-04-01 08:27:00", "2013-04-07 12:15:00");
    assert_eq!(read(&axis(week, week, 400.0)), "Apr 2 [2013]  Apr 3  Apr 4  Apr 5  Apr 6  Apr 7");
    let turn = between("2013-12-29 00:00:00", "2014-01-03 00:00:00");
    assert_eq!(read(&axis(turn, turn, 400.0)), "Dec 29 [2013]  Dec 30  Dec 31  Jan 1 [2014]  Jan 2");
}

#[test]
fn an_extent_shorter_than_ten_seconds_is_seen_with_room_around() {
    let second = Span::from(Window::new(Moment(1000), Moment(1001)));
    assert_eq!(zoom::whole(second), Span { start: 995.5, end: 1005.5 });
    assert!(zoom::is_whole(zoom::zoom(zoom::whole(second), second, 1000.0, 0.5), second));
    let beginning = Span { start: 0.0, end: 1.0 };
    assert_eq!(zoom::whole(beginning), Span { start: 0.0, end: 10.0 });
}

#[test]
fn two_fingers_hold_the_moments_they_touched() {
    let extent = Span { start: 0.0, end: DAY };
    let seen = zoom::pinch(extent, (1000.0, 2000.0), (0.25, 0.75)).unwrap();
    assert_eq!(seen, Span { start: 500.0, end: 2500.0 });
    assert_eq!(zoom::pinch(extent, (1000.0, 2000.0), (0.5, 0.5)), None, "fingers on one spot tell no scale");
    assert_eq!(zoom::pinch(extent, (1000.0, 2000.0), (0.7, 0.2)), None, "nor do fingers that crossed");
}

#[test]
fn device_pixels_are_whole_and_rules_never_vanish() {
    assert_eq!(Density::new(1.5).device(CssPx(7.0)), DevicePx(11));
    assert_eq!(Density::new(0.5).stroke(CssPx(0.4)), DevicePx(1));
    assert_eq!(Density::new(f64::NAN), Density::new(1.0));
}
