//! Small pieces of Python that show through Spot's answers.

use std::fmt::Write as _;

/// `socket.inet_aton`: 1 to 4 parts, decimal, octal or hexadecimal, the last one filling what is left. No IPv6 (quirk 2).
pub(crate) fn inet_aton(text: &str) -> Result<u32, String> {
    let refused = || "illegal IP address string passed to inet_aton".to_owned();
    let parts: Vec<u32> = text.split('.').map(part).collect::<Option<_>>().ok_or_else(refused)?;
    let (last, leading) = parts.split_last().ok_or_else(refused)?;
    if leading.len() > 3 || leading.iter().any(|part| *part > 255) {
        return Err(refused());
    }
    let mut number: u64 = 0;
    for part in leading {
        number = number << 8 | u64::from(*part);
    }
    let room = 32 - 8 * leading.len();
    if u64::from(*last) >= 1 << room {
        return Err(refused());
    }
    u32::try_from(number << room | u64::from(*last)).map_err(|_| refused())
}

fn part(text: &str) -> Option<u32> {
    let (digits, radix) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => (hex, 16),
        None if text.len() > 1 && text.starts_with('0') => (text, 8),
        None => (text, 10),
    };
    if digits.starts_with('+') { None } else { u32::from_str_radix(digits, radix).ok() }
}

/// `text.encode('ascii')`, which Python 2 does when a unicode text is pasted into a byte string (quirk 5).
pub(crate) fn ascii(text: &str) -> Result<(), String> {
    let Some(start) = text.chars().position(|c| !c.is_ascii()) else { return Ok(()) };
    let run: Vec<char> = text.chars().skip(start).take_while(|c| !c.is_ascii()).collect();
    let what = match run[..] {
        [one] => format!("character {} in position {start}", unicode_repr(one)),
        _ => format!("characters in position {start}-{}", start + run.len() - 1),
    };
    Err(format!("'ascii' codec can't encode {what}: ordinal not in range(128)"))
}

fn unicode_repr(c: char) -> String {
    let mut text = String::from("u'");
    // Writing to a String does not fail.
    let _ = match u32::from(c) {
        code @ ..=0xff => write!(text, "\\x{code:02x}'"),
        code @ ..=0xffff => write!(text, "\\u{code:04x}'"),
        code => write!(text, "\\U{code:08x}'"),
    };
    text
}

/// `items[0:top]`: no `top` is all of them, a negative one counts from the end.
pub(crate) fn slice_end(length: usize, top: Option<i64>) -> usize {
    let Some(top) = top else { return length };
    let distance = usize::try_from(top.unsigned_abs()).unwrap_or(usize::MAX);
    if top < 0 { length.saturating_sub(distance) } else { length.min(distance) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_inet_aton_does() {
        for (text, number) in
            [("10.0.0.1", 0x0a00_0001), ("10.1", 0x0a00_0001), ("0x7f.1", 0x7f00_0001), ("010.0.0.1", 0x0800_0001)]
        {
            assert_eq!(inet_aton(text), Ok(number), "{text}");
        }
        for text in ["", "2001:db8::1", "10.0.0.256", "1.2.3.4.5", "10..1", "+1.2.3.4", "256.1"] {
            assert!(inet_aton(text).is_err(), "{text}");
        }
    }

    #[test]
    fn text_outside_ascii_fails_in_pythons_words() {
        assert_eq!(ascii("plain"), Ok(()));
        for (text, what) in [
            ("é", r"character u'\xe9' in position 0"),
            ("a€", r"character u'\u20ac' in position 1"),
            ("ab😀", r"character u'\U0001f600' in position 2"),
            ("éé", "characters in position 0-1"),
        ] {
            assert_eq!(ascii(text), Err(format!("'ascii' codec can't encode {what}: ordinal not in range(128)")));
        }
    }

    #[test]
    fn a_slice_ends_as_in_python() {
        assert_eq!([None, Some(2), Some(9), Some(-1), Some(-9)].map(|top| slice_end(3, top)), [3, 2, 3, 2, 0]);
    }
}
