//! The card: what was judged, the peers, and the intervals of the one that is chosen.

use std::net::IpAddr;
use std::sync::Arc;

use futures::FutureExt;
use leptos::prelude::*;

use super::intervals::ChosenPeer;
use super::peers::Peers;
use crate::domain::beacon::MIN_CONTACTS;
use crate::domain::context::file::ContextFile;
use crate::domain::direction::Side;
use crate::engine::api::{AskBeacons, Beacons, PeerBeacon, Times};
use crate::ui::failure::FailureNote;
use crate::ui::format::{count, counted};
use crate::ui::hooks::disclosure::{stands_open, use_disclosure};
use crate::ui::later::later;
use crate::ui::load::{Load, Meanwhile, Remote};
use crate::ui::marked::Marked;
use crate::ui::parts::{Part, WindowPart};
use crate::ui::session::Worker;
use crate::ui::state::App;

/// No more peers are shown: the first are what is looked for.
const AT_MOST: u16 = 20;

/// A part of the contacts has other intervals than all of them.
const OF_ALL: &str = "Intervals are judged over all flows, whatever the filter.";

/// A peer, on one side.
pub type Choice = (IpAddr, Side);

/// The card.
#[component]
pub fn BeaconsCard(
    /// The app.
    app: App,
    /// Who holds the search.
    worker: Worker,
    /// Whom the timeline marks: the peer that is chosen here.
    marked: Marked,
) -> impl IntoView {
    let (is_open, was_opened) = use_disclosure();
    view! {
        <section class="card beacons" aria-labelledby="beacons-title">
            <details on:toggle=move |event| is_open.set(stands_open(&event))>
                <summary>
                    <h3 id="beacons-title">"Beacons"</h3>
                    <span class="muted">"peers that call by the clock"</span>
                </summary>
                {move || was_opened.get().then(|| later(Part::Window(WindowPart::Beacons(app, worker, marked, is_open))))}
            </details>
        </section>
    }
}

/// What is in it.
#[component]
pub fn BeaconsFound(
    /// The app.
    app: App,
    /// Who holds the search.
    worker: Worker,
    /// Whom the timeline marks: the peer that is chosen here.
    marked: Marked,
    /// Whether it is seen.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let is_filtered = app.is_filtered();
    let found = Load::new(
        Meanwhile::Keep,
        // Who is inside, ranges that were read since may tell.
        move || is_open.get().then(|| (app.view.get(), app.context.revision(ContextFile::IpRanges))),
        move |(view, _), _| {
            async move {
                let beacons = app.session.ask_about(worker, AskBeacons { view, at_most: AT_MOST }).await?;
                Ok(Arc::new(beacons))
            }
            .boxed_local()
        },
    );
    let body = move || match found.get() {
        Remote::Loading => view! {
            <p class="muted" role="status">
                "Looking at the intervals of each peer\u{2026}"
            </p>
        }
        .into_any(),
        Remote::Failed(failure) => view! { <FailureNote failure retry=move |()| found.retry() /> }.into_any(),
        Remote::Ready(beacons) => view! { <Found app beacons marked /> }.into_any(),
    };
    view! {
        {move || {
            (is_open.get() && is_filtered.get())
                .then(|| view! { <p class="muted">{OF_ALL}</p> })
        }}
        {move || is_open.get().then(body)}
    }
}

#[component]
fn Found(app: App, beacons: Arc<Beacons>, marked: Marked) -> impl IntoView {
    let first = beacons.peers.first().map(choice);
    let chosen = RwSignal::new(first);
    let all = StoredValue::new(Arc::clone(&beacons));
    Effect::new(move |_| marked.peer.set(chosen.get().map(|(peer, _)| peer)));
    on_cleanup(move || {
        let _ = marked.peer.try_set(None);
    });
    let of_chosen = move || {
        let wanted = chosen.get()?;
        all.with_value(|all| all.peers.iter().find(|peer| choice(peer) == wanted).cloned())
    };
    let notes = notes(&beacons).into_iter().map(|note| view! { <p class="muted note-line">{note}</p> }).collect_view();
    view! {
        <div class="beacon-notes">{notes}</div>
        {first
            .is_some()
            .then(|| {
                view! {
                    <div class="beacon-panes">
                        <Peers app beacons chosen />
                        {move || of_chosen().map(|peer| view! { <ChosenPeer peer marked /> })}
                    </div>
                }
            })}
    }
}

pub fn choice(peer: &PeerBeacon) -> Choice {
    (peer.peer, peer.side)
}

/// What was judged and what was not, in words.
fn notes(beacons: &Beacons) -> Vec<String> {
    let Beacons { judged, too_few, untimed, times, .. } = *beacons;
    let is_or_are = |number: u64| if number == 1 { "is" } else { "are" };
    let mut notes = vec![if judged == 0 {
        format!("No peer can be judged: that takes {MIN_CONTACTS} contacts whose times are known.")
    } else {
        let fewer = match too_few {
            0 => String::new(),
            fewer => format!(
                " {} {} left out: fewer than {MIN_CONTACTS} contacts, or answers.",
                counted(fewer, "other"),
                is_or_are(fewer)
            ),
        };
        let shown = beacons.peers.len() as u64;
        let first = if shown < judged { format!("The first {} of ", count(shown)) } else { String::new() };
        format!(
            "{first}{} with {MIN_CONTACTS} contacts or more. The score is the mean of how even the intervals are, how even the \
             sizes, how long and how steadily it goes on. What is regular by design counts less: the bars show that.{fewer}",
            counted(judged, "peer")
        )
    }];
    if times == Times::OfRows {
        notes.push(
            "Spot tells of a row when its first and its last connection came, and how many there were. So a peer is judged \
             where its rows stand for one or two connections each, as they do where a client takes another port each time. \
             Spot tells no protocol: what a port is usually for explains it here."
                .to_owned(),
        );
    }
    match (untimed, times) {
        (0, _) => {}
        (untimed, Times::OfRows) => notes.push(format!(
            "{} with enough connections cannot be judged: their rows hide when each came, as those of a clock that is set \
             from port 123. The flows themselves tell: drop them in as a file.",
            counted(untimed, "peer")
        )),
        (untimed, Times::OfFlows) => notes.push(format!(
            "{} with enough connections cannot be judged: lines of the file stand for many connections each.",
            counted(untimed, "peer")
        )),
    }
    notes
}
