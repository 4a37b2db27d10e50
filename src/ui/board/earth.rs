//! Where the peers are: a globe that turns, a map, or a table.

use std::sync::Arc;

use leptos::prelude::*;

use super::card::{HoverCard, Told};
use super::differences::Differences;
use super::earth_gestures as gestures;
use super::earth_table::EarthTable;
use super::files::DownloadButton;
use super::model::{Model, WORDS, in_focus, side};
use super::nowhere::{Lack, Nowhere, PlacesNotice, lack};
use super::picture::{Drawing, PictureCanvas, Room};
use crate::chart::board::Map;
use crate::chart::globe::{Scene, marks};
use crate::chart::globe_words::{marker, out_of_sight, summary, unplaced};
use crate::chart::projection::{Eye, View};
use crate::chart::scale::CssPx;
use crate::chart::turn::Command;
use crate::domain::storyboard::{BoardFile, Document};
use crate::engine::api::Stored;
use crate::ui::chosen::Panel;
use crate::ui::hooks::box_size::BoxSize;

pub const PANEL: Panel = Panel::Where;
/// A globe is no higher.
const MOST_HEIGHT: f64 = 420.0;
/// Peers that a card names.
const NAMED: usize = 3;
const KEYS: &str = "Arrow keys turn the earth, plus and minus look closer and step back, 0 shows it as at first, comma and full \
                    stop choose the place before and the next, Enter filters the other panels by it, Escape shows all.";

/// How places are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shown {
    #[default]
    Globe,
    Map,
    Table,
}

/// The panel's state. Copies are the same.
#[derive(Clone, Copy)]
pub struct Earth {
    pub model: StoredValue<Model>,
    pub room: Room,
    /// Who is where.
    pub map: Memo<Arc<Map>>,
    /// Globe or map.
    pub view: Memo<View>,
    /// Where one looks from; `None` for where one looks from at first.
    pub eye: RwSignal<Option<Eye>>,
    /// The marker where the keys are.
    pub cursor: RwSignal<Option<usize>>,
    /// The marker below the pointer, and where that is.
    pub pointed: RwSignal<Option<(usize, (CssPx, CssPx))>>,
    /// Where a drag is now, and how far it has come.
    pub drag: StoredValue<Option<gestures::Drag>>,
    pub is_dragging: RwSignal<bool>,
}

/// The panel.
#[component]
pub fn WherePanel(model: Model) -> impl IntoView {
    let shown = RwSignal::new(Shown::default());
    let focus = model.focus(PANEL);
    let map = Memo::new(move |_| {
        let (board, focus) = (model.board.get(), focus.get());
        let stored = model.shown_documents();
        let stored = stored.as_ref().and_then(|stored| Some((stored.documents.globe.as_ref()?, stored.sides)));
        Arc::new(match stored {
            Some((globe, sides)) => {
                Map::stored(board.ip, globe, side(sides), |ip| focus.as_ref().is_none_or(|focus| focus.contains(&ip)))
            }
            None => Map::of_peers(board.home, &in_focus(&board, &focus)),
        })
    });
    let earth = Earth {
        model: StoredValue::new(model),
        room: Room::new(),
        map,
        view: Memo::new(move |_| if shown.get() == Shown::Map { View::Map } else { View::Globe }),
        eye: RwSignal::new(None),
        cursor: RwSignal::new(None),
        pointed: RwSignal::new(None),
        drag: StoredValue::new(None),
        is_dragging: RwSignal::new(false),
    };
    Effect::new(move |_| {
        map.track();
        earth.cursor.set(None);
        earth.pointed.set(None);
    });
    Effect::new(move |_| {
        earth.view.track();
        earth.eye.set(None);
    });
    let lack = Memo::new(move |_| lack(model));
    view! {
        <section
            class="card board-panel where"
            class:unknown=move || lack.get().is_some_and(|lack| lack != Lack::OnTheWay)
            aria-labelledby="where-title">
            <div class="board-head">
                <h3 id="where-title">"Where"</h3>
                {move || lack.get().is_none().then(|| view! { <ViewSwitch shown /> })}
            </div>
            {move || match lack.get() {
                Some(lack) => view! { <Nowhere lack /> }.into_any(),
                None if shown.get() == Shown::Table => view! { <EarthTable model map /> }.into_any(),
                None => view! { <Picture earth /> }.into_any(),
            }}
            <PlacesNotice model />
            <Differences model of=|stored: &Stored| &stored.globe_differences />
            {move || {
                lack.get()
                    .is_none()
                    .then(|| {
                        view! {
                            <div class="board-foot last">
                                <DownloadButton model file=BoardFile::Document(Document::Globe) />
                            </div>
                        }
                    })
            }}
        </section>
    }
}

#[component]
fn ViewSwitch(shown: RwSignal<Shown>) -> impl IntoView {
    let choices = [(Shown::Globe, "globe"), (Shown::Map, "map"), (Shown::Table, "table")].map(|(choice, label)| {
        view! {
            <label>
                <input
                    type="radio"
                    name="earth"
                    prop:checked=move || shown.get() == choice
                    on:change=move |_| shown.set(choice)
                />
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <div class="switch" role="radiogroup" aria-label="Places as">
            <div class="switch-choices">{choices.collect_view()}</div>
        </div>
    }
}

#[component]
fn Picture(earth: Earth) -> impl IntoView {
    let told = move || {
        let (number, at) = earth.pointed.get().filter(|_| !earth.is_dragging.get())?;
        earth.describe(number).map(|lines| Told { lines, at })
    };
    let spoken = move || earth.cursor.get().and_then(|number| earth.describe(number)).map(|lines| lines.join(". "));
    let with_scene = move |words: fn(&Scene) -> String| {
        earth.room.size.get().map(|size| earth.with_scene(size, words)).unwrap_or_default()
    };
    let hidden = move || {
        let count = earth.room.size.get().map_or(0, |size| earth.with_scene(size, out_of_sight));
        let hidden = match (count, earth.view.get()) {
            (0, _) => None,
            (1, View::Globe) => Some("1 place is on the other side.".to_owned()),
            (many, View::Globe) => Some(format!("{} places are on the other side.", (WORDS.count)(many))),
            (many, View::Map) => Some(format!("{} beside the picture.", (WORDS.count)(many))),
        };
        let unplaced = unplaced(&earth.map.read().places, WORDS);
        hidden.into_iter().chain(unplaced).collect::<Vec<_>>().join(" ")
    };
    let button = move |command: Command, sign: &'static str, name: &'static str| {
        view! {
            <button
                type="button"
                aria-label=name
                title=name
                on:click=move |_| {
                    gestures::obey(earth, command);
                }
            >
                {sign}
            </button>
        }
    };
    view! {
        <div class="board-stage">
        <div
            class="board-plot earth"
            class:dragging=move || earth.is_dragging.get()
            node_ref=earth.room.element
            tabindex="0"
            role="group"
            aria-label="Places, explored with keys"
            aria-describedby="where-keys"
            on:keydown=move |event| gestures::typed(earth, &event)
            on:pointerdown=move |event| gestures::pressed(earth, &event)
            on:pointermove=move |event| gestures::moved(earth, &event)
            on:pointerup=move |event| gestures::released(earth, &event)
            on:pointercancel=move |_| gestures::cancelled(earth)
            on:pointerleave=move |_| earth.pointed.set(None)
            on:wheel=move |event| gestures::wheeled(earth, &event)
        >
            <PictureCanvas
                room=earth.room
                label="Where peers are"
                summary=Signal::derive(move || with_scene(summary))
                keys=("where-keys", KEYS)
                spoken=Signal::derive(spoken)
                draw=move |size| Drawing {
                    marks: earth.with_scene(size, marks),
                    width: size.width,
                    height: earth.height(size.width),
                }
            />
        </div>
            <HoverCard told=Signal::derive(told) room=earth.room />
        </div>
        <div class="earth-foot">
            <p class="muted">{hidden}</p>
            <div class="timeline-buttons" role="group" aria-label="Look at the earth">
                {button(Command::West, "\u{2190}", "Turn west")} {button(Command::East, "\u{2192}", "Turn east")}
                {button(Command::ZoomOut, "\u{2212}", "Step back")} {button(Command::ZoomIn, "+", "Look closer")}
                {button(Command::Reset, "All", "All, as at first")}
            </div>
        </div>
    }
}

impl Earth {
    /// The height of the picture.
    pub fn height(self, width: CssPx) -> CssPx {
        match self.view.get() {
            View::Globe => CssPx(width.0.min(MOST_HEIGHT)),
            View::Map => CssPx((width.0 * 0.56).min(MOST_HEIGHT)),
        }
    }

    /// Where one looks from at first.
    pub fn first_eye(self) -> Eye {
        self.map.read().first_eye(self.view.get())
    }

    /// Where one looks from.
    pub fn eye_now(self) -> Eye {
        self.eye.get().unwrap_or_else(|| self.first_eye())
    }

    /// Looks at all that decides how the earth looks, following it.
    pub fn with_scene<T>(self, size: BoxSize, look: impl FnOnce(&Scene) -> T) -> T {
        let map = self.map.get();
        look(&Scene {
            width: size.width,
            height: self.height(size.width),
            density: size.density,
            view: self.view.get(),
            eye: self.eye_now(),
            home: map.home,
            places: &map.places,
            chosen: self.marked(&map),
            words: WORDS,
        })
    }

    /// The marker that is set apart: where the keys are, else what is chosen here.
    fn marked(self, map: &Map) -> Option<usize> {
        let chosen =
            self.model.get_value().chosen.with(|chosen| chosen.part_of(PANEL).and_then(|part| map.marker(part)));
        self.cursor.get().or(chosen)
    }

    /// A marker in words: the place, how many peers each way, and the first of them.
    pub fn describe(self, number: usize) -> Option<Vec<String>> {
        let map = self.map.get();
        let at = map.places.markers.get(number)?;
        let members = map.members(at);
        let mut named = members.iter().take(NAMED).map(ToString::to_string).collect::<Vec<_>>().join(", ");
        if members.len() > NAMED {
            named = format!("{named} and {} more", (WORDS.count)((members.len() - NAMED) as u64));
        }
        Some(vec![marker(at, WORDS), named])
    }
}
