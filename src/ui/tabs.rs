//! The two screens about an IP, and the way from one to the other.

use leptos::ev;
use leptos::prelude::*;

use super::hooks::keys::{Command, on_commands};
use super::route::{Route, Screen};
use super::state::App;

/// Links, so that a screen can be opened beside this one; a plain click stays on the page.
#[component]
pub fn Tabs(
    /// The app.
    app: App,
) -> impl IntoView {
    on_commands(&[Command::OtherScreen], move |_| {
        let present = untrack(|| app.screen());
        if let Some(other) = Screen::ALL.into_iter().find(|screen| *screen != present) {
            app.choose_screen(other);
        }
    });
    let links = Screen::ALL.map(|screen| {
        let follow = move |event: ev::MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                app.choose_screen(screen);
            }
        };
        view! {
            <a
                href=move || Route { screen, ..app.hash.route() }.to_string()
                aria-current=move || (app.screen() == screen).then_some("page")
                on:click=follow
            >
                {screen.label()}
            </a>
        }
    });
    view! {
        <nav class="tabs" aria-label="Views of this IP">
            {links.collect_view()}
        </nav>
    }
}
