//! Places on the earth, and directions from its centre. The earth is a ball here.

/// A place in degrees. Longitudes grow to the east, latitudes to the north.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LonLat {
    /// Longitude, -180 to 180.
    pub lon: f64,
    /// Latitude, -90 to 90.
    pub lat: f64,
}

impl LonLat {
    /// A place, from what a document says; `None` where that is no place on earth.
    #[must_use]
    pub fn new(lon: f64, lat: f64) -> Option<Self> {
        let is_place = lon.is_finite() && (-90.0..=90.0).contains(&lat) && lon.abs() <= 360.0;
        is_place.then(|| Self { lon: wrap(lon), lat })
    }

    /// The direction in which the place lies from the earth's centre.
    #[must_use]
    pub fn unit(self) -> Unit {
        let (lon, lat) = (self.lon.to_radians(), self.lat.to_radians());
        Unit { x: lat.cos() * lon.cos(), y: lat.cos() * lon.sin(), z: lat.sin() }
    }
}

/// A longitude between -180, inclusive, and 180.
#[must_use]
pub fn wrap(lon: f64) -> f64 {
    (lon + 180.0).rem_euclid(360.0) - 180.0
}

/// A direction, of length 1. At 0, 0 the first component is 1; the second points to the east of there, the third to the
/// north pole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// To 0, 0.
    pub x: f64,
    /// To 0, 90 east.
    pub y: f64,
    /// To the north pole.
    pub z: f64,
}

impl Unit {
    /// The cosine of the angle between the two.
    #[must_use]
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    fn cross(self, other: Self) -> Self {
        Self {
            x: self.y * other.z - self.z * other.y,
            y: self.z * other.x - self.x * other.z,
            z: self.x * other.y - self.y * other.x,
        }
    }

    /// `self` and `other` in these parts, brought to length 1; `None` where nothing is left.
    #[must_use]
    pub fn mix(self, part: f64, other: Self, other_part: f64) -> Option<Self> {
        let sum = |own: f64, other: f64| own * part + other * other_part;
        Self { x: sum(self.x, other.x), y: sum(self.y, other.y), z: sum(self.z, other.z) }.normalized()
    }

    fn normalized(self) -> Option<Self> {
        let length = self.dot(self).sqrt();
        (length > 1e-12).then(|| Self { x: self.x / length, y: self.y / length, z: self.z / length })
    }

    /// The place that lies in this direction.
    #[must_use]
    pub fn place(self) -> LonLat {
        let lat = self.z.atan2(self.x.hypot(self.y)).to_degrees();
        LonLat { lon: wrap(self.y.atan2(self.x).to_degrees()), lat }
    }

    /// The angle between the two in radians.
    #[must_use]
    pub fn angle(self, other: Self) -> f64 {
        let cross = self.cross(other);
        cross.dot(cross).sqrt().atan2(self.dot(other))
    }
}

/// A step of an arc is no longer, in radians: 2 degrees.
const STEP: f64 = 0.035;

/// The shortest way from one place to another, as points that are close together, both ends included; none where the two
/// are one place. `bend` lifts its middle sideways, to the left, in radians: several ways between the same places can be
/// told apart so. Between opposite places, where each way is as short, it leads over a pole.
#[must_use]
pub fn arc(from: Unit, to: Unit, bend: f64) -> Vec<Unit> {
    let angle = from.angle(to);
    if angle.is_nan() || angle < 1e-6 {
        return Vec::new();
    }
    let pole = Unit { x: 0.0, y: 0.0, z: 1.0 };
    let side = Unit { x: 1.0, y: 0.0, z: 0.0 };
    let across = from.cross(to).normalized().filter(|_| angle < std::f64::consts::PI - 1e-6);
    let across = across.or_else(|| from.cross(pole).normalized()).or_else(|| from.cross(side).normalized());
    let Some(across) = across else { return Vec::new() };
    let ahead = across.cross(from);
    // At most half around the earth: some ninety steps.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let steps = ((angle / STEP).ceil() as u32).clamp(1, 128);
    (0..=steps)
        .filter_map(|step| {
            let share = f64::from(step) / f64::from(steps);
            let on_way = from.mix((angle * share).cos(), ahead, (angle * share).sin())?;
            on_way.mix(1.0, across, (bend * (std::f64::consts::PI * share).sin()).tan())
        })
        .collect()
}
