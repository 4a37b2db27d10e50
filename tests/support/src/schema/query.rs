//! The root of queries, and `flow`.

use async_graphql::{Error, Object};

use super::{
    Fallible, rows,
    scalar::{SpotDate, SpotDatetime, SpotIp},
    story::Threat,
    suspicious::{EdgeDetails, IngestSummary, IpConnectionDetails, SuspiciousConnection},
    threats::Threats,
};
use crate::Db;

/// The root of queries.
pub(crate) struct SpotQuery {
    pub(crate) db: Db,
}

#[Object(name = "SpotQueryType")]
impl SpotQuery {
    async fn flow(&self) -> Option<FlowQuery> {
        Some(FlowQuery { db: self.db.clone() })
    }
}

pub(crate) struct FlowQuery {
    db: Db,
}

#[Object(name = "NetflowQueryType")]
impl FlowQuery {
    async fn suspicious(
        &self,
        date: Option<SpotDate>,
        ip: Option<SpotIp>,
    ) -> Fallible<Vec<Option<SuspiciousConnection>>> {
        let ip = ip.as_ref().map(|ip| ip.0.as_str()).filter(|ip| !ip.is_empty());
        rows(self.db.day_or_today(date).and_then(|day| self.db.suspicious(day, ip)))
    }

    async fn edge_details(
        &self,
        tstart: SpotDatetime,
        src_ip: SpotIp,
        dst_ip: SpotIp,
    ) -> Fallible<Vec<Option<EdgeDetails>>> {
        match tstart.day() {
            Ok(day) => rows(self.db.edges(day, &tstart.0, [&src_ip.0, &dst_ip.0])),
            Err(message) => Some(Err(Error::new(message))),
        }
    }

    async fn ip_details(&self, date: Option<SpotDate>, ip: SpotIp) -> Fallible<Vec<Option<IpConnectionDetails>>> {
        rows(self.db.day_or_today(date).and_then(|day| self.db.chords(day, &ip.0)))
    }

    async fn threats(&self) -> Option<Threats> {
        Some(Threats { db: self.db.clone() })
    }

    async fn threat(&self) -> Option<Threat> {
        Some(Threat { db: self.db.clone() })
    }

    async fn ingest_summary(&self, start_date: SpotDate, end_date: SpotDate) -> Fallible<Vec<Option<IngestSummary>>> {
        rows(self.db.ingest_summary(start_date.0, end_date.0))
    }
}
