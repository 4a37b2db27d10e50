//! Numbers, and stretches of them: `443`, `1-1023`, `>1M`.

use super::error::Problem;
use super::key::Units;

/// Numbers from `min` to `max`, both included; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberSpan {
    min: u64,
    max: u64,
}

/// Letters of the units, each 1024 of the one before.
const UNITS: [char; 6] = ['k', 'M', 'G', 'T', 'P', 'E'];

impl NumberSpan {
    /// From `min` to `max`, both included; `None` where `max` is less.
    #[must_use]
    pub fn new(min: u64, max: u64) -> Option<Self> {
        (min <= max).then_some(Self { min, max })
    }

    /// One number.
    #[must_use]
    pub fn exactly(number: u64) -> Self {
        Self { min: number, max: number }
    }

    /// The first of them.
    #[must_use]
    pub fn min(self) -> u64 {
        self.min
    }

    /// The last of them.
    #[must_use]
    pub fn max(self) -> u64 {
        self.max
    }

    /// Whether all numbers of `other` are among them.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.min <= other.min && other.max <= self.max
    }

    /// Reads `443`, `1-1023`, `>1023`, `>=1024`, `<1024`, `<=1023`; numbers go up to `most`.
    pub(super) fn read(text: &str, most: u64, units: Units) -> Result<Self, Problem> {
        let one = |text: &str| match number(text, units)? {
            number if number > most => Err(Problem::TooLarge { most }),
            number => Ok(number),
        };
        let text = text.trim();
        if let Some(bound) = text.strip_prefix(">=") {
            return Ok(Self { min: one(bound)?, max: most });
        }
        if let Some(bound) = text.strip_prefix("<=") {
            return Ok(Self { min: 0, max: one(bound)? });
        }
        if let Some(bound) = text.strip_prefix('>') {
            let min = one(bound)?.checked_add(1).filter(|min| *min <= most);
            return min.map(|min| Self { min, max: most }).ok_or(Problem::NothingThere);
        }
        if let Some(bound) = text.strip_prefix('<') {
            let max = one(bound)?.checked_sub(1);
            return max.map(|max| Self { min: 0, max }).ok_or(Problem::NothingThere);
        }
        let Some((min, max)) = text.split_once(['-', '\u{2013}']) else {
            return one(text).map(Self::exactly);
        };
        Self::new(one(min)?, one(max)?).ok_or(Problem::Backwards)
    }

    /// As [`read`](Self::read) takes it.
    pub(super) fn text(self, most: u64, units: Units) -> String {
        let Self { min, max } = self;
        let written = |number: u64| match units {
            Units::None => number.to_string(),
            Units::Bytes => with_unit(number),
        };
        // Of `>1M` and `>=1048577`, which are the same, the one that is written with a unit.
        let is_round = |number: u64| units == Units::Bytes && number > 0 && number.is_multiple_of(1024);
        match (min, max) {
            _ if min == max => written(min),
            (0, _) if max == most => ">=0".to_owned(),
            (_, _) if max == most && is_round(min) => format!(">={}", written(min)),
            (_, _) if max == most => format!(">{}", written(min - 1)),
            (0, _) if is_round(max) => format!("<={}", written(max)),
            (0, _) => format!("<{}", written(max + 1)),
            _ => format!("{}-{}", written(min), written(max)),
        }
    }
}

/// `1536k`, `1M`, `1500`: the largest unit that leaves a whole number.
fn with_unit(mut number: u64) -> String {
    let mut unit = None;
    for letter in UNITS {
        if number == 0 || !number.is_multiple_of(1024) {
            break;
        }
        number /= 1024;
        unit = Some(letter);
    }
    unit.map_or_else(|| number.to_string(), |unit| format!("{number}{unit}"))
}

/// A number, with a decimal point and a unit where units are allowed; what is left of a byte is rounded.
fn number(text: &str, units: Units) -> Result<u64, Problem> {
    let text = text.trim();
    let digits_bytes = text.find(|character: char| !character.is_ascii_digit() && character != '.');
    let (digits, unit) = text.split_at(digits_bytes.unwrap_or(text.len()));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) && !whole.is_empty();
    if !is_number || (digits.contains('.') && (fraction.is_empty() || fraction.len() > 9 || units == Units::None)) {
        return Err(Problem::NoNumber);
    }
    let factor = match units {
        Units::None if unit.is_empty() => 1,
        Units::None => return Err(Problem::NoNumber),
        Units::Bytes => factor(unit.trim()).ok_or(Problem::NoNumber)?,
    };
    // Digits alone fail to be a number where they are too many.
    let whole: u64 = whole.parse().map_err(|_| Problem::TooLarge { most: u64::MAX })?;
    // Nine digits and 2^60 stay far below 2^128.
    let scale = 10_u128.pow(u32::try_from(fraction.len()).unwrap_or(0));
    let part: u128 = fraction.parse().unwrap_or(0);
    let number = u128::from(whole) * u128::from(factor) + (part * u128::from(factor) + scale / 2) / scale;
    u64::try_from(number).map_err(|_| Problem::TooLarge { most: u64::MAX })
}

/// Bytes of a unit: `k`, `kB`, `KiB`, in any case; of nothing and of `B`, one.
fn factor(unit: &str) -> Option<u64> {
    let mut letters = unit.chars();
    let Some(first) = letters.next() else {
        return Some(1);
    };
    let rest = letters.as_str().to_ascii_lowercase();
    let power = UNITS.iter().position(|letter| letter.eq_ignore_ascii_case(&first));
    match (power, rest.as_str()) {
        (Some(power), "" | "b" | "ib") => 1024_u64.checked_pow(u32::try_from(power).ok()? + 1),
        (None, "") if first.eq_ignore_ascii_case(&'b') => Some(1),
        _ => None,
    }
}
