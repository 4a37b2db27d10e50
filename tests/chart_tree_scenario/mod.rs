//! A small storyboard, made by hand: three directions, contexts, peers.
#![allow(dead_code, reason = "each test file uses its own part")]

use investigation::chart::marks::Face;
use investigation::chart::scale::CssPx;
use investigation::chart::tree::{Node, Path};
use investigation::chart::words::Words;
use investigation::domain::direction::Direction;

pub const WORDS: Words = Words { count: |count| count.to_string(), bytes: |bytes| format!("{bytes} B") };

/// Each character is half as wide as it is high.
pub fn half(text: &str, _: Face, size: CssPx) -> CssPx {
    size * 0.5 * f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX))
}

pub fn peer(name: &str) -> Node {
    Node { name: name.to_owned(), face: Face::Mono, peers: Some(1), direction: None, children: Vec::new() }
}

/// As many peers as are said, the first ones of them as nodes.
pub fn context(name: &str, peers: u64, nodes: u8) -> Node {
    let children = (0..nodes).map(|number| peer(&format!("192.0.2.{number}"))).collect();
    Node { name: name.to_owned(), face: Face::Sans, peers: Some(peers), direction: None, children }
}

pub fn branch(name: &str, direction: Direction, children: Vec<Node>) -> Node {
    let peers = Some(children.iter().map(Node::told).sum());
    Node { name: name.to_owned(), face: Face::Sans, peers, direction: Some(direction), children }
}

pub fn root(children: Vec<Node>) -> Node {
    let peers = Some(children.iter().map(Node::told).sum());
    Node { name: "10.0.0.1".to_owned(), face: Face::Mono, peers, direction: None, children }
}

pub fn storyboard() -> Node {
    root(vec![
        branch("Inbound", Direction::Inbound, vec![context("lab", 3, 3)]),
        branch("Outbound", Direction::Outbound, vec![context("mail", 90, 90), context("dns", 9, 9)]),
        branch("Two-way", Direction::TwoWay, Vec::new()),
    ])
}

pub fn path(way: &[usize]) -> Path {
    Path(way.to_vec())
}
