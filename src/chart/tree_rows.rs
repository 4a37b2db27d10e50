//! What is seen of a tree of which some nodes are open: one after the other, parents before their children.

use super::lettering::Measure;
use super::scale::CssPx;
use super::tree::{Node, Opened, Path, Target};
use crate::domain::direction::Direction;

/// All that decides where the nodes of a tree, or the bars that it opens into, are.
#[derive(Clone, Copy)]
pub struct Scene<'a, 's> {
    /// The tree. Of bars it is the whole: the directions are below it, and below them their contexts.
    pub root: &'a Node,
    /// What of it is open.
    pub opened: &'s Opened,
    /// The room: its width. A tree may need more, see [`Laid::width`](super::tree_layout::Laid::width).
    pub width: CssPx,
    /// How wide texts are.
    pub measure: Measure<'s>,
    /// How numbers are written.
    pub count: fn(u64) -> String,
}

/// Whether there is something below a node, and whether it is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Nothing is below it.
    Leaf,
    /// It can be opened.
    Closed,
    /// It can be closed.
    Open,
}

/// A node, or what is not shown of its children.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    /// Which of the two.
    pub target: Target,
    /// The node.
    pub node: &'a Node,
    /// The number of its parent's row; the root has none.
    pub parent: Option<usize>,
    /// Steps from the root.
    pub depth: usize,
    /// Its direction, or that of what it is below.
    pub direction: Option<Direction>,
    /// What is below it.
    pub fold: Fold,
    /// How many children are not shown: where the row stands for these.
    pub hidden: usize,
}

impl Row<'_> {
    /// Whether it stands for what is not shown.
    #[must_use]
    pub fn is_more(&self) -> bool {
        matches!(self.target, Target::More(_))
    }
}

/// What is seen, down to `most_depth` steps below the root: there nothing can be opened.
#[must_use]
pub fn rows<'a>(root: &'a Node, opened: &Opened, most_depth: usize) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    // What waits has its parent's number; its depth, direction and fold are known when its turn comes.
    let waits =
        |target, node, parent| Row { target, node, parent, depth: 0, direction: None, fold: Fold::Leaf, hidden: 0 };
    let mut waiting = vec![waits(Target::Node(Path::default()), root, None)];
    while let Some(mut row) = waiting.pop() {
        let number = rows.len();
        let parent = row.parent.and_then(|parent| rows.get(parent));
        row.depth = parent.map_or(0, |parent| parent.depth + 1);
        row.direction = row.node.direction.filter(|_| !row.is_more()).or(parent.and_then(|parent| parent.direction));
        if let Target::Node(path) = &row.target {
            let children = if row.depth < most_depth { row.node.children.as_slice() } else { &[] };
            let shown = opened.shown(path).min(children.len());
            row.fold = match (children.len(), shown) {
                (0, _) => Fold::Leaf,
                (_, 0) => Fold::Closed,
                _ => Fold::Open,
            };
            // What waits longest is taken last.
            if row.fold == Fold::Open && shown < children.len() {
                let more = waits(Target::More(path.clone()), row.node, Some(number));
                waiting.push(Row { hidden: children.len() - shown, ..more });
            }
            for (place, child) in children.iter().enumerate().take(shown).rev() {
                waiting.push(waits(Target::Node(path.child(place)), child, Some(number)));
            }
        }
        rows.push(row);
    }
    rows
}

/// The row of a target, and its number.
#[must_use]
pub fn find<'r, 'a>(rows: &'r [Row<'a>], target: &Target) -> Option<(usize, &'r Row<'a>)> {
    rows.iter().enumerate().find(|(_, row)| row.target == *target)
}
