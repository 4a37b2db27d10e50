//! From places on the earth to a picture of it, and back.
//!
//! ```text
//!     globe: as seen from far away            map: degrees, equally long everywhere
//!         .-"""-.                             +-----------------------+
//!       /         \                           |                       |
//!      |  centre   |  radius                  |        centre         |
//!       \         /                           |                       |
//!         '-...-'                             +-----------------------+
//! ```

use super::borders::{Horizon, Seam, Seen};
use super::clip::{self, Clipped, Flat};
use super::scale::CssPx;
use super::sphere::{LonLat, Unit, wrap};
use super::window::Window;

/// Which picture of the earth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// A ball: the half of the earth that faces the eye (orthographic).
    Globe,
    /// All of it, flat (equirectangular).
    Map,
}

/// Where one looks from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eye {
    /// What is in the middle.
    pub center: LonLat,
    /// How much larger than to fit the box: 1 to [`MOST_ZOOM`].
    pub zoom: f64,
}

/// The closest look: the coast has no finer detail.
pub const MOST_ZOOM: f64 = 8.0;
/// Around the picture: room for markers at its edge.
const MARGIN: f64 = 8.0;

impl Eye {
    /// Above a place, at a distance that shows all.
    #[must_use]
    pub fn above(center: LonLat) -> Self {
        Self { center, zoom: 1.0 }
    }
}

/// A picture of the earth in a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    /// Which.
    pub view: View,
    center: LonLat,
    middle: Flat,
    scale: f64,
    axes: [Unit; 3],
}

impl Projection {
    /// The picture for a box of this size. What makes no sense in `eye` is brought to what does.
    #[must_use]
    pub fn new(view: View, eye: Eye, width: CssPx, height: CssPx) -> Self {
        let sane = |length: f64, most: f64| if length.is_finite() { length.clamp(1.0, most) } else { 1.0 };
        let (width, height) = (sane(width.0, 65_536.0), sane(height.0, 65_536.0));
        let zoom = sane(eye.zoom, MOST_ZOOM);
        let lon = if eye.center.lon.is_finite() { wrap(eye.center.lon) } else { 0.0 };
        let lat = if eye.center.lat.is_finite() { eye.center.lat.clamp(-90.0, 90.0) } else { 0.0 };
        let room = |side: f64| (side - 2.0 * MARGIN).max(1.0);
        let scale = match view {
            View::Globe => room(width.min(height)) / 2.0,
            View::Map => (room(width) / 360.0).min(room(height) / 180.0),
        } * zoom;
        let lat = match view {
            View::Globe => lat,
            // A map does not leave its box empty above or below.
            View::Map => {
                let most = (90.0 - height / 2.0 / scale).max(0.0);
                lat.clamp(-most, most)
            }
        };
        let (sin_lon, cos_lon) = lon.to_radians().sin_cos();
        let (sin_lat, cos_lat) = lat.to_radians().sin_cos();
        let axes = [
            Unit { x: -sin_lon, y: cos_lon, z: 0.0 },
            Unit { x: -sin_lat * cos_lon, y: -sin_lat * sin_lon, z: cos_lat },
            Unit { x: cos_lat * cos_lon, y: cos_lat * sin_lon, z: sin_lat },
        ];
        Self { view, center: LonLat { lon, lat }, middle: (width / 2.0, height / 2.0), scale, axes }
    }

    /// What is in the middle.
    #[must_use]
    pub fn center(&self) -> LonLat {
        self.center
    }

    /// The middle of the picture.
    #[must_use]
    pub fn middle(&self) -> (CssPx, CssPx) {
        (CssPx(self.middle.0), CssPx(self.middle.1))
    }

    /// The globe's radius, or the length of a radian of the map.
    #[must_use]
    pub fn radius(&self) -> CssPx {
        match self.view {
            View::Globe => CssPx(self.scale),
            View::Map => CssPx(self.scale * 1.0_f64.to_degrees()),
        }
    }

    /// How the globe is seen: right, up and towards the eye.
    fn seen(&self, unit: Unit) -> Seen {
        let [right, up, toward] = self.axes.map(|axis| axis.dot(unit));
        Seen { right, up, toward }
    }

    /// Degrees from the middle of the map, and the latitude.
    fn degrees(&self, unit: Unit) -> Flat {
        let place = unit.place();
        (wrap(place.lon - self.center.lon), place.lat)
    }

    /// Where a point of the plane is in the box.
    fn spot(&self, (x, y): Flat) -> Spot {
        let up = match self.view {
            View::Globe => y,
            View::Map => y - self.center.lat,
        };
        (CssPx(self.middle.0 + x * self.scale), CssPx(self.middle.1 - up * self.scale))
    }

    /// Where a place is; `None` where it is behind the globe.
    #[must_use]
    pub fn project(&self, unit: Unit) -> Option<Spot> {
        match self.view {
            View::Globe => {
                let seen = self.seen(unit);
                (seen.toward > 0.0).then(|| self.spot((seen.right, seen.up)))
            }
            View::Map => Some(self.spot(self.degrees(unit))),
        }
    }

    /// The place at a point of the box; `None` beside the earth.
    #[must_use]
    pub fn invert(&self, x: CssPx, y: CssPx) -> Option<LonLat> {
        let right = (x.0 - self.middle.0) / self.scale;
        let up = (self.middle.1 - y.0) / self.scale;
        match self.view {
            View::Globe => {
                let toward = (1.0 - right * right - up * up).sqrt();
                let [to_right, to_up, to_eye] = self.axes;
                let sum = |part: fn(Unit) -> f64| part(to_right) * right + part(to_up) * up + part(to_eye) * toward;
                let unit = Unit { x: sum(|axis| axis.x), y: sum(|axis| axis.y), z: sum(|axis| axis.z) };
                // Beside the disc the root is no number.
                toward.is_finite().then(|| unit.place())
            }
            View::Map => {
                let lat = up + self.center.lat;
                (right.abs() <= 180.0 && lat.abs() <= 90.0).then(|| LonLat { lon: wrap(right + self.center.lon), lat })
            }
        }
    }

    /// A ring that has its inside on the left, cut where it leaves the picture.
    #[must_use]
    pub fn ring(&self, ring: &[Unit]) -> Outline {
        let Clipped { fills, lines } = match self.view {
            View::Globe => clip::ring(&Horizon, &self.all_seen(ring)),
            View::Map => clip::ring(&Seam, &self.all_degrees(ring)),
        };
        let fills = self.spots(fills).into_iter().map(|fill| self.window().fill(fill));
        Outline { fills: fills.filter(|fill| fill.len() > 2).collect(), lines: self.seen_lines(lines) }
    }

    /// What of a line is in the picture.
    #[must_use]
    pub fn line(&self, line: &[Unit]) -> Vec<Vec<Spot>> {
        self.seen_lines(match self.view {
            View::Globe => clip::line(&Horizon, &self.all_seen(line)),
            View::Map => clip::line(&Seam, &self.all_degrees(line)),
        })
    }

    /// What of a line is behind the globe, seen through it.
    #[must_use]
    pub fn line_behind(&self, line: &[Unit]) -> Vec<Vec<Spot>> {
        match self.view {
            View::Globe => {
                let mut seen = self.all_seen(line);
                for point in &mut seen {
                    point.toward = -point.toward;
                }
                self.seen_lines(clip::line(&Horizon, &seen))
            }
            View::Map => Vec::new(),
        }
    }

    /// The map's own ground; none of a globe, which is a disc.
    #[must_use]
    pub fn frame(&self) -> Vec<Spot> {
        match self.view {
            View::Globe => Vec::new(),
            View::Map => {
                let corners = [(-180.0, -90.0), (180.0, -90.0), (180.0, 90.0), (-180.0, 90.0)];
                self.window().fill(corners.into_iter().map(|corner| self.spot(corner)).collect())
            }
        }
    }

    fn window(&self) -> Window {
        Window { width: CssPx(self.middle.0 * 2.0), height: CssPx(self.middle.1 * 2.0) }
    }

    /// Lines in the box.
    fn seen_lines(&self, lines: Vec<Vec<Flat>>) -> Vec<Vec<Spot>> {
        self.spots(lines).into_iter().flat_map(|line| self.window().line(line)).collect()
    }

    fn all_seen(&self, line: &[Unit]) -> Vec<Seen> {
        line.iter().map(|&unit| self.seen(unit)).collect()
    }

    fn all_degrees(&self, line: &[Unit]) -> Vec<Flat> {
        line.iter().map(|&unit| self.degrees(unit)).collect()
    }

    fn spots(&self, lines: Vec<Vec<Flat>>) -> Vec<Vec<Spot>> {
        lines.into_iter().map(|line| line.into_iter().map(|point| self.spot(point)).collect()).collect()
    }
}

/// A place in the box.
pub type Spot = (CssPx, CssPx);

/// A ring in the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// To be filled.
    pub fills: Vec<Vec<Spot>>,
    /// To be drawn: without what follows the picture's edge.
    pub lines: Vec<Vec<Spot>>,
}
