//! What is typed about an IP: kept as a draft at each stroke, sent once, and told how that went.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::session::Worker;
use super::state::{App, News};
use super::subject::Subject;
use super::words;
use crate::domain::threats::Comment;
use crate::engine::api::{Save, Saved};
use crate::failure::Failure;
use crate::local::store::Draft;

/// How saving goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// It was not asked for, or something was typed since.
    Idle,
    /// The title is missing.
    Untitled,
    /// Under way.
    UnderWay,
    /// Done.
    Done(Saved),
    /// It did not work.
    Failed(Failure),
}

/// The form about a subject. Copies are the same form.
#[derive(Clone, Copy)]
pub struct Form {
    app: App,
    subject: Subject,
    worker: Worker,
    /// What was typed and is not saved.
    pub draft: RwSignal<Option<Draft>>,
    /// What was saved last, and the stored comment that it replaced: it is what is stored until that is loaded again.
    saved: RwSignal<Option<(Comment, Option<Comment>)>>,
    /// What is stored.
    stored: Memo<Option<Comment>>,
    /// What is in the fields.
    pub shown: Memo<Comment>,
    pub saving: RwSignal<Saving>,
    /// Why drafts are not kept.
    pub draft_failure: RwSignal<Option<Failure>>,
}

impl Form {
    /// The form, with the draft where there is one.
    pub fn new(app: App, subject: Subject, worker: Worker) -> Self {
        let draft = RwSignal::new(None::<Draft>);
        let saved = RwSignal::new(None::<(Comment, Option<Comment>)>);
        let stored = Memo::new(move |_| {
            let loaded = app.comment_on(subject.ip);
            match saved.get() {
                Some((saved, replaced)) if loaded == replaced => Some(saved),
                _ => loaded,
            }
        });
        let shown =
            Memo::new(move |_| draft.get().map(|draft| draft.comment).or_else(|| stored.get()).unwrap_or_default());
        let saving = RwSignal::new(Saving::Idle);
        let draft_failure = RwSignal::new(None);
        let form = Self { app, subject, worker, draft, saved, stored, shown, saving, draft_failure };
        spawn_local(async move {
            match subject.draft_key().get().await {
                // What was typed in the meantime is newer.
                Ok(kept) => drop(draft.try_update(|draft| *draft = draft.take().or(kept))),
                Err(failure) => drop(draft_failure.try_set(Some(failure))),
            }
        });
        form
    }

    /// Takes over what was typed, and keeps it as the draft.
    pub fn typed(self, change: impl FnOnce(&mut Comment)) {
        let mut comment = self.shown.get_untracked();
        change(&mut comment);
        if self.saving.get_untracked() != Saving::UnderWay {
            self.saving.set(Saving::Idle);
        }
        if comment == self.stored.get_untracked().unwrap_or_default() {
            self.discard();
            return;
        }
        let key = self.subject.draft_key();
        self.draft.set(Some(Draft { comment: comment.clone(), written_ms: now_ms() }));
        self.store(async move { key.put(&comment).await });
    }

    /// Gives up what was typed: the fields hold what is stored.
    pub fn discard(self) {
        self.draft.set(None);
        let key = self.subject.draft_key();
        self.store(key.delete());
    }

    fn store(self, work: impl Future<Output = Result<(), Failure>> + 'static) {
        spawn_local(async move {
            let _ = self.draft_failure.try_set(work.await.err());
        });
    }

    /// Saves, unless it is being done: a double click sends once.
    pub fn save(self) {
        if self.saving.get_untracked() == Saving::UnderWay {
            return;
        }
        let comment = self.shown.get_untracked();
        if comment.title.trim().is_empty() {
            self.saving.set(Saving::Untitled);
            return;
        }
        self.saving.set(Saving::UnderWay);
        let Self { app, subject, worker, .. } = self;
        let replaced = untrack(|| app.comment_on(subject.ip));
        let view = app.view.get_untracked();
        // Nothing aborts it: what was sent to Spot cannot be called back.
        spawn_local(async move {
            let question = Save { day: subject.day, ip: subject.ip, comment: comment.clone(), view };
            let outcome = app.session.ask_about(worker, question).await;
            if outcome.is_ok() {
                self.settle(comment, replaced).await;
            }
            self.report(outcome);
        });
    }

    /// Forgets the draft that was saved; what was typed since stays one.
    async fn settle(self, sent: Comment, replaced: Option<Comment>) {
        let key = self.subject.draft_key();
        if let Ok(Some(kept)) = key.get().await
            && kept.comment == sent
        {
            // A draft that cannot be removed comes back at the next visit and can be discarded there.
            let _ = key.delete().await;
        }
        let _ = self.saved.try_set(Some((sent.clone(), replaced)));
        let _ = self.draft.try_update(|draft| draft.take_if(|draft| draft.comment == sent));
        self.app.threats.refresh();
    }

    /// Tells how it went: here or, where the analyst has gone on, on top of the page.
    fn report(self, outcome: Result<Saved, Failure>) {
        let saving = match outcome {
            Ok(saved) => Saving::Done(saved),
            Err(failure) => Saving::Failed(failure),
        };
        if let Some(unseen) = self.saving.try_set(saving) {
            let Subject { day, ip, .. } = self.subject;
            match unseen {
                Saving::Done(saved) => self.app.tell(News::Good(format!("{ip}, {day}: {}", words::saved(&saved)))),
                Saving::Failed(failure) => self.app.tell(News::Bad(format!("{ip}, {day}: {failure}"))),
                Saving::Idle | Saving::Untitled | Saving::UnderWay => {}
            }
        }
    }
}

fn now_ms() -> u64 {
    // Whole milliseconds since 1970, for some 285,000 years.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let now = js_sys::Date::now() as u64;
    now
}
