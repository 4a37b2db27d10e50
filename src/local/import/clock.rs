//! Times as logs write them, in UTC.

use super::values::{decimal, whole};
use crate::domain::time::{DAY_SECONDS, Day, Moment};

/// A point in time: seconds since 1970, and microseconds.
pub type Instant = (Moment, u32);

/// Reads seconds since 1970 (or milli-, micro- or nanoseconds, told by their size), or a date with a time of day:
/// `2016-07-08 5:00`, `2018/09/27 22:40:52.362768`, `2021-06-06T15:59:46.457984+0200`. Without a zone it is UTC.
#[inline]
pub fn instant(text: &[u8]) -> Option<Instant> {
    match decimal(text) {
        Some(since_1970) => since_epoch(since_1970),
        None => date_and_clock(text),
    }
}

#[inline]
fn since_epoch((whole, millionths): (u64, u32)) -> Option<Instant> {
    if let Ok(seconds) = u32::try_from(whole) {
        return Some((Moment(seconds), millionths));
    }
    // No log is of the year 5000: it counts something smaller than seconds.
    let per_second = match whole {
        0..100_000_000_000 => return None,
        100_000_000_000..100_000_000_000_000 => 1_000,
        100_000_000_000_000..100_000_000_000_000_000 => 1_000_000,
        _ => 1_000_000_000,
    };
    let seconds = u32::try_from(whole / per_second).ok()?;
    let parts = whole % per_second;
    let us = match per_second {
        1_000 => parts * 1_000 + u64::from(millionths) / 1_000,
        1_000_000 => parts,
        _ => parts / 1_000,
    };
    Some((Moment(seconds), u32::try_from(us).ok()?))
}

fn date_and_clock(text: &[u8]) -> Option<Instant> {
    let (date, clock) = text.split_at_checked(10)?;
    let day = day(date)?;
    let [b' ' | b'T' | b't' | b'_', clock @ ..] = clock else {
        return None;
    };
    let (clock, offset_seconds) = without_zone(clock)?;
    let mut parts = clock.splitn(3, |&byte| byte == b':');
    let mut part = |below| parts.next().and_then(two_digits).filter(|&number| number < below);
    let (hour, minute) = (part(24)?, part(60)?);
    let (second, us) = match parts.next() {
        // A leap second is one more second of its minute.
        Some(seconds) => decimal(seconds).filter(|&(second, _)| second <= 60)?,
        None => (0, 0),
    };
    let seconds = i64::from(day.start().0) + i64::from(hour * 3_600 + minute * 60) + i64::try_from(second).ok()?;
    Some((Moment(u32::try_from(seconds - offset_seconds).ok()?), us))
}

fn day(date: &[u8]) -> Option<Day> {
    let [y1, y2, y3, y4, b'-' | b'/', m1, m2, b'-' | b'/', d1, d2] = *date else {
        return None;
    };
    let (century, year) = (two_digits(&[y1, y2])?, two_digits(&[y3, y4])?);
    let (month, day) = (two_digits(&[m1, m2])?, two_digits(&[d1, d2])?);
    Day::from_civil(u16::try_from(century * 100 + year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// What is before the zone, and how many seconds the zone is ahead of UTC.
fn without_zone(clock: &[u8]) -> Option<(&[u8], i64)> {
    if let Some(clock) = clock.strip_suffix(b"Z").or_else(|| clock.strip_suffix(b"z")) {
        return Some((clock, 0));
    }
    let Some(sign) = clock.iter().position(|byte| matches!(byte, b'+' | b'-')) else {
        return Some((clock, 0));
    };
    let (clock, zone) = clock.split_at_checked(sign)?;
    let (hours, minutes) = match zone.get(1..)? {
        [h1, h2] => ([*h1, *h2], *b"00"),
        [h1, h2, m1, m2] | [h1, h2, b':', m1, m2] => ([*h1, *h2], [*m1, *m2]),
        _ => return None,
    };
    let ahead = i64::from(two_digits(&hours)? * 60 + two_digits(&minutes)?) * 60;
    (ahead < i64::from(DAY_SECONDS)).then_some((clock, if zone.first() == Some(&b'-') { -ahead } else { ahead }))
}

/// One or two digits.
fn two_digits(text: &[u8]) -> Option<u32> {
    if text.len() > 2 { None } else { whole(text).and_then(|number| u32::try_from(number).ok()) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::instant;

    #[rstest]
    #[case("1258617547.414887", "2009-11-19 07:59:07", 414_887)]
    #[case("1588205199824.37", "2020-04-30 00:06:39", 824_370)]
    #[case("1588205199824371", "2020-04-30 00:06:39", 824_371)]
    #[case("1588205199824371999", "2020-04-30 00:06:39", 824_371)]
    #[case("2016-07-08 5:00:00", "2016-07-08 05:00:00", 0)]
    #[case("2016-07-08 0:31", "2016-07-08 00:31:00", 0)]
    #[case("2018/09/27 22:40:52.362768", "2018-09-27 22:40:52", 362_768)]
    #[case("2021-06-06T20:29:22.415876+0200", "2021-06-06 18:29:22", 415_876)]
    #[case("2021-06-06T20:29:22-05:30", "2021-06-07 01:59:22", 0)]
    #[case("2021-06-06T20:29:22.5Z", "2021-06-06 20:29:22", 500_000)]
    #[case("2016-12-31 23:59:60", "2017-01-01 00:00:00", 0)]
    fn a_time_is_read_in_utc(#[case] text: &str, #[case] moment: &str, #[case] us: u32) {
        assert_eq!(instant(text.as_bytes()), Some((moment.parse().unwrap(), us)));
    }

    #[rstest]
    #[case("")]
    #[case("-1")]
    #[case("4294967296")]
    #[case("99999999999999999999")]
    #[case("2016-02-30 00:00:00")]
    #[case("2016-07-08")]
    #[case("2016-07-08 24:00:00")]
    #[case("2016-07-08 12:00:61")]
    #[case("2016-07-08 12:00:00+99:00")]
    #[case("1970-01-01T00:00:00+0100")]
    #[case("12:00:00")]
    #[case("yesterday at noon")]
    fn what_is_no_time_is_none(#[case] text: &str) {
        assert_eq!(instant(text.as_bytes()), None);
    }
}
