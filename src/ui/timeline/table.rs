//! The timeline as a table, on demand: a row for each lane, and the rows of a lane.

use std::net::IpAddr;

use futures::FutureExt;
use leptos::prelude::*;

use super::lane_rows::LaneRows;
use super::model::{Model, WORDS};
use crate::chart::words;
use crate::domain::details::Untold;
use crate::domain::filter::{Key, Total};
use crate::domain::view::{Lane, Timeline};
use crate::engine::api::AskTimeline;
use crate::failure::Failure;
use crate::ui::failure::FailureNote;
use crate::ui::filter::cell::{self, Scope};
use crate::ui::format::{count, exact_bytes};
use crate::ui::hooks::disclosure::{stands_open, use_disclosure};
use crate::ui::icons::direction_glyph;
use crate::ui::labels::IpLabel;
use crate::ui::later::later;
use crate::ui::load::{Load, Meanwhile, Remote};
use crate::ui::parts::{Part, WindowPart};

/// Lanes on a page.
const PAGE: u32 = 50;

/// The table, closed at first.
#[component]
pub fn TimelineTable(model: Model) -> impl IntoView {
    let (is_open, was_opened) = use_disclosure();
    view! {
        <details class="timeline-table" on:toggle=move |event| is_open.set(stands_open(&event))>
            <summary>"Show as a table"</summary>
            {move || was_opened.get().then(|| later(Part::Window(WindowPart::Table(model, is_open))))}
        </details>
    }
}

/// Its pages.
#[component]
pub fn TablePages(
    /// The timeline.
    model: Model,
    /// Whether the table is seen.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let first = RwSignal::new(0_u32);
    let chosen = RwSignal::new(None::<IpAddr>);
    let pages = Load::new(
        Meanwhile::Keep,
        move || {
            let overview = model.overview.get();
            // Another view has other lanes: what is known of the search is part of the key.
            let about = (overview.top_peers, overview.ip, model.only.get(), model.filter.get());
            is_open.get().then(|| (model.view.get(), first.get(), about))
        },
        move |(view, first_lane, (_, _, only, filter)), _| {
            async move {
                let only = only.as_deref().map(<[IpAddr]>::to_vec);
                let question = AskTimeline { view, window: None, width_px: 1, first_lane, lanes: PAGE, only, filter };
                let asked = model.engine.try_with_value(|engine| engine.ask(&question));
                Ok((first_lane, asked.ok_or(Failure::Cancelled)?.await?))
            }
            .boxed_local()
        },
    );
    Effect::new(move |_| {
        model.overview.track();
        first.set(0);
        chosen.set(None);
    });
    view! {
        {move || match pages.get() {
            _ if !is_open.get() => ().into_any(),
            Remote::Loading => view! { <p class="muted" role="status">"Counting\u{2026}"</p> }.into_any(),
            Remote::Failed(failure) => view! { <FailureNote failure retry=move |()| pages.retry() /> }.into_any(),
            Remote::Ready((first_lane, timeline)) => {
                view! { <Lanes model timeline first_lane first chosen /> }.into_any()
            }
        }}
        {move || chosen.get().filter(|_| is_open.get()).map(|peer| view! { <LaneRows model peer /> })}
    }
}

#[component]
fn Lanes(
    model: Model,
    timeline: Timeline,
    first_lane: u32,
    first: RwSignal<u32>,
    chosen: RwSignal<Option<IpAddr>>,
) -> impl IntoView {
    let total = timeline.lanes_total;
    let last = (first_lane + PAGE).min(total);
    let number = |lane: u32| count(u64::from(lane));
    let caption = if total > PAGE {
        format!("Peers of the timeline, {} to {} of {}", number(first_lane + 1), number(last), number(total))
    } else {
        format!("Peers of the timeline ({})", number(total))
    };
    let untold = model.overview.read_untracked().untold;
    let rows = timeline.lanes.iter().map(|lane| lane_row(model, lane, untold, chosen));
    let turn = move |name: &'static str, to: Option<u32>| {
        view! {
            <button
                type="button"
                class="small"
                disabled=to.is_none()
                on:click=move |_| {
                    if let Some(to) = to {
                        first.set(to);
                    }
                }
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="scroller" tabindex="0" role="group" aria-label=caption>
            <table>
                <caption>{caption.clone()}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Peer"</th>
                        <th scope="col">"Direction"</th>
                        <th scope="col" class="number">"Rows"</th>
                        <th scope="col" class="number">"Connections"</th>
                        <th scope="col" class="number">"Max bytes"</th>
                        <th scope="col" class="number">"First seen"</th>
                        <th scope="col" class="number">"Last seen"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        {(total > PAGE)
            .then(|| {
                view! {
                    <p class="buttons">
                        {turn("Previous page", (first_lane > 0).then(|| first_lane.saturating_sub(PAGE)))}
                        {turn("Next page", (last < total).then_some(last))}
                    </p>
                }
            })}
    }
}

/// A cell of bytes, to the last on hover.
pub fn bytes_cell(value: Option<u64>, untold: Untold) -> impl IntoView {
    view! {
        <td class="number" data-filter=cell::amount(Key::Bytes, value, untold) title=value.map(exact_bytes)>
            {words::bytes(value, untold, WORDS)}
        </td>
    }
}

fn lane_row(model: Model, lane: &Lane, untold: Untold, chosen: RwSignal<Option<IpAddr>>) -> impl IntoView + use<> {
    let (peer, rows) = (lane.peer, u64::from(lane.rows));
    let scope = model.filter.with_untracked(Scope::of);
    let total = |total, told| scope.total(Key::Total(total), told, untold, cell::address(Key::Ip, peer));
    view! {
        <tr>
            <td data-filter=cell::address(Key::Ip, peer)>
                <button
                    type="button"
                    class="plain mono"
                    title="Show its rows"
                    aria-pressed=move || if chosen.get() == Some(peer) { "true" } else { "false" }
                    on:click=move |_| chosen.set(Some(peer))
                >
                    {peer.to_string()}
                </button>
                <IpLabel labels=model.labels ip=peer />
            </td>
            <td data-filter=cell::direction(lane.direction)>{direction_glyph(lane.direction)} " " {lane.direction.name()}</td>
            <td class="number" data-filter=total(Total::PeerRows, Some(rows))>{count(rows)}</td>
            <td class="number" data-filter=total(Total::PeerConnections, lane.connections)>{words::count(lane.connections, WORDS)}</td>
            {bytes_cell(lane.max_bytes, untold)}
            <td class="number" data-filter=cell::minute(lane.first_seen)>{lane.first_seen.to_string()}</td>
            <td class="number" data-filter=cell::minute(lane.last_seen)>{lane.last_seen.to_string()}</td>
        </tr>
    }
}
