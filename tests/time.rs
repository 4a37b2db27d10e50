//! Days and moments are those of the calendar.

use investigation::domain::time::{DAY_SECONDS, Day, Moment, Window};
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case("1970-01-01 00:00:00", 0)]
#[case("2011-08-10 09:04:27", 1_312_967_067)]
#[case("2000-02-29 23:59:59", 951_868_799)]
#[case("2016-07-08 11:53:35", 1_467_978_815)]
#[case("2106-02-06 23:59:59", 4_294_943_999)]
fn moments_are_seconds_since_1970(#[case] text: &str, #[case] seconds: u32) {
    assert_eq!(text.parse(), Ok(Moment(seconds)));
    assert_eq!(Moment(seconds).to_string(), text);
}

#[rstest]
#[case::no_such_day("2011-02-29 00:00:00")]
#[case::no_such_hour("2011-02-28 24:00:00")]
#[case::no_such_month("2011-13-01 00:00:00")]
#[case::day_zero("2011-01-00 00:00:00")]
#[case::short("2011-01-01 00:00")]
#[case::trailing("2011-01-01 00:00:00Z")]
#[case::not_ascii("2011-01-01 00:00:0٣")]
#[case::before_1970("1969-12-31 23:59:59")]
#[case::after_2106("2106-02-07 00:00:00")]
#[case::empty("")]
#[case::signs("2011-+1-01 00:00:00")]
fn what_is_no_time_is_refused(#[case] text: &str) {
    assert!(text.parse::<Moment>().is_err());
}

#[rstest]
#[case::fraction("2011-08-10 09:04:27.5")]
#[case::iso("2011-08-10T09:04:27")]
fn other_spellings_of_a_time_are_read(#[case] text: &str) {
    assert_eq!(text.parse(), Ok(Moment(1_312_967_067)));
}

/// The calendar, counted out day by day.
#[test]
fn every_day_has_its_date() {
    let mut day: Day = "1970-01-01".parse().expect("a day");
    let (mut year, mut month, mut date) = (1970, 1, 1);
    let mut count = 0;
    loop {
        assert_eq!(day.civil(), (year, month, date));
        assert_eq!(day.start(), Moment(count * DAY_SECONDS));
        assert_eq!(Day::from_civil(year, month, date), Some(day));
        if day.next() == day {
            break;
        }
        assert_eq!(day.next().previous(), day);
        day = day.next();
        count += 1;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        date += 1;
        if date > lengths[usize::from(month) - 1] {
            (date, month) = (1, month + 1);
        }
        if month > 12 {
            (month, year) = (1, year + 1);
        }
    }
    assert_eq!(day.to_string(), "2106-02-06");
}

proptest! {
    #[test]
    fn a_moments_text_is_that_moment(seconds in 0u32..4_294_944_000) {
        prop_assert_eq!(Moment(seconds).to_string().parse(), Ok(Moment(seconds)));
    }

    #[test]
    fn any_text_can_be_tried(text in any::<String>()) {
        let _ = (text.parse::<Moment>(), text.parse::<Day>());
    }

    #[test]
    fn a_window_is_never_empty(start: u32, end: u32) {
        prop_assert!(Window::new(Moment(start), Moment(end)).seconds() >= 1);
    }
}
