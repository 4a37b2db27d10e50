//! What concerns the whole page: whose data it is, and what of the site, the link or the source is not in use.

use std::collections::HashSet;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::hooks::network::use_network;
use super::hooks::service_worker::use_service_worker;
use super::route::SourceName;
use super::site::Reach;
use super::state::{App, News};
use super::unconfirmed::UnconfirmedSaves;

const OFFLINE: &str =
    "The network is off. Your files work without it, and so does the demo once it was looked at; Spot does not.";
const UNREACHED: &str = "This site's server does not answer, so that nobody knows whether Spot is there. Your files work \
                         without it, and so does the demo once it was looked at. Reload the page when the server is back.";

/// A notice that can be put away.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Notice {
    news: News,
    is_told: bool,
}

/// The bars below the header.
#[component]
pub fn Notices(
    /// The app.
    app: App,
) -> impl IntoView {
    let is_demo = move || app.source_is(SourceName::Demo);
    let is_online = use_network();
    let put_away = RwSignal::new(HashSet::<String>::new());
    let notices = Memo::new(move |_| {
        let problems = app.site.with_ready(|site| site.config.problems.clone()).unwrap_or_default();
        let links = app.hash.ignored().into_iter().map(|ignored| ignored.to_string());
        let is_unreached = app.site.with_ready(|site| site.reach() == Reach::Unreached).unwrap_or_default();
        let network = if is_online.get() { is_unreached.then_some(UNREACHED) } else { Some(OFFLINE) };
        let network = network.map(|text| News::Good(text.to_owned()));
        let standing = network.into_iter().chain(problems.into_iter().map(News::Bad));
        let standing = standing.chain(links.map(News::Good)).chain(app.context.news());
        let standing = standing.map(|news| Notice { news, is_told: false });
        let told = app.news.get().into_iter().map(|news| Notice { news, is_told: true });
        let put_away = put_away.read();
        standing.filter(|notice| !put_away.contains(text(&notice.news))).chain(told).collect::<Vec<_>>()
    });
    let dismiss = move |notice: &Notice| {
        if notice.is_told {
            app.news.update(|all| all.retain(|news| *news != notice.news));
        } else {
            put_away.write().insert(text(&notice.news).to_owned());
        }
    };
    view! {
        <div class="notices">
            {move || {
                is_demo()
                    .then(|| {
                        view! {
                            <p class="notice demo" role="note">
                                "Demo data: one day of CTU-13 scenario 1, a captured botnet. Nothing leaves this browser."
                            </p>
                        }
                    })
            }}
            <NewVersion app />
            <UnconfirmedSaves app />
            <For each=move || notices.get() key=|notice| text(&notice.news).to_owned() let:notice>
                {
                    let (role, class) = match notice.news {
                        News::Good(_) => ("status", "notice"),
                        News::Bad(_) => ("alert", "notice bad"),
                    };
                    let words = text(&notice.news).to_owned();
                    view! {
                        <div class=class role=role>
                            <p>{words}</p>
                            <button
                                type="button"
                                class="plain"
                                aria-label="Dismiss"
                                on:click=move |_| dismiss(&notice)
                            >
                                "\u{2715}"
                            </button>
                        </div>
                    }
                }
            </For>
        </div>
    }
}

/// The bar that says that the app is there in a new version.
#[component]
fn NewVersion(app: App) -> impl IntoView {
    // What the analyst waits for goes first.
    let version = use_service_worker(move || {
        let search = app.subject.with(Option::is_some) && app.search.is_loading();
        ![app.site.is_loading(), app.opened.is_loading(), app.threats.is_loading(), search].contains(&true)
    });
    let is_put_away = RwSignal::new(false);
    let reload = move |_| {
        spawn_local(async move {
            // The store works in turn: when it has read, it has written what was typed last. Where it fails, the form tells.
            if let Some(subject) = app.subject.get_untracked() {
                let _ = subject.draft_key().get().await;
            }
            version.reload_to_use();
        });
    };
    view! {
        // There from the start, so that what appears in it is read aloud.
        <div role="status">
            {move || {
                (version.is_here() && !is_put_away.get())
                    .then(|| {
                        view! {
                            <div class="notice">
                                <p>"A new version of the app is here. What you wrote is kept."</p>
                                <button
                                    type="button"
                                    class="small"
                                    disabled=move || version.is_wanted()
                                    on:click=reload
                                >
                                    {move || if version.is_wanted() { "Reloading\u{2026}" } else { "Reload to use it" }}
                                </button>
                                <button
                                    type="button"
                                    class="plain"
                                    aria-label="Dismiss"
                                    on:click=move |_| is_put_away.set(true)
                                >
                                    "\u{2715}"
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

fn text(news: &News) -> &str {
    match news {
        News::Good(text) | News::Bad(text) => text,
    }
}
