//! Where the bars are.
//!
//! ```text
//!   | > sign name        | ############------------------ |   1,031 |     a direction
//!   |        mail        | #########--------------------- |     911 |     its contexts, where it is open
//!   |        and 3 more  |                                |         |
//!   | > sign name        | #----------------------------- |       5 |
//!                          |         |         |
//!                          0        500      1,000                        the scale
//! ```

use super::lettering::fit;
use super::marks::Face;
use super::scale::CssPx;
use super::tree::{Node, Target};
pub use super::tree_rows::Scene;
use super::tree_rows::{Row, rows};

/// The size of a direction's name.
pub const NAME: CssPx = CssPx(13.0);
/// The size of a context's name and number.
pub const SMALL: CssPx = CssPx(12.0);
/// The size of the scale's labels.
pub const SCALE: CssPx = CssPx(11.0);
/// Left of a direction's name: what opens it, and its sign.
pub const SIGNS: CssPx = CssPx(30.0);
const EDGE: CssPx = CssPx(4.0);
const GAP: CssPx = CssPx(12.0);
const TOP: CssPx = CssPx(4.0);
/// The height of a direction's row.
const TALL: CssPx = CssPx(36.0);
/// The height of a context's row.
const LOW: CssPx = CssPx(24.0);
/// Room for the scale's labels.
const SCALE_HEIGHT: CssPx = CssPx(26.0);
/// The bars have at least this share of the width; names are shortened for it.
const LEAST_SHARE: f64 = 0.3;
/// More steps of the scale are not read.
const MOST_STEPS: u64 = 10;
/// Between two labels of the scale.
const LABEL_GAP: CssPx = CssPx(16.0);

/// A row in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'a> {
    /// What it is. Directions have the depth 1.
    pub row: Row<'a>,
    /// Its upper edge.
    pub top: CssPx,
    /// Its lower edge, the upper one of the next.
    pub bottom: CssPx,
    /// Its name, as far as there is room.
    pub name: String,
    /// Its number; empty where none is told.
    pub count: String,
    /// Where its bar ends.
    pub end: CssPx,
}

/// A mark of the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// How many peers.
    pub peers: u64,
    /// Where its line is.
    pub x: CssPx,
    /// Its label.
    pub label: String,
    /// The middle of its label: beside the line where that would reach beyond the bars.
    pub label_x: CssPx,
}

/// The bars in their place.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid<'a> {
    /// The rows, top to bottom.
    pub lines: Vec<Line<'a>>,
    /// Left end of the bars, where zero is.
    pub left: CssPx,
    /// Right end of the bars, where the most is.
    pub right: CssPx,
    /// The right end of the numbers.
    pub numbers: CssPx,
    /// Where the rows end.
    pub foot: CssPx,
    /// The scale.
    pub ticks: Vec<Tick>,
    /// The width of all.
    pub width: CssPx,
    /// The height of all.
    pub height: CssPx,
}

/// Puts directions, and the contexts of those that are open, in their place.
#[must_use]
pub fn lay_out<'a>(scene: &Scene<'a, '_>) -> Laid<'a> {
    let width = CssPx(if scene.width.0.is_finite() { scene.width.0.clamp(1.0, 65_536.0) } else { 1.0 });
    // The root is no bar, and always open.
    let mut opened = scene.opened.clone();
    opened.open(super::tree::Path::default());
    let rows: Vec<Row<'a>> = rows(scene.root, &opened, 2).into_iter().skip(1).collect();
    let most = scene.root.children.iter().map(Node::told).max().unwrap_or(0).max(1);
    let widest = |widths: &mut dyn Iterator<Item = CssPx>| widths.fold(CssPx(0.0), CssPx::max);
    let number_room = widest(&mut rows.iter().map(|row| measured(scene, &count(scene, row), Face::Strong, NAME)));
    let name_room = widest(&mut rows.iter().map(|row| measured(scene, &name(scene, row), Face::Sans, NAME)));
    let fixed = EDGE * 2.0 + SIGNS + GAP * 2.0 + number_room;
    let name_room = name_room.min((width - fixed - width * LEAST_SHARE).max(CssPx(0.0)));
    let numbers = width - EDGE;
    let right = (numbers - number_room - GAP).max(CssPx(0.0));
    let left = (EDGE + SIGNS + name_room + GAP).min(right);
    let mut top = TOP;
    let lines: Vec<Line<'a>> = rows
        .into_iter()
        .map(|row| {
            let bottom = top + if row.depth == 1 { TALL } else { LOW };
            let name = fit(&name(scene, &row), Face::Sans, NAME, name_room, scene.measure);
            let end = left + (right - left) * share(row.node.told(), most);
            let line = Line { name, count: count(scene, &row), end, top, bottom, row };
            top = bottom;
            line
        })
        .collect();
    let ticks = ticks(scene, most, left, right);
    Laid { lines, left, right, numbers, foot: top, ticks, width, height: top + SCALE_HEIGHT }
}

/// A text's width; what makes no sense is none.
fn measured(scene: &Scene, text: &str, face: Face, size: CssPx) -> CssPx {
    let width = (scene.measure)(text, face, size).0;
    CssPx(if width.is_finite() { width.max(0.0) } else { 0.0 })
}

fn name(scene: &Scene, row: &Row) -> String {
    if row.is_more() { format!("and {} more", (scene.count)(row.hidden as u64)) } else { row.node.name.clone() }
}

fn count(scene: &Scene, row: &Row) -> String {
    row.node.peers.filter(|_| !row.is_more()).map(scene.count).unwrap_or_default()
}

/// A bar's part of the whole width. A context that has more than all directions is cut.
fn share(peers: u64, most: u64) -> f64 {
    // Beyond 2^53 peers a pixel does not matter.
    #[allow(clippy::cast_precision_loss)]
    let share = peers as f64 / most as f64;
    share.min(1.0)
}

/// The scale: the smallest step of 1, 2 or 5 with whose labels there is room.
fn ticks(scene: &Scene, most: u64, left: CssPx, right: CssPx) -> Vec<Tick> {
    let width = |peers: u64| measured(scene, &(scene.count)(peers), Face::Sans, SCALE);
    // The last label, and the one before it, may have to move towards each other by half of the last.
    let widest = (width(most) + LABEL_GAP).max(width(most) * 1.5 + LABEL_GAP * 0.25);
    let room = right - left;
    let steps = std::iter::successors(Some(1_u64), |power| power.checked_mul(10))
        .flat_map(|power| [1, 2, 5].into_iter().filter_map(move |times: u64| power.checked_mul(times)));
    let step = steps
        .take_while(|step| *step <= most)
        .find(|step| most / step <= MOST_STEPS && room * share(*step, most) >= widest);
    // Where there is no room for two, the most alone is told.
    let values: Vec<u64> = match step {
        Some(step) => (0..=most / step).map(|times| times * step).collect(),
        None if room >= widest => vec![0, most],
        None => vec![0],
    };
    values
        .into_iter()
        .map(|peers| {
            let x = left + room * share(peers, most);
            let half = width(peers) * 0.5;
            let label_x = x.max(half).min(right - half);
            Tick { peers, x, label: (scene.count)(peers), label_x }
        })
        .collect()
}

impl Laid<'_> {
    /// What is at `x`, `y`: all of a row belongs to it.
    #[must_use]
    pub fn hit(&self, x: CssPx, y: CssPx) -> Option<&Target> {
        let is_inside = CssPx(0.0) <= x && x <= self.width;
        let line = self.lines.iter().find(|line| is_inside && line.top <= y && y < line.bottom)?;
        Some(&line.row.target)
    }
}
