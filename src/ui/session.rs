//! Asks the engine, and sees to it that the right source is open in it, in one place.

use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};
use leptos::prelude::*;

use super::load::Meter;
use crate::engine::api::{AnyQuestion, Open, Opened, Question, SourceSpec};
use crate::engine::client::{Engine, read_answer};
use crate::failure::Failure;

/// The page's line to the engine.
#[derive(Clone, Copy)]
pub struct Session {
    engine: StoredValue<Engine, LocalStorage>,
    opening: StoredValue<Option<Opening>, LocalStorage>,
}

/// A source that is open or being opened.
#[derive(Clone)]
struct Opening {
    source: SourceSpec,
    /// The worker in which it is: another one knows nothing of it.
    worker: Worker,
    outcome: Shared<LocalBoxFuture<'static, Result<Opened, Failure>>>,
}

/// Which worker answered: what one holds, the next does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worker(u32);

impl Worker {
    /// None of them: it holds nothing, and is asked nothing.
    pub const NONE: Self = Self(u32::MAX);
}

impl Session {
    /// A line to `engine`.
    pub fn new(engine: Engine) -> Self {
        Self { engine: StoredValue::new_local(engine), opening: StoredValue::new_local(None) }
    }

    /// The engine, for those who ask about the open search.
    pub fn engine(self) -> Engine {
        self.engine.get_value()
    }

    /// Opens `source` unless it is open. All who need it at once wait for the same answer.
    pub async fn open(self, source: SourceSpec) -> Result<Opened, Failure> {
        let opening = self.opening(source);
        let outcome = opening.outcome.clone().await;
        if outcome.is_err() {
            self.forget(opening.worker);
        }
        outcome
    }

    /// Asks `question` of `source`. Tells which worker answered.
    pub async fn ask<Q: Question>(
        self,
        source: SourceSpec,
        question: Q,
        meter: Option<Meter>,
    ) -> Result<(Q::Answer, Worker), Failure> {
        let (answer, worker) = self.ask_any(source, AnyQuestion::of(&question), meter).await?;
        Ok((read_answer::<Q>(&answer)?, worker))
    }

    /// The same for any question: the bytes of the answer.
    async fn ask_any(
        self,
        source: SourceSpec,
        question: AnyQuestion,
        meter: Option<Meter>,
    ) -> Result<(Vec<u8>, Worker), Failure> {
        // A worker that stopped unnoticed is replaced by the very question that finds out: then the source has to be
        // opened in the new one first. A second time in a row is no accident.
        for _ in 0..2 {
            self.open(source.clone()).await?;
            let opened_in = self.opening.with_value(|opening| opening.as_ref().map(|opening| opening.worker));
            let asked = self.engine.with_value(|engine| engine.send_question(question.clone(), None, meter.clone()));
            let asked_in = self.worker();
            if opened_in == Some(asked_in) {
                let answer = asked.await;
                if let Err(Failure::Crashed { .. }) = answer {
                    self.forget(asked_in);
                }
                return answer.map(|answer| (answer, asked_in));
            }
        }
        Err(self.engine.with_value(Engine::gone))
    }

    /// Asks about the search that `worker` holds.
    pub async fn ask_about<Q: Question>(self, worker: Worker, question: Q) -> Result<Q::Answer, Failure> {
        read_answer::<Q>(&self.ask_any_about(worker, AnyQuestion::of(&question)).await?)
    }

    async fn ask_any_about(self, worker: Worker, question: AnyQuestion) -> Result<Vec<u8>, Failure> {
        if self.worker() == worker {
            let asked = self.engine.with_value(|engine| engine.send_question(question, None, None));
            // Where it had stopped unnoticed, the question went to the next one.
            if self.worker() == worker {
                return asked.await;
            }
        }
        Err(self.engine.with_value(Engine::gone))
    }

    fn opening(self, source: SourceSpec) -> Opening {
        let worker = self.worker();
        let present = self.opening.get_value().filter(|opening| opening.source == source && opening.worker == worker);
        present.unwrap_or_else(|| {
            let asked = self.engine.with_value(|engine| engine.ask(&Open { source: source.clone() }));
            let opening = Opening { source, worker: self.worker(), outcome: asked.boxed_local().shared() };
            self.opening.set_value(Some(opening.clone()));
            opening
        })
    }

    fn forget(self, worker: Worker) {
        self.opening.update_value(|opening| {
            opening.take_if(|opening| opening.worker == worker);
        });
    }

    fn worker(self) -> Worker {
        Worker(self.engine.with_value(Engine::starts))
    }
}
