//! The storyboard: what is on its way or failed, or its panels.

use std::net::IpAddr;
use std::sync::Arc;

use futures::FutureExt;
use leptos::ev;
use leptos::prelude::*;

use super::bars::ImpactPanel;
use super::briefing::Briefing;
use super::chips::Chips;
use super::differences::OriginSwitch;
use super::earth::WherePanel;
use super::model::Model;
use super::rows::FlowRows;
use super::tree::ProgressionPanel;
use crate::chart::board::Part;
use crate::domain::time::Window;
use crate::domain::view::Overview;
use crate::engine::api::{AskStored, AskStoryboard, Board, Stored};
use crate::failure::Failure;
use crate::ui::chosen::{Chosen, Panel};
use crate::ui::failure::FailureNote;
use crate::ui::load::{Load, Meanwhile, Remote};
use crate::ui::remarks::Remarks;
use crate::ui::session::Worker;
use crate::ui::state::App;
use crate::ui::subject::Subject;
use crate::ui::timeline::TimelinePanel;

/// The storyboard of the search that `worker` holds.
#[component]
pub fn Storyboard(
    /// The app.
    app: App,
    /// Whom it is about.
    subject: Subject,
    /// Who holds the search.
    worker: Worker,
    /// Its head.
    overview: Memo<Overview>,
    /// What the timeline shows.
    window: RwSignal<Option<Window>>,
) -> impl IntoView {
    let board = Load::new(
        Meanwhile::Keep,
        // Context files tell names and places, and where the IP stands.
        move || Some((app.view.get(), app.context.revisions())),
        move |(view, _), _| {
            async move { app.session.ask_about(worker, AskStoryboard { view }).await.map(Arc::new) }.boxed_local()
        },
    );
    let stored = Load::new(
        Meanwhile::Keep,
        // Another comment is another storyboard; with other context files it differs elsewhere.
        move || Some((app.view.get(), app.comment_on(subject.ip), app.context.revisions())),
        move |(view, ..), _| {
            async move { app.session.ask_about(worker, AskStored { view }).await.map(Arc::new) }.boxed_local()
        },
    );
    // A worker that stopped took the search along.
    let retry = move |()| {
        let (no_board, no_stored) = untrack(|| (board.failure(), stored.failure()));
        let has_stopped = |failure: &Option<Failure>| matches!(failure, Some(Failure::Crashed { .. }));
        if has_stopped(&no_board) || has_stopped(&no_stored) {
            return app.search_again();
        }
        if no_board.is_some() {
            board.retry();
        }
        if no_stored.is_some() {
            stored.retry();
        }
    };
    let is_first = Memo::new(move |_| match (board.get(), stored.get()) {
        (Remote::Failed(failure), _) => Some(Remote::Failed(failure)),
        (Remote::Loading, _) | (_, Remote::Loading) => Some(Remote::Loading),
        (Remote::Ready(_), _) => None::<Remote<()>>,
    });
    move || match is_first.get() {
        Some(Remote::Failed(failure)) => view! { <FailureNote failure retry /> }.into_any(),
        Some(_) => view! {
            <p class="panel empty muted" role="status">
                "Making the storyboard\u{2026}"
            </p>
        }
        .into_any(),
        None => untrack(|| board.ready())
            .map(|first| {
                let board = Memo::new(move |former: Option<&Arc<Board>>| {
                    board.ready().or_else(|| former.cloned()).unwrap_or_else(|| Arc::clone(&first))
                });
                let model = Model::new(app, subject, worker, board, stored, window);
                view! { <Panels model overview retry /> }
            })
            .into_any(),
    }
}

#[component]
fn Panels(model: Model, overview: Memo<Overview>, #[prop(into)] retry: Callback<()>) -> impl IntoView {
    let app = model.app();
    let focus = model.focus(Panel::Timeline);
    let only = Memo::new(move |_| focus.get().map(|focus| focus.iter().copied().collect::<Arc<[IpAddr]>>()));
    let pick = move |peer: IpAddr| {
        model.chosen.update(|chosen| chosen.toggle(Part::Peer(peer), Panel::Timeline));
    };
    let escape = move |event: ev::KeyboardEvent| {
        let is_plain = event.key() == "Escape" && !event.default_prevented();
        if is_plain && !model.chosen.with_untracked(Chosen::is_nothing) {
            event.prevent_default();
            model.clear();
        }
    };
    // Also where nothing of the storyboard has the focus.
    let listener = window_event_listener(ev::keydown, escape);
    on_cleanup(move || listener.remove());
    let remarks = move || {
        let said = model.stored.with_ready(|stored: &Arc<Stored>| stored.remarks.clone()).unwrap_or_default();
        let said: Vec<String> = said.into_iter().map(|words| format!("About what is stored: {words}.")).collect();
        view! { <Remarks remarks=said /> }
    };
    view! {
        <div class="board">
            <Briefing model />
            {move || model.stored.failure().map(|failure| view! { <FailureNote failure retry /> })}
            {remarks}
            <div class="board-bar">
                <Chips model />
                <OriginSwitch model />
            </div>
            <div class="board-panels">
                <ProgressionPanel model />
                <ImpactPanel model />
                <WherePanel model />
                <div class="board-time">
                    <TimelinePanel
                        engine=app.session.engine()
                        view=app.view.into()
                        overview=overview.into()
                        window=model.window
                        labels=app.labels
                        search_again=move |()| app.search_again()
                        only=only
                        pick=Callback::new(pick)
                    />
                    <FlowRows model />
                </div>
            </div>
        </div>
    }
}
