//! The impact analysis: bars of directions that open into what networks are for.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;

use super::bars_table::BarsTable;
use super::card::{HoverCard, Told, at, is_on_picture};
use super::differences::Differences;
use super::files::DownloadButton;
use super::model::{Model, WORDS, in_focus, narrowed, side};
use super::picture::{Drawing, PictureCanvas, Room};
use crate::chart::bars::{marks, summary};
use crate::chart::bars_layout::{Laid, Scene, lay_out};
use crate::chart::board::Picture;
use crate::chart::narrowed::Narrowed;
use crate::chart::scale::CssPx;
use crate::chart::tree::{Opened, Path, Target};
use crate::chart::tree_keys::{Command, command, follow};
use crate::chart::tree_rows::{Row, find, rows};
use crate::chart::tree_words::row;
use crate::domain::storyboard::{BoardFile, Document};
use crate::engine::api::Stored;
use crate::ui::chosen::Panel;

const PANEL: Panel = Panel::Impact;
/// Directions, and below them what networks are for: peers are not shown.
const DEPTH: usize = 2;
const KEYS: &str = "Arrow keys up and down step from bar to bar, right opens, left closes, Enter filters the other panels by \
                    what is chosen, Escape shows all.";

/// The bars' state. Copies are the same.
#[derive(Clone, Copy)]
struct Bars {
    model: StoredValue<Model>,
    room: Room,
    picture: Memo<Arc<Picture>>,
    opened: RwSignal<Opened>,
    /// Where the keys are.
    cursor: RwSignal<Option<Target>>,
    /// Where the pointer is, and what is there.
    pointed: RwSignal<Option<(Target, (CssPx, CssPx))>>,
}

/// The panel.
#[component]
pub fn ImpactPanel(model: Model) -> impl IntoView {
    let focus = model.focus(PANEL);
    let shown = Memo::new(move |_| {
        let board = model.board.get();
        let stored = model.shown_documents();
        let stored = stored.as_ref().and_then(|stored| Some((stored.documents.impact.as_ref()?, stored.sides)));
        Arc::new(match stored {
            Some((impact, sides)) => narrowed(Picture::stored_impact(impact, side(sides)), &board, &focus.get()),
            None => Narrowed::all(Picture::impact(&in_focus(&board, &focus.get()))),
        })
    });
    let picture = Memo::new(move |_| Arc::new(shown.with(|shown| shown.picture.clone())));
    let bars = Bars {
        model: StoredValue::new(model),
        room: Room::new(),
        picture,
        opened: RwSignal::new(Opened::default()),
        cursor: RwSignal::new(None),
        pointed: RwSignal::new(None),
    };
    // A filter leaves the directions where they are; other documents may have others.
    Effect::new(move |_| {
        model.origin.track();
        bars.opened.set(Opened::default());
        bars.cursor.set(None);
    });
    let told = move || {
        let (target, at) = bars.pointed.get()?;
        bars.describe(&target).map(|line| Told { lines: vec![line], at })
    };
    let spoken = move || bars.cursor.get().and_then(|target| bars.describe(&target));
    view! {
        <section class="card board-panel impact" aria-labelledby="impact-title">
            <div class="board-head">
                <h3 id="impact-title">"Impact analysis"</h3>
                <p class="muted">"peers"</p>
            </div>
            <div class="board-stage">
            <div
                class="board-plot"
                node_ref=bars.room.element
                tabindex="0"
                role="group"
                aria-label="Impact analysis, explored with keys"
                aria-describedby="impact-keys"
                on:keydown=move |event| bars.typed(&event)
                on:pointermove=move |event| bars.moved(&event)
                on:pointerleave=move |_| bars.pointed.set(None)
                on:click=move |event| bars.clicked(&event)
            >
                <PictureCanvas
                    room=bars.room
                    label="Impact analysis"
                    summary=Signal::derive(move || summary(&bars.picture.get().root, WORDS))
                    keys=("impact-keys", KEYS)
                    spoken=Signal::derive(spoken)
                    draw=move |size| {
                        let chosen = bars.marked();
                        bars.laid(size.width, |laid| Drawing {
                            marks: marks(laid, size.density, chosen.as_ref()),
                            width: laid.width,
                            height: laid.height,
                        })
                    }
                />
            </div>
                <HoverCard told=Signal::derive(told) room=bars.room />
            </div>
            {move || shown.with(|shown| shown.notice()).map(|words| view! { <p class="board-note muted">{words}</p> })}
            <Differences model of=|stored: &Stored| &stored.impact_differences />
            <div class="board-foot">
                <BarsTable model picture />
                <DownloadButton model file=BoardFile::Document(Document::ImpactAnalysis) />
            </div>
        </section>
    }
}

impl Bars {
    /// Lays out what is open, following it.
    fn laid<T>(self, width: CssPx, look: impl FnOnce(&Laid) -> T) -> T {
        let (picture, opened) = (self.picture.get(), self.opened.get());
        self.room.measured(|measure| {
            look(&lay_out(&Scene { root: &picture.root, opened: &opened, width, measure, count: WORDS.count }))
        })
    }

    fn hit(self, at: (CssPx, CssPx)) -> Option<Target> {
        let width = self.room.size.get_untracked()?.width;
        untrack(|| self.laid(width, |laid| laid.hit(at.0, at.1).cloned()))
    }

    /// What is set apart: where the keys are, else what is chosen here.
    fn marked(self) -> Option<Target> {
        let picture = self.picture.get();
        let chosen =
            self.model.get_value().chosen.with(|chosen| chosen.part_of(PANEL).and_then(|part| picture.target(part)));
        self.cursor.get().or(chosen)
    }

    /// Looks at the rows that are seen: the root is none, and always open.
    fn with_rows<T>(self, look: impl FnOnce(&[Row]) -> T) -> T {
        let picture = self.picture.get();
        let mut opened = self.opened.get();
        opened.open(Path::default());
        look(&rows(&picture.root, &opened, DEPTH))
    }

    fn describe(self, target: &Target) -> Option<String> {
        self.with_rows(|rows| find(rows, target).map(|(_, found)| row(found, WORDS)))
    }

    fn moved(self, event: &ev::PointerEvent) {
        let place = at(event);
        let met = is_on_picture(event).then(|| self.hit(place)).flatten();
        let pointed = met.map(|target| (target, place));
        if pointed != self.pointed.get_untracked() {
            self.pointed.set(pointed);
        }
    }

    fn clicked(self, event: &ev::MouseEvent) {
        let Some(target) = is_on_picture(event).then(|| self.hit(at(event))).flatten() else { return };
        self.cursor.set(None);
        self.pointed.set(None);
        self.choose(&target);
    }

    /// Chooses a bar and opens it; what is chosen is closed, and no longer chosen.
    fn choose(self, target: &Target) {
        let Some(part) = self.picture.get_untracked().part(target).cloned() else {
            self.opened.update(|opened| opened.toggle(target));
            return;
        };
        let was_chosen = self.model.get_value().chosen.with_untracked(|chosen| chosen.part_of(PANEL) == Some(&part));
        if let Target::Node(path) = target {
            self.opened.update(|opened| if was_chosen { opened.close(path) } else { opened.open(path.clone()) });
        }
        self.model.get_value().chosen.update(|chosen| chosen.toggle(part, PANEL));
    }

    fn typed(self, event: &ev::KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
            return;
        }
        let Some(command) = command(&event.key()) else { return };
        event.prevent_default();
        let cursor = untrack(|| self.marked());
        if let (Command::Toggle, Some(target @ Target::Node(_))) = (command, &cursor) {
            self.choose(target);
            self.cursor.set(Some(target.clone()));
            return;
        }
        let mut opened = self.opened.get_untracked();
        let is_root = |target: &Target| *target == Target::Node(Path::default());
        let next = untrack(|| {
            self.with_rows(|rows| {
                let next = follow(rows, &mut opened, cursor.as_ref(), command);
                // The root is no bar: the first one is in its place.
                match next {
                    Some(next) if is_root(&next) => rows.get(1).map(|row| row.target.clone()),
                    next => next,
                }
            })
        });
        if opened != self.opened.get_untracked() {
            self.opened.set(opened);
        }
        self.cursor.set(next);
    }
}
