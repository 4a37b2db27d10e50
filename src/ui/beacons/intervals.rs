//! The peer that is chosen: its reasons, and its intervals as a histogram and as a table.

use std::net::IpAddr;

use leptos::prelude::*;

use crate::chart::intervals::{HEIGHT, marks, span, summary};
use crate::domain::beacon::IntervalHistogram;
use crate::engine::api::PeerBeacon;
use crate::ui::board::picture::{Drawing, PictureCanvas, Room};
use crate::ui::format::count;
use crate::ui::marked::{LaneOf, Marked};
use crate::ui::timeline::SECTION;

const NO_LANE: &str = "It has no lane in the timeline: the filter leaves it out, or it is none of the top peers. More top results have more lanes.";

/// Its side of the card.
#[component]
pub fn ChosenPeer(peer: PeerBeacon, marked: Marked) -> impl IntoView {
    let PeerBeacon { peer, reasons, histogram, .. } = peer;
    let room = Room::new();
    let told = summary(&histogram, count);
    let table = table(&histogram);
    let reasons = reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
    view! {
        <div class="beacon-peer">
            <h4>"Intervals of " <span class="mono">{peer.to_string()}</span></h4>
            <div class="beacon-plot" node_ref=room.element>
                <PictureCanvas
                    room
                    label="Intervals"
                    summary=told
                    draw=move |size| {
                        room.measured(|measure| Drawing {
                            marks: marks(&histogram, size.width, size.density, measure, count),
                            width: size.width,
                            height: HEIGHT,
                        })
                    }
                />
            </div>
            <InTimeline peer marked />
            <ul class="beacon-reasons">{reasons}</ul>
            {table}
        </div>
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

fn table(histogram: &IntervalHistogram) -> impl IntoView + use<> {
    let width_ms = histogram.width_ms;
    let bars = histogram.bars.iter().filter(|bar| bar.count > 0);
    let rows: Vec<(String, usize)> = bars.map(|bar| (span(*bar, width_ms), bar.count)).collect();
    let longer = (histogram.longer > 0).then(|| ("longer".to_owned(), histogram.longer));
    let rows = rows.into_iter().chain(longer).map(|(interval, times)| {
        view! {
            <tr>
                <td>{interval}</td>
                <td class="number">{count(times as u64)}</td>
            </tr>
        }
    });
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
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}
