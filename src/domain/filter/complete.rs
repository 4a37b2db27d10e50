//! What could be written at the caret.

use std::ops::Range;

use super::key::{Key, Kind};
use super::scan::{pieces, words};
use super::value::protocol_text;
use crate::domain::direction::Direction;
use crate::domain::protocol::Protocol;

/// What could stand at the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What a candidate replaces: bytes of the text, at the borders of characters.
    pub replace: Range<usize>,
    /// What is wanted there. Addresses and ports are the caller's to offer: it knows those of the data.
    pub wanted: Wanted,
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
    pub about: &'static str,
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

fn keys(prefix: &str, replace: Range<usize>) -> Completion {
    let candidates = Key::ALL
        .into_iter()
        .filter(|key| begins(key.name(), prefix))
        .map(|key| Candidate { text: format!("{}:", key.name()), about: key.about() })
        .collect();
    Completion { replace, wanted: Wanted::Key, candidates }
}

fn value(text: &str, name: Range<usize>, behind: Range<usize>, caret: usize) -> Completion {
    let Some(key) = text.get(name).and_then(Key::from_name) else {
        return Completion { replace: caret..caret, wanted: Wanted::Nothing, candidates: Vec::new() };
    };
    let pieces = pieces(text, behind);
    let piece = pieces.into_iter().find(|piece| (piece.start..=piece.end).contains(&caret)).unwrap_or(caret..caret);
    let prefix = before(text, &piece, caret).trim_start_matches('"');
    let mut candidates = values(key);
    candidates.retain(|candidate| begins(&candidate.text, prefix));
    Completion { replace: piece, wanted: Wanted::Value(key), candidates }
}

fn values(key: Key) -> Vec<Candidate> {
    match key.kind() {
        Kind::Protocol => {
            let named = |number| Candidate { text: protocol_text(Protocol(number)), about: "protocol" };
            PROTOCOLS.into_iter().map(named).collect()
        }
        Kind::Direction => Direction::ALL
            .into_iter()
            .map(|direction| Candidate {
                text: direction.name().to_ascii_lowercase(),
                about: match direction {
                    Direction::Inbound => "came from outside in",
                    Direction::Outbound => "went from inside out",
                    Direction::TwoWay => "seen both ways",
                },
            })
            .collect(),
        Kind::Network | Kind::Number { .. } | Kind::Window => Vec::new(),
    }
}

fn begins(word: &str, prefix: &str) -> bool {
    word.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}
