//! What is seen where nothing passes the filter.

use leptos::prelude::*;

use crate::domain::filter::Filter;
use crate::ui::state::App;

/// That nothing is left, and a way back.
#[component]
pub fn NothingPasses(
    /// The app.
    app: App,
    /// What is there without the filter: `1,204 rows`.
    #[prop(into)]
    of: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="panel empty" role="status">
            <p>{move || format!("Nothing passes the filter; without it there are {}.", of.get())}</p>
            <button type="button" class="small" on:click=move |_| app.choose_filter(Filter::default())>
                "Clear the filter"
            </button>
        </div>
    }
}
