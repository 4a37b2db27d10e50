//! The field in which the filter is written. What is right is in force a moment after it was typed; while it is wrong, the
//! filter before it stays, and what is wrong is told under its place.

use leptos::prelude::*;

use super::addresses::Data;
use super::completions::{Completions, LIST, option_id};
use super::model::Model;
use super::typed::Complaint;
use crate::domain::filter::{Wanted, complete};
use crate::ui::find_field::focus;
use crate::ui::hooks::keys::{Command, on_commands};
use crate::ui::state::App;

const EXAMPLE: &str = "src:10.0.0.0/8 -dport:443 bytes:>1M time:02:00-03:00";

/// The field, what could be written in it, and what is wrong with what is.
#[component]
pub fn FilterField(
    /// The app.
    app: App,
    /// What passes the filter, for who does not see it.
    #[prop(into)]
    told: Signal<Option<String>>,
    /// Whose addresses are offered.
    data: Data,
) -> impl IntoView {
    let model = Model::new(app, data);
    on_commands(&[Command::Filter], move |_| focus(model.field));
    let Model { field, text, offered, at, .. } = model;
    let complaint = Memo::new(move |_| {
        let may_be_told = model.is_settled.get() && offered.with(Option::is_none);
        may_be_told.then(|| Complaint::about(&text.read())).flatten()
    });
    let is_open = move || offered.with(Option::is_some);
    let follow_caret = move || {
        if let Some(field) = field.get_untracked() {
            model.follow_caret(&field);
        }
    };
    view! {
        <div class="filter-bar">
            <label for="filter">"Filter"</label>
            <div class="filter-field">
                <input
                    node_ref=field
                    id="filter"
                    type="text"
                    class="mono"
                    role="combobox"
                    placeholder=EXAMPLE
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-haspopup="listbox"
                    aria-keyshortcuts="f"
                    aria-expanded=move || if is_open() { "true" } else { "false" }
                    aria-controls=move || is_open().then_some(LIST)
                    aria-activedescendant=move || at.get().filter(|_| is_open()).map(option_id)
                    aria-invalid=move || complaint.with(Option::is_some).then_some("true")
                    aria-describedby="filter-complaint filter-hint"
                    prop:value=move || text.get()
                    on:input=move |event| model.typed(&event_target(&event))
                    on:keydown=move |event| model.key(&event)
                    on:keyup=move |_| follow_caret()
                    on:click=move |_| follow_caret()
                    on:blur=move |_| model.finish()
                />
                {move || {
                    let is_empty = text.with(String::is_empty);
                    if is_empty {
                        view! { <kbd aria-hidden="true">"f"</kbd> }.into_any()
                    } else {
                        view! {
                            <button type="button" class="plain" aria-label="Clear the filter" title="Clear the filter" on:click=move |_| model.clear()>
                                "\u{2715}"
                            </button>
                        }
                        .into_any()
                    }
                }}
                {move || {
                    offered.get().map(|completion| {
                        view! { <Completions completion at take=move |index| model.accept(index) /> }
                    })
                }}
            </div>
            <Complained complaint />
            <Hint model />
            <p class="visually-hidden" role="status">{move || told.get()}</p>
        </div>
    }
}

/// What is wrong, under its place.
#[component]
fn Complained(complaint: Memo<Option<Complaint>>) -> impl IntoView {
    view! {
        <div id="filter-complaint" class="filter-complaint" role="alert">
            {move || {
                complaint.get().map(|Complaint { column, width, words }| {
                    view! {
                        <p class="mono mark" aria-hidden="true">
                            <span style:margin-left=format!("{column}ch")>{"^".repeat(width.min(64))}</span>
                        </p>
                        <p class="complaint">{words}</p>
                    }
                })
            }}
        </div>
    }
}

/// What a value looks like, while one is written for which nothing can be offered.
#[component]
fn Hint(model: Model) -> impl IntoView {
    let hint = Memo::new(move |_| {
        let is_writing = model.is_offering.get() && model.offered.with(Option::is_none) && !model.is_settled.get();
        let wanted = is_writing.then(|| complete(&model.text.read(), model.caret.get()).wanted)?;
        match wanted {
            Wanted::Value(key) => Some(format!("{}: {}", key.about(), key.expected())),
            Wanted::Key | Wanted::Nothing => None,
        }
    });
    view! {
        <p id="filter-hint" class="filter-hint muted">
            {move || hint.get()}
        </p>
    }
}
