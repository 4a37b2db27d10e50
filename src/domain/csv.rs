//! Context files line by line: comma-separated fields, some in quotes (`spot.md`, "Context files").
//!
//! Own code, and not the csv crate's: a record is one line here, whatever its quotes. A quote that is never closed costs
//! its own line, where a reader that allows for newlines in quotes loses the rest of the file to it. No context file
//! needs a newline in a field.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::lines::{ByteLine, ByteLines};

/// A line of a context file that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// The lines of a context file that were left out: all are counted, the first ones are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedLines {
    /// How many.
    pub total: u64,
    /// The first of them, at most [`SkippedLines::TOLD`].
    pub first: Vec<SkippedLine>,
}

impl SkippedLines {
    /// How many lines are told with what is wrong: a file of another format has millions of them.
    pub const TOLD: usize = 20;

    /// A line that was left out, and why.
    pub fn add(&mut self, line: usize, reason: String) {
        self.total += 1;
        if self.first.len() < Self::TOLD {
            self.first.push(SkippedLine { line, reason });
        }
    }
}

/// Cuts a file that arrives in chunks into lines. It keeps at most one line, and never more than
/// [`Lines::LONGEST_BYTES`] of it.
#[derive(Debug)]
pub struct Lines(ByteLines);

impl Default for Lines {
    fn default() -> Self {
        Self(ByteLines::new(Self::LONGEST_BYTES))
    }
}

/// A line, or what is told of one that is too long to be kept.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// Its text, without space around it and never empty.
    Text(Cow<'a, str>),
    /// It is longer than [`Lines::LONGEST_BYTES`].
    TooLong,
}

impl Lines {
    /// The longest line that is read, in bytes. The longest of real files have a few hundred.
    pub const LONGEST_BYTES: usize = 64 * 1024;

    /// Takes the next bytes of the file; `read` gets number (from 1) and text of each line that ends in them. Empty
    /// lines are left out. What is no UTF-8 is replaced.
    pub fn push(&mut self, chunk: &[u8], mut read: impl FnMut(usize, Line<'_>)) {
        self.0.push(chunk, |number, line: ByteLine<'_>| read_line(number, line, &mut read));
    }

    /// The file has ended, and with it its last line.
    pub fn finish(self, mut read: impl FnMut(usize, Line<'_>)) {
        self.0.finish(|number, line: ByteLine<'_>| read_line(number, line, &mut read));
    }
}

fn read_line(number: usize, line: ByteLine<'_>, read: &mut impl FnMut(usize, Line<'_>)) {
    match line {
        ByteLine::TooLong => read(number, Line::TooLong),
        ByteLine::Bytes(bytes) => {
            let bytes = bytes.trim_ascii();
            if !bytes.is_empty() {
                read(number, Line::Text(String::from_utf8_lossy(bytes)));
            }
        }
    }
}

/// Reads each line of a file that is in memory; the lines that `read` refuses, with its reason.
pub fn read_lines(text: &str, mut read: impl FnMut(usize, &str) -> Result<(), String>) -> SkippedLines {
    let mut skipped = SkippedLines::default();
    let mut lines = Lines::default();
    let mut each = |number, line: Line<'_>| {
        if let Err(reason) = line.text().and_then(|text| read(number, &text)) {
            skipped.add(number, reason);
        }
    };
    lines.push(text.as_bytes(), &mut each);
    lines.finish(each);
    skipped
}

impl<'a> Line<'a> {
    /// The text, or why there is none.
    pub fn text(self) -> Result<Cow<'a, str>, String> {
        match self {
            Self::Text(text) => Ok(text),
            Self::TooLong => Err(format!("it is longer than {} KiB", Lines::LONGEST_BYTES / 1024)),
        }
    }
}

/// The fields of a line, one after the other. Space around a field is none of it; in quotes `""` is a quote.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    rest: Option<&'a str>,
}

impl<'a> Fields<'a> {
    /// The fields of `line`.
    #[must_use]
    pub fn of(line: &'a str) -> Self {
        Self { rest: Some(line) }
    }

    /// The next field; an empty one where the line has ended.
    pub fn next_or_empty(&mut self) -> Result<Cow<'a, str>, String> {
        self.next().unwrap_or(Ok(Cow::Borrowed("")))
    }

    /// A field in quotes, from behind its first quote on, and what follows the last one.
    fn quoted(text: &'a str) -> Option<(Cow<'a, str>, &'a str)> {
        let mut from = 0;
        let mut has_quotes = false;
        loop {
            let quote = from + text.get(from..)?.find('"')?;
            let (field, after) = (text.get(..quote)?, text.get(quote + 1..)?);
            if !after.starts_with('"') {
                let field = if has_quotes { Cow::Owned(field.replace("\"\"", "\"")) } else { Cow::Borrowed(field) };
                return Some((field, after));
            }
            has_quotes = true;
            from = quote + 2;
        }
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<Cow<'a, str>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.rest.take()?.trim_start();
        let Some(quoted) = text.strip_prefix('"') else {
            let (field, after) = match text.split_once(',') {
                Some((field, after)) => (field, Some(after)),
                None => (text, None),
            };
            self.rest = after;
            return Some(Ok(Cow::Borrowed(field.trim_end())));
        };
        let Some((field, after)) = Self::quoted(quoted) else {
            return Some(Err(format!("the quote before {} is not closed", shown(quoted))));
        };
        match after.trim_start() {
            "" => Some(Ok(field)),
            after => match after.strip_prefix(',') {
                Some(after) => {
                    self.rest = Some(after);
                    Some(Ok(field))
                }
                None => Some(Err(format!("{} follows a closing quote", shown(after)))),
            },
        }
    }
}

/// `text` in a message: in backticks, and cut where it is long.
#[must_use]
pub fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}
