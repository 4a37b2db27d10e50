//! What is typed about an IP: kept as a draft at each stroke, sent once, and told how that went.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::patience::Patience;
use super::route::SourceName;
use super::save_words;
use super::saves::SaveId;
use super::session::Worker;
use super::state::{App, News};
use super::subject::Subject;
use super::toast::Undo;
use crate::domain::day_comments::{Aftermath, SavedOutcome};
use crate::domain::threats::Comment;
use crate::engine::api::{Asks, Caution, Delete, Save, Saved, Sent, Unread, Written};
use crate::failure::Failure;
use crate::local::store::{Draft, now_ms};

/// How saving goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// It was not asked for, or something was typed since.
    Idle,
    /// The title is missing.
    Untitled,
    /// Under way.
    UnderWay,
    /// Nothing was sent: the analyst decides.
    Asks(Asks),
    /// Done; in words.
    Done(String),
    /// It did not work, or not as it should; in words.
    Failed(String),
}

/// The form about a subject. Copies are the same form.
#[derive(Clone, Copy)]
pub struct Form {
    pub app: App,
    pub subject: Subject,
    pub worker: Worker,
    /// What was typed and is not saved.
    pub draft: RwSignal<Option<Draft>>,
    /// What was saved last, and the stored comment that it replaced: it is what is stored until that is loaded again.
    saved: RwSignal<Option<(Comment, Option<Comment>)>>,
    /// What is stored.
    pub stored: Memo<Option<Comment>>,
    /// What is in the fields.
    pub shown: Memo<Comment>,
    pub saving: RwSignal<Saving>,
    /// Why drafts are not kept.
    pub draft_failure: RwSignal<Option<Failure>>,
    /// Saving in this browser waits for context files.
    pub patience: Patience,
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
        let patience = Patience::new();
        let form = Self { app, subject, worker, draft, saved, stored, shown, saving, draft_failure, patience };
        spawn_local(async move {
            match subject.draft_key().get().await {
                // What was typed in the meantime is newer.
                Ok(kept) => drop(draft.try_update(|draft| *draft = draft.take().or(kept))),
                Err(failure) => drop(draft_failure.try_set(Some(failure))),
            }
        });
        // What is stored is no draft any more: a save that was confirmed late, or what was put back.
        Effect::new(move |_| {
            let stored = stored.get();
            if draft.with(|draft| draft.as_ref().is_some_and(|draft| Some(&draft.comment) == stored.as_ref())) {
                form.forget_draft();
            }
        });
        Effect::new(move |_| {
            if let Some((of, back)) = app.undone.get()
                && of == subject
            {
                // Once: the next form about this IP has a life of its own.
                app.undone.set(None);
                draft.update(|draft| *draft = draft.take().or(Some(back)));
            }
        });
        // What was said of a save holds until it is confirmed, or left as it is.
        Effect::new(move |former: Option<bool>| {
            let is_open = app.saves.is_open(SaveId { day: subject.day, ip: subject.ip });
            if former == Some(true) && !is_open && matches!(saving.get_untracked(), Saving::Failed(_)) {
                saving.set(Saving::Idle);
            }
            is_open
        });
        // A browser whose store fails has the text here alone: it asks before the page goes.
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if draft.with_untracked(Option::is_some) && draft_failure.with_untracked(Option::is_some) {
                event.prevent_default();
            }
        });
        on_cleanup(move || leaving.remove());
        form
    }

    /// Takes over what was typed, and keeps it as the draft.
    pub fn typed(self, change: impl FnOnce(&mut Comment)) {
        let mut comment = self.shown.get_untracked();
        change(&mut comment);
        // While it is asked what to do, the text may be edited for the answer.
        if !matches!(self.saving.get_untracked(), Saving::UnderWay | Saving::Asks(_)) {
            self.saving.set(Saving::Idle);
        }
        if comment == self.stored.get_untracked().unwrap_or_default() {
            self.forget_draft();
            return;
        }
        let draft = Draft { comment, written_ms: now_ms(), based_on: self.based_on() };
        self.keep(draft);
    }

    /// Gives up what was typed: the fields hold what is stored. The analyst can think better of it.
    pub fn discard(self) {
        if let Some(draft) = self.draft.get_untracked() {
            self.app.undo.set(Some(Undo::Discard { subject: self.subject, draft }));
        }
        if matches!(self.saving.get_untracked(), Saving::Failed(_)) {
            self.saving.set(Saving::Idle);
        }
        self.forget_draft();
    }

    /// The stored comment that was seen when what is in the fields was begun.
    fn based_on(self) -> Option<Comment> {
        match self.draft.get_untracked() {
            Some(draft) => draft.based_on,
            None => self.stored.get_untracked(),
        }
    }

    fn keep(self, draft: Draft) {
        let key = self.subject.draft_key();
        self.draft.set(Some(draft.clone()));
        self.store(async move { key.put(&draft).await });
    }

    fn forget_draft(self) {
        self.draft.set(None);
        self.store(self.subject.draft_key().delete());
    }

    fn store(self, work: impl Future<Output = Result<(), Failure>> + 'static) {
        spawn_local(async move {
            let _ = self.draft_failure.try_set(work.await.err());
        });
    }

    /// What would be saved.
    pub fn written(self) -> Written {
        let Subject { day, ip, .. } = self.subject;
        Written { day, ip, comment: self.shown.get_untracked(), view: self.app.view.get_untracked() }
    }

    /// Saves, or asks first.
    pub fn save(self) {
        self.send(Caution::AskFirst);
    }

    /// Saves in place of `theirs`, which the analyst has seen.
    pub fn save_over(self, theirs: Option<Comment>) {
        self.keep(Draft { comment: self.shown.get_untracked(), written_ms: now_ms(), based_on: theirs });
        self.send(Caution::AskFirst);
    }

    /// Saves, unless it is being done: a double click sends once.
    pub fn send(self, caution: Caution) {
        if self.saving.get_untracked() == Saving::UnderWay {
            return;
        }
        let storyboard = self.written();
        if storyboard.comment.title.trim().is_empty() {
            self.saving.set(Saving::Untitled);
            return;
        }
        self.saving.set(Saving::UnderWay);
        let Self { app, subject, worker, .. } = self;
        let replaced = untrack(|| app.comment_on(subject.ip));
        let loaded = self.based_on();
        // Nothing aborts it: what was sent to Spot cannot be called back.
        spawn_local(async move {
            let comment = storyboard.comment.clone();
            let save = |unread| {
                let (storyboard, loaded) = (storyboard.clone(), loaded.clone());
                app.session.ask_about(worker, Save { storyboard, loaded, caution, unread })
            };
            let answer = match self.subject.source {
                // What was sent cannot be called back, and Spot makes its storyboards from files of its own.
                SourceName::Spot => save(Unread::LeaveOut).await,
                SourceName::Demo | SourceName::Files => self.patience.ask(save).await,
            };
            let saving = match answer {
                Ok(Saved::Kept) => {
                    self.settle(comment, replaced).await;
                    Saving::Done(save_words::KEPT.to_owned())
                }
                Ok(Saved::Asks(asks)) => Saving::Asks(asks),
                Ok(Saved::Sent(sent)) => self.look_at(&sent, comment, replaced).await,
                Err(failure) => {
                    if matches!(failure, Failure::Crashed { .. }) {
                        app.saves.recall(app);
                    }
                    Saving::Failed(failure.to_string())
                }
            };
            self.report(saving);
        });
    }

    /// The context file whose end saving waits for. Spot makes its storyboards from files of its own.
    pub fn waits_for(self) -> Option<String> {
        match self.subject.source {
            SourceName::Spot => None,
            SourceName::Demo | SourceName::Files => self.app.context.under_way(),
        }
    }

    /// Takes in what came of what was sent.
    async fn look_at(self, sent: &Sent, comment: Comment, replaced: Option<Comment>) -> Saving {
        let aftermath = sent.report.as_ref().ok().map(|report| &report.aftermath);
        if aftermath.is_some_and(|aftermath| !matches!(aftermath.saved, SavedOutcome::NotThere(_))) {
            self.settle(comment, replaced).await;
        } else {
            self.app.threats.refresh();
        }
        let Subject { day, ip, .. } = self.subject;
        self.app.saves.after(day, ip, sent);
        if aftermath.is_some_and(Aftermath::is_harmless) {
            Saving::Done(save_words::sent(sent))
        } else {
            Saving::Failed(save_words::unconfirmed(sent))
        }
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
    fn report(self, saving: Saving) {
        if let Some(unseen) = self.saving.try_set(saving) {
            let Subject { day, ip, .. } = self.subject;
            match unseen {
                Saving::Done(words) => self.app.tell(News::Good(format!("{ip}, {day}: {words}"))),
                Saving::Failed(words) => self.app.tell(News::Bad(format!("{ip}, {day}: {words}"))),
                Saving::Asks(asks) => self.app.tell(News::Bad(format!("{ip}, {day}: {}", save_words::asks(&asks)))),
                Saving::Idle | Saving::Untitled | Saving::UnderWay => {}
            }
        }
    }

    /// Goes back to the text without an answer to what was asked.
    pub fn decide_later(self) {
        let _ = self.saving.try_update(|saving| {
            if matches!(saving, Saving::Asks(_)) {
                *saving = Saving::Idle;
            }
        });
    }

    /// Deletes what this browser keeps about the IP; it can be undone.
    pub fn delete(self) {
        let Self { app, subject, .. } = self;
        let (Some(comment), Some(spec)) = (self.stored.get_untracked(), app.spec()) else { return };
        spawn_local(async move {
            match app.session.ask(spec, Delete { day: subject.day, ip: subject.ip }, None).await {
                Ok((documents, _)) => {
                    let _ = self.saved.try_set(None);
                    let _ = self.saving.try_set(Saving::Idle);
                    app.undo.set(Some(Undo::Delete { subject, comment, documents: Arc::new(documents) }));
                    app.threats.refresh();
                }
                Err(failure) => self.report(Saving::Failed(failure.to_string())),
            }
        });
    }
}
