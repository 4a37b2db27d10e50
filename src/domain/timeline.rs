//! Activity over time: counts per bucket for the strip, runs of pixels for the lanes.
//!
//! Everything is answered from how many began and how many ended before a second. What is active in `[from, to)` is what
//! has begun before `to` less what has ended before `from`:
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
#[derive(Clone, Debug, Default)]
pub struct Spans {
    begun: Seconds,
    ended: Seconds,
    len: usize,
    seen: Option<(u32, u32)>,
}

/// Seconds, of which one can ask how many lie before another.
#[derive(Clone, Debug)]
enum Seconds {
    /// Where there are few: in order, for bisection.
    Listed(Vec<u32>),
    /// Where there are more of them than seconds between the first and the last: how many lie before each.
    Counted { first: u32, before: Vec<u32> },
}

impl Default for Seconds {
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}

/// Spans that are being gathered.
#[derive(Clone, Debug)]
pub struct Gathering(Spans);

impl Gathering {
    /// Of about `expected` spans, which all lie between the seconds `first` and `last`.
    #[must_use]
    pub fn within((first, last): (u32, u32), expected: usize) -> Self {
        let range = last.saturating_sub(first) as usize + 1;
        let seconds = || {
            if range > expected {
                return Seconds::Listed(Vec::with_capacity(expected));
            }
            // One more at each end: before the first lies none, before the one after the last lie all.
            Seconds::Counted { first, before: vec![0; range + 1] }
        };
        Self(Spans { begun: seconds(), ended: seconds(), len: 0, seen: None })
    }

    /// Adds a span.
    #[inline]
    pub fn add(&mut self, first: u32, last: u32) {
        let Self(spans) = self;
        spans.begun.add(first);
        spans.ended.add(last);
        spans.len += 1;
        let (earliest, latest) = spans.seen.unwrap_or((first, last));
        spans.seen = Some((earliest.min(first), latest.max(last)));
    }

    /// All are in.
    #[must_use]
    pub fn done(self) -> Spans {
        let Self(mut spans) = self;
        spans.begun.finish();
        spans.ended.finish();
        spans
    }
}

impl Seconds {
    #[inline]
    fn add(&mut self, second: u32) {
        match self {
            Self::Listed(seconds) => seconds.push(second),
            // Counted at the second after it, before which it lies. What lies outside is counted at the edge.
            Self::Counted { first, before } => {
                let at = (second.saturating_sub(*first) as usize + 1).min(before.len() - 1);
                before[at] += 1;
            }
        }
    }

    fn finish(&mut self) {
        match self {
            Self::Listed(seconds) => seconds.sort_unstable(),
            Self::Counted { before, .. } => {
                let mut sum = 0;
                for count in before {
                    sum += *count;
                    *count = sum;
                }
            }
        }
    }

    /// How many lie before `second`.
    #[inline]
    fn before(&self, second: u32) -> usize {
        match self {
            Self::Listed(seconds) => seconds.partition_point(|&listed| listed < second),
            Self::Counted { first, before } => {
                before[(second.saturating_sub(*first) as usize).min(before.len() - 1)] as usize
            }
        }
    }
}

impl Spans {
    /// From pairs of first and last second.
    #[must_use]
    pub fn new(spans: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let bounds = spans.clone().reduce(|(first, last), span| (first.min(span.0), last.max(span.1)));
        let mut gathering = Gathering::within(bounds.unwrap_or_default(), spans.clone().count());
        spans.for_each(|(first, last)| gathering.add(first, last));
        gathering.done()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many began before `second`.
    #[must_use]
    pub fn begun_before(&self, second: u32) -> usize {
        self.begun.before(second)
    }

    /// How many ended before `second`.
    #[must_use]
    pub fn ended_before(&self, second: u32) -> usize {
        self.ended.before(second)
    }

    /// How many are active somewhere in `window`.
    #[must_use]
    pub fn active_in(&self, window: Window) -> usize {
        self.begun_before(window.end.0) - self.ended_before(window.start.0)
    }

    /// First and last second of all spans.
    #[must_use]
    pub fn extent(&self) -> Option<(Moment, Moment)> {
        self.seen.map(|(first, last)| (Moment(first), Moment(last)))
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
