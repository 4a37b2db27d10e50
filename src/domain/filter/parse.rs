//! From text to a filter.

use std::ops::Range;

use super::error::{Explained, FilterError, Problem};
use super::key::Key;
use super::scan::{Word, pieces, unquoted, words};
use super::value::Value;
use super::{Filter, Term};

/// Reads a filter; the first thing that is wrong with it otherwise.
pub(super) fn filter(text: &str) -> Result<Filter, FilterError> {
    Ok(Filter { terms: words(text).iter().map(|word| term(text, word)).collect::<Result<_, _>>()? })
}

fn term(text: &str, word: &Word) -> Result<Term, FilterError> {
    if let Some(quote) = word.open_quote {
        return Err(FilterError { at: quote..text.len(), problem: Explained::OpenQuote });
    }
    let body = word.body();
    if body.is_empty() {
        return Err(FilterError { at: word.range.clone(), problem: Explained::LoneMinus });
    }
    // An address of IPv6 has colons too.
    let addresses = values(text, Key::Ip, body.clone());
    let Some((name, behind)) = word.parts(text) else {
        return match addresses {
            Ok(values) => Ok(Term { sense: word.sense, key: Key::Ip, values }),
            Err(error) => Err(not_a_term(text, &body, error)),
        };
    };
    let name_text = text.get(name.clone()).unwrap_or_default();
    match (Key::from_name(name_text), addresses) {
        (Some(key), _) => Ok(Term { sense: word.sense, key, values: values(text, key, behind)? }),
        (None, Ok(values)) => Ok(Term { sense: word.sense, key: Key::Ip, values }),
        (None, Err(_)) => Err(FilterError {
            problem: Explained::UnknownKey { name: name_text.to_owned(), nearest: Key::nearest(name_text) },
            at: name,
        }),
    }
}

fn values(text: &str, key: Key, range: Range<usize>) -> Result<Vec<Value>, FilterError> {
    pieces(text, range).into_iter().map(|piece| value(text, key, piece)).collect()
}

fn value(text: &str, key: Key, piece: Range<usize>) -> Result<Value, FilterError> {
    let plain = unquoted(text, &piece);
    if plain.is_empty() {
        return Err(FilterError { at: piece, problem: Explained::NoValue { key } });
    }
    Value::read(key, &plain)
        .map_err(|problem| FilterError { at: piece, problem: Explained::BadValue { text: plain, key, problem } })
}

/// A word without a key, whose addresses are none: what is nearly an address is told as one.
fn not_a_term(text: &str, body: &Range<usize>, error: FilterError) -> FilterError {
    let word = unquoted(text, body);
    let is_nearly_one = match &error.problem {
        Explained::BadValue { problem: Problem::NoPrefix, .. } | Explained::NoValue { .. } => true,
        Explained::BadValue { text, .. } => text.starts_with(|first: char| first.is_ascii_digit()),
        _ => false,
    };
    if is_nearly_one {
        return error;
    }
    FilterError { at: body.clone(), problem: Explained::NoTerm { nearest: Key::nearest(&word), word } }
}
