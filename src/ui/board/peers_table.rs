//! The peers as a table, on demand: the tree for those who read.

use leptos::prelude::*;

use super::model::{Model, in_focus};
use crate::chart::board::{Part, UNNAMED};
use crate::domain::filter::Key;
use crate::domain::storyboard::Peer;
use crate::ui::chosen::Panel;
use crate::ui::filter::cell;
use crate::ui::format::{count, counted};
use crate::ui::hooks::disclosure::stands_open;
use crate::ui::icons::direction_glyph;

/// Rows at first, and as many more each time one asks for more.
const STEP: usize = 100;

/// The table, closed at first.
#[component]
pub fn PeersTable(model: Model) -> impl IntoView {
    let focus = model.focus(Panel::Progression);
    let is_open = RwSignal::new(false);
    let shown = RwSignal::new(STEP);
    let table = move || {
        let board = model.board.get();
        let peers = in_focus(&board, &focus.get());
        let all = peers.len();
        let rows = peers.iter().take(shown.get()).map(|peer| line(model, peer)).collect_view();
        let more = (all > shown.get()).then(|| {
            view! {
                <button type="button" class="small" on:click=move |_| shown.update(|shown| *shown += STEP)>
                    {format!("Show more of {}", count(all as u64))}
                </button>
            }
        });
        view! {
            <div class="scroller" tabindex="0" role="group" aria-label="Peers of the storyboard as a table">
                <table>
                    <caption class="visually-hidden">{format!("Peers of the storyboard ({all})")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Peer"</th>
                            <th scope="col">"Direction"</th>
                            <th scope="col">"Network"</th>
                            <th scope="col">"Place"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {more}
        }
    };
    let summary = move || {
        let board = model.board.get();
        format!("Show {} as a table", counted(in_focus(&board, &focus.get()).len() as u64, "peer"))
    };
    view! {
        <details class="board-table" on:toggle=move |event| is_open.set(stands_open(&event))>
            <summary>{summary}</summary>
            {move || is_open.get().then(table)}
        </details>
    }
}

fn line(model: Model, peer: &Peer) -> impl IntoView + use<> {
    let ip = peer.ip;
    let says = cell::address(Key::Ip, ip);
    let place = peer.place.as_ref().map(|place| {
        let parts = [place.name.as_str(), place.owner.as_str()].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" \u{b7} ")
    });
    view! {
        <tr>
            <td data-filter=says.clone()>
                <button
                    type="button"
                    class="plain mono"
                    title="Filter the other panels"
                    on:click=move |_| model.chosen.update(|chosen| chosen.toggle(Part::Peer(ip), Panel::Progression))
                >
                    {ip.to_string()}
                </button>
            </td>
            <td data-filter=cell::direction(peer.direction)>{direction_glyph(peer.direction)} " " {peer.direction.name()}</td>
            // The language knows no names: they stand for the peer.
            <td data-filter=says.clone()>{peer.network.clone().unwrap_or_else(|| UNNAMED.to_owned())}</td>
            <td data-filter=says>{place}</td>
        </tr>
    }
}
