//! The peers as a table, the most suspicious first. A peer's interval is a button that shows its intervals.

use std::sync::Arc;

use leptos::prelude::*;

use super::card::{Choice, choice};
use crate::domain::direction::Side;
use crate::domain::filter::{Key, Total};
use crate::engine::api::{Beacons, PeerBeacon};
use crate::ui::filter::cell;
use crate::ui::format::{NONE, count};
use crate::ui::ip_link::IpLink;
use crate::ui::measured::measured;
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
    let of_pair = cell::peer(peer.side, ip);
    // A pair of no common port has connections of others: it stands for itself.
    let of_service = if peer.port.is_some() { cell::port(Key::DestinationPort, peer.port) } else { of_pair.clone() };
    let is_chosen = move || chosen.get() == Some(of);
    view! {
        <tr class:chosen=is_chosen>
            <td data-filter=cell::address(Key::Ip, ip)>
                <IpLink app ip />
            </td>
            <td class="way" data-filter=of_pair.clone()>{way}</td>
            // The language knows no score: it stands for the pair.
            <td class="number" data-filter=of_pair.clone()>
                {measured(
                    peer.suspicion * 100.0,
                    Some(format!("{:.2} after what explains it", peer.suspicion)),
                    format!("{:.2}", peer.score),
                )}
            </td>
            <td class="number less" data-filter=cell::number(Key::Total(Total::PairConnections), Some(peer.connections))>
                {count(peer.connections)}
            </td>
            <td class="number" data-filter=of_pair>
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
            <td class="less" data-filter=of_service>{peer.service.clone().unwrap_or_else(|| NONE.to_owned())}</td>
        </tr>
    }
}
