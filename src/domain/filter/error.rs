//! What is wrong with a filter, and where.

use std::ops::Range;

use thiserror::Error;

use super::key::Key;
use crate::domain::csv::shown;

/// A filter that cannot be read: where, and why.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{problem}")]
pub struct FilterError {
    /// What it is about: bytes of the text, at the borders of characters. Empty where something is missing.
    pub at: Range<usize>,
    /// What is wrong there.
    pub problem: Explained,
}

/// A problem, with what is needed to put it into words.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Explained {
    /// No key has this name.
    #[error("There is no {}{}", shown(&format!("{name}:")), did_you_mean(*nearest))]
    UnknownKey {
        /// As it is written.
        name: String,
        /// What was probably meant.
        nearest: Option<Key>,
    },
    /// A word without a colon that is no address.
    #[error("{} is no address{}", shown(word), words_of_a_term(*nearest))]
    NoTerm {
        /// As it is written.
        word: String,
        /// The key that was probably meant.
        nearest: Option<Key>,
    },
    /// A minus that nothing follows.
    #[error("`-` leaves out what follows it: put a term right behind it, such as -dport:443")]
    LoneMinus,
    /// A quote that is not closed.
    #[error("This quote is not closed")]
    OpenQuote,
    /// A key, or a comma, and no value behind it.
    #[error("A value is missing: {} is expected", key.expected())]
    NoValue {
        /// The key.
        key: Key,
    },
    /// A value that is none of the key's.
    #[error("{} {} is expected", said(text, problem), key.expected())]
    BadValue {
        /// As it is written.
        text: String,
        /// The key.
        key: Key,
        /// What is wrong with it.
        problem: Problem,
    },
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It is no address or subnet.
    NoAddress,
    /// The length behind the address's slash is none.
    NoPrefix,
    /// It is no number.
    NoNumber,
    /// It is above the largest that there is.
    TooLarge {
        /// The largest.
        most: u64,
    },
    /// The end comes before the start.
    Backwards,
    /// Nothing can be in it.
    NothingThere,
    /// It is no protocol.
    NoProtocol,
    /// It is no time of day.
    NoTime,
    /// It is no group of peers.
    NoDirection,
}

impl FilterError {
    /// Characters before what it is about: where a caret has to stand below `text`.
    #[must_use]
    pub fn column(&self, text: &str) -> usize {
        text.get(..self.at.start).unwrap_or(text).chars().count()
    }
}

fn did_you_mean(key: Option<Key>) -> String {
    match key {
        Some(key) => format!("; did you mean `{}:`?", key.name()),
        None => format!("; known are {}", Key::ALL.map(Key::name).join(", ")),
    }
}

fn words_of_a_term(key: Option<Key>) -> String {
    match key {
        Some(key) => format!("; did you mean `{}:`? {} is expected behind it", key.name(), key.expected()),
        None => ", and a term has a key and a value, such as src:10.0.0.0/8 or dport:443".to_owned(),
    }
}

fn said(text: &str, problem: &Problem) -> String {
    let text = shown(text);
    match problem {
        Problem::NoAddress => format!("{text} is no address or subnet:"),
        Problem::NoPrefix => format!("{text} ends in no prefix length, 0 to 32, or to 128 for IPv6:"),
        Problem::NoNumber => format!("{text} is no number:"),
        Problem::TooLarge { most } => format!("{text} is above {most}:"),
        Problem::Backwards => format!("{text} ends before it begins:"),
        Problem::NothingThere => format!("Nothing can be in {text}:"),
        Problem::NoProtocol => format!("{text} is no protocol known here:"),
        Problem::NoTime => format!("{text} is no time of day:"),
        Problem::NoDirection => format!("{text} is no group of peers:"),
    }
}
