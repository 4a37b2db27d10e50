//! The worker's end of the channel: takes questions, hands them to the session, sends what comes of them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{AbortHandle, LocalBoxFuture, abortable};
use gloo_timers::future::sleep;
use js_sys::{Array, Date, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

use super::api::{
    AddContext, AddFile, AnyQuestion, AskActive, AskBeacons, AskBegun, AskBoardFile, AskExport, AskFacts, AskFiles,
    AskHosts, AskLabels, AskLane, AskOverview, AskPreview, AskRequest, AskSite, AskStored, AskStoryboard, AskTables,
    AskTechniques, AskThreats, AskTimeline, Confirm, Delete, Forget, ForgetFiles, FromEngine, Kind, MarkHost, Open,
    Progress, PutBack, Question, ReadContext, ReadFile, RemoveContext, RemoveFile, Save, Search, ToEngine, Undelete,
};
use super::context::FetchReaders;
use super::session::Session;
use super::site::discover;
use crate::domain::attack::known;
use crate::failure::Failure;

/// How long the page takes to paint what was found, and to ask for the rest of it.
const PAINTED: Duration = Duration::from_millis(150);
/// The page hears of progress no more often.
const PROGRESS_MS: f64 = 80.0;

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    session: Session,
    under_way: RefCell<HashMap<u32, AbortHandle>>,
    parts: Parts,
}

/// How the parts of the program that come later are fetched.
#[derive(Clone, Copy)]
pub struct Parts {
    /// What is asked after the first search.
    pub later: Fetch,
    /// What judges the hosts of a day, which a local source shows before anything is searched; and what saves: once it is
    /// open, such a source needs no network.
    pub local: Fetch,
    /// What reads the context files of a site, or of the analyst.
    pub context: FetchReaders,
}

/// A question whose answer is no part of the first search, for the part of the program that comes later.
pub struct Later {
    worker: Rc<Worker>,
    number: u32,
    question: AnyQuestion,
    file: Option<Blob>,
}

/// Fetches the program of what comes later, and asks it.
pub type Fetch = fn(Later) -> LocalBoxFuture<'static, Result<Vec<u8>, Failure>>;

/// Starts answering. Does nothing outside a worker.
pub fn run(parts: Parts) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let session = Session::new(parts.context);
    let worker = Rc::new(Worker { scope, session, under_way: RefCell::default(), parts });
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
        let worker = Rc::clone(&worker);
        move |event: MessageEvent| {
            // A message, or a message and a file.
            let (bytes, file) = match event.data().dyn_into::<Array>() {
                Ok(both) => (both.get(0), both.get(1).dyn_into().ok()),
                Err(bytes) => (bytes, None),
            };
            if let Ok(message) = postcard::from_bytes(&Uint8Array::new(&bytes).to_vec()) {
                worker.receive(message, file);
            }
        }
    });
    worker.scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It listens as long as the worker lives.
    on_message.forget();
    worker.send(&FromEngine::Ready);
}

impl Worker {
    fn receive(self: &Rc<Self>, message: ToEngine, file: Option<Blob>) {
        match message {
            ToEngine::Ask(number, question) => {
                let worker = Rc::clone(self);
                let (work, handle) = abortable(async move {
                    let answer = worker.answer(number, question, file).await.unwrap_or_else(|failure| told(&failure));
                    worker.send(&FromEngine::Answer(number, answer));
                });
                self.under_way.borrow_mut().insert(number, handle);
                let worker = Rc::clone(self);
                spawn_local(async move {
                    // Aborted or done: either way it is over.
                    let _ = work.await;
                    worker.under_way.borrow_mut().remove(&number);
                });
            }
            ToEngine::Cancel(number) => {
                if let Some(handle) = self.under_way.borrow_mut().remove(&number) {
                    handle.abort();
                }
            }
        }
    }

    /// The bytes of an answer; a failure where there is no getting at the question, or at the program that answers it.
    async fn answer(
        self: &Rc<Self>,
        number: u32,
        question: AnyQuestion,
        file: Option<Blob>,
    ) -> Result<Vec<u8>, Failure> {
        let session = &self.session;
        Ok(match question.kind {
            Kind::AskSite => answered::<AskSite>(discover(question.read()?).map(Ok)).await,
            Kind::Open => answered::<Open>(session.open(question.read()?)).await,
            Kind::AskThreats => answered::<AskThreats>(session.threats(question.read()?)).await,
            Kind::Search => {
                let question: Search = question.read()?;
                let view = question.view;
                let found = answered::<Search>(session.search(question, self.meter(number))).await;
                // It runs when this answer is sent: while the page draws, and before it asks.
                let worker = Rc::clone(self);
                spawn_local(async move {
                    worker.session.look_ahead(view);
                    sleep(PAINTED).await;
                    worker.session.rank_ahead();
                });
                found
            }
            Kind::AskOverview => answered::<AskOverview>(session.overview(question.read()?)).await,
            Kind::AskTables => answered::<AskTables>(session.tables(question.read()?)).await,
            Kind::AskTimeline => answered::<AskTimeline>(session.timeline(question.read()?)).await,
            Kind::AskFacts => answered::<AskFacts>(session.facts(question.read()?)).await,
            Kind::AskLabels => encode::<AskLabels>(&session.labels(&question.read()?)),
            Kind::ReadContext => {
                answered::<ReadContext>(session.read_context(question.read()?, self.meter(number))).await
            }
            Kind::AskBegun => answered::<AskBegun>(session.begun()).await,
            kind => {
                let fetch = match kind {
                    Kind::AskActive | Kind::AskHosts | Kind::MarkHost | Kind::Save | Kind::Delete | Kind::Undelete => {
                        self.parts.local
                    }
                    _ => self.parts.later,
                };
                fetch(Later { worker: Rc::clone(self), number, question, file }).await?
            }
        })
    }

    /// Tells the page of the progress of a question.
    fn meter(&self, number: u32) -> impl FnMut(Progress) {
        let mut told = 0.0;
        move |progress| {
            let now = Date::now();
            if now - told >= PROGRESS_MS {
                told = now;
                self.send(&FromEngine::Progress(number, progress));
            }
        }
    }

    fn send(&self, message: &FromEngine) {
        // It fails only on data that cannot be cloned; bytes can.
        let _ = self.scope.post_message(&Uint8Array::from(bytes(message).as_slice()));
    }
}

impl Later {
    /// The answer to what is asked after the first search.
    #[must_use]
    pub fn answer(self) -> LocalBoxFuture<'static, Vec<u8>> {
        Box::pin(async move {
            let Self { worker, number, question, file } = self;
            worker.answer_later(number, question, file).await.unwrap_or_else(|failure| told(&failure))
        })
    }

    /// The answer to what is asked about the hosts of a day, or saves.
    #[must_use]
    pub fn answer_of_local(self) -> LocalBoxFuture<'static, Vec<u8>> {
        Box::pin(async move {
            let Self { worker, number, question, .. } = self;
            worker.answer_of_local(number, question).await.unwrap_or_else(|failure| told(&failure))
        })
    }
}

impl Worker {
    async fn answer_of_local(&self, number: u32, question: AnyQuestion) -> Result<Vec<u8>, Failure> {
        let session = &self.session;
        Ok(match question.kind {
            Kind::AskActive => encode::<AskActive>(&session.active(&question.read()?)),
            Kind::AskHosts => {
                let question = question.read()?;
                answered::<AskHosts>(session.hosts(&question, self.meter(number))).await
            }
            Kind::MarkHost => answered::<MarkHost>(session.mark(question.read()?)).await,
            Kind::Save => answered::<Save>(session.save(question.read()?)).await,
            Kind::Delete => answered::<Delete>(session.delete(question.read()?)).await,
            Kind::Undelete => answered::<Undelete>(session.undelete(question.read()?)).await,
            _ => return Err(Failure::Unloaded),
        })
    }

    async fn answer_later(&self, number: u32, question: AnyQuestion, file: Option<Blob>) -> Result<Vec<u8>, Failure> {
        let session = &self.session;
        Ok(match question.kind {
            Kind::AskLane => answered::<AskLane>(session.lane(question.read()?)).await,
            Kind::AskBeacons => encode::<AskBeacons>(&session.beacons(question.read()?)),
            Kind::AskPreview => encode::<AskPreview>(&session.preview(&question.read()?)),
            Kind::AskRequest => encode::<AskRequest>(&session.request(&question.read()?)),
            Kind::Confirm => answered::<Confirm>(session.confirm(question.read()?)).await,
            Kind::PutBack => answered::<PutBack>(session.put_back(question.read()?)).await,
            Kind::Forget => answered::<Forget>(session.forget(question.read()?)).await,
            Kind::AddContext => answered::<AddContext>(session.add_context(question.read()?, file)).await,
            Kind::RemoveContext => answered::<RemoveContext>(session.remove_context(question.read()?)).await,
            Kind::AskFiles => answered::<AskFiles>(session.files().list()).await,
            Kind::AddFile => answered::<AddFile>(session.files().add(question.read()?, file, self.meter(number))).await,
            Kind::ReadFile => {
                let ReadFile { id } = question.read()?;
                answered::<ReadFile>(session.files().read(id, self.meter(number))).await
            }
            Kind::RemoveFile => {
                let RemoveFile { id } = question.read()?;
                answered::<RemoveFile>(session.files().remove(id)).await
            }
            Kind::ForgetFiles => answered::<ForgetFiles>(session.files().forget(question.read()?)).await,
            Kind::AskTechniques => encode::<AskTechniques>(&Ok(known())),
            Kind::AskExport => {
                let question = question.read()?;
                answered::<AskExport>(session.export(&question)).await
            }
            Kind::AskStoryboard => encode::<AskStoryboard>(&session.storyboard(question.read()?)),
            Kind::AskStored => answered::<AskStored>(session.stored(question.read()?)).await,
            Kind::AskBoardFile => answered::<AskBoardFile>(session.board_file(question.read()?)).await,
            // They are for other parts.
            Kind::AskActive
            | Kind::AskHosts
            | Kind::MarkHost
            | Kind::Save
            | Kind::Delete
            | Kind::Undelete
            | Kind::AskSite
            | Kind::Open
            | Kind::AskThreats
            | Kind::Search
            | Kind::AskOverview
            | Kind::AskTables
            | Kind::AskTimeline
            | Kind::AskFacts
            | Kind::AskLabels
            | Kind::ReadContext
            | Kind::AskBegun => return Err(Failure::Unloaded),
        })
    }
}

/// The bytes of what `Q` will be answered. In a box the work keeps functions of its own: else all that can be asked would be
/// one function, and the browser compiles a function as a whole when it first runs.
fn answered<'a, Q: Question>(
    work: impl Future<Output = Result<Q::Answer, Failure>> + 'a,
) -> LocalBoxFuture<'a, Vec<u8>> {
    Box::pin(async move { encode::<Q>(&work.await) })
}

/// The bytes of what `Q` is answered.
fn encode<Q: Question>(answer: &Result<Q::Answer, Failure>) -> Vec<u8> {
    bytes(answer)
}

/// The bytes of a failure, which any question may be answered.
fn told(failure: &Failure) -> Vec<u8> {
    bytes(&Err::<(), _>(failure))
}

/// They are numbers, texts and lists, which always can be written.
fn bytes(message: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(message).unwrap_or_else(|error| {
        let failure: Result<(), Failure> = Err(Failure::Crashed { reason: error.to_string() });
        postcard::to_allocvec(&failure).unwrap_or_default()
    })
}
