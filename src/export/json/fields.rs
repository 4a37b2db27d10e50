//! The fields of an event: those of the Elastic Common Schema, and the app's own.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde::Serialize;

use super::About;
use super::known::{Geo, KnownEnd};
use crate::domain::attack::TechniqueId;

/// Of the schema.
pub const ECS_VERSION: &str = "8.11.0";

#[derive(Serialize)]
pub struct Entry {
    #[serde(rename = "@timestamp")]
    pub timestamp: String,
    pub ecs: Ecs,
    pub event: Classes,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<End>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<End>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<Network>,
    pub related: Related,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threat: Option<Threat>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<&'static str>,
    #[serde(rename = "flow_threat_investigation")]
    pub own: Own,
}

#[derive(Serialize)]
pub struct Ecs {
    pub version: &'static str,
}

#[derive(Serialize)]
pub struct Classes {
    pub kind: &'static str,
    pub category: [&'static str; 1],
    #[serde(rename = "type")]
    pub types: [&'static str; 2],
    pub start: String,
    pub end: String,
}

/// One end of a connection.
#[derive(Serialize)]
pub struct End {
    pub ip: IpAddr,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geo: Option<Geo>,
}

#[derive(Default, PartialEq, Serialize)]
pub struct Network {
    /// "Name given by operators to sections of their network."
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packets: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub community_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transport: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iana_number: Option<String>,
}

#[derive(Serialize)]
pub struct Related {
    pub ip: Vec<IpAddr>,
}

/// What the analyst takes the investigated threat for.
#[derive(Clone, Serialize)]
pub struct Threat {
    pub framework: &'static str,
    pub technique: Techniques,
}

/// The same place in each list is the same technique, where all names are known.
#[derive(Clone, Default, Serialize)]
pub struct Techniques {
    pub id: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub name: Vec<&'static str>,
    pub reference: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtechnique: Option<Box<Techniques>>,
}

impl Threat {
    /// Techniques, those of sub-techniques too, and sub-techniques; `None` where there is none.
    pub fn of(techniques: &[TechniqueId]) -> Option<Self> {
        let parents: BTreeSet<TechniqueId> = techniques.iter().map(|id| id.parent()).collect();
        let subs: BTreeSet<TechniqueId> = techniques.iter().copied().filter(|id| id.is_sub()).collect();
        let subtechnique = (!subs.is_empty()).then(|| Box::new(Techniques::of(&subs)));
        let technique = Techniques { subtechnique, ..Techniques::of(&parents) };
        (!parents.is_empty()).then_some(Self { framework: "MITRE ATT&CK", technique })
    }
}

impl Techniques {
    fn of(ids: &BTreeSet<TechniqueId>) -> Self {
        Self {
            id: ids.iter().map(ToString::to_string).collect(),
            name: ids.iter().filter_map(|id| id.name()).collect(),
            reference: ids.iter().map(|id| id.reference()).collect(),
            subtechnique: None,
        }
    }
}

/// What the schema has no field for.
#[derive(Serialize)]
pub struct Own {
    #[serde(flatten)]
    pub about: About,
    pub list: String,
    /// From 1.
    pub rank: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u32>,
    #[serde(flatten)]
    pub numbers: Numbers,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest: Option<Ports>,
    /// What context files know of both ends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<KnownEnd>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_told: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub over_32_bit: Vec<&'static str>,
}

#[derive(Clone, Copy, Default, Serialize)]
pub struct Numbers {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connections: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_connection_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_connection_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_connection_packets: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_connection_packets: Option<u64>,
}

/// Ports of the row with most bytes.
#[derive(Clone, Copy, Default, PartialEq, Serialize)]
pub struct Ports {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_port: Option<u16>,
}

pub const CONNECTIONS: &str = "connections";
pub const MAX_BYTES: &str = "max_connection_bytes";
pub const MEAN_BYTES: &str = "mean_connection_bytes";
pub const APPROX_BYTES: &str = "approximate_bytes";
pub const MAX_PACKETS: &str = "max_connection_packets";
pub const MEAN_PACKETS: &str = "mean_connection_packets";

impl Numbers {
    /// A number by its name.
    pub fn get(&self, name: &str) -> Option<u64> {
        match name {
            CONNECTIONS => self.connections,
            MAX_BYTES => self.max_connection_bytes,
            MEAN_BYTES => self.mean_connection_bytes,
            APPROX_BYTES => self.approximate_bytes,
            MAX_PACKETS => self.max_connection_packets,
            MEAN_PACKETS => self.mean_connection_packets,
            _ => None,
        }
    }
}
