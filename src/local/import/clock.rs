//! Times as logs write them, in UTC.

use super::dates::{DateOrder, day, parts_clock, two_digits};
use super::notation::Notation;
use super::values::clock_seconds;
use crate::domain::time::{DAY_SECONDS, Day, Moment};

/// A point in time: seconds since 1970, and microseconds.
pub type Instant = (Moment, u32);

/// Reads seconds since 1970 (or milli-, micro- or nanoseconds, told by their size), or a date with a time of day:
/// `2016-07-08 5:00`, `2018/09/27 22:40:52.362768`, `2021-06-06T15:59:46.457984+0200`; where the order of dates is known,
/// `31/12/2025 2:03 PM` too. Without a zone it is UTC.
#[inline]
pub fn instant(text: &[u8], notation: Notation) -> Option<Instant> {
    match notation.numbers.epoch(text) {
        Some(since_1970) => since_epoch(since_1970),
        None => date_and_clock(text, notation.dates),
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

fn date_and_clock(text: &[u8], dates: Option<DateOrder>) -> Option<Instant> {
    let end = text.iter().position(|&byte| parts_clock(byte))?;
    on_day(day(text.get(..end)?, dates)?, text.get(end + 1..)?)
}

/// That day at a time of day: `14:03`, `14:03:02.5+02:00`, `2:03:02 PM`. Without a zone it is UTC.
#[inline]
pub fn on_day(day: Day, clock: &[u8]) -> Option<Instant> {
    let (clock, half) = without_half(clock);
    let (clock, offset_seconds) = without_zone(clock)?;
    let mut parts = clock.splitn(3, |&byte| byte == b':');
    let mut part = |below| parts.next().and_then(two_digits).filter(|&number| number < below);
    let (hour, minute) = (part(24)?, part(60)?);
    let hour = match half {
        None => hour,
        // Twelve comes before one.
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half as u32,
        Some(_) => return None,
    };
    let (second, us) = match parts.next() {
        // A leap second is one more second of its minute.
        Some(seconds) => clock_seconds(seconds).filter(|&(second, _)| second <= 60)?,
        None => (0, 0),
    };
    let seconds = i64::from(day.start().0) + i64::from(hour * 3_600 + minute * 60) + i64::try_from(second).ok()?;
    Some((Moment(u32::try_from(seconds - offset_seconds).ok()?), us))
}

/// The first moment of this time of day that is not before `start`.
pub fn next_after((start, start_us): Instant, clock: &[u8]) -> Option<Instant> {
    let (moment, us) = on_day(start.day(), clock)?;
    if (moment, us) >= (start, start_us) {
        return Some((moment, us));
    }
    on_day(start.day().next(), clock).filter(|&next| next >= (start, start_us))
}

/// Half of a day, by the hours before it.
#[derive(Clone, Copy)]
enum Half {
    Am = 0,
    Pm = 12,
}

/// What is before `AM` or `PM`, and which of them it is.
#[inline]
fn without_half(clock: &[u8]) -> (&[u8], Option<Half>) {
    let Some((time, [half, b'M' | b'm'])) = clock.split_last_chunk() else { return (clock, None) };
    let half = match half {
        b'A' | b'a' => Half::Am,
        b'P' | b'p' => Half::Pm,
        _ => return (clock, None),
    };
    // Browsers put a narrow space before it, which does not break.
    (time.strip_suffix("\u{202f}".as_bytes()).unwrap_or(time).trim_ascii_end(), Some(half))
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{DateOrder, Instant, Notation, instant, next_after};

    fn at(moment: &str, us: u32) -> Instant {
        (moment.parse().unwrap(), us)
    }

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
    #[case("2016.12.31 23:59", "2016-12-31 23:59:00", 0)]
    #[case("2016-12-31 12:05:06 AM", "2016-12-31 00:05:06", 0)]
    #[case("2016-12-31 12:05 pm", "2016-12-31 12:05:00", 0)]
    #[case("2016-12-31 1:05:06.5PM", "2016-12-31 13:05:06", 500_000)]
    #[case("2016-12-31 1:05:06\u{202f}PM", "2016-12-31 13:05:06", 0)]
    #[case("2016-12-31 13:05:06,789", "2016-12-31 13:05:06", 789_000)]
    #[case("2016-12-31T13:05:06,5+01:00", "2016-12-31 12:05:06", 500_000)]
    fn a_time_is_read_in_utc(#[case] text: &str, #[case] moment: &str, #[case] us: u32) {
        assert_eq!(instant(text.as_bytes(), Notation::default()), Some(at(moment, us)));
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
    #[case("2016-07-08 13:00 PM")]
    #[case("2016-07-08 0:30 AM")]
    #[case("2016-07-08 PM")]
    #[case("31/12/2025 14:03:02")]
    #[case("12/31/2025 14:03:02")]
    fn what_is_no_time_is_none(#[case] text: &str) {
        assert_eq!(instant(text.as_bytes(), Notation::default()), None);
    }

    #[rstest]
    #[case("31/12/2025 14:03:02", Some("2025-12-31 14:03:02"), None)]
    #[case("31.12.2025 14:03:02", Some("2025-12-31 14:03:02"), None)]
    #[case("12/31/2025 2:03:02 PM", None, Some("2025-12-31 14:03:02"))]
    #[case("1/2/2025, 9:03", Some("2025-02-01 09:03:00"), Some("2025-01-02 09:03:00"))]
    #[case("01-02-2025T09:03:00+01:00", Some("2025-02-01 08:03:00"), Some("2025-01-02 08:03:00"))]
    #[case("2025-12-31 14:03:02", Some("2025-12-31 14:03:02"), Some("2025-12-31 14:03:02"))]
    #[case("31/12/025 14:03:02", None, None)]
    #[case("31/12/5 14:03:02", None, None)]
    #[case("1/2/25 2:3 PM", Some("2025-02-01 14:03:00"), Some("2025-01-02 14:03:00"))]
    #[case("31/12/25 14:03:02", Some("2025-12-31 14:03:02"), None)]
    #[case("12-31-25T14:03:02", None, Some("2025-12-31 14:03:02"))]
    #[case("31/12/02025 14:03:02", None, None)]
    #[case("31/12.2025 14:03:02", None, None)]
    #[case("30/2/2025 14:03:02", None, None)]
    #[case("31//2025 14:03:02", None, None)]
    #[case("/ 14:03:02", None, None)]
    fn a_date_that_ends_with_its_year_is_read_in_the_order_that_is_known(
        #[case] text: &str,
        #[case] day_first: Option<&str>,
        #[case] month_first: Option<&str>,
    ) {
        let read = [DateOrder::DayFirst, DateOrder::MonthFirst].map(|order| read(text, order));
        assert_eq!(read, [day_first, month_first].map(|moment| moment.map(|moment| at(moment, 0))));
    }

    fn read(text: &str, order: DateOrder) -> Option<Instant> {
        instant(text.as_bytes(), Notation { dates: Some(order), ..Notation::default() })
    }

    #[rstest]
    // In each row: as day first, month first, year first. The centuries are those of POSIX's `%y`.
    #[case("25-12-31 0:00", ["2031-12-25", "", "2025-12-31"])]
    #[case("10/11/12 0:00", ["2012-11-10", "2012-10-11", "2010-11-12"])]
    #[case("1/2/68 0:00", ["2068-02-01", "2068-01-02", ""])]
    #[case("1/2/70 0:00", ["1970-02-01", "1970-01-02", ""])]
    #[case("69-1-2 0:00", ["", "", ""])]
    #[case("99.01.02 0:00", ["", "", "1999-01-02"])]
    #[case("00-02-29 0:00", ["", "", "2000-02-29"])]
    #[case("2025-1-2 0:00", ["", "", "2025-01-02"])]
    #[case("2025-01-02 0:00", ["2025-01-02", "2025-01-02", "2025-01-02"])]
    #[case("5-12-31 0:00", ["2031-12-05", "2031-05-12", ""])]
    fn a_year_of_two_digits_is_one_of_1969_to_2068(#[case] text: &str, #[case] expected: [&str; 3]) {
        let orders = [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::YearFirst];
        let read =
            orders.map(|order| read(text, order).map(|(moment, _)| moment.day().to_string()).unwrap_or_default());
        assert_eq!(read, expected);
    }

    #[test]
    fn a_clock_alone_is_the_next_one_after_the_start() {
        let start = at("2025-12-31 23:59:58", 500_000);
        assert_eq!(next_after(start, b"23:59:58.5"), Some(start));
        assert_eq!(next_after(start, b"23:59:59"), Some(at("2025-12-31 23:59:59", 0)));
        assert_eq!(next_after(start, b"23:59:58.4"), Some(at("2026-01-01 23:59:58", 400_000)));
        assert_eq!(next_after(start, b"0:00:01"), Some(at("2026-01-01 00:00:01", 0)));
        assert_eq!(next_after(start, b"soon"), None);
    }
}
