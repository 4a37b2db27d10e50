//! The charts that can be taken along as pictures.

use serde::{Deserialize, Serialize};

/// A chart of an investigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Figure {
    /// When something happened, and with whom.
    Timeline,
    /// Where peers are, on a globe.
    Globe,
    /// The same on a flat map.
    Map,
    /// Peers by direction and network, as a tree.
    Progression,
    /// Peers counted by direction and by what their network is for, as bars.
    Impact,
}

impl Figure {
    /// All of them, as a report has them: on paper globe and map share a sheet, and a tall tree has one of its own.
    pub const ALL: [Self; 5] = [Self::Timeline, Self::Globe, Self::Map, Self::Progression, Self::Impact];

    /// What it is called.
    #[must_use]
    pub fn caption(self) -> &'static str {
        match self {
            Self::Timeline => "Timeline",
            Self::Progression => "Incident progression",
            Self::Impact => "Impact analysis",
            Self::Globe => "Globe",
            Self::Map => "Map",
        }
    }

    /// Its name in file names: `incident-progression`.
    #[must_use]
    pub fn slug(self) -> String {
        self.caption().to_ascii_lowercase().replace(' ', "-")
    }
}
