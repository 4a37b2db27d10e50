//! The investigation of one IP: from the search under way to its results.

use std::time::Duration;

use futures::FutureExt;
use gloo_timers::future::sleep;
use leptos::html::H2;
use leptos::prelude::*;

use super::beacons::BeaconsCard;
use super::counts::Counts;
use super::export_dialog::ExportMenu;
use super::failure::FailureNote;
use super::filter::unknown::{Looked, unknown};
use super::filter::{CellMenu, Data, FilterField, NothingPasses};
use super::format::{count, counted};
use super::head::{CopyLink, Head, HeadLabel};
use super::hooks::pause::use_pause;
use super::hooks::turn::{after_paint, at_rest};
use super::later::later;
use super::load::{Load, Meanwhile, Remote};
use super::marked::Marked;
use super::no_results::{NothingFound, Placeholder, Searching};
use super::parts::{BoardPart, Part};
use super::remarks::Remarks;
use super::route::{Route, Screen, SourceName};
use super::state::App;
use super::subject::{Searched, Subject};
use super::summary::Summary;
use super::tables::{Tables, rank};
use super::tabs::Tabs;
use super::timeline::TimelinePanel;
use super::words;
use crate::domain::context::file::ContextFile;
use crate::domain::filter::Filter;
use crate::domain::time::Window;
use crate::domain::view::Overview;
use crate::engine::api::{AskOverview, Found};
use crate::failure::Failure;

/// How long the timeline has to rest before the address follows.
const ADDRESS_DELAY: Duration = Duration::from_millis(250);

const SAVED_WHOLE: &str = "What is saved is made of the whole investigation, whatever the filter.";

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
    let ip = subject.ip;
    let search = app.search;
    let newest = Load::new(
        Meanwhile::Keep,
        move || Some((search.ready()?, app.view.get(), app.context.revision(ContextFile::IpRanges))),
        move |key, _| {
            let (searched, view, ranges) = key;
            async move {
                // The search was answered for the view that it was asked with. Where the IP stands, ranges that were read
                // since may tell.
                if view == searched.view && ranges.is_none() {
                    Ok(searched.found.overview)
                } else {
                    // After the tables were asked for: they take longer to paint.
                    sleep(Duration::ZERO).await;
                    app.session.ask_about(searched.worker, AskOverview { view, filter: Filter::default() }).await
                }
            }
            .boxed_local()
        },
    );
    let title = NodeRef::<H2>::new();
    // What had the focus is gone: a reader goes on from the title.
    let focus_title = move || {
        if let Some(title) = title.get_untracked() {
            let _ = title.focus();
        }
    };
    let retry = move |()| {
        app.search_again();
        focus_title();
    };
    let cancel = move |()| {
        search.cancel();
        focus_title();
    };
    Effect::new(move |_| {
        if title.get().is_some() && app.takes_focus() {
            focus_title();
        }
    });
    view! {
        <section class="investigation" aria-label=move || format!("{} of {ip}", app.screen().label())>
            <div class="head">
                <h2 node_ref=title class="mono" tabindex="-1">
                    {ip.to_string()}
                </h2>
                <HeadLabel labels=app.labels ip />
                {move || search.ready().map(|searched| view! { <Head app subject overview=newest_of(newest, searched) /> })}
                <div class="head-tools">
                    <Tabs app />
                    <CopyLink />
                    {move || {
                        let searched = search.ready().filter(|searched| searched.found.overview.rows > 0);
                        searched.map(|searched| view! { <ExportMenu app subject searched /> })
                    }}
                </div>
            </div>
            {move || match search.get() {
                Remote::Loading => view! { <Searching app subject cancel /> }.into_any(),
                Remote::Failed(failure) => view! { <FailureNote failure retry /> }.into_any(),
                Remote::Ready(searched) => view! { <Results app subject searched newest /> }.into_any(),
            }}
        </section>
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
    let overview = newest_of(newest, searched.clone());
    let searched = StoredValue::new(searched);
    let window = bound_window(app);
    let filter = app.filter();
    let told_whole = move || {
        filter.with(|filter| {
            let told =
                || format!("A storyboard tells of the whole investigation: there, not here, {filter} is in force.");
            (!filter.is_empty()).then(told)
        })
    };
    // Another stretch of time is another address, but the same screen.
    let screen = Memo::new(move |_| app.screen());
    let screen = move || match screen.get() {
        Screen::Investigation => {
            view! { <Panels app subject searched=searched.get_value() overview window /> }.into_any()
        }
        Screen::Storyboard => view! {
            <p class="muted of-the-whole" role="status">{told_whole}</p>
            <CellMenu app>{later(Part::Board(BoardPart { app, subject, worker, overview, window }))}</CellMenu>
        }
        .into_any(),
    };
    view! {
        {move || {
            newest.failure().map(|failure| view! { <FailureNote failure retry=move |()| app.search_again() /> })
        }}
        {screen}
    }
    .into_any()
}

/// The panels of the investigation.
#[component]
pub fn Panels(
    /// The app.
    app: App,
    /// What is investigated.
    subject: Subject,
    /// What was found.
    searched: Searched,
    /// Its head, as it is looked at now.
    overview: Memo<Overview>,
    /// What the timeline shows.
    window: RwSignal<Option<Window>>,
) -> impl IntoView {
    let tables = rank(app, &searched);
    let Searched { worker, found: Found { warnings, .. }, .. } = searched;
    let filter = app.filter();
    let filtered = Load::new(
        Meanwhile::Keep,
        move || {
            let key = (filter.get(), app.view.get(), app.context.revision(ContextFile::IpRanges));
            (!key.0.is_empty()).then_some(key)
        },
        move |(filter, view, _), _| {
            async move { app.session.ask_about(worker, AskOverview { view, filter }).await }.boxed_local()
        },
    );
    let is_filtered = app.is_filtered();
    // Until the filtered one is there, what was seen last stays.
    let shown = Memo::new(move |former: Option<&Overview>| {
        let filtered = is_filtered.get().then(|| filtered.ready().or_else(|| former.cloned())).flatten();
        filtered.unwrap_or_else(|| overview.get())
    });
    let of = move || counted(overview.read().rows, "row");
    let told = move || {
        Some(format!(
            "{} of {} pass the filter",
            count(shown.read().filtered.as_ref().map(|_| shown.read().rows)?),
            of()
        ))
    };
    let marked = Marked::new(app, worker, shown);
    let is_empty = Memo::new(move |_| is_filtered.get() && shown.read().rows == 0);
    // A worker that stopped took the search along.
    let retry = move |()| match untrack(|| filtered.failure()) {
        Some(Failure::Crashed { .. }) => app.search_again(),
        _ => filtered.retry(),
    };
    let panels = move || {
        if is_empty.get() {
            return view! { <NothingPasses app of=Signal::derive(of) /> }.into_any();
        }
        view! {
            <CellMenu app>
                <TimelinePanel
                    engine=app.session.engine()
                    view=app.view.into()
                    overview=shown.into()
                    window
                    labels=app.labels
                    search_again=move |()| app.search_again()
                    filter=filter
                    marked=Signal::derive(move || marked.lane())
                />
                // In the frame before, the timeline learns its width and asks the engine: the answer is painted with the tables.
                {after_paint(move || view! { <Tables app tables overview=shown /> })}
            </CellMenu>
        }
        .into_any()
    };
    view! {
        <Counts overview=shown />
        {move || view! { <Remarks remarks=words::remarks(&overview.read(), &warnings) /> }}
        <FilterField app told=Signal::derive(told) data=Data::Search(worker) />
        {move || {
            let looked = if subject.source == SourceName::Spot { Looked::AtRows } else { Looked::AtFlows };
            filter.with(|filter| unknown(filter, looked)).map(|told| view! { <p class="muted of-the-whole">{told}</p> })
        }}
        {move || filtered.failure().filter(|_| is_filtered.get()).map(|failure| view! { <FailureNote failure retry /> })}
        {panels}
        {after_paint(move || {
            at_rest(move || {
                view! {
                    <CellMenu app>
                        <BeaconsCard app worker marked />
                    </CellMenu>
                    {move || is_filtered.get().then(|| view! { <p class="muted of-the-whole">{SAVED_WHOLE}</p> })}
                    <Summary app subject worker />
                }
            })
        })}
    }
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
    let pause = use_pause();
    Effect::new(move |former: Option<()>| {
        let window = window.get();
        if former.is_some() {
            // Browsers refuse an address that changes with every turn of the wheel.
            let write = move || app.hash.replace(Route { window, ..app.hash.route_untracked() });
            pause.then(ADDRESS_DELAY, write);
        }
    });
    window
}
