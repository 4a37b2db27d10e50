//! The timeline's marks, as text; what the pointer meets, and where the keys lead.

mod chart_scenario;

use chart_scenario::{NINE, answered, ip, scene, span, text};
use investigation::chart::drag::{Drag, Ended, Tool};
use investigation::chart::hit::{Hit, Step, hit};
use investigation::chart::keys::{Command, Place, command, follow, scroll};
use investigation::chart::layout::{AxisLines, Layout, MOST_LANES};
use investigation::chart::marks::{Mark, Tone, glyph_corners};
use investigation::chart::scale::{CssPx, Density, DevicePx, Span, TimeScale};
use investigation::chart::timeline::{Emphasis, Names, Scene, Spot, marks};
use investigation::domain::direction::Direction;
use investigation::domain::time::{Moment, Window};

/// ```text
///   gutter 0..114                    plot 114..214, one px a second
///     1/min  v  |.                       inbound: a band of its own, low
///    30/min  ^  |####################    outbound: 30, then 3
///     8/min  <> |                    ##  two-way
///   192.0.2.7 v |----##----------------  hangs from its line
///   198...200 ^ |____#___####MM________  stands on it; 40..50 is one bar: 50 and 60 look the same
///   2001...78 <>|======================  does both
///               09:00               09:01
/// ```
#[test]
fn a_small_timeline_is_these_marks() {
    let answered = answered();
    assert_eq!(
        text(&scene(&answered, 1.0)),
        "\
rect line Full x 114..115 y 4..129
text muted Sans 11 Middle at 114,142 \"09:00\"
rect line Full x 174..175 y 4..129
text muted Sans 11 Middle at 174,142 \"09:01\"
rect line Full x 114..214 y 16..17
rect inbound Full x 114..173 y 15..17
glyph inbound at 102,11 reach 4
text muted Sans 11 End at 92,11 \"1/min\"
rect line Full x 114..214 y 47..48
rect outbound Full x 114..173 y 23..48
rect outbound Full x 174..213 y 45..48
glyph outbound at 102,34 reach 4
text muted Sans 11 End at 92,34 \"30/min\"
rect line Full x 114..214 y 67..68
rect two-way Full x 174..213 y 61..68
glyph two-way at 102,60 reach 4
text muted Sans 11 End at 92,60 \"8/min\"
rect line Full x 114..214 y 81..82
glyph inbound at 102,87 reach 4
text ink Mono 11 End at 92,87 \"192.0.2.7\"
rect inbound One x 124..126 y 81..93
rect line Full x 114..214 y 109..110
glyph outbound at 102,104 reach 4
text ink Mono 11 End at 92,104 \"198.51.100.200\"
rect outbound One x 124..126 y 98..110
rect outbound Few x 134..154 y 98..110
rect outbound Most x 154..164 y 98..110
rect line Full x 114..214 y 121..122
glyph two-way at 102,121 reach 4
text ink Mono 11 End at 92,121 \"2001:db…34:5678\"
rect two-way Full x 114..214 y 115..128
"
    );
}

#[test]
fn a_dense_screen_gets_the_same_picture_in_finer_pixels() {
    let answered = answered();
    let coarse = marks(&scene(&answered, 1.0));
    let fine = marks(&scene(&answered, 2.0));
    assert_eq!(coarse.len(), fine.len());
    for (coarse, fine) in coarse.iter().zip(&fine) {
        if let (Mark::Rect { area: coarse, .. }, Mark::Rect { area: fine, .. }) = (coarse, fine) {
            assert!((coarse.left.0 * 2 - fine.left.0).abs() <= 1, "{coarse} and {fine}");
            assert!((coarse.top.0 * 2 - fine.top.0).abs() <= 2, "{coarse} and {fine}");
        }
    }
}

#[test]
fn an_old_answer_is_shown_where_it_now_belongs() {
    let answered = answered();
    let mut scene = scene(&answered, 1.0);
    scene.span = span(0, 50);
    let all = text(&scene);
    assert!(all.contains("rect inbound One x 134..138 y 81..93"), "twice as large\n{all}");
    scene.span = span(60, 100);
    assert!(!text(&scene).contains("rect inbound One"), "out of sight\n{all}");
    scene.first_lane = 1;
    assert!(!text(&scene).contains("192.0.2.7"), "scrolled out of sight");
}

#[test]
fn every_bar_is_two_pixels_wide_and_inside_the_plot() {
    let mut answered = answered();
    for lane in &mut answered.timeline.lanes {
        lane.runs = vec![(0, 1, 1), (99, 100, 1)]
            .into_iter()
            .map(|(from_px, to_px, active)| investigation::domain::view::Run { from_px, to_px, active })
            .collect();
    }
    for mark in marks(&scene(&answered, 1.0)) {
        if let Mark::Rect { tone: Tone::One, area, .. } = mark {
            assert_eq!((area.right - area.left).0, 2, "{area}");
            assert!(area.left >= DevicePx(114) && area.right <= DevicePx(214), "{area}");
        }
    }
}

#[test]
fn a_group_without_peers_has_no_band() {
    let answered = answered();
    let mut scene = scene(&answered, 1.0);
    scene.peers = [0, 5, 0];
    let all = text(&scene);
    assert!(!all.contains("\"1/min\"") && !all.contains("\"8/min\""), "{all}");
    assert!(all.contains("rect outbound Full x 114..173 y 5..68"), "the whole strip is its own\n{all}");
    scene.peers = [0, 0, 0];
    assert!(!text(&scene).contains("/min"));
}

#[test]
fn where_nothing_happened_it_is_said_once_that_is_known() {
    let mut answered = answered();
    answered.timeline.activity.buckets = vec![[0; 3]; 2];
    let mut scene = scene(&answered, 1.0);
    assert!(text(&scene).contains("\"Nothing in sight\""));
    scene.span = span(50, 150);
    assert!(!text(&scene).contains("\"Nothing in sight\""), "the answer does not reach that far");
}

#[test]
fn what_is_pointed_at_is_set_apart() {
    let answered = answered();
    let mut scene = scene(&answered, 1.0);
    let spot = Spot { lane: 1, span: span(20, 40) };
    scene.emphasis = Emphasis { lane: Some(1), spot: Some(spot), bucket: Some(0), marked: None };
    let all = text(&scene);
    assert!(all.starts_with("rect accent Ground x 0..226 y 95..112\n"), "{all}");
    assert!(all.contains("frame accent 2 x 131..157 y 95..113"), "{all}");
    assert!(all.contains("rect outbound Most x 114..173"), "{all}");
}

#[test]
fn a_marked_lane_has_its_ground_and_an_edge_before_the_plot() {
    let answered = answered();
    let mut scene = scene(&answered, 1.0);
    scene.emphasis = Emphasis { marked: Some(1), ..Emphasis::default() };
    let all = text(&scene);
    let ground = all.lines().next().unwrap_or_default();
    assert_eq!(ground, "rect accent Ground x 0..226 y 95..112");
    let edge = all.lines().nth(1).unwrap_or_default();
    assert!(edge.starts_with("rect accent Full") && edge.ends_with("y 95..112"), "{edge}");
    scene.emphasis.lane = Some(1);
    assert_eq!(text(&scene), all, "one ground is enough for a lane that is pointed at, too");
    scene.emphasis = Emphasis { marked: Some(99), ..Emphasis::default() };
    assert_eq!(text(&scene), text(&Scene { emphasis: Emphasis::default(), ..scene }), "out of sight there is nothing");
}

#[test]
fn signs_point_down_up_and_both_ways() {
    let tip = |direction| glyph_corners(direction, DevicePx(10), DevicePx(10), DevicePx(4));
    assert!(tip(Direction::Inbound).contains(&(DevicePx(10), DevicePx(14))));
    assert!(tip(Direction::Outbound).contains(&(DevicePx(10), DevicePx(6))));
    assert_eq!(tip(Direction::TwoWay).len(), 4);
}

#[test]
fn the_plot_is_readable_on_a_phone_and_no_taller_than_half_a_laptop() {
    let phone = Layout::new(CssPx(330.0), Density::new(3.0), 45, AxisLines::Two);
    assert!(phone.plot_width() >= 200, "{}", phone.plot_width());
    let laptop = Layout::new(CssPx(1080.0), Density::new(1.0), 45, AxisLines::Two);
    assert_eq!(laptop.lanes, MOST_LANES);
    assert!(laptop.height() < CssPx(360.0), "{:?}", laptop.height());
}

fn at(x: f64, y: f64) -> Hit {
    let answered = answered();
    hit(&scene(&answered, 1.0), CssPx(x), CssPx(y), CssPx(3.0))
}

#[test]
fn the_pointer_meets_what_is_under_it() {
    let spot = |lane, from: f64, to: f64| {
        Hit::Spot(Spot { lane, span: Span { start: f64::from(NINE) + from, end: f64::from(NINE) + to } })
    };
    let cases = [
        ((50.0, 90.0), Hit::Gutter(Some(0)), "a lane's label"),
        ((50.0, 20.0), Hit::Gutter(None), "the strip's label"),
        ((125.0, 88.0), spot(0, 10.0, 12.0), "a bar"),
        ((128.0, 88.0), spot(0, 11.0, 12.0), "just beside a bar"),
        ((160.0, 88.0), Hit::Lane(0), "an empty part of a lane"),
        ((144.5, 104.0), spot(1, 29.5, 31.5), "the middle of a long bar"),
        ((120.0, 30.0), Hit::Bucket(0), "the strip"),
        ((180.0, 30.0), Hit::Bucket(1), "the strip, further right"),
        ((120.0, 145.0), Hit::Nothing, "the axis"),
        ((120.0, 72.0), Hit::Nothing, "between strip and lanes"),
    ];
    for ((x, y), expected, what) in cases {
        assert_eq!(at(x, y), expected, "{what}");
    }
}

fn place() -> Place {
    Place { span: span(0, 100), first_lane: 0, lane: None, spot: None }
}

fn spot_of(place: Place) -> Option<(u32, u32, u32)> {
    let spot = place.spot?;
    let window = spot.span.window();
    Some((spot.lane, window.start.0 - NINE, window.end.0 - NINE))
}

#[test]
fn keys_step_through_a_lane_and_from_lane_to_lane() {
    let answered = answered();
    let go = |place, command| follow(place, &answered, command);
    let first = go(place(), Command::Down);
    assert_eq!((first.lane, spot_of(first)), (Some(0), Some((0, 10, 12))));
    let second = go(first, Command::Down);
    assert_eq!(spot_of(second), Some((1, 10, 11)), "the nearest in time");
    let next = go(second, Command::Step(Step::Forward));
    assert_eq!(spot_of(next), Some((1, 20, 50)), "runs that touch are one block");
    assert_eq!(go(next, Command::Step(Step::Forward)), next, "the end: nothing more, and no room to move");
    assert_eq!(spot_of(go(next, Command::Step(Step::Back))), Some((1, 10, 11)));
    assert_eq!(spot_of(go(next, Command::Up)), Some((0, 10, 12)));
    assert_eq!(go(first, Command::Up).lane, Some(0), "the first lane is the end");
}

#[test]
fn without_a_lane_the_arrows_move() {
    let answered = answered();
    let close = Place { span: span(0, 40), ..place() };
    assert_eq!(follow(close, &answered, Command::Step(Step::Forward)).span, span(10, 50));
    assert_eq!(follow(close, &answered, Command::Step(Step::Back)).span, span(0, 40));
    assert_eq!(follow(close, &answered, Command::Reset).span, span(0, 100));
}

#[test]
fn keys_zoom_about_what_is_chosen() {
    let answered = answered();
    let chosen = Place { spot: Some(Spot { lane: 1, span: span(20, 50) }), ..place() };
    let zoomed = follow(chosen, &answered, Command::ZoomIn);
    assert_eq!(zoomed.span, Span { start: f64::from(NINE) + 17.5, end: f64::from(NINE) + 67.5 });
    assert_eq!(follow(zoomed, &answered, Command::ZoomOut).span, span(0, 100));
}

#[test]
fn lanes_scroll_no_further_than_the_last() {
    let mut answered = answered();
    answered.timeline.lanes_total = 45;
    assert_eq!(follow(place(), &answered, Command::PageDown).first_lane, 14);
    assert_eq!(scroll(place(), &answered, 1000).first_lane, 31);
    assert_eq!(scroll(place(), &answered, -5).first_lane, 0);
    let mut chosen = Place { lane: Some(13), ..place() };
    chosen = follow(chosen, &answered, Command::Down);
    assert_eq!((chosen.lane, chosen.first_lane), (Some(14), 1), "the chosen lane stays in sight");
}

#[test]
fn keys_have_their_usual_names() {
    assert_eq!(command("ArrowLeft", false), Some(Command::Step(Step::Back)));
    assert_eq!(command("ArrowLeft", true), Some(Command::Pan(Step::Back)));
    assert_eq!(command("+", true), Some(Command::ZoomIn));
    assert_eq!(command("j", false), None, "letters are the page's own");
}

#[test]
fn several_days_need_two_lines_below_the_lanes() {
    use investigation::chart::timeline::axis_lines;
    assert_eq!(axis_lines(span(0, 100)), AxisLines::One);
    assert_eq!(axis_lines(span(0, 86_400)), AxisLines::Two);
    let whole_day = Window::new(Moment(86_400), Moment(2 * 86_400));
    assert_eq!(axis_lines(whole_day.into()), AxisLines::One, "midnight at the end is no other day");
}

fn scale() -> TimeScale {
    TimeScale::new(span(0, 100), CssPx(100.0), CssPx(100.0), Density::new(1.0))
}

fn pressed(fingers: &[(i32, f64)], seen: Span) -> Drag {
    let mut drag = Drag::default();
    for &(id, x) in fingers {
        drag.press(id, (CssPx(x), CssPx(100.0)), Place { span: seen, ..place() }, scale());
    }
    drag
}

#[test]
fn the_mouse_drags_time_and_lanes_and_a_finger_time_alone() {
    let extent = span(0, 1000);
    let to = (CssPx(130.0), CssPx(100.0 - 17.0 * 2.0));
    let by_mouse = pressed(&[(1, 150.0)], span(0, 100)).moved(1, to, Tool::Pointer, extent).unwrap();
    assert_eq!((by_mouse.span, by_mouse.first_lane), (span(20, 120), 2));
    let by_finger = pressed(&[(1, 150.0)], span(0, 100)).moved(1, to, Tool::Finger, extent).unwrap();
    assert_eq!((by_finger.span, by_finger.first_lane), (span(20, 120), 0));
}

#[test]
fn a_press_that_hardly_moves_is_a_click() {
    let mut drag = pressed(&[(1, 150.0)], span(0, 100));
    assert_eq!(drag.moved(1, (CssPx(152.0), CssPx(101.0)), Tool::Pointer, span(0, 1000)), None);
    assert_eq!(drag.release(1, place(), scale()), Ended::Click);
    let mut drag = pressed(&[(1, 150.0)], span(0, 100));
    drag.moved(1, (CssPx(190.0), CssPx(101.0)), Tool::Pointer, span(0, 1000));
    assert!(drag.is_dragging());
    assert_eq!(drag.release(1, place(), scale()), Ended::Drag);
    assert_eq!(drag.release(7, place(), scale()), Ended::Drag, "a finger that never came");
}

#[test]
fn two_fingers_zoom_and_the_one_that_stays_drags_on() {
    let extent = span(0, 1000);
    let mut drag = pressed(&[(1, 125.0), (2, 175.0)], span(0, 100));
    let zoomed = drag.moved(2, (CssPx(225.0), CssPx(100.0)), Tool::Finger, extent).unwrap();
    // 25 s and 75 s, once 50 px apart, are now 100 px apart; the left finger still holds 25 s.
    assert_eq!(zoomed.span, Span { start: f64::from(NINE) + 12.5, end: f64::from(NINE) + 62.5 });
    assert_eq!(drag.release(2, Place { span: span(10, 110), ..place() }, scale()), Ended::Drag);
    let dragged = drag.moved(1, (CssPx(115.0), CssPx(100.0)), Tool::Finger, extent).unwrap();
    assert_eq!(dragged.span, span(20, 120));
}

#[test]
fn names_stand_left_of_their_addresses_where_there_is_room() {
    let answered = answered();
    let names = Names::from([(ip("192.0.2.7"), "a name that is much too long to fit".to_owned())]);
    let phone = Scene { names: &names, ..scene(&answered, 1.0) };
    let phone = Scene { layout: phone.layout.with_names(), ..phone };
    assert!(!text(&phone).contains("a name"), "no room");
    assert_eq!(phone.layout, scene(&answered, 1.0).layout);

    let plain = Layout::new(CssPx(1080.0), Density::new(1.0), 3, AxisLines::One);
    let desktop = Scene { layout: plain.with_names(), ..phone };
    let marks = text(&desktop);
    assert!(
        marks.contains("text muted Sans 12 Start at 0,") && marks.contains("\"a name that is much\u{2026}\""),
        "{marks}"
    );
    let moved = (desktop.layout.gutter() - plain.gutter()).0;
    assert!((100.0..160.0).contains(&moved), "{moved}");
    assert_eq!(desktop.layout.plot().1, plain.plot().1);
    // Names that are not known leave their place empty.
    assert_eq!(marks.matches("text muted Sans 12 Start").count(), 1);
}
