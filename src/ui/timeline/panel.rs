//! The panel: what failed, what is on its way, or the timeline.

use std::net::IpAddr;
use std::sync::Arc;

use leptos::prelude::*;

use super::controls::{LanesInSight, LeftOut, Legend, Note, ZoomButtons};
use super::model::{Chosen, Model, Shown};
use super::plot::Plot;
use super::table::TimelineTable;
use crate::domain::filter::Filter;
use crate::domain::time::Window;
use crate::domain::view::{Overview, View};
use crate::engine::client::Engine;
use crate::failure::Failure;
use crate::ui::failure::FailureNote;
use crate::ui::format::counted;
use crate::ui::labels::Labels;

/// The id of the timeline's section.
pub const SECTION: &str = "timeline";

/// The timeline of the search that the engine holds.
#[component]
pub fn TimelinePanel(
    /// Who answers.
    engine: Engine,
    /// How the search is looked at.
    view: Signal<View>,
    /// Its head. A change is another search, or another view of the same.
    overview: Signal<Overview>,
    /// What is seen, in whole seconds; `None` for all. Written when the analyst moves, followed when it is set.
    window: RwSignal<Option<Window>>,
    /// What is known of the peers.
    labels: Labels,
    /// Searches anew: what it takes after the engine has stopped.
    #[prop(into)]
    search_again: Callback<()>,
    /// The peers that are shown; `None` for all.
    #[prop(optional, into)]
    only: Signal<Option<Arc<[IpAddr]>>>,
    /// Which flows are wanted: all, where none is given.
    #[prop(optional, into)]
    filter: Signal<Filter>,
    /// Takes a peer that the analyst chooses.
    #[prop(optional, into)]
    pick: Option<Callback<IpAddr>>,
    /// The number of the lane that is marked, and brought into sight when it becomes so.
    #[prop(optional, into)]
    marked: Signal<Option<u32>>,
) -> impl IntoView {
    let model = Model::new(engine, view, overview, window, labels, Shown { only, filter }, Chosen { pick, marked });
    let retry = move |()| {
        let has_stopped = model.failure.with_untracked(|failure| matches!(failure, Some(Failure::Crashed { .. })));
        model.failure.set(None);
        if has_stopped {
            search_again.run(());
        }
    };
    let is_empty = Memo::new(move |_| overview.read().peers.iter().all(|&peers| peers == 0));
    view! {
        <section class="card timeline" id=SECTION aria-labelledby="timeline-title">
            <div class="timeline-head">
                <h3 id="timeline-title">"Timeline"</h3>
                <Note model />
                <ZoomButtons model />
            </div>
            {move || model.failure.get().map(|failure| view! { <FailureNote failure retry /> })}
            {move || {
                if is_empty.get() {
                    view! { <Empty overview /> }.into_any()
                } else {
                    view! {
                        <Plot model />
                        <Waiting model />
                        <div class="timeline-foot">
                            <Legend model />
                            <LanesInSight model />
                        </div>
                        <div class="timeline-end">
                            <LeftOut model />
                            <TimelineTable model />
                        </div>
                    }
                    .into_any()
                }
            }}
        </section>
    }
}

/// Why there is nothing to see.
#[component]
fn Empty(overview: Signal<Overview>) -> impl IntoView {
    let why = move || {
        let overview = overview.read();
        match (overview.rows, overview.self_rows) {
            (0, _) => "Nothing was found, so there is nothing to draw.".to_owned(),
            (rows, own) if own > 0 => {
                format!("No peer: {} of {} are of the IP with itself.", counted(own, "row"), counted(rows, "row"))
            }
            _ => "No peer, so there is nothing to draw.".to_owned(),
        }
    };
    view! {
        <p class="timeline-empty muted" role="status">
            {why}
        </p>
    }
}

/// That the first answer is on its way.
#[component]
fn Waiting(model: Model) -> impl IntoView {
    move || {
        let waits = model.answered.with(Option::is_none) && model.failure.with(Option::is_none);
        waits.then(|| {
            view! {
                <p class="timeline-waiting muted" role="status">
                    "Drawing the timeline\u{2026}"
                </p>
            }
        })
    }
}
