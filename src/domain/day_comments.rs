//! A day's stored comments around a save, so that none of them is lost (`spot.md`, quirk 5).
//!
//! To save one comment Spot deletes all of the day and inserts them again, pasting each text into `'...'` of an SQL
//! statement. What matters for that is the text as it is stored, not what it decodes to: comments are raw here.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::comment::decode;
use super::threats::Comment;

/// A comment as Spot's `comments` tells it, nothing decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StoredComment {
    /// Whom it is about; not necessarily an address.
    pub ip: String,
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
}

impl StoredComment {
    /// What the analyst reads: to be shown, or to be put back by saving it, which puts it into the safe form.
    #[must_use]
    pub fn plain(&self) -> Comment {
        Comment { title: decode(&self.title), text: decode(&self.text) }
    }

    /// The address that it is about.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        self.ip.trim().parse().ok()
    }

    /// Whether Spot overwrites it when a comment about `ip` is saved: it compares the texts.
    fn is_overwritten(&self, ip: IpAddr) -> bool {
        self.ip == ip.to_string()
    }

    /// The address under which Spot overwrites it, so that it can be put back or made safe: a dotted quad, and nothing
    /// else around it.
    #[must_use]
    pub fn overwritable(&self) -> Option<IpAddr> {
        self.address().filter(|ip| ip.is_ipv4() && self.is_overwritten(*ip))
    }

    /// In the form in which comments are compared, as the analyst reads them: what was put back is in the safe form, and
    /// of newlines the database and Spot each make something else.
    pub(super) fn settled(&self) -> Self {
        let Comment { title, text } = self.plain();
        Self { ip: self.ip.clone(), title, text }
    }
}

/// The comment about an IP was changed by someone else since it was loaded: saving would overwrite it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// As it was loaded; `None` where there was none.
    pub loaded: Option<Comment>,
    /// As it is now; `None` where it was removed.
    pub now: Option<Comment>,
}

/// What is stored about `ip`. Of several comments the last counts, as in the list.
#[must_use]
pub fn comment_on(ip: IpAddr, stored: &[StoredComment]) -> Option<Comment> {
    stored.iter().rfind(|comment| comment.address() == Some(ip)).map(StoredComment::plain)
}

/// Whether the comment about `ip` is another `now`, read right before saving, than the one that was `loaded`. One that is
/// what is being `saved` is no conflict: nothing of it would be lost.
#[must_use]
pub fn conflict(ip: IpAddr, loaded: Option<&Comment>, now: &[StoredComment], saved: &Comment) -> Option<Conflict> {
    let now = comment_on(ip, now);
    (loaded != now.as_ref() && now.as_ref() != Some(saved)).then(|| Conflict { loaded: loaded.cloned(), now })
}

/// A part of a stored comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// The IP.
    Ip,
    /// The title.
    Title,
    /// The text.
    Text,
}

/// What in a stored text does harm when Spot inserts it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Harm {
    /// It ends the SQL literal.
    Apostrophe,
    /// It takes the closing apostrophe into the SQL literal.
    TrailingBackslash,
    /// Python 2, on which Spot runs, cannot write it.
    OutsideAscii,
    /// The insert passes, and the text comes out altered: the database takes it as the beginning of an escape.
    Backslash,
}

/// A stored comment that saving any other one of its day would destroy or alter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endangered {
    /// The comment, as it is stored.
    pub comment: StoredComment,
    /// What does harm in which part, in the order of [`Part`] and [`Harm`].
    pub why: Vec<(Part, Harm)>,
}

impl Endangered {
    /// Whether Spot fails at this comment, and loses it and all that it would have inserted after it.
    #[must_use]
    pub fn breaks_the_insert(&self) -> bool {
        self.why.iter().any(|(_, harm)| *harm != Harm::Backslash)
    }
}

/// The comments among `stored` that would break the insert, or come out of it altered, when the one about `ip` is saved.
/// That one itself is overwritten, and is sent in the safe form.
#[must_use]
pub fn endangered(ip: IpAddr, stored: &[StoredComment]) -> Vec<Endangered> {
    let others = stored.iter().filter(|comment| !comment.is_overwritten(ip));
    let why = |comment: &StoredComment| -> Vec<(Part, Harm)> {
        let parts = [(Part::Ip, &comment.ip), (Part::Title, &comment.title), (Part::Text, &comment.text)];
        parts.into_iter().flat_map(|(part, text)| harms(text).map(move |harm| (part, harm))).collect()
    };
    others
        .map(|comment| Endangered { comment: comment.clone(), why: why(comment) })
        .filter(|endangered| !endangered.why.is_empty())
        .collect()
}

fn harms(text: &str) -> impl Iterator<Item = Harm> + use<> {
    // `\n` comes back as it is: it is stored as a newline, which Spot tells as `\n`.
    let escapes = text.replace("\\n", "");
    // Of a pair of backslashes the first escapes the second.
    let ends_in_escape = text.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    let found = [
        (Harm::Apostrophe, text.contains('\'')),
        (Harm::TrailingBackslash, ends_in_escape),
        (Harm::OutsideAscii, !text.is_ascii()),
        (Harm::Backslash, !ends_in_escape && escapes.contains('\\')),
    ];
    found.into_iter().filter_map(|(harm, is_there)| is_there.then_some(harm))
}

/// What became of the comment that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SavedOutcome {
    /// It is there, once.
    There,
    /// It is there more than once: there were several comments about its IP, and Spot overwrote each.
    Repeated(u64),
    /// It is not there; what is there about its IP instead, if anything.
    NotThere(Vec<StoredComment>),
}

/// What saving did to the day's comments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aftermath {
    /// What became of the comment that was saved.
    pub saved: SavedOutcome,
    /// Comments about other IPs that are gone: these are to be put back.
    pub missing: Vec<StoredComment>,
    /// Comments about other IPs that are not as they were: as they were, and as they are. Someone else may have saved at
    /// the same time.
    pub altered: Vec<(StoredComment, StoredComment)>,
    /// Comments about other IPs that were not there before: someone else saved at the same time.
    pub added: Vec<StoredComment>,
}

impl Aftermath {
    /// Whether there is nothing to put back.
    #[must_use]
    pub fn is_harmless(&self) -> bool {
        !matches!(self.saved, SavedOutcome::NotThere(_)) && self.missing.is_empty() && self.altered.is_empty()
    }
}

/// Compares the day's comments `before` and `after` a save of `saved` about `ip`. The same comment may be there several
/// times, and has to be there as often afterwards; order does not matter.
#[must_use]
pub fn aftermath(ip: IpAddr, saved: &Comment, before: &[StoredComment], after: &[StoredComment]) -> Aftermath {
    let (own, others): (Vec<_>, Vec<_>) = after.iter().partition(|comment| comment.is_overwritten(ip));
    let times = own.iter().filter(|found| found.plain() == *saved).count() as u64;
    let outcome = match times {
        0 => SavedOutcome::NotThere(own.into_iter().cloned().collect()),
        1 => SavedOutcome::There,
        times => SavedOutcome::Repeated(times),
    };
    // What is there of each comment: what is left in the end was not there before.
    let mut found: BTreeMap<StoredComment, Vec<&StoredComment>> = BTreeMap::new();
    for comment in others {
        found.entry(comment.settled()).or_default().push(comment);
    }
    let expected = before.iter().filter(|comment| !comment.is_overwritten(ip));
    let lost: Vec<_> = expected.filter(|comment| take(&mut found, &comment.settled()).is_none()).collect();
    let mut added: Vec<&StoredComment> = found.into_values().flatten().collect();
    let (mut missing, mut altered) = (Vec::new(), Vec::new());
    for was in lost {
        match added.iter().position(|is| is.ip == was.ip) {
            Some(place) => altered.push((was.clone(), added.remove(place).clone())),
            None => missing.push(was.clone()),
        }
    }
    Aftermath { saved: outcome, missing, altered, added: added.into_iter().cloned().collect() }
}

fn take<'a>(
    found: &mut BTreeMap<StoredComment, Vec<&'a StoredComment>>,
    comment: &StoredComment,
) -> Option<&'a StoredComment> {
    found.get_mut(comment)?.pop()
}
