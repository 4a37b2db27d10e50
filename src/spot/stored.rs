//! What Spot stored of a storyboard, from its answer (`spot.md`, "Operations").
//!
//! Before a storyboard was saved Spot answers null, or an empty document, and an error that says a name may not be null.
//! A flow above 32 bits makes its row of the timeline null, with an error (quirk 1). Neither is a failure.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::wire;
use crate::domain::storyboard::{Globe, ImpactNode, ProgressionNode, StoredDocuments, StoredTimeline};
use crate::failure::Failure;

#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    flow: Option<Flow>,
}

#[derive(Deserialize)]
struct Flow {
    #[serde(default)]
    threat: Option<Threat>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Threat {
    #[serde(default)]
    incident_progression: Value,
    #[serde(default)]
    impact_analysis: Value,
    #[serde(default)]
    geo_localization: Value,
    #[serde(default)]
    timeline: Value,
}

/// Reads the answer to the operation `Storyboard`, and what else the server said, in its own words. A document of another
/// form than Spot's is told and left out; the others are there.
pub fn from_answer(what: &str, answer: &[u8]) -> Result<(StoredDocuments, Vec<String>), Failure> {
    let (data, words) = wire::data(what, wire::read::<Data>(what, answer)?)?;
    let threat = data.flow.and_then(|flow| flow.threat).unwrap_or_default();
    let mut remarks: Vec<String> = words.into_iter().filter(|words| !is_expected(words)).collect();
    let documents = StoredDocuments {
        impact: document(threat.impact_analysis, "impact analysis", &mut remarks).filter(is_impact),
        progression: document(threat.incident_progression, "incident progression", &mut remarks).filter(is_progression),
        globe: document(threat.geo_localization, "map", &mut remarks).filter(is_globe),
        timeline: document(threat.timeline, "timeline", &mut remarks).filter(is_timeline),
    };
    Ok((documents, remarks))
}

fn document<T: DeserializeOwned>(value: Value, name: &str, remarks: &mut Vec<String>) -> Option<T> {
    if value.is_null() {
        return None;
    }
    match serde_json::from_value(value) {
        Ok(document) => Some(document),
        Err(error) => {
            remarks.push(format!("the stored {name} is not in Spot's form ({error}) and is left out"));
            None
        }
    }
}

/// What Spot says where nothing is stored, and of numbers above 32 bits, which are told as rows that are missing.
fn is_expected(words: &str) -> bool {
    (words.starts_with("Cannot return null for non-nullable field Netflow") && words.contains("NodeType.name"))
        || words.contains("NetflowTimelineType")
        || words.contains("32 bit")
        || words.contains("32-bit")
}

fn is_impact(node: &ImpactNode) -> bool {
    node.size.is_some_and(|size| size > 0) || node.children.is_some()
}

fn is_progression(node: &ProgressionNode) -> bool {
    node.children.is_some()
}

fn is_globe(globe: &Globe) -> bool {
    !globe.destinations.is_empty() || !globe.sources.is_empty() || globe.unreadable > 0
}

fn is_timeline(timeline: &StoredTimeline) -> bool {
    !timeline.rows.is_empty() || timeline.unreadable > 0
}
