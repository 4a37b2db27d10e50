//! The bar on top: which day, which data, how it looks, and help.

use leptos::prelude::*;

use super::context_dialog::ContextButton;
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
                <ContextButton app />
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
    let beside_button = move |name: &'static str, sign: &'static str, beside: fn(Day) -> Day| {
        view! {
            <button
                type="button"
                aria-label=name
                title=name
                disabled=move || app.day.get().is_none()
                on:click=move |_| step(beside)
            >
                {sign}
            </button>
        }
    };
    view! {
        <div class="control date" role="group" aria-label="Day">
            {beside_button("Previous day", "\u{2039}", Day::previous)}
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
            {beside_button("Next day", "\u{203a}", Day::next)}
        </div>
    }
}
