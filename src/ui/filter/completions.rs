//! What could be written at the caret, as a list below the field.

use leptos::prelude::*;

use crate::domain::filter::Completion;

/// The list's id, and the beginning of its options'.
pub const LIST: &str = "filter-completions";

/// The id of an option.
pub fn option_id(index: usize) -> String {
    format!("{LIST}-{index}")
}

/// The list. It is in the page as long as it is open.
#[component]
pub fn Completions(
    /// What is offered.
    completion: Completion,
    /// Which one the keyboard is at.
    at: RwSignal<Option<usize>>,
    /// Takes one.
    #[prop(into)]
    take: Callback<usize>,
) -> impl IntoView {
    let options = completion.candidates.into_iter().enumerate().map(|(index, candidate)| {
        view! {
            <li
                id=option_id(index)
                role="option"
                aria-selected=move || if at.get() == Some(index) { "true" } else { "false" }
                // Before the field loses the focus.
                on:mousedown=move |event| {
                    event.prevent_default();
                    take.run(index);
                }
            >
                <span class="mono">{candidate.text}</span>
                <span class="muted">{candidate.about}</span>
            </li>
        }
    });
    view! {
        <ul id=LIST class="filter-completions" role="listbox" aria-label="Completions of the filter">
            {options.collect_view()}
        </ul>
    }
}
