//! What pointers, wheels and keys do to the timeline. The arithmetic is in [`chart`](crate::chart).

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent, WheelEvent};

use super::model::Model;
use super::pointed::{By, Pointed};
use crate::chart::drag::{At, Ended, Tool};
use crate::chart::hit::{Hit, hit};
use crate::chart::keys::{Command, Place, command, follow, scroll};
use crate::chart::layout::LANE_HEIGHT;
use crate::chart::scale::CssPx;
use crate::chart::zoom;

/// How far beside a bar the pointer still means it.
const POINTER_REACH: CssPx = CssPx(3.0);
/// How far a finger does.
const FINGER_REACH: CssPx = CssPx(12.0);
/// How much one pixel of the wheel zooms.
const WHEEL_RATE: f64 = 0.0016;
/// A line of a wheel that turns in lines.
const LINE_PX: f64 = 16.0;

fn at(event: &PointerEvent) -> At {
    (CssPx(f64::from(event.offset_x())), CssPx(f64::from(event.offset_y())))
}

fn tool(event: &PointerEvent) -> Tool {
    if event.pointer_type() == "touch" { Tool::Finger } else { Tool::Pointer }
}

fn met(model: Model, event: &PointerEvent) -> Hit {
    let reach = if tool(event) == Tool::Finger { FINGER_REACH } else { POINTER_REACH };
    let (x, y) = at(event);
    model.with_scene(|scene| hit(scene, x, y, reach)).unwrap_or(Hit::Nothing)
}

/// A button or a finger goes down.
pub fn pressed(model: Model, event: &PointerEvent) {
    let (Some(place), Some(scale)) = (model.place(), model.scale()) else { return };
    if event.button() != 0 {
        return;
    }
    if let Some(canvas) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        // It fails for a pointer that is gone by now.
        let _ = canvas.set_pointer_capture(event.pointer_id());
    }
    model.drag.update_value(|drag| drag.press(event.pointer_id(), at(event), place, scale));
}

/// The pointer moves, pressed or not.
pub fn moved(model: Model, event: &PointerEvent) {
    let Some(extent) = model.answered.get_untracked().map(|answered| answered.extent()) else { return };
    let dragged = model.drag.try_update_value(|drag| {
        let place = drag.moved(event.pointer_id(), at(event), tool(event), extent);
        (place, drag.is_dragging())
    });
    let (place, is_dragging) = dragged.unwrap_or_default();
    if is_dragging != model.is_dragging.get_untracked() {
        model.is_dragging.set(is_dragging);
    }
    if let Some(place) = place {
        model.go(place);
    }
    // While one drags, what passes below the pointer is not meant.
    if !is_dragging && !model.is_pinned.get_untracked() {
        model.point(Pointed::from_hit(met(model, event)));
    }
}

/// A button or a finger goes up. A click keeps the facts of what it met open, or closes them.
pub fn released(model: Model, event: &PointerEvent) {
    if end(model, event) == Some(Ended::Click) {
        let pointed = Pointed::from_hit(met(model, event));
        let is_open = model.is_pinned.get_untracked() && pointed == model.pointed.get_untracked();
        model.point(pointed);
        model.is_pinned.set(!is_open && pointed.tells());
    }
}

/// The browser took the gesture for itself, to scroll the page.
pub fn cancelled(model: Model, event: &PointerEvent) {
    end(model, event);
}

fn end(model: Model, event: &PointerEvent) -> Option<Ended> {
    let (place, scale) = (model.place()?, model.scale()?);
    let ended = model.drag.try_update_value(|drag| drag.release(event.pointer_id(), place, scale));
    model.is_dragging.set(false);
    ended
}

/// The pointer is elsewhere.
pub fn left(model: Model) {
    if !model.is_pinned.get_untracked() && model.pointed.get_untracked().by != By::Keys {
        model.point(Pointed::default());
    }
}

/// All is seen again.
pub fn reset(model: Model) {
    model.is_pinned.set(false);
    obey(model, Command::Reset);
}

/// The wheel: over the labels it scrolls the lanes, elsewhere it zooms about the pointer; sideways it moves. What it
/// cannot do it leaves to the page.
pub fn turned(model: Model, event: &WheelEvent) {
    let (Some(place), Some(answered)) = (model.place(), model.answered.get_untracked()) else { return };
    let (x, per_line) = (CssPx(f64::from(event.offset_x())), if event.delta_mode() == 0 { 1.0 } else { LINE_PX });
    let (across, along) = (event.delta_x() * per_line, event.delta_y() * per_line);
    // With Shift some browsers turn the wheel sideways, some leave that to the page.
    let across = if event.shift_key() && across == 0.0 { along } else { across };
    let is_sideways = event.shift_key() || across.abs() > along.abs();
    let Some(layout) = model.layout.get_untracked() else { return };
    let next = if x < layout.gutter() && !is_sideways {
        scroll(place, &answered, rows_turned(model, along))
    } else {
        let scale = layout.scale(place.span);
        let extent = answered.extent();
        let span = if is_sideways && !event.ctrl_key() {
            zoom::pan(place.span, extent, scale.seconds_per(CssPx(across)))
        } else {
            zoom::zoom(place.span, extent, scale.seconds(x), (along * WHEEL_RATE).clamp(-1.0, 1.0).exp())
        };
        Place { span, ..place }
    };
    let is_scrolling = x < layout.gutter() && scroll(place, &answered, if along < 0.0 { -1 } else { 1 }) != place;
    // The page's own zoom by pinching on a touchpad comes as a wheel with Ctrl: over the timeline, the timeline zooms.
    if next != place || is_scrolling || event.ctrl_key() {
        event.prevent_default();
        model.go(next);
    }
}

/// Whole lanes that the wheel has turned; the rest is kept for the next turn.
fn rows_turned(model: Model, along: f64) -> i64 {
    let turned = model.turned_px.try_update_value(|turned| {
        *turned += along;
        let rows = (*turned / LANE_HEIGHT.0).trunc();
        *turned -= rows * LANE_HEIGHT.0;
        rows
    });
    // The cast saturates.
    #[allow(clippy::cast_possible_truncation)]
    let rows = turned.unwrap_or_default() as i64;
    rows
}

/// A key, while the plot has the focus.
pub fn typed(model: Model, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return;
    }
    // The buttons of open facts have their own keys, but Escape closes the facts from there too.
    let is_inside = event.target() != event.current_target();
    let Some(command) = command(&event.key(), event.shift_key()) else { return };
    if (!is_inside || command == Command::Close) && obey(model, command) {
        event.prevent_default();
    }
}

/// Does what is asked for. Whether there was something to do.
pub fn obey(model: Model, command: Command) -> bool {
    let (Some(place), Some(answered)) = (model.place(), model.answered.get_untracked()) else { return false };
    match command {
        Command::Close if model.is_pinned.get_untracked() => {
            model.is_pinned.set(false);
            true
        }
        Command::Close => {
            let was_something = !model.pointed.get_untracked().is_nothing();
            model.point(Pointed::default());
            was_something
        }
        Command::Pin => {
            model.is_pinned.update(|is_pinned| *is_pinned = !*is_pinned && place.lane.is_some());
            true
        }
        Command::PageUp | Command::PageDown if answered.timeline.lanes_total <= crate::chart::layout::MOST_LANES => {
            false
        }
        _ => {
            let next = follow(place, &answered, command);
            model.go(next);
            if (next.lane, next.spot) != (place.lane, place.spot) {
                model.point(Pointed { lane: next.lane, spot: next.spot, bucket: None, by: By::Keys });
            }
            true
        }
    }
}
