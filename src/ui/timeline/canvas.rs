//! The canvas, repainted whenever what it shows, its size or the theme changes.

use std::sync::Arc;
use std::time::Duration;

use leptos::html::Canvas;
use leptos::prelude::*;

use super::asking::Line;
use super::gestures;
use super::model::{Model, WORDS};
use crate::chart::answered::Answered;
use crate::chart::timeline::marks;
use crate::chart::words::summary;
use crate::ui::hooks::appearance::use_appearance;
use crate::ui::hooks::canvas::{fit, theme, wipe};
use crate::ui::hooks::frame::use_frame;
use crate::ui::hooks::pause::use_pause;
use crate::ui::paint::paint;

/// The canvas' id.
pub const CANVAS: &str = "timeline-canvas";
/// The id of the text that sums the canvas up.
const SUMMARY: &str = "timeline-summary";

/// How long the timeline rests before its words follow.
const REST: Duration = Duration::from_millis(120);

/// What is seen, in words.
fn told(model: Model) -> Option<String> {
    let answered = model.answered.get()?;
    let first = model.first_lane.get();
    let lanes: Vec<_> = (first..first + model.layout.get()?.lanes).filter_map(|number| answered.lane(number)).collect();
    Some(summary(&answered, model.seen()?, &lanes, model.overview.read().peers, WORDS))
}

/// The picture, and the text that sums it up.
#[component]
pub fn TimelineCanvas(model: Model) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    // What the style sheet says is looked up anew only when it may have changed: that takes longer than the painting.
    let looked_up = StoredValue::new_local(None);
    let frame = use_frame(move || {
        let (Some(canvas), Some(layout)) = (canvas.get_untracked(), model.layout.get_untracked()) else { return };
        // Before the first answer there is nothing to paint.
        let Some(marks) = model.with_scene(marks) else { return wipe(&canvas) };
        fit(&canvas, layout.width, layout.height(), layout.density);
        looked_up.update_value(|looked_up| {
            let theme = looked_up.get_or_insert_with(|| theme(&canvas));
            if let Err(error) = paint(&canvas, &marks, theme) {
                leptos::logging::warn!("The timeline could not be painted: {error}");
            }
        });
    });
    let appearance = use_appearance();
    Effect::new(move |_| {
        appearance.track();
        looked_up.set_value(None);
        frame.request();
    });
    let next_frame = use_frame(move || frame.request());
    Effect::new(move |former: Option<Option<Arc<Answered>>>| {
        canvas.track();
        model.track();
        let answered = model.answered.get_untracked();
        let is_news = former.flatten().as_ref().map(Arc::as_ptr) != answered.as_ref().map(Arc::as_ptr);
        if is_news || !model.line.with_value(Line::is_under_way) {
            frame.request();
        } else {
            // The answer comes in a moment, most often before the next frame: what is known would be painted over at once.
            next_frame.request();
        }
        answered
    });
    // While the timeline moves nobody listens: its words are found when it rests.
    let words = RwSignal::new(None::<String>);
    let pause = use_pause();
    Effect::new(move |_| {
        model.track();
        pause.then(REST, move || {
            let _ = words.try_set(untrack(|| told(model)));
        });
    });
    view! {
        <canvas
            node_ref=canvas
            id=CANVAS
            role="img"
            aria-label="Timeline"
            aria-describedby=SUMMARY
            on:pointerdown=move |event| gestures::pressed(model, &event)
            on:pointermove=move |event| gestures::moved(model, &event)
            on:pointerup=move |event| gestures::released(model, &event)
            on:pointercancel=move |event| gestures::cancelled(model, &event)
            on:pointerleave=move |_| gestures::left(model)
            on:dblclick=move |_| gestures::reset(model)
            on:wheel=move |event| gestures::turned(model, &event)
        ></canvas>
        <p id=SUMMARY class="visually-hidden">
            {move || words.get().unwrap_or_else(|| "The timeline is on its way.".to_owned())}
        </p>
    }
}
