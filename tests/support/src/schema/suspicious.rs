//! What comes before the investigation: suspicious connections, the flows and the traffic around them, what was ingested.

use async_graphql::SimpleObject;
use rusqlite::Row;

use super::{
    scalar::{Int, SpotDatetime},
    threats::or_zero,
};

/// A connection that the model found suspicious.
#[derive(SimpleObject)]
#[graphql(name = "NetflowSuspiciousType")]
pub(crate) struct SuspiciousConnection {
    tstart: Option<SpotDatetime>,
    src_ip: Option<String>,
    dst_ip: Option<String>,
    src_port: Option<Int>,
    dst_port: Option<Int>,
    protocol: Option<String>,
    in_pkts: Option<Int>,
    in_bytes: Option<Int>,
    out_pkts: Option<Int>,
    out_bytes: Option<Int>,
    score: Option<f64>,
    rank: Option<Int>,
    #[graphql(name = "srcIp_isInternal")]
    src_ip_is_internal: Option<Int>,
    #[graphql(name = "dstIp_isInternal")]
    dst_ip_is_internal: Option<Int>,
    #[graphql(name = "srcIp_geoloc")]
    src_ip_geoloc: Option<String>,
    #[graphql(name = "dstIp_geoloc")]
    dst_ip_geoloc: Option<String>,
    #[graphql(name = "srcIp_domain")]
    src_ip_domain: Option<String>,
    #[graphql(name = "dstIp_domain")]
    dst_ip_domain: Option<String>,
    #[graphql(name = "srcIp_rep")]
    src_ip_rep: Option<String>,
    #[graphql(name = "dstIp_rep")]
    dst_ip_rep: Option<String>,
}

impl SuspiciousConnection {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            tstart: row.get(0)?,
            src_ip: row.get(1)?,
            dst_ip: row.get(2)?,
            src_port: or_zero(row, 3)?,
            dst_port: or_zero(row, 4)?,
            protocol: row.get(5)?,
            in_pkts: or_zero(row, 6)?,
            in_bytes: or_zero(row, 7)?,
            out_pkts: or_zero(row, 8)?,
            out_bytes: or_zero(row, 9)?,
            score: Some(row.get::<_, Option<f64>>(10)?.unwrap_or(0.0)),
            rank: or_zero(row, 11)?,
            src_ip_is_internal: row.get(12)?,
            dst_ip_is_internal: row.get(13)?,
            src_ip_geoloc: row.get(14)?,
            dst_ip_geoloc: row.get(15)?,
            src_ip_domain: row.get(16)?,
            dst_ip_domain: row.get(17)?,
            src_ip_rep: row.get(18)?,
            dst_ip_rep: row.get(19)?,
        })
    }
}

/// A flow between two IPs. Ports and interfaces are texts here, as Spot's schema has them.
#[derive(SimpleObject)]
#[graphql(name = "NetflowEdgeDetailsType")]
pub(crate) struct EdgeDetails {
    tstart: Option<SpotDatetime>,
    src_ip: Option<String>,
    dst_ip: Option<String>,
    src_port: Option<String>,
    dst_port: Option<String>,
    protocol: Option<String>,
    flags: Option<String>,
    tos: Option<String>,
    in_bytes: Option<Int>,
    in_pkts: Option<Int>,
    in_iface: Option<String>,
    out_iface: Option<String>,
    router_ip: Option<String>,
    out_bytes: Option<Int>,
    out_pkts: Option<Int>,
}

impl EdgeDetails {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            tstart: row.get(0)?,
            src_ip: row.get(1)?,
            dst_ip: row.get(2)?,
            src_port: number_text(row, 3)?,
            dst_port: number_text(row, 4)?,
            protocol: row.get(5)?,
            flags: row.get(6)?,
            tos: number_text(row, 7)?,
            in_bytes: or_zero(row, 8)?,
            in_pkts: or_zero(row, 9)?,
            in_iface: number_text(row, 10)?,
            out_iface: number_text(row, 11)?,
            router_ip: row.get(12)?,
            out_bytes: or_zero(row, 13)?,
            out_pkts: or_zero(row, 14)?,
        })
    }
}

fn number_text(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(|number| number.to_string()))
}

/// Traffic from one suspicious IP to another over the day.
#[derive(SimpleObject)]
#[graphql(name = "NetflowIpConnectionDetailsType")]
pub(crate) struct IpConnectionDetails {
    src_ip: Option<String>,
    dst_ip: Option<String>,
    in_bytes: Option<Int>,
    in_pkts: Option<Int>,
}

impl IpConnectionDetails {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { src_ip: row.get(0)?, dst_ip: row.get(1)?, in_bytes: or_zero(row, 2)?, in_pkts: or_zero(row, 3)? })
    }
}

/// Flows received in one minute.
#[derive(SimpleObject)]
#[graphql(name = "SpotIngestSummaryType")]
pub(crate) struct IngestSummary {
    datetime: Option<SpotDatetime>,
    total: Option<Int>,
}

impl IngestSummary {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { datetime: row.get(0)?, total: row.get(1)? })
    }
}
