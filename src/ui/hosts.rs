//! The hosts of a day, the most suspicious first: where an investigation begins when nobody has scored anything.

use std::sync::Arc;

use futures::FutureExt;
use leptos::prelude::*;

use super::failure::FailureNote;
use super::filter::cell::Scope;
use super::filter::unknown::{Looked, unknown};
use super::filter::{CellMenu, Data, FilterField, NothingPasses};
use super::format::counted;
use super::host_table::{HostTable, STEP};
use super::load::{Load, Meanwhile, Remote};
use super::state::App;
use crate::domain::context::file::ContextFile;
use crate::engine::api::{AskHosts, HostOrder, Hosts};

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
