//! The rows of a lane, most bytes first.

use std::net::IpAddr;

use futures::FutureExt;
use leptos::prelude::*;

use super::model::{Model, WORDS};
use super::table::bytes_cell;
use crate::chart::words;
use crate::domain::details::Untold;
use crate::domain::filter::Key;
use crate::domain::view::{Counted, Fact, Facts};
use crate::engine::api::AskFacts;
use crate::failure::Failure;
use crate::ui::failure::FailureNote;
use crate::ui::filter::cell;
use crate::ui::format::{count, port};
use crate::ui::load::{Load, Meanwhile, Remote};

/// Rows that are shown.
const ROWS: u16 = 200;

/// The rows of one lane, over all of the time.
#[component]
pub fn LaneRows(model: Model, peer: IpAddr) -> impl IntoView {
    let rows = Load::new(
        Meanwhile::Blank,
        move || {
            let extent = model.answered.read().as_ref().map(|answered| answered.timeline.extent)?;
            Some((extent, model.filter.get()))
        },
        move |(window, filter), _| {
            async move {
                let view = model.view.get_untracked();
                let question = AskFacts { view, filter, peer, window, at_most: ROWS };
                let asked = model.engine.try_with_value(|engine| engine.ask(&question));
                asked.ok_or(Failure::Cancelled)?.await
            }
            .boxed_local()
        },
    );
    let counted = move || {
        model.answered.read_untracked().as_ref().map_or(Counted::RowsActive, |answered| answered.timeline.counted)
    };
    move || match rows.get() {
        Remote::Loading => view! { <p class="muted" role="status">"Looking its rows up\u{2026}"</p> }.into_any(),
        Remote::Failed(failure) => view! { <FailureNote failure retry=move |()| rows.retry() /> }.into_any(),
        Remote::Ready(facts) => {
            let untold = model.overview.read_untracked().untold;
            rows_table(peer, &facts, counted(), untold).into_any()
        }
    }
}

fn rows_table(peer: IpAddr, facts: &Facts, counted: Counted, untold: Untold) -> impl IntoView + use<> {
    let total = count(facts.total);
    let things = words::noun(counted, facts.total);
    let is_row = counted == Counted::RowsActive;
    let shown = facts.shown.len() as u64;
    let caption = if shown < facts.total {
        format!("{} of {total} {things} of {peer}, those with most bytes", count(shown))
    } else {
        format!("{total} {things} of {peer}")
    };
    view! {
        <div class="scroller" tabindex="0" role="group" aria-label=caption>
            <table>
                <caption>{caption.clone()}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Source"</th>
                        <th scope="col" class="number">"Port"</th>
                        <th scope="col">"Destination"</th>
                        <th scope="col" class="number">"Port"</th>
                        <th scope="col">"Protocol"</th>
                        {is_row.then(|| view! { <th scope="col" class="number">"Connections"</th> })}
                        <th scope="col" class="number">{if is_row { "Max bytes" } else { "Bytes" }}</th>
                        <th scope="col" class="number">"First seen"</th>
                        <th scope="col" class="number">"Last seen"</th>
                    </tr>
                </thead>
                <tbody>{facts.shown.iter().map(|fact| fact_row(fact, counted, untold)).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn fact_row(fact: &Fact, counted: Counted, untold: Untold) -> impl IntoView + use<> {
    let protocol = fact.protocol.map_or_else(|| "unknown".to_owned(), |protocol| protocol.to_string());
    // A single connection needs no number.
    let says = cell::amount(Key::Connections, fact.connections, untold);
    let connections = (counted == Counted::RowsActive)
        .then(|| view! { <td class="number" data-filter=says>{words::count(fact.connections, WORDS)}</td> });
    view! {
        <tr>
            <td class="mono" data-filter=cell::address(Key::Source, fact.source)>{fact.source.to_string()}</td>
            <td class="number mono" data-filter=cell::port(Key::SourcePort, fact.source_port)>{port(fact.source_port)}</td>
            <td class="mono" data-filter=cell::address(Key::Destination, fact.destination)>{fact.destination.to_string()}</td>
            <td class="number mono" data-filter=cell::port(Key::DestinationPort, fact.destination_port)>{port(fact.destination_port)}</td>
            <td data-filter=cell::protocol(fact.protocol)>{protocol}</td>
            {connections}
            {bytes_cell(fact.max_bytes, untold)}
            <td class="number" data-filter=cell::minute(fact.start)>{fact.start.to_string()}</td>
            <td class="number" data-filter=cell::minute(fact.end)>{fact.end.to_string()}</td>
        </tr>
    }
}
