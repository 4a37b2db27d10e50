//! The flow logs in the sidebar, and the way to more of them.

use leptos::prelude::*;

use super::entry::{FileEntry, Progressing};
use super::state::{Files, Forgettable};
use crate::domain::time::Day;
use crate::engine::api::Notes;
use crate::ui::choose_files::ChooseFiles;
use crate::ui::modal_dialog::ModalDialog;
use crate::ui::state::App;

/// So many days have a button; the others are reached by the date.
const MOST_DAYS: usize = 14;

/// The files.
#[component]
pub fn FilesPanel(
    /// The app.
    app: App,
) -> impl IntoView {
    let files = app.files;
    // Whenever a source was opened, and so after the engine was started anew.
    Effect::new(move |_| {
        if app.opened.with_ready(|_| ()).is_some() {
            files.look();
        }
    });
    let asked = RwSignal::new(None::<Forgettable>);
    let has_some = Memo::new(move |_| !files.known().is_empty());
    view! {
        <section class="panel files" aria-labelledby="files-title">
            <div class="panel-head">
                <h2 id="files-title">"My files"</h2>
                {move || {
                    files
                        .forgettable()
                        .map(|what| {
                            let words = match what {
                                Forgettable::Files => "Forget my files",
                                Forgettable::Notes => "Forget what I wrote",
                            };
                            view! {
                                <button type="button" class="plain" on:click=move |_| asked.set(Some(what))>
                                    {words}
                                </button>
                            }
                        })
                }}
            </div>
            <ul class="file-list">
                <For each=move || files.known() key=|file| (file.id, file.read.is_some()) let:file>
                    <FileEntry files file />
                </For>
            </ul>
            <Days app />
            {move || files.under_way().map(|under_way| view! { <Progressing files under_way /> })}
            <Refusals files />
            <Chooser files has_some />
            {move || {
                let close = move |()| asked.set(None);
                asked
                    .get()
                    .map(|what| match what {
                        Forgettable::Files => view! { <ForgetDialog files close /> }.into_any(),
                        Forgettable::Notes => view! { <ForgetNotesDialog files close /> }.into_any(),
                    })
            }}
        </section>
    }
}

/// The days that the files hold, where there is more than one to choose from.
#[component]
fn Days(app: App) -> impl IntoView {
    let days = Memo::new(move |_| app.opened.with_ready(|opened| opened.days.clone()).unwrap_or_default());
    let button = move |day: Day| {
        view! {
            <button
                type="button"
                class="small"
                aria-current=move || (app.day.get() == Some(day)).then_some("date")
                on:click=move |_| app.go_to(day)
            >
                {day.to_string()}
            </button>
        }
    };
    move || {
        let days = days.get();
        let newest = days.iter().rev().take(MOST_DAYS).rev();
        let buttons = newest.map(|day| button(*day)).collect_view();
        let more = days.len().saturating_sub(MOST_DAYS);
        (days.len() > 1).then(|| {
            view! {
                <div class="days" role="group" aria-label="Days of the files">
                    {(more > 0).then(|| view! { <span class="muted">{format!("{more} earlier,")}</span> })}
                    {buttons}
                </div>
            }
        })
    }
}

#[component]
fn Refusals(files: Files) -> impl IntoView {
    view! {
        <For each=move || files.refused() key=|refused| refused.number let:refused>
            <div class="note bad refusal" role="alert">
                <p>{refused.words}</p>
                <button
                    type="button"
                    class="plain"
                    aria-label="Dismiss"
                    on:click=move |_| files.dismiss(refused.number)
                >
                    "\u{2715}"
                </button>
            </div>
        </For>
    }
}

#[component]
fn Chooser(files: Files, has_some: Memo<bool>) -> impl IntoView {
    view! {
        <div class="drop-zone">
            <p>{move || if has_some.get() { "Drop more flow logs on the page" } else { "Drop flow logs anywhere on the page" }}</p>
            <ChooseFiles
                label="Flow logs"
                is_primary=Signal::derive(move || !has_some.get())
                take=move |chosen| files.add(chosen, None)
            />
            <p class="muted">"Nothing leaves this browser."</p>
        </div>
    }
}

#[component]
fn ForgetDialog(files: Files, #[prop(into)] close: Callback<()>) -> impl IntoView {
    let notes = RwSignal::new(Notes::Kept);
    let forget = move |_| {
        files.forget(notes.get_untracked());
        close.run(());
    };
    let choose = move |event| notes.set(if event_target_checked(&event) { Notes::Forgotten } else { Notes::Kept });
    let goes = move || match notes.get() {
        Notes::Kept => "Gone: the browser\u{2019}s copies of your flow logs, of all days.",
        Notes::Forgotten => {
            "Gone, and not to be had back: the browser\u{2019}s copies of your flow logs and all that you wrote about their IPs, of all days."
        }
    };
    let stays = move || match notes.get() {
        Notes::Kept => {
            "Kept: the files on your disk, your context files and, for the day that you choose these logs again, your comments, drafts, storyboards, marks and techniques."
        }
        Notes::Forgotten => "Kept: the files on your disk, your context files, and what you wrote in other sources.",
    };
    view! {
        <ModalDialog id="forget-title" title="Forget my files?".to_owned() close>
            <p>{goes}</p>
            <p>{stays}</p>
            <p class="forget">
                <label>
                    <input type="checkbox" on:change=choose />
                    "Forget comments, drafts, storyboards, marks and techniques, too"
                </label>
            </p>
            <div class="buttons">
                <button type="button" class="primary" on:click=forget>
                    "Forget them"
                </button>
                <button type="button" autofocus on:click=move |_| close.run(())>
                    "Keep them"
                </button>
            </div>
        </ModalDialog>
    }
}

#[component]
fn ForgetNotesDialog(files: Files, #[prop(into)] close: Callback<()>) -> impl IntoView {
    let forget = move |_| {
        files.forget(Notes::Forgotten);
        close.run(());
    };
    view! {
        <ModalDialog id="forget-title" title="Forget what you wrote?".to_owned() close>
            <p>
                "Gone, and not to be had back: all that you wrote about the IPs of flow logs that are forgotten: comments, drafts, storyboards, marks and techniques, of all days."
            </p>
            <p>"Kept: the files on your disk, your context files, and what you wrote in other sources."</p>
            <div class="buttons">
                <button type="button" class="primary" on:click=forget>
                    "Forget it"
                </button>
                <button type="button" autofocus on:click=move |_| close.run(())>
                    "Keep it"
                </button>
            </div>
        </ModalDialog>
    }
}
