//! What mutations take.

use async_graphql::InputObject;

use super::scalar::{Int, SpotDate, SpotDatetime, SpotIp};

/// Which of the day's suspicious connections to score, and how.
#[derive(InputObject)]
#[graphql(name = "NetflowScoreInputType")]
pub(crate) struct ScoreInput {
    pub(crate) date: Option<SpotDate>,
    dst_ip: Option<SpotIp>,
    dst_port: Option<Int>,
    pub(crate) score: Int,
    src_ip: Option<SpotIp>,
    src_port: Option<Int>,
}

/// Criteria as Spot takes them: an empty text and port 0 count as not given.
impl ScoreInput {
    pub(crate) fn source(&self) -> Option<&str> {
        given(self.src_ip.as_ref())
    }

    pub(crate) fn destination(&self) -> Option<&str> {
        given(self.dst_ip.as_ref())
    }

    pub(crate) fn source_port(&self) -> Option<i64> {
        self.src_port.map(Int::whole).filter(|port| *port != 0)
    }

    pub(crate) fn destination_port(&self) -> Option<i64> {
        self.dst_port.map(Int::whole).filter(|port| *port != 0)
    }

    pub(crate) fn is_unrestricted(&self) -> bool {
        self.source().is_none()
            && self.destination().is_none()
            && self.source_port().is_none()
            && self.destination_port().is_none()
    }
}

fn given(ip: Option<&SpotIp>) -> Option<&str> {
    ip.map(|ip| ip.0.as_str()).filter(|ip| !ip.is_empty())
}

/// A storyboard to be made and saved.
#[derive(InputObject)]
#[graphql(name = "NetflowCreateStoryboardInputType")]
pub(crate) struct StoryboardInput {
    pub(crate) date: Option<SpotDate>,
    pub(crate) first: Option<Int>,
    pub(crate) ip: SpotIp,
    pub(crate) text: String,
    pub(crate) threat_details: Vec<Option<ThreatDetailsInput>>,
    pub(crate) title: String,
}

/// A row of the expanded search, sent back.
#[derive(InputObject)]
#[graphql(name = "NetflowThreatDetailsInputType")]
pub(crate) struct ThreatDetailsInput {
    avg_bytes: Option<Int>,
    avg_pkts: Option<Int>,
    pub(crate) connections: Option<Int>,
    pub(crate) dst_ip: Option<SpotIp>,
    dst_port: Option<Int>,
    first_seen: Option<SpotDatetime>,
    last_seen: Option<SpotDatetime>,
    pub(crate) max_bytes: Option<Int>,
    max_pkts: Option<Int>,
    pub(crate) src_ip: Option<SpotIp>,
    src_port: Option<Int>,
}
