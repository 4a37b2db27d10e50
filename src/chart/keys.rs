//! What the keys do: the whole timeline can be explored without a pointer.

use super::answered::Answered;
use super::hit::{Step, nearest, step};
use super::layout::MOST_LANES;
use super::scale::Span;
use super::timeline::Spot;
use super::zoom;

/// Where one is in the timeline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// What is seen.
    pub span: Span,
    /// The first lane in sight.
    pub first_lane: u32,
    /// The chosen lane.
    pub lane: Option<u32>,
    /// The chosen stretch of it.
    pub spot: Option<Spot>,
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// See half as much.
    ZoomIn,
    /// See twice as much.
    ZoomOut,
    /// To what happened before or after in the chosen lane; without one, move.
    Step(Step),
    /// Move by a quarter of what is seen.
    Pan(Step),
    /// The lane above.
    Up,
    /// The lane below.
    Down,
    /// As many lanes up as are in sight.
    PageUp,
    /// As many down.
    PageDown,
    /// See all.
    Reset,
    /// Keep the facts open.
    Pin,
    /// Close the facts; then choose nothing.
    Close,
}

/// How far one key zooms.
pub const ZOOM_FACTOR: f64 = 0.5;
/// How much of what is seen one key moves by.
const PAN_SHARE: f64 = 0.25;

/// The command of a key, by its name in `KeyboardEvent.key`.
#[must_use]
pub fn command(key: &str, is_shifted: bool) -> Option<Command> {
    Some(match key {
        "+" | "=" => Command::ZoomIn,
        "-" | "_" => Command::ZoomOut,
        "0" | "Home" => Command::Reset,
        "ArrowLeft" if is_shifted => Command::Pan(Step::Back),
        "ArrowRight" if is_shifted => Command::Pan(Step::Forward),
        "ArrowLeft" => Command::Step(Step::Back),
        "ArrowRight" => Command::Step(Step::Forward),
        "ArrowUp" => Command::Up,
        "ArrowDown" => Command::Down,
        "PageUp" => Command::PageUp,
        "PageDown" => Command::PageDown,
        "Enter" | " " => Command::Pin,
        "Escape" => Command::Close,
        _ => return None,
    })
}

/// Where a command leads. [`Command::Pin`] and [`Command::Close`] lead nowhere: they are about the facts.
#[must_use]
pub fn follow(place: Place, answered: &Answered, command: Command) -> Place {
    let extent = answered.extent();
    let about = place.spot.map_or(place.span.middle(), |spot| spot.span.middle());
    match command {
        Command::ZoomIn => Place { span: zoom::zoom(place.span, extent, about, ZOOM_FACTOR), ..place },
        Command::ZoomOut => Place { span: zoom::zoom(place.span, extent, about, 1.0 / ZOOM_FACTOR), ..place },
        Command::Reset => Place { span: zoom::whole(extent), ..place },
        Command::Pan(way) => pan(place, extent, way),
        Command::Step(way) => {
            let lane = place.lane.or(place.spot.map(|spot| spot.lane));
            let Some(lane) = lane else { return pan(place, extent, way) };
            let from = place.spot.filter(|spot| spot.lane == lane && spot.span.overlaps(place.span));
            match step(answered, place.span, lane, from.map(|spot| spot.span), way) {
                Some(spot) => Place { lane: Some(lane), spot: Some(spot), ..place },
                // Nothing more in sight: what is beyond the edge comes into sight, and the next step finds it.
                None => pan(place, extent, way),
            }
        }
        Command::Up => choose(place, answered, -1),
        Command::Down => choose(place, answered, 1),
        Command::PageUp => scroll(place, answered, -i64::from(MOST_LANES)),
        Command::PageDown => scroll(place, answered, i64::from(MOST_LANES)),
        Command::Pin | Command::Close => place,
    }
}

/// The lanes scrolled by `rows`.
#[must_use]
pub fn scroll(place: Place, answered: &Answered, rows: i64) -> Place {
    let last = i64::from(answered.timeline.lanes_total.saturating_sub(MOST_LANES));
    let first = (i64::from(place.first_lane) + rows).clamp(0, last);
    Place { first_lane: u32::try_from(first).unwrap_or(0), ..place }
}

/// The first lane to see, near the one that is seen now, so that `lane` is in sight.
#[must_use]
pub fn in_sight(first_lane: u32, lane: u32) -> u32 {
    let topmost = (lane + 1).saturating_sub(MOST_LANES);
    first_lane.clamp(topmost.min(lane), lane)
}

fn pan(place: Place, extent: Span, way: Step) -> Place {
    let seconds = place.span.seconds() * PAN_SHARE;
    let seconds = if way == Step::Back { -seconds } else { seconds };
    Place { span: zoom::pan(place.span, extent, seconds), ..place }
}

/// Chooses the lane `rows` below, and what is nearest in it to what was chosen before.
fn choose(place: Place, answered: &Answered, rows: i64) -> Place {
    let Some(last) = answered.timeline.lanes_total.checked_sub(1) else { return place };
    let lane = match place.lane {
        None => place.first_lane,
        Some(lane) => u32::try_from((i64::from(lane) + rows).clamp(0, i64::from(last))).unwrap_or(0),
    };
    let first_lane = in_sight(place.first_lane, lane);
    let about = place.spot.map_or(place.span.middle(), |spot| spot.span.middle());
    Place { first_lane, lane: Some(lane), spot: nearest(answered, place.span, lane, about), ..place }
}
