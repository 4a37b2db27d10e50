//! What the card tells, and the same as a sentence.

use leptos::prelude::*;

use super::facts::Behind;
use super::model::{Model, WORDS};
use crate::chart::answered::bucket_window;
use crate::chart::words;
use crate::domain::direction::Direction;
use crate::domain::view::{Counted, Fact, Facts, Lane};
use crate::ui::format::{count, exact_bytes};
use crate::ui::icons::direction_glyph;
use crate::ui::labels::IpLabel;
use crate::ui::load::{Load, Remote};

const FROM: &str = "From";
const TO: &str = "To";

/// What is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A stretch of a lane.
    Behind(Behind),
    /// A lane.
    Lane(Lane),
    /// A bucket of the strip.
    Bucket(usize),
}

/// What is told, to be seen.
pub fn body(model: Model, told: Told, facts: Load<Facts>) -> AnyView {
    match told {
        Told::Bucket(index) => bucket(model, index).into_any(),
        Told::Lane(lane) => view! {
            {head(model, &lane)}
            {lane_facts(model, &lane)}
        }
        .into_any(),
        Told::Behind(behind) => view! {
            {head(model, &behind.lane)}
            {move || match facts.get() {
                Remote::Loading => view! { <p class="muted">"\u{2026}"</p> }.into_any(),
                Remote::Failed(failure) => view! { <p>{failure.to_string()}</p> }.into_any(),
                Remote::Ready(facts) => spot_facts(model, &facts),
            }}
        }
        .into_any(),
    }
}

fn bucket(model: Model, index: usize) -> impl IntoView {
    move || {
        let answered = model.answered.get()?;
        let activity = &answered.timeline.activity;
        let counts = *activity.buckets.get(index)?;
        let when = words::half_open(bucket_window(activity, index), model.names_days());
        let groups = Direction::ALL.into_iter().filter(|&group| model.overview.read().peers[group as usize] > 0);
        let lines = groups.map(|group| {
            view! {
                <dt>{direction_glyph(group)} " " {group.name().to_lowercase()}</dt>
                <dd>{count(u64::from(counts[group as usize]))}</dd>
            }
        });
        let what = words::counted(answered.timeline.counted);
        Some(view! {
            <p class="timeline-card-head figures">{when} <span class="muted">{what}</span></p>
            <dl class="timeline-facts figures">{lines.collect_view()}</dl>
        })
    }
}

fn head(model: Model, lane: &Lane) -> impl IntoView + use<> {
    view! {
        <p class="timeline-card-head">
            {direction_glyph(lane.direction)} <span class="mono">{lane.peer.to_string()}</span>
            <span class="muted">{lane.direction.name().to_lowercase()}</span>
            <IpLabel labels=model.labels ip=lane.peer />
        </p>
    }
}

fn pairs(pairs: Vec<(&'static str, String)>) -> impl IntoView {
    let pairs = pairs.into_iter().map(|(name, value)| {
        view! {
            <dt>{name}</dt>
            <dd class:mono=name == FROM || name == TO>{value}</dd>
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
    let foot = if model.is_pinned.get_untracked() {
        let close = move |_| model.is_pinned.set(false);
        let peer = model.pointed.get_untracked().lane.and_then(|lane| model.lane(lane)).map(|lane| lane.peer);
        let pick = model.pick.zip(peer).map(|(pick, peer)| {
            view! {
                <button type="button" class="small" on:click=move |_| pick.run(peer)>
                    "Only this peer"
                </button>
            }
        });
        view! {
            <span class="buttons">
                {pick} <button type="button" class="small" on:click=close>
                    "Close"
                </button>
            </span>
        }
        .into_any()
    } else if facts.total > 1 {
        view! { <span class="muted timeline-hint">"click or Enter lists them"</span> }.into_any()
    } else {
        ().into_any()
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
        (FROM, words::endpoint(fact.source, fact.source_port)),
        (TO, words::endpoint(fact.destination, fact.destination_port)),
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

/// What is told, to be heard; `None` as long as it is not known.
pub fn spoken(model: Model, told: Told, facts: Load<Facts>) -> Option<String> {
    let position = |lane: &Lane| {
        let number = model.pointed.get().lane.unwrap_or_default() + 1;
        let total = model.answered.read().as_ref().map_or(0, |answered| answered.timeline.lanes_total);
        let known = model.labels.get(lane.peer).map(|label| format!(", {}", label.short())).unwrap_or_default();
        format!("Lane {number} of {total}, {}{known}, {}", lane.peer, lane.direction.name().to_lowercase())
    };
    match told {
        // Keys lead to lanes only.
        Told::Bucket(_) => None,
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
