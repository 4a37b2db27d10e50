//! The box of the plot: it has the focus and the keys, and holds canvas, scrollbar and facts.

use leptos::prelude::*;

use super::canvas::TimelineCanvas;
use super::card::FactsCard;
use super::controls::Scrollbar;
use super::gestures;
use super::model::Model;

/// What the keys do, for those who do not see the buttons.
const KEYS: &str = "Arrow keys up and down choose a peer, left and right step through what it did; plus and minus zoom, \
                    shift with left and right moves, 0 shows all, Enter keeps the facts open, Escape closes them.";

/// The picture, and all that lies on it.
#[component]
pub fn Plot(model: Model) -> impl IntoView {
    view! {
        <div
            class="timeline-plot"
            class:dragging=move || model.is_dragging.get()
            node_ref=model.plot
            tabindex="0"
            role="group"
            aria-label="Timeline, explored with keys"
            aria-describedby="timeline-keys"
            on:keydown=move |event| gestures::typed(model, &event)
        >
            <TimelineCanvas model />
            <Scrollbar model />
            <FactsCard model />
            <p id="timeline-keys" class="visually-hidden">
                {KEYS}
            </p>
        </div>
    }
}
