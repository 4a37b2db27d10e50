//! Delays between contacts in bars of one width, to be shown.

use serde::{Deserialize, Serialize};

use crate::domain::time::Moment;

/// How often delays of each length came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntervalHistogram {
    /// Milliseconds of a bar: a number of seconds, minutes or hours that reads well.
    pub width_ms: u64,
    /// Neighbours, without a gap, from the shortest delay on; at most 40.
    pub bars: Vec<Bar>,
    /// Delays beyond the last bar: the longest twentieth may be far away.
    pub longer: usize,
}

/// A bar of the histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// Where it begins: a multiple of the width.
    pub from_ms: u64,
    /// How many delays are in it.
    pub count: usize,
    /// When the first of them began, and when the last one ended; `None` where there is none. Others may lie between.
    pub seen: Option<(Moment, Moment)>,
}

const MAX_BARS: u64 = 40;
const WIDTHS_S: [u64; 15] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600];

impl IntervalHistogram {
    /// Of the delays between contacts in the order in which they came.
    pub(super) fn of_contacts(contacts_ms: &[u64]) -> Self {
        let between = |pair: &[u64]| pair[1] - pair[0];
        let mut intervals_ms: Vec<u64> = contacts_ms.windows(2).map(between).collect();
        intervals_ms.sort_unstable();
        let Some((&shortest, &nineteen_twentieths)) =
            intervals_ms.first().zip(intervals_ms.get(intervals_ms.len().saturating_sub(1) * 19 / 20))
        else {
            return Self::default();
        };
        let bars_of = |width_ms: u64| nineteen_twentieths / width_ms - shortest / width_ms + 1;
        let widths = WIDTHS_S.into_iter().map(|seconds| seconds * 1000);
        // Delays of months are in files with times decades apart.
        let width_ms = widths
            .into_iter()
            .find(|width_ms| bars_of(*width_ms) <= MAX_BARS)
            .unwrap_or((nineteen_twentieths - shortest) / (MAX_BARS - 1) + 1);
        let first = shortest / width_ms;
        let bar = |index| Bar { from_ms: index * width_ms, count: 0, seen: None };
        let mut bars: Vec<Bar> = (first..first + bars_of(width_ms)).map(bar).collect();
        let mut longer = 0;
        for pair in contacts_ms.windows(2) {
            let index = usize::try_from(between(pair) / width_ms - first).unwrap_or(usize::MAX);
            let Some(bar) = bars.get_mut(index) else {
                longer += 1;
                continue;
            };
            bar.count += 1;
            let [began, ended] = [pair[0], pair[1]].map(moment);
            bar.seen = Some((bar.seen.map_or(began, |(first, _)| first), ended));
        }
        Self { width_ms, bars, longer }
    }

    /// How many delays there are.
    #[must_use]
    pub fn all(&self) -> usize {
        self.bars.iter().map(|bar| bar.count).sum::<usize>() + self.longer
    }
}

fn moment(at_ms: u64) -> Moment {
    Moment(u32::try_from(at_ms / 1000).unwrap_or(u32::MAX))
}
