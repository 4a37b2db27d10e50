//! The fields of a hash: `name=value`, split by `|`.

use std::fmt::Write as _;

use super::route::Ignored;
use crate::domain::time::{Day, Moment, Window};

/// The fields of a hash, and those that could not be used.
pub(super) struct Fields {
    pairs: Vec<(String, String)>,
    ignored: Vec<Ignored>,
}

impl Fields {
    /// The fields of `hash`, which may have its `#`.
    pub(super) fn of(hash: &str) -> Self {
        let hash = percent_decoded(hash.strip_prefix('#').unwrap_or(hash));
        let pairs = hash
            .split('|')
            .filter_map(|field| field.split_once('='))
            .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Self { pairs, ignored: Vec::new() }
    }

    /// A field as it stands.
    pub(super) fn get(&self, field: &str) -> Option<&str> {
        self.pairs.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// What a field means, where it is there and `read` can tell.
    pub(super) fn read<T>(
        &mut self,
        field: &'static str,
        expected: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(field).filter(|value| !value.is_empty())?.to_owned();
        let meaning = read(&value);
        if meaning.is_none() {
            self.ignored.push(Ignored { field, value: readable(&value), expected });
        }
        meaning
    }

    /// `from` and `to`; where one is missing, the day's begin or end.
    pub(super) fn window(&mut self, day: Option<Day>) -> Option<Window> {
        const EXPECTED: &str = "time of that day (hh:mm:ss)";
        let from = self.read("from", EXPECTED, |text| moment(text, day));
        let to = self.read("to", EXPECTED, |text| moment(text, day));
        if from.is_none() && to.is_none() {
            return None;
        }
        let start = from.or_else(|| day.map(Day::start))?;
        let end = to.or_else(|| day.map(|day| day.next().start()))?;
        if start < end {
            return Some(Window { start, end });
        }
        let value = format!("{start} to {end}");
        self.ignored.push(Ignored { field: "from", value, expected: "time before the end" });
        None
    }

    /// Those that could not be used.
    pub(super) fn into_ignored(self) -> Vec<Ignored> {
        self.ignored
    }
}

fn moment(text: &str, day: Option<Day>) -> Option<Moment> {
    text.parse().ok().or_else(|| format!("{} {text}", day?).parse().ok())
}

/// Browsers and mail programs write `|` as `%7C`. What is no valid escape stays as it is.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let escaped = (*byte == b'%').then(|| after.get(..2)).flatten().and_then(hex_byte);
        if let Some(escaped) = escaped {
            bytes.push(escaped);
            rest = &after[2..];
        } else {
            bytes.push(*byte);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A value whose signs nobody takes for something else: neither this app, nor a browser, nor a program that looks for links
/// in a text.
pub(super) fn escaped(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/,=".contains(&byte);
    let mut escaped = String::with_capacity(value.len());
    for byte in value.bytes() {
        if is_plain(byte) {
            escaped.push(char::from(byte));
        } else {
            // A string takes whatever is written into it.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    match digits {
        [high, low] => Some(value(*high)? * 16 + value(*low)?),
        _ => None,
    }
}

fn readable(value: &str) -> String {
    const LONGEST: usize = 40;
    if value.chars().count() <= LONGEST {
        value.to_owned()
    } else {
        value.chars().take(LONGEST).chain(['\u{2026}']).collect()
    }
}
