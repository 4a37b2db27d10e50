//! Numbers, bytes and times as the screen and the exports show them.

use crate::domain::details::Untold;
use crate::domain::time::{Day, Moment};
use crate::domain::view::Sum;

/// What stands for a port that is not known.
pub const NONE: &str = "\u{2013}";

/// A number in groups of three: `88,301`.
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number of things: `1 row`, `1,885 rows`. `thing` takes a plain `s`.
#[must_use]
pub fn counted(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", count(number))
}

/// Bytes in IEC units with one decimal: `240 B`, `554.6 KiB`.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let mut unit_bytes: u128 = 1024;
    for (index, unit) in UNITS.iter().enumerate() {
        let tenths = (u128::from(bytes) * 10 + unit_bytes / 2) / unit_bytes;
        // What would round up to 1,024 of a unit is one of the next.
        if tenths < 10_240 || index == UNITS.len() - 1 {
            return format!("{}.{} {unit}", tenths / 10, tenths % 10);
        }
        unit_bytes *= 1024;
    }
    exact_bytes(bytes)
}

/// Bytes to the last: `567,961 bytes`.
#[must_use]
pub fn exact_bytes(bytes: u64) -> String {
    counted(bytes, "byte")
}

/// A port, or a dash where it is not known.
#[must_use]
pub fn port(port: Option<u16>) -> String {
    port.map_or_else(|| NONE.to_owned(), |port| port.to_string())
}

/// A number that Spot did not tell, in place of its value.
#[must_use]
pub fn untold_count(untold: Untold) -> &'static str {
    match untold {
        Untold::Over32Bit => "> 2,147,483,647",
        Untold::Missing => "not told",
    }
}

/// Bytes that Spot did not tell, in place of their value.
#[must_use]
pub fn untold_bytes(untold: Untold) -> &'static str {
    match untold {
        Untold::Over32Bit => "> 2 GiB",
        Untold::Missing => "not told",
    }
}

/// What comes before a sum: nothing, or `at least` where a part of it is not told.
#[must_use]
pub fn at_least(sum: Sum) -> &'static str {
    if sum.untold == 0 { "" } else { "at least " }
}

/// A share of the largest, in percent: how long a bar is. The smallest that there is can still be seen.
#[must_use]
pub fn share_percent(part: u64, largest: u64) -> f64 {
    if part == 0 || largest == 0 {
        return 0.0;
    }
    // A bar has some hundred pixels: what f64 loses cannot be seen.
    #[allow(clippy::cast_precision_loss)]
    let share = part as f64 / largest as f64 * 100.0;
    share.clamp(2.0, 100.0)
}

/// From when to when, to the minute, with the day where it is not `day`: `09:04 – 13:48`.
#[must_use]
pub fn span(first: Moment, last: Moment, day: Day) -> String {
    let minute = |moment: Moment| {
        let clock = moment.clock();
        let clock = clock.get(..5).unwrap_or(&clock);
        if moment.day() == day { clock.to_owned() } else { format!("{} {clock}", moment.day()) }
    };
    let (first, last) = (minute(first), minute(last));
    if first == last { first } else { format!("{first} \u{2013} {last}") }
}
