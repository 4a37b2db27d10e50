//! Stretches of a day, whatever the day.

use std::fmt;

use super::error::Problem;
use crate::domain::time::{DAY_SECONDS, Moment};

/// From a second of the day up to, not including, another; over midnight where the end is the earlier. Never empty.
///
/// ```text
/// 02:00-03:00   |--[==]--------------------|
/// 22:00-06:00   |=====]---------------[====|
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DayWindow {
    /// 0 to 86,399.
    from: u32,
    /// 1 to 86,400, and not `from`.
    to: u32,
}

impl DayWindow {
    /// From second `from` of the day to second `to`, which may be 86,400; 0 is the midnight that ends a day there. `None`
    /// where they are one, or no seconds of a day.
    #[must_use]
    pub fn new(from: u32, to: u32) -> Option<Self> {
        if from == to || from >= DAY_SECONDS || to > DAY_SECONDS {
            return None;
        }
        Some(Self { from, to: if to == 0 { DAY_SECONDS } else { to } })
    }

    /// Its first second in a day.
    #[must_use]
    pub fn from_second(self) -> u32 {
        self.from
    }

    /// The second of a day that ends it, 86,400 for midnight.
    #[must_use]
    pub fn to_second(self) -> u32 {
        self.to
    }

    /// Whether a second from `first` to `last`, both included, lies in it on any day.
    #[must_use]
    pub fn meets(self, first: Moment, last: Moment) -> bool {
        let length = last.0.saturating_sub(first.0);
        let start = first.0 % DAY_SECONDS;
        // From `first` on, the window's next start comes within a day; or `first` is in it already.
        let until_start = (self.from + DAY_SECONDS - start) % DAY_SECONDS;
        let is_inside = if self.from < self.to {
            (self.from..self.to).contains(&start)
        } else {
            start >= self.from || start < self.to
        };
        is_inside || until_start <= length
    }

    /// Reads `02:00-03:00`, `02:00:30-02:01:00`; `02:00` is that minute, `02:00:30` that second.
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        let (from, to) = if let Some((from, to)) = text.split_once(['-', '\u{2013}']) {
            (clock(from)?.0, clock(to)?.0)
        } else {
            let (from, length) = clock(text)?;
            (from, from + length)
        };
        if from == to {
            return Err(Problem::NothingThere);
        }
        Self::new(from, to).ok_or(Problem::NoTime)
    }
}

/// Second of the day, and how many seconds the text stands for.
fn clock(text: &str) -> Result<(u32, u32), Problem> {
    let mut parts = text.trim().split(':');
    let mut part = |most: u32| {
        let text = parts.next()?;
        let is_short = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|number: &u32| is_short && *number <= most)
    };
    let hour = part(24).ok_or(Problem::NoTime)?;
    let minute = part(59).ok_or(Problem::NoTime)?;
    let has_seconds = text.trim().split(':').count() == 3;
    let second = if has_seconds { part(59).ok_or(Problem::NoTime)? } else { 0 };
    let at = hour * 3600 + minute * 60 + second;
    if parts.next().is_some() || at > DAY_SECONDS {
        return Err(Problem::NoTime);
    }
    Ok((at, if has_seconds { 1 } else { 60 }))
}

impl fmt::Display for DayWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |second: u32| {
            let text = format!("{:02}:{:02}", second / 3600, second / 60 % 60);
            if second.is_multiple_of(60) { text } else { format!("{text}:{:02}", second % 60) }
        };
        write!(f, "{}-{}", clock(self.from), clock(self.to))
    }
}
