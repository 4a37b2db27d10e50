//! The timeline's rows as Spot keeps them, on demand.

use std::sync::Arc;

use leptos::prelude::*;

use super::files::DownloadButton;
use super::model::Model;
use crate::chart::words::endpoint;
use crate::domain::filter::Key;
use crate::domain::storyboard::{BoardFile, FlowTimeline, TimelineRow};
use crate::engine::api::Origin;
use crate::ui::chosen::Panel;
use crate::ui::filter::cell;
use crate::ui::format::{bytes, count, counted, exact_bytes};
use crate::ui::hooks::disclosure::stands_open;

/// Rows at first, and as many more each time one asks for more.
const STEP: usize = 100;

/// What is known of the rows.
#[derive(Clone, Debug, PartialEq)]
enum Known {
    /// These, out of so many; and so many that could not be read.
    Rows(Arc<Vec<TimelineRow>>, u64, u64),
    /// The source does not tell single flows before a storyboard is saved.
    NotYet,
}

/// The rows, closed at first, and a way to take them along.
#[component]
pub fn FlowRows(model: Model) -> impl IntoView {
    let focus = model.focus(Panel::Timeline);
    let known = Memo::new(move |_| {
        let stored = model.shown_documents();
        match (stored.as_ref().and_then(|stored| stored.documents.timeline.as_ref()), &model.board.read().timeline) {
            (Some(stored), _) => {
                let all = stored.rows.len() as u64;
                Known::Rows(Arc::new(stored.rows.clone()), all + stored.unreadable, stored.unreadable)
            }
            (None, FlowTimeline::Rows { rows, of }) if stored.is_none() => Known::Rows(Arc::new(rows.clone()), *of, 0),
            (None, _) => Known::NotYet,
        }
    });
    let shown = RwSignal::new(STEP);
    let in_sight = move || {
        let (focus, window) = (focus.get(), model.chosen.with(|chosen| chosen.window));
        let Known::Rows(rows, ..) = known.get() else { return Vec::new() };
        let ip = model.subject.ip;
        let is_in = |row: &&TimelineRow| {
            let peer = if row.source == ip { row.destination } else { row.source };
            focus.as_ref().is_none_or(|focus| focus.contains(&peer))
                && window.is_none_or(|window| row.start < window.end && row.end >= window.start)
        };
        rows.iter().filter(is_in).copied().collect::<Vec<_>>()
    };
    let summary = move || match known.get() {
        Known::NotYet => String::new(),
        Known::Rows(rows, of, unreadable) => {
            let kept = rows.len() as u64;
            let first = if of - unreadable > kept { format!(", the first of {}", count(of)) } else { String::new() };
            let lost = match unreadable {
                0 => String::new(),
                lost => format!("; {} with a number above 32 bits or malformed left out", counted(lost, "row")),
            };
            let whose = match model.origin.get() {
                Origin::Stored => "stored",
                Origin::Details => "from the details",
            };
            format!("Rows of flow_timeline, {whose}: {}{first}{lost}", count(kept))
        }
    };
    let is_open = RwSignal::new(false);
    move || {
        if known.get() == Known::NotYet {
            return view! {
                <p class="muted card board-rows">
                    "Spot tells the rows of flow_timeline once a storyboard is saved: its details know no single flows."
                </p>
            }
            .into_any();
        }
        view! {
            <div class="card board-rows board-foot">
                <details class="board-table" on:toggle=move |event| is_open.set(stands_open(&event))>
                    <summary>{summary}</summary>
                    {move || is_open.get().then(|| table(&in_sight(), shown))}
                </details>
                <DownloadButton model file=BoardFile::Timeline />
            </div>
        }
        .into_any()
    }
}

/// The rows, as many as are to be shown.
fn table(rows: &[TimelineRow], shown: RwSignal<usize>) -> impl IntoView + use<> {
    let all = rows.len();
    let lines = rows.iter().take(shown.get()).map(line).collect_view();
    view! {
        <div class="scroller" tabindex="0" role="group" aria-label="Rows of flow_timeline as a table">
            <table>
                <caption class="visually-hidden">{format!("Rows of flow_timeline ({all})")}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Start"</th>
                        <th scope="col">"From"</th>
                        <th scope="col">"To"</th>
                        <th scope="col">"Protocol"</th>
                        <th scope="col" class="number">
                            "Packets"
                        </th>
                        <th scope="col" class="number">
                            "Bytes"
                        </th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {(all > shown.get())
            .then(|| {
                view! {
                    <button type="button" class="small" on:click=move |_| shown.update(|shown| *shown += STEP)>
                        {format!("Show more of {}", count(all as u64))}
                    </button>
                }
            })}
    }
}

fn line(row: &TimelineRow) -> impl IntoView + use<> {
    view! {
        <tr>
            <td class="figures" data-filter=cell::minute(row.start)>{row.start.to_string()}</td>
            <td class="mono" data-filter=cell::address(Key::Source, row.source)>{endpoint(row.source, row.source_port)}</td>
            <td class="mono" data-filter=cell::address(Key::Destination, row.destination)>
                {endpoint(row.destination, row.destination_port)}
            </td>
            <td data-filter=cell::protocol(row.protocol)>{row.protocol.map(|protocol| protocol.to_string())}</td>
            <td class="number" data-filter=cell::number(Key::Packets, Some(row.packets))>{count(row.packets)}</td>
            <td class="number" data-filter=cell::number(Key::Bytes, Some(row.bytes)) title=exact_bytes(row.bytes)>
                {bytes(row.bytes)}
            </td>
        </tr>
    }
}
