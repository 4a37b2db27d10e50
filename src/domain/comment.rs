//! The form in which a comment is safe in Spot (`spot.md`, quirks 5 and 6).
//!
//! Spot pastes the text into `'...'` of an SQL statement and puts it into its page as HTML. So what is sent is printable
//! ASCII, a newline is the two characters `\n`, and everything that means something to SQL or HTML is a numeric entity.

use std::fmt::Write;

/// Named entities that are read; what is written is numeric.
const NAMED: [(&str, char); 5] = [("lt", '<'), ("gt", '>'), ("amp", '&'), ("quot", '"'), ("apos", '\'')];

/// The safe form of `text`.
///
/// ```
/// use investigation::domain::comment::{decode, encode};
/// assert_eq!(encode("it's\nC&C"), r"it&#39;s\nC&#38;C");
/// assert_eq!(decode(&encode("it's\nC&C")), "it's\nC&C");
/// ```
#[must_use]
pub fn encode(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '\n' => safe.push_str("\\n"),
            '\'' | '\\' | '"' | '<' | '>' | '&' => push_entity(&mut safe, character),
            ' '..='~' => safe.push(character),
            _ => push_entity(&mut safe, character),
        }
    }
    safe
}

fn push_entity(safe: &mut String, character: char) {
    // Writing to a string does not fail.
    let _ = write!(safe, "&#{};", u32::from(character));
}

/// The text behind a stored comment: numeric and the five named entities and `\n` are decoded, all else stays.
#[must_use]
pub fn decode(stored: &str) -> String {
    let mut text = String::with_capacity(stored.len());
    let mut rest = stored;
    while let Some(at) = rest.find(['&', '\\']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((character, length)) = escape(rest) {
            text.push(character);
            rest = &rest[length..];
        } else {
            // Both are one byte long.
            text.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    text
}

/// The character that an escape at the beginning of `text` stands for, and the escape's length in bytes.
fn escape(text: &str) -> Option<(char, usize)> {
    if text.starts_with("\\n") {
        return Some(('\n', 2));
    }
    let body = text.strip_prefix('&')?;
    // The longest, `&#x10ffff;`, has nine characters after the ampersand.
    let end = body.bytes().take(10).position(|byte| byte == b';')?;
    let name = &body[..end];
    let character = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok()?,
            None if number.bytes().all(|byte| byte.is_ascii_digit()) => number.parse().ok()?,
            _ => return None,
        };
        char::from_u32(code)?
    } else {
        NAMED.iter().find(|(known, _)| *known == name)?.1
    };
    Some((character, end + 2))
}
