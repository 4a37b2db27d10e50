//! The bars about saves that are not confirmed.

use leptos::prelude::*;

use super::save_words;
use super::saves::{Unconfirmed, Work};
use super::state::App;

/// One bar each.
#[component]
pub fn UnconfirmedSaves(
    /// The app.
    app: App,
) -> impl IntoView {
    let saves = app.saves;
    view! {
        <For each=move || saves.all.get() key=|save| (save.id, words(save)) let:save>
            {
                let id = save.id;
                let is_told = save.report.is_some();
                view! {
                    <div class="notice bad" role="alert">
                        <p>{words(&save)}</p>
                        <button
                            type="button"
                            class="plain"
                            on:click=move |_| if is_told { saves.open.set(Some(id)) } else { saves.look(app, id) }
                        >
                            {if is_told { "Show" } else { "Check again" }}
                        </button>
                    </div>
                }
            }
        </For>
    }
}

fn words(save: &Unconfirmed) -> String {
    let found = match (&save.report, &save.work) {
        (Some(report), _) => save_words::summary(&report.aftermath),
        (None, Work::Failed(failure)) => failure.to_string(),
        (None, _) => "Looking what is there\u{2026}".to_owned(),
    };
    format!("{} {found}", save_words::which(save.id.ip, save.id.day))
}
