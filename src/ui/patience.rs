//! What waits for context files that are being read, until the analyst can wait no longer.

use futures::FutureExt;
use futures::channel::oneshot::{Sender, channel};
use futures::future::{Either, select};
use leptos::prelude::*;

use super::state::App;
use crate::engine::api::Unread;

/// The waiting of one panel. Copies are the same.
#[derive(Clone, Copy)]
pub struct Patience {
    hurry: StoredValue<Option<Sender<()>>>,
}

impl Patience {
    /// Nothing waits yet.
    pub fn new() -> Self {
        Self { hurry: StoredValue::new(None) }
    }

    /// Asks for what waits for the files; once hurried, drops that and asks for what does without.
    pub async fn ask<T, F>(self, ask: impl Fn(Unread) -> F) -> T
    where
        F: Future<Output = T> + 'static,
        T: 'static,
    {
        let (hurry, hurried) = channel();
        self.hurry.try_set_value(Some(hurry));
        match select(ask(Unread::Await).boxed_local(), hurried).await {
            Either::Left((answer, _)) => answer,
            Either::Right((Ok(()), waiting)) => {
                drop(waiting);
                ask(Unread::LeaveOut).await
            }
            // The panel is gone: nobody can hurry any more.
            Either::Right((Err(_), waiting)) => waiting.await,
        }
    }

    fn hurry(self) {
        if let Some(hurry) = self.hurry.try_update_value(Option::take).flatten() {
            // It fails only where nothing waits any more.
            let _ = hurry.send(());
        }
    }
}

/// The way to wait no longer, as long as a file is being read.
#[component]
pub fn HurryButton(
    /// The app.
    app: App,
    /// What waits.
    patience: Patience,
    /// Whether it does.
    #[prop(into)]
    waits: Signal<bool>,
    /// What the button does: "Save now, without it".
    label: &'static str,
) -> impl IntoView {
    let is_shown = Memo::new(move |_| waits.get() && app.context.under_way().is_some());
    move || {
        is_shown.get().then(
            || view! { <button type="button" class="small hurry" on:click=move |_| patience.hurry()>{label}</button> },
        )
    }
}
