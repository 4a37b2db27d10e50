//! The bar on top: which day, which data, how it looks, and help.

use leptos::prelude::*;

use super::help::HelpButton;
use super::hooks::theme::use_theme;
use super::icons::theme_icon;
use super::source_menu::SourceMenu;
use super::state::App;
use crate::domain::time::Day;

/// The bar.
#[component]
pub fn Header(
    /// The app.
    app: App,
) -> impl IntoView {
    let theme = use_theme();
    let theme_label = move || {
        let theme = theme.get();
        format!("Theme: {}. Switch to {}", theme.name(), theme.next().name())
    };
    view! {
        <header class="bar">
            <h1>"Flow Threat Investigation"</h1>
            <div class="bar-choices">
                <DatePicker app />
                <SourceMenu app />
            </div>
            <div class="bar-tools">
                <button
                    type="button"
                    class="square"
                    aria-label=theme_label
                    title=theme_label
                    on:click=move |_| theme.update(|theme| *theme = theme.next())
                >
                    {move || theme_icon(theme.get())}
                </button>
                <HelpButton />
            </div>
        </header>
    }
}

/// The day, and ways to the ones beside it.
#[component]
fn DatePicker(app: App) -> impl IntoView {
    let shown = move || app.day.get().map(|day| day.to_string()).unwrap_or_default();
    let step = move |beside: fn(Day) -> Day| {
        if let Some(day) = app.day.get_untracked() {
            app.go_to(beside(day));
        }
    };
    let is_unknown = move || app.day.get().is_none();
    view! {
        <div class="control date" role="group" aria-label="Day">
            <button
                type="button"
                aria-label="Previous day"
                title="Previous day"
                disabled=is_unknown
                on:click=move |_| step(Day::previous)
            >
                "\u{2039}"
            </button>
            <input
                type="date"
                aria-label="Date"
                min="1970-01-01"
                max="2106-02-06"
                prop:value=shown
                // While a year is being typed, its first digits are no day yet.
                on:change=move |event| {
                    if let Ok(day) = event_target_value(&event).parse() {
                        app.go_to(day);
                    }
                }
            />
            <button
                type="button"
                aria-label="Next day"
                title="Next day"
                disabled=is_unknown
                on:click=move |_| step(Day::next)
            >
                "\u{203a}"
            </button>
        </div>
    }
}
