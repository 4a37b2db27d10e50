//! What was just taken away, and can be had back.

use std::sync::Arc;

use leptos::html::Button;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::state::{App, News};
use super::subject::Subject;
use crate::domain::storyboard::StoredDocuments;
use crate::domain::threats::Comment;
use crate::engine::api::Undelete;
use crate::local::store::Draft;

/// What can be undone.
#[derive(Clone, Debug, PartialEq)]
pub enum Undo {
    /// A storyboard was deleted from this browser.
    Delete {
        /// Whom it was about.
        subject: Subject,
        /// What it said.
        comment: Comment,
        /// Its documents.
        documents: Arc<StoredDocuments>,
    },
    /// A draft was given up.
    Discard {
        /// Whom it was about.
        subject: Subject,
        /// What it said.
        draft: Draft,
    },
}

/// The last thing that can be undone, until it is undone, put away, or the page is left.
#[component]
pub fn Toast(
    /// The app.
    app: App,
) -> impl IntoView {
    let button = NodeRef::<Button>::new();
    // What was pressed is gone: the keyboard goes on here.
    Effect::new(move |_| {
        if let Some(button) = button.get() {
            let _ = button.focus();
        }
    });
    view! {
        <div class="toasts" role="status">
            {move || {
                app.undo
                    .get()
                    .map(|undo| {
                        let words = words(&undo);
                        let undo = StoredValue::new(undo);
                        view! {
                            <div class="toast">
                                <p>{words}</p>
                                <button
                                    node_ref=button
                                    type="button"
                                    class="small"
                                    on:click=move |_| take_back(app, undo.get_value())
                                >
                                    "Undo"
                                </button>
                                <button
                                    type="button"
                                    class="plain"
                                    aria-label="Dismiss"
                                    on:click=move |_| app.undo.set(None)
                                >
                                    "\u{2715}"
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

fn words(undo: &Undo) -> String {
    match undo {
        Undo::Delete { subject, .. } => format!("The storyboard of {}, with its comment, is deleted.", subject.ip),
        Undo::Discard { subject, .. } => format!("Your text about {} is discarded.", subject.ip),
    }
}

fn take_back(app: App, undo: Undo) {
    app.undo.set(None);
    spawn_local(async move {
        let outcome = match undo {
            Undo::Delete { subject, comment, documents } => {
                let Some(spec) = app.spec() else { return };
                let documents = Box::new(Arc::unwrap_or_clone(documents));
                let question = Undelete { day: subject.day, ip: subject.ip, comment, documents };
                app.session.ask(spec, question, None).await.map(|_| app.threats.refresh())
            }
            Undo::Discard { subject, draft } => {
                let kept = subject.draft_key().put(&draft).await;
                // On screen even where the store does not keep it.
                app.undone.set(Some((subject, draft)));
                kept
            }
        };
        if let Err(failure) = outcome {
            app.tell(News::Bad(failure.to_string()));
        }
    });
}
