//! Which data is looked at.

use leptos::prelude::*;

use super::route::SourceName;
use super::state::App;

/// The sources of this site to choose from.
#[component]
pub fn SourceMenu(
    /// The app.
    app: App,
) -> impl IntoView {
    let present = move || app.source.get().map(|source| source.name);
    let offered = Memo::new(move |_| {
        let mut offered = app.site.with_ready(super::site::Site::sources).unwrap_or_default();
        // A link may name one that is not here: the menu says so, rather than name another one.
        offered.extend(present().filter(|name| !offered.contains(name)));
        offered
    });
    let choose = move |key: String| {
        if let Ok(name) = key.parse::<SourceName>() {
            app.choose_source(name);
        }
    };
    view! {
        <label class="control source">
            <span>"Source"</span>
            <select
                disabled=move || offered.with(Vec::is_empty)
                on:change=move |event| choose(event_target_value(&event))
            >
                {move || {
                    offered
                        .get()
                        .into_iter()
                        .map(|name| {
                            view! {
                                <option value=name.key() prop:selected=move || present() == Some(name)>
                                    {name.label()}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
        </label>
    }
}
