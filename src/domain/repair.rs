//! Whether the comments that endanger a day can be made safe before anything is risked (`spot.md`, quirk 5).
//!
//! To make one safe it is saved once more, in the safe form: Spot overwrites it before it inserts all again. The others go
//! through that insert as they are, so:
//!
//! - One that breaks the insert has to be the first to be saved. Of two, each breaks the save of the other, whichever comes
//!   first, and no other save is any better: then nothing can be done without a loss, and Spot is to be asked for it openly.
//! - One that is only altered is altered by each save before its own, and its own puts back what it was. But an alteration
//!   may make of it one that breaks: `a\\` becomes `a\`, `\047` an apostrophe. One of those has to be saved before the second
//!   insert that it would go through, so first or second.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::day_comments::{Endangered, Harm, StoredComment};

/// How the comments that endanger others can be made safe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Repair {
    /// By saving those about these IPs once more, in this order: none is missing at any time.
    InOrder(Vec<IpAddr>),
    /// Not without a loss.
    Impossible(Obstacle),
}

impl Default for Repair {
    fn default() -> Self {
        Self::InOrder(Vec::new())
    }
}

/// Why they cannot be made safe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Obstacle {
    /// That many break the insert, or would once Spot altered them.
    SeveralBreak(usize),
    /// Spot saves no comment under the name of one.
    NotSaved {
        /// Whom it is about, as it is stored.
        about: String,
    },
    /// There are several about one IP, and Spot would overwrite all of them with one text.
    Several {
        /// About whom.
        about: String,
    },
    /// This browser keeps no copy for the case that something goes wrong.
    NoCopy,
}

/// How far a comment goes with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Temper {
    /// It breaks the insert.
    Breaks,
    /// It comes out altered, and may then break the next.
    MayBreak,
    /// It comes out altered, and is harmless from then on.
    Altered,
}

/// How the `endangered` comments of a day, which are among `stored`, can be made safe.
#[must_use]
pub fn repair(endangered: &[Endangered], stored: &[StoredComment]) -> Repair {
    let mut order = Vec::new();
    for endangered in endangered {
        let about = &endangered.comment.ip;
        let Some(ip) = endangered.comment.overwritable() else {
            return Repair::Impossible(Obstacle::NotSaved { about: about.clone() });
        };
        if stored.iter().filter(|comment| comment.ip == *about).count() > 1 {
            return Repair::Impossible(Obstacle::Several { about: about.clone() });
        }
        order.push((temper(endangered), ip));
    }
    // Equal ones stay in the order of the day.
    order.sort_by_key(|(temper, _)| *temper);
    let breaking = order.iter().filter(|(temper, _)| *temper == Temper::Breaks).count();
    let wild = order.iter().filter(|(temper, _)| *temper != Temper::Altered).count();
    if breaking > 1 || wild > 2 {
        return Repair::Impossible(Obstacle::SeveralBreak(if breaking > 1 { breaking } else { wild }));
    }
    Repair::InOrder(order.into_iter().map(|(_, ip)| ip).collect())
}

fn temper(endangered: &Endangered) -> Temper {
    if endangered.breaks_the_insert() {
        return Temper::Breaks;
    }
    let altered = endangered.why.iter().filter(|(_, harm)| *harm == Harm::Backslash);
    let StoredComment { ip, title, text } = &endangered.comment;
    if altered.count() > 0 && [ip, title, text].into_iter().any(|text| may_turn(text)) {
        Temper::MayBreak
    } else {
        Temper::Altered
    }
}

/// Whether what the database makes of `text` may hold what breaks a later insert: a backslash behind a backslash, or a
/// character by its number.
fn may_turn(text: &str) -> bool {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' && letters.next().is_none_or(|next| next == '\\' || next == 'u' || next.is_ascii_digit()) {
            return true;
        }
    }
    false
}
