//! Dates and times as Spot reads them: Python's `strptime`, with Python's words when it fails, since Spot passes them on.

use std::{fmt, str::FromStr};

use crate::Error;

/// A day: the partition (y, m, d) of all of Spot's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Year, four digits.
    pub year: u32,
    /// Month, from 1.
    pub month: u32,
    /// Day of the month, from 1.
    pub day: u32,
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Day {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse_day(text).map_err(Error::Day)
    }
}

/// `strptime(text, '%Y-%m-%d')`.
pub(crate) fn parse_day(text: &str) -> Result<Day, String> {
    let mut reader = Reader { text, rest: text, format: "%Y-%m-%d" };
    let day = reader.day()?;
    reader.end()?;
    Ok(day)
}

/// `strptime(text, '%Y-%m-%d %H:%M:%S')`, written out again in the same form.
pub(crate) fn parse_datetime(text: &str) -> Result<String, String> {
    let mut reader = Reader { text, rest: text, format: "%Y-%m-%d %H:%M:%S" };
    let day = reader.day()?;
    reader.skip(' ')?;
    let hour = reader.number(1, 2, 0..=23)?;
    reader.skip(':')?;
    let minute = reader.number(1, 2, 0..=59)?;
    reader.skip(':')?;
    let second = reader.number(1, 2, 0..=59)?;
    reader.end()?;
    Ok(format!("{day} {hour:02}:{minute:02}:{second:02}"))
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
    format: &'static str,
}

impl Reader<'_> {
    fn day(&mut self) -> Result<Day, String> {
        let year = self.number(4, 4, 1..=9999)?;
        self.skip('-')?;
        let month = self.number(1, 2, 1..=12)?;
        self.skip('-')?;
        let day = self.number(1, 2, 1..=31)?;
        if day > days_of(year, month) {
            return Err("day is out of range for month".to_owned());
        }
        Ok(Day { year, month, day })
    }

    fn number(&mut self, least: usize, most: usize, range: std::ops::RangeInclusive<u32>) -> Result<u32, String> {
        let digits = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.rest.split_at(digits);
        match number.parse() {
            Ok(number) if digits >= least && range.contains(&number) => {
                self.rest = rest;
                Ok(number)
            }
            _ => Err(self.mismatch()),
        }
    }

    fn skip(&mut self, separator: char) -> Result<(), String> {
        self.rest = self.rest.strip_prefix(separator).ok_or_else(|| self.mismatch())?;
        Ok(())
    }

    fn end(&self) -> Result<(), String> {
        if self.rest.is_empty() { Ok(()) } else { Err(format!("unconverted data remains: {}", self.rest)) }
    }

    fn mismatch(&self) -> String {
        format!("time data '{}' does not match format '{}'", self.text, self.format)
    }
}

fn days_of(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_and_refused_as_python_does() {
        assert_eq!(parse_day("2016-7-8").map(|day| day.to_string()), Ok("2016-07-08".to_owned()));
        assert_eq!(parse_day("2016-02-29").map(|day| day.day), Ok(29));
        for (text, words) in [
            ("garbage", "time data 'garbage' does not match format '%Y-%m-%d'"),
            ("2016-13-01", "time data '2016-13-01' does not match format '%Y-%m-%d'"),
            ("2015-02-29", "day is out of range for month"),
            ("2016-07-08 10:00", "unconverted data remains:  10:00"),
        ] {
            assert_eq!(parse_day(text), Err(words.to_owned()));
        }
    }

    #[test]
    fn a_time_is_written_out_in_full() {
        assert_eq!(parse_datetime("2016-7-8 1:2:3"), Ok("2016-07-08 01:02:03".to_owned()));
        assert_eq!(parse_datetime("x"), Err("time data 'x' does not match format '%Y-%m-%d %H:%M:%S'".to_owned()));
    }
}
