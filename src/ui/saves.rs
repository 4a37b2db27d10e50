//! The saves to Spot that are not confirmed: looked at again at the start, after a save that went wrong, and on demand.

use std::net::IpAddr;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::lost::Lost;
use super::route::SourceName;
use super::save_words;
use super::state::{App, News};
use crate::domain::begun_save::BegunSave;
use crate::domain::day_comments::SavedOutcome;
use crate::domain::time::Day;
use crate::engine::api::{AskBegun, Begun, Confirm, Forget, PutBack, Report, Sent};
use crate::failure::Failure;

/// Which save.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SaveId {
    /// On which day.
    pub day: Day,
    /// About whom.
    pub ip: IpAddr,
}

/// A save that is not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unconfirmed {
    /// Which.
    pub id: SaveId,
    /// What became of it, as far as it is known.
    pub report: Option<Report>,
    /// What is being done about it.
    pub work: Work,
}

/// What is being done about a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Nothing: the analyst decides.
    Idle,
    /// The day's comments are read.
    Looking,
    /// Comments are put back: which one of how many.
    PuttingBack {
        /// Which, from 1.
        number: usize,
        /// Of how many.
        of: usize,
        /// About whom.
        ip: IpAddr,
    },
    /// It failed.
    Failed(Failure),
}

impl Work {
    /// Whether something is under way.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Looking | Self::PuttingBack { .. })
    }
}

/// All of them. Copies are the same.
#[derive(Clone, Copy)]
pub struct Saves {
    /// In the order in which they became known.
    pub all: RwSignal<Vec<Unconfirmed>>,
    /// The one whose dialog is open.
    pub open: RwSignal<Option<SaveId>>,
}

impl Saves {
    /// None yet.
    pub fn new() -> Self {
        Self { all: RwSignal::new(Vec::new()), open: RwSignal::new(None) }
    }

    /// Follows the open source: another one has other saves.
    pub fn follow(self, app: App) {
        Effect::new(move |_| {
            if app.opened.with_ready(|_| ()).is_some() {
                app.source.track();
                untrack(|| self.recall(app));
            }
        });
    }

    /// Looks for saves that this browser does not know to be confirmed, and at what became of each.
    pub fn recall(self, app: App) {
        self.all.update(Vec::clear);
        let is_spot = app.source.with_untracked(|source| source.as_ref().is_some_and(|it| it.name == SourceName::Spot));
        let Some(spec) = app.spec().filter(|_| is_spot) else { return };
        spawn_local(async move {
            match app.session.ask(spec, AskBegun, None).await {
                Ok((begun, _)) => {
                    for Begun { day, save } in begun {
                        self.look(app, SaveId { day, ip: save.ip });
                    }
                }
                Err(failure) => app.tell(News::Bad(failure.to_string())),
            }
        });
    }

    /// Looks what became of a save.
    pub fn look(self, app: App, id: SaveId) {
        if self.is_under_way(id) {
            return;
        }
        spawn_local(self.look_to_the_end(app, id));
    }

    async fn look_to_the_end(self, app: App, id: SaveId) {
        let known = self.known(id);
        self.set_work(id, Work::Looking);
        let Some(spec) = app.spec() else { return };
        match app.session.ask(spec, Confirm { day: id.day, ip: id.ip, known }, None).await {
            Ok((Some(report), _)) if !report.aftermath.is_harmless() => self.tell(id, Ok(report)),
            Ok((confirmed, _)) => {
                self.remove(id);
                if confirmed.is_some() {
                    app.tell(News::Good(save_words::confirmed(id.ip, id.day)));
                }
            }
            Err(failure) => self.tell(id, Err(failure)),
        }
        app.threats.refresh();
    }

    /// Takes in what became of what was just sent.
    pub fn after(self, day: Day, ip: IpAddr, sent: &Sent) {
        let id = SaveId { day, ip };
        match &sent.report {
            Ok(report) if report.aftermath.is_harmless() => self.remove(id),
            Ok(report) => {
                let aftermath = &report.aftermath;
                let others = matches!(&aftermath.saved, SavedOutcome::NotThere(instead) if !instead.is_empty());
                let is_harm = others || !aftermath.missing.is_empty() || !aftermath.altered.is_empty();
                self.tell(id, Ok(report.clone()));
                if is_harm {
                    self.open.set(Some(id));
                }
            }
            Err(failure) => self.tell(id, Err(failure.clone())),
        }
    }

    /// Puts comments back, one after the other, and looks again.
    pub fn put_back(self, app: App, id: SaveId, lost: Vec<Lost>) {
        if self.get(id).is_none() || self.is_under_way(id) {
            return;
        }
        let top = app.view.get_untracked().top;
        spawn_local(async move {
            let Some(spec) = app.spec() else { return };
            let mut trouble = None;
            let of = lost.len();
            for (number, lost) in (1..).zip(lost) {
                let Some(ip) = lost.ip else { continue };
                self.set_work(id, Work::PuttingBack { number, of, ip });
                let found = lost.instead().cloned();
                let order = PutBack { day: id.day, lost_by: id.ip, ip, comment: lost.was, found, top };
                if let Err(failure) = app.session.ask(spec.clone(), order, None).await {
                    trouble = trouble.or(Some(failure));
                }
            }
            self.look_to_the_end(app, id).await;
            if let Some(failure) = trouble.filter(|_| self.get(id).is_some()) {
                self.set_work(id, Work::Failed(failure));
            }
        });
    }

    /// Leaves the day's comments as they are: the copy is deleted.
    pub fn forget(self, app: App, id: SaveId) {
        if self.is_under_way(id) {
            return;
        }
        spawn_local(async move {
            let Some(spec) = app.spec() else { return };
            match app.session.ask(spec, Forget { day: id.day, ip: id.ip }, None).await {
                Ok(_) => self.remove(id),
                Err(failure) => self.set_work(id, Work::Failed(failure)),
            }
        });
    }

    /// Whether this save is not confirmed.
    pub fn is_open(self, id: SaveId) -> bool {
        self.all.with(|all| all.iter().any(|save| save.id == id))
    }

    /// Whether something is being done about it: until that is over, nothing else is.
    fn is_under_way(self, id: SaveId) -> bool {
        self.get(id).is_some_and(|save| save.work.is_under_way())
    }

    /// The save, if it is not confirmed; without following it.
    fn get(self, id: SaveId) -> Option<Unconfirmed> {
        self.all.with_untracked(|all| all.iter().find(|save| save.id == id).cloned())
    }

    fn known(self, id: SaveId) -> Option<BegunSave> {
        self.get(id).and_then(|save| save.report).map(|report| report.save)
    }

    fn tell(self, id: SaveId, outcome: Result<Report, Failure>) {
        self.change(id, |save| match outcome {
            Ok(report) => {
                save.report = Some(report);
                save.work = Work::Idle;
            }
            Err(failure) => save.work = Work::Failed(failure),
        });
    }

    fn set_work(self, id: SaveId, work: Work) {
        self.change(id, |save| save.work = work);
    }

    fn change(self, id: SaveId, change: impl FnOnce(&mut Unconfirmed)) {
        self.all.update(|all| {
            if let Some(save) = all.iter_mut().find(|save| save.id == id) {
                change(save);
            } else {
                let mut save = Unconfirmed { id, report: None, work: Work::Idle };
                change(&mut save);
                all.push(save);
            }
        });
    }

    fn remove(self, id: SaveId) {
        if self.open.get_untracked() == Some(id) {
            self.open.set(None);
        }
        self.all.update(|all| all.retain(|save| save.id != id));
    }
}
