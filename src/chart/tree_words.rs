//! The tree in words.

use super::marks::Face;
use super::tree::Node;
use super::tree_rows::{Fold, Row};
use super::words::Words;

/// A row as it is read aloud: its name in full, its number of peers, and whether it can be opened.
#[must_use]
pub fn row(row: &Row, words: Words) -> String {
    let node = row.node;
    if row.is_more() {
        return format!("and {} more", (words.count)(row.hidden as u64));
    }
    let counted = match node.peers {
        Some(peers) => format!("{}: {} {}", node.name, (words.count)(peers), noun(peers)),
        None => node.name.clone(),
    };
    let below = (words.count)(node.children.len() as u64);
    match row.fold {
        Fold::Leaf if node.face == Face::Mono => node.name.clone(),
        Fold::Leaf => counted,
        Fold::Closed => format!("{counted}, {below} below, closed"),
        Fold::Open => format!("{counted}, {below} below, open"),
    }
}

fn noun(peers: u64) -> &'static str {
    if peers == 1 { "peer" } else { "peers" }
}

/// The whole picture: the first two levels.
#[must_use]
pub fn summary(root: &Node, words: Words) -> String {
    let whole = match root.peers {
        Some(peers) => format!("{} and {} {}.", root.name, (words.count)(peers), noun(peers)),
        None => format!("{}.", root.name),
    };
    std::iter::once(whole)
        .chain(root.children.iter().map(|branch| sentence(branch, words)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A branch and the largest nodes in it: `Outbound: 99 (mail 90, dns 9).`
fn sentence(branch: &Node, words: Words) -> String {
    let mut most: Vec<&Node> = branch.children.iter().collect();
    // Stable: of equals the first in the tree.
    most.sort_by_key(|node| std::cmp::Reverse(node.told()));
    let others = most.len().saturating_sub(3);
    let named: Vec<String> = most.iter().take(3).map(|node| counted(node, " ", words)).collect();
    let rest = if others > 0 { format!(" and {} more", (words.count)(others as u64)) } else { String::new() };
    let below = if named.is_empty() { String::new() } else { format!(" ({}{rest})", named.join(", ")) };
    format!("{}{below}.", counted(branch, ": ", words))
}

/// A name and, where it is told, its number of peers.
fn counted(node: &Node, between: &str, words: Words) -> String {
    match node.peers {
        Some(peers) => format!("{}{between}{}", node.name, (words.count)(peers)),
        None => node.name.clone(),
    }
}
