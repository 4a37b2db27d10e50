//! What the analyst writes about the IP, and saving it as a storyboard.

use leptos::html::Input;
use leptos::prelude::*;

use super::comment_form::{Form, Saving};
use super::later::later;
use super::parts::{Part, WindowPart};
use super::patience::HurryButton;
use super::route::SourceName;
use super::session::Worker;
use super::state::App;
use super::subject::Subject;
use super::techniques::Techniques;
use crate::engine::api::Written;

/// The form.
#[component]
pub fn Summary(
    /// The app.
    app: App,
    /// What is investigated.
    subject: Subject,
    /// Who holds the search.
    worker: Worker,
) -> impl IntoView {
    let form = Form::new(app, subject, worker);
    let title = NodeRef::<Input>::new();
    let previewed = RwSignal::new(None::<Written>);
    let asks = Memo::new(move |_| match form.saving.get() {
        Saving::Asks(asks) => Some(asks),
        _ => None,
    });
    let is_untitled = move || form.saving.get() == Saving::Untitled;
    let is_under_way = move || form.saving.get() == Saving::UnderWay;
    Effect::new(move |_| {
        if let Some(title) = title.get().filter(|_| is_untitled()) {
            let _ = title.focus();
        }
    });
    let save_keys = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            form.save();
        }
    };
    view! {
        <form
            class="panel summary"
            aria-labelledby="summary-title"
            novalidate
            on:keydown=save_keys
            on:submit=move |event| {
                event.prevent_default();
                form.save();
            }
        >
            <div class="panel-head">
                <h3 id="summary-title">"Threat summary"</h3>
                <DraftNote form />
                <Extras form previewed />
            </div>
            <div class="summary-fields">
                <div class="summary-title">
                    <label for="threat-title">"Threat title"</label>
                    <input
                        node_ref=title
                        id="threat-title"
                        type="text"
                        autocomplete="off"
                        aria-required="true"
                        aria-invalid=move || is_untitled().then_some("true")
                        aria-describedby="title-complaint"
                        prop:value=move || form.shown.get().title
                        on:input=move |event| form.typed(|comment| comment.title = event_target_value(&event))
                    />
                    <span id="title-complaint" class="complaint">
                        {move || is_untitled().then_some("A title is needed: it names the storyboard.")}
                    </span>
                </div>
                <div class="summary-text">
                    <label for="threat-comments">"Comments"</label>
                    <textarea
                        id="threat-comments"
                        rows="2"
                        prop:value=move || form.shown.get().text
                        on:input=move |event| form.typed(|comment| comment.text = event_target_value(&event))
                    ></textarea>
                </div>
                // Not `disabled`: the keyboard's focus stays where it is. The form sends once all the same.
                <button type="submit" class="primary" aria-disabled=move || is_under_way().then_some("true")>
                    {move || if is_under_way() { "Saving\u{2026}" } else { "Save" }}
                </button>
            </div>
            <Techniques app subject />
            <p class="outcome good" role="status">
                {move || match form.saving.get() {
                    Saving::UnderWay => match form.waits_for() {
                        Some(file) => format!("Saving waits for {file}, so that its names and places are stored, too\u{2026}"),
                        None => "Saving the storyboard\u{2026}".to_owned(),
                    },
                    Saving::Done(words) => words,
                    Saving::Idle | Saving::Untitled | Saving::Asks(_) | Saving::Failed(_) => String::new(),
                }}
            </p>
            {(subject.source != SourceName::Spot)
                .then(|| {
                    view! { <HurryButton app patience=form.patience waits=Signal::derive(is_under_way) label="Save now, without it" /> }
                })}
            <Complaints form />
        </form>
        // Beside the form: what is pressed or typed in a dialog is no part of it.
        {move || asks.get().map(|asks| later(Part::Window(WindowPart::Asks(form, asks))))}
        {move || {
            let close = Callback::new(move |()| previewed.set(None));
            previewed.get().map(|written| later(Part::Window(WindowPart::Preview(form, written, close))))
        }}
    }
}

/// That what is in the fields is a draft.
#[component]
fn DraftNote(form: Form) -> impl IntoView {
    move || {
        let draft = form.draft.get()?;
        Some(view! {
            <p class="draft-note">
                {format!("Draft from {}, not saved \u{b7} ", when(draft.written_ms))}
                <button type="button" class="plain" on:click=move |_| form.discard()>
                    "Discard"
                </button>
            </p>
        })
    }
}

/// What else can be done: to see what would be sent or, where this browser keeps the comment, to delete the storyboard, with it.
#[component]
fn Extras(form: Form, previewed: RwSignal<Option<Written>>) -> impl IntoView {
    let is_spot = form.subject.source == SourceName::Spot;
    let can_delete = move || !is_spot && form.stored.with(Option::is_some);
    view! {
        {is_spot
            .then(|| {
                view! {
                    <button
                        type="button"
                        class="plain extra"
                        aria-haspopup="dialog"
                        on:click=move |_| previewed.set(Some(form.written()))
                    >
                        "What will be sent"
                    </button>
                }
            })}
        {move || {
            can_delete()
                .then(|| {
                    view! {
                        <button type="button" class="plain extra" on:click=move |_| form.delete()>
                            "Delete the storyboard"
                        </button>
                    }
                })
        }}
    }
}

/// What failed: saving, or keeping the draft.
#[component]
fn Complaints(form: Form) -> impl IntoView {
    view! {
        {move || match form.saving.get() {
            Saving::Failed(words) => Some(complaint(words)),
            _ => None,
        }}
        {move || form.draft_failure.get().map(|failure| complaint(failure.to_string()))}
    }
}

fn complaint(words: String) -> impl IntoView {
    view! {
        <p class="note bad" role="alert">
            {words}
        </p>
    }
}

/// When a draft was written, where the browser is: the time alone on the same day.
fn when(written_ms: u64) -> String {
    // Exact up to 2^53 ms, and the analyst's clock is far from there.
    #[allow(clippy::cast_precision_loss)]
    let written = js_sys::Date::new(&(written_ms as f64).into());
    let now = js_sys::Date::new_0();
    let clock = format!("{:02}:{:02}", written.get_hours(), written.get_minutes());
    if written.to_date_string() == now.to_date_string() {
        clock
    } else {
        let (year, month, day) = (written.get_full_year(), written.get_month() + 1, written.get_date());
        format!("{year}-{month:02}-{day:02} {clock}")
    }
}
