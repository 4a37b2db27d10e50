//! The day's high-risk IPs, and what was written about them.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// A day's high-risk IPs and comments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threats {
    /// High-risk IPs without a comment, as numbers ascending, IPv4 before IPv6.
    pub to_do: Vec<HighRisk>,
    /// IPs with a comment, likewise.
    pub investigated: Vec<Investigated>,
    /// Rows of either list that were left out since their IP was missing or malformed.
    pub skipped: u64,
    /// Whether the server answered null in place of a list.
    pub null_lists: Vec<String>,
    /// Errors that the server put beside its data, in its own words.
    pub warnings: Vec<String>,
}

/// An IP of connections that were scored as high risk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HighRisk {
    /// The IP.
    pub ip: IpAddr,
    /// How many connections of it were scored so; 0 of one that the analyst marked.
    pub scored: u32,
}

/// An IP about which something was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Investigated {
    /// The IP.
    pub ip: IpAddr,
    /// How many connections of it were scored as high risk; may be 0.
    pub scored: u32,
    /// What was written.
    pub comment: Comment,
}

/// What an analyst writes about an IP: plain text, decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// The threat's title.
    pub title: String,
    /// The comments.
    pub text: String,
}

/// The score of a high-risk connection.
pub const HIGH_RISK: i64 = 1;

/// Collects high-risk IPs and comments, each IP once, in numeric order.
#[derive(Debug, Default)]
pub struct Collector {
    scored: BTreeMap<IpAddr, u32>,
    comments: BTreeMap<IpAddr, Comment>,
    skipped: u64,
}

impl Collector {
    /// A connection that was scored as high risk: both its IPs are.
    pub fn high_risk(&mut self, source: IpAddr, destination: IpAddr) {
        *self.scored.entry(source).or_default() += 1;
        if source != destination {
            *self.scored.entry(destination).or_default() += 1;
        }
    }

    /// An IP that the analyst takes for high risk, whatever its scores.
    pub fn marked(&mut self, ip: IpAddr) {
        self.scored.entry(ip).or_default();
    }

    /// A row that was left out.
    pub fn skip(&mut self) {
        self.skipped += 1;
    }

    /// What was written about `ip`. Of several the last one counts.
    pub fn comment(&mut self, ip: IpAddr, comment: Comment) {
        self.comments.insert(ip, comment);
    }

    /// The list: an IP with a comment is investigated, any other high-risk one is to do.
    #[must_use]
    pub fn finish(self) -> Threats {
        let Self { scored, comments, skipped } = self;
        let to_do = scored
            .iter()
            .filter(|(ip, _)| !comments.contains_key(ip))
            .map(|(&ip, &scored)| HighRisk { ip, scored })
            .collect();
        let investigated = comments
            .into_iter()
            .map(|(ip, comment)| Investigated { ip, scored: scored.get(&ip).copied().unwrap_or(0), comment })
            .collect();
        Threats { to_do, investigated, skipped, ..Threats::default() }
    }
}
