//! What context files know of an address, as fields.

use std::net::IpAddr;

use serde::Serialize;

use crate::export::dossier::Dossier;
use crate::export::known::KnownAddress;

/// The schema's `geo`: of it what iploc.csv tells.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Geo {
    #[serde(skip_serializing_if = "Option::is_none")]
    country_iso_code: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    country_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    region_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    city_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
}

/// A `geo_point`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
struct Location {
    lat: f64,
    lon: f64,
}

/// An address and what is known of it. The names of networks and the owners of ranges have no field for each end in the
/// schema.
#[derive(Clone, Debug, Serialize)]
pub struct KnownEnd {
    pub ip: IpAddr,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub network_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    internal_range: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    geo: Option<Geo>,
    #[serde(skip_serializing_if = "String::is_empty")]
    range_owner: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    range_owner_domain: String,
}

impl Geo {
    /// Where `ip` is; `None` where that is not known.
    pub fn of(ip: IpAddr, dossier: &Dossier) -> Option<Self> {
        Self::known(dossier.known.get(ip)?)
    }

    fn known(known: &KnownAddress) -> Option<Self> {
        // Two letters (ISO 3166-1), or it is no code.
        let is_code = |code: &&str| code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_alphabetic());
        let geo = Self {
            country_iso_code: Some(known.country_code.as_str()).filter(is_code).map(str::to_ascii_uppercase),
            country_name: known.country.clone(),
            region_name: known.state.clone(),
            city_name: known.city.clone(),
            location: known.at.map(|at| Location { lat: at.latitude, lon: at.longitude }),
        };
        (geo != Self::default()).then_some(geo)
    }
}

impl KnownEnd {
    /// What is known of `ip`; `None` where nothing is.
    pub fn of(ip: IpAddr, dossier: &Dossier) -> Option<Self> {
        let known = dossier.known.get(ip)?;
        Some(Self {
            ip,
            network_name: known.network_name.clone(),
            internal_range: known.internal_range.clone(),
            geo: Geo::known(known),
            range_owner: known.owner.clone(),
            range_owner_domain: known.domain.clone(),
        })
    }
}
