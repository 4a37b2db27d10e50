//! What a source keeps of a storyboard that was saved.

use serde::{Deserialize, Serialize};

use super::{FlowTimeline, Globe, ImpactNode, ProgressionNode, StoredTimeline, Storyboard};

/// The documents of a saved storyboard. What is not stored is `None`: Spot answers null before one is saved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StoredDocuments {
    /// The impact analysis.
    pub impact: Option<ImpactNode>,
    /// The incident progression.
    pub progression: Option<ProgressionNode>,
    /// The map.
    pub globe: Option<Globe>,
    /// The timeline.
    pub timeline: Option<StoredTimeline>,
}

impl StoredDocuments {
    /// Whether nothing is stored.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.impact.is_none() && self.progression.is_none() && self.globe.is_none() && self.timeline.is_none()
    }

    /// What saving `storyboard` stores: all that it has.
    #[must_use]
    pub fn of(storyboard: &Storyboard) -> Self {
        let timeline = match &storyboard.timeline {
            FlowTimeline::Rows { rows, .. } => Some(StoredTimeline { rows: rows.clone(), unreadable: 0 }),
            FlowTimeline::SingleFlowsUnknown => None,
        };
        Self {
            impact: Some(storyboard.impact.clone()),
            progression: Some(storyboard.progression.clone()),
            globe: storyboard.globe.clone(),
            timeline,
        }
    }
}
