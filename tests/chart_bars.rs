//! The bars of the impact analysis.

mod chart_tree_scenario;

use chart_tree_scenario::{WORDS, branch, context, half, path, root, storyboard};
use investigation::chart::bars::{marks, summary};
use investigation::chart::bars_layout::{Laid, SCALE, Scene, lay_out};
use investigation::chart::marks::Face;
use investigation::chart::scale::{CssPx, Density};
use investigation::chart::tree::{Node, Opened, Target};
use investigation::domain::direction::Direction;
use proptest::prelude::*;

fn laid<'a>(root: &'a Node, opened: &Opened, width: f64) -> Laid<'a> {
    lay_out(&Scene { root, opened, width: CssPx(width), measure: &half, count: WORDS.count })
}

fn open(ways: &[&[usize]]) -> Opened {
    let mut opened = Opened::default();
    for way in ways {
        opened.open(path(way));
    }
    opened
}

fn text(laid: &Laid, chosen: Option<&Target>) -> String {
    marks(laid, Density::new(1.0), chosen).iter().fold(String::new(), |text, mark| text + &mark.to_string() + "\n")
}

#[test]
fn a_direction_is_a_bar_and_opens_into_its_contexts() {
    let root = storyboard();
    let told = |opened: &Opened| {
        let laid = laid(&root, opened, 300.0);
        laid.lines.iter().map(|line| format!("{} {}", line.name, line.count)).collect::<Vec<_>>()
    };
    assert_eq!(told(&Opened::default()), ["Inbound 3", "Outbound 99", "Two-way 0"]);
    assert_eq!(told(&open(&[&[1]])), ["Inbound 3", "Outbound 99", "mail 90", "dns 9", "Two-way 0"]);
    assert_eq!(told(&open(&[&[1], &[1, 0]])).len(), 5, "no peers here");
}

#[test]
fn contexts_beyond_the_first_are_counted() {
    let contexts = (0..20).map(|number| context(&format!("c{number}"), 1, 0)).collect();
    let root = root(vec![branch("Outbound", Direction::Outbound, contexts)]);
    let laid = laid(&root, &open(&[&[0]]), 300.0);
    let last = laid.lines.last().unwrap();
    assert_eq!((last.name.as_str(), last.count.as_str()), ("and 8 more", ""));
    assert!(text(&laid, None).contains("text accent Sans 12 Start at 34,"), "it can be clicked");
}

/// ```text
///   300 px: signs 34, names 8 characters of 6.5 px = 52, gap 12: bars from 98; numbers 13, gap 12, edge 4: to 271
///   3 of 99 are 5.24 px. The scale's labels need 11 + 16 px: steps of 10 have 17.5, steps of 20 have 34.9
/// ```
#[test]
fn small_bars_are_these_marks() {
    let root = storyboard();
    let laid = laid(&root, &open(&[]), 300.0);
    assert_eq!((laid.left, laid.right, laid.numbers), (CssPx(98.0), CssPx(271.0), CssPx(296.0)));
    let ticks: Vec<(u64, f64)> = laid.ticks.iter().map(|tick| (tick.peers, tick.x.0.round())).collect();
    assert_eq!(ticks, [(0, 98.0), (20, 133.0), (40, 168.0), (60, 203.0), (80, 238.0)]);
    let text = text(&laid, None);
    for expected in [
        "rect inbound Full x 98..103 y 15..29\n",
        "glyph inbound at 23,22 reach 5\n",
        "text ink Sans 13 Start at 34,22 \"Inbound\"\n",
        "text ink Strong 13 End at 296,22 \"3\"\n",
        "text ink Strong 13 End at 296,94 \"0\"\n",
        "rect line Full x 133..134 y 4..116\n",
        "text muted Sans 11 Middle at 133,126 \"20\"\n",
    ] {
        assert!(text.contains(expected), "{expected}{text}");
    }
    assert!(text.contains("shape outbound Full") && !text.contains("rect two-way"), "nothing is no bar\n{text}");
}

#[test]
fn what_is_not_chosen_is_set_back() {
    let root = storyboard();
    let opened = open(&[&[1]]);
    let text = text(&laid(&root, &opened, 300.0), Some(&Target::Node(path(&[1, 0]))));
    assert!(text.contains("rect inbound Faint"), "{text}");
    assert!(text.contains("shape outbound Full"), "the direction that it is in\n{text}");
    assert!(text.contains("shape outbound One"), "itself\n{text}");
    assert!(text.contains("text muted Sans 12 Start at 34,112 \"dns\""), "its neighbour\n{text}");
    assert!(text.contains("frame accent 1 x 0..300 y 77..99"), "{text}");
}

#[test]
fn all_of_a_row_can_be_clicked() {
    let root = storyboard();
    let laid = laid(&root, &open(&[&[1]]), 300.0);
    let on = |x: f64, y: f64| laid.hit(CssPx(x), CssPx(y)).cloned();
    assert_eq!(on(10.0, 5.0), Some(Target::Node(path(&[0]))));
    assert_eq!(on(290.0, 60.0), Some(Target::Node(path(&[1]))));
    assert_eq!(on(150.0, 80.0), Some(Target::Node(path(&[1, 0]))));
    assert_eq!(on(150.0, laid.foot.0 + 5.0), None, "the scale");
    assert_eq!(on(-1.0, 60.0), None);
    assert_eq!(on(f64::NAN, 60.0), None);
}

#[test]
fn the_picture_in_words() {
    assert_eq!(summary(&storyboard(), WORDS), "102 peers: Inbound 3, Outbound 99, Two-way 0.");
    assert_eq!(summary(&root(Vec::new()), WORDS), "0 peers.");
}

fn impact() -> impl Strategy<Value = Node> {
    let contexts = || prop::collection::vec(("[a-z]{1,12}", 0_u64..1_000_000), 0..8);
    (contexts(), contexts(), contexts()).prop_map(|(inbound, outbound, two_way)| {
        let branches = Direction::ALL.into_iter().zip([inbound, outbound, two_way]);
        let contexts = |of: Vec<(String, u64)>| of.into_iter().map(|(name, peers)| context(&name, peers, 0)).collect();
        root(branches.map(|(direction, of)| branch(direction.name(), direction, contexts(of))).collect())
    })
}

proptest! {
    #[test]
    fn bars_add_up(root in impact(), width in 200.0..1000.0) {
        let laid = laid(&root, &open(&[&[0], &[1], &[2]]), width);
        let length = |end: CssPx| (end - laid.left).0;
        for number in 0..3 {
            let of = |depth| laid.lines.iter().filter(move |line| {
                let Target::Node(way) = &line.row.target else { return false };
                line.row.depth == depth && way.0.first() == Some(&number)
            });
            let whole: f64 = of(1).map(|line| length(line.end)).sum();
            let parts: f64 = of(2).map(|line| length(line.end)).sum();
            prop_assert!((whole - parts).abs() < 1e-6, "{whole} and {parts}");
        }
        let most = root.children.iter().map(Node::told).max().unwrap_or(0);
        let longest = laid.lines.iter().map(|line| length(line.end)).fold(0.0, f64::max);
        prop_assert!(most == 0 || (longest - (laid.right - laid.left).0).abs() < 1e-6);
    }

    #[test]
    fn numbers_and_labels_touch_neither_each_other_nor_the_edge(root in impact(), width in 160.0..1000.0) {
        let laid = laid(&root, &open(&[&[0], &[1], &[2]]), width);
        for line in &laid.lines {
            let number = laid.numbers - half(&line.count, Face::Strong, CssPx(13.0));
            prop_assert!(number > laid.right && laid.numbers < laid.width);
            prop_assert!(CssPx(34.0) + half(&line.name, Face::Sans, CssPx(13.0)) <= laid.left);
        }
        let ends = |tick: &investigation::chart::bars_layout::Tick| {
            let half_label = half(&tick.label, Face::Sans, SCALE) * 0.5;
            (tick.label_x - half_label, tick.label_x + half_label)
        };
        for pair in laid.ticks.windows(2) {
            prop_assert!(ends(&pair[0]).1 < ends(&pair[1]).0, "{:?}", laid.ticks);
        }
        for tick in &laid.ticks {
            prop_assert!(ends(tick).0.0 >= 0.0 && ends(tick).1 <= laid.width);
            let step = laid.ticks.get(1).map_or(1, |tick| tick.peers);
            prop_assert!(tick.peers.is_multiple_of(step));
        }
    }

    #[test]
    fn no_room_and_no_number_is_too_strange(width in any::<f64>(), measured in any::<f64>(), peers in any::<u64>()) {
        let root = root(vec![
            Node { peers: Some(peers), ..branch("Inbound", Direction::Inbound, vec![context("all", u64::MAX, 1)]) },
        ].into_iter().map(|node| Node { peers: node.peers.map(|peers| peers / 2), ..node }).collect());
        let opened = open(&[&[0]]);
        let measure = move |_: &str, _: Face, _: CssPx| CssPx(measured);
        let scene = Scene { root: &root, opened: &opened, width: CssPx(width), measure: &measure, count: WORDS.count };
        let laid = lay_out(&scene);
        prop_assert!(laid.height.0.is_finite() && laid.ticks.len() < 100_000);
        let _ = marks(&laid, Density::new(width), None);
    }
}
