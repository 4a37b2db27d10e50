//! A stored tree narrowed to some of the details' peers.
//!
//! A document that a source stored holds sums and no peers. Where a sum is that of the details, it is those peers, and can be
//! counted anew; where it is another, nobody knows whose it is. Groups are counted as a whole or not at all, so that numbers
//! in a group go together.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::board::Picture;
use super::tree::{Node, Path, Target};
use crate::domain::storyboard::Peer;

/// A picture that shows some of the peers, as far as that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Narrowed {
    /// The picture.
    pub picture: Picture,
    /// Groups that show all, since their sums are not those of the details.
    pub whole: Vec<String>,
}

impl Narrowed {
    /// One that shows all that it should.
    #[must_use]
    pub fn all(picture: Picture) -> Self {
        Self { picture, whole: Vec::new() }
    }

    /// `stored`, of which only what stands for peers in `focus` is counted.
    #[must_use]
    pub fn to(stored: Picture, peers: &[Peer], focus: &BTreeSet<IpAddr>) -> Self {
        let count = |path: &Path, of: &dyn Fn(&Peer) -> bool| {
            let part = stored.part(&Target::Node(path.clone()))?;
            Some(peers.iter().filter(|peer| part.holds(peer) && of(peer)).count() as u64)
        };
        let (mut whole, mut branches) = (Vec::new(), Vec::new());
        for (number, branch) in stored.root.children.iter().enumerate() {
            let path = Path::default().child(number);
            if is_of_peers(branch, &path, &|path| count(path, &|_| true)) {
                branches.push(counted(branch, &path, &|path| count(path, &|peer| focus.contains(&peer.ip))));
            } else {
                whole.push(branch.name.clone());
                branches.push(branch.clone());
            }
        }
        let all = stored.root.peers.map(|_| branches.iter().map(Node::told).sum());
        let root = Node { peers: all, children: branches, ..stored.root.clone() };
        Self { picture: stored.with_root(root), whole }
    }

    /// What a reader should know; `None` where all is filtered.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        let (last, first) = self.whole.split_last()?;
        let (groups, show) = if first.is_empty() {
            (last.clone(), "shows")
        } else {
            (format!("{} and {last}", first.join(", ")), "show")
        };
        Some(format!(
            "{groups} {show} all that is stored: its sums are not those of the details, so they cannot be filtered."
        ))
    }
}

/// Whether every sum is that of the peers that `count` finds.
fn is_of_peers(node: &Node, path: &Path, count: &impl Fn(&Path) -> Option<u64>) -> bool {
    let own = node.peers.is_none_or(|stored| count(path) == Some(stored));
    let below = node.children.iter().enumerate();
    own && below.into_iter().all(|(number, child)| is_of_peers(child, &path.child(number), count))
}

fn counted(node: &Node, path: &Path, count: &impl Fn(&Path) -> Option<u64>) -> Node {
    let children = node.children.iter().enumerate();
    let children = children.map(|(number, child)| counted(child, &path.child(number), count)).collect();
    Node { peers: node.peers.and_then(|_| count(path)), children, ..node.clone() }
}
