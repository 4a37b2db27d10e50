//! The tree, and the bars, by keys, as the ARIA Authoring Practices have it ("Tree View Pattern").

use super::tree::{Opened, Target};
use super::tree_rows::{Fold, Row, find};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// What is below it in the picture.
    Next,
    /// What is above it.
    Previous,
    /// Open it; if it is open, its first child.
    Into,
    /// Close it; if it is closed, its parent.
    Out,
    /// The root.
    First,
    /// The last that is seen.
    Last,
    /// Open or close it, or show more.
    Toggle,
}

/// The command of a key, by its name in `KeyboardEvent.key`.
#[must_use]
pub fn command(key: &str) -> Option<Command> {
    Some(match key {
        "ArrowDown" => Command::Next,
        "ArrowUp" => Command::Previous,
        "ArrowRight" => Command::Into,
        "ArrowLeft" => Command::Out,
        "Home" => Command::First,
        "End" => Command::Last,
        "Enter" | " " => Command::Toggle,
        _ => return None,
    })
}

/// What is chosen after a key, `opened` being changed where it asks for that. Without a choice, the root is next.
#[must_use]
pub fn follow(rows: &[Row], opened: &mut Opened, chosen: Option<&Target>, command: Command) -> Option<Target> {
    let target = |number: usize| rows.get(number).map(|row| row.target.clone());
    let Some((number, row)) = chosen.and_then(|chosen| find(rows, chosen)) else {
        return if command == Command::Last { target(rows.len().saturating_sub(1)) } else { target(0) };
    };
    let moved = match command {
        Command::Next => target(number.saturating_add(1)),
        Command::Previous => number.checked_sub(1).and_then(target),
        Command::First => target(0),
        Command::Last => target(rows.len().saturating_sub(1)),
        Command::Into => match (row.fold, &row.target) {
            (Fold::Open, _) => target(number.saturating_add(1)),
            (Fold::Closed, Target::Node(path)) => {
                opened.open(path.clone());
                None
            }
            (Fold::Leaf | Fold::Closed, _) => None,
        },
        Command::Out => match (row.fold, &row.target) {
            (Fold::Open, Target::Node(path)) => {
                opened.close(path);
                None
            }
            _ => row.parent.and_then(target),
        },
        Command::Toggle => match (row.fold, &row.target) {
            (Fold::Leaf, Target::Node(_)) => None,
            (Fold::Open | Fold::Closed, Target::Node(_)) => {
                opened.toggle(&row.target);
                None
            }
            (_, Target::More(_)) => {
                opened.toggle(&row.target);
                // What comes now is in the place of what was chosen: the first of those that were not shown.
                more_begins(rows, number)
            }
        },
    };
    Some(moved.unwrap_or_else(|| row.target.clone()))
}

/// The node that takes the place of "and 312 more".
fn more_begins(rows: &[Row], number: usize) -> Option<Target> {
    let row = rows.get(number)?;
    let siblings = rows.iter().filter(|other| other.parent == row.parent && other.target != row.target);
    let Target::More(path) = &row.target else { return None };
    Some(Target::Node(path.child(siblings.count())))
}
