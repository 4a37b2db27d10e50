//! What is open in the engine: a source, and the search that is looked at.

use std::cell::{Cell, RefCell};
use std::net::IpAddr;
use std::rc::Rc;

use super::api::{
    AskFacts, AskOverview, AskTables, AskThreats, AskTimeline, Found, Open, Opened, Progress, Search, SourceSpec,
};
use crate::domain::csv::SkippedLines;
use crate::domain::investigation::Investigation;
use crate::domain::network::InternalNetwork;
use crate::domain::threats::Threats;
use crate::domain::time::Day;
use crate::domain::view::{Facts, Overview, Timeline, TopTables};
use crate::failure::Failure;
use crate::http;
use crate::local::LocalSpot;
use crate::spot::client::Client;

/// Answers questions; shared by all that are under way.
#[derive(Default)]
pub struct Session {
    source: RefCell<Option<Rc<Source>>>,
    search: RefCell<Option<Rc<OpenSearch>>>,
    /// How many searches were begun: one that was overtaken must not replace a newer one.
    begun: Cell<u64>,
}

pub(super) enum Source {
    Spot { client: Client, network: InternalNetwork },
    Local(Box<LocalSpot>),
}

pub(super) struct OpenSearch {
    pub(super) day: Day,
    pub(super) ip: IpAddr,
    pub(super) investigation: Investigation,
}

impl Session {
    /// Opens a source; the search of another one is closed.
    pub async fn open(&self, question: Open) -> Result<Opened, Failure> {
        self.search.take();
        self.source.take();
        let (source, opened) = match question.source {
            SourceSpec::Spot { endpoint, silence_limit_seconds, ip_ranges } => {
                let mut opened = Opened::default();
                let network = match ip_ranges {
                    None => InternalNetwork::default(),
                    Some(url) => match read_ranges(&url, silence_limit_seconds).await {
                        Ok((network, skipped)) => {
                            opened.skipped_ranges = skipped;
                            network
                        }
                        // The private ranges serve in its place, and the analyst is told.
                        Err(failure) => {
                            opened.ranges_failure = Some(failure);
                            InternalNetwork::default()
                        }
                    },
                };
                (Source::Spot { client: Client::new(endpoint, silence_limit_seconds), network }, opened)
            }
            SourceSpec::Demo { folder } => {
                let local = LocalSpot::open_demo(&folder).await?;
                let opened = Opened { days: local.days(), ..Opened::default() };
                (Source::Local(Box::new(local)), opened)
            }
        };
        self.source.replace(Some(Rc::new(source)));
        Ok(opened)
    }

    /// The day's high-risk IPs.
    pub async fn threats(&self, question: AskThreats) -> Result<Threats, Failure> {
        match &*self.source()? {
            Source::Spot { client, .. } => client.threats(question.day).await,
            Source::Local(local) => Ok(local.threats(question.day).await),
        }
    }

    /// The expanded search. What was open before is closed right away, so that its memory is free.
    pub async fn search(&self, question: Search, on_progress: impl FnMut(Progress)) -> Result<Found, Failure> {
        let number = self.begun.get() + 1;
        self.begun.set(number);
        self.search.take();
        let Search { day, ip, view } = question;
        let (investigation, warnings) = match &*self.source()? {
            Source::Spot { client, network } => {
                let mut on_progress = on_progress;
                let ingested = client
                    .details(day, ip, |ingest| on_progress(Progress { bytes: ingest.bytes(), rows: ingest.rows() }))
                    .await?;
                (Investigation::new(ingested.table, None, network.clone()), ingested.warnings)
            }
            Source::Local(local) => {
                let (table, flows) = local.search(day, ip);
                (Investigation::new(table, Some(flows), local.internal_network().clone()), Vec::new())
            }
        };
        if self.begun.get() != number {
            return Err(Failure::Cancelled);
        }
        let overview = investigation.overview(view);
        self.search.replace(Some(Rc::new(OpenSearch { day, ip, investigation })));
        Ok(Found { overview, warnings })
    }

    /// The head of the open search.
    pub fn overview(&self, question: AskOverview) -> Result<Overview, Failure> {
        Ok(self.open_search()?.investigation.overview(question.view))
    }

    /// The tables of the open search.
    pub fn tables(&self, question: AskTables) -> Result<TopTables, Failure> {
        Ok(self.open_search()?.investigation.tables(question.view, question.grouping))
    }

    /// The timeline of the open search.
    pub fn timeline(&self, question: AskTimeline) -> Result<Timeline, Failure> {
        let AskTimeline { view, window, width_px, first_lane, lanes } = question;
        Ok(self.open_search()?.investigation.timeline(view, window, width_px, first_lane, lanes))
    }

    /// What lies behind a spot of the timeline.
    pub fn facts(&self, question: AskFacts) -> Result<Facts, Failure> {
        let AskFacts { peer, window, at_most } = question;
        Ok(self.open_search()?.investigation.facts(peer, window, usize::from(at_most)))
    }

    pub(super) fn source(&self) -> Result<Rc<Source>, Failure> {
        self.source.borrow().clone().ok_or_else(|| Failure::NotPossible("No source is open. Choose one.".to_owned()))
    }

    pub(super) fn open_search(&self) -> Result<Rc<OpenSearch>, Failure> {
        self.search.borrow().clone().ok_or_else(|| Failure::NotPossible("No search is open. Search an IP.".to_owned()))
    }
}

async fn read_ranges(url: &str, silence_limit_seconds: u32) -> Result<(InternalNetwork, SkippedLines), Failure> {
    const WHAT: &str = "The internal network (ipranges.csv)";
    let bytes = http::get(url, WHAT, silence_limit_seconds).await?.whole().await?;
    Ok(InternalNetwork::from_csv(&String::from_utf8_lossy(&bytes)))
}
