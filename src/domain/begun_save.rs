//! A save that was begun: what the browser keeps of it until it is confirmed (`spot.md`, quirk 5, (c) and (d)).

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::day_comments::{Aftermath, StoredComment, aftermath};
use super::threats::Comment;

/// What is kept of a save before anything is sent, so that nothing is lost whatever happens then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BegunSave {
    /// Whom it is about.
    pub ip: IpAddr,
    /// What is being saved.
    pub comment: Comment,
    /// The day's comments as they were, and those of earlier saves that are not confirmed.
    pub before: Vec<StoredComment>,
    /// When it was begun, in milliseconds since 1970, UTC.
    pub begun_ms: u64,
}

impl BegunSave {
    /// Keeps these comments too, where they are about another IP and not kept yet.
    pub fn remember(&mut self, comments: &[StoredComment]) {
        let unknown = aftermath(self.ip, &self.comment, comments, &self.before);
        self.before.extend(unknown.missing);
        self.before.extend(unknown.altered.into_iter().map(|(other, _)| other));
    }

    /// Keeps this comment about `ip` no longer: the analyst replaced it.
    pub fn give_up(&mut self, ip: IpAddr, replaced: &Comment) {
        self.before.retain(|kept| kept.address() != Some(ip) || kept.plain() != *replaced);
    }

    /// What became of it, and of the others, given the day's comments as they are now. One that is missing while there is
    /// another about its IP counts as altered: putting it back replaces that one.
    #[must_use]
    pub fn aftermath(&self, now: &[StoredComment]) -> Aftermath {
        let mut found = aftermath(self.ip, &self.comment, &self.before, now);
        for was in std::mem::take(&mut found.missing) {
            match now.iter().rfind(|is| is.ip == was.ip) {
                Some(is) => found.altered.push((was, is.clone())),
                None => found.missing.push(was),
            }
        }
        found
    }
}

/// Whether a day's comments are the same as before, in whatever order and form.
#[must_use]
pub fn are_untouched(before: &[StoredComment], now: &[StoredComment]) -> bool {
    let sorted = |comments: &[StoredComment]| {
        let mut settled: Vec<_> = comments.iter().map(StoredComment::settled).collect();
        settled.sort_unstable();
        settled
    };
    sorted(before) == sorted(now)
}
