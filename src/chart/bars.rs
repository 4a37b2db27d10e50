//! Impact analysis: how many peers each direction has, and within it each network context.
//!
//! The data and what is open are those of a tree ([`super::tree`]): its root is not shown, directions are below it, contexts
//! below them. Keys are those of the tree, too ([`super::tree_keys`]).

use super::bars_layout::{Laid, Line, NAME, SCALE, SIGNS, SMALL};
use super::marks::{Anchor, Face, Mark, Role, Tone};
use super::pen::Pen;
use super::scale::{CssPx, Density};
use super::tree::{Node, Target};
use super::tree_rows::Fold;
use super::words::Words;

const HAIRLINE: CssPx = CssPx(1.0);
const CORNER: CssPx = CssPx(3.0);
/// Half the height of a direction's bar, and of a context's.
const TALL: CssPx = CssPx(7.0);
const LOW: CssPx = CssPx(4.0);
/// Even one peer among thousands is seen.
const LEAST: CssPx = CssPx(1.5);

/// What there is to paint, in the order in which it is painted. What is neither `chosen` nor above or below it is set back.
#[must_use]
pub fn marks(laid: &Laid, density: Density, chosen: Option<&Target>) -> Vec<Mark> {
    let mut pen = Pen::new(density);
    for line in laid.lines.iter().filter(|line| !line.row.is_more()) {
        let (y, half) = middle(line);
        pen.bar(Role::Muted, Tone::Ground, (laid.left, y - half), (laid.right, y + half), CORNER);
    }
    scale(laid, &mut pen);
    for line in &laid.lines {
        self::line(laid, line, chosen, &mut pen);
    }
    pen.finish()
}

/// The middle of a row, and half its bar's height.
fn middle(line: &Line) -> (CssPx, CssPx) {
    ((line.top + line.bottom) * 0.5, if line.row.depth == 1 { TALL } else { LOW })
}

fn scale(laid: &Laid, pen: &mut Pen) {
    if laid.lines.is_empty() {
        return;
    }
    for tick in &laid.ticks {
        let bottom = laid.foot + CssPx(4.0);
        pen.rect(Role::Line, Tone::Full, (tick.x, CssPx(4.0)), (tick.x + HAIRLINE, bottom));
        let at = (tick.label_x, laid.foot + CssPx(14.0));
        pen.text(Role::Muted, Face::Sans, SCALE, Anchor::Middle, at, tick.label.clone());
    }
}

fn line(laid: &Laid, line: &Line, chosen: Option<&Target>, pen: &mut Pen) {
    let (y, half) = middle(line);
    let is_direction = line.row.depth == 1;
    let is_back = chosen.is_some_and(|chosen| !belong_together(chosen, &line.row.target));
    let role = line.row.direction.map_or(Role::Accent, Role::Traffic);
    let tone = match (is_back, is_direction) {
        (true, _) => Tone::Faint,
        (false, true) => Tone::Full,
        (false, false) => Tone::One,
    };
    if line.row.node.told() > 0 && !line.row.is_more() {
        let end = line.end.max(laid.left + LEAST);
        pen.bar(role, tone, (laid.left, y - half), (end, y + half), CORNER);
    }
    let ink = if is_back { Role::Muted } else { Role::Ink };
    let left = SIGNS + CssPx(4.0);
    if is_direction {
        if line.row.fold != Fold::Leaf {
            chevron(line.row.fold, (CssPx(8.0), y), pen);
        }
        if let Some(direction) = line.row.direction {
            pen.glyph(direction, (CssPx(23.0), y), CssPx(4.5));
        }
    }
    let size = if is_direction { NAME } else { SMALL };
    let (name, count) = (line.name.clone(), line.count.clone());
    // What can be clicked and is no data has the accent's colour.
    pen.text(if line.row.is_more() { Role::Accent } else { ink }, Face::Sans, size, Anchor::Start, (left, y), name);
    let face = if is_direction { Face::Strong } else { Face::Sans };
    pen.text(ink, face, size, Anchor::End, (laid.numbers, y), count);
    if chosen == Some(&line.row.target) {
        let (from, to) = ((CssPx(0.0), line.top + CssPx(1.0)), (laid.width, line.bottom - CssPx(1.0)));
        pen.frame(Role::Accent, HAIRLINE, from, to);
    }
}

/// Whether one is the other, or above or below it.
fn belong_together(one: &Target, other: &Target) -> bool {
    let way = |target: &Target| match target {
        Target::Node(path) | Target::More(path) => path.0.clone(),
    };
    let (one, other) = (way(one), way(other));
    one.starts_with(&other) || other.starts_with(&one)
}

/// `>` or, where it is open, `v`.
fn chevron(fold: Fold, (x, y): (CssPx, CssPx), pen: &mut Pen) {
    let (long, short) = (CssPx(3.5), CssPx(1.75));
    let corners = if fold == Fold::Open {
        [(x - long, y - short), (x, y + short), (x + long, y - short)]
    } else {
        [(x - short, y - long), (x + short, y), (x - short, y + long)]
    };
    pen.line(Role::Muted, Tone::Full, CssPx(1.4), None, &corners);
}

/// The whole picture in words.
#[must_use]
pub fn summary(root: &Node, words: Words) -> String {
    let noun = if root.told() == 1 { "peer" } else { "peers" };
    let bars: Vec<String> =
        root.children.iter().map(|node| format!("{} {}", node.name, (words.count)(node.told()))).collect();
    if bars.is_empty() {
        return format!("{} {noun}.", (words.count)(root.told()));
    }
    format!("{} {noun}: {}.", (words.count)(root.told()), bars.join(", "))
}
