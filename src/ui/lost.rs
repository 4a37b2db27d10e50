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
    /// What it said.
    pub was: Comment,
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
        fate,
    };
    let missing = report.aftermath.missing.iter().map(|was| of(was, Fate::Missing));
    let altered = report.aftermath.altered.iter().map(|(was, is)| of(was, Fate::Altered { is: is.plain() }));
    let own = match &report.aftermath.saved {
        SavedOutcome::NotThere(instead) => Some(Lost {
            about: ip.to_string(),
            ip: Some(*ip),
            was: comment.clone(),
            fate: Fate::Yours { instead: instead.last().map(StoredComment::plain) },
        }),
        SavedOutcome::There | SavedOutcome::Repeated(_) => None,
    };
    missing.chain(altered).chain(own).collect()
}

/// What can be put back at once, overwriting nothing: each IP once, the last of its comments, which is the one that Spot's
/// list shows.
#[must_use]
pub fn back_at_once(lost: &[Lost]) -> Vec<Lost> {
    let can = |lost: &&Lost| lost.ip.is_some() && lost.instead().is_none();
    let is_last = |(place, it): &(usize, &Lost)| lost.iter().skip(place + 1).filter(can).all(|later| later.ip != it.ip);
    lost.iter().enumerate().filter(|(_, lost)| can(lost)).filter(is_last).map(|(_, lost)| lost.clone()).collect()
}
