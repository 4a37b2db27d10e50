//! Buttons, scrollbar and legend: what keys and gestures do, where one sees it.

use leptos::prelude::*;
use web_sys::PointerEvent;

use super::canvas::CANVAS;
use super::gestures::obey;
use super::model::{Model, WORDS};
use crate::chart::keys::{Command, scroll};
use crate::chart::words;
use crate::domain::direction::Direction;
use crate::domain::view::Counted;
use crate::ui::format::count;
use crate::ui::icons::direction_glyph;

/// What the strip counts, of whom the lanes are, and how one moves.
#[component]
pub fn Note(model: Model) -> impl IntoView {
    move || {
        let answered = model.answered.get()?;
        let timeline = &answered.timeline;
        let each = words::each(timeline.activity.bucket_seconds);
        let why = match timeline.counted {
            Counted::ConnectionsBegun => None,
            Counted::RowsActive => Some(
                "Spot tells when a row's first and last connection were seen. A bar spans both; when those in between \
                 were is not known.",
            ),
        };
        let what = format!("{} per {each}", words::counted(timeline.counted));
        let peers = match timeline.lanes_total {
            1 => "its one peer".to_owned(),
            lanes => format!("top {} peers by connections and by bytes", count(u64::from(lanes))),
        };
        Some(view! {
            <p class="timeline-note muted">
                <span title=why class:explained=why.is_some()>{what}</span>
                {format!(" \u{b7} {peers}")}
                <span class="timeline-how">" \u{b7} scroll to zoom, drag to move"</span>
            </p>
        })
    }
}

/// A button that does what a key does.
fn command_button(
    model: Model,
    command: Command,
    sign: &'static str,
    name: &'static str,
    is_idle: impl Fn() -> bool + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            aria-label=name
            title=name
            disabled=is_idle
            on:click=move |_| {
                obey(model, command);
            }
        >
            {sign}
        </button>
    }
}

/// Zooms in and out, and shows all.
#[component]
pub fn ZoomButtons(model: Model) -> impl IntoView {
    let button = move |command: Command, sign: &'static str, name: &'static str| {
        let is_idle = move || match command {
            Command::ZoomIn => model.answered.with(Option::is_none),
            _ => model.is_whole(),
        };
        command_button(model, command, sign, name, is_idle)
    };
    view! {
        <div class="timeline-buttons" role="group" aria-label="Zoom of the timeline">
            {button(Command::ZoomOut, "\u{2212}", "Zoom out")} {button(Command::ZoomIn, "+", "Zoom in")}
            {button(Command::Reset, "All", "Show all of the time")}
        </div>
    }
}

/// What the forms of the bars mean.
#[component]
pub fn Legend(model: Model) -> impl IntoView {
    let entries = Direction::ALL.map(|direction| {
        let form = match direction {
            Direction::Inbound => "hangs from its line",
            Direction::Outbound => "stands on it",
            Direction::TwoWay => "does both",
        };
        view! {
            <li>
                {direction_glyph(direction)} " " {direction.name().to_lowercase()} " "
                <span class="muted">{form}</span>
            </li>
        }
    });
    let stronger = move || match model.answered.get()?.timeline.counted {
        Counted::RowsActive => Some("stronger: more rows at once"),
        Counted::ConnectionsBegun => Some("stronger: more connections at once"),
    };
    view! {
        <ul class="timeline-legend" aria-label="Legend">
            {entries.into_iter().collect_view()} <li class="muted">{stronger}</li>
        </ul>
    }
}

/// Which lanes are in sight, and a way to the others.
#[component]
pub fn LanesInSight(model: Model) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let (total, in_sight) = (model.answered.get()?.timeline.lanes_total, model.layout.get()?.lanes);
        let first = model.first_lane.get();
        (total > in_sight).then_some((first, (first + in_sight).min(total), total))
    });
    let button = move |command: Command, sign: &'static str, name: &'static str| {
        let is_end = move || match (command, shown.get()) {
            (Command::PageUp, Some((first, _, _))) => first == 0,
            (_, Some((_, last, total))) => last >= total,
            (_, None) => true,
        };
        command_button(model, command, sign, name, is_end)
    };
    move || {
        shown.get().map(|(first, last, total)| {
            let number = |lane: u32| count(u64::from(lane));
            view! {
                <div class="timeline-lanes">
                    <span class="muted figures">
                        {format!("lanes {} to {} of {}", number(first + 1), number(last), number(total))}
                    </span>
                    {button(Command::PageUp, "\u{2191}", "Lanes above")}
                    {button(Command::PageDown, "\u{2193}", "Lanes below")}
                </div>
            }
        })
    }
}

/// What has no lane.
#[component]
pub fn LeftOut(model: Model) -> impl IntoView {
    move || {
        let answered = model.answered.get()?;
        let text = words::left_out(&answered, model.overview.read().peers, WORDS);
        Some(view! { <p class="muted figures">{text}</p> })
    }
}

/// The place of the lanes in sight among all, to be dragged. Keys scroll through the plot itself.
#[component]
pub fn Scrollbar(model: Model) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let (layout, total) = (model.layout.get()?, model.answered.get()?.timeline.lanes_total);
        (total > layout.lanes).then_some((layout, total))
    });
    let jump = move |event: &PointerEvent| {
        let (Some((layout, total)), Some(place), Some(answered)) =
            (shown.get_untracked(), model.place(), model.answered.get_untracked())
        else {
            return;
        };
        let height = layout.axis_top() - layout.lane_top(0);
        let middle = f64::from(event.offset_y()) / height.0 * f64::from(total);
        // The cast saturates; the scrolling stays within the lanes.
        #[allow(clippy::cast_possible_truncation)]
        let first = (middle - f64::from(layout.lanes) / 2.0).round() as i64;
        model.go(scroll(place, &answered, first - i64::from(place.first_lane)));
    };
    move || {
        shown.get().map(|(layout, total)| {
            let percent = move |lanes: u32| format!("{}%", 100.0 * f64::from(lanes) / f64::from(total));
            view! {
                <div
                    class="timeline-scrollbar"
                    role="scrollbar"
                    aria-label="Lanes"
                    aria-orientation="vertical"
                    aria-controls=CANVAS
                    aria-valuemin="1"
                    aria-valuemax=total - layout.lanes + 1
                    aria-valuenow=move || model.first_lane.get() + 1
                    style:top=format!("{}px", layout.lane_top(0).0)
                    style:height=format!("{}px", (layout.axis_top() - layout.lane_top(0)).0)
                    on:pointerdown=move |event| {
                        let bar = event_target::<web_sys::Element>(&event);
                        // It fails for a pointer that is gone by now.
                        let _ = bar.set_pointer_capture(event.pointer_id());
                        jump(&event);
                    }
                    on:pointermove=move |event| {
                        if event.buttons() != 0 {
                            jump(&event);
                        }
                    }
                >
                    <div
                        class="timeline-thumb"
                        style:top=move || percent(model.first_lane.get())
                        style:height=percent(layout.lanes)
                    ></div>
                </div>
            }
        })
    }
}
