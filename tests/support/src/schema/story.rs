//! A saved storyboard as its pages ask for it: `threat.*`.
#![expect(clippy::unused_async, reason = "resolvers have to be async")]

use async_graphql::{Error, Object, Result, SimpleObject};
use rusqlite::Row;
use serde::Deserialize;

use super::{
    Fallible, rows,
    scalar::{Int, SpotDate, SpotDatetime, SpotIp},
    threats::ThreatDetails,
};
use crate::{Db, db::Document};

/// Everything about one high-risk IP.
pub(crate) struct Threat {
    pub(crate) db: Db,
}

#[Object(name = "NetflowThreatInformation")]
impl Threat {
    async fn details(&self, date: Option<SpotDate>, ip: SpotIp) -> Fallible<Vec<Option<ThreatDetails>>> {
        rows(self.db.day_or_today(date).and_then(|day| self.db.details(day, &ip.0)))
    }

    async fn incident_progression(&self, date: Option<SpotDate>, ip: SpotIp) -> Fallible<ProgressionNode> {
        Some(self.document(date, &ip, Document::ThreatDendro).map(ProgressionNode))
    }

    async fn impact_analysis(&self, date: Option<SpotDate>, ip: SpotIp) -> Fallible<ImpactNode> {
        Some(self.document(date, &ip, Document::Stats).map(ImpactNode))
    }

    async fn geo_localization(&self, date: Option<SpotDate>, ip: SpotIp) -> Fallible<MapView> {
        Some(self.document(date, &ip, Document::Globe))
    }

    async fn timeline(&self, date: Option<SpotDate>, ip: SpotIp) -> Fallible<Vec<Option<TimelineRow>>> {
        rows(self.db.day_or_today(date).and_then(|day| self.db.timeline(day, &ip.0)))
    }
}

impl Threat {
    /// A document, or, as Spot does, an empty one until a storyboard was saved: its name is null then, which the schema
    /// forbids, so that Spot answers null and an error.
    fn document<T: for<'a> Deserialize<'a>>(&self, date: Option<SpotDate>, ip: &SpotIp, kind: Document) -> Result<T> {
        let text = self.db.day_or_today(date).and_then(|day| self.db.document(day, &ip.0, kind));
        let text = text.map_err(|error| Error::new(error.to_string()))?;
        serde_json::from_str(text.as_deref().unwrap_or("{}")).map_err(|error| Error::new(error.to_string()))
    }
}

/// A node of one of the two trees.
#[derive(Clone, Deserialize)]
struct Node {
    name: Option<String>,
    children: Option<Vec<Self>>,
    size: Option<i64>,
}

impl Node {
    fn name(&self, type_name: &str) -> Result<String> {
        let missing = || Error::new(format!("Cannot return null for non-nullable field {type_name}.name."));
        self.name.clone().ok_or_else(missing)
    }

    fn children<T>(&self, wrap: fn(Self) -> T) -> Option<Vec<Option<T>>> {
        let children = self.children.as_ref()?;
        Some(children.iter().cloned().map(wrap).map(Some).collect())
    }
}

/// A node of the incident progression: contexts by direction.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct ProgressionNode(Node);

#[Object(name = "NetflowIncidentProgressionNodeType")]
impl ProgressionNode {
    async fn name(&self) -> Result<String> {
        self.0.name("NetflowIncidentProgressionNodeType")
    }

    async fn children(&self) -> Option<Vec<Option<ProgressionNode>>> {
        self.0.children(Self)
    }
}

/// A node of the impact analysis: peers counted by direction and context.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct ImpactNode(Node);

#[Object(name = "NetflowImpactAnalysisNodeType")]
impl ImpactNode {
    async fn name(&self) -> Result<String> {
        self.0.name("NetflowImpactAnalysisNodeType")
    }

    async fn children(&self) -> Option<Vec<Option<ImpactNode>>> {
        self.0.children(Self)
    }

    async fn size(&self) -> Option<Int> {
        Some(Int::Whole(self.0.size.unwrap_or(0)))
    }
}

/// Where the peers are.
#[derive(Deserialize, SimpleObject)]
#[graphql(name = "NetflowMapViewType")]
pub(crate) struct MapView {
    #[serde(rename = "sourceips", default = "nobody")]
    src_ips: Option<Vec<Option<MapViewIp>>>,
    #[serde(rename = "destips", default = "nobody")]
    dst_ips: Option<Vec<Option<MapViewIp>>>,
}

#[expect(clippy::unnecessary_wraps, reason = "the default of a nullable field")]
fn nobody() -> Option<Vec<Option<MapViewIp>>> {
    Some(Vec::new())
}

#[derive(Deserialize, SimpleObject)]
#[graphql(name = "NetflowMapViewIpType")]
struct MapViewIp {
    geometry: Option<Geometry>,
    properties: Option<Properties>,
}

#[derive(Deserialize, SimpleObject)]
#[graphql(name = "NetflowMapViewGeometryType")]
struct Geometry {
    /// Longitude, latitude.
    #[graphql(name = "coordinates")]
    coordinates: Option<Vec<Option<f64>>>,
}

#[derive(Deserialize)]
struct Properties {
    ip: Option<String>,
    location: Option<String>,
    r#type: Option<i64>,
}

#[Object(name = "NetflowMapViewPropertiesType")]
impl Properties {
    async fn ip(&self) -> Option<SpotIp> {
        self.ip.clone().map(SpotIp)
    }

    async fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    async fn r#type(&self) -> Option<Int> {
        self.r#type.map(Int::Whole)
    }
}

/// A row of a saved timeline. Nothing in it may be null: one value that cannot be written makes the whole row null (quirk 1).
#[derive(SimpleObject)]
#[graphql(name = "NetflowTimelineType")]
pub(crate) struct TimelineRow {
    tstart: SpotDatetime,
    tend: SpotDatetime,
    src_ip: SpotIp,
    dst_ip: SpotIp,
    protocol: String,
    src_port: Int,
    dst_port: Int,
    pkts: Int,
    bytes: Int,
}

impl TimelineRow {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            tstart: row.get(0)?,
            tend: row.get(1)?,
            src_ip: row.get(2)?,
            dst_ip: row.get(3)?,
            protocol: row.get(4)?,
            src_port: row.get(5)?,
            dst_port: row.get(6)?,
            pkts: row.get(7)?,
            bytes: row.get(8)?,
        })
    }
}
