//! An answer of the engine, with what was asked: runs are counted in pixels of the plot it was asked for, and may be shown
//! in another one while the next answer is on its way.

use super::scale::Span;
use crate::domain::time::Window;
use crate::domain::view::{Activity, Lane, Run, Timeline};

/// A timeline and the plot it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The number of the first of its lanes.
    pub first_lane: u32,
    /// The width its runs are counted in.
    pub width_px: u16,
    /// The answer.
    pub timeline: Timeline,
}

impl Answered {
    /// The lane of a number, if the answer has it.
    #[must_use]
    pub fn lane(&self, number: u32) -> Option<&Lane> {
        self.timeline.lanes.get(usize::try_from(number.checked_sub(self.first_lane)?).ok()?)
    }

    /// When a run is.
    #[must_use]
    pub fn span(&self, run: Run) -> Span {
        let window = Span::from(self.timeline.window);
        let second = |px: u16| window.start + window.seconds() * f64::from(px) / f64::from(self.width_px.max(1));
        Span { start: second(run.from_px), end: second(run.to_px) }
    }

    /// Runs that touch, put together: what can be told apart by eye, left to right.
    pub fn blocks<'a>(&'a self, lane: &'a Lane) -> impl Iterator<Item = Span> + 'a {
        let mut runs = lane.runs.iter().copied().peekable();
        std::iter::from_fn(move || {
            let mut block = runs.next()?;
            while let Some(touching) = runs.next_if(|run| run.from_px == block.to_px) {
                block.to_px = touching.to_px;
            }
            Some(self.span(block))
        })
    }

    /// All there is to see.
    #[must_use]
    pub fn extent(&self) -> Span {
        self.timeline.extent.into()
    }
}

/// When a bucket is.
#[must_use]
pub fn bucket_span(activity: &Activity, index: usize) -> Span {
    // Buckets are as many as pixels.
    #[allow(clippy::cast_precision_loss)]
    let start = f64::from(activity.start.0) + index as f64 * f64::from(activity.bucket_seconds);
    Span { start, end: start + f64::from(activity.bucket_seconds) }
}

/// When a bucket is, in whole seconds.
#[must_use]
pub fn bucket_window(activity: &Activity, index: usize) -> Window {
    bucket_span(activity, index).window()
}

/// A length of time, short: `min`, `5 min`, `h`.
#[must_use]
pub fn per(seconds: u32) -> String {
    let (count, unit) = match seconds {
        86_400.. if seconds.is_multiple_of(86_400) => (seconds / 86_400, "d"),
        3_600.. if seconds.is_multiple_of(3_600) => (seconds / 3_600, "h"),
        60.. if seconds.is_multiple_of(60) => (seconds / 60, "min"),
        _ => (seconds, "s"),
    };
    if count == 1 { unit.to_owned() } else { format!("{count} {unit}") }
}
