//! How the tree's width is shared among its columns: labels have what they need as long as there is room; then the longest
//! are shortened first.

use super::scale::CssPx;
use super::tree_layout::MOST_RADIUS;

/// Between a circle and its label.
pub const GAP_LABEL: CssPx = CssPx(6.0);
const EDGE: f64 = 12.0;
/// At the right edge what opens the last column's nodes has room, too.
const RIGHT_EDGE: f64 = 18.0;
/// The gaps between columns, in which links turn.
const LEAST_GAP: f64 = 28.0;
const MOST_GAP: f64 = 96.0;
/// A label that needs as much has no less room: an IPv4 address is never cut. Where the columns do not fit so, the tree is
/// wider than its room.
const LEAST_LABEL: f64 = 120.0;
/// No more is put left of a tree that is narrower than its room.
const MOST_INDENT: f64 = 40.0;

/// Where columns are.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    labels: Vec<f64>,
    gap: f64,
    indent: f64,
    width: f64,
}

impl Columns {
    /// Shares `width` among columns. `needs` are labels: their depth, and the room each needs.
    pub(super) fn new(needs: impl Iterator<Item = (usize, CssPx)>, width: CssPx) -> Self {
        let mut labels: Vec<f64> = Vec::new();
        for (depth, need) in needs {
            // Depths are counted up one by one: parents come before their children.
            if depth >= labels.len() {
                labels.resize(depth + 1, 0.0);
            }
            if let Some(label) = labels.get_mut(depth) {
                *label = label.max(need.0.clamp(0.0, 10_000.0).ceil());
            }
        }
        let room = if width.0.is_finite() { width.0.clamp(0.0, 65_536.0) } else { 0.0 };
        // As many as fit on a screen.
        #[allow(clippy::cast_precision_loss)]
        let (columns, gaps) = (labels.len() as f64, labels.len().saturating_sub(1) as f64);
        let fixed = EDGE + RIGHT_EDGE + columns * (2.0 * MOST_RADIUS.0 + GAP_LABEL.0);
        let free = room - fixed - gaps * LEAST_GAP;
        let cap = cap(&labels, free);
        for label in &mut labels {
            *label = label.min(cap);
        }
        let left = (free - labels.iter().sum::<f64>()).max(0.0);
        let gap = if gaps > 0.0 { (LEAST_GAP + left / gaps).min(MOST_GAP) } else { 0.0 };
        let used = fixed + gaps * gap + labels.iter().sum::<f64>();
        let indent = ((room - used) / 2.0).clamp(0.0, MOST_INDENT);
        Self { labels, gap, indent, width: room.max(used) }
    }

    /// The width of all.
    pub(super) fn width(&self) -> CssPx {
        CssPx(self.width)
    }

    /// The room of a label.
    pub(super) fn label_room(&self, depth: usize) -> CssPx {
        CssPx(self.labels.get(depth).copied().unwrap_or(LEAST_LABEL))
    }

    /// Where a column begins.
    fn left(&self, depth: usize) -> f64 {
        let before = self.labels.iter().take(depth);
        let each = 2.0 * MOST_RADIUS.0 + GAP_LABEL.0 + self.gap;
        before.fold(EDGE + self.indent, |left, label| left + label + each)
    }

    /// The middle of a column's circles.
    pub(super) fn center(&self, depth: usize) -> CssPx {
        let label = match depth {
            0 | 1 => self.label_room(depth) + GAP_LABEL,
            _ => CssPx(0.0),
        };
        CssPx(self.left(depth)) + label + MOST_RADIUS
    }

    /// Left and right end of the gap before a column, in which the links to it turn.
    pub(super) fn gap_before(&self, depth: usize) -> (CssPx, CssPx) {
        let right = self.left(depth);
        (CssPx(right - self.gap), CssPx(right))
    }
}

/// The width beyond which labels are cut, so that all together have `free`.
fn cap(labels: &[f64], free: f64) -> f64 {
    let mut sorted = labels.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut free = free;
    for (number, label) in sorted.iter().enumerate() {
        // As many as fit on a screen.
        #[allow(clippy::cast_precision_loss)]
        let share = free / (sorted.len() - number) as f64;
        if *label > share {
            return share.max(LEAST_LABEL);
        }
        free -= label;
    }
    f64::INFINITY
}
