//! Turning the globe, moving the map, looking closer: by drag, wheel and keys.

use super::projection::{Eye, MOST_ZOOM, Projection, View};
use super::scale::CssPx;
use super::sphere::{LonLat, wrap};

/// How far one key turns what fills the box, in degrees.
const KEY_DEGREES: f64 = 15.0;
/// How much closer one key looks.
pub const ZOOM_FACTOR: f64 = 1.5;
/// Beside the poles a pixel is many degrees of longitude: no more than this many times as many as at the equator.
const MOST_TURNS: f64 = 4.0;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// See what is further west.
    West,
    /// See what is further east.
    East,
    /// See what is further north.
    North,
    /// See what is further south.
    South,
    /// Look closer.
    ZoomIn,
    /// Step back.
    ZoomOut,
    /// See what was seen first.
    Reset,
    /// Choose the next marker, the one with most peers first.
    Next,
    /// Choose the marker before.
    Previous,
    /// Choose nothing.
    Close,
}

/// The command of a key, by its name in `KeyboardEvent.key`.
#[must_use]
pub fn command(key: &str) -> Option<Command> {
    Some(match key {
        "ArrowLeft" => Command::West,
        "ArrowRight" => Command::East,
        "ArrowUp" => Command::North,
        "ArrowDown" => Command::South,
        "+" | "=" => Command::ZoomIn,
        "-" | "_" => Command::ZoomOut,
        "0" | "Home" => Command::Reset,
        "PageDown" | "." => Command::Next,
        "PageUp" | "," => Command::Previous,
        "Escape" => Command::Close,
        _ => return None,
    })
}

/// `eye` after the pointer moved right and down by these lengths with the earth held.
#[must_use]
pub fn drag(view: View, eye: Eye, width: CssPx, height: CssPx, right: CssPx, down: CssPx) -> Eye {
    let projection = Projection::new(view, eye, width, height);
    let center = projection.center();
    let degrees = |length: CssPx| (length.0 / projection.radius().0).to_degrees();
    let (east, north) = (-degrees(right), degrees(down));
    if !east.is_finite() || !north.is_finite() {
        return eye;
    }
    let turns = match view {
        View::Globe => (1.0 / center.lat.to_radians().cos()).clamp(1.0, MOST_TURNS),
        View::Map => 1.0,
    };
    let center = LonLat { lon: wrap(center.lon + east * turns), lat: (center.lat + north).clamp(-90.0, 90.0) };
    settle(view, Eye { center, ..eye }, width, height)
}

/// `eye` with `factor` times its zoom.
#[must_use]
pub fn zoom(view: View, eye: Eye, width: CssPx, height: CssPx, factor: f64) -> Eye {
    let zoom = eye.zoom * factor;
    if !zoom.is_finite() {
        return eye;
    }
    settle(view, Eye { zoom: zoom.clamp(1.0, MOST_ZOOM), ..eye }, width, height)
}

/// `eye` after a key that turns or zooms; others leave it as it is. `first` is where [`Command::Reset`] leads.
#[must_use]
pub fn follow(view: View, eye: Eye, first: Eye, width: CssPx, height: CssPx, command: Command) -> Eye {
    let zoomed = if eye.zoom.is_finite() { eye.zoom.clamp(1.0, MOST_ZOOM) } else { 1.0 };
    let step = KEY_DEGREES / zoomed;
    let (east, north) = match command {
        Command::West => (-step, 0.0),
        Command::East => (step, 0.0),
        Command::North => (0.0, step),
        Command::South => (0.0, -step),
        Command::ZoomIn => return zoom(view, eye, width, height, ZOOM_FACTOR),
        Command::ZoomOut => return zoom(view, eye, width, height, 1.0 / ZOOM_FACTOR),
        Command::Reset => return first,
        Command::Next | Command::Previous | Command::Close => return eye,
    };
    let center = Projection::new(view, eye, width, height).center();
    let center = LonLat { lon: wrap(center.lon + east), lat: (center.lat + north).clamp(-90.0, 90.0) };
    settle(view, Eye { center, ..eye }, width, height)
}

/// The marker that a key chooses, of `count`, from the one that is chosen: around in a circle.
#[must_use]
pub fn choose(chosen: Option<usize>, count: usize, command: Command) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match (command, chosen) {
        (Command::Next, None) => Some(0),
        (Command::Next, Some(chosen)) => Some(if chosen >= last { 0 } else { chosen + 1 }),
        (Command::Previous, None | Some(0)) => Some(last),
        (Command::Previous, Some(chosen)) => Some((chosen - 1).min(last)),
        (Command::Close, _) => None,
        (_, chosen) => chosen.filter(|&chosen| chosen <= last),
    }
}

/// `eye` above `place`: where a marker that was chosen is behind the globe or beside the box.
#[must_use]
pub fn look_at(view: View, eye: Eye, width: CssPx, height: CssPx, place: LonLat) -> Eye {
    settle(view, Eye { center: place, ..eye }, width, height)
}

/// What is really seen: a drag beyond the edge is not to be dragged back first.
fn settle(view: View, eye: Eye, width: CssPx, height: CssPx) -> Eye {
    Eye { center: Projection::new(view, eye, width, height).center(), ..eye }
}
