//! The line above an investigation: where the IP stands, when it was seen, and a link to the screen.

use std::net::IpAddr;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::format::span;
use super::hooks::clipboard::{NoClipboard, copy};
use super::labels::Labels;
use super::route::SourceName;
use super::state::App;
use super::subject::Subject;
use super::words;
use crate::domain::network::{Reason, StandingChoice};
use crate::domain::view::Overview;

/// The choices, as the menu and the stylesheet name them.
const CHOICES: [(StandingChoice, &str, &str); 3] = [
    (StandingChoice::ByRanges, "ranges", "by ranges"),
    (StandingChoice::Internal, "internal", "internal"),
    (StandingChoice::External, "external", "external"),
];

/// What the context files know of the IP: name, place and owner.
#[component]
pub fn HeadLabel(
    /// Where it is looked up.
    labels: Labels,
    /// The IP.
    ip: IpAddr,
) -> impl IntoView {
    let label = labels.of(ip);
    move || {
        label.get().map(|label| {
            let parts =
                [("Network", label.name.clone()), ("Place", label.place.clone()), ("Owner", label.owner.clone())];
            let parts = parts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(what, text)| {
                view! {
                    <span class="part">
                        <span class="visually-hidden">{what} ": "</span>
                        <bdi>{text}</bdi>
                    </span>
                }
            });
            view! {
                <span class="chip known" title=label.in_full()>
                    {parts.collect_view()}
                </span>
            }
        })
    }
}

/// Where the IP stands, and when it was seen.
#[component]
pub fn Head(
    /// The app.
    app: App,
    /// What is investigated.
    subject: Subject,
    /// Its head, as it is looked at.
    overview: Memo<Overview>,
) -> impl IntoView {
    let seen = move || {
        let overview = overview.read();
        let (first, last) = overview.seen?;
        // Times of files are UTC; Spot's are its collector's.
        let zone = if subject.source == SourceName::Spot { "" } else { " UTC" };
        let exact = format!("First seen {first}{zone}, last seen {last}{zone}");
        Some(view! {
            <span class="chip figures" title=exact>
                {span(first, last, subject.day)}
                {zone}
            </span>
        })
    };
    view! {
        <Standing app overview />
        {seen}
    }
}

/// Inside or outside, why, and a way to see it otherwise.
#[component]
fn Standing(app: App, overview: Memo<Overview>) -> impl IntoView {
    let chosen = move || app.view.get().standing;
    let is_override = move || overview.read().standing.reason == Reason::Chosen;
    let choose = move |key: &str| {
        if let Some((choice, ..)) = CHOICES.iter().find(|(_, name, _)| *name == key) {
            app.choose_standing(*choice);
        }
    };
    let options = CHOICES.iter().map(|&(choice, key, label)| {
        view! {
            <option value=key prop:selected=move || chosen() == choice>
                {label}
            </option>
        }
    });
    view! {
        <span class="chip standing" class:override=is_override>
            <span>{move || words::standing(&overview.read().standing)}</span>
            <select
                aria-label="Internal or external"
                title="Change where this IP stands"
                on:change=move |event| choose(&event_target_value(&event))
            >
                {options.collect_view()}
            </select>
        </span>
    }
}

/// Puts the address of the screen on the clipboard.
#[component]
pub fn CopyLink() -> impl IntoView {
    let outcome = RwSignal::new(None::<Result<(), String>>);
    let copy_link = move |_| {
        let address = window().location().href().unwrap_or_default();
        spawn_local(async move {
            let copied = copy(&address).await.map_err(|NoClipboard| address);
            // The analyst may have left in the meantime.
            let _ = outcome.try_set(Some(copied));
        });
    };
    view! {
        <div class="copy-link">
            <span role="status">{move || matches!(outcome.get(), Some(Ok(()))).then_some("Link copied")}</span>
            {move || match outcome.get() {
                Some(Err(address)) => Some(view! {
                    <label class="address">
                        <span>"This browser lets no page copy. The link:"</span>
                        <input type="text" readonly prop:value=address on:focus=move |event| {
                            event_target::<web_sys::HtmlInputElement>(&event).select();
                        } />
                    </label>
                }),
                _ => None,
            }}
            <button type="button" class="plain" on:click=copy_link>
                "Copy link"
            </button>
        </div>
    }
}
