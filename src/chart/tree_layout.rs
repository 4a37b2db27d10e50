//! Where the nodes of the tree are: each one that shows no children has a row of its own, the others are in the middle of
//! their children. Nothing overlaps: columns do not share room, and within one no two nodes share rows.
//!
//! ```text
//!   | label  O |  gap  |   label     |  gap  | O label      |  gap  | O label
//!   |          |    .--|-----------O-|-------|-O lab 3      |
//!   | 10.0.0.1 |---<   |  Outbound 7 |    '--|-O mail 4 ----|-------|-O 192.0.2.1
//!   |        O |    '--|-----------O |       |              |    '--|-O 192.0.2.2
//!    depth 0            depth 1               depth 2                depth 3, and so on
//! ```

use super::lettering::fit;
use super::marks::Face;
use super::projection::Spot;
use super::scale::CssPx;
use super::tree::Target;
use super::tree_columns::{Columns, GAP_LABEL};
pub use super::tree_rows::Scene;
use super::tree_rows::{Fold, Row, rows};

/// The height of a row.
pub const ROW: CssPx = CssPx(26.0);
/// Between the rows of different parents.
const ROW_GAP: CssPx = CssPx(8.0);
const EDGE: CssPx = CssPx(10.0);
/// The size of names.
pub const NAME: CssPx = CssPx(13.0);
/// The size of numbers beside them.
pub const COUNT: CssPx = CssPx(11.5);
/// How far above its node the label of a direction is.
const RAISED: CssPx = CssPx(12.0);
/// Room for a direction's sign before its name.
pub const SIGN: CssPx = CssPx(14.0);
/// The largest circle: two in neighbouring rows do not touch.
pub const MOST_RADIUS: CssPx = CssPx(11.0);

/// A row of the tree in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<'a> {
    /// What it is.
    pub row: Row<'a>,
    /// The middle of its circle.
    pub center: Spot,
    /// Its circle's radius.
    pub radius: CssPx,
    /// The type face of its name.
    pub face: Face,
    /// Its name, as far as there is room.
    pub name: String,
    /// Its number of peers; empty where none is told.
    pub count: String,
    /// Left end and middle of the label: sign, name and count.
    pub label: Spot,
    /// How wide the label is.
    pub label_width: CssPx,
}

/// The tree in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid<'a> {
    /// What is seen, parents before their children.
    pub items: Vec<Item<'a>>,
    /// The width that it needs, at least the room's.
    pub width: CssPx,
    /// The height that it needs.
    pub height: CssPx,
    /// Where columns are.
    pub columns: Columns,
}

impl Item<'_> {
    /// Whether a sign is before its name: where directions begin.
    #[must_use]
    pub fn has_sign(&self) -> bool {
        self.row.depth == 1 && self.row.direction.is_some() && !self.row.is_more()
    }
}

/// A circle's radius: it grows with the number of digits.
#[must_use]
pub fn radius(peers: u64) -> CssPx {
    // Beyond 2^53 peers the digit does not matter.
    #[allow(clippy::cast_precision_loss)]
    let digits = (peers as f64 + 1.0).log10();
    CssPx(3.0 + 2.0 * digits).min(MOST_RADIUS)
}

/// Puts what is seen of the tree in its place.
#[must_use]
pub fn lay_out<'a>(scene: &Scene<'a, '_>) -> Laid<'a> {
    let mut items: Vec<Item<'a>> =
        rows(scene.root, scene.opened, usize::MAX).into_iter().map(|row| item(scene, row)).collect();
    let height = heights(&mut items);
    let needs: Vec<CssPx> = items.iter().map(|item| label_width(scene, item, measured(scene, item))).collect();
    let columns = Columns::new(items.iter().map(|item| item.row.depth).zip(needs), scene.width);
    for item in &mut items {
        let room = columns.label_room(item.row.depth);
        let taken = label_width(scene, item, CssPx(0.0));
        item.name = fit(&item.name, item.face, NAME, room - taken, scene.measure);
        item.label_width = label_width(scene, item, measured(scene, item));
        item.center.0 = columns.center(item.row.depth);
        item.label = match item.row.depth {
            0 => (item.center.0 - item.radius - GAP_LABEL - item.label_width, item.center.1),
            1 => (item.center.0 - MOST_RADIUS - GAP_LABEL - item.label_width, item.center.1 - RAISED),
            _ => (item.center.0 + MOST_RADIUS + GAP_LABEL, item.center.1),
        };
    }
    Laid { items, width: columns.width(), height, columns }
}

/// A row without a place.
fn item<'a>(scene: &Scene, row: Row<'a>) -> Item<'a> {
    let zero = CssPx(0.0);
    // One peer by itself needs no number, nor does the IP in question.
    let is_counted = !row.is_more() && row.depth > 0 && !(row.node.children.is_empty() && row.node.face == Face::Mono);
    let (face, name, radius) = if row.is_more() {
        (Face::Sans, format!("and {} more", (scene.count)(row.hidden as u64)), radius(0))
    } else {
        (row.node.face, row.node.name.clone(), radius(row.node.told()))
    };
    let count = row.node.peers.filter(|_| is_counted).map(scene.count).unwrap_or_default();
    Item { row, center: (zero, zero), radius, face, name, count, label: (zero, zero), label_width: zero }
}

fn measured(scene: &Scene, item: &Item) -> CssPx {
    sane((scene.measure)(&item.name, item.face, NAME))
}

/// A width of the browser's; what makes no sense is none.
fn sane(width: CssPx) -> CssPx {
    if width.0.is_finite() { width.max(CssPx(0.0)) } else { CssPx(0.0) }
}

fn label_width(scene: &Scene, item: &Item, name: CssPx) -> CssPx {
    let sign = if item.has_sign() { SIGN } else { CssPx(0.0) };
    if item.count.is_empty() {
        return sign + name;
    }
    sign + name + CssPx(5.0) + sane((scene.measure)(&item.count, Face::Sans, COUNT))
}

/// Gives each item its height, and tells how high all are.
fn heights(items: &mut [Item]) -> CssPx {
    let mut next = EDGE + ROW * 0.5;
    let mut before = None;
    for item in items.iter_mut().filter(|item| item.row.fold != Fold::Open) {
        if before.is_some_and(|before| before != item.row.parent) {
            next = next + ROW_GAP;
        }
        before = Some(item.row.parent);
        item.center.1 = next;
        next = next + ROW;
    }
    // First and last child of each: children come after their parents.
    let mut ends: Vec<Option<(CssPx, CssPx)>> = vec![None; items.len()];
    for (number, item) in items.iter_mut().enumerate().rev() {
        if let Some((first, last)) = ends.get(number).copied().flatten() {
            item.center.1 = (first + last) * 0.5;
        }
        let y = item.center.1;
        if let Some(of_parent) = item.row.parent.and_then(|parent| ends.get_mut(parent)) {
            *of_parent = Some(of_parent.map_or((y, y), |(_, last)| (y, last)));
        }
    }
    next - ROW * 0.5 + EDGE
}

impl Laid<'_> {
    /// What is at `x`, `y`: a circle or a label.
    #[must_use]
    pub fn hit(&self, x: CssPx, y: CssPx, reach: CssPx) -> Option<&Target> {
        let within = |from: CssPx, to: CssPx, at: CssPx| from - reach <= at && at <= to + reach;
        let found = self.items.iter().find(|item| {
            let (center_x, center_y) = item.center;
            let (left, middle) = item.label;
            let is_on_circle = (center_x - x).0.hypot((center_y - y).0) <= item.radius.0 + reach.0;
            let half = NAME * 0.6;
            is_on_circle || (within(left, left + item.label_width, x) && within(middle - half, middle + half, y))
        });
        found.map(|item| &item.row.target)
    }
}
