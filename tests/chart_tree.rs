//! The tree that unfolds: its rows, its marks, what the pointer meets, and the keys.

mod chart_tree_scenario;

use chart_tree_scenario::{WORDS, branch, context, half, path, peer, root, storyboard};
use investigation::chart::lettering::{estimate, fit};
use investigation::chart::marks::Face;
use investigation::chart::scale::{CssPx, Density};
use investigation::chart::tree::{FIRST_SHOWN, Node, Opened, Target};
use investigation::chart::tree_keys::{Command, command, follow};
use investigation::chart::tree_layout::{Item, Laid, NAME, Scene, lay_out};
use investigation::chart::tree_marks::marks;
use investigation::chart::tree_rows::{Row, rows};
use investigation::chart::tree_words::{row, summary};
use investigation::domain::direction::Direction;
use proptest::prelude::*;
use rstest::rstest;

fn laid<'a>(root: &'a Node, opened: &Opened, width: f64) -> Laid<'a> {
    lay_out(&Scene { root, opened, width: CssPx(width), measure: &half, count: WORDS.count })
}

fn names(rows: &[Row]) -> Vec<String> {
    rows.iter().map(|one| "  ".repeat(one.depth) + &row(one, WORDS)).collect()
}

#[test]
fn what_is_open_is_seen_below_its_parent() {
    let root = storyboard();
    let mut opened = Opened::down_to(&root, 1);
    opened.open(path(&[1, 1]));
    assert_eq!(
        names(&rows(&root, &opened, usize::MAX)),
        [
            "10.0.0.1: 102 peers, 3 below, open",
            "  Inbound: 3 peers, 1 below, open",
            "    lab: 3 peers, 3 below, closed",
            "  Outbound: 99 peers, 2 below, open",
            "    mail: 90 peers, 90 below, closed",
            "    dns: 9 peers, 9 below, open",
            "      192.0.2.0",
            "      192.0.2.1",
            "      192.0.2.2",
            "      192.0.2.3",
            "      192.0.2.4",
            "      192.0.2.5",
            "      192.0.2.6",
            "      192.0.2.7",
            "      192.0.2.8",
            "  Two-way: 0 peers",
        ]
    );
}

#[test]
fn of_many_children_the_first_are_shown_and_the_others_counted() {
    let root = storyboard();
    let mut opened = Opened::down_to(&root, 1);
    opened.open(path(&[1, 0]));
    let more = Target::More(path(&[1, 0]));
    let shown = |opened: &Opened| {
        let names = names(&rows(&root, opened, usize::MAX));
        (names.iter().filter(|name| name.contains("192.0.2.")).count(), names.iter().any(|name| name.contains(" more")))
    };
    assert!(names(&rows(&root, &opened, usize::MAX)).contains(&"      and 78 more".to_owned()));
    assert_eq!(shown(&opened), (FIRST_SHOWN, true));
    opened.toggle(&more);
    assert_eq!(shown(&opened), (2 * FIRST_SHOWN, true));
    for _ in 0..10 {
        opened.toggle(&more);
    }
    assert_eq!(shown(&opened), (90, false));
    opened.toggle(&Target::Node(path(&[1, 0])));
    assert_eq!(shown(&opened), (0, false));
}

/// ```text
///                     v Inbound 3
///                   ,------------ o   >
///     10.0.0.1 O --<  ^ Outbound 99
///                   '------------ o   >
///                     <> Two-way 0
///                   '------------ .
/// ```
#[test]
fn a_small_tree_is_these_marks() {
    let root = storyboard();
    let opened = Opened::down_to(&root, 0);
    let laid = laid(&root, &opened, 300.0);
    let text =
        marks(&laid, Density::new(1.0), Some(&Target::Node(path(&[1])))).iter().fold(String::new(), |text, mark| {
            let line = mark.to_string();
            // Links have many points: their ends are enough.
            let ends = line.strip_prefix("line line").map(|_| {
                let mut points = line.split(' ').filter(|part| part.contains(','));
                format!("link {} to {}", points.next().unwrap(), points.next_back().unwrap())
            });
            text + &ends.unwrap_or(line) + "\n"
        });
    // Rows are 26 apart from 23 on. Of 300 px, edges take 12 and 18, columns 28 for circle and gap, labels 8 characters of
    // 6.5 px and 14 + 8 * 6.5 + 5 + 2 * 5.75, rounded up to 83: the gap between the columns has 79, circles are at 81 and
    // 271. Radii are 3 + 2 log10(peers + 1): 7.03, 4.2, 7, 3. Labels end 17 before the circle.
    assert_eq!(
        text,
        "\
link 88,49 to 267,23
link 88,49 to 264,49
link 88,49 to 268,75
disc panel Full at 81,49 radius 8
disc accent Full at 81,49 radius 7
text ink Mono 13 Start at 16,49 \"10.0.0.1\"
disc panel Full at 271,23 radius 5
disc inbound Full at 271,23 radius 4
glyph inbound at 188,11 reach 4
text ink Sans 13 Start at 198,11 \"Inbound\"
text muted Sans 12 End at 254,11 \"3\"
line muted Full 1 281,20 285,23 281,27
disc panel Full at 271,49 radius 8
disc outbound Full at 271,49 radius 7
ring accent 2 at 271,49 radius 10
glyph outbound at 176,37 reach 4
text ink Sans 13 Start at 186,37 \"Outbound\"
text muted Sans 12 End at 254,37 \"99\"
line muted Full 1 284,46 288,49 284,53
disc panel Full at 271,75 radius 4
disc two-way Full at 271,75 radius 3
glyph two-way at 188,63 reach 4
text ink Sans 13 Start at 198,63 \"Two-way\"
text muted Sans 12 End at 254,63 \"0\"
"
    );
}

#[test]
fn circles_grow_with_their_peers_and_never_beyond_a_row() {
    use investigation::chart::tree_layout::{MOST_RADIUS, ROW, radius};
    let radii: Vec<CssPx> = [0, 1, 9, 1_000, u64::MAX].map(radius).to_vec();
    assert!(radii.windows(2).all(|pair| pair[0] < pair[1]), "{radii:?}");
    assert!(radius(u64::MAX) <= MOST_RADIUS && MOST_RADIUS * 2.0 < ROW);
}

fn trees() -> impl Strategy<Value = Node> {
    let name = "[a-z]{1,30}";
    let peers = (name, 1_u64..100_000).prop_map(|(name, peers)| Node { peers: Some(peers), ..peer(&name) });
    peers.prop_recursive(4, 120, 20, move |inner| {
        (name, 0_u64..100_000, prop::collection::vec(inner, 0..20)).prop_map(|(name, peers, children)| Node {
            name,
            face: Face::Sans,
            peers: Some(peers),
            direction: Some(Direction::Outbound),
            children,
        })
    })
}

/// Left, top, right, bottom.
type Room = (f64, f64, f64, f64);

fn circle(item: &Item) -> Room {
    let (x, y) = item.center;
    (x.0 - item.radius.0, y.0 - item.radius.0, x.0 + item.radius.0, y.0 + item.radius.0)
}

fn label(item: &Item) -> Room {
    let (x, y) = item.label;
    (x.0, y.0 - NAME.0 / 2.0, x.0 + item.label_width.0, y.0 + NAME.0 / 2.0)
}

fn meet(one: Room, other: Room) -> bool {
    one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_overlaps(root in trees(), opened in prop::collection::vec(any::<prop::sample::Index>(), 0..12), width in 0.0..1200.0) {
        let mut open = Opened::down_to(&root, 1);
        for index in opened {
            let seen = rows(&root, &open, usize::MAX);
            let target = index.get(&seen).target.clone();
            open.toggle(&target);
        }
        let laid = laid(&root, &open, width);
        let rooms: Vec<(usize, Room)> =
            laid.items.iter().enumerate().flat_map(|(number, item)| [(number, circle(item)), (number, label(item))]).collect();
        for (place, (number, room)) in rooms.iter().enumerate() {
            prop_assert!(room.0 >= 0.0 && room.1 >= 0.0 && room.2 <= laid.width.0 && room.3 <= laid.height.0, "{room:?}");
            for (other_number, other) in rooms.iter().skip(place + 1) {
                prop_assert!(!meet(*room, *other), "{number} and {other_number}: {room:?} {other:?}");
            }
        }
    }

    #[test]
    fn children_are_right_of_their_parent_and_around_it(root in trees()) {
        let open = Opened::down_to(&root, 9);
        let laid = laid(&root, &open, 900.0);
        for (number, item) in laid.items.iter().enumerate() {
            let children: Vec<&Item> = laid.items.iter().filter(|child| child.row.parent == Some(number)).collect();
            let (Some(first), Some(last)) = (children.first(), children.last()) else { continue };
            prop_assert!(children.iter().all(|child| child.center.0 > item.center.0));
            prop_assert!((first.center.1.0 + last.center.1.0 - 2.0 * item.center.1.0).abs() < 1e-6);
            prop_assert!(children.windows(2).all(|pair| pair[0].center.1 < pair[1].center.1));
        }
    }

    #[test]
    fn each_node_is_hit_where_it_is(root in trees()) {
        let open = Opened::down_to(&root, 2);
        let laid = laid(&root, &open, 900.0);
        for item in &laid.items {
            prop_assert_eq!(laid.hit(item.center.0, item.center.1, CssPx(0.0)), Some(&item.row.target));
            let middle = item.label.0 + item.label_width * 0.5;
            prop_assert_eq!(laid.hit(middle, item.label.1, CssPx(0.0)), Some(&item.row.target));
        }
        prop_assert_eq!(laid.hit(CssPx(f64::NAN), CssPx(0.0), CssPx(4.0)), None);
    }

    #[test]
    fn down_and_up_pass_every_row_once(root in trees()) {
        let mut open = Opened::down_to(&root, 2);
        let before = open.clone();
        let seen = rows(&root, &before, usize::MAX);
        let mut chosen = None;
        for row in &seen {
            chosen = follow(&seen, &mut open, chosen.as_ref(), Command::Next);
            prop_assert_eq!(chosen.as_ref(), Some(&row.target));
        }
        for row in seen.iter().rev().skip(1) {
            chosen = follow(&seen, &mut open, chosen.as_ref(), Command::Previous);
            prop_assert_eq!(chosen.as_ref(), Some(&row.target));
        }
        prop_assert_eq!(&open, &before);
    }

    #[test]
    fn a_text_that_is_fitted_fits(text in ".{0,60}", room in 0.0..300.0) {
        for face in [Face::Sans, Face::Mono] {
            let fitted = fit(&text, face, NAME, CssPx(room), &estimate);
            prop_assert!(estimate(&fitted, face, NAME) <= CssPx(room), "{fitted:?}");
            let fits = estimate(&text, face, NAME) <= CssPx(room);
            prop_assert_eq!(fitted == text, fits || text.is_empty());
        }
    }
}

#[test]
fn keys_open_close_and_lead_to_parent_and_child() {
    let root = storyboard();
    let mut opened = Opened::down_to(&root, 0);
    let mut go = |chosen: &[usize], command| {
        let seen = rows(&root, &opened, usize::MAX);
        let chosen = Target::Node(path(chosen));
        follow(&seen, &mut opened, Some(&chosen), command).unwrap()
    };
    assert_eq!(go(&[1], Command::Into), Target::Node(path(&[1])), "it opens");
    assert_eq!(go(&[1], Command::Into), Target::Node(path(&[1, 0])), "now its first child");
    assert_eq!(go(&[1, 0], Command::Out), Target::Node(path(&[1])), "closed: its parent");
    assert_eq!(go(&[1], Command::Last), Target::Node(path(&[2])));
    assert_eq!(go(&[2], Command::Into), Target::Node(path(&[2])), "nothing is below it");
    assert_eq!(go(&[2], Command::Next), Target::Node(path(&[2])), "the end");
    assert_eq!(go(&[1], Command::Out), Target::Node(path(&[1])), "it closes");
    assert_eq!(go(&[1], Command::Out), Target::Node(path(&[])));
    assert_eq!(go(&[1], Command::Toggle), Target::Node(path(&[1])));
    assert_eq!(go(&[7, 7], Command::Next), Target::Node(path(&[])), "what is no more");
    assert!(opened.is_open(&path(&[1])));
}

#[test]
fn more_leads_to_the_first_of_those_that_were_not_shown() {
    let root = storyboard();
    let mut opened = Opened::down_to(&root, 1);
    opened.open(path(&[1, 0]));
    let seen = rows(&root, &opened, usize::MAX);
    let chosen = follow(&seen, &mut opened, Some(&Target::More(path(&[1, 0]))), Command::Toggle);
    assert_eq!(chosen, Some(Target::Node(path(&[1, 0, FIRST_SHOWN]))));
    let after = rows(&root, &opened, usize::MAX);
    assert!(after.iter().any(|row| Some(&row.target) == chosen.as_ref()));
}

#[rstest]
#[case("ArrowRight", Some(Command::Into))]
#[case("ArrowLeft", Some(Command::Out))]
#[case(" ", Some(Command::Toggle))]
#[case("End", Some(Command::Last))]
#[case("x", None)]
fn keys_have_their_usual_names(#[case] key: &str, #[case] expected: Option<Command>) {
    assert_eq!(command(key), expected);
}

#[test]
fn the_picture_in_words() {
    assert_eq!(
        summary(&storyboard(), WORDS),
        "10.0.0.1 and 102 peers. Inbound: 3 (lab 3). Outbound: 99 (mail 90, dns 9). Two-way: 0."
    );
    let many = (0..5).map(|number| context(&format!("c{number}"), number, 0)).collect();
    assert_eq!(
        summary(&root(vec![branch("Inbound", Direction::Inbound, many)]), WORDS),
        "10.0.0.1 and 10 peers. Inbound: 10 (c4 4, c3 3, c2 2 and 2 more)."
    );
}

#[test]
fn long_names_are_cut_and_a_narrow_room_is_exceeded_at_last() {
    let long = context(&"x".repeat(200), 7, 0);
    let root = root(vec![branch("Outbound", Direction::Outbound, vec![long])]);
    let opened = Opened::down_to(&root, 1);
    let wide = laid(&root, &opened, 600.0);
    assert_eq!(wide.width, CssPx(600.0));
    let cut = &wide.items[2].name;
    assert!(cut.ends_with('…') && cut.chars().count() > 20, "{cut}");
    assert!(laid(&root, &opened, 0.0).width > CssPx(100.0), "it is scrolled");
}

#[test]
fn nothing_is_too_strange_to_be_laid_out() {
    let empty = root(Vec::new());
    let opened = Opened::default();
    assert_eq!(laid(&empty, &opened, 300.0).items.len(), 1);
    let root = storyboard();
    let opened = Opened::down_to(&root, 3);
    for width in [f64::NAN, f64::INFINITY, -5.0, 0.0] {
        for measured in [f64::NAN, f64::INFINITY, -1.0, 0.0] {
            let measure = move |_: &str, _: Face, _: CssPx| CssPx(measured);
            let scene =
                Scene { root: &root, opened: &opened, width: CssPx(width), measure: &measure, count: WORDS.count };
            let laid = lay_out(&scene);
            assert!(laid.width.0.is_finite() && laid.height.0.is_finite());
            assert!(!marks(&laid, Density::new(f64::NAN), None).is_empty());
        }
    }
}

#[test]
fn a_hundred_thousand_peers_are_laid_out() {
    let peers: Vec<Node> = (0..100_000_u32).map(|number| peer(&std::net::Ipv4Addr::from(number).to_string())).collect();
    let all = Node { children: peers, ..context("all", 100_000, 0) };
    let root = root(vec![branch("Outbound", Direction::Outbound, vec![all])]);
    let mut opened = Opened::down_to(&root, 2);
    assert_eq!(laid(&root, &opened, 800.0).items.len(), 3 + FIRST_SHOWN + 1);
    for _ in 0..100_000 / FIRST_SHOWN {
        opened.toggle(&Target::More(path(&[0, 0])));
    }
    assert_eq!(laid(&root, &opened, 800.0).items.len(), 3 + 100_000);
}

#[test]
fn a_number_that_is_not_told_is_not_shown() {
    let untold = |name: &str| Node { peers: None, ..context(name, 0, 0) };
    let root = Node { peers: None, ..root(vec![Node { direction: None, ..untold("DoS attack port 80") }]) };
    let opened = Opened::down_to(&root, 1);
    let laid = laid(&root, &opened, 600.0);

    assert_eq!(laid.items.iter().map(|item| item.count.as_str()).collect::<Vec<_>>(), ["", ""]);
    assert_eq!(names(&rows(&root, &opened, usize::MAX))[1], "  DoS attack port 80");
    assert_eq!(summary(&root, WORDS), "10.0.0.1. DoS attack port 80.");
}
