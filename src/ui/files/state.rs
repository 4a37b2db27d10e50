//! Which flow logs there are, which is being read, and which wait for it: one after the other, since all go into one table.

use std::collections::{HashSet, VecDeque};

use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use crate::engine::api::{
    AddFile, Added, AskFiles, FlowFile, ForgetFiles, MyFiles, Notes, Progress, ReadFile, RemoveFile,
};
use crate::failure::Failure;
use crate::local::import::{Layout, Preview};
use crate::ui::parts::{FetchReading, ReadFiles};
use crate::ui::session::Session;

/// The flow logs, as the page knows them. Copies are the same.
#[derive(Clone, Copy)]
pub struct Files(StoredValue<State>);

#[derive(Clone, Copy)]
struct State {
    session: Session,
    fetch: FetchReading,
    known: RwSignal<MyFiles>,
    under_way: RwSignal<Option<UnderWay>>,
    refused: RwSignal<Vec<Refused>>,
    unassigned: RwSignal<Vec<Unassigned>, LocalStorage>,
    revision: RwSignal<u32>,
    line: StoredValue<Line, LocalStorage>,
}

/// What of the analyst's can be forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgettable {
    /// Flow logs and, where that is wanted, what was written about them.
    Files,
    /// What was written about flow logs that are forgotten.
    Notes,
}

/// The file that is being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderWay {
    /// Its name.
    pub name: String,
    /// How long it is.
    pub bytes: u64,
    /// How far the reading is.
    pub progress: Progress,
    /// How many wait for it.
    pub waiting: usize,
}

/// A file that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Tells one from another.
    pub number: usize,
    /// What is wrong, and what to do.
    pub words: String,
}

/// A table whose columns the analyst has to assign.
#[derive(Clone)]
pub struct Unassigned {
    /// The file.
    pub file: File,
    /// Its first rows.
    pub preview: Preview,
}

/// What is to be done.
#[derive(Default)]
struct Line {
    jobs: VecDeque<Job>,
    under_way: Option<AbortHandle>,
    is_at_work: bool,
    /// Kept files that could not be read: they are not tried again by themselves.
    given_up: HashSet<u64>,
    /// How many files were refused so far.
    refused: usize,
}

#[derive(Clone)]
enum Job {
    New(File, Option<Layout>),
    Kept(FlowFile),
}

impl Files {
    /// None yet.
    pub fn new(session: Session, fetch: FetchReading) -> Self {
        Self(StoredValue::new(State {
            session,
            fetch,
            known: RwSignal::new(MyFiles::None),
            under_way: RwSignal::default(),
            refused: RwSignal::default(),
            unassigned: RwSignal::new_local(Vec::new()),
            revision: RwSignal::default(),
            line: StoredValue::new_local(Line::default()),
        }))
    }

    /// Another number for each change: what was found before may be different now.
    pub fn revision(self) -> u32 {
        self.0.get_value().revision.get()
    }

    /// Those that were read, or are kept and about to be.
    pub fn known(self) -> Vec<FlowFile> {
        match self.0.get_value().known.get() {
            MyFiles::Some(files) => files,
            MyFiles::NotesAlone | MyFiles::None => Vec::new(),
        }
    }

    /// What there is to be forgotten.
    pub fn forgettable(self) -> Option<Forgettable> {
        self.0.get_value().known.with(|known| match known {
            MyFiles::Some(_) => Some(Forgettable::Files),
            MyFiles::NotesAlone => Some(Forgettable::Notes),
            MyFiles::None => None,
        })
    }

    /// The one that is being read.
    pub fn under_way(self) -> Option<UnderWay> {
        self.0.get_value().under_way.get()
    }

    /// Those that were not read.
    pub fn refused(self) -> Vec<Refused> {
        self.0.get_value().refused.get()
    }

    /// Those whose columns are to be assigned.
    pub fn unassigned(self) -> Vec<Unassigned> {
        self.0.get_value().unassigned.get()
    }

    /// The first of those is dealt with.
    pub fn assigned(self) {
        self.0.get_value().unassigned.update(|all| drop(all.drain(..1.min(all.len()))));
    }

    /// What was said about one that was not read is understood.
    pub fn dismiss(self, number: usize) {
        self.0.get_value().refused.update(|all| all.retain(|refused| refused.number != number));
    }

    /// Reads these files, one after the other.
    pub fn add(self, files: impl IntoIterator<Item = File>, layout: Option<&Layout>) {
        self.enqueue(files.into_iter().map(|file| Job::New(file, layout.cloned())));
    }

    /// Asks which there are, and reads those that are kept and not read yet.
    pub fn look(self) {
        let State { session, known, line, .. } = self.0.get_value();
        spawn_local(async move {
            match session.engine().ask(&AskFiles).await {
                Ok(found) => {
                    let Some(given_up) = line.try_with_value(|line| line.given_up.clone()) else { return };
                    if let MyFiles::Some(files) = &found {
                        let waiting = files.iter().filter(|file| file.read.is_none() && !given_up.contains(&file.id));
                        self.enqueue(waiting.cloned().map(Job::Kept));
                    }
                    let _ = known.try_set(found);
                }
                Err(failure) => self.refuse(&failure),
            }
        });
    }

    /// Gives up what is being read, and what waits for it.
    pub fn cancel(self) {
        self.0.get_value().line.update_value(|line| {
            for job in line.jobs.drain(..) {
                if let Job::Kept(file) = job {
                    line.given_up.insert(file.id);
                }
            }
            if let Some(under_way) = line.under_way.take() {
                under_way.abort();
            }
        });
    }

    /// Reads a kept file that was given up.
    pub fn read(self, file: FlowFile) {
        self.0.get_value().line.update_value(|line| line.given_up.retain(|id| *id != file.id));
        self.enqueue([Job::Kept(file)]);
    }

    /// Forgets a file.
    pub fn remove(self, id: u64) {
        let session = self.0.get_value().session;
        self.change(async move { session.engine().ask(&RemoveFile { id }).await });
    }

    /// Forgets all of them, and what was written about them or not.
    pub fn forget(self, notes: Notes) {
        let session = self.0.get_value().session;
        self.change(async move { session.engine().ask(&ForgetFiles { notes }).await });
    }

    fn change(self, work: impl Future<Output = Result<(), Failure>> + 'static) {
        spawn_local(async move {
            match work.await {
                Ok(()) => self.changed(),
                Err(failure) => self.refuse(&failure),
            }
        });
    }

    /// Whoever shows the flows asks anew, and so does the list: the source is opened again.
    fn changed(self) {
        if let Some(State { revision, .. }) = self.0.try_get_value() {
            revision.try_update(|revision| *revision = revision.wrapping_add(1));
        }
    }

    fn refuse(self, failure: &Failure) {
        let Some(State { refused, line, .. }) = self.0.try_get_value() else { return };
        let number = line.try_update_value(|line| {
            line.refused += 1;
            line.refused
        });
        let refusal = Refused { number: number.unwrap_or_default(), words: failure.to_string() };
        refused.try_update(|all| all.push(refusal));
    }

    fn enqueue(self, jobs: impl IntoIterator<Item = Job>) {
        let State { line, under_way, fetch, .. } = self.0.get_value();
        let was_idle = line.try_update_value(|line| {
            for job in jobs {
                let is_there =
                    |other: &Job| matches!((other, &job), (Job::Kept(one), Job::Kept(other)) if one.id == other.id);
                if !line.jobs.iter().any(is_there) {
                    line.jobs.push_back(job);
                }
            }
            !std::mem::replace(&mut line.is_at_work, true)
        });
        let waiting = line.with_value(|line| line.jobs.len());
        under_way.update(|under_way| under_way.iter_mut().for_each(|under_way| under_way.waiting = waiting));
        if was_idle == Some(true) {
            let work = fetch(ReadFiles(self));
            spawn_local(async move {
                if let Err(failure) = work.await {
                    self.cancel();
                    line.try_update_value(|line| line.is_at_work = false);
                    self.refuse(&failure);
                }
            });
        }
    }

    /// Reads what waits, one after the other.
    pub async fn work(self) {
        let State { line, under_way, .. } = self.0.get_value();
        loop {
            let next = line.try_update_value(|line| {
                let next = line.jobs.pop_front();
                line.is_at_work = next.is_some();
                next.map(|job| (job, line.jobs.len()))
            });
            let Some(Some((job, waiting))) = next else { break };
            let (name, bytes) = match &job {
                // A whole number of bytes.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                Job::New(file, _) => (file.name(), file.size() as u64),
                Job::Kept(file) => (file.name.clone(), file.bytes),
            };
            under_way.set(Some(UnderWay { name, bytes, progress: Progress::default(), waiting }));
            let (reading, handle) = abortable(self.carry_out(job.clone()));
            line.try_update_value(|line| line.under_way = Some(handle));
            if reading.await.is_err()
                && let Job::Kept(file) = job
            {
                line.try_update_value(|line| line.given_up.insert(file.id));
            }
        }
        let _ = under_way.try_set(None);
    }

    async fn carry_out(self, job: Job) {
        let State { session, under_way, unassigned, line, .. } = self.0.get_value();
        let meter = move |progress| {
            under_way.try_update(|under_way| under_way.iter_mut().for_each(|under_way| under_way.progress = progress));
        };
        let engine = session.engine();
        match job {
            Job::New(file, layout) => {
                let question = AddFile { name: file.name(), layout: layout.map(Box::new) };
                match engine.ask_with_file_and_progress(&question, file.clone().into(), meter).await {
                    Ok(Added::Read(_)) => self.changed(),
                    Ok(Added::NeedsColumns(preview)) => {
                        unassigned.try_update(|all| all.push(Unassigned { file, preview: *preview }));
                    }
                    Err(failure) => self.refuse(&failure),
                }
            }
            Job::Kept(FlowFile { id, .. }) => match engine.ask_with_progress(&ReadFile { id }, meter).await {
                Ok(_) => self.changed(),
                Err(failure) => {
                    line.try_update_value(|line| line.given_up.insert(id));
                    self.refuse(&failure);
                }
            },
        }
    }
}
