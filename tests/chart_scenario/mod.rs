//! A small answer, made by hand: 100 s, three buckets, three lanes, one of each direction.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use std::net::IpAddr;

use investigation::chart::answered::Answered;
use investigation::chart::layout::{AxisLines, Layout};
use investigation::chart::scale::{CssPx, Density, Span};
use investigation::chart::timeline::{Emphasis, Names, Scene, marks};
use investigation::chart::words::Words;
use investigation::domain::direction::Direction;
use investigation::domain::time::{Moment, Window};
use investigation::domain::view::{Activity, Counted, Lane, Run, Timeline};

/// 2011-08-10 09:00:00.
pub const NINE: u32 = 1_312_966_800;

pub const WORDS: Words = Words { count: |count| count.to_string(), bytes: |bytes| format!("{bytes} B") };

pub fn span(from: u32, to: u32) -> Span {
    Window::new(Moment(NINE + from), Moment(NINE + to)).into()
}

pub fn ip(text: &str) -> IpAddr {
    text.parse().expect("the test's own address")
}

pub fn lane(peer: &str, direction: Direction, runs: &[(u16, u16, u32)]) -> Lane {
    Lane {
        peer: ip(peer),
        direction,
        rows: 4,
        connections: Some(40),
        max_bytes: Some(1000),
        first_seen: Moment(NINE),
        last_seen: Moment(NINE + 90),
        runs: runs.iter().map(|&(from_px, to_px, active)| Run { from_px, to_px, active }).collect(),
    }
}

/// A plot of 100 px, one for each second.
pub fn answered() -> Answered {
    Answered {
        first_lane: 0,
        width_px: 100,
        timeline: Timeline {
            window: Window::new(Moment(NINE), Moment(NINE + 100)),
            extent: Window::new(Moment(NINE), Moment(NINE + 100)),
            counted: Counted::ConnectionsBegun,
            activity: Activity { start: Moment(NINE), bucket_seconds: 60, buckets: vec![[1, 30, 0], [0, 3, 8]] },
            lanes: vec![
                lane("192.0.2.7", Direction::Inbound, &[(10, 12, 1)]),
                lane("198.51.100.200", Direction::Outbound, &[(10, 11, 1), (20, 40, 3), (40, 41, 50), (41, 50, 60)]),
                lane("2001:db8:1234:5678:9abc:def0:1234:5678", Direction::TwoWay, &[(0, 100, 5)]),
            ],
            lanes_total: 3,
            in_lanes: (38, 42),
        },
    }
}

/// 100 CSS px for the plot, at the given device pixels per CSS pixel.
pub fn scene(answered: &Answered, density: f64) -> Scene<'_> {
    let layout =
        Layout::new(CssPx(114.0 + 100.0 + 12.0), Density::new(density), answered.timeline.lanes_total, AxisLines::One);
    Scene {
        layout,
        answered,
        span: answered.timeline.window.into(),
        first_lane: 0,
        peers: [1, 1, 1],
        emphasis: Emphasis::default(),
        words: WORDS,
        names: const { &Names::new() },
    }
}

/// The marks, one a line.
pub fn text(scene: &Scene) -> String {
    marks(scene).iter().fold(String::new(), |text, mark| text + &mark.to_string() + "\n")
}
