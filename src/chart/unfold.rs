//! How much of a tree is opened where nobody can open more: on paper, and in a picture.

use super::tree::{Node, Opened, Path};

/// The root open, and below it as much as `fits`: level by level, and of each level every node alike. Where not all of a
/// level fits, what is below it stays closed.
#[must_use]
pub fn unfolded(root: &Node, fits: impl Fn(&Opened) -> bool) -> Opened {
    let mut opened = Opened::default();
    let mut level = vec![(Path::default(), root)];
    while !level.is_empty() {
        level.retain(|(_, node)| !node.children.is_empty());
        let most = level.iter().map(|(_, node)| node.children.len()).max().unwrap_or(0);
        let (mut shown, mut too_many) = (0, most + 1);
        while too_many - shown > 1 {
            let middle = shown.midpoint(too_many);
            if fits(&with(&opened, &level, middle)) {
                shown = middle;
            } else {
                too_many = middle;
            }
        }
        let at_least = with(&opened, &level, shown);
        if shown > 0 || fits(&at_least) {
            opened = at_least;
        }
        // What is left is too little for one more of each, and may be enough for one more of some.
        for (path, node) in &level {
            let mut more = opened.clone();
            more.show(path.clone(), at_most(node, shown + 1));
            if more.shown(path) > opened.shown(path) && fits(&more) {
                opened = more;
            }
        }
        level = level
            .iter()
            .flat_map(|(path, node)| {
                let shown = node.children.iter().take(opened.shown(path)).enumerate();
                shown.map(|(number, child)| (path.child(number), child)).collect::<Vec<_>>()
            })
            .collect();
    }
    opened
}

/// The same with `shown` children of each node of a level.
fn with(opened: &Opened, level: &[(Path, &Node)], shown: usize) -> Opened {
    let mut opened = opened.clone();
    for (path, node) in level {
        opened.show(path.clone(), at_most(node, shown));
    }
    opened
}

/// `count` children of a node, if it has as many. "And 1 more" would take the room of that one.
fn at_most(node: &Node, count: usize) -> usize {
    let all = node.children.len();
    if all <= count + 1 { all } else { count }
}
