//! The incident progression, drawn: a tree that is unfolded as far as there is room.

use super::plate::{Plate, density};
use super::{Setting, Subject, WIDTH, WORDS};
use crate::chart::board::{Picture, UNNAMED};
use crate::chart::lettering::estimate;
use crate::chart::marks::{Face, Mark, Role};
use crate::chart::scale::CssPx;
use crate::chart::tree::{Node, Opened};
use crate::chart::tree_layout::{Item, Laid, Scene, lay_out};
use crate::chart::tree_marks::marks;
use crate::chart::tree_rows::Row;
use crate::chart::tree_words::summary;
use crate::chart::unfold::unfolded;
use crate::domain::storyboard::{Peer, top_peers};
use crate::export::dossier::Addresses;
use crate::export::figure::Figure;
use crate::words::format::{count, counted};

/// Widths of trees with long addresses: IPv6, and defanged IPv6.
const WIDER: CssPx = CssPx(1_100.0);
const WIDEST: CssPx = CssPx(1_400.0);

pub fn plate(subject: Subject, setting: Setting) -> Plate {
    let Subject { investigation, context, view, handling, .. } = subject;
    let peers = top_peers(investigation, view, context);
    let tree = Picture::progression(investigation.table().ip(), &peers.iter().collect::<Vec<_>>());
    let root = written(tree.root, handling.addresses);
    let opened = unfolded(&root, |opened| height(&root, opened) <= setting.most_height());
    let laid = laid(&root, &opened);
    let shown = laid.items.iter().filter(|item| is_peer(&item.row)).count();
    Plate {
        figure: Figure::Progression,
        part: String::new(),
        marks: still(marks(&laid, density(), None)),
        width: laid.width,
        height: laid.height,
        legend: Vec::new(),
        caption: caption(&peers, shown, subject, setting),
        notes: Vec::new(),
        description: summary(&root, WORDS),
    }
}

/// In its place, as wide as it takes to write every address in full: on paper nobody can be asked for the rest.
fn laid<'a>(root: &'a Node, opened: &Opened) -> Laid<'a> {
    let within = |width| lay_out(&Scene { root, opened, width, measure: &estimate, count });
    let is_whole = |item: &Item| item.face != Face::Mono || item.row.is_more() || item.name == item.row.node.name;
    let found = [WIDTH, WIDER].into_iter().map(within).find(|laid| laid.items.iter().all(is_whole));
    found.unwrap_or_else(|| within(WIDEST))
}

/// A tree whose names are written as an export asks for it.
pub fn written(node: Node, addresses: Addresses) -> Node {
    let children = node.children.into_iter().map(|child| written(child, addresses)).collect();
    Node { name: addresses.text(&node.name), children, ..node }
}

/// Marks of a picture in which nothing can be clicked: what is not shown has no colour of its own.
pub fn still(mut marks: Vec<Mark>) -> Vec<Mark> {
    for mark in &mut marks {
        if let Mark::Text { role: role @ Role::Accent, .. } = mark {
            *role = Role::Muted;
        }
    }
    marks
}

/// How high the tree is: that does not depend on its texts.
fn height(root: &Node, opened: &Opened) -> CssPx {
    lay_out(&Scene { root, opened, width: WIDTH, measure: &|_, _, _| CssPx(0.0), count }).height
}

fn is_peer(row: &Row) -> bool {
    row.depth > 0 && row.node.face == Face::Mono && !row.is_more()
}

fn caption(peers: &[Peer], shown: usize, subject: Subject, setting: Setting) -> String {
    let all = peers.len();
    let who = setting.top_peers(subject.view);
    let mut sentences =
        vec![format!("{who} by direction and network. A circle is larger, the more peers it stands for.")];
    if peers.iter().any(|peer| peer.network.is_none()) {
        sentences.push(format!("\u{201c}{UNNAMED}\u{201d} are those whose network has no name."));
    }
    if shown < all {
        let of = counted(all as u64, "peer");
        sentences.push(format!("{} of {of} are shown one by one; {}.", count(shown as u64), setting.list_of_all()));
    }
    sentences.join(" ")
}
