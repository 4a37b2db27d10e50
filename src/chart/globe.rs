//! Where peers are: a globe or a map with the coasts, a marker at each place, and the ways from the sought IP to them.
//!
//! ```text
//!   Located (a peer each) -> Places (a marker each) --+
//!   Eye, View, the room ------------------------------+--> globe::marks --> Vec<Mark>
//!                                                     +--> globe::hit   --> what the pointer is on
//! ```

use super::coast::{Ground, shores};
use super::markers::{self, radius};
use super::marks::{Mark, Role, Tone};
use super::pen::Pen;
use super::places::{Marker, Places};
use super::projection::{Eye, Outline, Projection, Spot, View};
use super::scale::{CssPx, Density};
use super::sphere::{LonLat, Unit, arc};
use super::words::Words;
use crate::domain::direction::Direction;

/// Degrees between the lines of the graticule.
const GRATICULE: i32 = 30;
pub(super) const HOME_RADIUS: CssPx = CssPx(5.0);
/// How far apart the ways of different directions to one place run, in radians at their middle.
const BEND: f64 = 0.09;
pub(super) const HAIRLINE: CssPx = CssPx(1.0);

/// All that decides how the earth looks.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The room: its width.
    pub width: CssPx,
    /// Its height.
    pub height: CssPx,
    /// Device pixels per CSS pixel.
    pub density: Density,
    /// Globe or map.
    pub view: View,
    /// Where one looks from.
    pub eye: Eye,
    /// Where the sought IP is, if that is known.
    pub home: Option<LonLat>,
    /// Where its peers are.
    pub places: &'a Places,
    /// The marker that is chosen or pointed at: the others are set back.
    pub chosen: Option<usize>,
    /// How numbers are written.
    pub words: Words,
}

impl Scene<'_> {
    /// The picture of the earth.
    #[must_use]
    pub fn projection(&self) -> Projection {
        Projection::new(self.view, self.eye, self.width, self.height)
    }

    /// Where a marker is, if it is in sight.
    #[must_use]
    pub fn spot(&self, marker: &Marker) -> Option<Spot> {
        self.in_box(self.projection().project(marker.at.unit())?)
    }

    pub(super) fn in_box(&self, spot: Spot) -> Option<Spot> {
        let zero = CssPx(0.0);
        let is_inside = spot.0 >= zero && spot.1 >= zero && spot.0 <= self.width && spot.1 <= self.height;
        is_inside.then_some(spot)
    }

    pub(super) fn tone(&self, number: usize) -> Tone {
        if self.chosen.is_some_and(|chosen| chosen != number) { Tone::Faint } else { Tone::Full }
    }
}

/// What there is to paint, in the order in which it is painted.
#[must_use]
pub fn marks(scene: &Scene) -> Vec<Mark> {
    let mut pen = Pen::new(scene.density);
    let projection = scene.projection();
    earth(&projection, &mut pen);
    ways(scene, &projection, &mut pen);
    markers::markers(scene, &projection, &mut pen);
    pen.finish()
}

fn earth(projection: &Projection, pen: &mut Pen) {
    let (middle, radius) = (projection.middle(), projection.radius());
    match projection.view {
        View::Globe => pen.disc(Role::Line, Tone::Ground, middle, radius),
        View::Map => pen.shape(Role::Line, Tone::Ground, &projection.frame()),
    }
    let outlines: Vec<(Ground, Outline)> =
        shores().iter().map(|shore| (shore.ground, projection.ring(&shore.ring))).collect();
    for of in [Ground::Land, Ground::Water] {
        let tone = match of {
            Ground::Land => Tone::One,
            Ground::Water => Tone::Ground,
        };
        for (_, outline) in outlines.iter().filter(|(ground, _)| *ground == of) {
            for fill in &outline.fills {
                pen.shape(Role::Line, tone, fill);
            }
        }
    }
    for line in graticule(projection.view).iter().flat_map(|line| projection.line(line)) {
        pen.line(Role::Line, Tone::Full, HAIRLINE, None, &line);
    }
    for line in outlines.iter().flat_map(|(_, outline)| &outline.lines) {
        pen.line(Role::Muted, Tone::Faint, HAIRLINE, None, line);
    }
    match projection.view {
        View::Globe => pen.ring(Role::Line, HAIRLINE, middle, radius),
        View::Map => {
            let mut frame = projection.frame();
            frame.extend(frame.first().copied());
            pen.line(Role::Line, Tone::Full, HAIRLINE, None, &frame);
        }
    }
}

/// Meridians and parallels. On a globe only every third meridian reaches the poles, where all would be a blot.
fn graticule(view: View) -> Vec<Vec<Unit>> {
    let unit = |lon: i32, lat: i32| LonLat { lon: f64::from(lon), lat: f64::from(lat) }.unit();
    let (apart, step) = (GRATICULE.unsigned_abs() as usize, 3);
    let meridians = (-180..180).step_by(apart).map(|lon| {
        let most = if lon % 90 == 0 || view == View::Map { 90 } else { 90 - GRATICULE / 3 };
        (-most..=most).step_by(step).map(|lat| unit(lon, lat)).collect()
    });
    let parallels = (-60..=60).step_by(apart).map(|lat| (-180..=180).step_by(step).map(|lon| unit(lon, lat)).collect());
    meridians.chain(parallels).collect()
}

fn ways(scene: &Scene, projection: &Projection, pen: &mut Pen) {
    let Some(home) = scene.home else { return };
    let each = || {
        // The strongest last: it is painted over the others.
        scene.places.markers.iter().enumerate().rev().flat_map(|(number, marker)| {
            let directions: Vec<Direction> = marker.directions().collect();
            // At most three.
            #[allow(clippy::cast_precision_loss)]
            let middle = (directions.len() as f64 - 1.0) / 2.0;
            directions.into_iter().zip([0.0, 1.0, 2.0]).map(move |(direction, place)| {
                let way = arc(home.unit(), marker.at.unit(), (place - middle) * BEND);
                (number, direction, marker.of(direction), way)
            })
        })
    };
    for (_, direction, _, way) in each() {
        for line in projection.line_behind(&way) {
            pen.line(Role::Traffic(direction), Tone::Faint, HAIRLINE, Some(CssPx(3.0)), &line);
        }
    }
    for (number, direction, peers, way) in each() {
        let width = CssPx(1.2 + 0.6 * f64::from(peers.max(1)).log10());
        for line in projection.line(&way) {
            pen.line(Role::Traffic(direction), scene.tone(number), width.min(CssPx(3.5)), None, &line);
        }
    }
}

/// What the pointer can be on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hit {
    /// A marker, by its number.
    Marker(usize),
    /// Where the sought IP is.
    Home,
    /// The earth.
    Earth(LonLat),
    /// Beside it.
    Nothing,
}

/// What is at `x`, `y`: the marker whose edge is nearest, up to `reach` beside it.
#[must_use]
pub fn hit(scene: &Scene, x: CssPx, y: CssPx, reach: CssPx) -> Hit {
    if scene.in_box((x, y)).is_none() {
        return Hit::Nothing;
    }
    let projection = scene.projection();
    let beside = |at: LonLat, radius: CssPx| {
        let (left, top) = scene.in_box(projection.project(at.unit())?)?;
        let distance = (left - x).0.hypot((top - y).0) - radius.0;
        (distance <= reach.0).then_some(distance)
    };
    let markers = scene.places.markers.iter().enumerate();
    let found = markers.filter_map(|(number, marker)| Some((beside(marker.at, radius(marker))?, Hit::Marker(number))));
    let home = scene.home.and_then(|home| Some((beside(home, HOME_RADIUS)?, Hit::Home)));
    let nearest = found.chain(home).min_by(|(one, _), (other, _)| one.total_cmp(other));
    match nearest {
        Some((_, hit)) => hit,
        None => projection.invert(x, y).map_or(Hit::Nothing, Hit::Earth),
    }
}
