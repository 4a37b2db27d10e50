//! The globe's marks, what the pointer meets on it, and how it turns.

use investigation::chart::globe::{Hit, Scene, hit, marks};
use investigation::chart::globe_words::{marker, place, summary};
use investigation::chart::marks::{Mark, Role};
use investigation::chart::places::{Located, Places};
use investigation::chart::projection::{Eye, MOST_ZOOM, Projection, View};
use investigation::chart::scale::{CssPx, Density};
use investigation::chart::sphere::LonLat;
use investigation::chart::turn::{Command, choose, command, drag, follow, look_at, zoom};
use investigation::chart::words::Words;
use investigation::domain::direction::Direction::{self, Inbound, Outbound, TwoWay};
use proptest::prelude::*;
use rstest::rstest;

const WORDS: Words = Words { count: |count| count.to_string(), bytes: |bytes| format!("{bytes} B") };
/// 100 px around the middle.
const SIDE: CssPx = CssPx(216.0);

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat { lon, lat }
}

fn located(direction: Direction, lon: f64, lat: f64, name: &str) -> Located {
    Located { direction, at: LonLat::new(lon, lat), name: name.to_owned() }
}

/// Seen from above 0, 0: two places before the globe, one behind, and a peer of which no place is known.
fn peers() -> Vec<Located> {
    let mut peers = vec![
        located(Inbound, 30.0, 0.0, ""),
        located(Outbound, 0.0, 30.0, "North"),
        located(TwoWay, 180.0, 0.0, "Behind"),
        Located { direction: Inbound, at: None, name: "Nowhere".to_owned() },
        located(Outbound, 0.0, f64::NAN, "No latitude"),
    ];
    peers.extend((0..9).map(|_| located(Outbound, 30.0, 0.0, "East")));
    peers
}

fn scene(places: &Places) -> Scene<'_> {
    Scene {
        width: SIDE,
        height: SIDE,
        density: Density::new(1.0),
        view: View::Globe,
        eye: Eye::above(at(0.0, 0.0)),
        home: LonLat::new(0.0, 0.0),
        places,
        chosen: None,
        words: WORDS,
    }
}

/// What is painted above the earth.
fn above_the_earth(scene: &Scene) -> String {
    let marks = marks(scene);
    let earth = marks.iter().position(|mark| matches!(mark, Mark::Ring { role: Role::Line, .. })).map(|limb| limb + 1);
    marks.iter().skip(earth.unwrap_or(0)).fold(String::new(), |text, mark| text + &mark.to_string() + "\n")
}

#[test]
fn peers_at_one_place_are_one_marker_and_the_largest_comes_first() {
    let places = Places::of(&peers());
    let told: Vec<(&str, [u32; 3])> = places.markers.iter().map(|marker| (&*marker.name, marker.peers)).collect();
    assert_eq!(told, [("East", [1, 9, 0]), ("North", [0, 1, 0]), ("Behind", [0, 0, 1])]);
    assert_eq!(places.markers[0].members, [0, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    assert_eq!(places.unplaced, 2);
}

/// ```text
///              ^ 0, 30: at sin 30 of the radius above the middle
///            . | .
///          .   o----v^ 10       30, 0: two directions, two ways
///            .   .
/// ```
#[test]
fn a_small_globe_is_these_marks_above_the_earth() {
    let places = Places::of(&peers());
    let text = above_the_earth(&scene(&places));
    let lines: Vec<&str> = text.lines().collect();
    // The way to the opposite side leads over a pole: half of it is seen, half is dashed.
    assert!(lines[0].starts_with("line two-way Faint 1 dashed 3 108,8"), "{text}");
    assert!(lines[0].ends_with(" 108,108"), "{text}");
    assert!(lines[1].starts_with("line two-way Full 1 108,108 ") && lines[1].ends_with(" 108,8"), "{text}");
    assert!(lines[2].starts_with("line outbound Full 1 108,108 ") && lines[2].ends_with(" 108,58"), "{text}");
    // The two ways to the east part: one runs above the other.
    assert!(lines[3].starts_with("line inbound Full 1 108,108 ") && lines[3].ends_with(" 158,108"), "{text}");
    assert!(lines[4].starts_with("line outbound Full 2 108,108 ") && lines[4].ends_with(" 158,108"), "{text}");
    assert_ne!(lines[3].rsplit_once(' ').unwrap().0, lines[4].rsplit_once(' ').unwrap().0);
    let rest = lines[5..].join("\n");
    assert_eq!(
        rest,
        "\
disc panel Full at 158,108 radius 8
disc outbound Full at 158,108 radius 7
shape inbound Full 158,108 154,103 155,102 157,102 158,102
shape panel Full 155,110 161,110 158,104
disc panel Full at 108,58 radius 6
disc outbound Full at 108,58 radius 5
shape panel Full 106,59 110,59 108,56
disc panel Full at 108,108 radius 7
disc accent Full at 108,108 radius 5
ring accent 1 at 108,108 radius 8
text ink Strong 11 Start at 168,108 \"10\""
    );
}

#[test]
fn what_is_not_chosen_is_set_back() {
    let places = Places::of(&peers());
    let chosen = above_the_earth(&Scene { chosen: Some(0), ..scene(&places) });
    assert!(
        chosen.contains("disc outbound Full at 158,108") && chosen.contains("ring accent 2 at 158,108"),
        "{chosen}"
    );
    assert!(chosen.contains("disc outbound Faint at 108,58"), "{chosen}");
}

#[test]
fn without_peers_and_without_a_home_there_is_the_earth() {
    let places = Places::default();
    let bare = Scene { home: None, ..scene(&places) };
    assert_eq!(above_the_earth(&bare), "");
    assert!(marks(&bare).iter().any(|mark| matches!(mark, Mark::Shape { .. })), "land");
    assert_eq!(summary(&bare), "No peer has a known place. It is not known where the investigated IP is.");
}

#[test]
fn the_pointer_meets_what_is_painted() {
    let places = Places::of(&peers());
    let scene = scene(&places);
    let on = |x: f64, y: f64| hit(&scene, CssPx(x), CssPx(y), CssPx(2.0));
    assert_eq!(on(158.0, 108.0), Hit::Marker(0));
    assert_eq!(on(158.0, 116.0), Hit::Marker(0), "just beside it");
    assert_eq!(on(108.0, 58.0), Hit::Marker(1));
    assert_eq!(on(108.0, 108.0), Hit::Home);
    assert_eq!(on(2.0, 2.0), Hit::Nothing, "a corner of the box");
    assert_eq!(on(-5.0, 108.0), Hit::Nothing, "beside the box");
    let Hit::Earth(place) = on(108.0, 158.0) else { panic!("the earth") };
    assert!(place.lon.abs() < 1e-9 && (place.lat + 30.0).abs() < 1e-9, "{place:?}");
    assert_eq!(hit(&scene, CssPx(f64::NAN), CssPx(1.0), CssPx(2.0)), Hit::Nothing);
}

#[test]
fn a_place_behind_the_globe_is_met_on_the_map() {
    let places = Places::of(&peers());
    let map = Scene { view: View::Map, eye: Eye::above(at(90.0, 0.0)), ..scene(&places) };
    let (x, y) = map.spot(&places.markers[2]).unwrap();
    assert_eq!(hit(&map, x, y, CssPx(2.0)), Hit::Marker(2));
}

#[test]
fn the_picture_in_words() {
    let places = Places::of(&peers());
    assert_eq!(
        summary(&scene(&places)),
        "12 peers at 3 places. East: 10 peers, inbound 1, outbound 9; North: 1 peer, outbound 1; \
         Behind: 1 peer, two-way 1. 1 place is behind the globe or beside the picture. \
         The investigated IP is at 0.0° N, 0.0° E. Of 2 peers no place is known."
    );
    let nameless = Places::of(&[located(Inbound, -70.64, -33.46, " ")]);
    assert_eq!(marker(&nameless.markers[0], WORDS), "33.5° S, 70.6° W: 1 peer, inbound 1");
    assert_eq!(place(at(-0.04, -0.04)), "0.0° N, 0.0° E");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_earth_follows_the_pointer(lon in -180.0..180.0, lat in -60.0..60.0_f64, right in -20.0..20.0, down in -20.0..20.0) {
        for view in [View::Globe, View::Map] {
            // The map keeps its upper and lower edge outside of the box.
            let lat = if view == View::Map { lat / 2.0 } else { lat };
            let eye = Eye { center: at(lon, lat), zoom: 4.0 };
            let before = Projection::new(view, eye, SIDE, SIDE);
            let (x, y) = before.middle();
            let after = drag(view, eye, SIDE, SIDE, CssPx(right), CssPx(down));
            let spot = Projection::new(view, after, SIDE, SIDE).project(before.center().unit()).unwrap();
            let (was_right, was_down) = (spot.0 - x, spot.1 - y);
            // On a ball up to its curvature, in these few degrees.
            prop_assert!((was_right.0 - right).abs() < 1.5 && (was_down.0 - down).abs() < 1.5, "{spot:?}");
        }
    }

    #[test]
    fn no_drag_leaves_the_earth(lon in any::<f64>(), lat in any::<f64>(), zoomed in any::<f64>(), right in any::<f64>(), down in any::<f64>()) {
        for view in [View::Globe, View::Map] {
            let eye = Eye { center: at(10.0, 80.0), zoom: 1.0 };
            let far = drag(view, eye, SIDE, SIDE, CssPx(right), CssPx(down));
            prop_assert!(far.center.lat.abs() <= 90.0 && far.center.lon.abs() <= 180.0);
            let closer = zoom(view, eye, SIDE, SIDE, zoomed);
            prop_assert!((1.0..=MOST_ZOOM).contains(&closer.zoom));
            let there = look_at(view, eye, SIDE, SIDE, at(lon, lat));
            prop_assert!(there.center.lat.abs() <= 90.0 && there.center.lon.abs() <= 180.0);
        }
    }
}

#[test]
fn the_map_does_not_move_beyond_its_upper_edge() {
    let eye = Eye { center: at(0.0, 0.0), zoom: 1.0 };
    let up = drag(View::Map, eye, CssPx(376.0), CssPx(196.0), CssPx(0.0), CssPx(50.0));
    assert!(up.center.lat.abs() < 1e-9, "all of it is seen already");
    let close = Eye { zoom: 2.0, ..eye };
    let up = drag(View::Map, close, CssPx(376.0), CssPx(196.0), CssPx(0.0), CssPx(5000.0));
    // Two pixels a degree, and a box 196 high: 49 degrees above the middle.
    assert!((up.center.lat - 41.0).abs() < 1e-9, "{up:?}");
}

#[test]
fn keys_turn_zoom_and_choose() {
    let first = Eye::above(at(14.0, 50.0));
    let go = |eye, command| follow(View::Globe, eye, first, SIDE, SIDE, command);
    assert_eq!(go(first, Command::West).center, at(-1.0, 50.0));
    assert_eq!(go(first, Command::North).center, at(14.0, 65.0));
    assert_eq!(go(Eye::above(at(170.0, 85.0)), Command::North).center, at(170.0, 90.0));
    assert_eq!(go(Eye::above(at(170.0, 0.0)), Command::East).center, at(-175.0, 0.0));
    let close = go(first, Command::ZoomIn);
    assert_eq!(close, Eye { zoom: 1.5, ..first });
    assert_eq!(go(close, Command::West).center, at(4.0, 50.0), "closer, keys turn less");
    assert_eq!(go(first, Command::ZoomOut), first);
    assert_eq!(go(close, Command::Reset), first);
    assert_eq!(choose(None, 3, Command::Next), Some(0));
    assert_eq!(choose(Some(2), 3, Command::Next), Some(0));
    assert_eq!(choose(Some(0), 3, Command::Previous), Some(2));
    assert_eq!(choose(Some(1), 3, Command::Close), None);
    assert_eq!(choose(Some(1), 0, Command::Next), None);
    assert_eq!(choose(Some(9), 3, Command::West), None, "a marker that is no more");
}

#[rstest]
#[case("ArrowLeft", Some(Command::West))]
#[case("+", Some(Command::ZoomIn))]
#[case("Home", Some(Command::Reset))]
#[case("PageDown", Some(Command::Next))]
#[case("j", None)]
fn keys_have_their_usual_names(#[case] key: &str, #[case] expected: Option<Command>) {
    assert_eq!(command(key), expected);
}

#[test]
fn a_hundred_thousand_peers_are_as_many_markers_as_places() {
    let peers: Vec<Located> = (0..100_000_u32)
        .map(|number| located(Outbound, f64::from(number % 360) - 180.0, f64::from(number % 170) - 85.0, ""))
        .collect();
    let places = Places::of(&peers);
    assert_eq!(places.markers.iter().map(|marker| marker.members.len()).sum::<usize>(), 100_000);
    assert!(marks(&scene(&places)).len() > 1000);
}
