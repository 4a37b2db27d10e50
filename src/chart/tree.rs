//! The incident's progression as a tree that unfolds: the investigated IP, directions, network contexts, peers.
//!
//! ```text
//!   Node (the tree) ----+                                       +--> tree_marks::marks --> Vec<Mark>
//!   Opened (what of it) +--> tree_layout::lay_out --> Laid -----+--> Laid::hit
//!                       |                                       what the pointer is on
//!                       +--> tree_rows::rows --> tree_keys::follow
//!                                                what the keys choose, open and close
//! ```

use std::collections::BTreeMap;

use super::marks::Face;
use crate::domain::direction::Direction;

/// A node of the tree, with all that is below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is called.
    pub name: String,
    /// Its type face: addresses are [`Face::Mono`].
    pub face: Face,
    /// The peers that it stands for; `None` where that is not told, as in a document that Spot sends.
    pub peers: Option<u64>,
    /// Its direction; below a direction all nodes have it.
    pub direction: Option<Direction>,
    /// What is below it.
    pub children: Vec<Self>,
}

impl Node {
    /// The peers that it is told to stand for.
    #[must_use]
    pub fn told(&self) -> u64 {
        self.peers.unwrap_or(0)
    }
}

/// The way to a node from the root: each time the number of the child, from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(pub Vec<usize>);

impl Path {
    /// The way to a child.
    #[must_use]
    pub fn child(&self, number: usize) -> Self {
        let mut way = self.0.clone();
        way.push(number);
        Self(way)
    }

    /// The way to the parent; the root has none.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, way) = self.0.split_last()?;
        Some(Self(way.to_vec()))
    }
}

/// What one can point at and choose.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A node.
    Node(Path),
    /// What is not shown of a node's children.
    More(Path),
}

/// Children that an open node shows at first; as many more each time one asks for more.
pub const FIRST_SHOWN: usize = 12;

/// Which nodes are open, and how many children each shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened(BTreeMap<Path, usize>);

impl Opened {
    /// The root open, and what is at most `depth` steps below it.
    #[must_use]
    pub fn down_to(root: &Node, depth: usize) -> Self {
        let mut opened = Self::default();
        let mut waiting = vec![(Path::default(), root)];
        while let Some((path, node)) = waiting.pop() {
            if path.0.len() > depth || node.children.is_empty() {
                continue;
            }
            // What is not shown at first does not have to be open.
            let shown = node.children.iter().take(FIRST_SHOWN).enumerate();
            waiting.extend(shown.map(|(number, child)| (path.child(number), child)));
            opened.open(path);
        }
        opened
    }

    /// Whether a node is open.
    #[must_use]
    pub fn is_open(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    /// Children that a node shows: none where it is closed.
    #[must_use]
    pub fn shown(&self, path: &Path) -> usize {
        self.0.get(path).copied().unwrap_or(0)
    }

    /// Opens a node.
    pub fn open(&mut self, path: Path) {
        self.0.entry(path).or_insert(FIRST_SHOWN);
    }

    /// Opens a node as far as to show so many of its children; none closes it.
    pub fn show(&mut self, path: Path, children: usize) {
        match children {
            0 => self.0.remove(&path),
            _ => self.0.insert(path, children),
        };
    }

    /// Closes a node. What is open below it is open again when it is opened again.
    pub fn close(&mut self, path: &Path) {
        self.0.remove(path);
    }

    /// Opens or closes a node, or shows more of its children.
    pub fn toggle(&mut self, target: &Target) {
        match target {
            Target::Node(path) if self.is_open(path) => self.close(path),
            Target::Node(path) => self.open(path.clone()),
            Target::More(path) => {
                if let Some(shown) = self.0.get_mut(path) {
                    *shown = shown.saturating_add(FIRST_SHOWN);
                }
            }
        }
    }
}

/// The node at the end of a way.
#[must_use]
pub fn node<'a>(root: &'a Node, path: &Path) -> Option<&'a Node> {
    path.0.iter().try_fold(root, |node, &number| node.children.get(number))
}
