//! What is in the filter's field: where a browser counts, what is wrong with it, and what comes of a completion.

use std::net::IpAddr;

use crate::domain::filter::{Begun, Candidate, Completion, Filter, complete};
use crate::engine::api::ActiveAddress;
use crate::words::format::counted;

/// A place in a text, in UTF-16 units as a browser counts, in bytes; the end of a text that is shorter.
#[must_use]
pub fn byte_of(text: &str, utf16: usize) -> usize {
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        if units >= utf16 {
            return byte;
        }
        units += character.len_utf16();
    }
    text.len()
}

/// The same the other way.
#[must_use]
pub fn utf16_of(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < byte).map(|(_, character)| character.len_utf16()).sum()
}

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Characters before it.
    pub column: usize,
    /// Characters that it is about; at least one.
    pub width: usize,
    /// What is wrong, and what was expected.
    pub words: String,
}

impl Complaint {
    /// What is wrong with `text`; `None` where it is a filter.
    #[must_use]
    pub fn about(text: &str) -> Option<Self> {
        let error = text.parse::<Filter>().err()?;
        let width = text.get(error.at.clone()).map_or(0, |at| at.chars().count()).max(1);
        Some(Self { column: error.column(text), width, words: format!("{error}.") })
    }
}

/// `text` with `candidate` in it, and the caret behind it, in bytes. A value is finished: a blank follows it, where
/// nothing else does.
#[must_use]
pub fn completed(text: &str, completion: &Completion, candidate: &Candidate) -> (String, usize) {
    let before = text.get(..completion.replace.start).unwrap_or_default();
    let after = text.get(completion.replace.end..).unwrap_or_default();
    // An address of IPv6 may end so, too.
    let is_key = candidate.text.ends_with(':') && candidate.text.parse::<IpAddr>().is_err();
    let blank = if is_key || !after.is_empty() { "" } else { " " };
    let caret = before.len() + candidate.text.len() + blank.len();
    (format!("{before}{}{blank}{after}", candidate.text), caret)
}

/// What could be written at `caret`, with the addresses that were answered for what was `begun`, where they still fit: more
/// of the same address may be written by now.
#[must_use]
pub fn offered(text: &str, caret: usize, answered: Option<&(Begun, Vec<ActiveAddress>)>) -> Completion {
    let mut completion = complete(text, caret);
    let fits = |asked: &Begun, begun: &Begun| asked.end == begun.end && begun.text.starts_with(&asked.text);
    if let (Some(begun), Some((asked, addresses))) = (&completion.addresses, answered)
        && fits(asked, begun)
    {
        let still = addresses.iter().filter(|address| begun.may_become(address.ip));
        completion.candidates.extend(still.map(candidate));
    }
    completion
}

fn candidate(address: &ActiveAddress) -> Candidate {
    let connections = address.connections.map(|connections| counted(connections, "connection"));
    let about = address.name.iter().cloned().chain(connections).collect::<Vec<_>>().join(", ");
    Candidate { text: address.ip.to_string(), about: about.into() }
}

/// Whether there is something to offer: not where what could be written is written already.
#[must_use]
pub fn offers(text: &str, completion: &Completion) -> bool {
    let written = text.get(completion.replace.clone()).unwrap_or_default();
    match completion.candidates.as_slice() {
        [] => false,
        [one] => !one.text.eq_ignore_ascii_case(written),
        _ => true,
    }
}
