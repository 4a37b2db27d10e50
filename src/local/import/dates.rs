//! Dates as logs write them, and which of their numbers is the day.

use serde::{Deserialize, Serialize};

use super::notation::Way;
use super::values::whole;
use crate::domain::time::Day;

/// What comes first in dates, and what then, where a year of four digits does not tell by coming first. Nothing but other
/// dates, or the analyst, can tell: `01/02/2025` is in January or February, and `10-11-12` in one of three years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DateOrder {
    /// `31/12/2025`, `31.12.25`.
    DayFirst,
    /// `12/31/2025`, `12/31/25`.
    MonthFirst,
    /// `25-12-31`.
    YearFirst,
}

impl DateOrder {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DayFirst => "day first",
            Self::MonthFirst => "month first",
            Self::YearFirst => "year first",
        }
    }

    /// The day that a text begins with, which needs an order to be told.
    #[must_use]
    pub fn day(self, text: &str) -> Option<Day> {
        let date = date_of(text.as_bytes());
        if year_first(date).is_some() { None } else { in_order(date, self) }
    }
}

impl Way for DateOrder {
    const ALL: &'static [Self] = &[Self::DayFirst, Self::MonthFirst, Self::YearFirst];

    fn reads(self, text: &[u8]) -> bool {
        let date = date_of(text);
        year_first(date).is_none() && in_order(date, self).is_some()
    }
}

/// What parts a date from a clock behind it.
pub fn parts_clock(byte: u8) -> bool {
    matches!(byte, b' ' | b'T' | b't' | b'_')
}

/// The date at the beginning of a text.
pub fn date_of(text: &[u8]) -> &[u8] {
    without_comma(text.split(|&byte| parts_clock(byte)).next().unwrap_or(text))
}

/// Browsers write `31/12/2025, 14:03:02`.
fn without_comma(date: &[u8]) -> &[u8] {
    date.strip_suffix(b",").unwrap_or(date)
}

/// Reads `2025-12-31` or `2025/12/31` and, where their order is known, other dates: `31/12/2025`, `1.2.25`, `25-12-31`.
#[inline]
pub fn day(date: &[u8], order: Option<DateOrder>) -> Option<Day> {
    year_first(date).or_else(|| in_order(date, order?))
}

#[inline]
fn year_first(date: &[u8]) -> Option<Day> {
    let [y1, y2, y3, y4, b'-' | b'/' | b'.', m1, m2, b'-' | b'/' | b'.', d1, d2] = *date else {
        return None;
    };
    let (century, year) = (two_digits(&[y1, y2])?, two_digits(&[y3, y4])?);
    civil(century * 100 + year, two_digits(&[m1, m2])?, two_digits(&[d1, d2])?)
}

fn in_order(date: &[u8], order: DateOrder) -> Option<Day> {
    let date = without_comma(date);
    let separator = *date.iter().find(|byte| matches!(byte, b'/' | b'.' | b'-'))?;
    let mut parts = date.split(|&byte| byte == separator);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (year, month, day) = match order {
        DateOrder::DayFirst => (third, second, first),
        DateOrder::MonthFirst => (third, first, second),
        DateOrder::YearFirst => (first, second, third),
    };
    civil(year_of(year)?, two_digits(month)?, two_digits(day)?)
}

/// A year of four digits or of two: those of 69 and above are of the last century, as POSIX has it for `%y`.
fn year_of(text: &[u8]) -> Option<u32> {
    let year = u32::try_from(whole(text)?).ok()?;
    match text.len() {
        4 => Some(year),
        2 if year < 69 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

fn civil(year: u32, month: u32, day: u32) -> Option<Day> {
    Day::from_civil(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// One or two digits.
pub fn two_digits(text: &[u8]) -> Option<u32> {
    if text.len() > 2 { None } else { whole(text).and_then(|number| u32::try_from(number).ok()) }
}
