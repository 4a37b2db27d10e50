//! What could be written at the caret.

use std::borrow::Cow;
use std::net::IpAddr;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::key::{Key, Kind};
use super::scan::{pieces, words};
use super::value::{UNKNOWN, protocol_text};
use crate::domain::direction::Direction;
use crate::domain::protocol::Protocol;

/// What could stand at the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What a candidate replaces: bytes of the text, at the borders of characters.
    pub replace: Range<usize>,
    /// What is wanted there.
    pub wanted: Wanted,
    /// The addresses that could stand there, too. They are the caller's to offer: it knows those of the data.
    pub addresses: Option<Begun>,
    /// What begins as the text before the caret does, in the order to show it.
    pub candidates: Vec<Candidate>,
}

/// What is wanted at the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A key, or an address.
    Key,
    /// A value of a key.
    Value(Key),
    /// Nothing that is known here: the key is none.
    Nothing,
}

/// Something to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The text that goes in.
    pub text: String,
    /// What it means, in a few words.
    pub about: Cow<'static, str>,
}

/// An address that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Begun {
    /// At which end of a flow it is looked for.
    pub end: End,
    /// What is written of it; it may be nothing.
    pub text: String,
}

/// The ends of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum End {
    /// Who opened it.
    Source,
    /// Whom it was opened to.
    Destination,
    /// Either of them.
    Either,
}

impl Begun {
    /// Whether `ip` is written as this is, so far.
    #[must_use]
    pub fn may_become(&self, ip: IpAddr) -> bool {
        begins(&ip.to_string(), &self.text)
    }
}

impl Key {
    fn end(self) -> Option<End> {
        match self {
            Self::Source => Some(End::Source),
            Self::Destination => Some(End::Destination),
            Self::Ip => Some(End::Either),
            _ => None,
        }
    }
}

/// Protocols in the order in which they are offered.
const PROTOCOLS: [u8; 8] = [6, 17, 1, 58, 132, 47, 50, 2];

/// What could be written at `caret`, a byte of `text`; one inside a character or behind the end counts as the next
/// border before it.
#[must_use]
pub fn complete(text: &str, caret: usize) -> Completion {
    // Byte 0 is always a border.
    let caret = (0..=caret.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let words = words(text);
    let Some(word) = words.iter().find(|word| (word.range.start..=word.range.end).contains(&caret)) else {
        return keys("", caret..caret);
    };
    let body = word.body();
    match word.parts(text) {
        Some((name, _)) if is_address(text, &body) && text.get(name.clone()).and_then(Key::from_name).is_none() => {
            bare_address(text, body, caret)
        }
        None if is_address(text, &body) && caret >= body.start => bare_address(text, body, caret),
        Some((name, behind)) if caret >= behind.start => value(text, name, behind, caret),
        // The colon goes with the key: a candidate brings its own.
        Some((name, _)) if caret >= name.start => keys(before(text, &name, caret), name.start..name.end + 1),
        None if caret >= body.start => keys(before(text, &body, caret), body),
        _ => keys("", caret..caret),
    }
}

fn before<'a>(text: &'a str, range: &Range<usize>, caret: usize) -> &'a str {
    text.get(range.start..caret).unwrap_or_default()
}

/// Whether what is written without a key can only be addresses.
fn is_address(text: &str, body: &Range<usize>) -> bool {
    let body = text.get(body.clone()).unwrap_or_default();
    let has_digits = body.contains(|character: char| character.is_ascii_digit() || character == ':');
    has_digits
        && body.chars().all(|character| character.is_ascii_hexdigit() || matches!(character, '.' | ':' | ',' | '/'))
}

fn bare_address(text: &str, body: Range<usize>, caret: usize) -> Completion {
    let piece = piece_at(text, body, caret);
    let text = before(text, &piece, caret).to_owned();
    let addresses = (!text.is_empty()).then_some(Begun { end: End::Either, text });
    Completion { replace: piece, wanted: Wanted::Key, addresses, candidates: Vec::new() }
}

/// The piece between commas in which the caret is.
fn piece_at(text: &str, range: Range<usize>, caret: usize) -> Range<usize> {
    let is_in = |piece: &Range<usize>| (piece.start..=piece.end).contains(&caret);
    pieces(text, range).into_iter().find(is_in).unwrap_or(caret..caret)
}

fn keys(prefix: &str, replace: Range<usize>) -> Completion {
    let candidates = Key::ALL
        .into_iter()
        .filter(|key| begins(key.name(), prefix))
        .map(|key| Candidate { text: format!("{}:", key.name()), about: key.about().into() })
        .collect();
    Completion { replace, wanted: Wanted::Key, addresses: None, candidates }
}

fn value(text: &str, name: Range<usize>, behind: Range<usize>, caret: usize) -> Completion {
    let Some(key) = text.get(name).and_then(Key::from_name) else {
        return Completion { replace: caret..caret, wanted: Wanted::Nothing, addresses: None, candidates: Vec::new() };
    };
    let piece = piece_at(text, behind, caret);
    let prefix = before(text, &piece, caret).trim_start_matches('"');
    let mut candidates = values(key);
    candidates.retain(|candidate| begins(&candidate.text, prefix));
    let addresses = key.end().map(|end| Begun { end, text: prefix.to_owned() });
    Completion { replace: piece, wanted: Wanted::Value(key), addresses, candidates }
}

fn values(key: Key) -> Vec<Candidate> {
    let mut values = match key.kind() {
        Kind::Protocol => {
            let named = |number| Candidate { text: protocol_text(Protocol(number)), about: "protocol".into() };
            PROTOCOLS.into_iter().map(named).collect()
        }
        Kind::Direction => Direction::ALL
            .into_iter()
            .map(|direction| Candidate {
                text: direction.name().to_ascii_lowercase(),
                about: Cow::Borrowed(match direction {
                    Direction::Inbound => "came from outside in",
                    Direction::Outbound => "went from inside out",
                    Direction::TwoWay => "seen both ways",
                }),
            })
            .collect(),
        Kind::Network | Kind::Number { .. } | Kind::Window => Vec::new(),
    };
    if key.may_be_unknown() {
        values.push(Candidate { text: UNKNOWN.to_owned(), about: "not told, or there is none".into() });
    }
    values
}

fn begins(word: &str, prefix: &str) -> bool {
    word.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}
