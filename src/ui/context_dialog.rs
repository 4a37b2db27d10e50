//! The context files, and a place to drop others.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, File};

use super::choose_files::ChooseFiles;
use super::context_file::ContextFileCard;
use super::hooks::drop::listed;
use super::icons::place_icon;
use super::later::later;
use super::modal_dialog::{Kind, ModalDialog};
use super::parts::{Part, WindowPart};
use super::state::{App, News};
use crate::domain::context::file::ContextFile;
use crate::engine::api::{AddContext, RemoveContext};
use crate::failure::Failure;

/// Opens the context files.
#[component]
pub fn ContextButton(
    /// The app.
    app: App,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let close = Callback::new(move |()| is_open.set(false));
    view! {
        <button
            type="button"
            class="tool"
            aria-haspopup="dialog"
            title="Context files: names, places, internal network"
            on:click=move |_| is_open.set(true)
        >
            {place_icon()} <span>"Context"</span>
        </button>
        {move || is_open.get().then(|| later(Part::Window(WindowPart::Context(app, close))))}
    }
}

/// The dialog.
#[component]
pub fn ContextDialog(
    /// The app.
    app: App,
    /// Closes it.
    close: Callback<()>,
) -> impl IntoView {
    let outcomes = RwSignal::new(Vec::<News>::new());
    let is_over = RwSignal::new(false);
    let take = move |files: Vec<File>| {
        outcomes.set(Vec::new());
        spawn_local(async move {
            for file in files {
                let outcome = add(app, file).await;
                outcomes.try_update(|outcomes| outcomes.push(outcome));
            }
        });
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        take(event.data_transfer().and_then(|data| data.files()).as_ref().map(listed).unwrap_or_default());
    };
    // Without this the browser would open the file in place of the app.
    let over = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(true);
    };
    view! {
        // What is dropped beside the marked place, anywhere on the dialog, is meant for it.
        <div class="drop-target" on:dragover=over on:dragleave=move |_| is_over.set(false) on:drop=dropped>
            <ModalDialog id="context-title" title="Context files".to_owned() kind=Kind::Window("context") close>
                <Files app outcomes />
                <DropZone is_over take />
                <Outcomes outcomes />
            </ModalDialog>
        </div>
    }
}

#[component]
fn Files(app: App, outcomes: RwSignal<Vec<News>>) -> impl IntoView {
    let remove = move |file: ContextFile| {
        outcomes.set(Vec::new());
        spawn_local(async move {
            let outcome = match app.session.engine().ask(&RemoveContext { file }).await {
                Ok(()) => News::Good(format!("{} is removed.", file.name())),
                Err(failure) => News::Bad(failure.to_string()),
            };
            app.context.file(file).retry();
            outcomes.try_update(|outcomes| outcomes.push(outcome));
        });
    };
    let cards = ContextFile::ALL.map(|file| view! { <ContextFileCard file read=app.context.file(file) remove /> });
    view! { <div class="context-files">{cards.collect_view()}</div> }
}

/// A place to drop files on, and a button for those who choose them.
#[component]
fn DropZone(is_over: RwSignal<bool>, take: impl Fn(Vec<File>) + Copy + 'static) -> impl IntoView {
    view! {
        <div class="drop-zone" class:over=move || is_over.get()>
            <p>"Drop one of the three files here, plain, gzip or zstd: its lines tell which it is."</p>
            <ChooseFiles label="Context files" accept=".csv,.gz,.zst,text/csv,text/plain,application/gzip" take />
            <p class="muted">"It goes before the site\u{2019}s, is kept in this browser, and never leaves it."</p>
        </div>
    }
}

#[component]
fn Outcomes(outcomes: RwSignal<Vec<News>>) -> impl IntoView {
    view! {
        <div class="outcomes">
            <For each=move || outcomes.get().into_iter().enumerate() key=|(index, _)| *index let((_, outcome))>
                {
                    let (role, class, words) = match outcome {
                        News::Good(words) => ("status", "note good", words),
                        News::Bad(words) => ("alert", "note bad", words),
                    };
                    view! {
                        <p class=class role=role>
                            {words}
                        </p>
                    }
                }
            </For>
        </div>
    }
}

/// Hands a file to the engine, and has it read.
async fn add(app: App, file: File) -> News {
    let name = file.name();
    let added: Result<ContextFile, Failure> =
        app.session.engine().ask_with_file(&AddContext { name: name.clone() }, file.into()).await;
    match added {
        Ok(file) => {
            app.context.file(file).retry();
            News::Good(format!("{name} is taken as {}: {}.", file.name(), file.subject().to_lowercase()))
        }
        Err(failure) => News::Bad(failure.to_string()),
    }
}
