//! What became of a connection.

use serde::{Deserialize, Serialize};

/// What a log tells about how a connection went. A log that counts one direction alone tells little.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// The log does not tell.
    #[default]
    Unknown,
    /// Both sides took part: a handshake, or data both ways.
    Established,
    /// The originator got no answer. Without a handshake, as in UDP, that need be no failure.
    Unanswered,
    /// The responder refused.
    Refused,
}

impl Outcome {
    /// Whether nothing came of it.
    #[must_use]
    pub fn is_failed(self) -> bool {
        matches!(self, Self::Unanswered | Self::Refused)
    }
}
