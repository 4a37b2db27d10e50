//! What is open in the engine: a source, and the search that is looked at.

use std::cell::{Cell, RefCell};
use std::net::IpAddr;
use std::rc::Rc;

use web_sys::Blob;

use super::active;
use super::api::{
    ActiveAddress, ActiveOf, AddContext, AskActive, AskBeacons, AskExport, AskFacts, AskHosts, AskLabels, AskLane,
    AskOverview, AskTables, AskThreats, AskTimeline, Beacons, ContextRead, Export, Found, Hosts, MarkHost, Open,
    Opened, Progress, ReadContext, RemoveContext, Search, SourceSpec, Unread,
};
use super::beacons::{of_flows, of_rows};
use super::context::{ContextFiles, FetchReaders, OwnContext};
use super::export;
use super::filtered::Part;
use super::flow_files::FlowFiles;
use super::hosts::Judged;
use super::rehearsal::{FIRST_LANES, Rehearsal};
use crate::domain::context::Context;
use crate::domain::context::file::ContextFile;
use crate::domain::context::label::Label;
use crate::domain::filter::Filter;
use crate::domain::investigation::Investigation;
use crate::domain::search_facts::SearchFacts;
use crate::domain::threats::Threats;
use crate::domain::time::Day;
use crate::domain::view::{Facts, Overview, Pair, Timeline, TopTables, View};
use crate::failure::Failure;
use crate::local::LocalSpot;
use crate::spot::client::Client;

/// Answers questions; shared by all that are under way.
pub struct Session {
    source: RefCell<Option<Rc<Source>>>,
    search: RefCell<Option<Rc<OpenSearch>>>,
    /// How many searches were begun: one that was overtaken must not replace a newer one.
    begun: Cell<u64>,
    context: ContextFiles,
    files: FlowFiles,
    judged: Judged,
    part: Part,
}

pub(super) enum Source {
    Spot { client: Client },
    Local(Box<LocalSpot>),
}

pub(super) struct OpenSearch {
    pub(super) day: Day,
    pub(super) ip: IpAddr,
    pub(super) investigation: Rc<Investigation>,
}

impl Session {
    /// Nothing is open yet. `readers` is where context files are read.
    #[must_use]
    pub fn new(readers: FetchReaders) -> Self {
        Self {
            source: RefCell::default(),
            search: RefCell::default(),
            begun: Cell::default(),
            context: ContextFiles::new(readers),
            files: FlowFiles::default(),
            judged: Judged::default(),
            part: Part::default(),
        }
    }

    /// Opens a source; the search of another one is closed.
    pub async fn open(&self, question: Open) -> Result<Opened, Failure> {
        self.search.take();
        self.part.forget();
        self.source.take();
        self.judged.forget();
        let (source, opened) = match question.source {
            SourceSpec::Spot { endpoint, silence_limit_seconds, context } => {
                self.context.open(context, None).await;
                (Source::Spot { client: Client::new(endpoint, silence_limit_seconds) }, Opened::default())
            }
            SourceSpec::Demo { folder, context } => {
                let local = LocalSpot::open_demo(&folder).await?;
                self.context
                    .open(context, Some(OwnContext { network: local.internal_network().clone(), folder }))
                    .await;
                let opened = Opened { days: local.days() };
                (Source::Local(Box::new(local)), opened)
            }
            SourceSpec::Files { context, .. } => {
                self.context.open(context, None).await;
                let local = LocalSpot::files(self.files.flows());
                let opened = Opened { days: local.days() };
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
    pub async fn search(
        &self,
        question: Search,
        on_progress: impl FnMut(Progress),
    ) -> Result<(Found, Option<TopTables>), Failure> {
        let number = self.begun.get() + 1;
        self.begun.set(number);
        self.search.take();
        self.part.forget();
        let Search { day, ip, view, tables } = question;
        let (investigation, warnings) = match &*self.source()? {
            Source::Spot { client } => {
                let mut on_progress = on_progress;
                let mut rehearsal = Rehearsal::new(view, self.context.network());
                let ingested = client
                    .details(day, ip, |ingest| {
                        on_progress(Progress { bytes: ingest.bytes(), rows: ingest.rows() });
                        rehearsal.follow(ingest);
                    })
                    .await?;
                (Investigation::new(ingested.table, None, self.context.network()), ingested.warnings)
            }
            Source::Local(local) => {
                let (table, flows) = local.search(day, ip);
                (Investigation::new(table, Some(flows), self.context.network()), Vec::new())
            }
        };
        if self.begun.get() != number {
            return Err(Failure::Cancelled);
        }
        let overview = investigation.overview(view);
        let tables = tables.map(|grouping| investigation.tables(view, grouping));
        let investigation = Rc::new(investigation);
        self.search.replace(Some(Rc::new(OpenSearch { day, ip, investigation })));
        Ok((Found { overview, warnings }, tables))
    }

    /// The head of the open search.
    pub async fn overview(&self, AskOverview { view, filter }: AskOverview) -> Result<Overview, Failure> {
        Ok(self.looked_at(view, filter).await?.overview(view))
    }

    /// The tables of the open search.
    pub async fn tables(&self, question: AskTables) -> Result<TopTables, Failure> {
        let AskTables { view, grouping, filter } = question;
        if filter.is_empty() {
            // They stand beside all else that is filtered: nothing of it is.
            self.part.forget();
        }
        Ok(self.looked_at(view, filter).await?.tables(view, grouping))
    }

    /// Gets ready what is asked next of the open search, where there is one.
    pub fn look_ahead(&self, view: View) {
        if let Ok(search) = self.open_search() {
            search.investigation.look_ahead(view, FIRST_LANES);
        }
    }

    /// Gets ready what may be asked later.
    pub fn rank_ahead(&self) {
        if let Ok(search) = self.open_search() {
            search.investigation.rank_ahead();
        }
    }

    /// The timeline of the open search.
    pub async fn timeline(&self, question: AskTimeline) -> Result<Timeline, Failure> {
        let AskTimeline { view, window, width_px, first_lane, lanes, only, filter } = question;
        let only = only.as_deref();
        Ok(self.looked_at(view, filter).await?.timeline_of(view, only, window, width_px, first_lane, lanes))
    }

    /// What lies behind a spot of the timeline.
    pub async fn facts(&self, question: AskFacts) -> Result<Facts, Failure> {
        let AskFacts { view, filter, peer, window, at_most } = question;
        Ok(self.looked_at(view, filter).await?.facts(peer, window, usize::from(at_most)))
    }

    /// The lane of a peer in the timeline; `None` where it has none.
    pub async fn lane(&self, question: AskLane) -> Result<Option<u32>, Failure> {
        let AskLane { view, filter, peer } = question;
        Ok(self.looked_at(view, filter).await?.lane_of(view, peer))
    }

    /// The peers of the open search that call by the clock.
    pub fn beacons(&self, question: AskBeacons) -> Result<Beacons, Failure> {
        let (source, search) = (self.source()?, self.open_search()?);
        let OpenSearch { day, ip, investigation } = &*search;
        match &*source {
            Source::Local(local) => {
                Ok(local.flows().look(|flows| of_flows(flows, investigation, (*day, *ip), question)))
            }
            Source::Spot { .. } => Ok(of_rows(investigation, *day, question)),
        }
    }

    /// The hosts of a day, of a source whose flows are all here.
    pub async fn hosts(&self, question: &AskHosts, on_progress: impl FnMut(Progress)) -> Result<Hosts, Failure> {
        match &*self.source()? {
            Source::Local(local) => {
                Ok(self.judged.hosts(local.flows(), self.context.network(), question, on_progress).await)
            }
            Source::Spot { .. } => Err(Failure::NotPossible(
                "Spot is asked about one IP at a time: its hosts cannot be compared here.".to_owned(),
            )),
        }
    }

    /// Addresses of the open search or of a day, the most active first.
    pub fn active(&self, question: &AskActive) -> Result<Vec<ActiveAddress>, Failure> {
        let context = self.context();
        match (question.of, &*self.source()?) {
            (ActiveOf::Search, _) => {
                let search = self.open_search()?;
                Ok(active::answer(question, search.investigation.active(question.begun.end), &context))
            }
            (ActiveOf::Day(day), Source::Local(local)) => Ok(local.flows().look(|flows| {
                let totals = self.judged.totals(flows, day);
                let of_day = active::of_day(flows.addresses().addresses(), &totals, question.begun.end);
                active::answer(question, of_day, &context)
            })),
            (ActiveOf::Day(_), Source::Spot { .. }) => Ok(Vec::new()),
        }
    }

    /// Takes a host for high risk, or no longer.
    pub async fn mark(&self, MarkHost { day, ip, mark }: MarkHost) -> Result<(), Failure> {
        match &*self.source()? {
            Source::Local(local) => local.mark(day, ip, mark).await,
            Source::Spot { .. } => Err(Failure::NotPossible("In Spot, score a connection of it instead.".to_owned())),
        }
    }

    /// The analyst's flow logs.
    pub fn files(&self) -> &FlowFiles {
        &self.files
    }

    /// What is known of addresses beside the flows, as far as it is read.
    pub fn context(&self) -> Rc<Context> {
        self.context.get()
    }

    /// Waits until no context file is being read any more, unless one can do without.
    pub(super) async fn context_settled(&self, unread: Unread) {
        match unread {
            Unread::Await => self.context.settled().await,
            Unread::LeaveOut => {}
        }
    }

    /// Reads a context file. The open search is looked at with it from then on.
    pub async fn read_context(
        &self,
        question: ReadContext,
        on_progress: impl FnMut(Progress),
    ) -> Result<ContextRead, Failure> {
        let read = self.context.read(question.file, on_progress).await;
        if question.file == ContextFile::IpRanges {
            self.judged.forget();
            if let Some(search) = &*self.search.borrow() {
                search.investigation.use_network(self.context.network());
            }
            self.part.forget();
        }
        read
    }

    /// Takes over a context file from the analyst.
    pub async fn add_context(&self, question: AddContext, file: Option<Blob>) -> Result<ContextFile, Failure> {
        let file = file.ok_or_else(|| Failure::NotPossible(format!("{} did not arrive. Try again.", question.name)))?;
        self.context.add(question.name, file).await
    }

    /// Forgets a context file from the analyst.
    pub async fn remove_context(&self, question: RemoveContext) -> Result<(), Failure> {
        self.context.remove(question.file).await
    }

    /// What is known of some addresses.
    pub fn labels(&self, question: &AskLabels) -> Result<Vec<Option<Label>>, Failure> {
        let context = self.context();
        Ok(question.ips.iter().map(|ip| context.label(*ip)).collect())
    }

    /// A file of the open search.
    pub async fn export(&self, question: &AskExport) -> Result<Export, Failure> {
        self.context_settled(question.unread).await;
        let search = self.search_of(question.told.day, question.ip, "export")?;
        let looked_at = self.part_of(Rc::clone(&search), question.view, question.filter.clone()).await?;
        let source = self.source()?;
        let ways = |pairs: &[Pair]| match &*source {
            Source::Local(local) => {
                let known = SearchFacts::new(&search.investigation, &question.filter, question.view);
                local.flows().look(|flows| flows.pair_ways((search.day, search.ip), pairs, &known))
            }
            Source::Spot { .. } => Vec::new(),
        };
        export::file_with(&looked_at, &self.context(), question, ways)
    }

    /// What is looked at of the open search: all of it, or what `filter` lets through.
    async fn looked_at(&self, view: View, filter: Filter) -> Result<Rc<Investigation>, Failure> {
        self.part_of(self.open_search()?, view, filter).await
    }

    async fn part_of(&self, search: Rc<OpenSearch>, view: View, filter: Filter) -> Result<Rc<Investigation>, Failure> {
        if filter.is_empty() {
            return Ok(Rc::clone(&search.investigation));
        }
        Ok(self.part.of(self.source()?, search, filter, view).await)
    }

    pub(super) fn source(&self) -> Result<Rc<Source>, Failure> {
        self.source.borrow().clone().ok_or_else(|| Failure::NotPossible("No source is open. Choose one.".to_owned()))
    }

    pub(super) fn open_search(&self) -> Result<Rc<OpenSearch>, Failure> {
        self.search.borrow().clone().ok_or_else(|| Failure::NotPossible("No search is open. Search an IP.".to_owned()))
    }

    /// The open search, if it is the one of `ip` on `day`; else words that tell what to do before one can `act`.
    pub(super) fn search_of(&self, day: Day, ip: IpAddr, act: &str) -> Result<Rc<OpenSearch>, Failure> {
        let search = self.open_search()?;
        if (search.day, search.ip) == (day, ip) {
            return Ok(search);
        }
        Err(Failure::NotPossible(format!(
            "The search of {ip} on {day} is no longer open. Search it again, then {act}."
        )))
    }
}
