//! A tree in a picture is opened as far as there is room, all nodes of a level alike.

mod chart_tree_scenario;

use chart_tree_scenario::{WORDS, branch, context, root, storyboard};
use investigation::chart::tree::{Node, Opened};
use investigation::chart::tree_rows::{Row, rows};
use investigation::chart::tree_words::row;
use investigation::chart::unfold::unfolded;
use investigation::domain::direction::Direction;
use proptest::prelude::*;

fn seen<'a>(root: &'a Node, opened: &Opened) -> Vec<Row<'a>> {
    rows(root, opened, usize::MAX)
}

/// What is seen of a tree in `most` rows.
fn within(root: &Node, most: usize) -> Vec<String> {
    let opened = unfolded(root, |opened| seen(root, opened).len() <= most);
    seen(root, &opened).iter().map(|one| "  ".repeat(one.depth) + &row(one, WORDS)).collect()
}

#[test]
fn where_not_all_peers_fit_each_network_shows_as_many() {
    assert_eq!(
        within(&storyboard(), 16),
        [
            "10.0.0.1: 102 peers, 3 below, open",
            "  Inbound: 3 peers, 1 below, open",
            "    lab: 3 peers, 3 below, open",
            "      192.0.2.0",
            "      192.0.2.1",
            "      192.0.2.2",
            "  Outbound: 99 peers, 2 below, open",
            "    mail: 90 peers, 90 below, open",
            "      192.0.2.0",
            "      192.0.2.1",
            "      and 88 more",
            "    dns: 9 peers, 9 below, open",
            "      192.0.2.0",
            "      192.0.2.1",
            "      and 7 more",
            "  Two-way: 0 peers",
        ]
    );
}

#[test]
fn what_is_left_goes_to_the_first() {
    let more = within(&storyboard(), 17);
    assert_eq!(more[10..12], ["      192.0.2.2", "      and 87 more"]);
    assert_eq!(more[14..16], ["      192.0.2.1", "      and 7 more"]);
}

#[test]
fn without_room_the_root_stands_alone() {
    assert_eq!(within(&storyboard(), 1), ["10.0.0.1: 102 peers, 3 below, closed"]);
    assert_eq!(within(&root(Vec::new()), 0), ["10.0.0.1"]);
}

fn any_tree() -> impl Strategy<Value = Node> {
    let contexts = prop::collection::vec(0..30_u8, 0..6);
    prop::collection::vec(contexts, 3).prop_map(|branches| {
        let branches = branches.into_iter().zip(Direction::ALL).map(|(contexts, direction)| {
            let contexts = contexts.into_iter().map(|peers| context("net", u64::from(peers), peers)).collect();
            branch("way", direction, contexts)
        });
        root(branches.collect())
    })
}

proptest! {
    #[test]
    fn a_tree_never_needs_more_room_than_there_is_and_is_whole_where_it_fits(tree in any_tree(), most in 1..140_usize) {
        let all = count(&tree);
        let seen = within(&tree, most);
        prop_assert!(seen.len() <= most);
        prop_assert_eq!(seen.len() == all && !seen.iter().any(|row| row.contains("and ")), all <= most, "{} of {}", most, all);
        prop_assert!(!seen.iter().any(|row| row.ends_with("and 1 more")), "that one would fit as well");
    }
}

fn count(node: &Node) -> usize {
    1 + node.children.iter().map(count).sum::<usize>()
}
