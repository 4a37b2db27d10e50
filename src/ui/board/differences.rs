//! Whose document a panel shows, and how that differs from the details.

use leptos::prelude::*;

use super::model::Model;
use crate::engine::api::{Origin, Stored};
use crate::ui::format::counted;
use crate::ui::route::SourceName;

/// Whose documents are shown, where there is a choice.
#[component]
pub fn OriginSwitch(model: Model) -> impl IntoView {
    let saved = match model.subject.source {
        SourceName::Spot => "as Spot stored it",
        SourceName::Demo | SourceName::Files => "as it was saved",
    };
    move || {
        let is_stored = model.stored.with_ready(|stored| !stored.documents.is_empty()).unwrap_or(false);
        is_stored.then(|| {
            let choices = [(Origin::Stored, saved), (Origin::Details, "from the details")].map(|(origin, label)| {
                view! {
                    <label>
                        <input
                            type="radio"
                            name="origin"
                            prop:checked=move || model.origin.get() == origin
                            on:change=move |_| model.wanted.set(origin)
                        />
                        <span>{label}</span>
                    </label>
                }
            });
            view! {
                <div class="switch" role="radiogroup" aria-label="Whose documents">
                    <div class="switch-choices">{choices.collect_view()}</div>
                </div>
            }
        })
    }
}

/// How the stored document of a panel differs from the details; nothing where it does not.
#[component]
pub fn Differences(
    model: Model,
    /// The sentences of the panel's document.
    of: fn(&Stored) -> &[String],
) -> impl IntoView {
    move || {
        let stored = model.stored.ready().filter(|_| model.origin.get() == Origin::Stored)?;
        let sentences = of(&stored);
        let summary = format!("{} from the details", counted(sentences.len() as u64, "difference"));
        (!sentences.is_empty()).then(|| {
            let sentences = sentences.iter().map(|sentence| view! { <li>{sentence.clone()}</li> }).collect_view();
            view! {
                <details class="note differences">
                    <summary>{summary}</summary>
                    <ul>{sentences}</ul>
                </details>
            }
        })
    }
}
