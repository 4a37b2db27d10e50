//! What pointers, wheels and keys do to the earth. The arithmetic is in [`chart`](crate::chart).

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent, WheelEvent};

use super::card::{at, is_on_picture};
use super::earth::{Earth, PANEL};
use crate::chart::globe::{Hit, hit};
use crate::chart::projection::Eye;
use crate::chart::scale::CssPx;
use crate::chart::turn::{self, Command};
use crate::ui::hooks::box_size::BoxSize;

/// How far beside a marker the pointer still means it.
const POINTER_REACH: CssPx = CssPx(3.0);
/// How far a finger does.
const FINGER_REACH: CssPx = CssPx(12.0);
/// What moves less was a click.
const CLICK: f64 = 4.0;
/// How much one pixel of the wheel zooms.
const WHEEL_RATE: f64 = 0.0016;
/// A line of a wheel that turns in lines.
const LINE_PX: f64 = 16.0;

/// A drag: whose, where it is now, and how far it has come in all.
#[derive(Clone, Copy, Debug)]
pub struct Drag {
    pointer: i32,
    at: (CssPx, CssPx),
    way: f64,
}

fn size(earth: Earth) -> Option<BoxSize> {
    earth.room.size.get_untracked()
}

fn met(earth: Earth, event: &PointerEvent) -> Option<usize> {
    let reach = if event.pointer_type() == "touch" { FINGER_REACH } else { POINTER_REACH };
    let ((x, y), size) = (at(event), size(earth)?);
    match untrack(|| earth.with_scene(size, |scene| hit(scene, x, y, reach))) {
        Hit::Marker(number) => Some(number),
        Hit::Home | Hit::Earth(_) | Hit::Nothing => None,
    }
}

/// Sees the earth from somewhere else.
fn look(earth: Earth, from: impl FnOnce(Eye, CssPx, CssPx) -> Eye) -> bool {
    let Some(size) = size(earth) else { return false };
    let (now, height) = untrack(|| (earth.eye_now(), earth.height(size.width)));
    let next = from(now, size.width, height);
    if next != now {
        earth.eye.set(Some(next));
    }
    next != now
}

/// A button or a finger goes down.
pub fn pressed(earth: Earth, event: &PointerEvent) {
    if event.button() != 0 || !is_on_picture(event) {
        return;
    }
    if let Some(canvas) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        // It fails for a pointer that is gone by now.
        let _ = canvas.set_pointer_capture(event.pointer_id());
    }
    earth.drag.set_value(Some(Drag { pointer: event.pointer_id(), at: at(event), way: 0.0 }));
}

/// The pointer moves, pressed or not.
pub fn moved(earth: Earth, event: &PointerEvent) {
    let place = at(event);
    let Some(drag) = earth.drag.get_value().filter(|drag| drag.pointer == event.pointer_id()) else {
        let met = is_on_picture(event).then(|| met(earth, event)).flatten();
        let pointed = met.map(|number| (number, place));
        if pointed != earth.pointed.get_untracked() {
            earth.pointed.set(pointed);
        }
        return;
    };
    let (right, down) = (place.0 - drag.at.0, place.1 - drag.at.1);
    let way = drag.way + right.0.hypot(down.0);
    earth.drag.set_value(Some(Drag { at: place, way, ..drag }));
    if way > CLICK {
        if !earth.is_dragging.get_untracked() {
            earth.is_dragging.set(true);
        }
        let view = earth.view.get_untracked();
        look(earth, |eye, width, height| turn::drag(view, eye, width, height, right, down));
    }
}

/// A button or a finger goes up. A click chooses the place that it met, or, where that is chosen, all again.
pub fn released(earth: Earth, event: &PointerEvent) {
    let drag = earth.drag.get_value();
    cancelled(earth);
    if drag.is_some_and(|drag| drag.way <= CLICK)
        && let Some(number) = met(earth, event)
    {
        earth.cursor.set(None);
        choose(earth, number);
    }
}

/// The browser took the gesture for itself, to scroll the page.
pub fn cancelled(earth: Earth) {
    earth.drag.set_value(None);
    earth.is_dragging.set(false);
}

fn choose(earth: Earth, number: usize) {
    if let Some(part) = earth.map.get_untracked().part(number) {
        earth.model.get_value().chosen.update(|chosen| chosen.toggle(part, PANEL));
    }
}

/// The wheel looks closer and steps back. What it cannot do it leaves to the page.
pub fn wheeled(earth: Earth, event: &WheelEvent) {
    let per_line = if event.delta_mode() == 0 { 1.0 } else { LINE_PX };
    let factor = (-event.delta_y() * per_line * WHEEL_RATE).clamp(-1.0, 1.0).exp();
    let view = earth.view.get_untracked();
    let has_zoomed = look(earth, |eye, width, height| turn::zoom(view, eye, width, height, factor));
    if has_zoomed || event.ctrl_key() {
        event.prevent_default();
    }
}

/// A key, while the picture has the focus.
pub fn typed(earth: Earth, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return;
    }
    if matches!(event.key().as_str(), "Enter" | " ") {
        if let Some(number) = earth.cursor.get_untracked() {
            event.prevent_default();
            choose(earth, number);
            earth.cursor.set(Some(number));
        }
        return;
    }
    let Some(command) = turn::command(&event.key()) else { return };
    if obey(earth, command) {
        event.prevent_default();
    }
}

/// Does what is asked for. Whether there was something to do.
pub fn obey(earth: Earth, command: Command) -> bool {
    let view = earth.view.get_untracked();
    match command {
        Command::Close => {
            let was_there = earth.cursor.get_untracked().is_some();
            earth.cursor.set(None);
            // What is chosen in the storyboard is given up by the same key.
            was_there && earth.model.get_value().chosen.with_untracked(crate::ui::chosen::Chosen::is_nothing)
        }
        Command::Next | Command::Previous => {
            let map = earth.map.get_untracked();
            let next = turn::choose(earth.cursor.get_untracked(), map.places.markers.len(), command);
            earth.cursor.set(next);
            let Some((marker, size)) = next.and_then(|next| map.places.markers.get(next)).zip(size(earth)) else {
                return false;
            };
            if untrack(|| earth.with_scene(size, |scene| scene.spot(marker).is_none())) {
                look(earth, |eye, width, height| turn::look_at(view, eye, width, height, marker.at));
            }
            true
        }
        Command::Reset => {
            earth.eye.set(None);
            true
        }
        _ => {
            let first = untrack(|| earth.first_eye());
            look(earth, |eye, width, height| turn::follow(view, eye, first, width, height, command));
            true
        }
    }
}
