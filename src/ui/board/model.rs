//! What the storyboard shows: what was loaded, whose documents are looked at, and what is chosen.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use futures::FutureExt;
use leptos::prelude::*;

use crate::chart::board::{Part, Picture};
use crate::chart::narrowed::Narrowed;
use crate::chart::words::Words;
use crate::domain::direction::Direction;
use crate::domain::filter::Filter;
use crate::domain::storyboard::Peer;
use crate::domain::time::Window;
use crate::engine::api::{AskTimeline, Board, Origin, Sides, Stored};
use crate::ui::chosen::{Chosen, Panel};
use crate::ui::filter::cell;
use crate::ui::format;
use crate::ui::load::{Load, Meanwhile};
use crate::ui::route::SourceName;
use crate::ui::session::Worker;
use crate::ui::state::App;
use crate::ui::subject::Subject;

/// How the page writes numbers.
pub const WORDS: Words = Words { count: format::count, bytes: format::bytes };

/// Those of whom something is chosen; `None` for all.
pub type Focus = Option<Arc<BTreeSet<IpAddr>>>;

/// The storyboard's state. Copies are the same.
#[derive(Clone, Copy)]
pub struct Model {
    /// The app; kept aside, since it is large.
    app: StoredValue<App>,
    /// Whom it is about.
    pub subject: Subject,
    /// Who holds the search.
    pub worker: Worker,
    /// As the details have it.
    pub board: Memo<Arc<Board>>,
    /// What the source stored.
    pub stored: Load<Arc<Stored>>,
    /// Whose documents are wanted.
    pub wanted: RwSignal<Origin>,
    /// Whose documents are shown: where nothing is stored, the details'.
    pub origin: Memo<Origin>,
    /// What is chosen.
    pub chosen: RwSignal<Chosen>,
    /// What the timeline shows, as the address has it.
    pub window: RwSignal<Option<Window>>,
    /// Of whom something is seen in the window that is chosen.
    active: Load<Arc<BTreeSet<IpAddr>>>,
}

impl Model {
    /// The storyboard of the search that `worker` holds.
    pub fn new(
        app: App,
        subject: Subject,
        worker: Worker,
        board: Memo<Arc<Board>>,
        stored: Load<Arc<Stored>>,
        window: RwSignal<Option<Window>>,
    ) -> Self {
        // What this browser keeps is what the details gave, and those unfold further; what Spot keeps is Spot's own.
        let wanted = RwSignal::new(match subject.source {
            SourceName::Spot => Origin::Stored,
            SourceName::Demo | SourceName::Files => Origin::Details,
        });
        let origin = Memo::new(move |_| {
            let is_there = stored.with_ready(|stored| !stored.documents.is_empty()).unwrap_or(false);
            if is_there { wanted.get() } else { Origin::Details }
        });
        let chosen = RwSignal::new(Chosen { part: None, window: window.get_untracked() });
        Effect::new(move |_| {
            let window = window.get();
            if chosen.with_untracked(|chosen| chosen.window != window) {
                chosen.update(|chosen| chosen.window = window);
            }
        });
        let key = move || Some((app.view.get(), chosen.with(|chosen| chosen.window)?, board.with(Arc::clone)));
        let active = Load::new(Meanwhile::Keep, key, move |(view, window, board), _| {
            let all = u32::try_from(board.peers.len()).unwrap_or(u32::MAX);
            let question = AskTimeline {
                view,
                window: Some(window),
                width_px: 1,
                first_lane: 0,
                lanes: all,
                only: None,
                filter: Filter::default(),
            };
            async move {
                let timeline = app.session.ask_about(worker, question).await?;
                let active = timeline.lanes.iter().filter(|lane| !lane.runs.is_empty()).map(|lane| lane.peer);
                Ok(Arc::new(active.collect()))
            }
            .boxed_local()
        });
        let app = StoredValue::new(app);
        Self { app, subject, worker, board, stored, wanted, origin, chosen, window, active }
    }

    /// The app.
    pub fn app(self) -> App {
        self.app.get_value()
    }

    /// Those whom a panel shows.
    pub fn focus(self, panel: Panel) -> Memo<Focus> {
        Memo::new(move |_| {
            let active = self.active.ready();
            let board = self.board.get();
            self.chosen.with(|chosen| chosen.focus(panel, &board.peers, active.as_deref())).map(Arc::new)
        })
    }

    /// What the source stored, where that is shown.
    pub fn shown_documents(self) -> Option<Arc<Stored>> {
        (self.origin.get() == Origin::Stored).then(|| self.stored.ready()).flatten()
    }

    /// Shows all of it again.
    pub fn clear(self) {
        self.window.set(None);
        self.chosen.set(Chosen::default());
    }
}

/// What a group of stored documents is in the details.
pub fn side(sides: Sides) -> impl Fn(Direction) -> Direction + Copy {
    move |direction| match (sides, direction) {
        (Sides::Swapped, Direction::Inbound) => Direction::Outbound,
        (Sides::Swapped, Direction::Outbound) => Direction::Inbound,
        (_, direction) => direction,
    }
}

/// The peers of a board who are in focus.
pub fn in_focus<'a>(board: &'a Board, focus: &Focus) -> Vec<&'a Peer> {
    board.peers.iter().filter(|peer| focus.as_ref().is_none_or(|focus| focus.contains(&peer.ip))).collect()
}

/// What the peers of a part say to the filter, or those of a direction alone: nothing where there is none, or too many.
pub fn says(board: &Board, part: Option<&Part>, direction: Option<Direction>) -> Option<String> {
    let part = part?;
    let is_meant = |peer: &&Peer| part.holds(peer) && direction.is_none_or(|direction| peer.direction == direction);
    cell::addresses(board.peers.iter().filter(is_meant).map(|peer| peer.ip))
}

/// A stored picture, filtered as far as that is possible.
pub fn narrowed(stored: Picture, board: &Board, focus: &Focus) -> Narrowed {
    match focus {
        Some(focus) => Narrowed::to(stored, &board.peers, focus),
        None => Narrowed::all(stored),
    }
}
