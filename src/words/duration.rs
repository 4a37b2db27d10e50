//! Lengths of time as people say them.

/// The two largest units of it: `0.25 s`, `59 s`, `5 min`, `1 h 2 min`, `2 d 3 h`.
#[must_use]
pub fn milliseconds(length_ms: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let seconds = length_ms / 1000;
    if seconds < 10 && !length_ms.is_multiple_of(1000) {
        let hundredths = length_ms / 10;
        return format!("{}.{:02} s", hundredths / 100, hundredths % 100);
    }
    let largest = UNITS.iter().position(|(unit, _)| seconds >= *unit).unwrap_or(UNITS.len() - 1);
    let (unit, name) = UNITS[largest];
    let whole = format!("{} {name}", seconds / unit);
    match UNITS.get(largest + 1) {
        Some((next, name)) if seconds % unit / next > 0 => format!("{whole} {} {name}", seconds % unit / next),
        _ => whole,
    }
}
