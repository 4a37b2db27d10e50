//! What of local Spot needs a browser: opening it, and comments, which the store keeps.

use std::net::IpAddr;

use super::store::marks;
use super::{LocalSpot, Mark, package, scores, store};
use crate::domain::storyboard::StoredDocuments;
use crate::domain::threats::{Comment, Threats};
use crate::domain::time::Day;
use crate::failure::Failure;

impl LocalSpot {
    /// Opens the demo, whose files are in the folder at the URL `folder`.
    pub async fn open_demo(folder: &str) -> Result<Self, Failure> {
        Self::demo(package::demo_flows(folder).await?)
    }

    /// The day's high-risk IPs and comments. Without the store there are no comments, and a warning says so.
    pub async fn threats(&self, day: Day) -> Threats {
        let (comments, marked, warnings) = match store::comments(self.name, day).await {
            Ok(comments) => match marks::get(self.name, day).await {
                Ok(marked) => (comments, marked, Vec::new()),
                Err(failure) => (comments, Vec::new(), vec![failure.to_string()]),
            },
            // Without the store there are no marks either, and one warning tells it.
            Err(failure) => (Vec::new(), Vec::new(), vec![failure.to_string()]),
        };
        Threats { warnings, ..scores::threats(&self.scored, day, marked, comments) }
    }

    /// Takes `ip` for high risk from now on, or no longer.
    pub async fn mark(&self, day: Day, ip: IpAddr, mark: Mark) -> Result<(), Failure> {
        let mut marked = marks::get(self.name, day).await?;
        marked.retain(|other| *other != ip);
        if mark == Mark::HighRisk {
            marked.push(ip);
        }
        marks::put(self.name, day, &marked).await
    }

    /// Keeps what was written about `ip` and the documents of its storyboard, in place of what was there.
    pub async fn save(
        &self,
        day: Day,
        ip: IpAddr,
        comment: &Comment,
        documents: &StoredDocuments,
    ) -> Result<(), Failure> {
        store::put_storyboard(self.name, day, ip, comment, documents).await
    }

    /// Deletes what [`save`](Self::save) keeps, and hands back the documents.
    pub async fn delete(&self, day: Day, ip: IpAddr) -> Result<StoredDocuments, Failure> {
        let documents = self.documents(day, ip).await?;
        store::delete_storyboard(self.name, day, ip).await?;
        Ok(documents)
    }

    /// The documents of the storyboard of `ip`, as they were when it was saved; empty ones where it was not.
    pub async fn documents(&self, day: Day, ip: IpAddr) -> Result<StoredDocuments, Failure> {
        Ok(store::documents(self.name, day, ip).await?.unwrap_or_default())
    }
}
