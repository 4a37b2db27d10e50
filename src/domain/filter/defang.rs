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

/// What can begin a URL, in the ways in which it is written.
const SCHEMES: [&str; 6] = ["http", "https", "hxxp", "hxxps", "ftp", "fxp"];

/// The host of a URL with a scheme, defanged or not: of `hxxp://10.0.0.1:8080/a` it is `10.0.0.1`. An address of IPv6
/// keeps its brackets. `None` where the text is no URL.
#[must_use]
pub fn host_of_url(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("[://]").or_else(|| text.split_once("://"))?;
    if !SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let port = match host.rsplit_once(':') {
        // A colon inside of brackets is the address's own.
        Some((before, port)) if !before.starts_with('[') || before.ends_with(']') => Some((before, port)),
        _ => None,
    };
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    Some(port.filter(|(_, port)| is_port(port)).map_or(host, |(before, _)| before))
}

/// `text` with the plain marks of an address; of a URL, its host.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = host_of_url(text).unwrap_or(text);
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
