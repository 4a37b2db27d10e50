//! The worker's end of the channel: takes questions, hands them to the session, sends what comes of them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use futures::future::{AbortHandle, LocalBoxFuture, abortable};
use gloo_timers::future::sleep;
use js_sys::{Array, Date, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

use super::api::{AskBegun, AskFiles, AskTechniques, FromEngine, Progress, Request, ToEngine};
use super::session::Session;
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
    fetch: Fetch,
}

/// A question whose answer is no part of the first search, for the part of the program that comes later.
pub struct Later {
    worker: Rc<Worker>,
    number: u32,
    request: Request,
    file: Option<Blob>,
}

/// Fetches the program of what comes later, and asks it.
pub type Fetch = fn(Later) -> LocalBoxFuture<'static, Result<Vec<u8>, Failure>>;

/// Starts answering; the program of what is asked later, `fetch` fetches. Does nothing outside a worker.
pub fn run(fetch: Fetch) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let worker = Rc::new(Worker { scope, session: Session::default(), under_way: RefCell::default(), fetch });
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
            ToEngine::Ask(number, request) => {
                let worker = Rc::clone(self);
                let (work, handle) = abortable(async move {
                    let answer = worker.answer(number, *request, file).await;
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

    async fn answer(self: &Rc<Self>, number: u32, request: Request, file: Option<Blob>) -> Vec<u8> {
        let session = &self.session;
        match request {
            Request::Open(question) => encode(&session.open(question).await),
            Request::AskThreats(question) => encode(&session.threats(question).await),
            Request::Search(question) => {
                let view = question.view;
                let found = encode(&session.search(question, self.meter(number)).await);
                // It runs when this answer is sent: while the page draws, and before it asks.
                let worker = Rc::clone(self);
                spawn_local(async move {
                    worker.session.look_ahead(view);
                    sleep(PAINTED).await;
                    worker.session.rank_ahead();
                });
                found
            }
            Request::AskOverview(question) => encode(&session.overview(question).await),
            Request::AskTables(question) => encode(&session.tables(question).await),
            Request::AskTimeline(question) => encode(&session.timeline(question).await),
            Request::AskFacts(question) => encode(&session.facts(question).await),
            Request::AskLabels(question) => encode(&session.labels(&question)),
            Request::ReadContext(question) => encode(&session.read_context(question, self.meter(number)).await),
            Request::AskBegun(AskBegun) => encode(&session.begun().await),
            request => {
                let later = Later { worker: Rc::clone(self), number, request, file };
                (self.fetch)(later).await.unwrap_or_else(|failure| encode(&Err::<(), _>(failure)))
            }
        }
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
        let _ = self.scope.post_message(&Uint8Array::from(encode(message).as_slice()));
    }
}

impl Later {
    /// The answer.
    #[must_use]
    pub fn answer(self) -> LocalBoxFuture<'static, Vec<u8>> {
        Box::pin(async move {
            let Self { worker, number, request, file } = self;
            worker.answer_later(number, request, file).await
        })
    }
}

impl Worker {
    async fn answer_later(&self, number: u32, request: Request, file: Option<Blob>) -> Vec<u8> {
        let session = &self.session;
        match request {
            Request::AskLane(question) => encode(&session.lane(question).await),
            Request::AskActive(question) => encode(&session.active(&question)),
            Request::AskBeacons(question) => encode(&session.beacons(question)),
            Request::Save(question) => encode(&session.save(question).await),
            Request::AskPreview(question) => encode(&session.preview(&question)),
            Request::AskRequest(question) => encode(&session.request(&question)),
            Request::Confirm(question) => encode(&session.confirm(question).await),
            Request::PutBack(question) => encode(&session.put_back(question).await),
            Request::Forget(question) => encode(&session.forget(question).await),
            Request::Delete(question) => encode(&session.delete(question).await),
            Request::Undelete(question) => encode(&session.undelete(question).await),
            Request::AddContext(question) => encode(&session.add_context(question, file).await),
            Request::RemoveContext(question) => encode(&session.remove_context(question).await),
            Request::AskHosts(question) => encode(&session.hosts(&question, self.meter(number)).await),
            Request::MarkHost(question) => encode(&session.mark(question).await),
            Request::AskFiles(AskFiles) => encode(&session.files().list().await),
            Request::AddFile(question) => encode(&session.files().add(question, file, self.meter(number)).await),
            Request::ReadFile(question) => encode(&session.files().read(question.id, self.meter(number)).await),
            Request::RemoveFile(question) => encode(&session.files().remove(question.id).await),
            Request::ForgetFiles(question) => encode(&session.files().forget(question).await),
            Request::AskTechniques(AskTechniques) => encode(&Ok::<_, Failure>(known())),
            Request::AskExport(question) => encode(&session.export(&question).await),
            Request::AskStoryboard(question) => encode(&session.storyboard(question)),
            Request::AskStored(question) => encode(&session.stored(question).await),
            Request::AskBoardFile(question) => encode(&session.board_file(question).await),
            Request::Open(_)
            | Request::AskThreats(_)
            | Request::Search(_)
            | Request::AskOverview(_)
            | Request::AskTables(_)
            | Request::AskTimeline(_)
            | Request::AskFacts(_)
            | Request::AskLabels(_)
            | Request::ReadContext(_)
            | Request::AskBegun(_) => encode(&Err::<(), _>(Failure::Unloaded)),
        }
    }
}

/// The bytes of an answer. They are numbers, texts and lists, which always can be written.
fn encode(answer: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(answer).unwrap_or_else(|error| {
        let failure: Result<(), Failure> = Err(Failure::Crashed { reason: error.to_string() });
        postcard::to_allocvec(&failure).unwrap_or_default()
    })
}
