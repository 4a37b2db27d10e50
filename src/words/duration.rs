//! Lengths of time as people say them.

use crate::domain::time;

/// The two largest units of it: `0.25 s`, `59 s`, `5 min`, `1 h 2 min`, `2 d 3 h`.
#[must_use]
pub fn milliseconds(length_ms: u64) -> String {
    let seconds = length_ms / 1000;
    if seconds < 10 && !length_ms.is_multiple_of(1000) {
        let hundredths = length_ms / 10;
        return format!("{}.{:02} s", hundredths / 100, hundredths % 100);
    }
    time::duration(seconds)
}
