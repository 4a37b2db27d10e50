//! The card that tells what is pointed at, beside it; and the same for those who listen.

use leptos::prelude::*;

use super::facts::{behind, facts};
use super::model::Model;
use super::pointed::By;
use super::told::{Told, body, spoken};
use crate::chart::answered::bucket_span;
use crate::chart::layout::AxisLines;
use crate::chart::scale::CssPx;
use crate::domain::view::{Facts, Lane};
use crate::ui::load::Load;

/// The card's width, where there is that much room.
const WIDTH: CssPx = CssPx(330.0);
/// The same where times name their day.
const WIDTH_DAYS: CssPx = CssPx(420.0);
/// The same when it lists rows.
const WIDTH_LIST: CssPx = CssPx(580.0);
/// Between the card and what it tells of.
const GAP: CssPx = CssPx(6.0);

/// The card and the live region.
#[component]
pub fn FactsCard(model: Model) -> impl IntoView {
    let behind = behind(model);
    let facts = facts(model, behind);
    let told = Memo::new(move |_| {
        let pointed = model.pointed.get();
        if model.is_dragging.get() {
            return None;
        }
        if let Some(behind) = behind.get() {
            return Some(Told::Behind(behind));
        }
        match pointed.lane {
            // Where nothing happened, there is nothing to tell.
            Some(_) if pointed.by == By::Pointer => None,
            Some(lane) => model.lane(lane).map(|lane| Told::Lane(Lane { runs: Vec::new(), ..lane })),
            None => pointed.bucket.map(Told::Bucket),
        }
    });
    // Only what keys have chosen is read aloud: a pointer would talk without end.
    let spoken = Memo::new(move |_| {
        let told = told.get().filter(|_| model.pointed.get().by == By::Keys)?;
        spoken(model, told, facts)
    });
    view! {
        {move || {
            told.get()
                .map(|told| {
                    view! {
                        <div
                            class="timeline-card"
                            class:pinned=move || model.is_pinned.get()
                            style:left=move || format!("{}px", left(model, facts).0)
                            style:top=move || top(model).0.map(|y| format!("{}px", y.0))
                            style:bottom=move || top(model).1.map(|y| format!("{}px", y.0))
                            style:width=move || format!("{}px", width(model, facts).0)
                        >
                            {body(model, told, facts)}
                        </div>
                    }
                })
        }}
        <p class="visually-hidden" role="status" aria-live="polite">
            {move || spoken.get()}
        </p>
    }
}

fn width(model: Model, facts: Load<Facts>) -> CssPx {
    let is_list = facts.with_ready(|facts| facts.shown.len() > 1).unwrap_or(false);
    let Some(layout) = model.layout.get() else { return WIDTH };
    let wanted = match layout.axis_lines {
        _ if is_list && model.pointed.get().spot.is_some() => WIDTH_LIST,
        AxisLines::One => WIDTH,
        AxisLines::Two => WIDTH_DAYS,
    };
    wanted.min(layout.width)
}

/// The left edge: the card is centred at what it tells of, as far as there is room.
fn left(model: Model, facts: Load<Facts>) -> CssPx {
    let (Some(layout), Some(span)) = (model.layout.get(), model.seen()) else { return CssPx(0.0) };
    let pointed = model.pointed.get();
    let bucket = || {
        let index = pointed.bucket?;
        model.answered.read().as_ref().map(|answered| bucket_span(&answered.timeline.activity, index).middle())
    };
    let seconds = pointed.spot.map(|spot| spot.span.middle()).or_else(bucket);
    let x = seconds.map_or(layout.gutter(), |seconds| layout.scale(span).x(seconds));
    let width = width(model, facts);
    (x - width * 0.5).min(layout.width - width).max(CssPx(0.0))
}

/// The upper edge, below what it tells of; or the lower edge, above it, in the lower half.
fn top(model: Model) -> (Option<CssPx>, Option<CssPx>) {
    let Some(layout) = model.layout.get() else { return (None, None) };
    let row = model.pointed.get().lane.map(|lane| lane.saturating_sub(model.first_lane.get()).min(layout.lanes));
    match row {
        Some(row) if row * 2 >= layout.lanes.max(6) => (None, Some(layout.height() - layout.lane_top(row) + GAP)),
        Some(row) => (Some(layout.lane_top(row + 1) + GAP), None),
        None => (Some(layout.strip().1 + GAP), None),
    }
}
