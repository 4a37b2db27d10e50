//! What a save lost, one by one: what was there, what is there instead, and whether it can be put back.

use std::net::IpAddr;

use crate::domain::begun_save::BegunSave;
use crate::domain::day_comments::{SavedOutcome, StoredComment};
use crate::domain::threats::Comment;
use crate::engine::api::Report;

/// A comment that is not there as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Whom it is about, as it was stored.
    pub about: String,
    /// The IP under which it can be put back; `None` where Spot would make another one of it.
    pub ip: Option<IpAddr>,
    /// What it said. Several about one IP that are all gone are one: Spot keeps no more.
    pub was: Comment,
    /// How many are joined in it.
    pub joined: usize,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is gone.
    Missing,
    /// There is another one in its place: Spot altered it, or someone else did.
    Altered {
        /// What it says now.
        is: Comment,
    },
    /// It is the one that was saved.
    Yours {
        /// What is there about its IP instead.
        instead: Option<Comment>,
    },
}

impl Lost {
    /// What is there in its place.
    #[must_use]
    pub fn instead(&self) -> Option<&Comment> {
        match &self.fate {
            Fate::Missing => None,
            Fate::Altered { is } => Some(is),
            Fate::Yours { instead } => instead.as_ref(),
        }
    }
}

/// All that a save lost: the others first, as they were stored, then the one that was saved.
#[must_use]
pub fn lost(report: &Report) -> Vec<Lost> {
    let BegunSave { ip, comment, .. } = &report.save;
    let of = |comment: &StoredComment, fate: Fate| Lost {
        about: comment.ip.clone(),
        ip: comment.overwritable(),
        was: comment.plain(),
        joined: 1,
        fate,
    };
    let missing = joined(report.aftermath.missing.iter().map(|was| of(was, Fate::Missing)));
    let altered = report.aftermath.altered.iter().map(|(was, is)| of(was, Fate::Altered { is: is.plain() }));
    let own = match &report.aftermath.saved {
        SavedOutcome::NotThere(instead) => Some(Lost {
            about: ip.to_string(),
            ip: Some(*ip),
            was: comment.clone(),
            joined: 1,
            fate: Fate::Yours { instead: instead.last().map(StoredComment::plain) },
        }),
        SavedOutcome::There | SavedOutcome::Repeated(_) => None,
    };
    missing.into_iter().chain(altered).chain(own).collect()
}

/// Those that can go back only as one, joined.
fn joined(missing: impl Iterator<Item = Lost>) -> Vec<Lost> {
    let mut all: Vec<(Lost, Vec<Comment>)> = Vec::new();
    for lost in missing {
        let about_it = all.iter_mut().find(|(other, _)| other.ip.is_some() && other.ip == lost.ip);
        if let Some((_, said)) = about_it {
            // The same text twice is one.
            said.retain(|earlier| *earlier != lost.was);
            said.push(lost.was);
        } else {
            let said = vec![lost.was.clone()];
            all.push((lost, said));
        }
    }
    all.into_iter().map(|(lost, said)| Lost { joined: said.len(), was: as_one(&said), ..lost }).collect()
}

/// The last comment, which is the one that Spot's list shows, and below it what the earlier ones said.
fn as_one(said: &[Comment]) -> Comment {
    let Some((last, earlier)) = said.split_last() else { return Comment::default() };
    let mut parts = vec![last.text.clone()];
    parts.extend(earlier.iter().map(|Comment { title, text }| format!("{ALSO_STORED}\n{title}\n{text}")));
    Comment { title: last.title.clone(), text: parts.join("\n\n") }
}

/// What stands between texts that were joined.
const ALSO_STORED: &str = "Also stored about this IP:";

/// What can be put back at once, overwriting nothing.
#[must_use]
pub fn back_at_once(lost: &[Lost]) -> Vec<Lost> {
    lost.iter().filter(|lost| lost.ip.is_some() && lost.instead().is_none()).cloned().collect()
}

impl Lost {
    /// What Spot's form does not allow about it, and what can be done instead; `None` where it goes back as it was.
    #[must_use]
    pub fn limit(&self) -> Option<String> {
        match (self.ip, self.about.trim().parse::<IpAddr>()) {
            (Some(_), _) if self.joined > 1 => Some(format!(
                "{} comments about this IP were stored. Spot saves one for each IP, so they go back as one, with all texts.",
                self.joined
            )),
            (Some(_), _) => None,
            (None, Ok(IpAddr::V6(_))) => Some(
                "Spot saves storyboards of IPv4 addresses only, and a comment is saved with one: it refuses this one, so it \
                 cannot be put back. Copy it, or download the copy for who runs Spot."
                    .to_owned(),
            ),
            (None, _) => Some(
                "Spot would store it under another name than this one, so it cannot be put back. Copy it, or download the \
                 copy for who runs Spot."
                    .to_owned(),
            ),
        }
    }
}
