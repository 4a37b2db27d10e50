//! Numbers with points and commas. `1,234` is more than a thousand, or a little more than one: nothing but other numbers of
//! the table, or the analyst, can tell.

use serde::{Deserialize, Serialize};

use super::notation::Way;
use super::values::{address, at_mark, clock_us, decimal, in_us, whole};

/// What stands before the fraction of a number; the other mark may part its thousands then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DecimalMark {
    /// `1,234.5`.
    Point,
    /// `1.234,5`.
    Comma,
}

/// What points and commas mean in the numbers of a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// A point is decimal, and nothing parts thousands: what tools write.
    #[default]
    OfTools,
    /// As persons and spreadsheets write.
    Marked(DecimalMark),
    /// The same, and it is not known which of both: what can be read in one way alone is read.
    Untold,
}

impl Way for DecimalMark {
    const ALL: &'static [Self] = &[Self::Point, Self::Comma];

    fn reads(self, text: &[u8]) -> bool {
        text.iter().any(|byte| matches!(byte, b'.' | b',')) && self.fits(text) && address(text).is_none()
    }
}

impl DecimalMark {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Point => "decimal point",
            Self::Comma => "decimal comma",
        }
    }

    /// A number with it.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Self::Point => "1,234.5",
            Self::Comma => "1.234,5",
        }
    }

    /// The decimal mark, and the one that parts thousands.
    fn marks(self) -> (u8, u8) {
        match self {
            Self::Point => (b'.', b','),
            Self::Comma => (b',', b'.'),
        }
    }

    /// Whether it can be a number: digits, thousands apart or not, and a fraction or none.
    fn fits(self, text: &[u8]) -> bool {
        let (decimal, group) = self.marks();
        let (number, exponent) = parted(text, |byte| matches!(byte, b'e' | b'E'));
        let (whole, fraction) = parted(number, |byte| byte == decimal);
        let are_digits = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
        let is_whole = if whole.contains(&group) {
            let mut groups = whole.split(|&byte| byte == group);
            let first = groups.next().unwrap_or_default();
            // Nobody parts thousands and has an exponent; `0,013` is no thirteen.
            exponent.is_none()
                && matches!(first, [b'1'..=b'9', rest @ ..] if rest.len() < 3 && are_digits(rest))
                && groups.all(|group| group.len() == 3 && are_digits(group))
        } else {
            are_digits(whole)
        };
        is_whole && fraction.is_none_or(are_digits) && number.iter().any(u8::is_ascii_digit)
    }

    /// The number as whole part and millionths.
    fn decimal(self, text: &[u8]) -> Option<(u64, u32)> {
        let (mark, group) = self.marks();
        if self == Self::Point && !text.contains(&group) {
            return decimal(text);
        }
        if !self.fits(text) {
            return None;
        }
        let mut plain = [0; 48];
        let mut length = 0;
        for &byte in text.iter().filter(|&&byte| byte != group) {
            *plain.get_mut(length)? = if byte == mark { b'.' } else { byte };
            length += 1;
        }
        decimal(plain.get(..length)?)
    }
}

impl Numbers {
    /// What is known where the analyst may have said it.
    #[must_use]
    pub fn said(mark: Option<DecimalMark>) -> Self {
        mark.map_or(Self::Untold, Self::Marked)
    }

    /// Whether it is a number of which it is not known if its mark is decimal.
    #[must_use]
    pub fn is_open(self, text: &[u8]) -> bool {
        self == Self::Untold && DecimalMark::ALL.iter().all(|mark| mark.reads(text))
    }

    /// A number that is not negative, as whole part and millionths.
    #[inline]
    fn decimal(self, text: &[u8]) -> Option<(u64, u32)> {
        match self {
            Self::OfTools => decimal(text),
            Self::Marked(mark) => mark.decimal(text),
            // `192.168.100.200` is more likely in the wrong column than in the billions.
            Self::Untold if self.is_open(text) || address(text).is_some() => None,
            Self::Untold => DecimalMark::ALL.iter().find_map(|mark| mark.decimal(text)),
        }
    }

    /// Seconds since 1970, or what is smaller: nobody parts their thousands.
    #[inline]
    pub fn epoch(self, text: &[u8]) -> Option<(u64, u32)> {
        match self {
            Self::OfTools | Self::Marked(DecimalMark::Point) => decimal(text),
            Self::Marked(DecimalMark::Comma) => at_mark(text, b','),
            Self::Untold => decimal(text).or_else(|| if self.is_open(text) { None } else { at_mark(text, b',') }),
        }
    }

    /// A count: a whole number, or one with a fraction (a mean, for instance), which is cut.
    #[inline]
    pub fn count(self, text: &[u8]) -> Option<u64> {
        whole(text).or_else(|| self.decimal(text).map(|(whole, _)| whole))
    }

    /// Seconds with a fraction, or `hh:mm:ss.fff`, as microseconds.
    #[inline]
    pub fn duration_us(self, text: &[u8]) -> Option<u64> {
        let seconds = match self {
            // Where nothing is known, a point is decimal: of seconds nobody parts thousands by points.
            Self::Untold => decimal(text).or_else(|| self.decimal(text)),
            _ => self.decimal(text),
        };
        match seconds {
            Some(seconds) => in_us(seconds),
            None => clock_us(text),
        }
    }

    /// A port. `None` where there is none that is possible: `100000`, a service's name. Argus writes those of ICMP as `0x0008`.
    #[inline]
    pub fn port(self, text: &[u8]) -> Option<u16> {
        match text {
            [b'0', b'x' | b'X', digits @ ..] if !digits.is_empty() && digits.len() <= 4 => digits
                .iter()
                .try_fold(0_u16, |sum, &digit| Some(sum << 4 | u16::try_from(char::from(digit).to_digit(16)?).ok()?)),
            _ => u16::try_from(self.count(text)?).ok(),
        }
    }
}

/// What is before the first such byte and, where there is one, what is behind it.
fn parted(text: &[u8], is_it: impl Fn(u8) -> bool) -> (&[u8], Option<&[u8]>) {
    let mut parts = text.splitn(2, |&byte| is_it(byte));
    (parts.next().unwrap_or_default(), parts.next())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::notation::{Seen, Told};
    use super::{DecimalMark, Numbers};

    const POINT: Numbers = Numbers::Marked(DecimalMark::Point);
    const COMMA: Numbers = Numbers::Marked(DecimalMark::Comma);

    #[rstest]
    // In each row: with a decimal point, with a decimal comma, where it is not known.
    #[case("7", [Some(7), Some(7), Some(7)])]
    #[case("1234", [Some(1234), Some(1234), Some(1234)])]
    #[case("1,234", [Some(1234), Some(1), None])]
    #[case("1.234", [Some(1), Some(1234), None])]
    #[case("999.999", [Some(999), Some(999_999), None])]
    #[case("0,013", [None, Some(0), Some(0)])]
    #[case("0.013", [Some(0), None, Some(0)])]
    #[case("12,5", [None, Some(12), Some(12)])]
    #[case("1234,567", [None, Some(1234), Some(1234)])]
    #[case("1234.0", [Some(1234), None, Some(1234)])]
    #[case("1.234.567", [None, Some(1_234_567), Some(1_234_567)])]
    #[case("1,234,567", [Some(1_234_567), None, Some(1_234_567)])]
    #[case("1,234,567.89", [Some(1_234_567), None, Some(1_234_567)])]
    #[case("1.234,5", [None, Some(1234), Some(1234)])]
    #[case("1.2345", [Some(1), None, Some(1)])]
    #[case("1,5E2", [None, Some(150), Some(150)])]
    #[case("1,234e5", [None, Some(123_400), Some(123_400)])]
    #[case("1234,567,890", [None; 3])]
    #[case("1,23,456", [None; 3])]
    #[case("12,,345", [None; 3])]
    #[case("1.234.56", [None; 3])]
    #[case(",", [None; 3])]
    #[case(".", [None; 3])]
    #[case("", [None; 3])]
    #[case("-1,5", [None; 3])]
    #[case("1 234", [None; 3])]
    #[case("192.168.100.200", [None, Some(192_168_100_200), None])]
    #[case("1,234,567,890,123,456,789,012", [None; 3])]
    fn thousands_and_fractions_are_told_apart(#[case] text: &str, #[case] expected: [Option<u64>; 3]) {
        assert_eq!([POINT, COMMA, Numbers::Untold].map(|numbers| numbers.count(text.as_bytes())), expected);
    }

    #[test]
    fn a_duration_may_have_either_mark() {
        let us = |numbers: Numbers, text: &str| numbers.duration_us(text.as_bytes());
        assert_eq!(us(COMMA, "0,013"), Some(13_000));
        assert_eq!(us(COMMA, "1.234,5"), Some(1_234_500_000));
        assert_eq!(us(COMMA, "1,5e-05"), Some(15));
        // What it is not known of is a fraction where its mark is a point, as tools write it.
        assert_eq!((us(Numbers::Untold, "1.234"), us(Numbers::Untold, "1,234")), (Some(1_234_000), None));
        assert_eq!(us(Numbers::Untold, "0,013"), Some(13_000));
        // Nobody parts the thousands of a clock.
        for numbers in [Numbers::OfTools, POINT, COMMA, Numbers::Untold] {
            assert_eq!(us(numbers, "0:00:01,250"), Some(1_250_000));
            assert_eq!(us(numbers, "0:00:01.250"), Some(1_250_000));
            assert_eq!(us(numbers, "1:1:1:1"), None);
        }
        assert_eq!(us(Numbers::OfTools, "0,013"), None);
        assert_eq!(us(Numbers::OfTools, "00:01:02.500"), Some(62_500_000));
    }

    #[test]
    fn seconds_since_1970_have_a_fraction_and_no_thousands() {
        let epoch = |text: &str| [POINT, COMMA, Numbers::Untold].map(|numbers| numbers.epoch(text.as_bytes()));
        let quarter = Some((1_467_954_000, 250_000));
        assert_eq!(epoch("1467954000.25"), [quarter, None, quarter]);
        assert_eq!(epoch("1467954000,25"), [None, quarter, quarter]);
        assert_eq!(epoch("1467954000"), [Some((1_467_954_000, 0)); 3]);
        for other in ["1,467,954,000", "1.467.954.000", "192.168.100.200", "2025-12-31 9:00:00,5"] {
            assert_eq!(epoch(other), [None; 3], "{other}");
        }
    }

    #[test]
    fn ports_as_logs_write_them() {
        let port = |text: &str| Numbers::OfTools.port(text.as_bytes());
        assert_eq!(["0x0008", "100000", "http", "65535"].map(port), [Some(8), None, None, Some(65535)]);
        assert_eq!(
            (POINT.port(b"8,080"), COMMA.port(b"8.080"), Numbers::Untold.port(b"8,080")),
            (Some(8080), Some(8080), None)
        );
        assert!(Numbers::Untold.is_open(b"8,080") && !Numbers::Untold.is_open(b"8080") && !POINT.is_open(b"8,080"));
    }

    #[rstest]
    #[case(&["1", "20", "-", "tcp"], Told::NotNeeded)]
    #[case(&["1,234", "12,500"], Told::Open(vec![DecimalMark::Point, DecimalMark::Comma]))]
    #[case(&["1,234", "0,013"], Told::One(DecimalMark::Comma))]
    #[case(&["1,234", "1,234,567"], Told::One(DecimalMark::Point))]
    #[case(&["1.234", "7.25"], Told::One(DecimalMark::Point))]
    #[case(&["1,5", "1.5"], Told::Open(vec![DecimalMark::Point, DecimalMark::Comma]))]
    #[case(&["31.12.2025", "10.0.0.1", "1,5"], Told::One(DecimalMark::Comma))]
    fn a_table_tells_by_numbers_that_can_be_read_in_one_way_alone(
        #[case] cells: &[&str],
        #[case] expected: Told<DecimalMark>,
    ) {
        assert_eq!(Seen::of(cells.iter().map(|cell| cell.as_bytes())).told(), expected);
    }
}
