//! The card that tells what is pointed at, beside it; and the same for those who listen.

use leptos::prelude::*;

use super::facts::{Behind, behind, facts};
use super::model::{By, Model, WORDS};
use crate::chart::answered::bucket_span;
use crate::chart::scale::CssPx;
use crate::chart::words;
use crate::domain::view::{Counted, Fact, Facts, Lane};
use crate::ui::format::{count, exact_bytes};
use crate::ui::icons::direction_glyph;
use crate::ui::load::{Load, Remote};

/// The card's width, where there is that much room.
const WIDTH: CssPx = CssPx(320.0);
/// The same when it stays open and lists rows.
const WIDTH_PINNED: CssPx = CssPx(560.0);

/// What is told.
#[derive(Clone, Debug, PartialEq)]
enum Told {
    /// A stretch of a lane.
    Behind(Behind),
    /// A lane.
    Lane(Lane),
    /// A bucket of the strip.
    Bucket(String),
}

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
        if let Some(lane) = pointed.lane {
            return model.lane(lane).map(|lane| Told::Lane(Lane { runs: Vec::new(), ..lane }));
        }
        let answered = model.answered.get()?;
        let peers = model.overview.read().peers;
        words::bucket(&answered, pointed.bucket?, peers, model.names_days(), WORDS).map(Told::Bucket)
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
                            style:left=move || format!("{}px", left(model).0)
                            style:top=move || top(model).0.map(|y| format!("{}px", y.0))
                            style:bottom=move || top(model).1.map(|y| format!("{}px", y.0))
                            style:width=move || format!("{}px", width(model).0)
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

fn width(model: Model) -> CssPx {
    let wanted = if model.is_pinned.get() && model.pointed.get().spot.is_some() { WIDTH_PINNED } else { WIDTH };
    model.layout.get().map_or(wanted, |layout| wanted.min(layout.width))
}

/// The left edge: the card is centred at what it tells of, as far as there is room.
fn left(model: Model) -> CssPx {
    let (Some(layout), Some(span)) = (model.layout.get(), model.seen()) else { return CssPx(0.0) };
    let pointed = model.pointed.get();
    let bucket = || {
        let index = pointed.bucket?;
        model.answered.read().as_ref().map(|answered| bucket_span(&answered.timeline.activity, index).middle())
    };
    let seconds = pointed.spot.map(|spot| spot.span.middle()).or_else(bucket);
    let x = seconds.map_or(layout.gutter(), |seconds| layout.scale(span).x(seconds));
    let width = width(model);
    (x - width * 0.5).min(layout.width - width).max(CssPx(0.0))
}

/// The upper edge, below what it tells of; or the lower edge, above it, in the lower half.
fn top(model: Model) -> (Option<CssPx>, Option<CssPx>) {
    let Some(layout) = model.layout.get() else { return (None, None) };
    let row = model.pointed.get().lane.map(|lane| lane.saturating_sub(model.first_lane.get()).min(layout.lanes));
    let gap = CssPx(6.0);
    match row {
        Some(row) if row * 2 >= layout.lanes.max(6) => (None, Some(layout.height() - layout.lane_top(row) + gap)),
        Some(row) => (Some(layout.lane_top(row + 1) + gap), None),
        None => (Some(layout.strip().1 + gap), None),
    }
}

fn body(model: Model, told: Told, facts: Load<Facts>) -> AnyView {
    match told {
        Told::Bucket(text) => view! { <p class="figures">{text}</p> }.into_any(),
        Told::Lane(lane) => view! {
            {head(&lane)}
            {lane_facts(model, &lane)}
        }
        .into_any(),
        Told::Behind(behind) => view! {
            {head(&behind.lane)}
            {move || match facts.get() {
                Remote::Loading => view! { <p class="muted">"\u{2026}"</p> }.into_any(),
                Remote::Failed(failure) => view! { <p>{failure.to_string()}</p> }.into_any(),
                Remote::Ready(facts) => spot_facts(model, &facts),
            }}
        }
        .into_any(),
    }
}

fn head(lane: &Lane) -> impl IntoView + use<> {
    view! {
        <p class="timeline-card-head">
            {direction_glyph(lane.direction)} <span class="mono">{lane.peer.to_string()}</span>
            <span class="muted">{lane.direction.name().to_lowercase()}</span>
        </p>
    }
}

fn pairs(pairs: Vec<(&'static str, String)>) -> impl IntoView {
    let pairs = pairs.into_iter().map(|(name, value)| {
        view! {
            <dt>{name}</dt>
            <dd>{value}</dd>
        }
    });
    view! { <dl class="timeline-facts figures">{pairs.collect_view()}</dl> }
}

fn lane_facts(model: Model, lane: &Lane) -> impl IntoView + use<> {
    pairs(vec![
        ("Seen", words::period(lane.first_seen, lane.last_seen, model.names_days())),
        ("Rows", count(u64::from(lane.rows))),
        ("Connections", words::count(lane.connections, WORDS)),
        ("Max bytes", words::bytes(lane.max_bytes, model.overview.read().untold, WORDS)),
    ])
}

fn counted(model: Model) -> Counted {
    model.answered.read().as_ref().map_or(Counted::RowsActive, |answered| answered.timeline.counted)
}

fn spot_facts(model: Model, facts: &Facts) -> AnyView {
    let which = words::which_of(facts.shown.len(), facts.total, counted(model), WORDS);
    let list = match facts.shown.as_slice() {
        [fact] => one(model, fact).into_any(),
        several => several.iter().map(|fact| row(model, fact)).collect_view().into_any(),
    };
    let is_pinned = model.is_pinned.get_untracked();
    let foot = if is_pinned {
        view! {
            <button type="button" class="small" on:click=move |_| model.is_pinned.set(false)>
                "Close"
            </button>
        }
        .into_any()
    } else {
        view! { <span class="muted timeline-hint">"click or Enter keeps this open"</span> }.into_any()
    };
    view! {
        <div class="timeline-card-list" tabindex=(facts.shown.len() > 1).then_some("0")>
            {list}
        </div>
        <p class="timeline-card-foot">
            <span class="muted">{which}</span>
            {foot}
        </p>
    }
    .into_any()
}

/// One row, in full.
fn one(model: Model, fact: &Fact) -> impl IntoView + use<> {
    let untold = model.overview.read_untracked().untold;
    let length = fact.end.0.saturating_sub(fact.start.0);
    let mut when = words::period(fact.start, fact.end, model.names_days());
    if length > 0 {
        when = format!("{when} ({})", words::duration(length));
    }
    let mut bytes = words::bytes(fact.max_bytes, untold, WORDS);
    if let Some(exact) = fact.max_bytes.filter(|bytes| *bytes >= 1024) {
        bytes = format!("{bytes} ({})", exact_bytes(exact));
    }
    let is_single = counted(model) == Counted::ConnectionsBegun;
    let mut told = vec![
        ("From", words::endpoint(fact.source, fact.source_port)),
        ("To", words::endpoint(fact.destination, fact.destination_port)),
        ("When", when),
    ];
    told.extend(fact.protocol.map(|protocol| ("Protocol", protocol.to_string())));
    if is_single {
        told.push(("Bytes", bytes));
    } else {
        told.push(("Connections", words::count(fact.connections, WORDS)));
        told.push(("Max bytes", bytes));
    }
    told.push((if is_single { "Packets" } else { "Max packets" }, words::count(fact.max_packets, WORDS)));
    pairs(told)
}

/// One of several, in a line.
fn row(model: Model, fact: &Fact) -> impl IntoView + use<> {
    let untold = model.overview.read_untracked().untold;
    let connections = fact.connections.filter(|_| counted(model) == Counted::RowsActive);
    let connections = connections.map(|connections| format!("{} conn.", count(connections)));
    view! {
        <div class="timeline-card-row">
            <span class="figures">{words::period(fact.start, fact.end, model.names_days())}</span>
            <span class="mono">
                {words::endpoint(fact.source, fact.source_port)} " \u{2192} "
                {words::endpoint(fact.destination, fact.destination_port)}
            </span>
            <span>{fact.protocol.map(|protocol| protocol.to_string())}</span>
            <span class="figures">{connections}</span>
            <span class="figures">{words::bytes(fact.max_bytes, untold, WORDS)}</span>
        </div>
    }
}

fn spoken(model: Model, told: Told, facts: Load<Facts>) -> Option<String> {
    let position = |lane: &Lane| {
        let number = model.pointed.get().lane.unwrap_or_default() + 1;
        let total = model.answered.read().as_ref().map_or(0, |answered| answered.timeline.lanes_total);
        format!("Lane {number} of {total}, {}, {}", lane.peer, lane.direction.name().to_lowercase())
    };
    match told {
        Told::Bucket(text) => Some(text),
        Told::Lane(lane) => Some(format!("{}: nothing in sight.", position(&lane))),
        Told::Behind(behind) => {
            let untold = model.overview.read().untold;
            let facts = facts.ready()?;
            let first = facts.shown.first()?;
            Some(format!(
                "{}. {}. {}.",
                position(&behind.lane),
                words::which_of(1, facts.total, counted(model), WORDS),
                words::fact(first, model.names_days(), untold, WORDS)
            ))
        }
    }
}
