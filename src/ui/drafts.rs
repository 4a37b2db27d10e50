//! What was typed and not saved yet: kept in the browser's store per source, day and IP.

use std::net::IpAddr;

use super::route::SourceName;
use crate::domain::time::Day;
use crate::failure::Failure;
use crate::local::store::{self, Draft};

/// What a draft is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftKey {
    /// In which data.
    pub source: SourceName,
    /// On which day.
    pub day: Day,
    /// Which IP.
    pub ip: IpAddr,
}

impl DraftKey {
    /// The draft, if there is one.
    pub async fn get(self) -> Result<Option<Draft>, Failure> {
        store::get_draft(self.source.key(), self.day, self.ip).await
    }

    /// Keeps a draft in place of a former one.
    pub async fn put(self, draft: &Draft) -> Result<(), Failure> {
        store::put_draft(self.source.key(), self.day, self.ip, draft).await
    }

    /// Forgets the draft.
    pub async fn delete(self) -> Result<(), Failure> {
        store::delete_draft(self.source.key(), self.day, self.ip).await
    }
}
