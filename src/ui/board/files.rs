//! Taking a document along.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::model::Model;
use crate::domain::storyboard::BoardFile;
use crate::engine::api::AskBoardFile;
use crate::failure::Failure;
use crate::ui::hooks::download::{download, file_of};
use crate::ui::state::News;

/// Makes the file of what the panel shows, and hands it to the browser.
#[component]
pub fn DownloadButton(model: Model, file: BoardFile) -> impl IntoView {
    let name = file.name(model.subject.ip);
    let is_under_way = RwSignal::new(false);
    let take = move |_| {
        if is_under_way.get_untracked() {
            return;
        }
        is_under_way.set(true);
        let (view, origin) = (model.app().view.get_untracked(), model.origin.get_untracked());
        let app = model.app();
        spawn_local(async move {
            let made = app.session.ask_about(model.worker, AskBoardFile { view, file, origin }).await;
            let taken = made.and_then(|made| {
                // What the browser could show is kept all the same.
                let file = file_of(&made.text, "application/octet-stream");
                let no_file = |_| Failure::NotPossible(format!("This browser lets no page make {}.", made.name));
                file.and_then(|file| download(&file, &made.name)).map_err(no_file)
            });
            if let Err(failure) = taken {
                app.tell(News::Bad(failure.to_string()));
            }
            let _ = is_under_way.try_set(false);
        });
    };
    let label = format!("Download {name}");
    view! {
        <button type="button" class="plain download" aria-label=label.clone() title=label on:click=take>
            "\u{2193} " <span>{name}</span>
        </button>
    }
}
