//! What will be sent: made by the engine, of the very input that it sends.

use futures::FutureExt;
use leptos::prelude::*;

use super::comment_form::Form;
use super::failure::FailureNote;
use super::format::counted;
use super::load::{Load, Meanwhile, Remote};
use super::modal_dialog::ModalDialog;
use crate::engine::api::{AskPreview, AskRequest, Preview, SentPair, Written};

/// Pairs that are shown until all are asked for.
const FIRST_PAIRS: u16 = 10;
/// The columns, by Spot's names.
const COLUMNS: [&str; 11] = [
    "srcIp",
    "dstIp",
    "srcPort",
    "dstPort",
    "connections",
    "maxBytes",
    "avgBytes",
    "maxPkts",
    "avgPkts",
    "firstSeen",
    "lastSeen",
];

/// The dialog.
#[component]
pub fn PreviewDialog(
    /// The form whose text is shown.
    form: Form,
    /// What would be saved.
    written: Written,
    /// Closes it.
    #[prop(into)]
    close: Callback<()>,
) -> impl IntoView {
    let at_most = RwSignal::new(FIRST_PAIRS);
    let worker = form.worker;
    let storyboard = written.clone();
    let preview = Load::new(
        Meanwhile::Keep,
        move || Some(at_most.get()),
        move |at_most, _| {
            let storyboard = storyboard.clone();
            async move { form.app.session.ask_about(worker, AskPreview { storyboard, at_most }).await }.boxed_local()
        },
    );
    let is_json_wanted = RwSignal::new(false);
    let json = Load::new(
        Meanwhile::Keep,
        move || is_json_wanted.get().then_some(()),
        move |(), _| {
            let storyboard = written.clone();
            async move { form.app.session.ask_about(worker, AskRequest { storyboard }).await }.boxed_local()
        },
    );
    view! {
        <ModalDialog id="preview-title" title="What will be sent".to_owned() close>
            {move || match preview.get() {
                Remote::Loading => view! { <p role="status">"Putting it together\u{2026}"</p> }.into_any(),
                Remote::Failed(failure) => {
                    view! { <FailureNote failure retry=move |()| preview.retry() /> }.into_any()
                }
                Remote::Ready(preview) => view! { <Contents preview at_most /> }.into_any(),
            }}
            <details on:toggle=move |_| is_json_wanted.set(true)>
                <summary>"The request as JSON"</summary>
                {move || match json.get() {
                    Remote::Loading => view! { <p class="muted">"Putting it together\u{2026}"</p> }.into_any(),
                    Remote::Failed(failure) => view! { <FailureNote failure retry=move |()| json.retry() /> }.into_any(),
                    Remote::Ready(json) => view! { <pre tabindex="0" aria-label="Request">{json}</pre> }.into_any(),
                }}
            </details>
            <div class="buttons">
                <button type="button" class="primary" autofocus on:click=move |_| close.run(())>
                    "Close"
                </button>
            </div>
        </ModalDialog>
    }
}

#[component]
fn Contents(preview: Preview, at_most: RwSignal<u16>) -> impl IntoView {
    let Preview { title, text, pairs, ipv6_pairs, rows } = preview;
    let left_out = (ipv6_pairs > 0)
        .then(|| format!(" {} left out: Spot stores IPv4 only.", counted(u64::from(ipv6_pairs), "IPv6 pair")));
    let shown = rows.len();
    let is_part = u32::try_from(shown).is_ok_and(|shown| shown < pairs);
    view! {
        <p class="muted">
            "Title and text go out in a form that is safe in Spot\u{2019}s SQL and its pages; readers see what you wrote."
        </p>
        <dl class="sent-texts">
            <dt>"Title"</dt>
            <dd class="mono">
                <span role="group" aria-label="Title as sent">{title}</span>
            </dd>
            <dt>"Text"</dt>
            <dd class="mono">
                <span role="group" aria-label="Text as sent">{text}</span>
            </dd>
        </dl>
        <p>
            {format!("{} of source and destination, from the top peers.", counted(u64::from(pairs), "pair"))}
            {left_out}
        </p>
        <div class="sent-pairs" tabindex="0" role="group" aria-label="Pairs, scrolls sideways">
            <table aria-label="Pairs as sent">
                <thead>
                    <tr>{COLUMNS.map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{rows.iter().map(pair_row).collect_view()}</tbody>
            </table>
        </div>
        {is_part
            .then(|| {
                view! {
                    <button type="button" class="small" on:click=move |_| at_most.set(u16::MAX)>
                        {format!("Show all {pairs} pairs ({shown} are shown)")}
                    </button>
                }
            })}
    }
}

fn pair_row(pair: &SentPair) -> impl IntoView + use<> {
    let addresses = [&pair.source, &pair.destination].map(|ip| view! { <td class="mono">{ip.clone()}</td> });
    let numbers = [
        pair.source_port,
        pair.destination_port,
        pair.connections,
        pair.max_bytes,
        pair.avg_bytes,
        pair.max_packets,
        pair.avg_packets,
    ];
    let numbers = numbers.map(|number| view! { <td class="number">{number.to_string()}</td> });
    let times = [&pair.first_seen, &pair.last_seen].map(|time| view! { <td class="figures">{time.clone()}</td> });
    view! {
        <tr>
            {addresses.into_iter().collect_view()}
            {numbers.into_iter().collect_view()}
            {times.into_iter().collect_view()}
        </tr>
    }
}
