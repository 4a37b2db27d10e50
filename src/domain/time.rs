//! Days and moments as Spot writes them: the collector's wall clock, without a zone.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Seconds in a day; wall clocks know no leap second.
pub const DAY_SECONDS: u32 = 86_400;

/// A second of the collector's wall clock, counted from 1970-01-01 00:00:00, up to 2106.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(pub u32);

/// A calendar day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(u16);

/// A text that is no day or moment.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is not a {expected}")]
pub struct TimeError {
    /// What was read.
    pub text: String,
    /// The form that was expected.
    pub expected: &'static str,
}

/// A stretch of time: from `start` up to, not including, `end`. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first second inside.
    pub start: Moment,
    /// The first second after it.
    pub end: Moment,
}

impl Day {
    /// The day before; the first day stays.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// The day after; the last day that a [`Moment`] can name stays.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1).min(LAST_DAY))
    }

    /// Midnight, when the day begins.
    #[must_use]
    pub fn start(self) -> Moment {
        Moment(u32::from(self.0) * DAY_SECONDS)
    }

    /// A day from year, month (1 to 12) and day of the month; `None` where there is no such day.
    #[must_use]
    pub fn from_civil(year: u16, month: u8, day: u8) -> Option<Self> {
        if !(1970..=2106).contains(&year) || !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
            return None;
        }
        // Days from civil: years begin in March, so that the leap day comes last
        // (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
        let shifted_year = u32::from(year) - u32::from(month <= 2);
        let shifted_month = (u32::from(month) + 9) % 12;
        let day_of_year = (153 * shifted_month + 2) / 5 + u32::from(day) - 1;
        let days = shifted_year * 365 + shifted_year / 4 - shifted_year / 100 + shifted_year / 400 + day_of_year;
        u16::try_from(days.checked_sub(DAYS_BEFORE_1970)?).ok().filter(|&day| day <= LAST_DAY).map(Self)
    }

    /// Year, month (1 to 12) and day of the month.
    #[must_use]
    pub fn civil(self) -> (u16, u8, u8) {
        // The reverse of `from_civil`, from the same paper. All intermediate values are small and positive.
        let days = u32::from(self.0) + DAYS_BEFORE_1970;
        let era_day = days % 146_097;
        let year_of_era = (era_day - era_day / 1_460 + era_day / 36_524 - era_day / 146_096) / 365;
        let day_of_year = era_day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = days / 146_097 * 400 + year_of_era + u32::from(month <= 2);
        // The ranges are those of a calendar: each fits its type.
        #[allow(clippy::cast_possible_truncation)]
        (year as u16, month as u8, day as u8)
    }
}

/// Days between 0000-03-01 and 1970-01-01.
const DAYS_BEFORE_1970: u32 = 719_468;
/// 2106-02-06, the last whole day of a 32-bit count of seconds.
const LAST_DAY: u16 = 49_709;

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Moment {
    /// The day it belongs to.
    #[must_use]
    pub fn day(self) -> Day {
        // 2^32 seconds are 49,710 days: they fit.
        #[allow(clippy::cast_possible_truncation)]
        Day((self.0 / DAY_SECONDS) as u16)
    }

    /// Reads `yyyy-mm-dd hh:mm:ss`; a fraction of a second is dropped. `None` where it is no such text.
    #[must_use]
    pub fn from_ascii(text: &[u8]) -> Option<Self> {
        let day = day_from_ascii(text.get(..10)?)?;
        let clock = text.get(10..19)?;
        let [b' ' | b'T', _, _, b':', _, _, b':', _, _] = clock else {
            return None;
        };
        match text.get(19..) {
            None | Some([]) => {}
            Some([b'.', fraction @ ..]) if fraction.iter().all(u8::is_ascii_digit) => {}
            Some(_) => return None,
        }
        let (hour, minute, second) = (number(&clock[1..3])?, number(&clock[4..6])?, number(&clock[7..9])?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        Some(Self(day.start().0 + u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second)))
    }

    /// The time of day, `hh:mm:ss`.
    #[must_use]
    pub fn clock(self) -> String {
        let second = self.0 % DAY_SECONDS;
        format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
    }
}

impl Window {
    /// From `start` to `end`; at least one second long.
    #[must_use]
    pub fn new(start: Moment, end: Moment) -> Self {
        let start = Moment(start.0.min(u32::MAX - 1));
        Self { start, end: Moment(end.0.max(start.0 + 1)) }
    }

    /// Its length.
    #[must_use]
    pub fn seconds(self) -> u32 {
        self.end.0 - self.start.0
    }
}

fn day_from_ascii(text: &[u8]) -> Option<Day> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return None;
    };
    let year = number(&[*y1, *y2, *y3, *y4])?;
    let month = number(&[*m1, *m2])?;
    let day = number(&[*d1, *d2])?;
    Day::from_civil(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// Up to four decimal digits.
fn number(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0, |sum: u16, digit| digit.is_ascii_digit().then(|| sum * 10 + u16::from(digit - b'0')))
}

impl FromStr for Day {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        day_from_ascii(text.as_bytes())
            .ok_or_else(|| TimeError { text: text.to_owned(), expected: "date (yyyy-mm-dd, 1970 to 2106)" })
    }
}

impl FromStr for Moment {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        Self::from_ascii(text.as_bytes())
            .ok_or_else(|| TimeError { text: text.to_owned(), expected: "time (yyyy-mm-dd hh:mm:ss, 1970 to 2106)" })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.day(), self.clock())
    }
}

/// A length of time in words, its two largest units: `59 s`, `5 min`, `1 h 2 min`, `2 d 3 h`.
#[must_use]
pub fn duration(seconds: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let largest = UNITS.iter().position(|(unit, _)| seconds >= *unit).unwrap_or(UNITS.len() - 1);
    let (unit, name) = UNITS[largest];
    let whole = format!("{} {name}", seconds / unit);
    match UNITS.get(largest + 1) {
        Some((next, name)) if seconds % unit / next > 0 => format!("{whole} {} {name}", seconds % unit / next),
        _ => whole,
    }
}
