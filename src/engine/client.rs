//! The page's end of the channel: starts the worker, asks, and hands out answers.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::api::{AnyQuestion, FromEngine, Progress, Question, ToEngine};
use crate::failure::Failure;

/// The engine, as the page sees it. Clones are the same engine.
///
/// A worker that stopped is replaced with the next question; what was asked of it fails with [`Failure::Crashed`].
#[derive(Clone)]
pub struct Engine {
    shared: Rc<RefCell<Shared>>,
}

struct Shared {
    url: String,
    running: Option<Running>,
    waiting: HashMap<u32, Waiting>,
    next_number: u32,
    /// Questions that were asked before the worker could listen.
    early: Vec<(ToEngine, Option<Blob>)>,
    is_ready: bool,
    starts: u32,
    /// Why the last worker stopped, if one did.
    stopped_by: Option<String>,
}

struct Running {
    worker: Worker,
    // The closures live as long as the worker that calls them.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

#[derive(Default)]
struct Waiting {
    waker: Option<Waker>,
    outcome: Option<Result<Vec<u8>, Failure>>,
    on_progress: Option<Rc<dyn Fn(Progress)>>,
}

impl Engine {
    /// Starts the worker whose script is at `url`.
    #[must_use]
    pub fn start(url: String) -> Self {
        let shared = Shared {
            url,
            running: None,
            waiting: HashMap::new(),
            next_number: 0,
            early: Vec::new(),
            is_ready: false,
            starts: 0,
            stopped_by: None,
        };
        let engine = Self { shared: Rc::new(RefCell::new(shared)) };
        engine.ensure_running();
        engine
    }

    /// How often a worker was started: a source has to be opened again after a new start.
    #[must_use]
    pub fn starts(&self) -> u32 {
        self.shared.borrow().starts
    }

    /// What is told of a question about something that a former worker held.
    #[must_use]
    pub fn gone(&self) -> Failure {
        let reason = self.shared.borrow().stopped_by.clone();
        Failure::Crashed { reason: reason.unwrap_or_else(|| "it was started anew".to_owned()) }
    }

    /// Asks a question. Dropping the future before the answer is there cancels it in the engine.
    pub fn ask<Q: Question>(&self, question: &Q) -> Asked<Q> {
        Asked::to(self.send_question(AnyQuestion::of(question), None, None))
    }

    /// Asks a question about a file, which costs no more than its name: the worker reads it.
    pub fn ask_with_file<Q: Question>(&self, question: &Q, file: Blob) -> Asked<Q> {
        Asked::to(self.send_question(AnyQuestion::of(question), Some(file), None))
    }

    /// Asks a question about a file, whose progress is told to `on_progress`.
    pub fn ask_with_file_and_progress<Q: Question>(
        &self,
        question: &Q,
        file: Blob,
        on_progress: impl Fn(Progress) + 'static,
    ) -> Asked<Q> {
        Asked::to(self.send_question(AnyQuestion::of(question), Some(file), Some(Rc::new(on_progress))))
    }

    /// Asks a question whose progress is told to `on_progress`.
    pub fn ask_with_progress<Q: Question>(&self, question: &Q, on_progress: impl Fn(Progress) + 'static) -> Asked<Q> {
        Asked::to(self.send_question(AnyQuestion::of(question), None, Some(Rc::new(on_progress))))
    }

    /// Asks any question, with a file or without one. Who asks knows how to read the answer.
    pub fn send_question(
        &self,
        question: AnyQuestion,
        file: Option<Blob>,
        on_progress: Option<Rc<dyn Fn(Progress)>>,
    ) -> UnderWay {
        self.ensure_running();
        let number = {
            let mut shared = self.shared.borrow_mut();
            shared.next_number = shared.next_number.wrapping_add(1);
            let number = shared.next_number;
            shared.waiting.insert(number, Waiting { on_progress, ..Waiting::default() });
            number
        };
        self.send(ToEngine::Ask(number, question), file);
        UnderWay { engine: self.clone(), number }
    }

    fn send(&self, message: ToEngine, file: Option<Blob>) {
        let mut shared = self.shared.borrow_mut();
        if !shared.is_ready {
            shared.early.push((message, file));
            return;
        }
        if let (Some(running), Ok(bytes)) = (&shared.running, postcard::to_allocvec(&message)) {
            let bytes = Uint8Array::from(bytes.as_slice());
            // It fails only on data that cannot be cloned; bytes and files can.
            let _ = match file {
                None => running.worker.post_message(&bytes),
                Some(file) => running.worker.post_message(&Array::of2(&bytes, &file)),
            };
        }
    }

    fn ensure_running(&self) {
        if self.shared.borrow().running.is_some() {
            return;
        }
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let url = self.shared.borrow().url.clone();
        let Ok(worker) = Worker::new_with_options(&url, &options) else {
            return;
        };
        let weak = Rc::downgrade(&self.shared);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
            let weak = weak.clone();
            move |event: MessageEvent| {
                if let Some(shared) = weak.upgrade() {
                    let bytes = Uint8Array::new(&event.data()).to_vec();
                    if let Ok(message) = postcard::from_bytes(&bytes) {
                        Self { shared }.receive(message);
                    }
                }
            }
        });
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            if let Some(shared) = weak.upgrade() {
                // A script that cannot be loaded gives a plain event, without a message.
                let reason = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default();
                Self { shared }.crashed(if reason.is_empty() { "its program could not be loaded" } else { &reason });
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let mut shared = self.shared.borrow_mut();
        shared.running = Some(Running { worker, _on_message: on_message, _on_error: on_error });
        shared.is_ready = false;
        shared.starts += 1;
    }

    fn receive(&self, message: FromEngine) {
        match message {
            FromEngine::Ready => {
                let early = {
                    let mut shared = self.shared.borrow_mut();
                    shared.is_ready = true;
                    std::mem::take(&mut shared.early)
                };
                for (message, file) in early {
                    self.send(message, file);
                }
            }
            FromEngine::Progress(number, progress) => {
                let follower =
                    self.shared.borrow().waiting.get(&number).and_then(|waiting| waiting.on_progress.clone());
                if let Some(on_progress) = follower {
                    on_progress(progress);
                }
            }
            FromEngine::Answer(number, bytes) => self.settle(number, Ok(bytes)),
        }
    }

    fn settle(&self, number: u32, outcome: Result<Vec<u8>, Failure>) {
        let waker = self.shared.borrow_mut().waiting.get_mut(&number).and_then(|waiting| {
            waiting.outcome = Some(outcome);
            waiting.waker.take()
        });
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn crashed(&self, reason: &str) {
        let numbers: Vec<u32> = {
            let mut shared = self.shared.borrow_mut();
            if let Some(running) = shared.running.take() {
                running.worker.terminate();
                // This runs inside the worker's own error handler: it must not be dropped before it returns.
                wasm_bindgen_futures::spawn_local(async move { drop(running) });
            }
            shared.is_ready = false;
            shared.early.clear();
            shared.stopped_by = Some(reason.to_owned());
            shared.waiting.keys().copied().collect()
        };
        for number in numbers {
            self.settle(number, Err(Failure::Crashed { reason: reason.to_owned() }));
        }
    }
}

/// An answer that is on its way.
#[must_use = "a question whose answer is dropped is cancelled"]
pub struct Asked<Q> {
    under_way: UnderWay,
    answer: PhantomData<fn() -> Q>,
}

impl<Q> Asked<Q> {
    fn to(under_way: UnderWay) -> Self {
        Self { under_way, answer: PhantomData }
    }
}

impl<Q: Question> Future for Asked<Q> {
    type Output = Result<Q::Answer, Failure>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.under_way).poll(context).map(|outcome| read_answer::<Q>(&outcome?))
    }
}

/// The answer to a question of the kind `Q` that came as `bytes`.
pub fn read_answer<Q: Question>(bytes: &[u8]) -> Result<Q::Answer, Failure> {
    postcard::from_bytes::<Result<Q::Answer, Failure>>(bytes)
        .unwrap_or_else(|error| Err(Failure::Crashed { reason: format!("its answer could not be read ({error})") }))
}

/// The bytes of an answer that are on their way, whatever was asked.
#[must_use = "a question whose answer is dropped is cancelled"]
pub struct UnderWay {
    engine: Engine,
    number: u32,
}

impl Future for UnderWay {
    type Output = Result<Vec<u8>, Failure>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<Vec<u8>, Failure>> {
        let mut shared = self.engine.shared.borrow_mut();
        let is_running = shared.running.is_some();
        let Some(waiting) = shared.waiting.get_mut(&self.number) else {
            return Poll::Ready(Err(Failure::Cancelled));
        };
        match waiting.outcome.take() {
            None if !is_running => {
                shared.waiting.remove(&self.number);
                Poll::Ready(Err(Failure::Crashed { reason: "this browser cannot start a module worker".to_owned() }))
            }
            None => {
                waiting.waker = Some(context.waker().clone());
                Poll::Pending
            }
            Some(outcome) => {
                shared.waiting.remove(&self.number);
                Poll::Ready(outcome)
            }
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        // Only a question that still waits is cancelled: an answered one was taken out.
        if self.engine.shared.borrow_mut().waiting.remove(&self.number).is_some() {
            self.engine.send(ToEngine::Cancel(self.number), None);
        }
    }
}
