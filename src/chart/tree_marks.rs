//! The tree in its place becomes marks.

use super::marks::{Anchor, Face, Mark, Role, Tone};
use super::pen::Pen;
use super::projection::Spot;
use super::scale::{CssPx, Density};
use super::tree::Target;
use super::tree_columns::GAP_LABEL;
use super::tree_layout::{COUNT, Item, Laid, NAME, SIGN};
use super::tree_rows::Fold;

const LINK: CssPx = CssPx(1.2);
/// Steps of a link's curve.
const STEPS: u32 = 16;

/// What there is to paint, in the order in which it is painted. `chosen` is set apart.
#[must_use]
pub fn marks(laid: &Laid, density: Density, chosen: Option<&Target>) -> Vec<Mark> {
    let mut pen = Pen::new(density);
    for item in &laid.items {
        if let Some(parent) = item.row.parent.and_then(|parent| laid.items.get(parent)) {
            pen.line(Role::Line, Tone::Full, LINK, None, &link(laid, parent, item));
        }
    }
    for item in &laid.items {
        node(item, chosen == Some(&item.row.target), &mut pen);
    }
    pen.finish()
}

/// From a parent's circle, or where its label ends, straight to the gap between the columns; there it turns.
fn link(laid: &Laid, parent: &Item, item: &Item) -> Vec<Spot> {
    let (left, right) = laid.columns.gap_before(item.row.depth);
    let (from, to) = (parent.center.1, item.center.1);
    let start = match parent.row.depth {
        0 | 1 => parent.center.0 + parent.radius,
        _ => parent.label.0 + parent.label_width + GAP_LABEL,
    };
    let turn = (0..=STEPS).map(|step| {
        let share = f64::from(step) / f64::from(STEPS);
        let eased = share * share * (3.0 - 2.0 * share);
        (left + (right - left) * share, from + (to - from) * eased)
    });
    let end = (item.center.0 - item.radius, to);
    std::iter::once((start.min(left), from)).chain(turn).chain(std::iter::once(end)).collect()
}

fn node(item: &Item, is_chosen: bool, pen: &mut Pen) {
    let role = item.row.direction.map_or(Role::Accent, Role::Traffic);
    let is_more = item.row.is_more();
    if is_more {
        pen.disc(Role::Muted, Tone::Faint, item.center, item.radius);
    } else {
        let tone = if item.row.depth < 2 { Tone::Full } else { Tone::Few };
        pen.disc(Role::Panel, Tone::Full, item.center, item.radius + CssPx(1.0));
        pen.disc(role, tone, item.center, item.radius);
    }
    if is_chosen {
        pen.ring(Role::Accent, CssPx(2.0), item.center, item.radius + CssPx(2.5));
    }
    let (mut x, y) = item.label;
    if let Some(direction) = item.row.direction.filter(|_| item.has_sign()) {
        pen.glyph(direction, (x + CssPx(4.0), y), CssPx(4.0));
        x = x + SIGN;
    }
    // What can be clicked and is no data has the accent's colour.
    let role = if is_more { Role::Accent } else { Role::Ink };
    pen.text(role, item.face, NAME, Anchor::Start, (x, y), item.name.clone());
    let end = (item.label.0 + item.label_width, y);
    pen.text(Role::Muted, Face::Sans, COUNT, Anchor::End, end, item.count.clone());
    if item.row.fold == Fold::Closed {
        chevron(item, pen);
    }
}

/// `>`: there is more below it.
fn chevron(item: &Item, pen: &mut Pen) {
    let x = match item.row.depth {
        0 | 1 => item.center.0 + item.radius,
        _ => item.label.0 + item.label_width,
    } + GAP_LABEL;
    let y = item.center.1;
    let (width, half) = (CssPx(3.5), CssPx(3.5));
    pen.line(Role::Muted, Tone::Full, CssPx(1.4), None, &[(x, y - half), (x + width, y), (x, y + half)]);
}
