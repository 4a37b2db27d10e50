//! The markers of the globe and the map: a circle for each place, with the sign of the direction that most of its peers
//! have, and their number.

use super::globe::{HAIRLINE, HOME_RADIUS, Scene};
use super::lettering::estimate;
use super::marks::{Anchor, Face, Role, Tone};
use super::pen::Pen;
use super::places::Marker;
use super::projection::{Projection, Spot};
use super::scale::CssPx;
use crate::domain::direction::Direction;

const LABEL: CssPx = CssPx(11.0);
/// Labels beyond these would hide the earth.
const MOST_LABELS: usize = 12;

/// A marker's radius: it grows with the number of digits.
#[must_use]
pub fn radius(marker: &Marker) -> CssPx {
    // Beyond 2^53 peers the digit does not matter.
    #[allow(clippy::cast_precision_loss)]
    let peers = marker.count().max(1) as f64;
    CssPx((4.5 + 2.0 * peers.log10()).min(12.0))
}

pub(super) fn markers(scene: &Scene, projection: &Projection, pen: &mut Pen) {
    let in_sight: Vec<(usize, &Marker, Spot)> = scene
        .places
        .markers
        .iter()
        .enumerate()
        .filter_map(|(number, marker)| Some((number, marker, scene.in_box(projection.project(marker.at.unit())?)?)))
        .collect();
    for &(number, marker, spot) in &in_sight {
        let (radius, tone) = (radius(marker), scene.tone(number));
        pen.disc(Role::Panel, Tone::Full, spot, radius + HAIRLINE);
        pen.disc(Role::Traffic(marker.main_direction()), tone, spot, radius);
        for (direction, sector) in sectors(marker, spot, radius).iter().skip(1) {
            pen.shape(Role::Traffic(*direction), tone, sector);
        }
        pen.shape(Role::Panel, Tone::Full, &sign(marker.main_direction(), spot, radius * 0.5));
        if scene.chosen == Some(number) {
            pen.ring(Role::Accent, CssPx(2.0), spot, radius + CssPx(3.0));
        }
    }
    let home = scene.home.and_then(|home| scene.in_box(projection.project(home.unit())?));
    if let Some(home) = home {
        pen.disc(Role::Panel, Tone::Full, home, HOME_RADIUS + CssPx(1.5));
        pen.disc(Role::Accent, Tone::Full, home, HOME_RADIUS);
        pen.ring(Role::Accent, HAIRLINE, home, HOME_RADIUS + CssPx(3.0));
    }
    labels(scene, &in_sight, home, pen);
}

/// A direction's sign, so that it is told without colour, too: down, up, or a diamond.
fn sign(direction: Direction, (x, y): Spot, reach: CssPx) -> Vec<Spot> {
    // Triangles have their middle of weight at the marker's centre.
    let (near, far) = (reach * 0.6, reach * 1.1);
    match direction {
        Direction::Inbound => vec![(x - reach, y - near), (x + reach, y - near), (x, y + far)],
        Direction::Outbound => vec![(x - reach, y + near), (x + reach, y + near), (x, y - far)],
        Direction::TwoWay => vec![(x - far, y), (x, y - far), (x + far, y), (x, y + far)],
    }
}

/// A marker's share for each direction, the main one first, clockwise from the top.
fn sectors(marker: &Marker, (x, y): Spot, radius: CssPx) -> Vec<(Direction, Vec<Spot>)> {
    let main = marker.main_direction();
    let others = marker.directions().filter(|&direction| direction != main);
    let all = f64::from(u32::try_from(marker.count()).unwrap_or(u32::MAX)).max(1.0);
    let mut from = 0.0;
    std::iter::once(main)
        .chain(others)
        .map(|direction| {
            let share = f64::from(marker.of(direction)) / all;
            let begin = from;
            from += share;
            let rim = (0..=24).map(|step| {
                let angle = (begin + share * f64::from(step) / 24.0) * std::f64::consts::TAU;
                (x + radius * angle.sin(), y - radius * angle.cos())
            });
            (direction, std::iter::once((x, y)).chain(rim).collect())
        })
        .collect()
}

/// The number of peers beside each marker that has several, as long as it hides nothing.
fn labels(scene: &Scene, in_sight: &[(usize, &Marker, Spot)], home: Option<Spot>, pen: &mut Pen) {
    let mut taken: Vec<Taken> = in_sight.iter().map(|(_, marker, spot)| Taken::around(*spot, radius(marker))).collect();
    taken.extend(home.map(|home| Taken::around(home, HOME_RADIUS)));
    for (_, marker, (x, y)) in in_sight.iter().filter(|(_, marker, _)| marker.count() > 1).take(MOST_LABELS) {
        let text = (scene.words.count)(marker.count());
        let width = estimate(&text, Face::Strong, LABEL);
        // On the side that the ways do not come from.
        let is_left = home.is_some_and(|home| *x < home.0);
        let away = radius(marker) + CssPx(3.0);
        let (left, at, anchor) =
            if is_left { (*x - away - width, *x - away, Anchor::End) } else { (*x + away, *x + away, Anchor::Start) };
        let half = LABEL * 0.5;
        let place = Taken { left, top: *y - half, right: left + width, bottom: *y + half };
        if left < CssPx(0.0) || place.right > scene.width || taken.iter().any(|other| other.meets(&place)) {
            continue;
        }
        taken.push(place);
        pen.text(Role::Ink, Face::Strong, LABEL, anchor, (at, *y), text);
    }
}

/// Room that is taken.
struct Taken {
    left: CssPx,
    top: CssPx,
    right: CssPx,
    bottom: CssPx,
}

impl Taken {
    fn around((x, y): Spot, reach: CssPx) -> Self {
        Self { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}
