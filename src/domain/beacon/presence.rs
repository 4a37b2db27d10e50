//! How long contacts went on, and how evenly.

use super::{Observed, real};

/// Into how many parts the data are cut: hours, where they are a day.
pub const HOURS: usize = 24;

/// With contacts in no more hours than these, nothing is said of how long they went on (pull request 793).
const MIN_HOURS: usize = 6;
/// An unbroken run of so many hours scores in full: some call home in office hours only (pull request 793).
const FULL_RUN_HOURS: usize = 12;
/// Two levels are looked for where more hours than these have contacts (pull request 794).
const MIN_LEVEL_HOURS: usize = 10;
/// Counts that differ by less than this part of the largest are of one level (pull request 794).
const LEVEL_PERCENT: u32 = 5;

/// How long contacts went on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Presence {
    /// 0 to 1: the larger of `coverage` and of the longest run's part of twelve hours; 0 with six hours or fewer.
    pub score: f64,
    /// From the first contact to the last, as a part of the data.
    pub coverage: f64,
    /// Hours, of [`HOURS`], with a contact.
    pub hours_seen: usize,
    /// The most hours in a row with a contact; the last and the first are neighbours.
    pub longest_run: usize,
}

/// How evenly contacts went on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steadiness {
    /// 0 to 1: the larger of 1 - `variation` and of `two_levels`.
    pub score: f64,
    /// Contacts in each 24th of the data.
    pub counts: [u32; HOURS],
    /// Their standard deviation as a part of their mean.
    pub variation: f64,
    /// The part of the hours with contacts, but for one, that are on one of two levels: a beacon may be busier in turns.
    pub two_levels: f64,
}

/// Contacts in each 24th of the data; one outside of it counts at its edge.
pub(super) fn hour_counts(contacts_ms: &[u64], observed: Observed) -> [u32; HOURS] {
    let mut counts = [0_u32; HOURS];
    let length = u128::from(observed.last_ms.saturating_sub(observed.first_ms)) + 1;
    for contact in contacts_ms {
        let since = u128::from(contact.saturating_sub(observed.first_ms));
        let hour = usize::try_from(since * 24 / length).unwrap_or(HOURS).min(HOURS - 1);
        counts[hour] = counts[hour].saturating_add(1);
    }
    counts
}

impl Presence {
    pub(super) fn of(contacts_ms: &[u64], counts: &[u32; HOURS], observed: Observed) -> Self {
        let span = |first: u64, last: u64| real(last.saturating_sub(first));
        let contacted = contacts_ms.first().zip(contacts_ms.last()).map_or(0.0, |(first, last)| span(*first, *last));
        let all = span(observed.first_ms, observed.last_ms);
        let coverage = if all > 0.0 { (contacted / all).min(1.0) } else { 0.0 };
        let hours_seen = counts.iter().filter(|count| **count > 0).count();
        let longest_run = longest_run(counts);
        let run = real(longest_run as u64) / real(FULL_RUN_HOURS as u64);
        let score = if hours_seen > MIN_HOURS { coverage.max(run).min(1.0) } else { 0.0 };
        Self { score, coverage, hours_seen, longest_run }
    }
}

/// The most hours in a row with a contact, over the end into the start.
fn longest_run(counts: &[u32; HOURS]) -> usize {
    let (mut longest, mut run) = (0, 0);
    for count in counts.iter().chain(counts) {
        run = if *count > 0 { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest.min(HOURS)
}

impl Steadiness {
    pub(super) fn of(counts: [u32; HOURS]) -> Self {
        let hours = real(HOURS as u64);
        let mean = counts.iter().map(|&count| f64::from(count)).sum::<f64>() / hours;
        let square = counts.iter().map(|&count| (f64::from(count) - mean).powi(2)).sum::<f64>() / hours;
        let variation = if mean > 0.0 { square.sqrt() / mean } else { 0.0 };
        let two_levels = two_levels(&counts);
        let evenness = if mean > 0.0 { 1.0 - variation } else { 0.0 };
        Self { score: evenness.max(two_levels).clamp(0.0, 1.0), counts, variation, two_levels }
    }
}

fn two_levels(counts: &[u32; HOURS]) -> f64 {
    let seen: Vec<u32> = counts.iter().copied().filter(|count| *count > 0).collect();
    let most = seen.iter().copied().max().unwrap_or(0);
    if seen.len() <= MIN_LEVEL_HOURS {
        return 0.0;
    }
    let width = (most / 100 * LEVEL_PERCENT + (most % 100 * LEVEL_PERCENT).div_ceil(100)).max(1);
    let mut levels: Vec<u32> = seen.iter().map(|count| count / width).collect();
    levels.sort_unstable();
    let mut sizes: Vec<usize> = levels.chunk_by(|one, other| one == other).map(<[u32]>::len).collect();
    sizes.sort_unstable_by(|one, other| other.cmp(one));
    let fitting: usize = sizes.iter().take(2).sum();
    // One hour may be cut off by the data's end.
    (real(fitting as u64) / real(seen.len() as u64 - 1)).min(1.0)
}
