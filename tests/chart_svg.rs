//! Marks as SVG text.

mod chart_scenario;

use chart_scenario::{answered, scene};
use investigation::chart::dashes::dashes;
use investigation::chart::globe;
use investigation::chart::marks::{Anchor, Area, Dash, Face, Mark, Point, Role, Tone};
use investigation::chart::palette::{DARK, LIGHT};
use investigation::chart::places::Places;
use investigation::chart::projection::{Eye, View};
use investigation::chart::scale::{CssPx, Density, DevicePx};
use investigation::chart::sphere::LonLat;
use investigation::chart::svg::{self, Sheet, escape};
use investigation::chart::timeline;
use investigation::domain::direction::Direction;
use proptest::prelude::*;

fn svg(marks: &[Mark], sheet: &Sheet) -> String {
    svg::svg(marks, sheet).into_text()
}

fn sheet() -> Sheet<'static> {
    Sheet {
        width: CssPx(40.0),
        height: CssPx(20.0),
        density: Density::new(2.0),
        palette: &LIGHT,
        sans: "\"Segoe UI\", sans-serif",
        mono: "monospace",
        title: "A & B",
        description: "<none>",
    }
}

fn at(x: i32, y: i32) -> Point {
    Point { x: DevicePx(x), y: DevicePx(y) }
}

fn area(left: i32, top: i32, right: i32, bottom: i32) -> Area {
    Area { left: DevicePx(left), top: DevicePx(top), right: DevicePx(right), bottom: DevicePx(bottom) }
}

fn text(face: Face, anchor: Anchor, text: &str) -> Mark {
    let (x, y) = (DevicePx(3), DevicePx(20));
    Mark::Text { role: Role::Ink, face, size: DevicePx(20), anchor, x, y, text: text.to_owned() }
}

#[test]
fn each_mark_is_one_line() {
    let marks = [
        Mark::Rect { role: Role::Line, tone: Tone::Full, area: area(1, 2, 11, 7) },
        Mark::Rect { role: Role::Line, tone: Tone::Full, area: area(11, 2, 1, 7) },
        Mark::Frame { role: Role::Accent, stroke: DevicePx(2), area: area(0, 0, 20, 10) },
        Mark::Shape { role: Role::Muted, tone: Tone::Full, points: vec![at(0, 0), at(4, 0), at(4, 4)] },
        Mark::Line {
            role: Role::Traffic(Direction::Inbound),
            tone: Tone::Full,
            stroke: DevicePx(3),
            dash: Dash::Every(DevicePx(2)),
            points: vec![at(0, 5), at(6, 5)],
        },
        Mark::Disc { role: Role::Panel, tone: Tone::Full, center: at(7, 8), radius: DevicePx(3) },
        Mark::Ring { role: Role::Ink, stroke: DevicePx(1), center: at(7, 8), radius: DevicePx(-3) },
        Mark::Glyph { direction: Direction::TwoWay, x: DevicePx(10), y: DevicePx(10), reach: DevicePx(4) },
        text(Face::Strong, Anchor::End, "1,031"),
        text(Face::Mono, Anchor::Start, "<script>"),
    ];
    assert_eq!(
        svg(&marks, &sheet()),
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 80 40" role="img">
<title>A &amp; B</title>
<desc>&lt;none&gt;</desc>
<rect x="0" y="0" width="80" height="40" fill="#ffffff"/>
<rect x="1" y="2" width="10" height="5" fill="#dfe3e8"/>
<rect x="0" y="0" width="20" height="2" fill="#0b5fbf"/>
<rect x="0" y="8" width="20" height="2" fill="#0b5fbf"/>
<rect x="0" y="0" width="2" height="10" fill="#0b5fbf"/>
<rect x="18" y="0" width="2" height="10" fill="#0b5fbf"/>
<path d="M0 0l4 0l0 4Z" fill="#5b6775"/>
<path d="M0 5l2 0M4 5l2 0" fill="none" stroke="#0072b2" stroke-width="3" stroke-linejoin="round" stroke-linecap="round"/>
<circle cx="7" cy="8" r="3" fill="#ffffff"/>
<circle cx="7" cy="8" r="0" fill="none" stroke="#1b2430" stroke-width="1"/>
<path d="M6 10l4 -4l4 4l-4 4Z" fill="#00805c"/>
<text x="3" y="27" font-family="&quot;Segoe UI&quot;, sans-serif" font-size="20" font-weight="bold" text-anchor="end" fill="#1b2430" xml:space="preserve">1,031</text>
<text x="3" y="27" font-family="monospace" font-size="20" text-anchor="start" fill="#1b2430" xml:space="preserve">&lt;script&gt;</text>
</svg>
"##
    );
}

#[test]
fn the_dark_theme_has_its_own_colours() {
    let text = svg(&[text(Face::Sans, Anchor::Middle, "x")], &Sheet { palette: &DARK, ..sheet() });
    assert!(text.contains("height=\"40\" fill=\"#171e27\"/>") && text.contains("fill=\"#e4e9f0\""), "{text}");
}

#[test]
fn the_timeline_is_a_picture_too() {
    let answered = answered();
    let scene = scene(&answered, 2.0);
    let sheet = Sheet { width: scene.layout.width, height: scene.layout.height(), ..sheet() };
    let text = svg(&timeline::marks(&scene), &sheet);
    assert!(
        text.starts_with(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"226\" height=\"151\" viewBox=\"0 0 452 302\""
        )
    );
    assert!(text.contains(">192.0.2.7</text>") && text.contains(">30/min</text>"), "{text}");
    assert_eq!(text, svg(&timeline::marks(&scene), &sheet), "the same each time");
}

#[test]
fn a_mark_that_is_moved_is_the_same_mark_elsewhere() {
    let (right, down) = (DevicePx(30), DevicePx(-7));
    let marks = [
        Mark::Rect { role: Role::Line, tone: Tone::Full, area: area(1, 2, 11, 7) },
        Mark::Frame { role: Role::Line, stroke: DevicePx(1), area: area(1, 2, 11, 7) },
        Mark::Shape { role: Role::Line, tone: Tone::Full, points: vec![at(0, 0), at(4, 0), at(4, 4)] },
        Mark::Line {
            role: Role::Line,
            tone: Tone::Full,
            stroke: DevicePx(1),
            dash: Dash::Solid,
            points: vec![at(0, 5), at(6, 5)],
        },
        Mark::Disc { role: Role::Line, tone: Tone::Full, center: at(7, 8), radius: DevicePx(3) },
        Mark::Ring { role: Role::Line, stroke: DevicePx(1), center: at(7, 8), radius: DevicePx(3) },
        Mark::Glyph { direction: Direction::Inbound, x: DevicePx(7), y: DevicePx(8), reach: DevicePx(4) },
        text(Face::Sans, Anchor::Start, "A"),
    ];
    let moved = marks.map(|mark| mark.moved(right, down));
    let expected = [
        Mark::Rect { role: Role::Line, tone: Tone::Full, area: area(31, -5, 41, 0) },
        Mark::Frame { role: Role::Line, stroke: DevicePx(1), area: area(31, -5, 41, 0) },
        Mark::Shape { role: Role::Line, tone: Tone::Full, points: vec![at(30, -7), at(34, -7), at(34, -3)] },
        Mark::Line {
            role: Role::Line,
            tone: Tone::Full,
            stroke: DevicePx(1),
            dash: Dash::Solid,
            points: vec![at(30, -2), at(36, -2)],
        },
        Mark::Disc { role: Role::Line, tone: Tone::Full, center: at(37, 1), radius: DevicePx(3) },
        Mark::Ring { role: Role::Line, stroke: DevicePx(1), center: at(37, 1), radius: DevicePx(3) },
        Mark::Glyph { direction: Direction::Inbound, x: DevicePx(37), y: DevicePx(1), reach: DevicePx(4) },
        Mark::Text {
            role: Role::Ink,
            face: Face::Sans,
            size: DevicePx(20),
            anchor: Anchor::Start,
            x: DevicePx(33),
            y: DevicePx(13),
            text: "A".to_owned(),
        },
    ];
    assert_eq!(moved, expected);
}

#[test]
fn the_globe_weighs_what_a_page_can_carry() {
    let places = Places::default();
    let scene = globe::Scene {
        width: CssPx(360.0),
        height: CssPx(320.0),
        density: Density::new(4.0),
        view: View::Globe,
        eye: Eye::above(LonLat { lon: 14.0, lat: 40.0 }),
        home: None,
        places: &places,
        chosen: None,
        words: chart_scenario::WORDS,
    };
    let text = svg(&globe::marks(&scene), &Sheet { density: scene.density, ..sheet() });
    assert!(text.len() < 80_000, "{} bytes", text.len());
}

#[test]
fn a_dashed_line_is_its_dashes_around_corners() {
    let line = [at(0, 0), at(3, 0), at(3, 7)];
    let told: Vec<String> = dashes(&line, Dash::Every(DevicePx(2)))
        .iter()
        .map(|dash| dash.iter().map(Point::to_string).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(told, ["0,0 2,0", "3,1 3,3", "3,5 3,7"]);
    assert_eq!(dashes(&line, Dash::Solid), [line.to_vec()]);
    assert_eq!(dashes(&[], Dash::Every(DevicePx(0))).concat(), []);
    let far = [at(i32::MIN, 0), at(i32::MAX, 0)];
    assert_eq!(dashes(&far, Dash::Every(DevicePx(1))).len(), 1, "not a milliard of dashes");
}

proptest! {
    #[test]
    fn dashes_are_half_of_a_line(x in -500..500_i32, y in -500..500_i32, every in 2..9_i32) {
        let length = |dash: &[Point]| -> f64 {
            dash.windows(2).map(|side| f64::from((side[1].x - side[0].x).0).hypot(f64::from((side[1].y - side[0].y).0))).sum()
        };
        let line = [at(0, 0), at(x, y)];
        let dashes = dashes(&line, Dash::Every(DevicePx(every)));
        let sum: f64 = dashes.iter().map(|dash| length(dash)).sum();
        // Each end is a whole pixel.
        let slack = f64::from(every) + f64::from(u32::try_from(dashes.len()).unwrap()) * 1.5;
        prop_assert!((sum - length(&line) / 2.0).abs() <= slack, "{sum} of {}", length(&line));
    }

    #[test]
    fn no_text_becomes_markup(hostile in any::<String>()) {
        let safe = escape(&hostile);
        prop_assert!(!safe.contains(['<', '>', '"', '\'']));
        prop_assert!(!safe.contains(char::is_control));
        let document = svg(&[text(Face::Sans, Anchor::Start, &hostile)], &Sheet { title: &hostile, sans: &hostile, ..sheet() });
        prop_assert_eq!(document.matches('<').count(), 9, "svg, title, desc, rect and text, with their ends");
    }

    #[test]
    fn no_sheet_is_too_strange(width in any::<f64>(), height in any::<f64>(), density in any::<f64>()) {
        let sheet = Sheet { width: CssPx(width), height: CssPx(height), density: Density::new(density), ..sheet() };
        prop_assert!(!svg(&[], &sheet).contains("NaN"));
    }
}
