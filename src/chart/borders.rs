//! The two borders of what is seen of the earth: the horizon of a globe, and the seam where a map is cut open.

use std::f64::consts::TAU;

use super::clip::{Border, Flat, Side};

/// A direction as one sees it who looks at the globe. Its length is 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// To the right.
    pub right: f64,
    /// Up.
    pub up: f64,
    /// Towards the eye; behind the horizon where negative.
    pub toward: f64,
}

/// The globe's limb: a circle of radius 1.
#[derive(Clone, Copy, Debug)]
pub struct Horizon;

/// How far apart points on the limb are, in radians.
const LIMB_STEP: f64 = 0.04;

impl Border for Horizon {
    type Point = Seen;

    fn flat(&self, point: Seen) -> Flat {
        (point.right, point.up)
    }

    fn contains(&self, point: Seen) -> bool {
        point.toward > 0.0
    }

    fn side(&self, from: Seen, to: Seen) -> Side {
        match (self.contains(from), self.contains(to)) {
            (true, true) => Side::Inside,
            (false, false) => Side::Outside,
            (true, false) => Side::Leaves(on_limb(from, to)),
            (false, true) => Side::Enters(on_limb(from, to)),
        }
    }

    fn position(&self, (x, y): Flat) -> f64 {
        y.atan2(x).rem_euclid(TAU)
    }

    fn length(&self) -> f64 {
        TAU
    }

    fn walk(&self, from: f64, distance: f64) -> Vec<Flat> {
        // At most once around.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let steps = (distance / LIMB_STEP).ceil() as u32;
        (1..steps)
            .map(|step| {
                let angle = from + distance * f64::from(step) / f64::from(steps);
                (angle.cos(), angle.sin())
            })
            .collect()
    }
}

/// Where the great circle through two points meets the limb, one of them being before and the other behind it. The point
/// on the straight line between them lies in that circle's plane.
fn on_limb(from: Seen, to: Seen) -> Flat {
    let share = (from.toward / (from.toward - to.toward)).clamp(0.0, 1.0);
    let x = from.right + (to.right - from.right) * share;
    let y = from.up + (to.up - from.up) * share;
    let length = x.hypot(y);
    if length > 0.0 { (x / length, y / length) } else { (1.0, 0.0) }
}

/// The frame of a map in degrees: longitudes from its middle, and latitudes.
///
/// ```text
///   -180, 90   <---- 540..900 ----   180, 90
///       |                               ^
///    900..1080                       360..540       positions along it, what is seen on the left
///       v                               |
///   -180, -90  ----- 0..360 ----->   180, -90
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Seam;

impl Border for Seam {
    type Point = Flat;

    fn flat(&self, point: Flat) -> Flat {
        point
    }

    fn contains(&self, _: Flat) -> bool {
        true
    }

    fn side(&self, from: Flat, to: Flat) -> Side {
        let east = to.0 - from.0;
        if east.abs() <= 180.0 {
            return Side::Inside;
        }
        // The shorter way leads over the seam.
        let edge = if east < 0.0 { 180.0 } else { -180.0 };
        let all = east + 2.0 * edge;
        let share = if all == 0.0 { 0.0 } else { ((edge - from.0) / all).clamp(0.0, 1.0) };
        let lat = from.1 + (to.1 - from.1) * share;
        Side::Jumps((edge, lat), (-edge, lat))
    }

    fn position(&self, (lon, lat): Flat) -> f64 {
        if lon > 0.0 { 450.0 + lat } else { 990.0 - lat }
    }

    fn length(&self) -> f64 {
        1080.0
    }

    fn walk(&self, from: f64, distance: f64) -> Vec<Flat> {
        let corners =
            [(0.0, (-180.0, -90.0)), (360.0, (180.0, -90.0)), (540.0, (180.0, 90.0)), (900.0, (-180.0, 90.0))];
        let mut passed: Vec<(f64, Flat)> = corners
            .into_iter()
            .map(|(at, corner)| ((at - from).rem_euclid(self.length()), corner))
            .filter(|(at, _)| *at < distance)
            .collect();
        passed.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        passed.into_iter().map(|(_, corner)| corner).collect()
    }
}
