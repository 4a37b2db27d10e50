//! The investigation of one IP: from the search under way to its results.

use std::time::Duration;

use futures::FutureExt;
use leptos::html::H2;
use leptos::prelude::*;

use super::counts::Counts;
use super::failure::FailureNote;
use super::format::{bytes, counted};
use super::head::{CopyLink, Head};
use super::load::{Load, Meanwhile, Remote};
use super::route::Route;
use super::session::Worker;
use super::state::{App, Subject};
use super::summary::Summary;
use super::tables::Tables;
use super::timeline::TimelinePanel;
use super::words;
use crate::domain::time::{Day, Window};
use crate::domain::view::{Overview, View};
use crate::engine::api::{AskOverview, Found, Search};
use crate::failure::Failure;

/// How long the timeline has to rest before the address follows.
const ADDRESS_DELAY: Duration = Duration::from_millis(250);

/// A search that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Searched {
    /// What was found.
    pub found: Found,
    /// How it was looked at then.
    pub view: View,
    /// The worker that holds its rows.
    pub worker: Worker,
}

/// The main panel.
#[component]
pub fn InvestigationPanel(
    /// The app.
    app: App,
) -> impl IntoView {
    // A new subject is a new investigation: the former one, and what it still waits for, is dropped.
    move || match app.subject.get() {
        Some(subject) => view! { <Investigation app subject /> }.into_any(),
        None => view! { <Placeholder app /> }.into_any(),
    }
}

#[component]
fn Investigation(app: App, subject: Subject) -> impl IntoView {
    let Subject { day, ip, .. } = subject;
    let search = Load::new(
        Meanwhile::Blank,
        || Some(()),
        move |(), meter| {
            let source = app.source.get_untracked().and_then(|source| source.spec);
            let view = app.view.get_untracked();
            async move {
                let source = source.ok_or(Failure::Cancelled)?;
                let question = Search { day, ip, view };
                let (found, worker) = app.session.ask(source, question, Some(meter)).await?;
                Ok(Searched { found, view, worker })
            }
            .boxed_local()
        },
    );
    let newest = Load::new(
        Meanwhile::Keep,
        move || Some((search.ready()?, app.view.get())),
        move |key, _| {
            let (searched, view) = key;
            async move {
                // The search was answered for the view that it was asked with.
                if view == searched.view {
                    Ok(searched.found.overview)
                } else {
                    app.session.ask_about(searched.worker, AskOverview { view }).await
                }
            }
            .boxed_local()
        },
    );
    let retry = move |()| {
        search.retry();
        app.retry_failed();
    };
    let title = NodeRef::<H2>::new();
    Effect::new(move |_| {
        if let Some(title) = title.get().filter(|_| app.takes_focus()) {
            // The link that led here is gone, and the focus with it.
            let _ = title.focus();
        }
    });
    view! {
        <section class="investigation" aria-label=format!("Investigation of {ip}")>
            <div class="head">
                <h2 node_ref=title class="mono" tabindex="-1">
                    {ip.to_string()}
                </h2>
                {move || search.ready().map(|searched| view! { <Head app subject overview=newest_of(newest, searched) /> })}
                <CopyLink />
            </div>
            {move || match search.get() {
                Remote::Loading => view! { <Searching search subject /> }.into_any(),
                Remote::Failed(failure) => view! { <FailureNote failure retry /> }.into_any(),
                Remote::Ready(searched) => view! { <Results app subject searched newest /> }.into_any(),
            }}
        </section>
    }
}

/// How far the search is, and a way out.
#[component]
fn Searching(search: Load<Searched>, subject: Subject) -> impl IntoView {
    let arrived = move || {
        let progress = search.progress();
        if progress.bytes == 0 && progress.rows == 0 {
            "Waiting for the first rows\u{2026}".to_owned()
        } else {
            format!("{}, {} so far", counted(progress.rows, "row"), bytes(progress.bytes))
        }
    };
    view! {
        <div class="panel searching">
            <p role="status">{format!("Searching all flows of {} on {}\u{2026}", subject.ip, subject.day)}</p>
            <progress aria-label="Search under way"></progress>
            <p class="muted figures">{arrived}</p>
            <button type="button" class="small" on:click=move |_| search.cancel()>
                "Cancel"
            </button>
        </div>
    }
}

/// The head of the search as it is looked at now; the former one until that is there.
fn newest_of(newest: Load<Overview>, searched: Searched) -> Memo<Overview> {
    Memo::new(move |former: Option<&Overview>| {
        newest.ready().or_else(|| former.cloned()).unwrap_or_else(|| searched.found.overview.clone())
    })
}

#[component]
fn Results(app: App, subject: Subject, searched: Searched, newest: Load<Overview>) -> impl IntoView {
    if searched.found.overview.rows == 0 {
        return view! { <NothingFound app subject searched /> }.into_any();
    }
    let worker = searched.worker;
    let warnings = searched.found.warnings.clone();
    let overview = newest_of(newest, searched);
    let window = bound_window(app);
    view! {
        {move || {
            newest.failure().map(|failure| view! { <FailureNote failure retry=move |()| app.search_again() /> })
        }}
        <Counts overview />
        {move || {
            let remarks = words::remarks(&overview.read(), &warnings);
            (!remarks.is_empty()).then(|| view! { <Remarks remarks /> })
        }}
        <TimelinePanel
            engine=app.session.engine()
            view=app.view.into()
            overview=overview.into()
            window
            search_again=move |()| app.search_again()
        />
        <Tables app worker overview />
        <Summary app subject worker />
    }
    .into_any()
}

/// What the timeline shows, kept in the address: while one zooms, the address of this very screen is made more exact.
fn bound_window(app: App) -> RwSignal<Option<Window>> {
    let in_address = Memo::new(move |_| app.hash.route().window);
    let window = RwSignal::new(in_address.get_untracked());
    Effect::new(move |former: Option<()>| {
        let in_address = in_address.get();
        if former.is_some() && in_address != window.get_untracked() {
            window.set(in_address);
        }
    });
    let pending = StoredValue::new_local(None::<TimeoutHandle>);
    let give_up = move || {
        if let Some(pending) = pending.try_update_value(Option::take).flatten() {
            pending.clear();
        }
    };
    Effect::new(move |former: Option<()>| {
        let window = window.get();
        if former.is_some() {
            give_up();
            // Browsers refuse an address that changes with every turn of the wheel.
            let write = move || app.hash.replace(Route { window, ..app.hash.route_untracked() });
            pending.set_value(set_timeout_with_handle(write, ADDRESS_DELAY).ok());
        }
    });
    on_cleanup(give_up);
    window
}

#[component]
fn Remarks(remarks: Vec<String>) -> impl IntoView {
    view! {
        <div class="note remarks" role="status">
            {remarks.into_iter().map(|remark| view! { <p>{remark}</p> }).collect_view()}
        </div>
    }
}

/// That there is nothing, and where there may be something.
#[component]
fn NothingFound(app: App, subject: Subject, searched: Searched) -> impl IntoView {
    let Subject { day, ip, .. } = subject;
    let held = app.opened.with_ready(|opened| words::days_held(&opened.days)).flatten();
    let advice = match held {
        Some(held) => format!("This source holds {held}. Check the IP, or look at another day."),
        None => {
            "Check the IP, or look at the day before or after: flows are filed by when they were received.".to_owned()
        }
    };
    let remarks = words::remarks(&searched.found.overview, &searched.found.warnings);
    let beside = |day: Day| {
        view! {
            <button type="button" class="small" on:click=move |_| app.go_to(day)>
                {day.to_string()}
            </button>
        }
    };
    view! {
        <div class="panel empty" role="status">
            <p>{format!("No flow of {ip} on {day}.")}</p>
            <p class="muted">{advice}</p>
            <p class="buttons">{beside(day.previous())} {beside(day.next())}</p>
        </div>
        {(!remarks.is_empty()).then(|| view! { <Remarks remarks /> })}
    }
}

/// What the panel shows before an IP is chosen.
#[component]
fn Placeholder(app: App) -> impl IntoView {
    let first =
        Memo::new(move |_| app.threats.with_ready(|threats| threats.to_do.first().map(|high| high.ip)).flatten());
    let retry = move |()| app.retry_failed();
    move || match app.opened.get() {
        Remote::Failed(failure) => view! { <FailureNote failure retry /> }.into_any(),
        Remote::Loading => view! {
            <p class="panel empty muted" role="status">
                "Opening the source\u{2026}"
            </p>
        }
        .into_any(),
        Remote::Ready(_) => view! {
            <div class="panel empty">
                <p>"Choose an IP of the list, or type any: its day is searched for everyone it talked to."</p>
                {move || {
                    first
                        .get()
                        .map(|ip| {
                            view! {
                                <button type="button" class="primary" on:click=move |_| app.investigate(ip)>
                                    "Investigate "
                                    <span class="mono">{ip.to_string()}</span>
                                </button>
                            }
                        })
                }}
            </div>
        }
        .into_any(),
    }
}
