//! A filter's text, cut into terms and values; quotes are minded, nothing is understood yet.

use std::ops::Range;

use super::Sense;

/// What stands between blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// All of it, in bytes of the text.
    pub range: Range<usize>,
    /// Whether a minus comes first.
    pub sense: Sense,
    /// A quote that is not closed.
    pub open_quote: Option<usize>,
}

impl Word {
    /// Without the minus.
    pub fn body(&self) -> Range<usize> {
        let minus_bytes = usize::from(self.sense == Sense::Unwanted);
        self.range.start + minus_bytes..self.range.end
    }

    /// The key, without its colon, and what follows the colon; `None` without one.
    pub fn parts(&self, text: &str) -> Option<(Range<usize>, Range<usize>)> {
        let body = self.body();
        let colon = body.start + text.get(body.clone())?.find([':', '"'])?;
        text.get(colon..)?.starts_with(':').then_some((body.start..colon, colon + 1..body.end))
    }
}

/// The words of a text. A quote that is not closed goes on to the end.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    for (at, character) in text.char_indices() {
        if character == '"' {
            quote = if quote.is_some() { None } else { Some(at) };
        }
        if quote.is_none() && character.is_whitespace() {
            words.extend(start.take().map(|start| word(text, start..at, None)));
        } else {
            start.get_or_insert(at);
        }
    }
    words.extend(start.map(|start| word(text, start..text.len(), quote)));
    words
}

fn word(text: &str, range: Range<usize>, open_quote: Option<usize>) -> Word {
    let is_unwanted = text.get(range.clone()).is_some_and(|word| word.starts_with('-'));
    Word { range, sense: if is_unwanted { Sense::Unwanted } else { Sense::Wanted }, open_quote }
}

/// What `range` of a text has between commas: one piece more than commas.
pub(super) fn pieces(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    let mut is_quoted = false;
    for (at, character) in text.get(range.clone()).unwrap_or_default().char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => {
                pieces.push(start..range.start + at);
                start = range.start + at + 1;
            }
            _ => {}
        }
    }
    pieces.push(start..range.end);
    pieces
}

/// A piece of a text, without its quotes and the blanks around it.
pub(super) fn unquoted(text: &str, piece: &Range<usize>) -> String {
    text.get(piece.clone()).unwrap_or_default().replace('"', "").trim().to_owned()
}
