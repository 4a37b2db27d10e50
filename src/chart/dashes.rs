//! A dashed line, cut into its dashes: for painters that know lines without gaps only.

use super::marks::{Dash, Point};
use super::scale::DevicePx;

/// More dashes than this are not cut: the line is too long for its dashes to be seen.
const MOST_DASHES: f64 = 4096.0;

/// The parts of a line that are painted.
#[must_use]
pub fn dashes(points: &[Point], dash: Dash) -> Vec<Vec<Point>> {
    let Dash::Every(DevicePx(every)) = dash else { return vec![points.to_vec()] };
    let every = f64::from(every.max(1));
    let sides = || points.iter().zip(points.iter().skip(1));
    let length: f64 = sides().map(|(from, to)| distance(*from, *to)).sum();
    if length / every > MOST_DASHES {
        return vec![points.to_vec()];
    }
    let mut dashes = Vec::new();
    let mut dash: Vec<Point> = points.first().copied().into_iter().collect();
    // How much of the dash or the gap is left.
    let mut left = every;
    let mut is_gap = false;
    for (&from, &to) in sides() {
        let side = distance(from, to);
        let mut done = 0.0;
        while side - done >= left && side > 0.0 {
            done += left;
            let at = between(from, to, done / side);
            if is_gap {
                dash = vec![at];
            } else {
                dash.push(at);
                dashes.push(std::mem::take(&mut dash));
            }
            is_gap = !is_gap;
            left = every;
        }
        left -= side - done;
        if !is_gap {
            dash.push(to);
        }
    }
    if !is_gap && dash.len() > 1 {
        dashes.push(dash);
    }
    dashes
}

fn distance(from: Point, to: Point) -> f64 {
    let across = f64::from(to.x.0) - f64::from(from.x.0);
    let down = f64::from(to.y.0) - f64::from(from.y.0);
    across.hypot(down)
}

fn between(from: Point, to: Point, share: f64) -> Point {
    // Between two numbers of 32 bits: one of them.
    #[allow(clippy::cast_possible_truncation)]
    let mix = |from: DevicePx, to: DevicePx| {
        DevicePx((f64::from(from.0) * (1.0 - share) + f64::from(to.0) * share).round() as i32)
    };
    Point { x: mix(from.x, to.x), y: mix(from.y, to.y) }
}
