//! A save that was begun: what the browser keeps of it until it is confirmed (`spot.md`, quirk 5, (c) and (d)).

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::comment::encode;
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
        let unknown = unknown.missing.into_iter().chain(unknown.altered.into_iter().map(|(other, _)| other));
        // What Spot made of a comment that is kept is no other comment.
        let is_new = |other: &StoredComment| !self.before.iter().any(|kept| becomes(kept, other));
        let new: Vec<_> = unknown.filter(is_new).collect();
        self.before.extend(new);
    }

    /// Keeps this comment about `ip` no longer: the analyst replaced it.
    pub fn give_up(&mut self, ip: IpAddr, replaced: &Comment) {
        self.before.retain(|kept| kept.address() != Some(ip) || kept.plain() != *replaced);
    }

    /// Keeps this in place of all comments about `ip`: nothing was there, and they went back as one.
    pub fn join(&mut self, ip: IpAddr, back: &Comment) {
        if ip != self.ip {
            self.before.retain(|kept| kept.address() != Some(ip));
            let Comment { title, text } = back;
            self.before.push(StoredComment { ip: ip.to_string(), title: encode(title), text: encode(text) });
        }
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

/// Whether saves of other comments make `is` of `was`.
fn becomes(was: &StoredComment, is: &StoredComment) -> bool {
    const SAVES: usize = 8;
    let steps = std::iter::successors(Some(was.clone()), |it| {
        Some(StoredComment { ip: it.ip.clone(), title: inserted(&it.title), text: inserted(&it.text) })
    });
    was.ip == is.ip && steps.skip(1).take(SAVES).any(|it| it == *is)
}

/// What the database makes of a text in an SQL literal, as Spot tells it again: a newline stays `\n`, a character may be
/// written by its number, other backslashes are taken away.
fn inserted(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        told.push_str(before);
        let by_number = |digits: Option<&str>, radix| char::from_u32(u32::from_str_radix(digits?, radix).ok()?);
        let (letter, length) = match after.chars().next() {
            None => return told,
            Some('0'..='1') if by_number(after.get(..3), 8).is_some() => (by_number(after.get(..3), 8), 3),
            Some('u') if by_number(after.get(1..5), 16).is_some() => (by_number(after.get(1..5), 16), 5),
            Some('n') => {
                told.push('\\');
                (Some('n'), 1)
            }
            Some(letter @ ('%' | '_')) => {
                told.push('\\');
                (Some(letter), 1)
            }
            Some('r') => (Some('\r'), 1),
            Some('t') => (Some('\t'), 1),
            Some(letter) => (Some(letter), letter.len_utf8()),
        };
        told.extend(letter);
        rest = after.get(length..).unwrap_or_default();
    }
    told + rest
}
