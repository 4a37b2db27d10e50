//! The lanes: one peer each, with a bar wherever it was active. A bar's form tells the direction without colour.
//!
//! ```text
//!   inbound hangs           outbound stands         two-way does both
//!   ---##---###---            ##   ###                ##   ###
//!      ##   ###               ##   ###              --##---###--
//!      ##   ###             --##---###--              ##   ###
//! ```

use super::marks::{Anchor, Area, Face, Mark, Role, Tone};
use super::scale::{CssPx, DevicePx, Span};
use super::timeline::Scene;
use super::words::{cut, shorten};
use crate::domain::direction::Direction;
use crate::domain::view::Lane;

/// How far from the middle of its lane a rule lies from which bars hang or on which they stand.
const RULE_OFFSET: CssPx = CssPx(5.5);
/// How far a bar reaches to one side of its rule.
const REACH: CssPx = CssPx(11.0);
/// How far a two-way bar does, to either side.
const REACH_BOTH: CssPx = CssPx(5.5);
/// The edge that tells a lane which is marked from one that is pointed at: from and to so far before the plot, behind the
/// direction's sign.
const MARKED_EDGE: (CssPx, CssPx) = (CssPx(5.0), CssPx(2.0));
const GLYPH_REACH: CssPx = CssPx(3.5);
/// No bar is narrower; on a coarse screen that is two of its pixels.
const LEAST_BAR: CssPx = CssPx(1.5);

/// What lies below everything else: the grounds of the lanes that are pointed at and marked.
pub(super) fn grounds(scene: &Scene, marks: &mut Vec<Mark>) {
    let in_sight = |lane: Option<u32>| {
        let row = lane?.checked_sub(scene.first_lane).filter(|row| *row < scene.layout.lanes)?;
        let (top, bottom) = (scene.device(scene.layout.lane_top(row)), scene.device(scene.layout.lane_top(row + 1)));
        Some(Area { left: DevicePx(0), top, right: scene.device(scene.layout.width), bottom })
    };
    let (pointed, marked) = (in_sight(scene.emphasis.lane), in_sight(scene.emphasis.marked));
    let grounds = pointed.into_iter().chain(marked.filter(|_| marked != pointed));
    marks.extend(grounds.map(|area| Mark::Rect { role: Role::Accent, tone: Tone::Ground, area }));
    if let Some(area) = marked {
        let gutter = scene.layout.gutter();
        let (left, right) = (scene.device(gutter - MARKED_EDGE.0), scene.device(gutter - MARKED_EDGE.1));
        marks.push(Mark::Rect { role: Role::Accent, tone: Tone::Full, area: Area { left, right, ..area } });
    }
}

pub(super) fn marks(scene: &Scene, marks: &mut Vec<Mark>) {
    for row in 0..scene.layout.lanes {
        let number = scene.first_lane.saturating_add(row);
        let middle = (scene.layout.lane_top(row) + scene.layout.lane_top(row + 1)) * 0.5;
        let lane = scene.answered.lane(number);
        rule(scene, rule_at(lane.map(|lane| lane.direction), middle), marks);
        if let Some(lane) = lane {
            label(scene, lane, middle, marks);
            bars(scene, lane, middle, marks);
            frame(scene, lane, number, middle, marks);
        }
    }
}

/// Where a lane's rule is. A lane that is still on its way has one too.
fn rule_at(direction: Option<Direction>, middle: CssPx) -> CssPx {
    match direction {
        Some(Direction::Inbound) => middle - RULE_OFFSET,
        Some(Direction::Outbound) => middle + RULE_OFFSET,
        Some(Direction::TwoWay) | None => middle,
    }
}

fn rule(scene: &Scene, y: CssPx, marks: &mut Vec<Mark>) {
    let (left, right) = scene.scale().edges();
    let top = scene.device(y);
    let area = Area { left, top, right, bottom: top + scene.hairline() };
    marks.push(Mark::Rect { role: Role::Line, tone: Tone::Full, area });
}

fn label(scene: &Scene, lane: &Lane, middle: CssPx, marks: &mut Vec<Mark>) {
    let gutter = scene.layout.gutter();
    marks.push(Mark::Glyph {
        direction: lane.direction,
        x: scene.device(gutter - CssPx(12.0)),
        y: scene.device(middle),
        reach: scene.device(GLYPH_REACH),
    });
    let peer = shorten(&lane.peer.to_string(), scene.layout.labels.address);
    let at = (gutter - CssPx(22.0), middle);
    marks.push(scene.text(Role::Ink, Face::Mono, Anchor::End, at, peer));
    if let Some(name) = scene.names.get(&lane.peer).filter(|_| scene.layout.labels.name > 0) {
        let name = cut(name, scene.layout.labels.name);
        marks.push(scene.text(Role::Muted, Face::Sans, Anchor::Start, (CssPx(0.0), middle), name));
    }
}

fn bars(scene: &Scene, lane: &Lane, middle: CssPx, marks: &mut Vec<Mark>) {
    let mut runs = lane.runs.iter().copied().peekable();
    while let Some(mut run) = runs.next() {
        let tone = Tone::of(run.active);
        // Neighbours that would look the same are one bar.
        while let Some(same) = runs.next_if(|next| next.from_px == run.to_px && Tone::of(next.active) == tone) {
            run.to_px = same.to_px;
        }
        let span = scene.answered.span(run);
        if span.overlaps(scene.span) {
            let area = bar(scene, lane.direction, span, middle);
            marks.push(Mark::Rect { role: Role::Traffic(lane.direction), tone, area });
        }
    }
}

fn bar(scene: &Scene, direction: Direction, span: Span, middle: CssPx) -> Area {
    let scale = scene.scale();
    let (plot_left, plot_right) = scale.edges();
    let least = scene.layout.density.stroke(LEAST_BAR);
    let right = scale.column(span.end).max(scale.column(span.start) + least).min(plot_right);
    let left = scale.column(span.start).min(right - least).max(plot_left);
    let (above, below) = match direction {
        Direction::Inbound => (CssPx(0.0), REACH),
        Direction::Outbound => (REACH, CssPx(0.0)),
        Direction::TwoWay => (REACH_BOTH, REACH_BOTH),
    };
    // The lane's rule belongs to every bar, and both halves of a two-way bar are equal.
    let rule = scene.device(rule_at(Some(direction), middle));
    let top = rule - scene.device(above);
    let bottom = rule + scene.hairline() + scene.device(below);
    Area { left, top, right, bottom }
}

/// The frame around what is pointed at.
fn frame(scene: &Scene, lane: &Lane, number: u32, middle: CssPx, marks: &mut Vec<Mark>) {
    let spot = scene.emphasis.spot.filter(|spot| spot.lane == number && spot.span.overlaps(scene.span));
    if let Some(spot) = spot {
        let stroke = scene.layout.density.stroke(CssPx(1.5));
        let around = stroke + scene.layout.density.stroke(CssPx(1.0));
        let bar = bar(scene, lane.direction, spot.span, middle);
        let area = Area {
            left: bar.left - around,
            top: bar.top - around,
            right: bar.right + around,
            bottom: bar.bottom + around,
        };
        marks.push(Mark::Frame { role: Role::Accent, stroke, area });
    }
}
