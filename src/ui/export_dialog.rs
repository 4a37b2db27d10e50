//! What of the investigation can be taken along, and in which form.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::export_options::marking;
use super::exporting::{Exporter, Wanted};
use super::hooks::handling::use_handling;
use super::later::later;
use super::modal_dialog::{Kind, ModalDialog};
use super::parts::{Part, WindowPart};
use super::patience::{HurryButton, Patience};
use super::state::{App, News};
use super::subject::{Searched, Subject};
use crate::export::dossier::{Addresses, Handling, Tlp};
use crate::export::figure::Figure;
use crate::export::file_name::Content;
use crate::export::sheet::List;

/// The button, and what it opens.
#[component]
pub fn ExportMenu(
    /// The app.
    app: App,
    /// What is investigated.
    subject: Subject,
    /// The search of it.
    searched: Searched,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let exporter = Exporter {
        app,
        subject,
        searched: StoredValue::new(searched),
        patience: Patience::new(),
        outcome: RwSignal::new(None),
        is_busy: RwSignal::new(false),
    };
    let open = move |_| {
        exporter.outcome.set(None);
        is_open.set(true);
    };
    let close = Callback::new(move |()| is_open.set(false));
    view! {
        <button type="button" class="plain" aria-haspopup="dialog" on:click=open>
            "Export"
        </button>
        {move || is_open.get().then(|| later(Part::Window(WindowPart::Export(exporter, close))))}
    }
}

/// The dialog.
#[component]
pub fn ExportDialog(
    /// Who makes what is wanted.
    exporter: Exporter,
    /// Closes it.
    close: Callback<()>,
) -> impl IntoView {
    let Exporter { app, patience, outcome, is_busy, .. } = exporter;
    let handling = use_handling();
    let make = move |wanted: Wanted| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        outcome.set(None);
        spawn_local(async move {
            let news = exporter.hand_over(wanted, handling.get_untracked()).await;
            // The analyst may have gone on.
            let _ = (outcome.try_set(Some(news)), is_busy.try_set(false));
        });
    };
    view! {
        <ModalDialog id="export-title" title="Export".to_owned() kind=Kind::Window("export") close>
            <Options handling />
            <Choices make is_busy />
            <Outcome app outcome is_busy patience />
        </ModalDialog>
    }
}

/// To whom it may go.
#[component]
fn Options(handling: RwSignal<Handling>) -> impl IntoView {
    let defang = move |is_on: bool| {
        let addresses = if is_on { Addresses::Defanged } else { Addresses::Plain };
        handling.update(|handling| handling.addresses = addresses);
    };
    let labels = Tlp::ALL.map(|tlp| {
        view! {
            <option value=tlp.label() prop:selected=move || handling.get().marking == Some(tlp)>
                {tlp.label()}
            </option>
        }
    });
    view! {
        <div class="export-options">
            <label>
                <input
                    type="checkbox"
                    prop:checked=move || handling.get().addresses == Addresses::Defanged
                    on:change=move |event| defang(event_target_checked(&event))
                />
                "Defang addresses"
            </label>
            <label>
                "Marking "
                <select on:change=move |event| {
                    handling.update(|handling| handling.marking = marking(&event_target_value(&event)));
                }>
                    <option value="" prop:selected=move || handling.get().marking.is_none()>
                        "none"
                    </option>
                    {labels.collect_view()}
                </select>
            </label>
        </div>
        {move || {
            (handling.get().addresses == Addresses::Defanged)
                .then(|| view! { <p class="muted">"JSON and STIX keep addresses as they are: programs read them."</p> })
        }}
    }
}

/// What can be made.
#[component]
fn Choices(make: impl Fn(Wanted) + Copy + Send + Sync + 'static, is_busy: RwSignal<bool>) -> impl IntoView {
    // Not `disabled`, which would take the focus away.
    let button = move |wanted: Wanted, action: &'static str, what: &'static str| {
        view! {
            <button
                type="button"
                class="small"
                aria-disabled=move || is_busy.get().then_some("true")
                on:click=move |_| make(wanted)
            >
                {action}
                <span class="visually-hidden">{format!(" {what}")}</span>
            </button>
        }
    };
    let file = move |content| Wanted::File(content);
    let charts = Figure::ALL.map(|figure| {
        // A name within a sentence.
        let what: &'static str = match figure {
            Figure::Timeline => "timeline",
            Figure::Globe => "globe",
            Figure::Map => "map",
            Figure::Progression => "incident progression",
            Figure::Impact => "impact analysis",
        };
        let hint = match figure {
            Figure::Timeline => "as it is seen",
            Figure::Globe => "from both sides",
            Figure::Map | Figure::Progression | Figure::Impact => "",
        };
        view! {
            <li>
                <span>
                    {figure.caption()} " " {(!hint.is_empty()).then(|| view! { <span class="muted">{hint}</span> })}
                </span>
                <span class="buttons">
                    {button(file(Content::Png(figure)), "PNG", what)} {button(file(Content::Svg(figure)), "SVG", what)}
                </span>
            </li>
        }
    });
    let tables = List::ALL.map(|list| {
        view! {
            <li>
                <span>{list.caption()}</span>
                <span class="buttons">{button(file(Content::Csv(list)), "CSV", list.caption())}</span>
            </li>
        }
    });
    view! {
        <ul class="exports">
            <li>
                <span>"Report " <span class="muted">"one page to read, print and pass on"</span></span>
                <span class="buttons">{button(file(Content::Html), "HTML", "report")}</span>
            </li>
            <li>
                <span>"Ticket " <span class="muted">"text for an issue tracker"</span></span>
                <span class="buttons">
                    {button(Wanted::Copy(Content::Markdown), "Copy", "ticket")}
                    {button(file(Content::Markdown), "Markdown", "ticket")}
                </span>
            </li>
            <li>
                <span>"Data " <span class="muted">"Elastic Common Schema"</span></span>
                <span class="buttons">{button(file(Content::Json), "JSON", "data")}</span>
            </li>
            <li>
                <span>"Bundle " <span class="muted">"STIX 2.1, for threat intelligence"</span></span>
                <span class="buttons">{button(file(Content::Stix), "STIX", "bundle")}</span>
            </li>
        </ul>
        <h3 id="export-charts">"Charts"</h3>
        <ul class="exports" aria-labelledby="export-charts">
            {charts.collect_view()}
        </ul>
        <h3 id="export-tables">"Tables"</h3>
        <ul class="exports" aria-labelledby="export-tables">
            {tables.collect_view()}
        </ul>
    }
}

#[component]
fn Outcome(app: App, outcome: RwSignal<Option<News>>, is_busy: RwSignal<bool>, patience: Patience) -> impl IntoView {
    let busy = move || match app.context.under_way() {
        Some(file) => format!("Waiting for {file}, so that its names and places are in it\u{2026}"),
        None => "Writing\u{2026}".to_owned(),
    };
    view! {
        <div class="export-end" class:filled=move || is_busy.get() || outcome.read().is_some()>
            <p class="export-outcome" role="status">
                {move || match outcome.get() {
                    None if is_busy.get() => Some(busy()),
                    Some(News::Good(words)) => Some(words),
                    None | Some(News::Bad(_)) => None,
                }}
            </p>
            <HurryButton app patience waits=is_busy label="Export now, without it" />
            {move || match outcome.get() {
                Some(News::Bad(words)) => Some(view! { <p class="note bad" role="alert">{words}</p> }),
                _ => None,
            }}
        </div>
    }
}
