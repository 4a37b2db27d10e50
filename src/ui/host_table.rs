//! The hosts of a day as a table: what each did and why that is suspicious, and a button that takes it for high risk.

use std::net::IpAddr;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::filter::cell::{self, Scope};
use super::format::{bytes, count, counted};
use super::ip_link::IpLink;
use super::measured::measured;
use super::state::{App, News};
use crate::domain::details::Untold;
use crate::domain::filter::{Key, Total};
use crate::domain::suspicion::Host;
use crate::domain::threats::Threats;
use crate::domain::time::Day;
use crate::engine::api::{Hosts, MarkHost};
use crate::local::Mark;
use crate::words::suspicion::reason;

/// So many more are shown at a time.
pub const STEP: u16 = 50;

/// The table, and a way to more of it.
#[component]
pub fn HostTable(
    /// The app.
    app: App,
    /// Their day.
    day: Day,
    /// What of it they tell of.
    scope: Scope,
    /// The first of them.
    found: Hosts,
    /// How many are asked for.
    at_most: RwSignal<u16>,
) -> impl IntoView {
    let Hosts { hosts, matching, of } = found;
    let shown = hosts.len() as u64;
    let rows = hosts.into_iter().map(|host| view! { <HostRow app day scope host /> });
    view! {
            <table aria-labelledby="hosts-title">
                <thead>
                    <tr>
                        <th scope="col">"Host"</th>
                        <th scope="col" class="number">
                            "Score"
                        </th>
                        <th scope="col">"Why"</th>
                        <th scope="col" class="number">
                            "Opened"
                        </th>
                        <th scope="col" class="number">
                            "Taken"
                        </th>
                        <th scope="col" class="number">
                            "To outside"
                        </th>
                        <th scope="col">
                            <span class="visually-hidden">"Mark"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        <div class="card-foot">
            <span class="muted figures">
                {if matching == of {
                    format!("{} of {} hosts", count(shown), count(of))
                } else {
                    format!("{} of {} hosts, out of {}", count(shown), count(matching), count(of))
                }}
            </span>
            {(shown < matching && at_most.get_untracked() < u16::MAX - STEP)
                .then(|| {
                    view! {
                        <button type="button" class="plain" on:click=move |_| at_most.update(|most| *most += STEP)>
                            {format!("Show {STEP} more")}
                        </button>
                    }
                })}
        </div>
    }
}

#[component]
fn HostRow(app: App, day: Day, scope: Scope, host: Host) -> impl IntoView {
    let ip = host.ip;
    let why: Vec<String> = host.reasons.iter().map(|share| reason(&share.reason)).collect();
    let why = if why.is_empty() { vec!["Nothing that stands out.".to_owned()] } else { why };
    let of_host = cell::address(Key::Ip, ip);
    let total = |total, told| scope.total(Key::Total(total), Some(told), Untold::Missing, of_host.clone());
    let connections = |of: Total, connections: u64, peers: u32| {
        view! {
            <td class="number counted" data-filter=total(of, connections)>
                {count(connections)}
                <span class="muted exact">{counted(u64::from(peers), "peer")}</span>
            </td>
        }
    };
    view! {
        <tr>
            <td class="peer" data-filter=of_host.clone()>
                <IpLink app ip />
            </td>
            // The language knows neither score nor reason: they stand for the host.
            <td class="number" data-filter=of_host.clone()>
                {measured(host.score * 100.0, None, format!("{:.2}", host.score))}
            </td>
            <td class="why" data-filter=of_host.clone()>
                <ul>{why.into_iter().map(|why| view! { <li>{why}</li> }).collect_view()}</ul>
            </td>
            {connections(Total::HostOpened, host.connections_out, host.peers_out)}
            {connections(Total::HostTaken, host.connections_in, host.peers_in)}
            <td class="number counted" data-filter=total(Total::HostOutside, host.bytes_to_external)>{bytes(host.bytes_to_external)}</td>
            // A button is nothing that a flow has: no term names it.
            <td class="marking">
                <MarkButton app day ip />
            </td>
        </tr>
    }
}

/// Takes a host into the list of threats, or out of it; nothing where its connections are scored.
#[component]
fn MarkButton(app: App, day: Day, ip: IpAddr) -> impl IntoView {
    let is_marked = Memo::new(move |_| {
        app.threats.with_ready(|threats| threats.to_do.iter().any(|high| high.ip == ip)).unwrap_or_default()
    });
    let is_scored = Memo::new(move |_| {
        let is_scored = |threats: &Threats| {
            threats.to_do.iter().any(|high| high.ip == ip && high.scored > 0)
                || threats.investigated.iter().any(|done| done.ip == ip)
        };
        app.threats.with_ready(is_scored).unwrap_or_default()
    });
    let mark = move |_| {
        let mark = if is_marked.get_untracked() { Mark::None } else { Mark::HighRisk };
        spawn_local(async move {
            match app.session.engine().ask(&MarkHost { day, ip, mark }).await {
                Ok(()) => app.threats.refresh(),
                Err(failure) => app.tell(News::Bad(failure.to_string())),
            }
        });
    };
    move || {
        (!is_scored.get())
            .then(|| {
                let action = if is_marked.get() { "Unmark" } else { "Mark" };
                view! {
                    <button type="button" class="small" on:click=mark title="Takes it into the list of threats, or out of it">
                        {action}
                        <span class="visually-hidden">{format!(" {ip} as high risk")}</span>
                    </button>
                }
            })
    }
}
