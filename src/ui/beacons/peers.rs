//! The peers as a table, the most suspicious first. A peer's interval is a button that shows its intervals.

use std::sync::Arc;

use leptos::prelude::*;

use super::card::{Choice, choice};
use crate::domain::direction::Side;
use crate::engine::api::{Beacons, PeerBeacon};
use crate::ui::format::{NONE, count};
use crate::ui::ip_link::IpLink;
use crate::ui::state::App;
use crate::words::duration;

/// The table.
// What a component is given is its own.
#[allow(clippy::needless_pass_by_value)]
#[component]
pub fn Peers(app: App, beacons: Arc<Beacons>, chosen: RwSignal<Option<Choice>>) -> impl IntoView {
    let rows = beacons.peers.iter().map(|peer| row(app, peer, chosen)).collect_view();
    view! {
        <div class="scroller" tabindex="0" role="group" aria-label="Beacons, scrolls">
            <table aria-labelledby="beacons-title">
                <thead>
                    <tr>
                        <th scope="col">"Peer"</th>
                        <th scope="col">"Way"</th>
                        <th scope="col" class="number">
                            "Score"
                        </th>
                        <th scope="col" class="number less">
                            "Connections"
                        </th>
                        <th scope="col" class="number">
                            "Interval"
                        </th>
                        <th scope="col" class="less">
                            "Service"
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(app: App, peer: &PeerBeacon, chosen: RwSignal<Option<Choice>>) -> impl IntoView + use<> {
    let (ip, of) = (peer.peer, choice(peer));
    let (way, spoken) = match peer.side {
        Side::Source => ("called", "calls to"),
        Side::Destination => ("calls", "calls from"),
    };
    let is_chosen = move || chosen.get() == Some(of);
    view! {
        <tr class:chosen=is_chosen>
            <td>
                <IpLink app ip />
            </td>
            <td class="way">{way}</td>
            <td class="number">
                <span class="measured" title=format!("{:.2} after what explains it", peer.suspicion)>
                    <span class="meter" aria-hidden="true">
                        <span style:width=format!("{:.0}%", peer.suspicion * 100.0)></span>
                    </span>
                    <span class="value">{format!("{:.2}", peer.score)}</span>
                </span>
            </td>
            <td class="number less">{count(peer.connections)}</td>
            <td class="number">
                <button
                    type="button"
                    class="plain"
                    aria-pressed=move || if is_chosen() { "true" } else { "false" }
                    on:click=move |_| chosen.set(Some(of))
                >
                    {duration::milliseconds(peer.interval_ms)}
                    <span class="visually-hidden">{format!(" between {spoken} {ip}")}</span>
                </button>
            </td>
            <td class="less">{peer.service.clone().unwrap_or_else(|| NONE.to_owned())}</td>
        </tr>
    }
}
