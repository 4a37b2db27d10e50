//! What is chosen, and ways to show all again.

use leptos::prelude::*;

use super::model::Model;
use crate::chart::words::half_open;
use crate::ui::chosen::Chosen;

/// A chip for the part that is chosen, one for the stretch of time.
#[component]
pub fn Chips(model: Model) -> impl IntoView {
    let part = move || model.chosen.with(|chosen| chosen.part.as_ref().map(|(part, _)| part.words()));
    let time = move || {
        let window = model.chosen.with(|chosen| chosen.window)?;
        Some(half_open(window, window.start.day() != window.end.day()))
    };
    let forget_part = move || model.chosen.update(|chosen| *chosen = Chosen { part: None, ..chosen.clone() });
    let forget_time = move || model.window.set(None);
    view! {
        <div class="chips" role="group" aria-label="Filter">
            {move || part().map(|words| chip("Only", words, forget_part))}
            {move || time().map(|words| chip("Between", words, forget_time))}
            <span class="muted">
                {move || {
                    let is_nothing = model.chosen.with(Chosen::is_nothing);
                    if is_nothing { "Choose a part in any panel: the others show it alone." } else { "Esc shows all" }
                }}
            </span>
        </div>
        <p class="visually-hidden" role="status">
            {move || match (part(), time()) {
                (None, None) => "All peers are shown.".to_owned(),
                (Some(part), None) => format!("Only {part} is shown in the other panels."),
                (None, Some(time)) => format!("Only what is seen {time} is shown in the other panels."),
                (Some(part), Some(time)) => format!("Only {part}, seen {time}, is shown in the other panels."),
            }}
        </p>
    }
}

fn chip(kind: &'static str, words: String, forget: impl Fn() + 'static) -> impl IntoView {
    let name = format!("Clear the filter: {words}");
    view! {
        <span class="chip chosen">
            {kind} " " <strong>{words}</strong>
            <button type="button" class="plain" aria-label=name.clone() title=name on:click=move |_| forget()>
                "\u{2715}"
            </button>
        </span>
    }
}
