//! The peer that is chosen: its reasons, and its intervals as a histogram and as a table.

use leptos::prelude::*;

use crate::chart::intervals::{HEIGHT, marks, span, summary};
use crate::domain::beacon::IntervalHistogram;
use crate::engine::api::PeerBeacon;
use crate::ui::board::picture::{Drawing, PictureCanvas, Room};
use crate::ui::format::count;

/// Its side of the card.
#[component]
pub fn ChosenPeer(peer: PeerBeacon) -> impl IntoView {
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
            <ul class="beacon-reasons">{reasons}</ul>
            {table}
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
