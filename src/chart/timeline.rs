//! The timeline: an answer, seen through a span of time, becomes marks.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::answered::Answered;
use super::layout::{AxisLines, Layout};
use super::marks::{Anchor, Area, Face, Mark, Role, Tone};
use super::scale::{CssPx, DevicePx, Span, TimeScale};
use super::ticks::{Labels, ticks};
use super::words::Words;
use super::{lanes, strip};

/// All that decides how the timeline looks.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The room it has.
    pub layout: Layout,
    /// What is known.
    pub answered: &'a Answered,
    /// What of it is seen: not always the span that was asked for.
    pub span: Span,
    /// The first lane in sight.
    pub first_lane: u32,
    /// Peers per group: a group without a peer has no band in the strip.
    pub peers: [u32; 3],
    /// What is pointed at.
    pub emphasis: Emphasis,
    /// How numbers are written.
    pub words: Words,
    /// What peers are called beside their addresses, where that is known.
    pub names: &'a Names,
}

/// Peers and what they are called.
pub type Names = BTreeMap<IpAddr, String>;

/// What is pointed at or chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Emphasis {
    /// A lane.
    pub lane: Option<u32>,
    /// A stretch of a lane.
    pub spot: Option<Spot>,
    /// A bucket of the strip.
    pub bucket: Option<usize>,
    /// A lane that is chosen elsewhere, and stays so whatever is pointed at.
    pub marked: Option<u32>,
}

/// A stretch of a lane behind which there are rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The lane's number.
    pub lane: u32,
    /// When.
    pub span: Span,
}

impl Scene<'_> {
    /// The scale of the plot.
    #[must_use]
    pub fn scale(&self) -> TimeScale {
        self.layout.scale(self.span)
    }

    /// A length of the layout in device pixels.
    pub(super) fn device(&self, length: CssPx) -> DevicePx {
        self.layout.density.device(length)
    }

    /// The width of a thin rule.
    pub(super) fn hairline(&self) -> DevicePx {
        self.layout.density.stroke(CssPx(1.0))
    }

    /// A text whose middle is at the height `y`.
    pub(super) fn text(&self, role: Role, face: Face, anchor: Anchor, at: (CssPx, CssPx), text: String) -> Mark {
        let (x, y) = at;
        let size = self.device(self.layout.text());
        Mark::Text { role, face, size, anchor, x: self.device(x), y: self.device(y), text }
    }
}

/// What there is to paint, in the order in which it is painted.
#[must_use]
pub fn marks(scene: &Scene) -> Vec<Mark> {
    let mut marks = Vec::new();
    lanes::grounds(scene, &mut marks);
    axis(scene, &mut marks);
    strip::marks(scene, &mut marks);
    lanes::marks(scene, &mut marks);
    marks
}

/// How many lines of text the axis needs for what an answer holds.
#[must_use]
pub fn axis_lines(extent: Span) -> AxisLines {
    if (Labels { character: CssPx(0.0), extent }).name_days() { AxisLines::Two } else { AxisLines::One }
}

fn axis(scene: &Scene, marks: &mut Vec<Mark>) {
    let layout = &scene.layout;
    let labels = Labels { character: layout.character(), extent: scene.answered.extent() };
    let (top, bottom) = (scene.device(layout.strip().0), scene.device(layout.axis_top()));
    for tick in ticks(scene.scale(), scene.span, layout.width, labels) {
        let left = scene.scale().column(f64::from(tick.seconds));
        let area = Area { left, top, right: left + scene.hairline(), bottom };
        marks.push(Mark::Rect { role: Role::Line, tone: Tone::Full, area });
        let first = (tick.x, layout.axis_line(AxisLines::One));
        marks.push(scene.text(Role::Muted, Face::Sans, Anchor::Middle, first, tick.label));
        // Where the axis has one line only, there is no room for another, and no day that could be mistaken.
        if let (Some(context), AxisLines::Two) = (tick.context, layout.axis_lines) {
            let second = (tick.x, layout.axis_line(AxisLines::Two));
            marks.push(scene.text(Role::Ink, Face::Sans, Anchor::Middle, second, context));
        }
    }
}
