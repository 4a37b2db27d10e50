//! What the main panel shows when there are no results: not yet, still under way, or none at all.

use leptos::prelude::*;

use super::failure::FailureNote;
use super::format::{bytes, counted};
use super::later::later;
use super::load::Remote;
use super::parts::{HostsPart, Part};
use super::rehearsal::rehearse;
use super::remarks::Remarks;
use super::route::Screen;
use super::route::SourceName;
use super::state::App;
use super::subject::{Searched, Subject};
use super::tabs::Tabs;
use super::words;
use crate::domain::threats::HighRisk;
use crate::engine::api::Found;
use crate::local::import::EXPECTED;

/// What the panel shows before an IP is chosen.
#[component]
pub fn Placeholder(
    /// The app.
    app: App,
) -> impl IntoView {
    let retry = move |()| app.retry_failed();
    move || {
        match app.opened.get() {
        Remote::Failed(failure) => view! { <FailureNote failure retry /> }.into_any(),
        Remote::Loading => view! {
            <p class="panel empty muted" role="status">
                "Opening the source\u{2026}"
            </p>
        }
        .into_any(),
        Remote::Ready(opened) if opened.days.is_empty() && app.source_is(SourceName::Files) => view! {
            <div class="panel empty">
                <p>
                    "Drop your flow logs anywhere on this page, or choose them beside: every host in them can be investigated here."
                </p>
                <p class="muted">{format!("{EXPECTED}.")}</p>
            </div>
        }
        .into_any(),
        Remote::Ready(_) => view! {
            <Invitation app />
            {move || (!app.source_is(SourceName::Spot)).then(|| later(Part::Hosts(HostsPart(app))))}
        }
        .into_any(),
    }
    }
}

/// What to do next.
#[component]
fn Invitation(app: App) -> impl IntoView {
    // Of those to do, the one that was scored most often; of several the first.
    let foremost = Memo::new(move |_| {
        let foremost = app.threats.with_ready(|threats| {
            threats.to_do.iter().rev().filter(|high| high.scored > 0).max_by_key(|high| high.scored).cloned()
        });
        foremost.flatten().filter(|_| app.screen() == Screen::Investigation)
    });
    view! {
        <div class="panel empty">
            <p>
                {move || match app.screen() {
                    Screen::Investigation => {
                        "Choose an IP of the list, or type any: its day is searched for everyone it talked to."
                    }
                    Screen::Storyboard => {
                        "Choose a storyboard of the list, or type any IP: its day is told in four pictures."
                    }
                }}
            </p>
            <Tabs app />
            {move || {
                foremost
                    .get()
                    .map(|HighRisk { ip, scored }| {
                        view! {
                            <button type="button" class="primary" on:click=move |_| app.investigate(ip)>
                                "Investigate "
                                <span class="mono">{ip.to_string()}</span>
                            </button>
                            <p class="muted">
                                {format!("It was scored high in {}.", counted(u64::from(scored), "connection"))}
                            </p>
                        }
                    })
            }}
        </div>
    }
}

/// How far the search is, and a way out.
#[component]
pub fn Searching(
    /// The app.
    app: App,
    /// What is sought.
    subject: Subject,
    /// Gives it up.
    #[prop(into)]
    cancel: Callback<()>,
) -> impl IntoView {
    rehearse(app, subject);
    let arrived = move || {
        let progress = app.search.progress();
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
            <button type="button" class="small" on:click=move |_| cancel.run(())>
                "Cancel"
            </button>
        </div>
    }
}

/// That there is nothing, and where there may be something.
#[component]
pub fn NothingFound(
    /// The app.
    app: App,
    /// What was sought.
    subject: Subject,
    /// The search that found nothing.
    searched: Searched,
) -> impl IntoView {
    let Subject { day, ip, .. } = subject;
    let Found { overview, warnings } = searched.found;
    let remarks = words::remarks(&overview, &warnings);
    // The days that a source holds or, where that is not known, the ones beside.
    let elsewhere = move || {
        let held = app.opened.with_ready(|opened| opened.days.clone()).unwrap_or_default();
        let days = if held.is_empty() { vec![day.previous(), day.next()] } else { held };
        let days = days.into_iter().filter(|other| *other != day);
        days.map(|day| {
            view! {
                <button type="button" class="small" on:click=move |_| app.go_to(day)>
                    {format!("Look at {day}")}
                </button>
            }
        })
        .collect_view()
    };
    view! {
        <div class="panel empty" role="status">
            <p>{format!("No flow of {ip} on {day}.")}</p>
            <p class="muted">"Check the IP and the date: flows are filed by the day on which they were received."</p>
            <p class="buttons">{elsewhere}</p>
        </div>
        <Remarks remarks />
    }
}
