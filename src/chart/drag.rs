//! Dragging and pinching: from where fingers (or the mouse) were pressed and where they are now to what is seen.

use super::keys::Place;
use super::layout::LANE_HEIGHT;
use super::scale::{CssPx, Span, TimeScale};
use super::zoom;

/// Pressed and released within this distance it was a click.
const STILL: CssPx = CssPx(4.0);

/// What touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// A mouse or a pen: up and down scrolls the lanes.
    Pointer,
    /// A finger: up and down scrolls the page, which the browser sees to.
    Finger,
}

/// A place in the timeline's box.
pub type At = (CssPx, CssPx);

/// A finger that is down.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Held {
    id: i32,
    from: At,
    now: At,
}

/// How a press ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Without having moved.
    Click,
    /// After moving, or while another finger is still down.
    Drag,
}

/// All fingers that are down, and what was seen when the last one came or went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drag {
    held: Vec<Held>,
    begun: Option<(Place, TimeScale)>,
    has_moved: bool,
}

impl Drag {
    /// Whether something is being dragged.
    #[must_use]
    pub fn is_dragging(&self) -> bool {
        self.has_moved && !self.held.is_empty()
    }

    /// A finger comes down.
    pub fn press(&mut self, id: i32, at: At, place: Place, scale: TimeScale) {
        self.held.retain(|held| held.id != id);
        if self.held.is_empty() {
            self.has_moved = false;
        }
        self.held.push(Held { id, from: at, now: at });
        // Two fingers are no click, however still they are held.
        self.has_moved |= self.held.len() > 1;
        self.begin(place, scale);
    }

    fn begin(&mut self, place: Place, scale: TimeScale) {
        for held in &mut self.held {
            held.from = held.now;
        }
        self.begun = Some((place, scale));
    }

    /// A finger moves. What is seen now; `None` where that has not changed.
    pub fn moved(&mut self, id: i32, at: At, tool: Tool, extent: Span) -> Option<Place> {
        let held = self.held.iter_mut().find(|held| held.id == id)?;
        held.now = at;
        let (x, y) = (at.0 - held.from.0, at.1 - held.from.1);
        self.has_moved |= x.0.abs().max(y.0.abs()) > STILL.0;
        if !self.has_moved {
            return None;
        }
        let (place, scale) = self.begun?;
        match self.held.as_slice() {
            [_] => {
                let span = zoom::pan(place.span, extent, -scale.seconds_per(x));
                // The casts saturate; the caller keeps the number within the lanes.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let first_lane = match tool {
                    Tool::Pointer => (f64::from(place.first_lane) - y.0 / LANE_HEIGHT.0).round() as u32,
                    Tool::Finger => place.first_lane,
                };
                Some(Place { span, first_lane, ..place })
            }
            [one, other, ..] => {
                let (left, right) = if one.from.0 <= other.from.0 { (one, other) } else { (other, one) };
                let moments = (scale.seconds(left.from.0), scale.seconds(right.from.0));
                let share = |x: CssPx| (scale.seconds(x) - place.span.start) / place.span.seconds();
                let span = zoom::pinch(extent, moments, (share(left.now.0), share(right.now.0)))?;
                Some(Place { span, ..place })
            }
            [] => None,
        }
    }

    /// A finger is lifted, or the browser took the gesture for itself. `place` and `scale` are those of now: the fingers
    /// that stay go on from there.
    pub fn release(&mut self, id: i32, place: Place, scale: TimeScale) -> Ended {
        let was_held = self.held.iter().any(|held| held.id == id);
        self.held.retain(|held| held.id != id);
        self.begin(place, scale);
        if was_held && !self.has_moved && self.held.is_empty() { Ended::Click } else { Ended::Drag }
    }
}
