//! The hosts of a day, the most suspicious first: where an investigation begins when nobody has scored anything.

use std::sync::Arc;

use futures::FutureExt;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::failure::FailureNote;
use super::filter::cell::{self, Scope};
use super::filter::unknown::{Looked, unknown};
use super::filter::{CellMenu, Data, FilterField, NothingPasses};
use super::format::{bytes, count, counted};
use super::ip_link::IpLink;
use super::load::{Load, Meanwhile, Remote};
use super::state::{App, News};
use crate::domain::context::file::ContextFile;
use crate::domain::details::Untold;
use crate::domain::filter::{Key, Total};
use crate::domain::suspicion::Host;
use crate::domain::time::Day;
use crate::engine::api::{AskHosts, HostOrder, Hosts, MarkHost};
use crate::local::Mark;
use crate::words::suspicion::reason;

/// So many more are shown at a time.
const STEP: u16 = 50;
const ORDERS: [(HostOrder, &str); 5] = [
    (HostOrder::Suspicion, "suspicion"),
    (HostOrder::Connections, "connections"),
    (HostOrder::Peers, "peers"),
    (HostOrder::BytesOut, "bytes to outside"),
    (HostOrder::Address, "address"),
];

/// The hosts of the day that is looked at.
#[component]
pub fn HostsPanel(
    /// The app.
    app: App,
) -> impl IntoView {
    let order = RwSignal::new(HostOrder::default());
    let containing = RwSignal::new(String::new());
    let at_most = RwSignal::new(STEP);
    let filter = app.filter();
    let question = move || {
        Some((
            app.source.get()?.spec?,
            AskHosts {
                day: app.day.get()?,
                order: order.get(),
                containing: containing.get(),
                filter: filter.get(),
                at_most: at_most.get(),
            },
            // Who is inside, ranges that were read since may tell.
            app.context.revision(ContextFile::IpRanges),
        ))
    };
    let hosts = Load::new(Meanwhile::Keep, question, move |(spec, question, _), meter| {
        async move {
            let about = question.clone();
            let (hosts, _) = app.session.ask(spec, question, Some(meter)).await?;
            Ok((Arc::new(about), hosts))
        }
        .boxed_local()
    });
    let percent = move || {
        let percent = hosts.progress().rows;
        (percent > 0).then(|| format!("{percent} %"))
    };
    // An answer for another filter stays until the next is there.
    let waiting = move |about: &AskHosts| {
        let of = about.filter.clone();
        let waits = move || filter.with(|filter| *filter != of);
        move || {
            waits().then(|| {
                view! {
                    <p class="muted" role="status">
                        "Judging again, by the flows that pass\u{2026} " <span class="figures">{percent}</span>
                    </p>
                }
            })
        }
    };
    let is_filtered = app.is_filtered();
    let told = move || {
        let found = hosts.with_ready(|(_, found)| found.of).filter(|_| is_filtered.get())?;
        Some(format!("{} with a flow that passes the filter", counted(found, "host")))
    };
    view! {
        <FilterField app told=Signal::derive(told) data=Data::Hosts />
        <section class="panel hosts" aria-labelledby="hosts-title">
            <div class="panel-head">
                <h2 id="hosts-title">"Hosts by suspicion"</h2>
                <HostChoices containing order />
            </div>
            {move || {
                let told = filter.with(|filter| unknown(filter, Looked::AtHosts));
                told.map(|told| view! { <p class="muted">{told}</p> })
            }}
            {move || {
                is_filtered
                    .get()
                    .then(|| view! { <p class="muted">"Hosts are judged by the flows that pass the filter alone."</p> })
            }}
            {move || match hosts.get() {
                Remote::Loading => {
                    view! { <Judging hosts percent=Signal::derive(percent) /> }.into_any()
                }
                Remote::Failed(failure) => {
                    view! { <FailureNote failure retry=move |()| { hosts.retry(); app.retry_failed(); } /> }.into_any()
                }
                Remote::Ready((_, found)) if found.of == 0 && is_filtered.get() => {
                    view! { <NothingPasses app of="hosts" /> }.into_any()
                }
                Remote::Ready((about, found)) => {
                    let (day, scope) = (about.day, Scope::of(&about.filter));
                    view! {
                        {waiting(&about)}
                        <CellMenu app>
                            <HostTable app day scope found at_most />
                        </CellMenu>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

/// Which hosts are seen, and in which order.
#[component]
fn HostChoices(containing: RwSignal<String>, order: RwSignal<HostOrder>) -> impl IntoView {
    view! {
        <div class="host-choices">
            <input
                type="search"
                class="control"
                placeholder="part of an address"
                aria-label="Hosts containing"
                on:input=move |event| containing.set(event_target_value(&event))
            />
            <label>
                "Order "
                <select
                    class="control"
                    on:change=move |event| {
                        let name = event_target_value(&event);
                        let chosen = ORDERS.into_iter().find(|(_, other)| *other == name);
                        order.set(chosen.map(|(order, _)| order).unwrap_or_default());
                    }
                >
                    {ORDERS.map(|(_, name)| view! { <option value=name>{name}</option> }).collect_view()}
                </select>
            </label>
        </div>
    }
}

/// That hosts are being judged, how far that is, and a way to give it up.
#[component]
fn Judging(hosts: Load<(Arc<AskHosts>, Hosts)>, percent: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div class="judging">
            <p class="muted" role="status">
                "Looking at what each host did\u{2026}"
            </p>
            <span class="muted figures">{move || percent.get()}</span>
            <button type="button" class="small" on:click=move |_| hosts.cancel()>
                "Cancel"
            </button>
        </div>
    }
}

#[component]
fn HostTable(app: App, day: Day, scope: Scope, found: Hosts, at_most: RwSignal<u16>) -> impl IntoView {
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
    let is_marked = Memo::new(move |_| {
        app.threats.with_ready(|threats| threats.to_do.iter().any(|high| high.ip == ip)).unwrap_or_default()
    });
    let is_scored = Memo::new(move |_| {
        let is_scored = |threats: &crate::domain::threats::Threats| {
            threats.to_do.iter().any(|high| high.ip == ip && high.scored > 0)
                || threats.investigated.iter().any(|done| done.ip == ip)
        };
        app.threats.with_ready(is_scored).unwrap_or_default()
    });
    let mark = move |_| {
        let mark = if is_marked.get_untracked() { Mark::None } else { Mark::HighRisk };
        spawn_local(async move {
            match app.session.engine().ask(MarkHost { day, ip, mark }).await {
                Ok(()) => app.threats.refresh(),
                Err(failure) => app.tell(News::Bad(failure.to_string())),
            }
        });
    };
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
                <span class="measured">
                    <span class="meter" aria-hidden="true">
                        <span style:width=format!("{:.0}%", host.score * 100.0)></span>
                    </span>
                    <span class="value">{format!("{:.2}", host.score)}</span>
                </span>
            </td>
            <td class="why" data-filter=of_host.clone()>
                <ul>{why.into_iter().map(|why| view! { <li>{why}</li> }).collect_view()}</ul>
            </td>
            {connections(Total::HostOpened, host.connections_out, host.peers_out)}
            {connections(Total::HostTaken, host.connections_in, host.peers_in)}
            <td class="number counted" data-filter=total(Total::HostOutside, host.bytes_to_external)>{bytes(host.bytes_to_external)}</td>
            <td class="marking">
                {move || {
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
                }}
            </td>
        </tr>
    }
}
