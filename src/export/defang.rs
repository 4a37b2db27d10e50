//! Addresses written so that nothing turns them into a link, and read again.
//!
//! | plain | defanged |
//! | --- | --- |
//! | `10.0.0.1` | `10[.]0[.]0[.]1` |
//! | `2001:db8::1` | `2001[:]db8[:][:]1` |
//! | `https://c2.example/a` | `hxxps://c2[.]example/a` |

use std::net::{IpAddr, Ipv4Addr, SocketAddrV4};

/// Ways to write a dot, a colon or an at sign so that nothing turns what they are part of into a link.
const MARKS: [(&str, &str); 13] = [
    ("[.]", "."),
    ("(.)", "."),
    ("{.}", "."),
    ("[dot]", "."),
    ("(dot)", "."),
    ("{dot}", "."),
    ("[:]", ":"),
    ("(:)", ":"),
    ("{:}", ":"),
    ("[://]", "://"),
    ("[@]", "@"),
    ("[at]", "@"),
    ("(at)", "@"),
];

/// Schemes, and what they are written as. The letters that are changed stay in their place and case.
const SCHEMES: [(&str, &str); 3] = [("https", "hxxps"), ("http", "hxxp"), ("ftp", "fxp")];

/// What comes between a scheme and a host.
const SCHEME_ENDS: [&str; 2] = ["://", "[://]"];

/// `ip`, defanged.
///
/// ```
/// use investigation::export::defang::address;
/// assert_eq!(address("10.0.0.1".parse()?), "10[.]0[.]0[.]1");
/// assert_eq!(address("2001:db8::1".parse()?), "2001[:]db8[:][:]1");
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[must_use]
pub fn address(ip: IpAddr) -> String {
    brackets(&ip.to_string())
}

/// `text`, with every address, URL and domain name in it defanged. What looks like a name and is none, such as the name
/// of a file, is taken for one: it stays readable, and [`refang`] gives it back.
#[must_use]
pub fn text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word_bytes = rest.find(|character| !is_of_word(character)).unwrap_or(rest.len());
        if word_bytes == 0 {
            safe.push(first);
            rest = tail(rest, first.len_utf8());
            continue;
        }
        let (word, after) = rest.split_at(word_bytes);
        rest = after;
        // `http:` before `//` is a word of its own: a colon may be part of one.
        let scheme = word.strip_suffix(':').filter(|_| after.starts_with("//"));
        match scheme.and_then(defanged_scheme) {
            Some(scheme) => {
                safe.push_str(&scheme);
                safe.push(':');
            }
            None => push_word(&mut safe, word),
        }
    }
    safe
}

/// What was defanged, plain again. Understands what others write too: `(.)`, `[dot]`, `hXXp`, `[://]`.
#[must_use]
pub fn refang(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let mut is_inside_word = false;
    while let Some(first) = rest.chars().next() {
        if let Some((mark, sign)) = MARKS.into_iter().find(|(mark, _)| starts_with(rest, mark)) {
            plain.push_str(sign);
            rest = tail(rest, mark.len());
            is_inside_word = false;
            continue;
        }
        let scheme = SCHEMES.into_iter().find(|(_, written)| {
            starts_with(rest, written) && SCHEME_ENDS.iter().any(|end| tail(rest, written.len()).starts_with(end))
        });
        if let Some((scheme, written)) = scheme.filter(|_| !is_inside_word) {
            let (as_written, after) = rest.split_at(written.len());
            plain.push_str(&replaced(as_written, written, scheme));
            rest = after;
            continue;
        }
        plain.push(first);
        rest = tail(rest, first.len_utf8());
        is_inside_word = first.is_alphanumeric();
    }
    plain
}

/// What a word is made of: an address, with or without a port, or a name. Not of `%` and `/`, which end an address.
fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '.' | ':' | '-' | '_')
}

fn push_word(safe: &mut String, word: &str) {
    // A sentence may end in a full stop or a colon that is not part of the address; `2001:db8::` ends in colons that are.
    let mut shorter = Some(word);
    let one_by_one = std::iter::from_fn(|| {
        let kept = shorter?;
        shorter = kept.strip_suffix(ENDS);
        Some(kept)
    });
    // An ellipsis is the longest end that is worth a look at each of its characters.
    let kept = one_by_one.take(4).chain([word.trim_end_matches(ENDS)]).find_map(|kept| Some((kept, defanged(kept)?)));
    match kept {
        Some((kept, written)) => {
            safe.push_str(&written);
            safe.push_str(tail(word, kept.len()));
        }
        None => safe.push_str(word),
    }
}

const ENDS: [char; 4] = ['.', ':', '-', '_'];

/// An address or a name, defanged; `None` for any other word.
fn defanged(word: &str) -> Option<String> {
    if is_address(word) { Some(brackets(word)) } else { is_name(word).then(|| word.replace('.', "[.]")) }
}

fn is_address(word: &str) -> bool {
    word.parse::<IpAddr>().is_ok() || word.parse::<SocketAddrV4>().is_ok()
}

/// `c2.example`, `c2.example:8080`, `10.0.0.1.in-addr.arpa`: labels between dots, the last of at least two letters.
fn is_name(word: &str) -> bool {
    let (name, port) = word.split_once(':').unwrap_or((word, ""));
    let is_label = |label: &str| label.chars().all(|character| character != '.') && !label.is_empty();
    let Some((labels, last)) = name.rsplit_once('.') else { return false };
    let is_last = last.chars().count() >= 2
        && (last.chars().all(char::is_alphabetic) || last.to_ascii_lowercase().starts_with("xn--"));
    is_last && labels.split('.').all(is_label) && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Every dot and colon in brackets; of an IPv4 address with a port the dots alone.
fn brackets(word: &str) -> String {
    let dots = word.replace('.', "[.]");
    let is_ipv4 = word.split(':').next().is_some_and(|part| part.parse::<Ipv4Addr>().is_ok());
    if is_ipv4 { dots } else { dots.replace(':', "[:]") }
}

fn defanged_scheme(word: &str) -> Option<String> {
    let (scheme, written) = SCHEMES.into_iter().find(|(scheme, _)| word.eq_ignore_ascii_case(scheme))?;
    Some(replaced(word, scheme, written))
}

/// `word`, which is `from` in any case, as `to` in the same case. `ftp` and `fxp` differ as `http` and `hxxp` do.
fn replaced(word: &str, from: &str, to: &str) -> String {
    let letters = word.chars().zip(from.chars().zip(to.chars()));
    letters
        .map(|(written, (from, to))| match (from == to, written.is_ascii_uppercase()) {
            (true, _) => written,
            (false, true) => to.to_ascii_uppercase(),
            (false, false) => to,
        })
        .collect()
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// `text` after its first `bytes`.
fn tail(text: &str, bytes: usize) -> &str {
    text.get(bytes..).unwrap_or_default()
}
