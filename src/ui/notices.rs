//! What concerns the whole page: whose data it is, and what of the site, the link or the source is not in use.

use std::collections::HashSet;

use leptos::prelude::*;

use super::route::SourceName;
use super::state::{App, News};
use super::unconfirmed::UnconfirmedSaves;

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
    let put_away = RwSignal::new(HashSet::<String>::new());
    let notices = Memo::new(move |_| {
        let problems = app.site.with_ready(|site| site.config.problems.clone()).unwrap_or_default();
        let links = app.hash.ignored().into_iter().map(|ignored| ignored.to_string());
        let standing = problems.into_iter().map(News::Bad);
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

fn text(news: &News) -> &str {
    match news {
        News::Good(text) | News::Bad(text) => text,
    }
}
