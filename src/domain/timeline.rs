//! Activity over time: counts per bucket for the strip, runs of pixels for the lanes.
//!
//! Everything is answered from two sorted lists, of starts and of ends. What is active in `[from, to)` is what has
//! begun before `to` less what has ended before `from`:
//!
//! ```text
//!            from        to
//!   ----[==]--|-----------|------      ended before `from`: not counted
//!   ------[===|====]------|------      begun before `to`, not ended before `from`: counted
//!   ----------|----[====]-|------      likewise
//!   ----------|-----------|-[==]-      not begun before `to`: not counted
//! ```

use super::time::{Moment, Window};
use super::view::{Activity, Run};

/// Spans of seconds, both ends inclusive, that can be counted in any stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Spans {
    /// From pairs of first and last second.
    #[must_use]
    pub fn new(spans: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let (starts, ends) = spans.into_iter().unzip();
        Self::of(starts, ends)
    }

    /// From all first and all last seconds, in any order.
    #[must_use]
    pub fn of(mut starts: Vec<u32>, mut ends: Vec<u32>) -> Self {
        sort(&mut starts);
        sort(&mut ends);
        Self { starts, ends }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// How many began before `second`.
    #[must_use]
    pub fn begun_before(&self, second: u32) -> usize {
        self.starts.partition_point(|&start| start < second)
    }

    /// How many ended before `second`.
    #[must_use]
    pub fn ended_before(&self, second: u32) -> usize {
        self.ends.partition_point(|&end| end < second)
    }

    /// How many are active somewhere in `window`.
    #[must_use]
    pub fn active_in(&self, window: Window) -> usize {
        self.begun_before(window.end.0) - self.ended_before(window.start.0)
    }

    /// First and last second of all spans.
    #[must_use]
    pub fn extent(&self) -> Option<(Moment, Moment)> {
        Some((Moment(*self.starts.first()?), Moment(*self.ends.last()?)))
    }

    /// What is active in each pixel of a plot of `width_px` pixels that shows `window`, neighbours of the same count
    /// put together.
    #[must_use]
    pub fn runs(&self, window: Window, width_px: u16) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for px in 0..width_px {
            let active = self.active_in(pixel_window(window, width_px, px));
            let active = u32::try_from(active).unwrap_or(u32::MAX);
            match runs.last_mut() {
                Some(run) if run.to_px == px && run.active == active => run.to_px = px + 1,
                _ if active > 0 => runs.push(Run { from_px: px, to_px: px + 1, active }),
                _ => {}
            }
        }
        runs
    }
}

/// Seconds that are counted out rather than compared: three days.
const COUNTED_SECONDS: usize = 3 * 86_400;

/// Sorts seconds. All of a day are sorted by counting how often each occurs, which costs one pass.
fn sort(seconds: &mut [u32]) {
    let (Some(&first), Some(&last)) = (seconds.iter().min(), seconds.iter().max()) else { return };
    let range = (last - first) as usize + 1;
    if range > COUNTED_SECONDS || seconds.len() < 1_000 {
        return seconds.sort_unstable();
    }
    let mut counts = vec![0usize; range];
    for &mut second in &mut *seconds {
        counts[(second - first) as usize] += 1;
    }
    let mut at = 0;
    for (second, count) in (first..=last).zip(counts) {
        seconds[at..at + count].fill(second);
        at += count;
    }
}

/// The seconds that pixel `px` stands for: at least one, shared with its neighbours where a pixel is less than a
/// second.
#[must_use]
pub fn pixel_window(window: Window, width_px: u16, px: u16) -> Window {
    let at = |px: u64| px * u64::from(window.seconds()) / u64::from(width_px.max(1));
    let (from, to) = (at(u64::from(px)), at(u64::from(px) + 1));
    // Both are at most the window's length: they fit.
    let second = |offset: u64| Moment(window.start.0.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX)));
    Window::new(second(from), second(to))
}

/// Lengths of buckets that divide a minute, an hour or a day, and read well.
const BUCKET_SECONDS: [u32; 20] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 604_800,
    2_592_000,
];
/// A bar of the strip is no narrower.
const BUCKET_PX: u32 = 2;

/// The length of the strip's buckets, for a plot of `width_px` pixels that shows `window`.
#[must_use]
pub fn bucket_seconds(window: Window, width_px: u16) -> u32 {
    let bars = (u32::from(width_px) / BUCKET_PX).max(1);
    let least = window.seconds().div_ceil(bars);
    // Longer than a month a bucket is only in answers with times decades apart.
    BUCKET_SECONDS.into_iter().find(|&seconds| seconds >= least).unwrap_or(least)
}

/// Counts per bucket of each of three groups, over `window`.
#[must_use]
pub fn activity(window: Window, width_px: u16, count: impl Fn(Window) -> [u32; 3]) -> Activity {
    let bucket_seconds = bucket_seconds(window, width_px);
    let start = Moment(window.start.0 - window.start.0 % bucket_seconds);
    let mut buckets = Vec::new();
    let mut from = start.0;
    while from < window.end.0 {
        let to = from.saturating_add(bucket_seconds);
        buckets.push(count(Window::new(Moment(from), Moment(to))));
        if to == u32::MAX {
            break;
        }
        from = to;
    }
    Activity { start, bucket_seconds, buckets }
}
