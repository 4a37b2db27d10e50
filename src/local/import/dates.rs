//! Dates as logs write them, and which of two numbers is the day.

use serde::{Deserialize, Serialize};

use super::values::whole;
use crate::domain::time::Day;

/// What comes first in dates that end with the year. Nothing but a date itself, or the analyst, can tell: `01/02/2025` is
/// either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DateOrder {
    /// `31/12/2025`, `31.12.2025`.
    DayFirst,
    /// `12/31/2025`.
    MonthFirst,
}

impl DateOrder {
    /// Both.
    pub const ALL: [Self; 2] = [Self::DayFirst, Self::MonthFirst];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DayFirst => "day first",
            Self::MonthFirst => "month first",
        }
    }

    /// The last day of 2025 in it.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Self::DayFirst => "31/12/2025",
            Self::MonthFirst => "12/31/2025",
        }
    }
}

/// What some dates tell of their order: how many of those that end with the year can be read in which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatesSeen {
    either: u32,
    day_first: u32,
    month_first: u32,
}

/// What is known of the order of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderSeen {
    /// No date ends with the year: there is nothing to be known.
    NotNeeded,
    /// Some can be read in this order alone, and none in the other alone.
    Told(DateOrder),
    /// All can be read either way, or some in one order alone and some in the other.
    Open,
}

impl DatesSeen {
    /// Of a column: texts that begin with a date; others tell nothing.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        texts.into_iter().fold(Self::default(), |seen, text| {
            let date = until_clock(text);
            let [is_day_first, is_month_first] =
                DateOrder::ALL.map(|order| u32::from(year_last(date, order).is_some()));
            let either = is_day_first * is_month_first;
            seen.and(Self { either, day_first: is_day_first - either, month_first: is_month_first - either })
        })
    }

    /// Of these and others.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            either: self.either + other.either,
            day_first: self.day_first + other.day_first,
            month_first: self.month_first + other.month_first,
        }
    }

    /// What that tells.
    #[must_use]
    pub fn order(self) -> OrderSeen {
        match self {
            Self { either: 0, day_first: 0, month_first: 0 } => OrderSeen::NotNeeded,
            Self { day_first: 1.., month_first: 0, .. } => OrderSeen::Told(DateOrder::DayFirst),
            Self { day_first: 0, month_first: 1.., .. } => OrderSeen::Told(DateOrder::MonthFirst),
            _ => OrderSeen::Open,
        }
    }
}

/// What parts a date from a clock behind it.
pub fn parts_clock(byte: u8) -> bool {
    matches!(byte, b' ' | b'T' | b't' | b'_')
}

/// The date at the beginning of a text.
pub fn until_clock(text: &[u8]) -> &[u8] {
    text.split(|&byte| parts_clock(byte)).next().unwrap_or(text)
}

/// Reads `2025-12-31` or `2025/12/31` and, where their order is known, dates that end with the year: `31/12/2025`,
/// `1.2.2025`. A year has four digits.
#[inline]
pub fn day(date: &[u8], order: Option<DateOrder>) -> Option<Day> {
    year_first(date).or_else(|| year_last(date, order?))
}

#[inline]
fn year_first(date: &[u8]) -> Option<Day> {
    let [y1, y2, y3, y4, b'-' | b'/' | b'.', m1, m2, b'-' | b'/' | b'.', d1, d2] = *date else {
        return None;
    };
    let (century, year) = (two_digits(&[y1, y2])?, two_digits(&[y3, y4])?);
    civil(century * 100 + year, two_digits(&[m1, m2])?, two_digits(&[d1, d2])?)
}

fn year_last(date: &[u8], order: DateOrder) -> Option<Day> {
    // Browsers write `31/12/2025, 14:03:02`.
    let date = date.strip_suffix(b",").unwrap_or(date);
    let separator = *date.iter().find(|byte| matches!(byte, b'/' | b'.' | b'-'))?;
    let mut parts = date.split(|&byte| byte == separator);
    let (first, second, year) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let year = u32::try_from(whole(year)?).ok()?;
    match order {
        DateOrder::DayFirst => civil(year, second, first),
        DateOrder::MonthFirst => civil(year, first, second),
    }
}

fn civil(year: u32, month: u32, day: u32) -> Option<Day> {
    Day::from_civil(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// One or two digits.
pub fn two_digits(text: &[u8]) -> Option<u32> {
    if text.len() > 2 { None } else { whole(text).and_then(|number| u32::try_from(number).ok()) }
}
