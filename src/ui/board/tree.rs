//! The incident progression: a tree that unfolds from the IP to directions, networks and peers.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;

use super::card::{HoverCard, Told, at, is_on_picture};
use super::differences::Differences;
use super::files::DownloadButton;
use super::model::{Model, WORDS, in_focus, narrowed, side};
use super::peers_table::PeersTable;
use super::picture::{Drawing, PictureCanvas, Room};
use crate::chart::board::Picture;
use crate::chart::narrowed::Narrowed;
use crate::chart::scale::CssPx;
use crate::chart::tree::{Opened, Target};
use crate::chart::tree_keys::{Command, command, follow};
use crate::chart::tree_layout::{Laid, Scene, lay_out};
use crate::chart::tree_marks::marks;
use crate::chart::tree_rows::{find, rows};
use crate::chart::tree_words::{row, summary};
use crate::domain::storyboard::{BoardFile, Document};
use crate::engine::api::Stored;
use crate::ui::chosen::Panel;

const PANEL: Panel = Panel::Progression;
/// How far beside a circle or a label the pointer still means it.
const REACH: CssPx = CssPx(3.0);
/// So few peers are shown one by one.
const FEW: u64 = 12;
const KEYS: &str = "Arrow keys up and down step from node to node, right unfolds, left folds, Enter filters the other \
                    panels by what is chosen, Escape shows all.";

/// The tree's state. Copies are the same.
#[derive(Clone, Copy)]
struct Tree {
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
pub fn ProgressionPanel(model: Model) -> impl IntoView {
    let focus = model.focus(PANEL);
    let shown = Memo::new(move |_| {
        let board = model.board.get();
        let stored = model.shown_documents();
        let stored = stored.as_ref().and_then(|stored| Some((stored.documents.progression.as_ref()?, stored.sides)));
        Arc::new(match stored {
            Some((progression, sides)) => {
                narrowed(Picture::stored_progression(progression, side(sides)), &board, &focus.get())
            }
            None => Narrowed::all(Picture::progression(board.ip, &in_focus(&board, &focus.get()))),
        })
    });
    let picture = Memo::new(move |_| Arc::new(shown.with(|shown| shown.picture.clone())));
    let tree = Tree {
        model: StoredValue::new(model),
        room: Room::new(),
        picture,
        opened: RwSignal::new(Opened::default()),
        cursor: RwSignal::new(None),
        pointed: RwSignal::new(None),
    };
    // Of another tree, what was open says nothing; what is chosen in this one stays in sight.
    Effect::new(move |_| {
        let picture = picture.get();
        let depth = if picture.root.told() <= FEW { 2 } else { 1 };
        tree.opened.set(Opened::down_to(&picture.root, depth));
        tree.cursor.set(None);
        tree.pointed.set(None);
    });
    let is_spots = move || model.shown_documents().is_some_and(|stored| stored.documents.progression.is_some());
    let note = move || {
        if is_spots() { "direction \u{b7} network, as it was stored" } else { "direction \u{b7} network \u{b7} peers" }
    };
    let told = move || {
        let (target, at) = tree.pointed.get()?;
        tree.describe(&target).map(|line| Told { lines: vec![line, tree.hint(&target).to_owned()], at })
    };
    let spoken = move || tree.cursor.get().and_then(|target| tree.describe(&target));
    view! {
        <section class="card board-panel progression" aria-labelledby="progression-title">
            <div class="board-head">
                <h3 id="progression-title">"Incident progression"</h3>
                <p class="muted">{note}</p>
            </div>
            <div class="board-stage">
            <div
                class="board-plot"
                node_ref=tree.room.element
                tabindex="0"
                role="group"
                aria-label="Incident progression, explored with keys"
                aria-describedby="progression-keys"
                on:keydown=move |event| tree.typed(&event)
                on:pointermove=move |event| tree.moved(&event)
                on:pointerleave=move |_| tree.pointed.set(None)
                on:click=move |event| tree.clicked(&event)
            >
                <PictureCanvas
                    room=tree.room
                    label="Incident progression"
                    summary=Signal::derive(move || summary(&tree.picture.get().root, WORDS))
                    keys=("progression-keys", KEYS)
                    spoken=Signal::derive(spoken)
                    draw=move |size| {
                        let chosen = tree.marked();
                        tree.laid(size.width, |laid| Drawing {
                            marks: marks(laid, size.density, chosen.as_ref()),
                            width: laid.width,
                            height: laid.height,
                        })
                    }
                />
            </div>
                <HoverCard told=Signal::derive(told) room=tree.room />
            </div>
            {move || shown.with(|shown| shown.notice()).map(|words| view! { <p class="board-note muted">{words}</p> })}
            <Differences model of=|stored: &Stored| &stored.progression_differences />
            <div class="board-foot">
                <PeersTable model />
                <DownloadButton model file=BoardFile::Document(Document::IncidentProgression) />
            </div>
        </section>
    }
}

impl Tree {
    /// Lays out what is open, following it.
    fn laid<T>(self, width: CssPx, look: impl FnOnce(&Laid) -> T) -> T {
        let (picture, opened) = (self.picture.get(), self.opened.get());
        self.room.measured(|measure| {
            look(&lay_out(&Scene { root: &picture.root, opened: &opened, width, measure, count: WORDS.count }))
        })
    }

    fn hit(self, at: (CssPx, CssPx)) -> Option<Target> {
        let width = self.room.size.get_untracked()?.width;
        untrack(|| self.laid(width, |laid| laid.hit(at.0, at.1, REACH).cloned()))
    }

    /// What is set apart: where the keys are, else what is chosen here.
    fn marked(self) -> Option<Target> {
        let picture = self.picture.get();
        let chosen =
            self.model.get_value().chosen.with(|chosen| chosen.part_of(PANEL).and_then(|part| picture.target(part)));
        self.cursor.get().or(chosen)
    }

    fn describe(self, target: &Target) -> Option<String> {
        let picture = self.picture.get();
        let opened = self.opened.get();
        let rows = rows(&picture.root, &opened, usize::MAX);
        find(&rows, target).map(|(_, found)| row(found, WORDS))
    }

    fn hint(self, target: &Target) -> &'static str {
        match target {
            Target::More(_) => "click shows more",
            _ if self.picture.get_untracked().part(target).is_some() => "click filters the other panels",
            Target::Node(_) => "",
        }
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

    /// Chooses a node and unfolds it; what is chosen is folded, and no longer chosen. The root is everything.
    fn choose(self, target: &Target) {
        let picture = self.picture.get_untracked();
        let Some(part) = picture.part(target).cloned() else {
            match target {
                Target::Node(path) if path.0.is_empty() => self.model.get_value().clear(),
                _ => self.opened.update(|opened| opened.toggle(target)),
            }
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
        let picture = self.picture.get_untracked();
        let mut opened = self.opened.get_untracked();
        let cursor = untrack(|| self.marked());
        let rows = rows(&picture.root, &opened.clone(), usize::MAX);
        if let (Command::Toggle, Some(target @ Target::Node(_))) = (command, &cursor) {
            self.choose(target);
            self.cursor.set(Some(target.clone()));
            return;
        }
        let next = follow(&rows, &mut opened, cursor.as_ref(), command);
        if opened != self.opened.get_untracked() {
            self.opened.set(opened);
        }
        self.cursor.set(next);
    }
}
