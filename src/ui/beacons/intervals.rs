//! The peer that is chosen: its reasons, and its intervals as a histogram and as a table.

use std::net::IpAddr;

use leptos::ev;
use leptos::prelude::*;

use crate::chart::intervals::{HEIGHT, follow, hit, marks, span, summary, told};
use crate::chart::scale::CssPx;
use crate::domain::beacon::IntervalHistogram;
use crate::domain::time::Moment;
use crate::engine::api::PeerBeacon;
use crate::ui::board::card::{HoverCard, Told, at, is_on_picture};
use crate::ui::board::picture::{Drawing, PictureCanvas, Room};
use crate::ui::filter::cell;
use crate::ui::format::count;
use crate::ui::marked::{LaneOf, Marked};
use crate::ui::timeline::SECTION;

const KEYS: &str = "Arrow keys step from bar to bar, Home and End go to the first and the last, Escape chooses none.";
const NO_LANE: &str = "It has no lane in the timeline: the filter leaves it out, or it is none of the top peers. More top results have more lanes.";

/// Its side of the card.
#[component]
pub fn ChosenPeer(peer: PeerBeacon, marked: Marked) -> impl IntoView {
    let PeerBeacon { peer, side, reasons, histogram, .. } = peer;
    // What stands for the connections that are judged.
    let of_pair = cell::peer(side, peer);
    let chosen = RwSignal::new(None);
    let table = table(&histogram, of_pair.as_ref(), chosen);
    let reasons = reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
    view! {
        <div class="beacon-peer">
            <h4>"Intervals of " <span class="mono">{peer.to_string()}</span></h4>
            <Histogram histogram chosen />
            <InTimeline peer marked />
            <ul class="beacon-reasons">{reasons}</ul>
            {table}
        </div>
    }
}

/// The picture. The bar that is pointed at is told beside the pointer; the one that is chosen, below, and to those who listen.
#[component]
fn Histogram(histogram: IntervalHistogram, chosen: RwSignal<Option<usize>>) -> impl IntoView {
    let room = Room::new();
    let histogram = StoredValue::new(histogram);
    let pointed = RwSignal::new(None::<(usize, (CssPx, CssPx))>);
    let bar_at = move |event: &ev::MouseEvent| {
        let width = room.size.get_untracked()?.width;
        let hit = histogram.with_value(|of| room.measured(|measure| hit(of, width, measure, count, at(event))));
        hit.filter(|_| is_on_picture(event))
    };
    let words = move |bar: usize| histogram.with_value(|of| told(of, bar, count));
    let beside = move || {
        let (bar, at) = pointed.get()?;
        words(bar).map(|lines| Told { lines: lines.to_vec(), at })
    };
    let below = move || chosen.get().and_then(words).map(|[span, of]| format!("{span}: {of}."));
    let typed = move |event: &ev::KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let next = histogram.with_value(|of| follow(of, chosen.get_untracked(), &event.key()));
        if let Some(next) = next {
            event.prevent_default();
            event.stop_propagation();
            chosen.set(next);
        }
    };
    view! {
        <div class="board-stage">
            <div
                class="beacon-plot"
                node_ref=room.element
                tabindex="0"
                role="group"
                aria-label="Intervals, explored with keys"
                aria-describedby="intervals-keys"
                on:keydown=move |event| typed(&event)
                on:pointermove=move |event| pointed.set(bar_at(&event).map(|bar| (bar, at(&event))))
                on:pointerleave=move |_| pointed.set(None)
                on:click=move |event| {
                    let bar = bar_at(&event);
                    chosen.update(|chosen| *chosen = bar.filter(|bar| *chosen != Some(*bar)));
                }
            >
                <PictureCanvas
                    room
                    label="Intervals"
                    summary=histogram.with_value(|of| summary(of, count))
                    keys=("intervals-keys", KEYS)
                    draw=move |size| {
                        let chosen = chosen.get();
                        room.measured(|measure| Drawing {
                            marks: histogram.with_value(|of| marks(of, size.width, size.density, measure, count, chosen)),
                            width: size.width,
                            height: HEIGHT,
                        })
                    }
                />
            </div>
            <HoverCard told=Signal::derive(beside) room />
        </div>
        <p class="beacon-bar muted" role="status">{below}</p>
    }
}

/// Where the peer is in the timeline, and a way there; or that it has no lane.
#[component]
fn InTimeline(peer: IpAddr, marked: Marked) -> impl IntoView {
    let show = move |_| {
        if let Some(timeline) = document().get_element_by_id(SECTION) {
            timeline.scroll_into_view();
        }
    };
    view! {
        <div class="beacon-lane" role="status">
            {move || {
                match marked.lane_of(peer) {
                    LaneOf::Unknown => ().into_any(),
                    LaneOf::Nowhere => view! { <span class="muted">{NO_LANE}</span> }.into_any(),
                    LaneOf::Number(lane) => {
                        let number = count(u64::from(lane) + 1);
                        view! {
                            <button type="button" class="plain" title="Go to the timeline" on:click=show>
                                {format!("Lane {number} of the timeline")}
                            </button>
                            <span class="muted">" is marked."</span>
                        }
                        .into_any()
                    }
                }
            }}
        </div>
    }
}

fn table(
    histogram: &IntervalHistogram,
    of_pair: Option<&String>,
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView + use<> {
    let row = |bar: Option<usize>, interval: String, times: usize, seen: Option<(Moment, Moment)>| {
        let says = seen.and_then(|(first, last)| cell::stretch(first, last));
        let seen = seen.map(|(first, last)| format!("{} to {}", first.clock(), last.clock()));
        view! {
            <tr class:chosen=move || bar.is_some() && chosen.get() == bar>
                // The language knows no intervals: they are of no single connection, and stand for the pair.
                <td data-filter=of_pair.cloned()>{interval}</td>
                <td class="number" data-filter=of_pair.cloned()>
                    {count(times as u64)}
                </td>
                <td data-filter=says>{seen}</td>
            </tr>
        }
    };
    let bars = histogram.bars.iter().enumerate().filter(|(_, bar)| bar.count > 0);
    let bars = bars.map(|(index, bar)| row(Some(index), span(*bar, histogram.width_ms), bar.count, bar.seen));
    let longer = (histogram.longer > 0).then(|| row(None, "longer".to_owned(), histogram.longer, None));
    let rows = bars.chain(longer).collect_view();
    view! {
        <details class="board-table">
            <summary>"Show the intervals as a table"</summary>
            <div class="scroller" tabindex="0" role="group" aria-label="Intervals as a table, scrolls">
                <table>
                    <caption class="visually-hidden">"Intervals"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Interval"</th>
                            <th scope="col" class="number">
                                "Times"
                            </th>
                            <th scope="col">"First and last"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}
