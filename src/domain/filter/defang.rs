//! Addresses as they are written in reports, so that nothing turns them into a link.

use std::borrow::Cow;

const MARKS: [(&str, &str); 12] = [
    ("[.]", "."),
    ("(.)", "."),
    ("{.}", "."),
    ("[dot]", "."),
    ("(dot)", "."),
    ("{dot}", "."),
    ("[:]", ":"),
    ("(:)", ":"),
    ("{:}", ":"),
    ("[/]", "/"),
    // `10.0.0[.1` and `10.0.0.]1`, as some tools have it.
    ("[.", "."),
    (".]", "."),
];

/// `text` with the plain marks of an address.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['[', '(', '{', ']']) {
        return Cow::Borrowed(text);
    }
    let mut plain = text.to_ascii_lowercase();
    for (defanged, mark) in MARKS {
        plain = plain.replace(defanged, mark);
    }
    // `[2001:db8::1]`, as in a URL.
    match plain.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(inner) => Cow::Owned(inner.to_owned()),
        None => Cow::Owned(plain),
    }
}
