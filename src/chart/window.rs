//! The box that a picture is seen through: what lies beside it is cut away. A canvas would cut it too, but some painters
//! move each point that lies beside the canvas to its edge, which bends what is drawn.

use super::projection::Spot;
use super::scale::CssPx;

/// A box from 0, 0 on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    pub width: CssPx,
    pub height: CssPx,
}

/// How far inside of each of the four sides a point is, in this order: left, top, right, bottom.
type Inside = fn(Window, Spot) -> f64;

const SIDES: [Inside; 4] =
    [|_, (x, _)| x.0, |_, (_, y)| y.0, |window, (x, _)| (window.width - x).0, |window, (_, y)| (window.height - y).0];

impl Window {
    fn contains(self, spot: Spot) -> bool {
        SIDES.iter().all(|inside| inside(self, spot) >= 0.0)
    }

    /// What of a polygon is seen: side by side (Sutherland and Hodgman).
    pub fn fill(self, polygon: Vec<Spot>) -> Vec<Spot> {
        if polygon.iter().all(|&spot| self.contains(spot)) {
            return polygon;
        }
        SIDES.iter().fold(polygon, |polygon, inside| {
            let next = polygon.iter().cycle().skip(1);
            let mut kept = Vec::with_capacity(polygon.len());
            for (&from, &to) in polygon.iter().zip(next) {
                let (at_from, at_to) = (inside(self, from), inside(self, to));
                if at_from >= 0.0 {
                    kept.push(from);
                }
                if (at_from >= 0.0) != (at_to >= 0.0) {
                    kept.push(between(from, to, at_from / (at_from - at_to)));
                }
            }
            kept
        })
    }

    /// What of a line is seen.
    pub fn line(self, line: Vec<Spot>) -> Vec<Vec<Spot>> {
        if line.iter().all(|&spot| self.contains(spot)) {
            return vec![line];
        }
        let mut parts: Vec<Vec<Spot>> = Vec::new();
        for (&from, &to) in line.iter().zip(line.iter().skip(1)) {
            let Some((from, to)) = self.segment(from, to) else { continue };
            match parts.last_mut() {
                Some(part) if part.last() == Some(&from) => part.push(to),
                _ => parts.push(vec![from, to]),
            }
        }
        parts
    }

    fn segment(self, from: Spot, to: Spot) -> Option<(Spot, Spot)> {
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        for inside in SIDES {
            let (at_from, at_to) = (inside(self, from), inside(self, to));
            match (at_from >= 0.0, at_to >= 0.0) {
                (true, true) => {}
                (false, false) => return None,
                (true, false) => leaves = leaves.min(at_from / (at_from - at_to)),
                (false, true) => enters = enters.max(at_from / (at_from - at_to)),
            }
        }
        let at = |share: f64| match share {
            0.0 => from,
            1.0 => to,
            share => between(from, to, share),
        };
        (enters < leaves).then(|| (at(enters), at(leaves)))
    }
}

fn between(from: Spot, to: Spot, share: f64) -> Spot {
    (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
}
