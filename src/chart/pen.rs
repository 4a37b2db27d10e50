//! Marks from lengths of the layout: the one place where CSS pixels become device pixels.

use std::f64::consts::FRAC_PI_2;

use super::marks::{Anchor, Area, Dash, Face, Mark, Point, Role, Tone};
use super::projection::Spot;
use super::scale::{CssPx, Density};
use crate::domain::direction::Direction;

/// Points of a line that are closer than this are left out: they cannot be seen, and whole pixels would make them jagged.
const CLOSE: f64 = 1.2;

/// Collects marks.
pub(super) struct Pen {
    density: Density,
    marks: Vec<Mark>,
}

impl Pen {
    pub fn new(density: Density) -> Self {
        Self { density, marks: Vec::new() }
    }

    pub fn finish(self) -> Vec<Mark> {
        self.marks
    }

    fn point(&self, (x, y): Spot) -> Point {
        Point { x: self.density.device(x), y: self.density.device(y) }
    }

    fn points(&self, spots: &[Spot]) -> Vec<Point> {
        let mut points: Vec<Point> = thin(spots).into_iter().map(|spot| self.point(spot)).collect();
        points.dedup();
        points
    }

    pub fn text(&mut self, role: Role, face: Face, size: CssPx, anchor: Anchor, at: Spot, text: String) {
        if text.is_empty() {
            return;
        }
        let Point { x, y } = self.point(at);
        self.marks.push(Mark::Text { role, face, size: self.density.stroke(size), anchor, x, y, text });
    }

    pub fn line(&mut self, role: Role, tone: Tone, width: CssPx, dash: Option<CssPx>, spots: &[Spot]) {
        let points = self.points(spots);
        if points.len() > 1 {
            let dash = dash.map_or(Dash::Solid, |length| Dash::Every(self.density.stroke(length)));
            self.marks.push(Mark::Line { role, tone, stroke: self.density.stroke(width), dash, points });
        }
    }

    pub fn shape(&mut self, role: Role, tone: Tone, spots: &[Spot]) {
        let mut points = self.points(spots);
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        if points.len() > 2 {
            self.marks.push(Mark::Shape { role, tone, points });
        }
    }

    pub fn disc(&mut self, role: Role, tone: Tone, center: Spot, radius: CssPx) {
        let radius = self.density.stroke(radius);
        self.marks.push(Mark::Disc { role, tone, center: self.point(center), radius });
    }

    pub fn ring(&mut self, role: Role, width: CssPx, center: Spot, radius: CssPx) {
        let (stroke, radius) = (self.density.stroke(width), self.density.stroke(radius));
        self.marks.push(Mark::Ring { role, stroke, center: self.point(center), radius });
    }

    pub fn glyph(&mut self, direction: Direction, at: Spot, reach: CssPx) {
        let Point { x, y } = self.point(at);
        self.marks.push(Mark::Glyph { direction, x, y, reach: self.density.stroke(reach) });
    }

    pub fn rect(&mut self, role: Role, tone: Tone, from: Spot, to: Spot) {
        let area = self.area(from, to);
        if !area.is_empty() {
            self.marks.push(Mark::Rect { role, tone, area });
        }
    }

    /// The outline of a rectangle.
    pub fn frame(&mut self, role: Role, width: CssPx, from: Spot, to: Spot) {
        let area = self.area(from, to);
        if !area.is_empty() {
            self.marks.push(Mark::Frame { role, stroke: self.density.stroke(width), area });
        }
    }

    /// A rectangle with round corners, where it is large enough for them.
    pub fn bar(&mut self, role: Role, tone: Tone, from: Spot, to: Spot, radius: CssPx) {
        let ((left, top), (right, bottom)) = (from, to);
        let radius = radius.min((bottom - top) * 0.5);
        if right - left < radius * 2.0 || radius.0 < 1.5 {
            return self.rect(role, tone, from, to);
        }
        let mut points = Vec::new();
        let corners = [
            (right - radius, bottom - radius, 0.0),
            (left + radius, bottom - radius, 1.0),
            (left + radius, top + radius, 2.0),
            (right - radius, top + radius, 3.0),
        ];
        for (x, y, turn) in corners {
            for step in 0..=4 {
                let angle = FRAC_PI_2 * (turn + f64::from(step) / 4.0);
                points.push(self.point((x + radius * angle.cos(), y + radius * angle.sin())));
            }
        }
        points.dedup();
        self.marks.push(Mark::Shape { role, tone, points });
    }

    fn area(&self, (left, top): Spot, (right, bottom): Spot) -> Area {
        let device = |length| self.density.device(length);
        Area { left: device(left), top: device(top), right: device(right), bottom: device(bottom) }
    }
}

/// A line without the points that are too close to the one before; its ends stay.
fn thin(spots: &[Spot]) -> Vec<Spot> {
    let mut kept: Vec<Spot> = Vec::with_capacity(spots.len());
    let last = spots.len().saturating_sub(1);
    for (number, &(x, y)) in spots.iter().enumerate() {
        let is_far = kept.last().is_none_or(|before| (x - before.0).0.hypot((y - before.1).0) >= CLOSE);
        if is_far || number == last {
            kept.push((x, y));
        }
    }
    kept
}
