//! What the timeline shows: signals for what the analyst does, memos for what follows.

use std::net::IpAddr;
use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;

use super::asking::{self, Line};
use super::follow;
use super::pointed::Pointed;
use crate::chart::answered::Answered;
use crate::chart::drag::Drag;
use crate::chart::keys::{Place, scroll};
use crate::chart::layout::{AxisLines, Layout};
use crate::chart::scale::{CssPx, Span, TimeScale};
use crate::chart::timeline::{Emphasis, Names, Scene, axis_lines};
use crate::chart::words::Words;
use crate::chart::zoom;
use crate::domain::filter::Filter;
use crate::domain::time::Window;
use crate::domain::view::{Lane, Overview, View};
use crate::engine::client::Engine;
use crate::failure::Failure;
use crate::ui::format;
use crate::ui::hooks::box_size::{BoxSize, use_box_size};
use crate::ui::labels::Labels;

/// How the page writes numbers.
pub const WORDS: Words = Words { count: format::count, bytes: format::bytes };

/// The panel's state. Copies are the same.
#[derive(Clone, Copy)]
pub struct Model {
    /// Who answers.
    pub engine: StoredValue<Engine, LocalStorage>,
    /// How the search is looked at.
    pub view: Signal<View>,
    /// Its head.
    pub overview: Signal<Overview>,
    /// The box of the plot.
    pub plot: NodeRef<Div>,
    /// The newest answer.
    pub answered: RwSignal<Option<Arc<Answered>>>,
    /// What the engine is asked for.
    pub line: StoredValue<Line, LocalStorage>,
    /// What is known of the peers.
    pub labels: Labels,
    /// What those of the newest answer are called.
    pub names: Memo<Names>,
    /// Why there is none.
    pub failure: RwSignal<Option<Failure>>,
    /// The first lane in sight.
    pub first_lane: RwSignal<u32>,
    /// What is pointed at or chosen.
    pub pointed: RwSignal<Pointed>,
    /// Whether its facts stay open.
    pub is_pinned: RwSignal<bool>,
    /// The geometry; `None` until the plot is laid out.
    pub layout: Memo<Option<Layout>>,
    /// What is being dragged.
    pub drag: StoredValue<Drag>,
    /// Whether something is.
    pub is_dragging: RwSignal<bool>,
    /// How far the wheel has turned since the last whole lane.
    pub turned_px: StoredValue<f64>,
    /// What is seen; `None` for all.
    pub span: RwSignal<Option<Span>>,
    /// The same in whole seconds, as the rest of the page knows it.
    pub window: RwSignal<Option<Window>>,
    /// The peers that are shown; `None` for all.
    pub only: Signal<Option<Arc<[IpAddr]>>>,
    /// Which flows are wanted.
    pub filter: Signal<Filter>,
    /// Takes a peer that is chosen, where there is somebody to take it.
    pub pick: Option<Callback<IpAddr>>,
    /// The lane that is marked.
    pub marked: Signal<Option<u32>>,
    /// What the analyst last made of it.
    pub written: StoredValue<Option<Window>>,
}

/// What of a search is shown.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The peers; `None` for all.
    pub only: Signal<Option<Arc<[IpAddr]>>>,
    /// The flows.
    pub filter: Signal<Filter>,
}

/// What joins the timeline with what is chosen elsewhere.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// Takes a peer that is chosen, where there is somebody to take it.
    pub pick: Option<Callback<IpAddr>>,
    /// The lane that is marked.
    pub marked: Signal<Option<u32>>,
}

impl Model {
    /// A timeline of the search that `engine` holds.
    pub fn new(
        engine: Engine,
        view: Signal<View>,
        overview: Signal<Overview>,
        window: RwSignal<Option<Window>>,
        labels: Labels,
        Shown { only, filter }: Shown,
        Chosen { pick, marked }: Chosen,
    ) -> Self {
        let plot = NodeRef::<Div>::new();
        let size = use_box_size(plot);
        let answered = RwSignal::new(None::<Arc<Answered>>);
        let peers = move || -> Vec<_> {
            let answered = answered.read();
            answered.iter().flat_map(|answered| &answered.timeline.lanes).map(|lane| lane.peer).collect()
        };
        labels.want_while_shown(peers);
        let names = Memo::new(move |_| -> Names {
            let named = |ip| Some((ip, labels.get(ip)?.shortest().to_owned()));
            peers().into_iter().filter_map(named).collect()
        });
        // Once there is a name, its room stays: lanes without one do not move the plot.
        let has_names =
            Memo::new(move |had: Option<&bool>| had == Some(&true) || names.with(|names| !names.is_empty()));
        let model = Self {
            engine: StoredValue::new_local(engine),
            view,
            overview,
            plot,
            answered,
            line: StoredValue::new_local(Line::default()),
            labels,
            names,
            failure: RwSignal::new(None),
            first_lane: RwSignal::new(0),
            pointed: RwSignal::new(Pointed::default()),
            is_pinned: RwSignal::new(false),
            layout: Memo::new(move |_| {
                let layout = layout(size.get()?, &overview.read(), answered.get().as_deref());
                Some(if has_names.get() { layout.with_names() } else { layout })
            }),
            drag: StoredValue::new(Drag::default()),
            is_dragging: RwSignal::new(false),
            turned_px: StoredValue::new(0.0),
            span: RwSignal::new(window.get_untracked().map(Span::from)),
            window,
            only,
            filter,
            pick,
            marked,
            written: StoredValue::new(None),
        };
        follow::window(model);
        follow::search(model);
        follow::only(model);
        follow::marked(model);
        follow::answers(model);
        asking::keep_asking(model);
        model
    }

    /// What is seen.
    pub fn seen(self) -> Option<Span> {
        let extent = self.answered.read().as_ref()?.extent();
        Some(self.span.get().map_or(zoom::whole(extent), |span| zoom::clamp(span, extent)))
    }

    /// What is seen, without following it.
    pub fn seen_now(self) -> Option<Span> {
        untrack(|| self.seen())
    }

    /// What to ask the engine for; `None` for all.
    pub fn wanted_window(self) -> Option<Window> {
        let span = self.span.get()?;
        let extent = self.answered.read().as_ref().map(|answered| answered.extent());
        Some(extent.map_or(span, |extent| zoom::clamp(span, extent)).window())
    }

    /// Whether nothing is out of sight.
    pub fn is_whole(self) -> bool {
        self.span.get().is_none()
    }

    /// Where one is, without following it.
    pub fn place(self) -> Option<Place> {
        let pointed = self.pointed.get_untracked();
        let first_lane = self.first_lane.get_untracked();
        Some(Place { span: self.seen_now()?, first_lane, lane: pointed.lane, spot: pointed.spot })
    }

    /// The scale of the plot, without following it.
    pub fn scale(self) -> Option<TimeScale> {
        Some(self.layout.get_untracked()?.scale(self.seen_now()?))
    }

    /// Goes there: sees that span and those lanes.
    pub fn go(self, place: Place) {
        let Some(answered) = self.answered.get_untracked() else { return };
        let place = scroll(place, &answered, 0);
        if place.first_lane != self.first_lane.get_untracked() {
            self.first_lane.set(place.first_lane);
        }
        let extent = answered.extent();
        let span = (!zoom::is_whole(place.span, extent)).then(|| zoom::clamp(place.span, extent));
        if span != self.span.get_untracked() {
            self.span.set(span);
        }
        let window = span.map(Span::window);
        if window != self.window.get_untracked() {
            self.written.set_value(window);
            self.window.set(window);
        }
    }

    /// Points at something else.
    pub fn point(self, pointed: Pointed) {
        if pointed != self.pointed.get_untracked() {
            self.pointed.set(pointed);
        }
    }

    /// Whether times need their day.
    pub fn names_days(self) -> bool {
        self.layout.get().is_some_and(|layout| layout.axis_lines == AxisLines::Two)
    }

    /// A lane of the newest answer.
    pub fn lane(self, number: u32) -> Option<Lane> {
        self.answered.read().as_ref()?.lane(number).cloned()
    }

    /// Looks at all that decides how the timeline looks, without following it.
    pub fn with_scene<T>(self, look: impl FnOnce(&Scene) -> T) -> Option<T> {
        let answered = self.answered.get_untracked()?;
        let pointed = self.pointed.get_untracked();
        let names = self.names.read_untracked();
        Some(look(&Scene {
            layout: self.layout.get_untracked()?,
            answered: &answered,
            span: self.seen_now()?,
            first_lane: self.first_lane.get_untracked(),
            peers: self.overview.read_untracked().peers,
            emphasis: Emphasis {
                lane: pointed.lane,
                spot: pointed.spot,
                bucket: pointed.bucket,
                marked: self.marked.get_untracked(),
            },
            words: WORDS,
            names: &names,
        }))
    }

    /// Follows all that decides how the timeline looks.
    pub fn track(self) {
        self.answered.track();
        self.layout.track();
        self.span.track();
        self.first_lane.track();
        self.pointed.track();
        self.overview.track();
        self.names.track();
        self.marked.track();
    }
}

/// The geometry: before the first answer, of what the head of the search promises.
fn layout(size: BoxSize, overview: &Overview, answered: Option<&Answered>) -> Layout {
    let (lanes, axis) = if let Some(answered) = answered {
        (answered.timeline.lanes_total, axis_lines(answered.extent()))
    } else {
        let is_one_day = overview.seen.is_none_or(|(first, last)| first.day() == last.day());
        (overview.top_peers.iter().sum(), if is_one_day { AxisLines::One } else { AxisLines::Two })
    };
    Layout::new(size.width.max(CssPx(1.0)), size.density, lanes, axis)
}
