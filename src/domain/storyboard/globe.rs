//! `globe-<ip>.json`, the map: where peers are, as `GeoJSON` features.

use std::net::IpAddr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Member, in_group, lenient};
use crate::domain::direction::Direction;
use crate::domain::geo::{At, Location};

/// The map. As JSON it has Spot's form; it is read from that, and from `NetflowMapViewType`, where the lists are called
/// `srcIps` and `dstIps` and anything may be null.
///
/// Two-way peers are destinations. Inbound and outbound ones are sources, and each has a destination for the sought IP.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Globe {
    /// `destips`.
    pub destinations: Vec<Feature>,
    /// `sourceips`.
    pub sources: Vec<Feature>,
    /// Features that were left out when they were read, since their IP or type was none.
    pub unreadable: u64,
}

/// A place on the map, and who is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// Who.
    pub ip: IpAddr,
    /// The peer's group, also where the feature is the sought IP at a peer's other end.
    pub direction: Direction,
    /// The peer's owner, also where the feature is the sought IP.
    pub location: String,
    /// Where; `None` where a stored document does not say.
    pub coordinates: Option<Coordinates>,
}

/// Where on the earth, in degrees, east before north as in `GeoJSON`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
}

impl Coordinates {
    pub(super) fn of(location: &Location<'_>) -> Option<Self> {
        location.at.map(|At { latitude, longitude }| Self { longitude, latitude })
    }
}

impl Globe {
    /// The map of `members`: two-way first, then outbound, then inbound, as in Spot; in a group the busiest first. Peers
    /// without a place are left out, and so is the sought IP where it has none.
    ///
    /// Spot takes the last range that begins at or before an address, even one that ends before it: on its map such an
    /// address is at its neighbour's place.
    pub(super) fn of(ip: IpAddr, own_location: Option<Location<'_>>, members: &[Member<'_>]) -> Self {
        let own_coordinates = own_location.as_ref().and_then(Coordinates::of);
        let mut globe = Self::default();
        for direction in [Direction::TwoWay, Direction::Outbound, Direction::Inbound] {
            for member in in_group(members, direction) {
                let Some(location) = &member.location else { continue };
                let Some(own) = Coordinates::of(location) else { continue };
                let feature = |ip, coordinates| Feature {
                    ip,
                    direction,
                    location: location.owner.to_owned(),
                    coordinates: Some(coordinates),
                };
                let peer = feature(member.ip, own);
                if direction == Direction::TwoWay {
                    globe.destinations.push(peer);
                } else {
                    globe.sources.push(peer);
                    globe.destinations.extend(own_coordinates.map(|coordinates| feature(ip, coordinates)));
                }
            }
        }
        globe
    }
}

/// The `type` of a feature's properties.
fn type_number(direction: Direction) -> u64 {
    match direction {
        Direction::TwoWay => 1,
        Direction::Inbound => 2,
        Direction::Outbound => 3,
    }
}

#[derive(Serialize)]
struct WrittenGlobe<'a> {
    destips: Vec<WrittenFeature<'a>>,
    r#type: &'static str,
    sourceips: Vec<WrittenFeature<'a>>,
}

#[derive(Serialize)]
struct WrittenFeature<'a> {
    geometry: WrittenGeometry,
    r#type: &'static str,
    properties: WrittenProperties<'a>,
}

#[derive(Serialize)]
struct WrittenGeometry {
    r#type: &'static str,
    /// Longitude and latitude; none where they are not known.
    coordinates: Vec<f64>,
}

#[derive(Serialize)]
struct WrittenProperties<'a> {
    ip: IpAddr,
    r#type: u64,
    location: &'a str,
}

impl<'a> WrittenFeature<'a> {
    fn of(feature: &'a Feature) -> Self {
        let coordinates = feature.coordinates.map(|at| vec![at.longitude, at.latitude]).unwrap_or_default();
        Self {
            geometry: WrittenGeometry { r#type: "Point", coordinates },
            r#type: "Feature",
            properties: WrittenProperties {
                ip: feature.ip,
                r#type: type_number(feature.direction),
                location: &feature.location,
            },
        }
    }
}

impl Serialize for Globe {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return (&self.destinations, &self.sources, self.unreadable).serialize(serializer);
        }
        let destips = self.destinations.iter().map(WrittenFeature::of).collect();
        let sourceips = self.sources.iter().map(WrittenFeature::of).collect();
        WrittenGlobe { destips, r#type: "FeatureCollection", sourceips }.serialize(serializer)
    }
}

#[derive(Deserialize)]
struct StoredGlobe {
    #[serde(default, alias = "dstIps")]
    destips: Option<Vec<Option<StoredFeature>>>,
    #[serde(default, alias = "srcIps")]
    sourceips: Option<Vec<Option<StoredFeature>>>,
}

#[derive(Deserialize)]
struct StoredFeature {
    geometry: Option<StoredGeometry>,
    properties: Option<StoredProperties>,
}

#[derive(Deserialize)]
struct StoredGeometry {
    coordinates: Option<Vec<Option<f64>>>,
}

#[derive(Deserialize)]
struct StoredProperties {
    #[serde(default, deserialize_with = "lenient::text")]
    ip: String,
    #[serde(default, deserialize_with = "lenient::whole")]
    r#type: Option<u64>,
    #[serde(default, deserialize_with = "lenient::text")]
    location: String,
}

impl StoredFeature {
    fn read(self) -> Option<Feature> {
        let properties = self.properties?;
        let direction = Direction::ALL.into_iter().find(|of| Some(type_number(*of)) == properties.r#type)?;
        let coordinates = match self.geometry.and_then(|geometry| geometry.coordinates).as_deref() {
            Some([Some(longitude), Some(latitude), ..]) => {
                Some(Coordinates { longitude: *longitude, latitude: *latitude })
            }
            _ => None,
        };
        let ip = properties.ip.trim().parse().ok()?;
        Some(Feature { ip, direction, location: properties.location, coordinates })
    }
}

impl<'de> Deserialize<'de> for Globe {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let (destinations, sources, unreadable) = Deserialize::deserialize(deserializer)?;
            return Ok(Self { destinations, sources, unreadable });
        }
        let StoredGlobe { destips, sourceips } = StoredGlobe::deserialize(deserializer)?;
        let mut unreadable = 0;
        let mut read = |features: Option<Vec<Option<StoredFeature>>>| {
            let read = features.into_iter().flatten().map(|feature| feature.and_then(StoredFeature::read));
            let is_read = |feature: &Option<Feature>| {
                unreadable += u64::from(feature.is_none());
                feature.is_some()
            };
            read.filter(is_read).flatten().collect()
        };
        let (destinations, sources) = (read(destips), read(sourceips));
        Ok(Self { destinations, sources, unreadable })
    }
}
