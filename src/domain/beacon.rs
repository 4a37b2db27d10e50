//! How much the connections of one host to another look like a beacon: a program that calls home by the clock.
//!
//! The method is the one that RITA's authors publish for its beacons (activecm/rita-legacy: the fields explained in issue
//! 751, the scores in pull requests 69, 742, 773, 792, 793 and 794, the weights in its configuration). Four scores from 0
//! to 1, a quarter each:
//!
//! | score | is high where | how |
//! | --- | --- | --- |
//! | intervals | delays are even | mean of 1 - abs(Bowley skewness) and 1 - MAD / median (`regularity`) |
//! | sizes | bytes sent are even | likewise |
//! | presence | they go on for long | the larger of the data's share between first and last, and of the longest unbroken run (`presence`) |
//! | steadiness | each hour has as many | the larger of 1 - coefficient of variation, and of how well two levels fit (`presence`) |
//!
//! What differs here, and why:
//! - Dispersion is measured against the median, where RITA began with 30 seconds and 32 bytes: a beacon that sleeps for an
//!   hour jitters by minutes.
//! - Sizes do not have to be small: what is sent out evenly is told, however large.
//! - An hour is a 24th of the data, so that logs of a morning are judged as those of a day are.
//! - Without known sizes the other three make the score.
//!
//! Connections that begin within a second of one another are one contact (pull request 773: no intervals of 0 seconds).

mod explanation;
mod histogram;
mod presence;
mod regularity;

pub use explanation::{Explanation, Service};
pub use histogram::{Bar, IntervalHistogram};
pub use presence::{HOURS, Presence, Steadiness};
pub use regularity::Regularity;

/// With fewer contacts nothing is said: a few even delays are chance. RITA's own threshold is 20 to 23, about one in an
/// hour of a day.
pub const MIN_CONTACTS: usize = 20;

/// Starts that are no further apart are one contact.
const CONTACT_MS: u64 = 1000;

/// From when to when the data reach, in milliseconds since 1970: what a host's presence is measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observed {
    /// The first start of any connection.
    pub first_ms: u64,
    /// The last start of any connection; not before the first.
    pub last_ms: u64,
}

/// The connections of one host to another, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Beacon {
    /// 0 to 1: how much it looks like a beacon.
    pub score: f64,
    /// How many connections there were.
    pub connections: usize,
    /// How many contacts these make.
    pub contacts: usize,
    /// Delays between contacts, in milliseconds.
    pub intervals: Regularity,
    /// Bytes sent with each connection; `None` where they are not known.
    pub sizes: Option<Regularity>,
    /// How long it went on.
    pub presence: Presence,
    /// How evenly it went on.
    pub steadiness: Steadiness,
    /// Why it may be harmless.
    pub explanation: Option<Explanation>,
}

impl Beacon {
    /// The score, less what an explanation takes off: what peers are put in order by.
    #[must_use]
    pub fn suspicion(&self) -> f64 {
        self.score * self.explanation.map_or(1.0, Explanation::remaining)
    }
}

/// There are too few contacts to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{contacts} contacts are too few to tell a beacon from chance: {MIN_CONTACTS} are needed")]
pub struct TooFew {
    /// How many there are.
    pub contacts: usize,
}

/// Judges the connections of one host to another.
///
/// `starts_ms` are their starts in milliseconds since 1970 (whole seconds do), `sent_bytes` what the one sent with each,
/// as far as it is known; both in any order.
pub fn beacon(
    starts_ms: &[u64],
    sent_bytes: &[u64],
    observed: Observed,
    service: Option<Service>,
) -> Result<Beacon, TooFew> {
    let contacts_ms = contacts(starts_ms);
    if contacts_ms.len() < MIN_CONTACTS {
        return Err(TooFew { contacts: contacts_ms.len() });
    }
    let mut intervals_ms: Vec<u64> = contacts_ms.windows(2).map(|pair| pair[1] - pair[0]).collect();
    intervals_ms.sort_unstable();
    let mut sizes = sent_bytes.to_vec();
    sizes.sort_unstable();

    let intervals = Regularity::of_sorted(&intervals_ms).unwrap_or_default();
    // Of half of the connections at least, or else it is the size of some others.
    let sizes = if 2 * sizes.len() < starts_ms.len() { None } else { Regularity::of_sorted(&sizes) };
    let counts = presence::hour_counts(&contacts_ms, observed);
    let presence = Presence::of(&contacts_ms, &counts, observed);
    let steadiness = Steadiness::of(counts);
    let scores = [Some(intervals.score), sizes.map(|sizes| sizes.score), Some(presence.score), Some(steadiness.score)];
    Ok(Beacon {
        score: mean(scores.into_iter().flatten()),
        connections: starts_ms.len(),
        contacts: contacts_ms.len(),
        intervals,
        sizes,
        presence,
        steadiness,
        explanation: Explanation::of(service, sizes),
    })
}

/// The delays between contacts, to be shown; `starts_ms` as [`beacon`] takes them.
#[must_use]
pub fn histogram(starts_ms: &[u64]) -> IntervalHistogram {
    IntervalHistogram::of_contacts(&contacts(starts_ms))
}

/// When contacts began, ascending.
fn contacts(starts_ms: &[u64]) -> Vec<u64> {
    let mut sorted = starts_ms.to_vec();
    sorted.sort_unstable();
    let mut contacts: Vec<u64> = Vec::with_capacity(sorted.len());
    for start in sorted {
        if contacts.last().is_none_or(|last| start - last >= CONTACT_MS) {
            contacts.push(start);
        }
    }
    contacts
}

fn mean(scores: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = scores.fold((0.0, 0.0), |(sum, count), score| (sum + score, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// A count for reckoning with fractions.
fn real(number: u64) -> f64 {
    // Milliseconds of this century and bytes of any flow are below 2^53, or so near that scores do not tell.
    #[allow(clippy::cast_precision_loss)]
    let real = number as f64;
    real
}
