//! What is looked at: a source, and in it an IP's day.

use std::net::IpAddr;
use std::sync::Arc;

use super::drafts::DraftKey;
use super::route::SourceName;
use super::session::Worker;
use crate::domain::time::Day;
use crate::domain::view::{Grouping, TopTables, View};
use crate::engine::api::{Found, SourceSpec};

/// A source, and how the engine opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub name: SourceName,
    /// How it is opened; `None` for a source that the link names and this site does not have.
    pub spec: Option<SourceSpec>,
}

/// What is investigated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// In which data.
    pub source: SourceName,
    /// On which day.
    pub day: Day,
    /// Which IP.
    pub ip: IpAddr,
}

/// A search that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Searched {
    /// What was found.
    pub found: Found,
    /// How it was looked at then.
    pub view: View,
    /// The tables that came along, and what their rows stand for.
    pub tables: Option<(Grouping, Arc<TopTables>)>,
    /// The worker that holds its rows.
    pub worker: Worker,
}

impl Subject {
    /// Under which its draft is kept.
    pub fn draft_key(self) -> DraftKey {
        DraftKey { source: self.source, day: self.day, ip: self.ip }
    }
}
