//! Sentences about saving: what may happen, what did, and what can be done.

use std::net::IpAddr;

use super::format::counted;
use super::lost::{Fate, Lost};
use crate::domain::day_comments::{Aftermath, Conflict, Endangered, Harm, Part, SavedOutcome};
use crate::domain::time::Day;
use crate::engine::api::{Asks, Obstacle, Repair, Risk, Sent};

/// That a comment is saved where nothing is sent.
pub const KEPT: &str = "Saved in this browser.";

/// What putting a comment back does to Spot.
pub const PUTTING_BACK: &str = "Putting a comment back saves it once more, in a form that cannot break. With it Spot makes that \
    IP\u{2019}s storyboard pages anew, from a search that runs now, and adds its timeline rows a second time; an IP without \
    flows on the day gets empty pages. Spot knows no other way.";
/// The same, of one that is made safe.
pub const SAVED_ONCE_MORE: &str = "With it Spot makes that IP\u{2019}s storyboard pages anew, from a search that runs now, and \
    adds its timeline rows a second time.";

/// That a save is confirmed: what was sent, and that the others are as they were.
#[must_use]
pub fn sent(sent: &Sent) -> String {
    let left_out = match sent.ipv6_pairs {
        0 => String::new(),
        pairs => format!(" {} left out: Spot stores IPv4 only.", counted(u64::from(pairs), "IPv6 pair")),
    };
    format!("Saved. {} sent.{left_out}", counted(u64::from(sent.pairs), "pair"))
}

/// That a save is not confirmed: what went wrong with sending it. What was found afterwards is told on top of the page.
#[must_use]
pub fn unconfirmed(sent: &Sent) -> String {
    const SEE: &str = "The save is not confirmed: the bar on top of the page tells what is stored now.";
    sent.trouble.as_ref().map_or_else(|| SEE.to_owned(), |trouble| format!("{trouble} {SEE}"))
}

/// What became of a save and of the others, in a sentence or two.
#[must_use]
pub fn summary(aftermath: &Aftermath) -> String {
    let own = match &aftermath.saved {
        SavedOutcome::There | SavedOutcome::Repeated(_) => "Your comment is saved.",
        SavedOutcome::NotThere(instead) if instead.is_empty() => "Your comment is not there.",
        SavedOutcome::NotThere(_) => "Your comment is not there; another one is.",
    };
    let count = |comments: usize, what: &str| {
        let are = if comments == 1 { "is" } else { "are" };
        (comments > 0).then(|| format!(" {} {are} {what}.", counted(comments as u64, "other comment")))
    };
    let others = [count(aftermath.missing.len(), "missing"), count(aftermath.altered.len(), "not as before")];
    let others: String = others.into_iter().flatten().collect();
    let others =
        if others.is_empty() { " The day\u{2019}s other comments are as they were.".to_owned() } else { others };
    format!("{own}{others}")
}

/// Which save is not confirmed.
#[must_use]
pub fn which(ip: IpAddr, day: Day) -> String {
    format!("The last save of {ip} on {day} was not confirmed.")
}

/// That it is by now.
#[must_use]
pub fn confirmed(ip: IpAddr, day: Day) -> String {
    format!(
        "{} It is now: your comment is there, and the day\u{2019}s other comments are as they were.",
        which(ip, day)
    )
}

/// Why nothing was sent, for an analyst who has gone on.
#[must_use]
pub fn asks(asks: &Asks) -> String {
    let why = match asks {
        Asks::Conflict(changed) => conflict(changed).to_owned(),
        Asks::Risk(at_risk) => risk(at_risk),
    };
    format!("{why} Open it and save again to decide; your text is kept.")
}

/// What has changed since the comment was loaded.
#[must_use]
pub fn conflict(conflict: &Conflict) -> &'static str {
    match (&conflict.loaded, &conflict.now) {
        (_, None) => "Someone removed this comment since you loaded it. Nothing was sent yet.",
        (None, Some(_)) => "Someone else wrote about this IP since you loaded the list. Nothing was sent yet.",
        (Some(_), Some(_)) => "Someone else changed this comment since you loaded it. Nothing was sent yet.",
    }
}

/// What saving would do to the day's comments.
#[must_use]
pub fn risk(risk: &Risk) -> String {
    let breaking = risk.endangered.iter().filter(|endangered| endangered.breaks_the_insert()).count();
    let comments = counted(risk.comments.len() as u64, "comment");
    let harm = if breaking > 0 {
        format!(
            "To save one comment, Spot deletes all of the day and inserts them again. At the ones below it would very likely \
             fail, and lose the day\u{2019}s {comments}, wholly or in part."
        )
    } else if risk.endangered.is_empty() {
        format!("To save one comment, Spot deletes all of the day ({comments}) and inserts them again.")
    } else {
        "To save one comment, Spot deletes all of the day and inserts them again. It would alter the ones below."
            .to_owned()
    };
    format!("{harm} Nothing was sent yet.")
}

/// How the comments that do harm can be made safe first, or why they cannot.
#[must_use]
pub fn repair(repair: &Repair, endangered: usize) -> String {
    let why = match repair {
        Repair::InOrder(order) => {
            let whom = match order.as_slice() {
                [ip] => format!("the comment on {ip}"),
                _ => format!("these {endangered} comments, one after the other,"),
            };
            return format!(
                "Without that risk: save {whom} once more first, word for word, in a form that cannot break. {SAVED_ONCE_MORE}"
            );
        }
        Repair::Impossible(Obstacle::SeveralBreak(several)) => format!(
            "{several} of them would break a save: whichever is saved once more first, Spot inserts the others with it as \
             they are, and fails there."
        ),
        Repair::Impossible(Obstacle::NotSaved { about }) => {
            format!(
                "Spot saves no comment under the name {about}, not even once more: it saves those on IPv4 addresses only."
            )
        }
        Repair::Impossible(Obstacle::Several { about }) => {
            format!("There are several comments on {about}, and Spot would overwrite all of them with one text.")
        }
        Repair::Impossible(Obstacle::NoCopy) => return "Nothing is saved once more without a copy.".to_owned(),
    };
    format!("They cannot be made safe first. {why} What gets lost can be put back afterwards.")
}

/// What in a stored comment does harm: `The text has an apostrophe; the title has letters outside ASCII.`
#[must_use]
pub fn why(endangered: &Endangered) -> String {
    let reasons = endangered.why.iter().map(|(part, harm)| {
        let part = match part {
            Part::Ip => "the IP",
            Part::Title => "the title",
            Part::Text => "the text",
        };
        let harm = match harm {
            Harm::Apostrophe => "has an apostrophe",
            Harm::TrailingBackslash => "ends in a backslash",
            Harm::OutsideAscii => "has characters outside ASCII",
            Harm::Backslash => "has a backslash, which would be taken away",
        };
        format!("{part} {harm}")
    });
    let sentence = reasons.collect::<Vec<_>>().join("; ");
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str() + ".").unwrap_or_default()
}

/// What became of a comment: `missing`, `not as before`.
#[must_use]
pub fn fate(lost: &Lost) -> &'static str {
    match &lost.fate {
        Fate::Missing => "missing",
        Fate::Altered { .. } => "not as before",
        Fate::Yours { instead: None } => "yours, not there",
        Fate::Yours { instead: Some(_) } => "yours, another one is there",
    }
}
