//! The day's high-risk IPs, and the way to any other IP.

use std::net::IpAddr;

use leptos::html::{Div, Input};
use leptos::prelude::*;

use super::cursor::Cursor;
use super::failure::FailureNote;
use super::find::{matches, parse_ip};
use super::find_field::{self, FindField};
use super::hooks::keys::{Command, on_commands};
use super::load::Remote;
use super::remarks::Remarks;
use super::route::Screen;
use super::route::SourceName;
use super::state::App;
use super::threat_list::{Entry, Group, Step, ThreatList, entries, list_name};
use super::words;
use crate::domain::threats::Threats;
use crate::domain::time::Day;

/// The sidebar.
#[component]
pub fn ThreatsPanel(
    /// The app.
    app: App,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let list = NodeRef::<Div>::new();
    let typed = RwSignal::new(String::new());
    let complaint = RwSignal::new(None::<String>);
    let shown = Memo::new(move |_| {
        let all = app.threats.with_ready(entries).unwrap_or_default();
        let typed = typed.read();
        // A storyboard is one when something was written.
        let is_listed = |entry: &Entry| app.screen() == Screen::Investigation || entry.group == Group::Investigated;
        let is_sought = |entry: &Entry| matches(&typed, entry.ip, &entry.title);
        all.into_iter().filter(|entry| is_listed(entry) && is_sought(entry)).collect::<Vec<_>>()
    });
    let cursor = Cursor::new(app, shown);

    let investigate = move |ip: IpAddr| {
        typed.set(String::new());
        complaint.set(None);
        app.investigate(ip);
    };
    let search = move || {
        let text = typed.get_untracked();
        match parse_ip(&text).or_else(|| cursor.at.get_untracked()) {
            Some(ip) => investigate(ip),
            None if text.trim().is_empty() => complaint.set(Some("Type an IP address, or choose one.".to_owned())),
            None => complaint.set(Some(format!("\u{201c}{}\u{201d} is no IP address.", text.trim()))),
        }
        if complaint.with_untracked(Option::is_some) {
            find_field::focus(field);
        }
    };
    let step = move |step: Step| {
        cursor.step(step);
        if let Some(list) = list.get_untracked() {
            // Where the list has entries it can be focused, and where it has none there is nothing to tell.
            let _ = list.focus();
        }
    };
    on_commands(&[Command::Find, Command::Next, Command::Previous, Command::Search], move |command| match command {
        Command::Find => find_field::focus(field),
        Command::Next => step(Step::Next),
        Command::Previous => step(Step::Previous),
        Command::Search => search(),
        Command::Filter | Command::Help | Command::OtherScreen => {}
    });

    view! {
        <form
            class="panel threats"
            aria-labelledby="threats-title"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                search();
            }
        >
            <div class="panel-head">
                <h2 id="threats-title">{move || list_name(app.screen())}</h2>
                <button
                    type="button"
                    class="plain"
                    aria-label="Load the list again"
                    title="Load the list again"
                    on:click=move |_| app.threats.refresh()
                >
                    "\u{21bb}"
                </button>
            </div>
            <FindField field typed complaint cursor />
            {move || {
                (!app.source_is(SourceName::Spot) && app.hash.route().ip.is_some())
                    .then(|| {
                        view! {
                            <button type="button" class="small" on:click=move |_| app.show_hosts()>
                                "All hosts by suspicion"
                            </button>
                        }
                    })
            }}
            {move || {
                if app.opened.failure().is_some() {
                    // The main panel tells it.
                    return view! { <p class="muted">"No source is open."</p> }.into_any();
                }
                match app.threats.get() {
                    Remote::Loading => view! { <LoadingList /> }.into_any(),
                    Remote::Failed(failure) => {
                        view! { <FailureNote failure retry=move |()| app.retry_failed() /> }.into_any()
                    }
                    Remote::Ready(threats) => view! { <AboutList app threats shown typed /> }.into_any(),
                }
            }}
            <ThreatList app node_ref=list shown at=cursor.at step=move |step| cursor.step(step) choose=investigate />
            <button type="submit" class="primary wide">
                "Search"
            </button>
        </form>
    }
}

#[component]
fn LoadingList() -> impl IntoView {
    view! {
        <p class="muted" role="status">
            "Loading the day\u{2019}s threats\u{2026}"
        </p>
        <div class="skeleton" aria-hidden="true"></div>
        <div class="skeleton" aria-hidden="true"></div>
    }
}

/// Why the list is empty or short, where it is.
#[component]
fn AboutList(app: App, threats: Threats, shown: Memo<Vec<Entry>>, typed: RwSignal<String>) -> impl IntoView {
    let (has_none_to_do, has_none_saved) = (threats.to_do.is_empty(), threats.investigated.is_empty());
    let screen = Memo::new(move |_| app.screen());
    let is_empty = move || match screen.get() {
        Screen::Investigation => has_none_to_do && has_none_saved,
        Screen::Storyboard => has_none_saved,
    };
    let remarks = words::list_remarks(&threats);
    view! {
        {move || {
            is_empty()
                .then(|| match screen.get() {
                    Screen::Storyboard if !has_none_to_do => view! { <NothingSaved /> }.into_any(),
                    _ => view! { <EmptyDay app /> }.into_any(),
                })
        }}
        {move || {
            let nothing_matches = !is_empty() && shown.with(Vec::is_empty);
            nothing_matches
                .then(|| {
                    let text = typed.get();
                    let words = if parse_ip(&text).is_some() {
                        format!("{} is not in the list. Search looks for it all the same.", text.trim())
                    } else {
                        format!("Nothing in the list matches \u{201c}{}\u{201d}.", text.trim())
                    };
                    view! {
                        <p class="muted" role="status">
                            {words}
                        </p>
                    }
                })
        }}
        <Remarks remarks />
    }
}

/// That nothing was saved, and what to do.
#[component]
fn NothingSaved() -> impl IntoView {
    view! {
        <p class="muted" role="status">
            "No storyboard of this day is saved yet. Investigate an IP, and save what you found."
        </p>
    }
}

/// That nothing was scored, and what to do.
#[component]
fn EmptyDay(app: App) -> impl IntoView {
    let held = move || {
        let day = app.day.get()?;
        app.opened.with_ready(|opened| Some((words::days_held(&opened.days)?, elsewhere(&opened.days, day)?))).flatten()
    };
    let why = move || {
        if app.source_is(SourceName::Files) {
            "Flow logs come without scores: mark hosts of the list beside, or type any IP."
        } else {
            "No connection of this day is scored as high risk. Score some in the Suspicious panel, or type any IP."
        }
    };
    view! {
        <p class="muted" role="status">
            {why}
        </p>
        {move || {
            held()
                .map(|(held, day)| {
                    view! {
                        <p class="muted">{format!("This source holds {held}.")}</p>
                        <button type="button" class="small" on:click=move |_| app.go_to(day)>
                            {format!("Go to {day}")}
                        </button>
                    }
                })
        }}
    }
}

/// Where there is something, when `day` is none of the days that a source holds.
fn elsewhere(held: &[Day], day: Day) -> Option<Day> {
    held.last().copied().filter(|_| !held.contains(&day))
}
